"""Names are found however a news agency spells them, and only where they are names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import GLOSSARY, ROOT
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder = tmp_path_factory.mktemp("glossaries")
    extra = (
        "Sana'a,,place,صنعا,,صنعا,,exact,\n"
        "US,U.S.,place,امریکا,,امریکا,,exact,\n"
        "World Food Program,WFP,institution,برنامه جهانی غذا,,د خوړو نړیوال پروګرام,,exact,\n"
        "Kushk-e Kohnah,,place,کشک کهنه,,کشک کهنه,,exact,\n"
        "International Criminal Court,ICC,institution,محکمه جزایی بین‌المللی,,د جرمونو نړیواله محکمه,,exact,\n"
        "ISI,,institution,آی‌اس‌آی,,آی ایس آی,,exact,\n"
        "Kurdistan Workers' Party,PKK,institution,حزب کارگران کردستان,,د کردستان د کارګرانو ګوند,,exact,\n"
        "Pakistan Peoples Party,PPP,institution,حزب مردم پاکستان,,د پاکستان خلکو ګوند,,exact,\n"
    )
    (folder / "terms.csv").write_text(GLOSSARY + extra, encoding="utf-8")
    return Matcher(read_glossary(folder))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Qala-e Naw, Qala-e-Naw, Qala e Naw and Qalah-ye Naw fell",
            ["Qala-e Naw", "Qala-e-Naw", "Qala e Naw", "Qalah-ye Naw"],
        ),
        ("in Qala\u2011e\u00a0Naw", ["Qala\u2011e\u00a0Naw"]),
        ("in Kushk-e Kohnāh", ["Kushk-e Kohnāh"]),
        ("Sanaa, Sana'a and Sana’a", ["Sanaa", "Sana'a", "Sana’a"]),
        ("Herat's governor; the Taliban’s; Reuters' man", ["Herat's", "governor", "Taliban’s", "Reuters'"]),
        ("two governors met", ["governors"]),
        ("the Herat River and Herat", ["Herat River", "Herat"]),
        ("Herati carpets, Heratis, Talibanization", []),
        ("QALA-E NAW FALLS, U.N. SAYS", ["QALA-E NAW", "U.N."]),
        ("Qala-E Naw", ["Qala-E Naw"]),
        ("it told us about the us-versus-them view", []),
        ("The U.S. and US-led forces", ["U.S.", "US"]),
        ("The defense ministry and the Defense Ministry", ["defense ministry", "Defense Ministry"]),
        ("the World Food Program (WFP) and WFP", ["World Food Program (WFP)", "WFP"]),
        ("The UN. Herat.", ["UN", "Herat"]),
        ("The International Criminal Court (ICC) and the ICC", ["International Criminal Court (ICC)", "ICC"]),
        ("The International Cricket Council (ICC) met", []),
        ("Inter-Services Intelligence (ISI) and the Partiya Karkeren Kurdistane (PKK)", ["ISI", "PKK"]),
        ("A public-private partnership (PPP) and a court (ICC)", ["ICC"]),
        ("The party of the people of Pakistan (PPP), the Pakistan Peoples' Party (PPP)", ["PPP", "PPP"]),
    ],
)
def test_finds_names_as_agencies_spell_them(matcher: Matcher, text: str, found: list[str]) -> None:
    assert [text[match.start : match.stop] for match in matcher.find(text)] == found


def test_plural_and_possessive_stay_outside_the_name(matcher: Matcher) -> None:
    (match,) = matcher.find("the governors' house")
    assert (match.start, match.end, match.stop, match.plural) == (4, 12, 14, True)


@given(st.text(alphabet="Qala-e NawHertUN.'’s \u00a0ā\u0301(WFP)", max_size=60))
def test_matches_are_in_order_apart_and_inside_the_text(text: str) -> None:
    matches = _shared_matcher().find(text)
    position = 0
    for match in matches:
        assert position <= match.start < match.end <= match.stop <= len(text)
        position = match.stop


_GLOSSARY_MATCHER: list[Matcher] = []


def _shared_matcher() -> Matcher:
    if not _GLOSSARY_MATCHER:
        _GLOSSARY_MATCHER.append(Matcher(read_glossary(ROOT / "glossaries")))
    return _GLOSSARY_MATCHER[0]


def test_every_name_of_the_glossaries_is_found_in_a_sentence() -> None:
    matcher = _shared_matcher()
    for term in matcher.glossary.terms:
        for name in term.names:
            sentence = f"They met near {name}, he said."
            assert any(match.term is term for match in matcher.find(sentence)), name


def test_an_empty_glossary_finds_nothing(tmp_path: Path) -> None:
    assert Matcher(read_glossary(tmp_path)).find("Herat") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Farah Karimi left Farah Province.", ["Farah"]),
        ("Fighting went on in Farah, Herat and Farah's capital.", ["Farah", "Herat", "Farah's"]),
        ("Retired Gen. Abdul Qadir Wardak left Wardak.", ["Gen.", "Wardak"]),
        ("In Jordan, officials met. Jordan Smith did not.", ["Jordan"]),
        ("Kabul University and the Kabul River lie in Kabul.", ["Kabul University", "Kabul River", "Kabul"]),
    ],
)
def test_a_place_in_a_persons_name_is_none(text: str, found: list[str]) -> None:
    assert [text[match.start : match.stop] for match in _shared_matcher().find(text)] == found
