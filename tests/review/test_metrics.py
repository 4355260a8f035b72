"""TER and chrF2: by hand, and beside sacrebleu."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from translate_pipeline.review.chrf import chrf, ngram_counts
from translate_pipeline.review.edit_rate import Edits, edit_rate, edits


@pytest.mark.parametrize(
    ("draft", "reviewed", "expected"),
    [
        ("دو تن در هرات کشته شدند", "دو تن در هرات کشته شدند", 0),
        ("دو تن در حرات کشته شدند", "دو تن در هرات کشته شدند", 1),
        ("دو تن کشته شدند در هرات", "دو تن در هرات کشته شدند", 1),
        ("در هرات", "دو تن در هرات کشته شدند", 4),
        ("", "دو تن", 2),
        ("دو تن", "", 2),
    ],
    ids=["the same", "a word", "a block moved", "words added", "from nothing", "to nothing"],
)
def test_edits_are_counted_as_a_person_would(draft: str, reviewed: str, expected: int) -> None:
    assert edits(draft, reviewed) == Edits(expected, len(reviewed.split()))


def test_an_empty_corpus_has_figures() -> None:
    assert (edit_rate([]), chrf([])) == (0.0, 0.0)
    assert chrf([ngram_counts("", "دو")]) == 0.0


def _changed(words: list[str], vocabulary: list[str], rng: random.Random) -> list[str]:
    words = list(words)
    for _ in range(rng.randint(0, 10)):
        at = rng.randrange(len(words) + 1)
        match rng.choice(["put", "drop", "insert", "move"]):
            case "put":
                words[at : at + 1] = [rng.choice(vocabulary)]
            case "drop":
                del words[at : at + 1]
            case "insert":
                words.insert(at, rng.choice(vocabulary))
            case "move":
                block = words[at : at + rng.randint(1, 5)]
                del words[at : at + len(block)]
                place = rng.randrange(len(words) + 1)
                words[place:place] = block
    return words


def test_the_figures_are_sacrebleus() -> None:
    """TER's search for shifts breaks ties in an order of its own, which is worth less than a third of a point."""
    metrics = pytest.importorskip("sacrebleu.metrics")
    rng = random.Random(6)
    vocabulary = [f"{consonant}{vowel}ر" for consonant in "بپتدسشکگلمنخحجچ" for vowel in "اویهېۍ"]
    reviewed = [[rng.choice(vocabulary) for _ in range(rng.randint(1, 30))] for _ in range(150)]
    drafts = [" ".join(_changed(each, vocabulary, rng)) for each in reviewed]
    texts = [" ".join(each) for each in reviewed]
    pairs = list(zip(drafts, texts, strict=True))
    assert edit_rate(edits(*pair) for pair in pairs) == pytest.approx(
        metrics.TER().corpus_score(drafts, [texts]).score, abs=0.3
    )
    assert chrf(ngram_counts(*pair) for pair in pairs) == pytest.approx(
        metrics.CHRF().corpus_score(drafts, [texts]).score, abs=1e-9
    )


_WORDS = st.lists(st.sampled_from("دو تن در هرات کشته شدند".split()), max_size=12).map(" ".join)


@given(_WORDS, _WORDS)
def test_a_shift_is_only_made_where_it_saves_edits(draft: str, reviewed: str) -> None:
    counted = edits(draft, reviewed)
    assert counted.edits <= Levenshtein.distance(draft.split(), reviewed.split())
    assert (counted.edits == 0) is (draft == reviewed)
    assert counted.edits >= abs(len(draft.split()) - len(reviewed.split()))
    assert 0 <= chrf([ngram_counts(draft, reviewed)]) <= 100 + 1e-9
