"""What terminologists exchange comes back as it went, in every format; what cannot is named."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.conftest import ROOT
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import COLUMNS, Row, read_glossary, read_rows, read_term, write_rows
from translate_pipeline.glossary.exchange.entry import Entry, cleaned
from translate_pipeline.glossary.exchange.merging import merge
from translate_pipeline.glossary.exchange.registry import FORMATS
from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.terms import Case, Forms, Kind, Term
from translate_pipeline.locales import LOCALES, Locale, find_locale

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("tbx_basic.rng")))
DARI, PASHTO = find_locale("dari"), find_locale("pashto")
PLACE = Path("rows.csv")


def _through(name: str, terms: list[Term], locales: tuple[Locale, ...], folder: Path) -> tuple[list[Entry], list[str]]:
    """The terms written and read again, and what was lost on the way, there or back."""
    data, lost = FORMATS[name].write(terms, locales)
    path = folder / "exchanged"
    path.write_bytes(data)
    entries, lost_again = FORMATS[name].read(path, locales)
    return entries, [*lost, *lost_again]


def _import(name: str, text: str | bytes, folder: Path, *locales: Locale) -> tuple[list[Entry], list[str]]:
    path = folder / "foreign"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    entries, losses = FORMATS[name].read(path, locales or (PASHTO,))
    return entries, sorted(losses)


def _projected(term: Term, locales: tuple[Locale, ...]) -> tuple[object, ...]:
    forms = {locale.code: term.forms[locale.code] for locale in locales}
    return term.name, term.variants, term.kind, term.case, term.note, forms


def _told(entry: Entry) -> tuple[object, ...]:
    return entry.name, entry.variants, entry.kind, entry.case, entry.note, dict(entry.forms)


# Letters of three scripts, and everything that a format could stumble over.
_CHARS = st.sampled_from("aBéکۍ\u200c<>&\"'`#|,;:[]()=+-@\\/.%{} \t\n\r\ufeff\u0085\u2028\U0001f600")
_TEXT = st.text(_CHARS, max_size=12).map(cleaned)
_NAME = st.builds("{}{}".format, _TEXT, st.sampled_from(["Kabul", "ü", "place", "variant of x"])).map(cleaned)
_VALUE = _NAME.map(lambda text: cleaned(text.replace("|", "")))
_FORM = _VALUE.filter(lambda text: not text.startswith(("obl:", "pl:")))
_FORMS = st.builds(
    Forms,
    approved=_NAME,
    oblique=st.just("") | _FORM,
    plural=st.just("") | _FORM,
    accepted=st.lists(_FORM, max_size=3).map(tuple),
)
_TERM = st.builds(
    Term,
    name=_NAME,
    variants=st.lists(_VALUE, max_size=3).map(tuple),
    kind=st.sampled_from(Kind),
    forms=st.fixed_dictionaries({locale.code: _FORMS for locale in LOCALES}),
    case=st.sampled_from(Case),
    note=_TEXT | st.sampled_from(["[accepted]", "place", "match: fold", "form: oblique", "see [variant of x]"]),
)
_TERMS = st.lists(_TERM, max_size=4, unique_by=lambda term: term_key(term.name))


@settings(max_examples=40, deadline=None)
@given(_TERMS)
def test_tbx_brings_every_field_back_and_validates(tmp_path_factory: pytest.TempPathFactory, terms: list[Term]) -> None:
    folder = tmp_path_factory.getbasetemp()
    entries, lost = _through("tbx", terms, LOCALES, folder)
    assert [_told(entry) for entry in entries] == [_projected(term, LOCALES) for term in terms]
    assert not lost
    if terms:
        SCHEMA.assertValid(etree.parse(folder / "exchanged"))


@settings(max_examples=40, deadline=None)
@given(_TERMS)
def test_weblate_brings_every_field_of_a_language_back(
    tmp_path_factory: pytest.TempPathFactory, terms: list[Term]
) -> None:
    entries, lost = _through("weblate", terms, (PASHTO,), tmp_path_factory.getbasetemp())
    assert [_told(entry) for entry in entries] == [_projected(term, (PASHTO,)) for term in terms]
    assert not lost


@settings(max_examples=40, deadline=None)
@given(_TERMS)
def test_omegat_brings_all_but_remarks_back(tmp_path_factory: pytest.TempPathFactory, terms: list[Term]) -> None:
    entries, lost = _through("omegat", terms, (DARI,), tmp_path_factory.getbasetemp())
    spoken = [term for term in terms if not term.name.startswith("#")]
    for entry, term in zip(entries, spoken, strict=True):
        told = tuple(variant for variant in term.variants if not variant.startswith("#"))
        assert (entry.variants, *_told(entry)[2:]) == (told, *_projected(term, (DARI,))[2:])
        assert entry.name == term.name
    anything = len(spoken) < len(terms) or any(name.startswith("#") for term in spoken for name in term.names)
    assert bool(lost) is anything


@settings(max_examples=40, deadline=None)
@given(_TERMS)
def test_an_empty_project_takes_over_the_very_rows(tmp_path_factory: pytest.TempPathFactory, terms: list[Term]) -> None:
    keys = [key for term in terms for key in {term_key(name) for name in term.names}]
    assume(len(keys) == len(set(keys)))
    entries, _ = _through("tbx", terms, LOCALES, tmp_path_factory.getbasetemp())
    outcome = merge(entries, [], PLACE, Kind.PLACE)
    path = tmp_path_factory.getbasetemp() / "taken.csv"
    path.write_text(outcome.texts.get(PLACE, write_rows([])), encoding="utf-8", newline="")
    taken = {term.name: term for term in map(read_term, read_rows(path))}
    assert taken == {term.name: term for term in terms}


@pytest.mark.parametrize(
    ("name", "locales"), [("tbx", LOCALES), ("martif", LOCALES), ("weblate", (PASHTO,)), ("omegat", (DARI,))]
)
def test_our_own_glossary_makes_the_journey(tmp_path: Path, name: str, locales: tuple[Locale, ...]) -> None:
    terms = list(read_glossary(ROOT / "glossaries").terms)
    entries, lost = _through(name, terms, locales, tmp_path)
    assert [_told(entry) for entry in entries] == [_projected(term, locales) for term in terms]
    assert not lost
    if name == "tbx":
        SCHEMA.assertValid(etree.parse(tmp_path / "exchanged"))


def test_the_schema_refuses_what_tbx_basic_does_not_know() -> None:
    term = Term("Kabul", Kind.PLACE, {locale.code: Forms("کابل") for locale in LOCALES})
    data, _ = FORMATS["tbx"].write([term], LOCALES)
    for good, bad in ((b"noun", b"properNoun"), (b"preferredTerm-admn-sts", b"preferred"), (b' id="c', b' key="c')):
        assert not SCHEMA.validate(etree.fromstring(data.replace(good, bad)))


def test_a_control_character_is_refused_with_its_row() -> None:
    term = Term("Ka\x01bul", Kind.PLACE, {"ps": Forms("کابل")}, path=Path("places.csv"), line=7)
    with pytest.raises(InputError, match=r"^places\.csv:7: .* U\+0001; remove it"):
        FORMATS["weblate"].write([term], (PASHTO,))


def test_weblate_columns_are_those_of_the_toolkit_and_every_cell_is_quoted() -> None:
    term = Term('The "News", daily', Kind.OUTLET, {"ps": Forms("خبرونه")}, case=Case.FOLD, note="a; b")
    data, _ = FORMATS["weblate"].write([term], (PASHTO,))
    (row,) = csv.DictReader(io.StringIO(data.decode()))
    assert ",".join(row) == "location,source,target,id,fuzzy,context,translator_comments,developer_comments"
    assert (row["source"], row["target"], row["context"]) == ('The "News", daily', "خبرونه", "outlet, fold")
    assert (row["fuzzy"], row["developer_comments"]) == ("", "a; b")
    assert all(cell.startswith('"') for line in data.decode().splitlines() for cell in line.split('","')[:1])


def test_a_weblate_file_of_another_hand(tmp_path: Path) -> None:
    text = (
        "\ufeffsource;target;Context;fuzzy;developer comments;explanation\r\n"
        "Kabul;کابل;;;capital;of a state\r\n"
        "Kabul;د کابل ښار;city;False;;\r\n"
        "Herat;هرات;;True;;\r\n"
        "Ghor;;;;;\r\n"
        ";;;;;\r\n"
    )
    entries, lost = _import("weblate", text, tmp_path)
    (entry,) = entries
    assert (entry.name, entry.kind, entry.case, entry.note, entry.line) == ("Kabul", None, None, "capital; city", 2)
    assert entry.forms == {"ps": Forms("کابل", accepted=("د کابل ښار",))}
    assert lost == ["column explanation left out", "marked as needing editing; left out", "no form for ps; left out"]


def test_an_omegat_file_of_another_hand(tmp_path: Path) -> None:
    text = "# made by hand\r\nKabul\tکابل\r\n\r\nKabul\tکابل ښار\tthe city\textra\r\nHerat\t\r\nUN\tم.م.|ملګري\t\r\n"
    entries, lost = _import("omegat", text, tmp_path)
    assert [(each.name, each.note, each.kind) for each in entries] == [("Kabul", "the city", None), ("UN", "", None)]
    assert entries[0].forms["ps"] == Forms("کابل", accepted=("کابل ښار",))
    assert lost == ["more than three columns; the others left out", "no form for ps; left out"]


MARTIF = """<?xml version="1.0"?>
<martif type="TBX" xml:lang="en"><text><body>
 <termEntry id="1">
  <descrip type="definition">A province<!-- really --> &amp; city</descrip>
  <descripGrp><descrip type="subjectField">Geography</descrip></descripGrp>
  <langSet xml:lang="en-GB"><ntig><termGrp><term>Hirat</term></termGrp></ntig>
   <tig><term>Herat</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
  <langSet xml:lang="prs"><tig><term>هرات</term></tig><tig><term>هری|هریوا</term></tig>
   <tig><term>هرا</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
  <langSet xml:lang="fa-IR"><tig><term>هرات ایران</term></tig></langSet>
 </termEntry>
 <termEntry id="2"><langSet xml:lang="prs"><tig><term>بلخ</term></tig></langSet></termEntry>
</body></text></martif>"""


def test_a_termbase_of_another_hand(tmp_path: Path) -> None:
    entries, lost = _import("tbx", MARTIF, tmp_path, *LOCALES)
    (entry,) = entries
    assert _told(entry) == (
        *("Herat", ("Hirat",), None, None, "A province & city"),
        {"fa_AF": Forms("هرات")},
    )
    assert lost == [
        "a deprecated or superseded term left out",
        "a spelling or form holds |, which separates values in a glossary file; left out",
        "language fa-IR left out",
        "no English term; left out",
        "subjectField left out",
    ]


def test_tbx_in_style_dct(tmp_path: Path) -> None:
    text = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min" type="TBX-Basic"
    style="dct"><text><body><conceptEntry id="a"><min:subjectField>person</min:subjectField><langSec xml:lang="en">
    <termSec><term>A.</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
    <termSec><term>Ahmad</term></termSec></langSec><langSec xml:lang="ps"><termSec><term> احمد
    </term></termSec></langSec></conceptEntry></body></text></tbx>"""
    entries, _ = _import("tbx", text, tmp_path)
    assert _told(entries[0]) == ("Ahmad", (), Kind.PERSON, None, "", {"ps": Forms("احمد")})


LAUGHS = '<!DOCTYPE tbx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE tbx [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("declaration", [LAUGHS, OUTSIDE, '<!DOCTYPE martif SYSTEM "TBXcdv04.dtd">'])
def test_a_document_type_is_refused(tmp_path: Path, declaration: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n{declaration}\n<tbx>&lt;</tbx>'
    with pytest.raises(InputError, match="declares a document type; remove") as caught:
        _import("tbx", text.encode(encoding), tmp_path)
    assert caught.value.line == (2 if encoding == "utf-8" else 1)


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("tbx", "", 1, "not XML"),
        ("tbx", "<tbx>\n<text>\n</tbx>", 3, "not XML: Opening and ending tag mismatch"),
        ("tbx", "<tbx>\n&who;</tbx>", 2, "not XML: Entity 'who' not defined"),
        ("tbx", "<tbx>" * 5000, 1, "not XML"),
        ("tbx", "<html/>", 1, "the root is <html>; its root is <tbx>"),
        ("weblate", "Kabul,کابل\n", 1, "not one column 'source'; the first line names the columns"),
        ("weblate", "source,target,source\n", 1, "not one column 'source'"),
        ("weblate", "", 1, "not one column 'source'"),
        ("weblate", 'source,target\n"Kabul,کابل\n', 2, "not a CSV row"),
        ("weblate", "source,target\nKabul,کابل\nA,b,c\n", 3, "3 cells where the header has 2 columns"),
        ("weblate", "source,target\nKabul,کابل\n".encode("utf-16"), 1, "not UTF-8; save the file as UTF-8"),
        ("omegat", "# remark\nKabul = کابل\n", 2, "no tab after the English term; put one"),
        ("omegat", b"Kabul\tx\nHerat\t\xff\n", 2, "not UTF-8"),
    ],
)
def test_a_bad_file_is_named_with_line_and_remedy(
    tmp_path: Path, name: str, text: str | bytes, line: int, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        _import(name, text, tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'foreign'}:{line}: ")
    assert words in str(caught.value)
    assert caught.value.remedy


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    for name in FORMATS:
        try:
            entries, _ = _import(name, data, tmp_path_factory.getbasetemp())
        except InputError:
            continue
        for entry in entries:
            outcome = merge([entry], [], PLACE, Kind.PLACE, drafts=True)
            cells = {**dict.fromkeys(COLUMNS, "x"), **next(csv.DictReader(io.StringIO(outcome.texts[PLACE])))}
            read_term(Row(PLACE, 2, {key: value or "x" for key, value in cells.items()}))
