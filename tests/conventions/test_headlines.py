from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_pipeline.conventions.headlines import sentence_case
from translate_pipeline.conventions.punctuation import without_full_stop


@pytest.mark.parametrize(
    ("headline", "sentence"),
    [
        ("Taliban Seize Third District In A Week", "Taliban seize third district in a week"),
        ("TALIBAN SEIZE KUNDUZ, US OFFICIALS SAY", "Taliban seize Kunduz, US officials say"),
        ("UNITED NATIONS CUTS FOOD AID", "United Nations cuts food aid"),
        ("U.S. Troops Leave Bagram", "U.S. troops leave Bagram"),
        ("COVID-19 Spreads In F-16 Base", "COVID-19 spreads in F-16 base"),
        ("McCain And Ashraf Ghani Meet At White House", "McCain and Ashraf Ghani meet at White House"),
        ("Talks May Resume In May", "Talks may resume in May"),
        ("Condoleezza Rice Meets John Q. Public", "Condoleezza Rice meets John Q. Public"),
        ("'We Are Hungry': Two Killed In Ghor", "'We are hungry': Two killed in Ghor"),
        ("Militants' Prisoner Releases Anger Iran's Neighbors", "Militants' prisoner releases anger Iran's neighbors"),
        ("Taliban names new governor in Kunduz", "Taliban names new governor in Kunduz"),
        ("{person} Wins Race, {outlet} Reports", "{person} wins race, {outlet} reports"),
        ("", ""),
    ],
)
def test_capitals_stay_where_they_name(headline: str, sentence: str) -> None:
    assert sentence_case(headline, []) == sentence


def test_the_story_says_which_words_are_ordinary() -> None:
    assert sentence_case("Khost Zithers Sell Well", []) == "Khost Zithers sell well"
    assert sentence_case("Khost Zithers Sell Well", [], {"zither"}) == "Khost zithers sell well"


def test_kept_spans_keep_their_capitals() -> None:
    headline = "Resolute Support Mission Ends In Kabul"
    assert sentence_case(headline, [(0, 24)]) == "Resolute Support Mission ends in Kabul"


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3))
def test_offsets_hold_and_kept_spans_too(headline: str, keep: list[tuple[int, int]]) -> None:
    shown = sentence_case(headline, keep)
    assert len(shown) == len(headline)
    assert all(shown[start:end] == headline[start:end] for start, end in keep)


def test_a_headline_has_no_full_stop() -> None:
    assert without_full_stop("طالبان رفتند.") == "طالبان رفتند"
    assert without_full_stop("طالبان رفتند…") == "طالبان رفتند…"
