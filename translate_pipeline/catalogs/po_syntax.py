"""Reading the PO format, losing nothing that a person could have written.

polib's classes hold what is read; its parser is not used, because it splits lines at every Unicode line separator and
so clips a text that holds one, drops comments at the end of a file, and does not know the C escapes. What gettext
itself accepts is read (GNU gettext manual, "The Format of PO Files"), and what cannot be kept is refused with its
line. Each message remembers the lines it stood in, so that po_writing.py gives back to the byte what nobody changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import polib

_STRING = r'"(?:[^"\\]|\\.)*"'
_CONTENT = re.compile(rf"(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s*)?((?:{_STRING}\s*)+)")
_ONE_STRING = re.compile(_STRING)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
UNESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_REFERENCE = re.compile(r"(.+):(\d+)")
_PREFIXES = frozenset(("#~", "#|", "#:", "#,", "#=", "#."))

# What a line of an entry belongs to: its comment, extracted comment, references, flags, previous source, or a keyword.
COMMENT, EXTRACTED, REFERENCES, FLAGS, PREVIOUS = "#", "#.", "#:", "#,", "#|"


class PoSyntaxError(ValueError):
    """A line that does not fit the format; `line` counts from 1."""

    def __init__(self, line: int, problem: str):
        super().__init__(problem)
        self.line = line


State = dict[str, object]


def state_of(entry: polib.POEntry) -> State:
    """What the lines of each kind say in an entry; kinds that it has no line of are left out."""
    state: State = {
        COMMENT: entry.tcomment,
        EXTRACTED: entry.comment,
        REFERENCES: tuple(entry.occurrences),
        FLAGS: tuple(entry.flags),
    }
    state = {kind: value for kind, value in state.items() if value}
    previous = (entry.previous_msgctxt, entry.previous_msgid, entry.previous_msgid_plural)
    if previous != (None, None, None):
        state[PREVIOUS] = previous
    if entry.msgctxt is not None:
        state["msgctxt"] = entry.msgctxt
    state["msgid"] = entry.msgid
    if entry.msgid_plural:
        state["msgid_plural"] = entry.msgid_plural
    if entry.msgstr_plural:
        state |= {f"msgstr[{index}]": value for index, value in entry.msgstr_plural.items()}
    else:
        state["msgstr"] = entry.msgstr
    return state


@dataclass(frozen=True, slots=True)
class Origin:
    """The lines of a file that an entry was read from, without their newline characters.

    Attributes:
        gap: the blank lines before it.
        lines: each with what it belongs to, blank ones to what follows.
        state, obsolete: what they say.
    """

    gap: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    state: State
    obsolete: bool


class Entry(polib.POEntry):
    """polib's entry, with the lines that it was read from."""

    origin: Origin


@dataclass(slots=True)
class _Draft:
    """An entry being read: its fields by keyword, the comment lines by prefix, and all its lines."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)
    obsolete: bool = False
    line: int = 0
    gap: list[str] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)
    complete: bool = False

    def keep(self, kind: str, raw: str, blank: list[str]) -> None:
        """Remember a line and the blank ones before it."""
        if self.lines:
            self.lines += [(kind, each) for each in blank]
        else:
            self.gap = list(blank)
        blank.clear()
        self.lines.append((kind, raw))


class Catalog(polib.POFile):
    """polib's catalog, with what belongs to the file and to no message.

    Attributes:
        data: the bytes that it was read from; None for a new one.
        header_entry: the header as it was read, and `header_fields` its fields then.
        tail: the lines after the last message.
        first: the entry that stood first.
        bom: the file began with a byte order mark.
    """

    def __init__(self) -> None:
        super().__init__(encoding="utf-8")
        self.data: bytes | None = None
        self.header_entry: Entry | None = None
        self.header_fields: dict[str, str] = {}
        self.tail: list[str] = [""]
        self.first: Entry | None = None
        self.bom = False


def parse_po(text: str) -> Catalog:
    """The catalog in a text.

    Raises:
        PoSyntaxError: a line does not fit the format, or the last message is cut off.
    """
    catalog = Catalog()
    catalog.bom = text.startswith("\ufeff")
    draft = _Draft()
    current = ""
    blank: list[str] = []
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = raw.strip(" \t\r\f\v")
        prefix = _prefix(line) if line.startswith("#") else ""
        if prefix in ("", "#~", "#~|", "#|"):
            content = line[len(prefix) :].strip(" \t")
            if not content:
                blank.append(raw)
                continue
            if prefix in ("#|", "#~|"):
                draft, current = _turn(catalog, draft), "" if draft.complete else current
            draft, current = _read_content(catalog, draft, content, prefix, current, number)
            draft.keep(PREVIOUS if current.startswith("previous_") else current, raw, blank)
            continue
        draft = _turn(catalog, draft)
        draft.comments.setdefault(prefix, []).append(line[len(prefix) :].removeprefix(" "))
        draft.keep(FLAGS if prefix == "#=" else prefix, raw, blank)
    draft = _turn(catalog, draft)
    if draft.fields:
        raise PoSyntaxError(draft.line, "begins a message that is cut off")
    catalog.tail = [*draft.gap, *(raw for _, raw in draft.lines), *blank]
    return catalog


def _prefix(line: str) -> str:
    """The first characters of a comment, which say what kind it is."""
    if line.startswith("#~|"):
        return "#~|"
    return line[:2] if line[:2] in _PREFIXES else "#"


def _turn(catalog: Catalog, draft: _Draft) -> _Draft:
    """Put a complete entry into the catalog and begin the next."""
    if not draft.complete:
        return draft
    entry = _entry(draft)
    if catalog.first is None:
        catalog.first = entry
    if entry.msgid == "" and entry.msgctxt is None and not entry.obsolete and catalog.header_entry is None:
        _read_header(catalog, entry)
    else:
        catalog.append(entry)
    return _Draft()


def _read_content(
    catalog: Catalog, draft: _Draft, content: str, prefix: str, current: str, number: int
) -> tuple[_Draft, str]:
    found = _CONTENT.fullmatch(content)
    if found is None:
        raise PoSyntaxError(number, "is no PO line")
    keyword = found[1]
    strings = "".join(_unescape(string[1:-1]) for string in _ONE_STRING.findall(found[3]))
    if keyword is None:
        if current not in draft.fields:
            raise PoSyntaxError(number, "is a text without a keyword")
        draft.fields[current].append(strings)
        return draft, current
    previous = prefix.endswith("|")
    if keyword in ("msgctxt", "msgid") and not previous:
        draft = _turn(catalog, draft)
    name = f"previous_{keyword}" if previous else keyword
    if not _may_follow(draft, name):
        raise PoSyntaxError(number, f"has a {keyword} where none can stand")
    if not draft.line and not previous:
        draft.line = number
    draft.obsolete = draft.obsolete or prefix.startswith("#~")
    draft.fields[name] = [strings]
    draft.complete = draft.complete or name.startswith("msgstr")
    return draft, name


def _may_follow(draft: _Draft, name: str) -> bool:
    fields = draft.fields
    if name in fields or name.startswith("previous_"):
        return name not in fields and not draft.complete
    if name == "msgctxt":
        return "msgid" not in fields
    if name == "msgid":
        return True
    if name == "msgid_plural":
        return "msgid" in fields and not draft.complete
    if name == "msgstr":
        return "msgid" in fields and "msgid_plural" not in fields
    return "msgid_plural" in fields


def _unescape(text: str) -> str:
    def char(found: re.Match[str]) -> str:
        if found[1]:
            return chr(int(found[1], 16))
        if found[2]:
            return chr(int(found[2], 8))
        return UNESCAPED.get(found[3], found[3] if found[3] in '"\\' else found[0])

    return _ESCAPE.sub(char, text) if "\\" in text else text


def _entry(draft: _Draft) -> Entry:
    values = {name: "".join(parts) for name, parts in draft.fields.items()}
    plural = {int(name[7:-1]): value for name, value in values.items() if name.startswith("msgstr[")}
    comments = draft.comments
    flags = [flag.strip() for prefix in ("#,", "#=") for line in comments.get(prefix, []) for flag in line.split(",")]
    entry = Entry(
        msgctxt=values.get("msgctxt"),
        msgid=values.get("msgid", ""),
        msgid_plural=values.get("msgid_plural", ""),
        msgstr=values.get("msgstr", ""),
        msgstr_plural=plural,
        previous_msgctxt=values.get("previous_msgctxt"),
        previous_msgid=values.get("previous_msgid"),
        previous_msgid_plural=values.get("previous_msgid_plural"),
        tcomment="\n".join(comments.get("#", [])),
        comment="\n".join(comments.get("#.", [])),
        occurrences=[_reference(word) for line in comments.get("#:", []) for word in line.split()],
        flags=[flag for flag in flags if flag],
        obsolete=draft.obsolete,
        linenum=draft.line,
    )
    entry.origin = Origin(tuple(draft.gap), tuple(draft.lines), state_of(entry), draft.obsolete)
    return entry


def _reference(word: str) -> tuple[str, str]:
    found = _REFERENCE.fullmatch(word)
    return (found[1], found[2]) if found else (word, "")


def _read_header(catalog: Catalog, entry: Entry) -> None:
    catalog.header_entry = entry
    catalog.header = entry.tcomment
    catalog.metadata_is_fuzzy = entry.fuzzy
    for name, value in header_lines(entry.msgstr):
        if name:
            catalog.metadata[name] = value
    catalog.header_fields = dict(catalog.metadata)


def header_lines(text: str) -> list[tuple[str, str]]:
    """The lines of a header: name and value of each field, and no name for what is none."""
    fields: list[tuple[str, str]] = []
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon and " " not in name.strip():
            fields.append((name.strip(), value.strip()))
        elif line and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        elif line:
            fields.append(("", line))
    return fields
