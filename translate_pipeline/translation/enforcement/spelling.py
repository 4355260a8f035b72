"""Other spellings of a form: the same consonants in the same words, as engines write the names they spell by ear.

کالیفرنیا for کالیفورنیا, آمریکا for امریکا. Vowels are what transliterations differ in; a word with a ye at its end
that the form does not have is an adjective (پاکستانی), not the name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_VOWELS = "اآوىیيېۍئ"
_YES = "ىیيېۍئ"
_MIN_CONSONANTS = 3
_MAX_DIFFERENCE = 2
_WORD = re.compile(r"[^\W\d_]+")
_DROPPED = str.maketrans("", "", _VOWELS + "\u200c\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u0670\u0640")


@lru_cache(maxsize=50_000)
def _consonants(word: str) -> str:
    # The first letter counts even as a vowel, whatever sits on it.
    first = "ا" if word[0] in "اآ" else word[0]
    return first + word[1:].translate(_DROPPED)


def other_spellings(form: str, target: str) -> list[tuple[int, int]]:
    """Where `target` has another spelling of `form`: half-open offsets, in order, none overlapping another."""
    wanted = [word for word in re.split(r"[ \u200c-]+", form) if word]
    keys = [_consonants(word) for word in wanted]
    if sum(map(len, keys)) <= _MIN_CONSONANTS:
        return []
    words = [(found.start(), found.end()) for found in _WORD.finditer(target)]
    spans: list[tuple[int, int]] = []
    for index in range(len(words) - len(keys) + 1):
        group = words[index : index + len(keys)]
        texts = [target[start:end] for start, end in group]
        gaps = [target[left[1] : right[0]] for left, right in pairwise(group)]
        if any(gap not in (" ", "\u200c", "-") for gap in gaps):
            continue
        if [_consonants(text) for text in texts] != keys:
            continue
        if any(_is_other_word(text, word) for text, word in zip(texts, wanted, strict=True)):
            continue
        if not spans or group[0][0] >= spans[-1][1]:
            spans.append((group[0][0], group[-1][1]))
    return spans


def _is_other_word(text: str, word: str) -> bool:
    adjective = text[-1] in _YES and word[-1] not in _YES
    return adjective or abs(len(text) - len(word)) > _MAX_DIFFERENCE
