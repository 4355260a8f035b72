"""Texts with numbered tags, as `<1>a link</1><2/>`, and the inline elements of XLIFF.

A tag pair becomes `<pc id="1">`, a lone tag `<ph id="2">`, both with the tag itself as original data. A tag that is
unpaired, crossed, used twice, or unknown to the source stays text, so that any text comes back as it was. Characters
that XML cannot hold become `<cp hex="0007"/>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from translate_pipeline.catalogs.xliff.model import CORE, Note
from translate_pipeline.errors import InputError
from translate_pipeline.reports.inline import Form, Token, scan
from translate_pipeline.xml_input import line_of

_TAG = re.compile(r"</?[1-9][0-9]{0,2}/?>")
_TAG_NOTE = re.compile(r"<([1-9][0-9]{0,2})/?> (link|emphasis|strong|code|line break)\b.*")
# What the specification calls the kinds of tags.
_TYPES = {
    "link": {"type": "link"},
    "emphasis": {"type": "fmt", "subType": "xlf:i"},
    "strong": {"type": "fmt", "subType": "xlf:b"},
    "code": {"type": "fmt"},
    "line break": {"type": "fmt", "subType": "xlf:lb"},
}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LAST_CODE_POINT = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Code:
    """A tag pair or, without `end`, a lone tag: its number and the offsets of its tags."""

    number: str
    start: tuple[int, int]
    end: tuple[int, int] | None


def codes_in(text: str, allowed: Mapping[str, bool] | None = None) -> list[Code]:
    """The well-formed tags of a text, in order.

    Args:
        allowed: the numbers to look for, and whether each is a pair; all by default.
    """
    found: list[Code] = []
    open_tags: list[Token] = []
    for tag in scan(text).tokens:
        if tag.form is Form.EMPTY:
            found.append(Code(str(tag.number), (tag.start, tag.end), None))
        elif tag.form is Form.OPEN:
            open_tags.append(tag)
        elif any(tag.number == each.number for each in open_tags):
            # What was opened since and is still open would cross this one.
            while open_tags[-1].number != tag.number:
                open_tags.pop()
            start = open_tags.pop()
            found.append(Code(str(tag.number), (start.start, start.end), (tag.start, tag.end)))
    codes: dict[str, Code] = {}
    for code in sorted(found, key=lambda each: each.start):
        if code.number not in codes and (allowed is None or allowed.get(code.number) == (code.end is not None)):
            codes[code.number] = code
    return list(codes.values())


def kinds(codes: list[Code]) -> dict[str, bool]:
    """The numbers of codes, and whether each is a pair."""
    return {code.number: code.end is not None for code in codes}


def unholdable(text: str) -> str:
    """The first character that XML cannot hold, as U+0007, or nothing."""
    found = _NO_XML.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def tag_notes(notes: Iterable[Note]) -> dict[str, tuple[str, str]]:
    """What the `#.` lines among notes say of tags: by number, the kind and the whole of it."""
    lines = (line for note in notes if note.applies_to == "source" for line in note.text.split("\n"))
    found = filter(None, map(_TAG_NOTE.fullmatch, lines))
    return {each[1]: (each[2], each[0].partition("> ")[2]) for each in found}


def fill(element: etree._Element, text: str, codes: list[Code], said: Mapping[str, tuple[str, str]]) -> None:
    """Put a text into an empty element, its codes as inline elements.

    Args:
        said: what `tag_notes` knows of the tags.
    """
    marks = [(code.start, code, True) for code in codes] + [(code.end, code, False) for code in codes if code.end]
    stack = [element]
    at = 0
    for (start, end), code, opening in sorted(marks, key=lambda mark: mark[0]):
        _append_text(stack[-1], text[at:start])
        at = end
        if not opening:
            stack.pop()
            continue
        name, attributes = "ph", {"dataRef": f"d{code.number}"}
        if code.end is not None:
            name, attributes = "pc", {"dataRefStart": f"d{code.number}s", "dataRefEnd": f"d{code.number}e"}
        kind, note = said.get(code.number, ("", ""))
        if kind:
            attributes = {**attributes, **_TYPES[kind], "disp" if name == "ph" else "dispStart": note}
        guarded = {"id": code.number, "canCopy": "no", "canDelete": "no", **attributes}
        inline = etree.SubElement(stack[-1], f"{{{CORE}}}{name}", guarded)
        if code.end is not None:
            stack.append(inline)
    _append_text(stack[-1], text[at:])


def original_data(codes: list[Code]) -> dict[str, str]:
    """The data that the inline elements of codes refer to."""
    data = {}
    for code in codes:
        if code.end is None:
            data[f"d{code.number}"] = f"<{code.number}/>"
        else:
            data[f"d{code.number}s"] = f"<{code.number}>"
            data[f"d{code.number}e"] = f"</{code.number}>"
    return data


def _append_text(element: etree._Element, text: str) -> None:
    at = 0
    for found in _NO_XML.finditer(text):
        _append_plain(element, text[at : found.start()])
        etree.SubElement(element, f"{{{CORE}}}cp", hex=f"{ord(found[0]):04X}")
        at = found.end()
    _append_plain(element, text[at:])


def _append_plain(element: etree._Element, text: str) -> None:
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def flatten(element: etree._Element, data: Mapping[str, str], path: Path) -> str:
    """The text of an element, with inline elements of any tool as the tags they stand for; annotations leave no mark.

    Args:
        data: the unit's original data, by id.
        path: names the file in messages.

    Raises:
        InputError: a code point that does not exist.
    """
    text = element.text or ""
    for child in element:
        text += _inline(child, data, path) + (child.tail or "")
    return text


def _inline(element: etree._Element, data: Mapping[str, str], path: Path) -> str:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if name == "cp":
        return _character(element, path)
    number = element.get("copyOf") or element.get("id") or element.get("startRef") or ""
    if name == "ph":
        return _datum(element, "dataRef", data, f"<{number}/>")
    if name == "sc":
        return _datum(element, "dataRef", data, f"<{number}>")
    if name == "ec":
        return _datum(element, "dataRef", data, f"</{element.get('startRef') or number}>")
    inner = flatten(element, data, path)
    if name == "pc":
        start = _datum(element, "dataRefStart", data, f"<{number}>")
        return start + inner + _datum(element, "dataRefEnd", data, f"</{number}>")
    return inner


def _datum(element: etree._Element, attribute: str, data: Mapping[str, str], otherwise: str) -> str:
    """The original data an attribute refers to; without one, the numbered tag, if the number is one."""
    reference = element.get(attribute)
    if reference is not None and reference in data:
        return data[reference]
    return otherwise if _TAG.fullmatch(otherwise) else ""


def _character(element: etree._Element, path: Path) -> str:
    value = element.get("hex") or ""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,8}", value) or int(value, 16) > _LAST_CODE_POINT:
        remedy = "write the number of a Unicode character"
        raise InputError(f"no such character: <cp hex={value!r}/>", remedy=remedy, path=path, line=line_of(element))
    character = chr(int(value, 16))
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character
