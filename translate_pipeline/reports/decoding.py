"""Bytes to text: UTF-8, UTF-16 with a byte order mark, Windows-1252 where it is plausible, and nothing else."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from translate_pipeline.errors import InputError

MAX_BYTES = 20 * 1024 * 1024
"""Of any report; saved pages hold their pictures."""
MAX_PROSE = 2 * 1024 * 1024
"""Of one that is nothing but text: four hundred thousand words."""
# Of files that may hold pictures; their text has the limit above.
MAX_BYTES_WITH_PICTURES = 100 * 1024 * 1024

# What people call these encodings; WHATWG reads the Latin-1 labels as Windows-1252 (Encoding Standard, 4.2).
_UTF_8 = frozenset({"utf-8", "utf8", "unicode-1-1-utf-8"})
_WINDOWS_1252 = frozenset(
    {"windows-1252", "cp1252", "x-cp1252", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1", "ascii", "us-ascii"}
)
_UTF_16 = frozenset({"utf-16", "utf-16le", "utf-16be"})

# C0 controls other than tab, line feed, vertical tab, form feed and carriage return.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_UNDEFINED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_HIGH = bytes(range(0x80, 0x100))

# English has a curly quote or a dash here and there; a fourth of all bytes above ASCII is another script.
_MOST_HIGH = 0.25

_SAVE_AS_UTF_8 = "save it as UTF-8"

_META_CHARSET = re.compile(rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a report.

    Raises:
        InputError: no such file, not a file, unreadable, empty, or larger than `limit`.
    """
    try:
        if not path.exists():
            raise InputError("there is no such file", path=path)
        if not path.is_file():
            raise InputError("is not a file", path=path)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise InputError(f"cannot be read ({reason or error})", path=path) from error
    if len(data) > limit:
        raise InputError(f"is larger than {limit >> 20} MB", remedy="is it a report? keep only its text", path=path)
    if not data.strip():
        raise InputError("is empty", path=path)
    return data


def declared_charset(data: bytes) -> str:
    """The charset that an HTML page declares near its start, in lower case; empty where it declares none."""
    head = data[:4096]
    found = _XML_ENCODING.search(head) or _META_CHARSET.search(head)
    return found.group(1).decode("ascii").lower() if found else ""


def decode(data: bytes, path: Path, declared: str = "") -> str:
    """The text of a report.

    Args:
        data: its bytes.
        path: where they come from, for the error.
        declared: the charset that the file itself declares, in lower case.

    Raises:
        InputError: binary data, or an encoding that is none of the three.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise InputError("is UTF-32 or binary", remedy=_SAVE_AS_UTF_8, path=path)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16", path)
    if data.startswith(codecs.BOM_UTF8):
        return _strictly(data, "utf-8-sig", path)
    if control := _CONTROL.search(data):
        what = "binary, or UTF-16 without a byte order mark" if b"\x00" in data else "binary"
        raise InputError(f"is {what} (byte 0x{control.group()[0]:02X})", remedy=_SAVE_AS_UTF_8, path=path)
    try:
        # Declared or not: text in another encoding is hardly ever valid UTF-8 by chance.
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if declared in _UTF_8:
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError("is declared UTF-8 but is not", remedy=_SAVE_AS_UTF_8, path=path, line=line) from error
    if declared in _UTF_16:
        raise InputError("is declared UTF-16 but is not", remedy=_SAVE_AS_UTF_8, path=path)
    if declared and declared not in _WINDOWS_1252:
        raise InputError(f"is in an encoding that is not read here ({declared})", remedy=_SAVE_AS_UTF_8, path=path)
    high = len(data) - len(data.translate(None, _HIGH))
    if _UNDEFINED_1252.search(data) or (not declared and high > len(data) * _MOST_HIGH):
        raise InputError("is in an encoding that is not read here", remedy=_SAVE_AS_UTF_8, path=path)
    return data.decode("cp1252")


def decode_prose(data: bytes, path: Path) -> str:
    """The text of a report in a format that holds nothing but text; otherwise as `decode`.

    Raises:
        InputError: also if there is more of it than a report has.
    """
    if len(data) > MAX_PROSE:
        limit = MAX_PROSE // 1024 // 1024
        raise InputError(f"is larger than {limit} MB", remedy="is it a report? keep only its text", path=path)
    return decode(data, path)


def _strictly(data: bytes, encoding: str, path: Path) -> str:
    name = "UTF-16" if encoding == "utf-16" else "UTF-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"begins as {name} but is not", remedy=_SAVE_AS_UTF_8, path=path) from error
    if _CONTROL_TEXT.search(text):
        raise InputError("is binary", remedy=_SAVE_AS_UTF_8, path=path)
    return text
