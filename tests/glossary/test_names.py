"""Names that English text has: those that drafts keep in Latin, and those that a glossary could have."""

from __future__ import annotations

import pytest

from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.names import abbreviates, find_candidates, find_names
from translate_pipeline.glossary.terms import Forms, Glossary, Kind, Term


def _term(name: str, kind: Kind = Kind.PLACE) -> Term:
    return Term(name, kind, {"fa_AF": Forms("ا"), "ps": Forms("ا")})


MATCHER = Matcher(
    Glossary(
        (
            _term("Kunduz"),
            _term("Wardak"),
            _term("Helmand"),
            _term("Taliban", Kind.INSTITUTION),
            _term("Reuters", Kind.OUTLET),
        )
    )
)


def _candidates(text: str, *known: str) -> list[str]:
    return [text[start:end] for start, end in find_candidates(text, MATCHER.find(text), frozenset(known))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Special Inspector General for Afghanistan Reconstruction (SIGAR) said SIGAR's report is out.",
            ["Special Inspector General for Afghanistan Reconstruction", "SIGAR", "SIGAR"],
        ),
        (
            "He works at the Ministry of Rural Rehabilitation and Development and Taliban leaders know it.",
            ["Ministry of Rural Rehabilitation and Development"],
        ),
        (
            "The Kunduz Carpet Association met Taliban Commander Haji Nasir.",
            ["Kunduz Carpet Association", "Haji Nasir"],
        ),
        ("Taliban officials in Kunduz and Helmand Province", []),
        ("LASHKAR KOH, Afghanistan — Flash floods hit Zarak Bazaar.", ["LASHKAR KOH", "Zarak Bazaar"]),
        ("With reporting by Reuters, AFP, and Zan Times", ["AFP", "Zan Times"]),
        ("Gen. Abdul Qadir Wardak and Dr. Yama Nuristani met.", ["Abdul Qadir Wardak", "Yama Nuristani"]),
        ("The shop of Sultani & Sons opened at 5 PM GMT.", ["Sultani & Sons"]),
        ('He said, "Take it to Mowahed\'s house."', ["Mowahed"]),
        ("KUNDUZ FALLS AND EVERYONE LEAVES FOR ZARAK", []),
        ("Write to Khan@news.example or #SaveKunduz", []),
    ],
)
def test_whole_names_that_the_glossary_lacks(text: str, names: list[str]) -> None:
    assert _candidates(text) == names


def test_a_lone_word_at_the_start_of_a_sentence_counts_where_it_is_known_as_a_name() -> None:
    text = "Sharifzai left. Shops closed."
    assert _candidates(text) == []
    assert _candidates(text, "Sharifzai") == ["Sharifzai"]


def test_no_candidate_lies_within_a_match() -> None:
    text = "The University of Kunduz, the Kunduz River, and Helmand's Kunduz Bank"
    matches = MATCHER.find(text)
    for start, end in find_candidates(text, matches):
        assert not any(match.start <= start and end <= match.stop for match in matches)


def test_drafts_keep_no_ordinary_word_for_its_capital_in_a_quotation() -> None:
    text = 'She said, "Take the road to Zarak."'
    assert [text[start:end] for start, end in find_names(text, ())] == ["Zarak"]


def test_abbreviations_belong_to_the_name_of_their_initials() -> None:
    assert abbreviates("SIGAR", "Special Inspector General for Afghanistan Reconstruction")
    assert abbreviates("U.N.", "United Nations")
    assert not abbreviates("AFP", "United Nations")
