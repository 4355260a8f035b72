"""The PO format: text to catalog and back, losing nothing that a person could have written.

polib's classes hold what is read; its parser is not used, because it splits lines at every Unicode line separator and
so clips a text that holds one, drops comments at the end of a file, and does not know the C escapes. What gettext
itself accepts is read (GNU gettext manual, "The Format of PO Files"), and what cannot be kept is refused with its
line.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polib

_STRING = r'"(?:[^"\\]|\\.)*"'
_CONTENT = re.compile(rf"(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s*)?((?:{_STRING}\s*)+)")
_ONE_STRING = re.compile(_STRING)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
_UNESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_ESCAPED = {**{char: f"\\{letter}" for letter, char in _UNESCAPED.items()}, '"': '\\"', "\\": "\\\\"}
_TO_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_REFERENCE = re.compile(r"(.+):(\d+)")
_PREFIXES = ("#~|", "#~", "#|", "#:", "#,", "#=", "#.")

WRAP_WIDTH = 78


class PoSyntaxError(ValueError):
    """A line that does not fit the format; `line` counts from 1."""

    def __init__(self, line: int, problem: str):
        super().__init__(problem)
        self.line = line


@dataclass(slots=True)
class _Draft:
    """An entry being read: its fields by keyword, the comment lines by prefix."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)
    obsolete: bool = False
    line: int = 0

    @property
    def complete(self) -> bool:
        return any(keyword.startswith("msgstr") for keyword in self.fields)


class Catalog(polib.POFile):
    """polib's catalog, with the comments that stand after its last message."""

    def __init__(self) -> None:
        super().__init__(wrapwidth=WRAP_WIDTH, encoding="utf-8")
        self.trailing_comments: list[str] = []


def parse_po(text: str) -> Catalog:
    """The catalog in a text.

    Raises:
        PoSyntaxError: a line does not fit the format, or the last message is cut off.
    """
    catalog = Catalog()
    draft = _Draft()
    current = ""
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip(" \t\r\f\v")
        prefix = next((each for each in _PREFIXES if line.startswith(each)), "#" if line.startswith("#") else "")
        if prefix in ("", "#~", "#~|", "#|"):
            content = line[len(prefix) :].strip(" \t")
            if not content:
                continue
            if prefix in ("#|", "#~|"):
                draft, current = _turn(catalog, draft), "" if draft.complete else current
            draft, current = _read_content(catalog, draft, content, prefix, current, number)
            continue
        draft = _turn(catalog, draft)
        draft.comments.setdefault(prefix, []).append(line[len(prefix) :].removeprefix(" "))
    draft = _turn(catalog, draft)
    if draft.fields:
        raise PoSyntaxError(draft.line, "begins a message that is cut off")
    for prefix, lines in draft.comments.items():
        catalog.trailing_comments += [f"{prefix} {line}".rstrip() for line in lines]
    return catalog


def _turn(catalog: Catalog, draft: _Draft) -> _Draft:
    """Put a complete entry into the catalog and begin the next."""
    if not draft.complete:
        return draft
    entry = _entry(draft)
    if entry.msgid == "" and entry.msgctxt is None and not entry.obsolete and not catalog and not catalog.metadata:
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
        if not current:
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
        return _UNESCAPED.get(found[3], found[3] if found[3] in '"\\' else found[0])

    return _ESCAPE.sub(char, text) if "\\" in text else text


def _entry(draft: _Draft) -> polib.POEntry:
    values = {name: "".join(parts) for name, parts in draft.fields.items()}
    plural = {int(name[7:-1]): value for name, value in values.items() if name.startswith("msgstr[")}
    comments = draft.comments
    flags = [flag.strip() for prefix in ("#,", "#=") for line in comments.get(prefix, []) for flag in line.split(",")]
    return polib.POEntry(
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


def _reference(word: str) -> tuple[str, str]:
    found = _REFERENCE.fullmatch(word)
    return (found[1], found[2]) if found else (word, "")


def _read_header(catalog: polib.POFile, entry: polib.POEntry) -> None:
    catalog.header = entry.tcomment
    catalog.metadata_is_fuzzy = entry.fuzzy
    last = ""
    for line in entry.msgstr.split("\n"):
        name, colon, value = line.partition(":")
        if colon and " " not in name.strip():
            last = name.strip()
            catalog.metadata[last] = value.strip()
        elif line and last:
            catalog.metadata[last] += f" {line.strip()}"


def render_po(catalog: polib.POFile) -> str:
    """The text of a catalog, as gettext's own tools write it: strings are wrapped, comments are not."""
    header = polib.POEntry(
        msgid="",
        msgstr="".join(f"{name}: {value}\n" for name, value in catalog.metadata.items()),
        tcomment=catalog.header,
        flags=["fuzzy"] if catalog.metadata_is_fuzzy else [],
    )
    parts = ["\n".join(_render(entry)) for entry in (header, *catalog)]
    trailing = getattr(catalog, "trailing_comments", [])
    return "\n\n".join([*parts, "\n".join(trailing)] if trailing else parts) + "\n"


def _render(entry: polib.POEntry) -> Iterator[str]:
    for line in entry.tcomment.split("\n") if entry.tcomment else ():
        yield f"# {line}".rstrip(" ")
    for line in entry.comment.split("\n") if entry.comment else ():
        yield f"#. {line}".rstrip(" ")
    references = " ".join(f"{path}:{line}" if line else path for path, line in entry.occurrences)
    for line in textwrap.wrap(references, WRAP_WIDTH - 3, break_long_words=False, break_on_hyphens=False):
        yield f"#: {line}"
    if entry.flags:
        yield f"#, {', '.join(entry.flags)}"
    mark = "#~" if entry.obsolete else "#"
    for name in ("msgctxt", "msgid", "msgid_plural"):
        value = getattr(entry, f"previous_{name}")
        if value is not None:
            yield from _render_field(f"{mark}| ", name, value)
    mark = "#~ " if entry.obsolete else ""
    if entry.msgctxt is not None:
        yield from _render_field(mark, "msgctxt", entry.msgctxt)
    yield from _render_field(mark, "msgid", entry.msgid)
    if entry.msgid_plural:
        yield from _render_field(mark, "msgid_plural", entry.msgid_plural)
    if entry.msgstr_plural:
        for index, value in sorted(entry.msgstr_plural.items()):
            yield from _render_field(mark, f"msgstr[{index}]", value)
    else:
        yield from _render_field(mark, "msgstr", entry.msgstr)


def _render_field(mark: str, name: str, value: str) -> Iterator[str]:
    lines = [line for part in re.findall(r"[^\n]*\n|[^\n]+", value) for line in _wrap(_escape(part))]
    if len(lines) < 2 and len(mark) + len(name) + 3 + sum(map(len, lines)) <= WRAP_WIDTH + 1:
        yield f'{mark}{name} "{"".join(lines)}"'
        return
    yield f'{mark}{name} ""'
    for line in lines:
        yield f'{mark}"{line}"'


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: _ESCAPED.get(found[0]) or f"\\{ord(found[0]):03o}", text)


def _wrap(text: str) -> Sequence[str]:
    """Lines that end at a space, within the width where words allow it."""
    lines: list[str] = []
    line = ""
    for word in re.findall(r"[^ ]* ?", text):
        if line and len(line) + len(word.rstrip(" ")) + 2 > WRAP_WIDTH:
            lines.append(line)
            line = ""
        line += word
    return [*lines, line] if line else lines
