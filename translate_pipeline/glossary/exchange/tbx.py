"""TBX-Basic: ISO 30042:2019, data categories as attributes (style DCA), which most tools read.

A term is a concept: `subjectField` = kind, its note = our note; English and each locale are a language section whose
first term is preferred and whose others are admitted. What TBX-Basic has no category for stands in a note of the term
it is about: `match: fold` at the English one, `form: oblique` and `form: plural` at a labelled form. Reading also takes
style DCT and the older martif (ISO 30042:2008), which Weblate and many termbases write. A document type declaration is
refused: with it come entities, and files from elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from translate_pipeline.errors import InputError
from translate_pipeline.glossary.exchange.entry import Entry, Losses, cleaned
from translate_pipeline.glossary.terms import Case, Forms, Kind, Term
from translate_pipeline.locales import Locale, find_locale
from translate_pipeline.xml_input import line_of, parse_xml

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFERRED, _ADMITTED = "preferredTerm-admn-sts", "admittedTerm-admn-sts"
_FORM, _MATCH = "form: ", "match: "
_CONCEPTS, _SECTIONS, _TERMS = {"conceptEntry", "termEntry"}, {"langSec", "langSet"}, {"termSec", "tig", "ntig"}
_GROUPS = {"descripGrp", "termGrp", "termNoteGrp", "adminGrp"}
# Said by every file about every name, or by the structure itself.
_NO_LOSS = {"administrativeStatus", "partOfSpeech", "termType", "term"}
_FORBIDDEN = ("deprecated", "superseded", "obsolete", "forbidden", "notrecommended")


def write(terms: Sequence[Term], locales: Sequence[Locale], losses: Losses) -> bytes:
    """A document with the terms in all locales given."""
    namespaces: dict[str | None, str] = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}tbx", {"type": "TBX-Basic", "style": "dca"}, namespaces)  # type: ignore[arg-type]
    root.set(_LANG, "en")
    description = _add(_add(root, "tbxHeader"), "fileDesc")
    _add(_add(description, "titleStmt"), "title", "Glossary")
    _add(_add(description, "sourceDesc"), "p", "Exported by translate-pipeline")
    body = _add(_add(root, "text"), "body")
    for term in terms:
        _add_concept(body, term, locales)
    etree.indent(root, "  ")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _add_concept(body: etree._Element, term: Term, locales: Sequence[Locale]) -> None:
    # Named after the term, so that a new one does not change the others' lines in git.
    key = hashlib.sha256(term.name.encode()).hexdigest()[:16]
    concept = _add(body, "conceptEntry", id=f"c{key}")
    _add(concept, "descrip", term.kind.value, type="subjectField")
    if term.note:
        _add(concept, "note", term.note)
    english = _add(concept, "langSec")
    english.set(_LANG, "en")
    _add_term(english, term.name, _PREFERRED, note=_MATCH + term.case.value)
    for variant in term.variants:
        _add_term(english, variant, _ADMITTED, kind="variant")
    for locale in locales:
        section = _add(concept, "langSec")
        section.set(_LANG, locale.tag)
        forms = term.forms[locale.code]
        _add_term(section, forms.approved, _PREFERRED)
        for label, form in (("oblique", forms.oblique), ("plural", forms.plural)):
            if form:
                _add_term(section, form, _ADMITTED, kind="variant", note=_FORM + label)
        for form in forms.accepted:
            _add_term(section, form, _ADMITTED)


def _add_term(section: etree._Element, text: str, status: str, *, kind: str = "", note: str = "") -> None:
    term = _add(section, "termSec")
    _add(term, "term", text)
    _add(term, "termNote", "noun", type="partOfSpeech")
    _add(term, "termNote", status, type="administrativeStatus")
    if kind:
        _add(term, "termNote", kind, type="termType")
    if note:
        _add(term, "note", note)


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    element.text = text
    return element


def read(data: bytes, path: Path, locales: Sequence[Locale], losses: Losses) -> list[Entry]:
    """The entries of a document that have an English term."""
    root = parse_xml(data, path, remedy="export the file again as TBX")
    if _tag(root) not in ("tbx", "martif"):
        remedy = "its root is <tbx>, or <martif> in the older standard"
        raise InputError(f"not a TBX file: the root is <{_tag(root)}>", remedy=remedy, path=path, line=line_of(root))
    entries = []
    for concept in root.iter():
        if _tag(concept) in _CONCEPTS:
            entry = _read_concept(concept, locales, losses)
            if entry is None:
                losses["no English term; left out"] += 1
            else:
                entries.append(entry)
    return entries


@dataclass(slots=True)
class _Word:
    """A term element: its text, status and the notes on it."""

    text: str
    preferred: bool = False
    notes: list[str] = field(default_factory=list)


def _read_concept(concept: etree._Element, locales: Sequence[Locale], losses: Losses) -> Entry | None:
    kind: Kind | None = None
    notes: list[str] = []
    dropped: set[str] = set()
    for category, text in _data(concept):
        if category == "subjectField" and text in set(Kind):
            kind = Kind(text)
        elif category in ("note", "definition"):
            notes.append(text)
        else:
            dropped.add(category)
    words: dict[str, list[_Word]] = {}
    for section in (each for each in concept if _tag(each) in _SECTIONS):
        place = _place(section.get(_LANG) or section.get("lang") or "", locales, losses)
        if not place:
            continue
        words.setdefault(place, []).extend(_read_section(section, dropped, notes if place == "en" else None))
    losses.update(f"{category} left out" for category in sorted(dropped))
    if not words.get("en"):
        return None
    english = _preferred_first(words.pop("en"))
    case = None
    for word in english:
        for note in word.notes:
            if note.removeprefix(_MATCH) in set(Case) and note.startswith(_MATCH):
                case = case or Case(note.removeprefix(_MATCH))
            else:
                notes.append(note)
    name, *variants = (word.text for word in english)
    forms = {code: _read_forms(_preferred_first(found), notes) for code, found in words.items() if found}
    note = "; ".join(dict.fromkeys(notes))
    return Entry(name, forms, tuple(variants), kind, case, note, line_of(concept))


def _place(tag: str, locales: Sequence[Locale], losses: Losses) -> str:
    """`en`, the code of a chosen locale, or nothing."""
    primary = tag.replace("_", "-").split("-")[0].casefold()
    if primary == "en":
        return "en"
    try:
        locale = find_locale(tag)
    except InputError:
        # `fa` alone may be Dari to whom asks for Dari; `fa-IR` is not.
        near = [each for each in locales if tag.casefold() == each.tag.split("-")[0].casefold()]
        if not near:
            losses[f"language {tag or 'without a name'} left out"] += 1
            return ""
        locale = near[0]
    return locale.code if locale in locales else ""


def _read_section(section: etree._Element, dropped: set[str], notes: list[str] | None) -> Iterator[_Word]:
    for category, text in _data(section):
        if category in ("note", "definition") and notes is not None:
            notes.append(text)
        else:
            dropped.add(category)
    for element in (each for each in section if _tag(each) in _TERMS):
        word = _Word("")
        forbidden = False
        for category, text in _data(element):
            if category == "term":
                word.text = text
            elif category == "note":
                word.notes.append(text)
            elif category == "administrativeStatus":
                word.preferred = text.casefold().startswith("preferred")
                forbidden = text.casefold().startswith(_FORBIDDEN)
            elif category not in _NO_LOSS:
                dropped.add(category)
        if forbidden:
            dropped.add("a deprecated or superseded term")
        elif word.text:
            yield word


def _data(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Data category and text of what stands at this level, in both styles of TBX."""
    for child in element:
        tag = _tag(child)
        if tag in _GROUPS:
            yield from _data(child)
        elif tag not in _SECTIONS | _TERMS and (text := cleaned("".join(map(str, child.itertext())))):
            yield child.get("type") or tag, text


def _preferred_first(words: list[_Word]) -> list[_Word]:
    head = next((word for word in words if word.preferred), words[0])
    return [head, *(word for word in words if word is not head)]


def _read_forms(words: list[_Word], notes: list[str]) -> Forms:
    labelled = {"oblique": "", "plural": ""}
    accepted = []
    for word in words[1:]:
        labels = [note.removeprefix(_FORM) for note in word.notes if note.startswith(_FORM)]
        label = labels[0] if labels else ""
        if label in labelled and not labelled[label]:
            labelled[label] = word.text
        else:
            accepted.append(word.text)
    notes += [note for word in words for note in word.notes if note.removeprefix(_FORM) not in labelled]
    return Forms(words[0].text, accepted=tuple(accepted), **labelled)


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
