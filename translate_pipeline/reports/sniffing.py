"""What a file is, told from its first bytes; a suffix may be wrong or missing."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from translate_pipeline.errors import InputError

_HEAD = 8192

_ARCHIVE = b"PK\x03\x04"
# The container of Word 97 to 2003, and of any Office file with a password.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED = (
    (b"%PDF-", "is a PDF", "save its text as .txt or .docx"),
    (b"{\\rtf", "is RTF", "save it as .docx or .txt"),
    (b"\xff\xd8\xff", "is a picture", "reports are text"),
    (b"\x89PNG", "is a picture", "reports are text"),
)

_HEADERS = re.compile(r"\A\s*(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MIME_PAGE = re.compile(r"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)\b", re.I | re.M)
_MIME_VERSION = re.compile(r"^(?:MIME-Version|Snapshot-Content-Location):", re.IGNORECASE | re.MULTILINE)
_PAGE = re.compile(
    r"\A\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT = re.compile(r"\A\s*\{\s*\"")
_FRONT_MATTER = re.compile(r"\A(?:---[ \t]*\r?\n[A-Za-z_][\w-]*:|\+\+\+[ \t]*\r?\n[A-Za-z_][\w-]*\s*=)")
_TAG = re.compile(rb"<[A-Za-z!/]")


def reader_of(data: bytes, path: Path) -> str:
    """The module that reads what the bytes are; empty where they do not tell.

    Raises:
        InputError: it is a file of a kind that no module reads.
    """
    if data.startswith((_ARCHIVE, _OLE)):
        return "docx"
    for mark, problem, remedy in _REFUSED:
        if data.startswith(mark):
            raise InputError(problem, remedy=remedy, path=path)
    head = _head(data)
    headers = _HEADERS.match(head)
    if headers and _MIME_VERSION.search(headers[0]) and _MIME_PAGE.search(headers[0]):
        return "mhtml"
    if _PAGE.match(head):
        return "html"
    if _OBJECT.match(head):
        return "ninjs"
    if _FRONT_MATTER.match(head):
        return "markdown"
    return ""


_SUFFIXES = {"docx": ".docx", "mhtml": ".mhtml", "html": ".html", "ninjs": ".json", "markdown": ".md"}
_TITLE = re.compile(r"\A\s*# +\S")


def suffix_of(data: bytes, path: Path) -> str:
    """The suffix under which a text without a file is kept.

    Raises:
        InputError: it is a file of a kind that no module reads.
    """
    found = _SUFFIXES.get(reader_of(data, path), "")
    return found or (".md" if _TITLE.match(_head(data)) else ".txt")


def has_markup(data: bytes) -> bool:
    """Whether anything in the bytes may be an element of HTML."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return _TAG.search(data.replace(b"\x00", b"") if wide else data) is not None


def _head(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data[: 2 * _HEAD].decode("utf-16", errors="replace")
    return data[:_HEAD].removeprefix(codecs.BOM_UTF8).decode("latin-1")
