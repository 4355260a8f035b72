"""The glossary that the program ships: clean, complete to its floors, and found the way agencies spell it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from babel import Locale as BabelLocale

from tests.conftest import ROOT
from translate_pipeline.glossary.csv_files import glossary_files, read_glossary
from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.lint import lint
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.repair import mended_text
from translate_pipeline.glossary.terms import Kind, Term
from translate_pipeline.locales import LOCALES

FOLDER = ROOT / "glossaries"

# Province, capital, and how agencies, the United Nations and ministries spell them besides.
PROVINCES = """
Badakhshan|Faizabad|Fayzabad|Feyzabad
Badghis|Qala-e Naw|Qala-i-Naw|Qalah-ye Naw|Qala-e-Naw|Qala-ye Naw
Baghlan|Pul-e Khumri|Pul-i-Khumri|Pol-e Khomri|Puli Khumri
Balkh|Mazar-e Sharif|Mazar-i-Sharif|Mazar-e-Sharif
Bamiyan|Bamiyan|Bamyan|Bamian
Daikundi|Nili|Daykundi|Day Kundi|Daikondi
Farah|Farah
Faryab|Maimana|Maymana|Fariab
Ghazni|Ghazni|Ghazna
Ghor|Firozkoh|Chaghcharan|Ghowr|Feroz Koh
Helmand|Lashkar Gah|Hilmand|Lashkargah
Herat|Herat|Hirat
Jowzjan|Sheberghan|Jawzjan|Jauzjan|Shiberghan|Shibarghan
Kabul|Kabul
Kandahar|Kandahar|Qandahar
Kapisa|Mahmud-e Raqi|Mahmud Raqi
Khost|Khost|Khowst
Kunar|Asadabad|Konar
Kunduz|Kunduz|Qunduz|Konduz|Kondoz
Laghman|Mehtarlam|Mihtarlam
Logar|Pul-e Alam|Lowgar|Pul-i-Alam|Puli Alam
Maidan Wardak|Maidan Shahr|Maydan Wardak|Wardak|Maidan Shar
Nangarhar|Jalalabad|Ningarhar
Nimroz|Zaranj|Nimruz
Nuristan|Parun|Nooristan|Nurestan
Paktia|Gardez|Paktya|Gardiz
Paktika|Sharana|Sharan
Panjshir|Bazarak|Panjsher|Panjsheer
Parwan|Charikar|Parvan
Samangan|Aybak|Aibak
Sar-e Pul|Sar-e Pul|Sar-e Pol|Sari Pul|Sar-i-Pul|Saripul
Takhar|Taluqan|Taloqan
Uruzgan|Tarin Kot|Oruzgan|Urozgan|Urūzgān|Tarin Kowt|Tarinkot|Tirin Kot
Zabul|Qalat|Kalat
""".split("\n")[1:-1]

# Territories of CLDR that are no state of the United Nations and need no row.
_DEPENDENT = frozenset(
    "AC AI AQ AS AW AX BL BM BQ BV CC CK CP CQ CW CX DG EA EH EU EZ FK FO GF GG GI GL GP GS GU HK HM IC IM IO JE KY MF"
    " MO MP MQ MS NC NF NU PF PM PN PR QO RE SH SJ SX TA TC TF TK UM UN VG VI WF XA XB YT ZZ".split()
)
_CLDR_NAMES = {"KN": "St. Kitts and Nevis", "MM": "Myanmar", "VC": "St. Vincent and the Grenadines"}
# States whose capital bears their name or is a common English word (Male), and two whose capital is disputed.
_WITHOUT_CAPITAL = frozenset("DJ IL LU MC MV PS SG SM VA".split())


@cache
def _terms() -> tuple[Term, ...]:
    return read_glossary(FOLDER).terms


@cache
def _matcher() -> Matcher:
    return Matcher(read_glossary(FOLDER))


def _find(name: str) -> list[Term]:
    matches = _matcher().find(f"in {name} district")
    return [match.term for match in matches if match.start == 3 and match.stop >= 3 + len(name)]


def test_no_row_gives_lint_a_word_to_say() -> None:
    assert lint(FOLDER) == []


def test_the_files_are_canonical_to_the_byte() -> None:
    for path in glossary_files(FOLDER):
        assert mended_text(path).encode() == path.read_bytes(), path.name


@pytest.mark.parametrize("line", PROVINCES, ids=lambda line: line.split("|")[0])
def test_each_province_and_its_capital_is_found_however_it_is_spelled(line: str) -> None:
    province, capital, *spellings = line.split("|")
    rows = {_find(province)[0].name, _find(capital)[0].name}
    assert rows == {province, capital}
    if province != capital:
        assert _find(capital)[0].note.startswith(f"capital of {province}")
    known = {*rows, *({"Chaghcharan"} & {*spellings}), *({"Wardak"} & {*spellings})}
    assert [name for name in spellings if not _find(name) or _find(name)[0].name not in known] == []


def test_floors() -> None:
    counts = Counter(term.kind for term in _terms())
    assert len(PROVINCES) == 34
    districts = [
        term for term in _terms() if term.kind is Kind.PLACE and re.search(r"\bdistricts?\b", term.note) is not None
    ]
    assert len(districts) >= 380
    assert counts[Kind.OUTLET] >= 120
    assert counts[Kind.PERSON] >= 150
    assert counts[Kind.INSTITUTION] >= 250
    assert counts[Kind.TITLE] >= 100
    for noun in ("airport", "Air", "Dam", "River", "highway"):
        assert sum(noun in term.name for term in _terms()) >= 3, noun
    for crossing in ("Torkham", "Spin Boldak", "Islam Qala", "Hairatan", "Sher Khan Bandar", "Torghundi", "Aqina"):
        assert "crossing" in _find(crossing)[0].note


def test_every_country_has_a_row_and_every_capital_too() -> None:
    by_key = {term_key(name): term for term in _terms() for name in term.names}
    capitals = [
        by_key[term_key(found)]
        for term in _terms()
        for found in re.findall(r"capital of (?:the )?([A-Z][^;()]+)", term.note)
        if term_key(found) in by_key
    ]
    territories = BabelLocale("en").territories
    codes = {code for code in territories if len(code) == 2 and code.isalpha()} - _DEPENDENT
    assert len(codes) > 190
    missing = {code for code in codes if term_key(_CLDR_NAMES.get(code, territories[code])) not in by_key}
    assert missing == set()
    countries = {code: by_key[term_key(_CLDR_NAMES.get(code, territories[code]))] for code in codes}
    lacking = {code for code, term in countries.items() if term not in capitals}
    assert lacking - _WITHOUT_CAPITAL == set()


@pytest.mark.parametrize("name", ["Anar Dara", "Chapa Dara", "Mohmand Dara", "Chahar Dara", "Pech Dara", "Dara-e Noor"])
def test_a_short_name_does_not_take_the_end_of_a_longer_one(name: str) -> None:
    assert [term_key(name) in map(term_key, term.names) for term in _find(name)] == [True]


def test_titles_have_their_plurals_in_both_languages() -> None:
    for plural in ("governors", "ministers", "lawmakers", "police chiefs", "tribal elders", "ambassadors"):
        (match,) = _matcher().find(f"two {plural} met")
        assert match.plural
        assert all(match.term.forms[locale.code].plural for locale in LOCALES), plural
