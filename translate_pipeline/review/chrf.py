"""chrF2 and chrF++, counted so that messages add up to a corpus, as sacrebleu counts them.

chrF2 is the F-score of character n-grams, n from 1 to 6, without spaces, recall counted twice (Popović, WMT 2015).
chrF++ takes words and pairs of words besides (Popović, WMT 2017).
"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

_CHARACTERS = 6
_BETA = 2.0
_PUNCTUATION = frozenset(string.punctuation)

NgramCounts = tuple[tuple[int, int, int], ...]
"""For each n: n-grams of the one text, of the other, and those they share."""


def ngram_counts(draft: str, reviewed: str) -> NgramCounts:
    """What chrF2 counts of a message."""
    return _shared(_characters(draft), _characters(reviewed))


def chrf_plus_plus(pairs: Iterable[tuple[str, str]]) -> float:
    """chrF++ of a corpus of translations and references, 0 to 100."""
    return chrf(
        _shared([*_characters(target), *_word_grams(target)], [*_characters(reference), *_word_grams(reference)])
        for target, reference in pairs
    )


def chrf(counts: Iterable[NgramCounts]) -> float:
    """The F-score of a corpus, 0 to 100."""
    totals: list[list[int]] = []
    for message in counts:
        totals = totals or [[0, 0, 0] for _ in message]
        for total, each in zip(totals, message, strict=True):
            for index, number in enumerate(each):
                total[index] += number
    orders = [(shared / left, shared / right) for left, right, shared in totals if left and right]
    if not orders:
        return 0.0
    precision = sum(each for each, _ in orders) / len(orders)
    recall = sum(each for _, each in orders) / len(orders)
    if not precision + recall:
        return 0.0
    return 100 * (1 + _BETA**2) * precision * recall / (_BETA**2 * precision + recall)


def _shared(left: Sequence[Counter[object]], right: Sequence[Counter[object]]) -> NgramCounts:
    # A text too short for an n says nothing about that n.
    return tuple(
        (one.total() if other else 0, other.total(), (one & other).total())
        for one, other in zip(left, right, strict=True)
    )


def _characters(text: str) -> list[Counter[object]]:
    letters = "".join(text.split())
    return [
        Counter(letters[at : at + size] for at in range(len(letters) - size + 1)) for size in range(1, _CHARACTERS + 1)
    ]


def _word_grams(text: str) -> list[Counter[object]]:
    words = _words(text)
    return [Counter(words), Counter(pairwise(words))]


def _words(text: str) -> list[str]:
    """What spaces part, with one mark of ASCII punctuation taken off the end, or else the beginning."""
    words: list[str] = []
    for word in text.split():
        if len(word) > 1 and word[-1] in _PUNCTUATION:
            words += [word[:-1], word[-1]]
        elif len(word) > 1 and word[0] in _PUNCTUATION:
            words += [word[0], word[1:]]
        else:
            words.append(word)
    return words
