"""XLIFF 2 documents, read: of this program and of others.

Prefixes, the order of units, groups, other modules and inline annotations make no difference. Segments that a tool
merged, split or reordered are joined again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from translate_pipeline.catalogs.xliff.inline import flatten
from translate_pipeline.catalogs.xliff.model import (
    CORE,
    GLOSSARY,
    METADATA,
    XML,
    Document,
    File,
    GlossaryEntry,
    Meta,
    Note,
    State,
    Unit,
)
from translate_pipeline.errors import InputError
from translate_pipeline.xml_input import line_of, parse_xml

_OLD = "urn:oasis:names:tc:xliff:document:1."
_NEXT = "urn:oasis:names:tc:xliff:document:2.2"
_REMEDY = "export it as XLIFF 2.0 or 2.1"


def read_document(data: bytes, path: Path) -> Document:
    """The document in the bytes of a file, which `path` names in messages.

    Raises:
        InputError: it is no XML, no XLIFF 2, declares a document type, or names no languages.
    """
    root = parse_xml(data, path, remedy=_REMEDY)
    name = etree.QName(root)
    namespace, line = name.namespace or "", line_of(root)
    version = root.get("version") or ""
    if name.localname == "xliff" and (namespace.startswith(_OLD) or version.startswith("1.")):
        raise InputError(f"XLIFF {version or '1'} cannot be read", remedy=_REMEDY, path=path, line=line)
    if name.localname != "xliff" or namespace not in (CORE, _NEXT):
        problem = f"not an XLIFF file: the root is <{name.localname}>"
        raise InputError(problem, remedy=_REMEDY, path=path, line=line)
    if not root.get("srcLang") or not root.get("trgLang"):
        missing = "trgLang" if root.get("srcLang") else "srcLang"
        remedy = f'write {missing}="{"fa-AF" if missing == "trgLang" else "en"}" or the like into <xliff>'
        raise InputError(f"it names no {missing}", remedy=remedy, path=path, line=line)
    files = tuple(_file(element, path) for element in _core(root, "file"))
    return Document(root.get("srcLang") or "", root.get("trgLang") or "", files)


def _core(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of the core namespace that have one of these names."""
    return (child for child in element if _is_core(child) and etree.QName(child).localname in names)


def _is_core(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and etree.QName(element).namespace in (CORE, _NEXT)


def _file(element: etree._Element, path: Path) -> File:
    units = tuple(_unit(each, path) for each in element.iter() if _is_core(each) and _local(each) == "unit")
    return File(
        element.get("id") or "", element.get("original") or "", units, tuple(_notes(element)), tuple(_metadata(element))
    )


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _unit(unit: etree._Element, path: Path) -> Unit:
    data = {
        datum.get("id") or "": flatten(datum, {}, path)
        for container in _core(unit, "originalData")
        for datum in _core(container, "data")
    }
    pieces = [_Piece(element, data, path) for element in _core(unit, "segment", "ignorable")]
    segments = [piece for piece in pieces if piece.is_segment and (piece.source.strip() or piece.target)]
    preserve = _preserves(unit)
    source = "".join(piece.source for piece in pieces)
    target = ""
    if any(piece.target for piece in pieces):
        target = "".join(piece.effective_target for piece in _in_target_order(pieces))
    if not preserve:
        source, target = " ".join(source.split()), " ".join(target.split())
    state = min((segment.state for segment in segments), key=lambda each: each.rank, default=State.INITIAL)
    sub_states = (segment.element.get("subState") for segment in segments if segment.state is state)
    return Unit(
        id=unit.get("id") or "",
        name=unit.get("name") or "",
        source=source,
        target=target,
        state=state,
        sub_state=next(filter(None, sub_states), ""),
        # translate-toolkit puts notes into segments.
        notes=(*_notes(unit), *_notes_of(_core(unit, "segment")), *dict.fromkeys(_comments(unit))),
        terms=tuple(_glossary(unit)),
        metadata=tuple(_metadata(unit)),
        preserve=preserve,
        line=line_of(unit),
    )


class _Piece:
    """A segment or an ignorable piece; `target` is None where there is none."""

    def __init__(self, element: etree._Element, data: dict[str, str], path: Path):
        self.element = element
        self.is_segment = _local(element) == "segment"
        source, target = next(_core(element, "source"), None), next(_core(element, "target"), None)
        self.source = "" if source is None else flatten(source, data, path)
        self.target = None if target is None else flatten(target, data, path)
        order = "" if target is None else target.get("order") or ""
        self.order = int(order) if order.isascii() and order.isdigit() and len(order) < 10 else 0

    @property
    def state(self) -> State:
        value = self.element.get("state") or ""
        # What has no translation is not translated, whatever a tool says.
        return State(value) if value in set(State) and self.target is not None else State.INITIAL

    @property
    def effective_target(self) -> str:
        if self.target is None:
            return "" if self.is_segment else self.source
        return self.target


def _in_target_order(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces as the target says them: those with an `order` at that place, the others in between."""
    placed = {piece.order: piece for piece in reversed(pieces) if 0 < piece.order <= len(pieces)}
    rest = iter([piece for piece in pieces if placed.get(piece.order) is not piece])
    return [placed[place] if place in placed else next(rest) for place in range(1, len(pieces) + 1)]


def _preserves(element: etree._Element) -> bool:
    for each in (element, *element.iterancestors()):
        value = each.get(f"{{{XML}}}space")
        if value:
            return value == "preserve"
    return False


def _notes(element: etree._Element) -> Iterator[Note]:
    for container in _core(element, "notes"):
        for note in _core(container, "note"):
            text = "".join(map(str, note.itertext()))
            priority = note.get("priority") or ""
            number = int(priority) if priority in map(str, range(1, 11)) else 1
            if text.strip():
                yield Note(text, note.get("category") or "", note.get("appliesTo") or "", number)


def _notes_of(elements: Iterator[etree._Element]) -> Iterator[Note]:
    for element in elements:
        yield from _notes(element)


def _comments(unit: etree._Element) -> Iterator[Note]:
    """Comments that a tool attached to a span of text."""
    for element in unit.iter():
        value = element.get("value") or ""
        if value.strip() and element.get("type") == "comment" and _is_core(element):
            yield Note(value)


def _glossary(unit: etree._Element) -> Iterator[GlossaryEntry]:
    for entry in unit.iterfind(f"{{{GLOSSARY}}}glossary/{{{GLOSSARY}}}glossEntry"):
        texts: dict[str, list[str]] = {"term": [], "translation": [], "definition": []}
        for child in entry:
            if isinstance(child.tag, str) and _local(child) in texts:
                texts[_local(child)].append("".join(map(str, child.itertext())))
        if texts["term"]:
            yield GlossaryEntry(texts["term"][0], tuple(texts["translation"]), "".join(texts["definition"]))


def _metadata(element: etree._Element) -> Iterator[Meta]:
    for group in element.iterfind(f"{{{METADATA}}}metadata//{{{METADATA}}}metaGroup"):
        for meta in group.iterfind(f"{{{METADATA}}}meta"):
            text = "".join(map(str, meta.itertext()))
            yield Meta(group.get("category") or "", meta.get("type") or "", text)
