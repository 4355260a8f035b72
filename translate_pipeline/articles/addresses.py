"""Which addresses from a report an article may point to."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

# RFC 3986: reserved and unreserved characters and the percent sign; everything else is percent-encoded.
_URL_CHARACTERS = "%/:?#[]@!$&'()*+,;=-._~"
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")


def web_address(text: str) -> str:
    """The http(s) address in `text`, percent-encoded; empty where it is anything else.

    Other schemes could run code or open a reader's files; a user name in front of the host makes one host look like
    another, and browsers read a backslash as a slash.
    """
    address = text.strip()
    if _HIDDEN.search(address):
        return ""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return quote(address, safe=_URL_CHARACTERS)


def picture_address(text: str) -> str:
    """The address of a picture: http(s), or a relative path that stays below the article; empty where it is neither."""
    address = text.strip()
    if web := web_address(address):
        return web
    plain = unquote(address)
    if not address or _HIDDEN.search(plain) or ":" in plain or plain.startswith(("/", "?", "#")):
        return ""
    if any(step in ("", ".", "..") for step in re.split(r"[?#]", plain)[0].split("/")):
        return ""
    return quote(address, safe=_URL_CHARACTERS)
