"""A long sentence is cut where a clause ends, and no word of it is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_pipeline.translation.clauses import halves, join_clauses, split_clauses

LONG = (
    "The governor said on Thursday that the road to Herat had been closed since the attack, and that nobody would be "
    "allowed to pass before the police had searched every house; the United Nations – which feeds 40,000 people in "
    "the province – asked for a corridor."
)


def _words(limit: int, text: str) -> list[str]:
    def fits(start: int, end: int) -> bool:
        return len(text[start:end].split()) <= limit

    return [clause.text for clause in split_clauses(text, fits)]


def test_clauses_end_where_a_reader_would_pause() -> None:
    assert _words(20, LONG) == [
        "The governor said on Thursday that the road to Herat had been closed since the attack",
        "and that nobody would be allowed to pass before the police had searched every house",
        "the United Nations – which feeds 40,000 people in the province – asked for a corridor.",
    ]
    assert [clause.mark for clause in halves(LONG)] == [";", ""]


def test_a_short_sentence_stays_whole() -> None:
    assert _words(60, LONG) == [LONG]


@pytest.mark.parametrize("limit", [1, 3, 8, 20])
def test_every_part_fits(limit: int) -> None:
    parts = _words(limit, LONG)
    assert all(len(part.split()) <= limit for part in parts)
    assert re.findall(r"\w+", " ".join(parts)) == re.findall(r"\w+", LONG)


def test_names_and_quotations_stay_whole_where_there_is_another_place() -> None:
    text = "He praised the Ministry of Borders and Tribal Affairs in Kabul on Monday and left for Herat that night."
    (left, right) = halves(text)
    assert (left.text, right.text) == (
        "He praised the Ministry of Borders and Tribal Affairs in Kabul on Monday",
        "and left for Herat that night.",
    )
    name = text.index("the Ministry"), text.index(" in Kabul")
    spans = [name, (text.index("Monday"), len(text) - 1)]
    cut = split_clauses(text, lambda start, end: end - start < 75, spans)
    assert any("the Ministry of Borders and Tribal Affairs" in clause.text for clause in cut)
    quoted = "“We saw the men, and they saw us,” said Karim, who lives near the bridge in the old town."
    assert "“We saw the men, and they saw us,”" in halves(quoted)[0].text


def test_targets_are_joined_with_the_marks_of_the_source() -> None:
    clauses = halves("The road was closed for two days; nobody could pass it in either direction.")
    assert join_clauses(clauses, ["سرک دو روز بسته بود.", "کسی نگذشت."]) == "سرک دو روز بسته بود؛ کسی نگذشت."
    assert join_clauses(clauses, ["", "کسی نگذشت."]) == "کسی نگذشت."


def test_a_text_without_a_space_is_cut_by_letters() -> None:
    text = "a" * 100
    parts = split_clauses(text, lambda start, end: end - start <= 30)
    assert "".join(part.text for part in parts) == text
    assert all(len(part.text) <= 30 for part in parts)


@given(st.text(alphabet=st.sampled_from('ab ,;:–—"“”()⟦⟧0 and which\n'), max_size=120), st.integers(1, 40))
@settings(max_examples=150)
def test_no_letter_is_lost_and_no_end_is_missed(text: str, limit: int) -> None:
    clauses = split_clauses(text, lambda start, end: end - start <= limit)
    assert all(len(clause.text) <= limit or len(clause.text) < 2 for clause in clauses)
    assert all(text[clause.start : clause.end] == clause.text for clause in clauses)
    kept = "".join(clause.text + clause.mark for clause in clauses)
    assert re.sub(r"[\s;,:–—-]", "", kept) == re.sub(r"[\s;,:–—-]", "", text)
