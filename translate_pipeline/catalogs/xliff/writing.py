"""XLIFF 2.1 documents, written: core, glossary and metadata modules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from lxml import etree

from translate_pipeline.catalogs.xliff.inline import fill, original_data, tag_notes
from translate_pipeline.catalogs.xliff.model import (
    CORE,
    GLOSSARY,
    METADATA,
    VERSIONS,
    XML,
    Document,
    File,
    GlossaryEntry,
    Meta,
    Note,
    Unit,
)
from translate_pipeline.catalogs.xliff.segments import Piece, cut

# Elements whose white space is text.
_TEXTS = frozenset(f"{{{CORE}}}{name}" for name in ("source", "target", "note", "data"))
_SPACE, _LANG = f"{{{XML}}}space", f"{{{XML}}}lang"


def write_document(document: Document, direction: str, version: str = VERSIONS[0]) -> bytes:
    """The bytes of a document.

    Args:
        direction: of the target language: rtl or ltr.
        version: one of `VERSIONS`.
    """
    namespaces: dict[str | None, str] = {None: CORE, "gls": GLOSSARY, "mda": METADATA}
    root = etree.Element(f"{{{CORE}}}xliff", {"version": version}, namespaces)  # type: ignore[arg-type]
    root.set("srcLang", document.source_language)
    root.set("trgLang", document.target_language)
    for file in document.files:
        _add_file(root, file, document, direction)
    _indent(root, 0)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _add_file(root: etree._Element, file: File, document: Document, direction: str) -> None:
    element = _add(root, "file", id=file.id, original=file.original, srcDir="ltr", trgDir=direction)
    element.set(_SPACE, "preserve")
    _add_metadata(element, file.metadata)
    _add_notes(element, file.notes)
    for unit in file.units:
        _add_unit(element, unit, document)


def _add_unit(parent: etree._Element, unit: Unit, document: Document) -> None:
    element = _add(parent, "unit", id=unit.id, name=unit.name)
    if not unit.preserve:
        element.set(_SPACE, "default")
    _add_glossary(element, unit.terms)
    _add_metadata(element, unit.metadata)
    _add_notes(element, unit.notes)
    pieces = cut(unit.source, unit.target, document.target_language.split("-")[0])
    data = original_data([code for piece in pieces for code in piece.source_codes])
    if data:
        container = _add(element, "originalData")
        for key, text in data.items():
            _add(container, "data", text, id=key)
    number = 0
    for piece in pieces:
        number += piece.is_sentence
        _add_piece(element, piece, unit, document, number)


def _add_piece(parent: etree._Element, piece: Piece, unit: Unit, document: Document, number: int) -> None:
    said = tag_notes(unit.notes)
    if piece.is_sentence:
        element = _add(parent, "segment", id=f"s{number}", state=str(unit.state))
        if unit.sub_state:
            element.set("subState", unit.sub_state)
    else:
        element = _add(parent, "ignorable")
    source = _add(element, "source")
    source.set(_LANG, document.source_language)
    fill(source, piece.source, piece.source_codes, said)
    if piece.target is not None:
        target = _add(element, "target")
        target.set(_LANG, document.target_language)
        fill(target, piece.target, piece.target_codes, said)


def _add_notes(parent: etree._Element, notes: Sequence[Note]) -> None:
    if not notes:
        return
    container = _add(parent, "notes")
    for number, note in enumerate(notes, 1):
        element = _add(container, "note", note.text, id=f"n{number}")
        if note.applies_to:
            element.set("appliesTo", note.applies_to)
        if note.category:
            element.set("category", note.category)
        if note.priority != 1:
            element.set("priority", str(note.priority))


def _add_glossary(parent: etree._Element, terms: Sequence[GlossaryEntry]) -> None:
    if not terms:
        return
    container = _add(parent, "glossary", namespace=GLOSSARY)
    for term in terms:
        entry = _add(container, "glossEntry", namespace=GLOSSARY)
        _add(entry, "term", term.term, namespace=GLOSSARY)
        for translation in term.translations:
            _add(entry, "translation", translation, namespace=GLOSSARY)
        if term.definition:
            _add(entry, "definition", term.definition, namespace=GLOSSARY)


def _add_metadata(parent: etree._Element, metadata: Sequence[Meta]) -> None:
    if not metadata:
        return
    container = _add(parent, "metadata", namespace=METADATA)
    for category, group in groupby(metadata, key=lambda meta: meta.category):
        element = _add(container, "metaGroup", namespace=METADATA, category=category)
        for meta in group:
            _add(element, "meta", meta.value, namespace=METADATA, type=meta.type)


def _add(
    parent: etree._Element, tag: str, text: str | None = None, *, namespace: str = CORE, **attributes: str
) -> etree._Element:
    element = etree.SubElement(parent, f"{{{namespace}}}{tag}", attributes)
    element.text = text
    return element


def _indent(element: etree._Element, depth: int) -> None:
    """Set the elements of the structure on lines of their own; texts stay as they are."""
    if element.tag in _TEXTS or not len(element):
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        _indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    element[-1].tail = "\n" + "  " * depth
