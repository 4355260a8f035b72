"""TMX 1.4b (OSCAR/LISA, 2005): translation memories of other tools, read without loss, and ours written.

A unit that was read keeps its element as it came, with its dates, authors, notes, properties and inline codes, and is
written again as that element. A document type declaration is passed over unread, since most tools write one; entities
are refused.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from translate_pipeline import __version__
from translate_pipeline.errors import InputError
from translate_pipeline.input_files import read_input
from translate_pipeline.locales import Locale, find_locale

VERSION = "1.4"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What a unit takes from its file's header where it does not say otherwise.
_INHERITED = ("o-tmf", "datatype", "segtype", "srclang")
_OPTIONAL = {"creationdate", "creationid", "changedate", "changeid"}
_HEADER = {"o-tmf": "PO", "datatype": "plaintext", "segtype": "block", "srclang": "en"}
# Elements within a segment whose text is another program's code, not the sentence's.
_CODES = {"bpt", "ept", "ph", "it", "ut"}
_MOST_BYTES = 256 * 1024 * 1024
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
# Line breaks around a segment are some tools' layout; spaces are the text's.
_LINE_ENDS = re.compile(r"\A\s*\n\s*|\s*\n\s*\Z")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TmxUnit:
    """An English text with its translations.

    Attributes:
        targets: by locale code.
        properties: `prop` elements of the unit by type; the first of each type.
        revised: the later of its dates, ISO 8601 in UTC, or empty.
        element: the `tu` as it came, with what it inherited from its header; None for a unit of ours.
    """

    source: str
    targets: Mapping[str, str]
    properties: Mapping[str, str] = field(default_factory=dict)
    revised: str = ""
    author: str = ""
    element: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TmxFile:
    """What was read.

    Attributes:
        left_out: units that no look-up can use, counted by reason; `elements` has them too.
        elements: every `tu` of the file.
    """

    units: tuple[TmxUnit, ...]
    left_out: Mapping[str, int]
    elements: tuple[Any, ...]


def read_tmx(path: Path) -> bytes:
    """The bytes of a file that is small enough to be read whole.

    Raises:
        InputError: it cannot be read, or is larger than 256 MB.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError("is larger than 256 MB", remedy="split it", path=path)
        return read_input(path)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", remedy="check its name and rights", path=path) from None


def parse_tmx(data: bytes, path: Path) -> TmxFile:
    """The units in the bytes of a file, which `path` names in messages.

    Raises:
        InputError: they are no TMX, or declare entities.
    """
    root = _parse(data, path)
    header = root.find("header")
    body = root.find("body")
    if root.tag != "tmx" or body is None:
        raise InputError("not a TMX file", remedy="its root is <tmx>, with a <body>", path=path, line=_line(root))
    inherited = {name: value for name in _INHERITED if header is not None and (value := header.get(name))}
    units, left_out, elements = [], dict[str, int](), []
    for element in body.iter("tu"):
        for name, value in inherited.items():
            if element.get(name) is None and value != _HEADER[name]:
                element.set(name, value)
        elements.append(element)
        unit, reason = _read_unit(element, inherited.get("srclang") or "en")
        if unit is not None:
            units.append(unit)
        else:
            left_out[reason] = left_out.get(reason, 0) + 1
    return TmxFile(tuple(units), left_out, tuple(elements))


def _parse(data: bytes, path: Path) -> etree._Element:
    if b"<!ENTITY" in data.replace(b"\0", b"").upper():
        raise InputError("it declares entities", remedy="export it without them", path=path)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        problem = f"not XML: {error.msg}"
        raise InputError(problem, remedy="mend this line or export it again", path=path, line=line) from None
    except ValueError as error:
        raise InputError(f"not XML: {error}", remedy="export it again", path=path) from None
    unknown = next(root.iter(etree.Entity), None)
    if unknown is not None:
        raise InputError(f"it uses the entity {unknown.text}", remedy="export it without entities", path=path)
    return root


def _read_unit(element: etree._Element, srclang: str) -> tuple[TmxUnit | None, str]:
    srclang = element.get("srclang") or srclang
    source = ""
    targets: dict[str, str] = {}
    dates = [element.get("changedate") or element.get("creationdate") or ""]
    unknown = set()
    for variant in element.iter("tuv"):
        language = variant.get(_LANG) or variant.get("lang") or ""
        text = _segment(variant)
        if is_english(language):
            source = text if not source or language.casefold() == srclang.casefold() else source
        elif (locale := locale_of(language)) is not None:
            targets.setdefault(locale.code, text)
        else:
            unknown.add(language)
        dates.append(variant.get("changedate") or variant.get("creationdate") or "")
    targets = {code: text for code, text in targets.items() if text.strip()}
    if not source.strip():
        return None, "no English text"
    if not targets:
        named = ", ".join(sorted(unknown)) or "any language"
        return None, f"no translation into a language of this program (it has {named})"
    properties: dict[str, str] = {}
    for each in element.findall("prop"):
        properties.setdefault(each.get("type") or "", each.text or "")
    author = element.get("changeid") or element.get("creationid") or ""
    return TmxUnit(source, targets, properties, max(map(_iso, dates)), author, element), ""


def is_english(tag: str) -> bool:
    """Whether a language tag means English of any kind."""
    return re.split("[-_]", tag.casefold())[0] in ("en", "eng", "english")


def locale_of(tag: str) -> Locale | None:
    """The locale that a language tag means, whatever tool wrote it: fa-AF, prs, prs-Arab-AF, FA_af, ps-AF, pbt, pus.

    Persian without a country, and that of Iran, is not Dari.
    """
    parts = [part for part in re.split("[-_]", tag.casefold()) if part != "arab"]
    for name in ("-".join(parts[:2]), parts[0] if parts[0] != "fa" else ""):
        try:
            return find_locale(name)
        except InputError:
            continue
    return None


def _segment(variant: etree._Element) -> str:
    """The text of a variant without the codes of other programs."""
    segment = variant.find("seg")
    return _LINE_ENDS.sub("", "".join(_texts(segment))) if segment is not None else ""


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in _CODES:
            yield from _texts(child)
        yield child.tail or ""


def _iso(date: str) -> str:
    found = _DATE.fullmatch(date.strip())
    return "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else ""


def tmx_date(iso: str) -> str:
    """An ISO 8601 date in UTC as TMX writes it."""
    return re.sub("[-:]", "", iso)


def utc_date(header: str) -> str:
    """A date of a PO header as ISO 8601 in UTC; empty where it is none."""
    for pattern in ("%Y-%m-%d %H:%M%z", "%Y-%m-%d %H:%M:%S%z"):
        try:
            moment = datetime.datetime.strptime(header.strip(), pattern)
            return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (ValueError, OverflowError):
            continue
    return ""


def write_tmx(units: Iterable[TmxUnit]) -> bytes:
    """A document with the units, those that were read as they came."""
    root = etree.Element("tmx", {"version": VERSION})
    attributes = {"creationtool": "translate-pipeline", "creationtoolversion": __version__, "adminlang": "en"}
    etree.SubElement(root, "header", {**attributes, **_HEADER})
    body = etree.SubElement(root, "body")
    for unit in units:
        if unit.element is not None:
            unit.element.tail = None
            body.append(unit.element)
        else:
            _add_unit(body, unit)
    for level, elements in ((1, root), (2, body)):
        _indent(elements, level)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _add_unit(body: etree._Element, unit: TmxUnit) -> None:
    dates = {"changedate": tmx_date(unit.revised), "changeid": _clean(unit.author)}
    element = etree.SubElement(body, "tu", {name: value for name, value in dates.items() if value})
    for kind, text in unit.properties.items():
        etree.SubElement(element, "prop", {"type": kind}).text = _clean(text)
    for tag, text in (("en", unit.source), *((find_locale(code).tag, text) for code, text in unit.targets.items())):
        variant = etree.SubElement(element, "tuv", {_LANG: tag})
        etree.SubElement(variant, "seg").text = _clean(text)
    _indent(element, 3)
    for variant in element.iter("tuv"):
        _indent(variant, 4)


def _clean(text: str) -> str:
    """Text without the characters that XML 1.0 cannot hold."""
    return _UNPRINTABLE.sub("", text)


def _indent(parent: etree._Element, level: int) -> None:
    """Put each child on a line of its own; the children's own text stays as it is."""
    children = list(parent)
    if not children:
        return
    parent.text = "\n" + "  " * level
    for child in children[:-1]:
        child.tail = "\n" + "  " * level
    children[-1].tail = "\n" + "  " * (level - 1)


def _line(element: etree._Element) -> int:
    line: int | None = element.sourceline  # type: ignore[assignment]
    return line or 0
