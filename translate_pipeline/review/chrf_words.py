"""chrF++: chrF with words and pairs of words besides characters (Popović, WMT 2017), counted as sacrebleu counts it."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

_CHARACTERS = 6
_BETA = 2.0
_PUNCTUATION = frozenset(string.punctuation)


def chrf_plus_plus(pairs: Iterable[tuple[str, str]]) -> float:
    """chrF++ of a corpus of translations and references, 0 to 100."""
    totals: list[list[int]] = []
    for target, reference in pairs:
        counts = [_shared(left, right) for left, right in zip(_grams(target), _grams(reference), strict=True)]
        totals = totals or [[0, 0, 0] for _ in counts]
        for total, each in zip(totals, counts, strict=True):
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


def _grams(text: str) -> list[Counter[object]]:
    """N-grams of characters, 1 to 6, and of words, 1 and 2."""
    letters = "".join(text.split())
    words = _words(text)
    grams: list[Counter[object]] = [
        Counter(letters[at : at + size] for at in range(len(letters) - size + 1)) for size in range(1, _CHARACTERS + 1)
    ]
    return [*grams, Counter(words), Counter(pairwise(words))]


def _shared(left: Counter[object], right: Counter[object]) -> Sequence[int]:
    # A text too short for an n says nothing about that n.
    return (left.total() if right else 0), right.total(), (left & right).total()


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
