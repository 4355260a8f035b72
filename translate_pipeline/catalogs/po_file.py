"""PO files: read without guessing, written whole or not at all."""

from __future__ import annotations

import re
from copy import copy
from pathlib import Path

import polib

from translate_pipeline.atomic import write_atomically
from translate_pipeline.errors import InputError

_LINE = re.compile(
    r'\s*(?:#.*|(?:(?P<keyword>msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"\s*)?'
)
_CHARSET = re.compile(rb'"Content-Type:[^"]*charset=([\w-]+)', re.IGNORECASE)


def read_po(path: Path) -> polib.POFile:
    """The catalog in a file.

    Raises:
        InputError: there is none, it is not UTF-8, it does not parse, or a message stands in it twice.
    """
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise InputError("no such PO file", path=path) from None
    charset = _CHARSET.search(data)
    if charset and charset[1].upper() not in (b"UTF-8", b"CHARSET", b"ASCII", b"US-ASCII"):
        problem = f"its header says charset {charset[1].decode()}"
        raise InputError(problem, remedy="convert it: msgconv -t UTF-8", path=path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError("not UTF-8", remedy="convert it: msgconv -t UTF-8", path=path, line=line) from None
    _refuse_damage(text, path)
    if not text.strip():
        return polib.POFile(encoding="utf-8")
    try:
        # polib parses a text that is no path; the line feed keeps a one-line file from being taken for one.
        catalog = polib.pofile(text if "\n" in text else text + "\n", encoding="utf-8")
    except (OSError, UnicodeDecodeError, IndexError, ValueError) as error:
        place = re.search(r"line (\d+)", str(error))
        raise _fault(path, int(place[1]) if place else None, "does not fit the PO format") from None
    _refuse_twins(catalog, path)
    return catalog


def _fault(path: Path, line: int | None, problem: str) -> InputError:
    remedy = "mend it (msgfmt -c names the fault) or restore it; it was left as it is"
    return InputError(f"this line {problem}", remedy=remedy, path=path, line=line)


def _refuse_damage(text: str, path: Path) -> None:
    """Faults that polib would pass over, dropping words: cut strings, and a file that ends within a message."""
    keyword, line = "msgstr", 0
    for number, content in enumerate(text.split("\n"), 1):
        found = _LINE.fullmatch(content.rstrip("\r"))
        if found is None:
            raise _fault(path, number, "is no PO line")
        if found["keyword"]:
            keyword, line = found["keyword"], number
    if not keyword.startswith("msgstr"):
        raise _fault(path, line, "begins a message that is cut off")


def _refuse_twins(catalog: polib.POFile, path: Path) -> None:
    seen: dict[tuple[str | None, str], int | None] = {}
    for entry in catalog:
        if entry.obsolete:
            continue
        key = entry.msgctxt, entry.msgid
        if key in seen:
            problem = f"message also stands at line {seen[key]}"
            raise InputError(problem, remedy="keep one: msguniq", path=path, line=entry.linenum)
        seen[key] = entry.linenum


def write_po(path: Path, catalog: polib.POFile) -> bool:
    """Write a catalog atomically.

    Returns:
        Whether the file changed.
    """
    return write_atomically(path, render_po(catalog))


def render_po(catalog: polib.POFile) -> str:
    """The text of a catalog, as gettext's own tools write it: strings are wrapped, comments are not.

    polib wraps comments too, which would turn one line of provenance into two.
    """
    header = catalog.metadata_as_entry()
    header.tcomment = catalog.header
    return "\n\n".join(_render_entry(entry, catalog.wrapwidth) for entry in (header, *catalog)) + "\n"


def _render_entry(entry: polib.POEntry, width: int) -> str:
    bare = copy(entry)
    bare.tcomment = bare.comment = ""
    lines = [f"# {line}".rstrip() for line in entry.tcomment.splitlines()]
    lines += [f"#. {line}".rstrip() for line in entry.comment.splitlines() if not entry.obsolete]
    text: str = bare.__unicode__(width)
    return "\n".join([*lines, text.strip("\n")])
