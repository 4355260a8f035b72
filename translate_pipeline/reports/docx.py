"""Word documents (.docx), read as they look with all tracked changes accepted.

python-docx opens the package; its text leaves out what stands in insertions, links and content controls, so the
paragraphs are walked here (ECMA-376, part 1, 17).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from translate_pipeline.errors import InputError
from translate_pipeline.reports.cues import is_sentence, is_source_note, is_title
from translate_pipeline.reports.dates import parse_date
from translate_pipeline.reports.inline import Kind
from translate_pipeline.reports.markup import Marks, block_of, without_marks
from translate_pipeline.reports.model import Block, Report, Role
from translate_pipeline.reports.passages import Passage, head_of
from translate_pipeline.reports.story import sort_story
from translate_pipeline.reports.text import clean

if TYPE_CHECKING:
    from docx.document import Document

MAX_FILES = 5_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_XML = 50 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_SAVE_AGAIN = "open it in Word or LibreOffice and save it as .docx"

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_WORD}}}"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"

# What is not there once all changes are accepted, or is not text.
_GONE = frozenset(
    f"{_W}{name}"
    for name in "del moveFrom delText delInstrText pPr rPr sectPr sdtPr sdtEndPr tblPr tblGrid trPr tcPr instrText "
    "commentReference".split()
)
_OFF = frozenset({"0", "false", "off", "none"})
_ROLES = (
    (re.compile(r"title|headline", re.I), Role.HEADLINE),
    (re.compile(r"subtitle|standfirst|intro|lead|lede|dek", re.I), Role.STANDFIRST),
    (re.compile(r"(?:photo |picture |image )?caption|cutline", re.I), Role.CAPTION),
    (re.compile(r"(?:intense |block )?(?:quote|quotation)s?|block text", re.I), Role.QUOTE),
    (re.compile(r"list\b.*", re.I), Role.LIST_ITEM),
)
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_HYPERLINK = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]{1,2000})"', re.IGNORECASE)
_LABEL = re.compile(r"(?:figure|photo|picture)\s+[0-9]{1,3}\s*[:.–—-]?\s+", re.IGNORECASE)
_LONGEST_CELL = 200
_DEEPEST = 200
# What programs call a document that nobody named.
_NAMELESS = re.compile(r"(?:microsoft word - .*|word document|untitled.*|document\s*[0-9]*|.*\.docx?)", re.IGNORECASE)


def read(data: bytes, path: Path, name: str) -> Report:
    """The report in a Word document.

    Raises:
        InputError: it is damaged, protected by a password, no Word document, or larger than the limits of this module.
    """
    document = _opened(data, path)
    try:
        reader = _Reader(document)
        passages = list(reader.passages())
        notes = [*reader.notes("footnotes"), *reader.notes("endnotes")]
    except (etree.LxmlError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # Parts may be missing or of another form.
        raise InputError("is damaged", remedy=_SAVE_AGAIN, path=path) from error
    title = clean(_property(document, "title"))
    passages = _with_headline(passages, "" if _NAMELESS.fullmatch(title) else title)
    head, first = head_of(passages, {"title": "" if _NAMELESS.fullmatch(title) else title})
    date = next((found for found in (parse_date(each.text) for each in passages[:first]) if found), None)
    return Report(
        name=name, path=path, blocks=(*head, *sort_story(each.piece for each in passages[first:]), *notes), date=date
    )


def _opened(data: bytes, path: Path) -> Document:
    if data.startswith(_OLE):
        problem = "is protected by a password, or of the old Word format (.doc)"
        raise InputError(problem, remedy="save it as .docx without a password", path=path)
    if not data.startswith(b"PK"):
        raise InputError("is not a Word document", remedy=_SAVE_AGAIN, path=path)
    _check(data, path)
    import docx

    try:
        return docx.Document(io.BytesIO(data))
    except ValueError as error:
        # python-docx names the content type of what is a package of another kind.
        raise InputError("is not a .docx document", remedy=_SAVE_AGAIN, path=path) from error
    except Exception as error:
        # Whatever a damaged package makes python-docx, zipfile or lxml raise.
        raise InputError("is damaged", remedy=_SAVE_AGAIN, path=path) from error


def _check(data: bytes, path: Path) -> None:
    """Refuse a package that would unpack to too much, before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            if not any(each.startswith("word/") for each in names):
                raise InputError("is an archive, but not a Word document", remedy=_SAVE_AGAIN, path=path)
            if any(member.flag_bits & 1 for member in members):
                raise InputError("is protected by a password", remedy="save it without one", path=path)
            texts = [each for each in members if each.filename.endswith((".xml", ".rels"))]
            # zipfile never gives more bytes of a member than its size says, and tests its checksum.
            sizes = sum(each.file_size for each in members), sum(each.file_size for each in texts)
            if len(members) > MAX_FILES or sizes[0] > MAX_UNPACKED or sizes[1] > MAX_XML:
                limit = f"{MAX_FILES:,} parts, {MAX_XML >> 20} MB of text or {MAX_UNPACKED >> 20} MB in all"
                raise InputError(f"unpacks to more than {limit}", remedy="is it a report?", path=path)
            for each in texts:
                with package.open(each) as part:
                    # Word never writes one; with it come entities.
                    if b"<!DOCTYPE" in part.read(4096):
                        raise InputError("a part of it declares a document type", remedy=_SAVE_AGAIN, path=path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise InputError("is damaged or cut off", remedy=_SAVE_AGAIN, path=path) from error
    except (ValueError, KeyError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise InputError("is damaged or cut off", remedy=_SAVE_AGAIN, path=path) from error


def _property(document: Document, name: str) -> str:
    try:
        value = getattr(document.core_properties, name)
    except Exception:
        # The properties may be of any form; the text counts.
        return ""
    return value if isinstance(value, str) else ""


def _with_headline(passages: list[Passage], title: str) -> list[Passage]:
    """The passages with one of them as heading of level 1: in the style of a title, else the first heading above the
    text, else a first line that is set as a title."""
    running = (at for at, each in enumerate(passages) if each.role is Role.PARAGRAPH and is_sentence(each.text))
    opening = next(running, len(passages))
    if any(each.level == 1 for each in passages[:opening]):
        return passages
    top = next((at for at, each in enumerate(passages[: opening + 1]) if each.level), None)
    if top is None and passages and not title:
        first = passages[0]
        alone = len(first.text) <= 250 and not is_sentence(first.text) and not parse_date(first.text)
        top = 0 if first.role is Role.PARAGRAPH and (alone or is_title(first.text)) else None
    if top is None and passages and title and passages[0].text.casefold() == title.casefold():
        top = 0
    if top is None:
        return passages
    found = replace(passages[top], role=Role.HEADING, level=1)
    return [*passages[:top], found, *passages[top + 1 :]]


@dataclass(slots=True)
class _Words:
    """The text of a paragraph on its way, with marks."""

    marks: Marks = field(default_factory=Marks)
    parts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    instructions: list[str] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    shown: int = 0
    emphasized: int = 0
    linked: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


class _Reader:
    def __init__(self, document: Document):
        self.document = document
        self.part = document.part
        self.styles = self._styles()
        self.links = {key: each.target_ref for key, each in self.part.rels.items() if each.is_external}
        self.cited: list[tuple[str, str]] = []

    def passages(self) -> Iterator[Passage]:
        yield from self._blocks(self.document.element.body)

    def notes(self, kind: str) -> Iterator[Block]:
        """The foot- or endnotes, in the order in which the text refers to them."""
        part = next((each.target_part for each in self._relations() if each.reltype.endswith(f"/{kind}")), None)
        if part is None:
            return
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        root = etree.fromstring(part.blob, parser)
        by_id = {each.get(f"{_W}id"): each for each in root}
        links, self.links = self.links, {key: each.target_ref for key, each in part.rels.items() if each.is_external}
        for each_kind, key in list(dict.fromkeys(self.cited)):
            if each_kind == kind and key in by_id:
                for passage in self._blocks(by_id[key]):
                    role = Role.SOURCE_NOTE if is_source_note(passage.text) else Role.LIST_ITEM
                    yield block_of(role, passage.text, passage.spans)
        self.links = links

    def _relations(self) -> Iterator[Any]:
        yield from (each for each in self.part.rels.values() if not each.is_external)

    def _styles(self) -> Mapping[str, tuple[str, int]]:
        """The name of each style, and the outline level that it or one it is based on has; 0 for none."""
        found: dict[str, tuple[str, str, int]] = {}
        for style in self.document.styles.element.iterchildren(f"{_W}style"):
            key = style.get(f"{_W}styleId") or ""
            outline = style.find(f"{_W}pPr/{_W}outlineLvl")
            level = int(outline.get(f"{_W}val") or "9") + 1 if outline is not None else 0
            found[key] = (_value(style, "name"), _value(style, "basedOn"), level if level < 10 else 0)
        return {key: (name, self._level(found, key)) for key, (name, _, _) in found.items()}

    @staticmethod
    def _level(found: Mapping[str, tuple[str, str, int]], key: str) -> int:
        for _ in range(_DEEPEST):
            if key not in found:
                break
            name, above, level = found[key]
            heading = _HEADING.fullmatch(name)
            if heading or level:
                return int(heading[1]) if heading else level
            key = above
        return 0

    def _blocks(self, around: Any, depth: int = 0) -> Iterator[Passage]:
        words: _Words | None = None
        last: Any = None
        if depth > _DEEPEST:
            return
        for element in around:
            if element.tag == f"{_W}p":
                words = words or _Words()
                self._collect(element, words)
                if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
                    # The end of this paragraph is deleted: it runs on into the next.
                    last = element
                    continue
                yield from self._finished(element, words, depth)
                words = None
                last = None
            elif element.tag == f"{_W}tbl":
                yield from self._table(element, depth)
            elif isinstance(element.tag, str) and element.tag not in _GONE:
                yield from self._blocks(element, depth + 1)
        if words is not None and last is not None:
            yield from self._finished(last, words, depth)

    def _finished(self, paragraph: Any, words: _Words, depth: int) -> Iterator[Passage]:
        self.cited += words.notes
        text, spans = words.marks.read("".join(words.parts))
        if text:
            role, level = self._role(paragraph)
            label = _LABEL.match(text) if role is Role.CAPTION else None
            if label and text[label.end() :]:
                text, spans = text[label.end() :], ()
            yield Passage(
                role,
                text,
                level=level,
                emphasized=words.shown > 0 and words.emphasized == words.shown,
                linked=words.shown > 0 and words.linked == words.shown,
                spans=spans,
            )
        for box in words.boxes:
            yield from self._blocks(box, depth + 1)

    def _role(self, paragraph: Any) -> tuple[Role, int]:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return Role.PARAGRAPH, 0
        name, level = self.styles.get(_value(properties, "pStyle"), ("", 0))
        outline = properties.find(f"{_W}outlineLvl")
        if outline is not None and (outline.get(f"{_W}val") or "9") in "012345678":
            level = int(outline.get(f"{_W}val")) + 1
        role = next((role for pattern, role in _ROLES if pattern.fullmatch(name)), None)
        if role is Role.HEADLINE:
            return Role.HEADING, 1
        if level:
            return Role.HEADING, min(level + 1, 6) if level > 1 else 2 if self._has_title else 1
        if role is not None and role is not Role.LIST_ITEM:
            return role, 0
        numbered = properties.find(f"{_W}numPr/{_W}numId")
        if role is Role.LIST_ITEM and name.casefold() != "list paragraph":
            return Role.LIST_ITEM, 0
        if numbered is not None and numbered.get(f"{_W}val") not in (None, "0"):
            return Role.LIST_ITEM, 0
        return Role.PARAGRAPH, 0

    @property
    def _has_title(self) -> bool:
        return any(
            self.styles.get(each.get(f"{_W}val") or "", ("", 0))[0].casefold() in ("title", "headline")
            for each in self.document.element.body.iter(f"{_W}pStyle")
        )

    def _table(self, table: Any, depth: int) -> Iterator[Passage]:
        """A row a passage, its cells parted by `|`; tables that only arrange text give it as it stands."""
        rows = []
        for row in table.iterchildren(f"{_W}tr"):
            if row.find(f"{_W}trPr/{_W}del") is None:
                rows.append([list(self._blocks(cell, depth + 1)) for cell in row.iterchildren(f"{_W}tc")])
        cells = [cell for row in rows for cell in row if cell]
        arranges = all(len(row) < 2 for row in rows) or any(
            len(cell) > 3 or sum(len(each.text) for each in cell) > _LONGEST_CELL for cell in cells
        )
        for row in rows:
            if arranges:
                for cell in row:
                    yield from cell
            elif text := " | ".join(" ".join(each.text for each in cell) for cell in row if cell):
                yield Passage(Role.LIST_ITEM, text)

    def _collect(self, around: Any, words: _Words, depth: int = 0) -> None:
        if depth > _DEEPEST:
            return
        for element in around:
            tag = element.tag
            if not isinstance(tag, str) or tag in _GONE:
                continue
            if tag == f"{_W}r":
                self._run(element, words)
            elif tag == f"{_W}hyperlink":
                self._linked(element, self.links.get(element.get(_LINK_ID) or "", ""), words, depth)
            elif tag == f"{_W}fldSimple":
                found = _HYPERLINK.search(element.get(f"{_W}instr") or "")
                self._linked(element, found[1] if found else "", words, depth)
            elif tag == _CHOICE:
                self._collect(element[:1], words, depth + 1)
            else:
                self._collect(element, words, depth + 1)

    def _linked(self, element: Any, href: str, words: _Words, depth: int) -> None:
        before, after = words.marks.open(Kind.LINK, href) if href else ("", "")
        words.parts.append(before)
        words.links.append(after)
        self._collect(element, words, depth + 1)
        words.parts.append(words.links.pop())

    def _run(self, run: Any, words: _Words) -> None:
        properties = run.find(f"{_W}rPr")
        if _is_on(properties, "vanish"):
            return
        style = self.styles.get(_value(properties, "rStyle"), ("", 0))[0].casefold() if properties is not None else ""
        kinds = [Kind.STRONG] if _is_on(properties, "b") or style == "strong" else []
        kinds += [Kind.EMPHASIS] if _is_on(properties, "i") or style == "emphasis" else []
        marks = [words.marks.open(kind) for kind in kinds]
        words.parts += [before for before, _ in marks]
        for element in run:
            self._content(element, words, emphasized=bool(kinds))
        words.parts += [after for _, after in reversed(marks)]

    def _content(self, element: Any, words: _Words, *, emphasized: bool) -> None:
        tag = element.tag.removeprefix(_W) if isinstance(element.tag, str) else ""
        if tag == "fldChar":
            self._field(element.get(f"{_W}fldCharType"), words)
        elif tag == "instrText":
            words.instructions.append(element.text or "")
        elif words.fields and not words.fields[-1]:
            # Between the beginning of a field and its result stand its instructions.
            return
        elif tag == "t":
            text = without_marks(element.text or "")
            words.parts.append(text)
            if text.strip():
                words.shown += 1
                words.emphasized += emphasized
                words.linked += bool(words.links)
        elif tag in ("tab", "ptab"):
            words.parts.append(" ")
        elif tag in ("noBreakHyphen", "softHyphen"):
            words.parts.append("-" if tag == "noBreakHyphen" else "")
        elif tag == "cr" or (tag == "br" and element.get(f"{_W}type") in (None, "textWrapping")):
            words.parts.append(f"{words.marks.line_break()} ")
        elif tag == "br":
            words.parts.append(" ")
        elif tag in ("footnoteReference", "endnoteReference"):
            words.notes.append((tag.replace("Reference", "s"), element.get(f"{_W}id") or ""))
        elif element.tag == _CHOICE or tag in ("drawing", "pict", "object"):
            chosen = element[0] if element.tag == _CHOICE and len(element) else element
            words.boxes += list(chosen.iter(f"{_W}txbxContent"))[:1]

    @staticmethod
    def _field(kind: str | None, words: _Words) -> None:
        if kind == "begin":
            words.fields.append(False)
            words.instructions.append("\x00")
        elif kind == "separate" and words.fields:
            words.fields[-1] = True
            whole = "".join(words.instructions).rpartition("\x00")[2]
            found = _HYPERLINK.search(whole)
            before, after = words.marks.open(Kind.LINK, found[1]) if found else ("", "")
            words.parts.append(before)
            words.links.append(after)
        elif kind == "end" and words.fields:
            if words.fields.pop() and words.links:
                words.parts.append(words.links.pop())
            words.instructions = words.instructions[: _last(words.instructions)]


def _last(instructions: list[str]) -> int:
    return max((place for place, each in enumerate(instructions) if each == "\x00"), default=0)


def _value(around: Any, name: str) -> str:
    found = around.find(f"{_W}{name}") if around is not None else None
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _is_on(properties: Any, name: str) -> bool:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return found is not None and (found.get(f"{_W}val") or "").casefold() not in _OFF
