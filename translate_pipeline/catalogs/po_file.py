"""PO files: read without guessing, written whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import polib

from translate_pipeline.atomic import write_atomically
from translate_pipeline.catalogs.po_syntax import Catalog, PoSyntaxError, parse_po
from translate_pipeline.catalogs.po_writing import render_po
from translate_pipeline.errors import InputError
from translate_pipeline.input_files import read_input

__all__ = ["parse_catalog", "read_po", "render_po", "write_po"]

_CHARSET = re.compile(rb'"Content-Type:[^"]*charset=([\w-]+)', re.IGNORECASE)
_UTF8 = (b"UTF-8", b"UTF8", b"CHARSET", b"ASCII", b"US-ASCII")


def read_po(path: Path, *, twins: bool = False) -> Catalog:
    """The catalog in a file.

    Args:
        twins: read one in which a message stands twice; `merging` joins them.

    Raises:
        InputError: there is none, it is not UTF-8, it does not parse, or a message stands in it twice.
    """
    try:
        data = read_input(path)
    except (FileNotFoundError, IsADirectoryError):
        raise InputError("no such PO file", path=path) from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", remedy="check its rights", path=path) from None
    return parse_catalog(data, path, twins=twins)


def parse_catalog(data: bytes, path: Path, *, twins: bool = False) -> Catalog:
    """The catalog in the bytes of a file, which `path` names in messages; see `read_po`."""
    charset = _CHARSET.search(data)
    if charset and charset[1].upper() not in _UTF8:
        problem = f"its header says charset {charset[1].decode()}"
        raise InputError(problem, remedy="convert it: msgconv -t UTF-8", path=path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError("not UTF-8", remedy="convert it: msgconv -t UTF-8", path=path, line=line) from None
    try:
        catalog = parse_po(text)
    except PoSyntaxError as error:
        remedy = "mend it (msgfmt -c names the fault) or restore it; it was left as it is"
        raise InputError(f"this line {error}", remedy=remedy, path=path, line=error.line) from None
    catalog.data = data
    if not twins:
        _refuse_twins(catalog, path)
    return catalog


def _refuse_twins(catalog: polib.POFile, path: Path) -> None:
    seen: dict[tuple[str | None, str], int | None] = {}
    for entry in catalog:
        if entry.obsolete:
            continue
        key = entry.msgctxt, entry.msgid
        if key in seen:
            problem = f"message also stands at line {seen[key]}"
            remedy = "keep one, or run translate, which keeps both texts in one message"
            raise InputError(problem, remedy=remedy, path=path, line=entry.linenum)
        seen[key] = entry.linenum


def write_po(path: Path, catalog: polib.POFile) -> bool:
    """Write a catalog atomically.

    Returns:
        Whether the file changed.

    Raises:
        InputError: somebody saved the file since it was read.
    """
    text = render_po(catalog)
    changed = write_atomically(path, text, over=getattr(catalog, "data", None))
    if isinstance(catalog, Catalog):
        catalog.data = text.encode()
    return changed
