"""Pages saved as one MIME file (.mhtml, .mht): RFC 2557, as Chromium and others write them."""

from __future__ import annotations

import email
import email.policy
from email.message import Message
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.reports.decoding import declared_charset, decode
from translate_pipeline.reports.html import read_page
from translate_pipeline.reports.metadata import web_address
from translate_pipeline.reports.model import Report

_MOST_PARTS = 5_000
_AGAIN = "save the page again, as a complete page or a single HTML file"


def read(data: bytes, path: Path, name: str) -> Report:
    """The report in a page saved as MHTML; its pictures and frames are left alone.

    Raises:
        InputError: there is no page in it, it is cut off, or the page is in an unknown encoding.
    """
    # The header may follow blank lines, which the parser would take for its end.
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        page = _page_of(message)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise InputError("is not a page saved as MHTML", remedy=_AGAIN, path=path) from error
    if page is None:
        raise InputError("holds no page", remedy=_AGAIN, path=path)
    try:
        content = page.get_payload(decode=True)
        charset = page.get_content_charset() or ""
    except (ValueError, LookupError, AssertionError) as error:
        raise InputError("the page in it cannot be read", remedy=_AGAIN, path=path) from error
    if not isinstance(content, bytes) or not content.strip():
        raise InputError("the page in it is empty", remedy=_AGAIN, path=path)
    addresses = (message["Snapshot-Content-Location"], page["Content-Location"], message["Content-Location"])
    address = next((found for found in (web_address(str(each)) for each in addresses if each) if found), "")
    return read_page(decode(content, path, charset or declared_charset(content)), path, name, saved_from=address)


def _page_of(message: Message) -> Message | None:
    """The part that is the page: the one that the root names (RFC 2387, `start`), else the first HTML."""
    start = str(message.get_param("start") or "").strip("<> ")
    first: Message | None = None
    for count, part in enumerate(message.walk()):
        if count > _MOST_PARTS:
            break
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        if start and str(part["Content-ID"] or "").strip("<> ") == start:
            return part
        first = first or part
    return first
