"""Blocks fall into sentences where a reader would pause, and come together again."""

from __future__ import annotations

import pytest

from translate_pipeline.translation.sentences import Sentence, join_sentences, split_sentences


@pytest.mark.parametrize(
    ("block", "sentences"),
    [
        ("Brig. Gen. Omar, of the U.S. Army, left at 4:30 a.m. on July 7. He went home.", 2),
        ("It cost $3.5 million. Was it worth it? Yes!", 3),
        ("The U.N. Security Council met.", 1),
        ("Taliban Attack Qala-e Naw", 1),
        ("", 0),
    ],
)
def test_abbreviations_and_numbers_do_not_end_a_sentence(block: str, sentences: int) -> None:
    assert len(split_sentences(block)) == sentences


@pytest.mark.parametrize(("opening", "closing"), [('"', '"'), ("“", "”")])
def test_a_quotation_of_two_sentences_is_split_and_quoted_as_one(opening: str, closing: str) -> None:
    sentences = split_sentences(f"He left. {opening}They did not stay. We are safe.{closing}")
    assert sentences == [
        Sentence("He left."),
        Sentence("They did not stay.", opens=True),
        Sentence("We are safe.", closes=True),
    ]
    assert join_sentences(sentences, ["یک.", "دو.", "سه."]) == "یک. «دو. سه.»"


def test_nothing_is_lost() -> None:
    block = 'The fight began. "Leave," he said. Others stayed. “We wait. We pray.”'
    words = " ".join(sentence.text for sentence in split_sentences(block)).replace('"', "").split()
    assert words == block.replace('"', "").replace("“", "").replace("”", "").split()


def test_an_untranslated_sentence_leaves_no_empty_quotes() -> None:
    assert join_sentences([Sentence("a", opens=True), Sentence("b", closes=True)], ["", ""]) == ""
