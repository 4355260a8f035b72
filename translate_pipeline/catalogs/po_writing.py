"""Writing the PO format: what nobody changed comes back as it stood in the file, the rest in the file's own style."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polib

from translate_pipeline.catalogs.po_syntax import (
    COMMENT,
    EXTRACTED,
    FLAGS,
    PREVIOUS,
    REFERENCES,
    UNESCAPED,
    Catalog,
    Entry,
    Origin,
    State,
    header_lines,
    state_of,
)

_ESCAPED = {**{char: f"\\{letter}" for letter, char in UNESCAPED.items()}, '"': '\\"', "\\": "\\\\"}
_TO_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_MARK = re.compile(r"\s*#~\s?")
# Letters that take no column: Arabic vowel signs, joiners and direction marks.
_ZERO_WIDTH = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

# gettext fills lines of less than 80 columns, with the quotes; the others are what editors are set to. 0: no wrapping.
DEFAULT_WIDTH = 78
_WIDTHS = (DEFAULT_WIDTH, 0, 79, 77, 76, 80)
_ENOUGH_EVIDENCE = 100

_RANKS = {COMMENT: 0, EXTRACTED: 1, REFERENCES: 2, FLAGS: 3, PREVIOUS: 4, "msgctxt": 5, "msgid": 6, "msgid_plural": 7}


@dataclass(slots=True)
class _Style:
    """How a file is written, found out when the first line has to be written anew."""

    catalog: polib.POFile
    end: str = field(init=False)
    _width: int | None = None

    def __post_init__(self) -> None:
        data = getattr(self.catalog, "data", None) or b""
        self.end = "\r" if data.count(b"\r\n") * 2 > data.count(b"\n") else ""

    @property
    def width(self) -> int:
        """Columns of a line of text with its quotes; 0 where lines are not wrapped."""
        if self._width is None:
            self._width = _width_of(self.catalog)
        return self._width


def render_po(catalog: polib.POFile) -> str:
    """The text of a catalog.

    Entries as they were read come back byte for byte. In one that changed, the kinds of line that did not change do.
    The rest is written as gettext's own tools do, in the width and with the line ends of the file: strings are
    wrapped, comments are not.
    """
    style = _Style(catalog)
    lines: list[str] = []
    first = getattr(catalog, "first", None)
    for entry in _with_header(catalog):
        origin = getattr(entry, "origin", None)
        if origin is None or (entry is first) != (not lines):
            lines += [style.end] if lines else []
        else:
            lines += origin.gap
        lines += _lines(entry, style)
    return _finished(lines, catalog, style)


def _finished(lines: list[str], catalog: polib.POFile, style: _Style) -> str:
    tail = getattr(catalog, "tail", [""])
    text = "\n".join([*lines, *tail])
    if getattr(catalog, "bom", False):
        text = "\ufeff" + text
    data = getattr(catalog, "data", None)
    if not text.endswith("\n") and (data is None or text.encode() != data):
        text = text.removesuffix("\r") + style.end + "\n"
    return text


def _with_header(catalog: polib.POFile) -> Iterator[polib.POEntry]:
    header = _header(catalog)
    if header is not None:
        yield header
    yield from catalog


def _header(catalog: polib.POFile) -> polib.POEntry | None:
    """The header as an entry, the one that was read where nobody changed it."""
    read = catalog.header_entry if isinstance(catalog, Catalog) else None
    if read is None:
        if isinstance(catalog, Catalog) and catalog.data is not None and not (catalog.metadata or catalog.header):
            return None
        return polib.POEntry(
            msgid="",
            msgstr="".join(f"{name}: {value}\n" for name, value in catalog.metadata.items()),
            tcomment=catalog.header,
            flags=["fuzzy"] if catalog.metadata_is_fuzzy else [],
        )
    assert isinstance(catalog, Catalog)
    read.tcomment = catalog.header
    if read.fuzzy and not catalog.metadata_is_fuzzy:
        read.flags = [flag for flag in read.flags if flag != "fuzzy"]
    if catalog.metadata != catalog.header_fields:
        read.msgstr = _header_text(catalog, str(read.origin.state["msgstr"]))
    return read


def _header_text(catalog: Catalog, text: str) -> str:
    """The header's text with the fields that changed, every other line as it was."""
    fields = catalog.metadata
    lines = []
    kept = True
    for line in text.removesuffix("\n").split("\n"):
        ((name, _),) = header_lines(line) or [("", "")]
        if name:
            kept = fields.get(name) == catalog.header_fields[name]
            if name in fields and not kept:
                lines.append(f"{name}: {fields[name]}")
        if kept:
            lines.append(line)
    lines += [f"{name}: {value}" for name, value in fields.items() if name not in catalog.header_fields]
    return "\n".join(lines) + "\n"


def _lines(entry: polib.POEntry, style: _Style) -> list[str]:
    state = state_of(entry)
    obsolete = bool(entry.obsolete)
    origin: Origin | None = getattr(entry, "origin", None)
    if origin is None:
        return [
            line + style.end
            for kind in sorted(state, key=_rank)
            for line in _render(kind, state, obsolete, style.width)
        ]
    if state == origin.state and obsolete == origin.obsolete:
        return [line for _, line in origin.lines]
    lines: list[str] = []
    written: set[str] = set()
    for kind, line in _slots(state, origin):
        if line is not None and state[kind] == origin.state.get(kind):
            lines.append(line if obsolete == origin.obsolete else _turned(line, kind, obsolete, style))
        elif kind not in written:
            lines += _renewed(kind, state, origin, obsolete, style)
        written.add(kind)
    return lines


def _renewed(kind: str, state: State, origin: Origin, obsolete: bool, style: _Style) -> list[str]:
    """The lines of a kind that changed; where a piece of it did not, as that stood."""
    raw = [line for each, line in origin.lines if each == kind]
    if kind != COMMENT:
        known = _parts(raw) if kind.startswith("msgstr") else {}
        return [line + style.end for line in _render(kind, state, obsolete, style.width, known)]
    comments = {text[1:].removeprefix(" "): line for line in raw if (text := line.strip(" \t\r\f\v"))}
    return [comments.get(text, f"# {text}".rstrip(" ") + style.end) for text in str(state[kind]).split("\n")]


def _rank(kind: str) -> tuple[int, int]:
    return (8, int(kind[7:-1] or 0) if kind.startswith("msgstr[") else 0) if kind not in _RANKS else (_RANKS[kind], 0)


def _slots(state: State, origin: Origin) -> list[tuple[str, str | None]]:
    """The lines that were read and still say something, with a place for each new kind where gettext would put it."""
    slots: list[tuple[str, str | None]] = [(kind, line) for kind, line in origin.lines if kind in state]
    for kind in sorted(state.keys() - {kind for kind, _ in slots}, key=_rank):
        place = next((index for index, (each, _) in enumerate(slots) if _rank(each) > _rank(kind)), len(slots))
        slots.insert(place, (kind, None))
    return slots


def _turned(line: str, kind: str, obsolete: bool, style: _Style) -> str:
    """A line of a live entry as that of an obsolete one, or the other way round."""
    if kind in (COMMENT, EXTRACTED, REFERENCES, FLAGS) or not line.strip():
        return line
    if kind == PREVIOUS:
        text = line.strip(" \t\r\f\v").removeprefix("#~|").removeprefix("#|").strip(" \t")
        return f"{'#~|' if obsolete else '#|'} {text}{style.end}"
    return f"#~ {line}" if obsolete else _MARK.sub("", line, count=1)


def _parts(raw: Sequence[str]) -> dict[str, list[str]]:
    """How a text stood in its lines: by each piece up to a line feed, escaped as it was."""
    parts: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (string for text in raw for string in _STRING.findall(text)):
        lines.append(line)
        if line.endswith("\\n"):
            parts["".join(lines)] = [each for each in lines if each]
            lines = []
    return parts


def _render(
    kind: str, state: State, obsolete: bool, width: int, known: dict[str, list[str]] | None = None
) -> Iterator[str]:
    """The lines of a kind.

    Args:
        known: lines to use again, by the piece of text they hold.
    """
    value = state[kind]
    if kind in (COMMENT, EXTRACTED):
        for line in str(value).split("\n"):
            yield f"{kind} {line}".rstrip(" ")
    elif kind == REFERENCES and isinstance(value, tuple):
        references = " ".join(f"{path}:{line}" if line else path for path, line in value)
        for line in textwrap.wrap(references, DEFAULT_WIDTH - 3, break_long_words=False, break_on_hyphens=False):
            yield f"{kind} {line}"
    elif kind == FLAGS and isinstance(value, tuple):
        yield f"{kind} {', '.join(value)}"
    elif kind == PREVIOUS and isinstance(value, tuple):
        for name, text in zip(("msgctxt", "msgid", "msgid_plural"), value, strict=True):
            if text is not None:
                yield from _render_text("#~| " if obsolete else "#| ", name, text, width, {})
    else:
        yield from _render_text("#~ " if obsolete else "", kind, str(value), width, known or {})


def _render_text(mark: str, name: str, value: str, width: int, known: dict[str, list[str]]) -> Iterator[str]:
    lines: list[str] = []
    for part in re.findall(r"[^\n]*\n|[^\n]+", value):
        text = _escape(part)
        lines += known.get(text) or (_wrap(text, width) if width else [text])
    room = len(mark) + len(name) + 3 + sum(map(columns, lines)) <= width + 1 if width else True
    if len(lines) < 2 and room:
        yield f'{mark}{name} "{"".join(lines)}"'
        return
    yield f'{mark}{name} ""'
    for line in lines:
        yield f'{mark}"{line}"'


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: _ESCAPED.get(found[0]) or f"\\{ord(found[0]):03o}", text)


def columns(text: str) -> int:
    """The columns that a text takes in a terminal, as gettext counts them."""
    return len(text) - len(_ZERO_WIDTH.findall(text)) if not text.isascii() else len(text)


def _wrap(text: str, width: int) -> Sequence[str]:
    """Lines that end at a space, within the width where words allow it."""
    lines: list[str] = []
    line = ""
    taken = 0
    for word in re.findall(r"[^ ]* ?", text):
        if line and taken + columns(word.rstrip(" ")) + 2 > width:
            lines.append(line)
            line, taken = "", 0
        line += word
        taken += columns(word)
    return [*lines, line] if line else lines


def _width_of(catalog: polib.POFile) -> int:
    """The width that most of the long texts of a catalog were written in, as far as they tell."""
    votes = dict.fromkeys(_WIDTHS, 0)
    seen = 0
    for entry in catalog:
        if not isinstance(entry, Entry):
            continue
        for kind, value in entry.origin.state.items():
            if not kind.startswith("msg") or not isinstance(value, str) or len(value) < DEFAULT_WIDTH // 2:
                continue
            raw = [line.rstrip("\r") for each, line in entry.origin.lines if each == kind]
            as_written = {
                width: list(_render(kind, entry.origin.state, entry.origin.obsolete, width)) == raw for width in _WIDTHS
            }
            if len(set(as_written.values())) == 2:
                seen += 1
                for width, same in as_written.items():
                    votes[width] += same
        if seen >= _ENOUGH_EVIDENCE:
            break
    return max(_WIDTHS, key=lambda width: votes[width])
