"""Output that ran away: a phrase or syllable said again and again, a text cut off by the decoder, or none at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from enum import StrEnum
from itertools import pairwise

from translate_pipeline.translation.engine import Hypothesis

# As the check `repetition` has it: a phrase three times in a row, or a long one twice.
_LOOP = re.compile(
    r"(?<!\w)(?P<part>\w[\w\u200c]*(?: \w[\w\u200c]*){0,5})(?:[ ،]+(?P=part)){2,}(?!\w)"
    r"|(?<!\w)(?P<long>\w[\w\u200c]*(?: \w[\w\u200c]*){3,11})،? (?P=long)(?!\w)"
)
_STUTTER = re.compile(r"([^\W\d_]{2,}?)\1{2,}")
_PAIR_TIMES = 4
# Of the source's length in characters: human translations stay under 1.75 and above 0.62 (docs/checks.md).
_LONG, _LONG_EXTRA = 2.0, 20
_SHORT, _SHORT_FROM = 0.5, 40


class Runaway(StrEnum):
    """What is wrong with an output."""

    EMPTY = "empty"
    CUT = "cut off at the longest output allowed"
    LOOP = "loop"
    STUTTER = "syllables repeated"
    LONG = "far longer than the source"


def runaway(source: str, output: Hypothesis) -> Runaway | None:
    """What is wrong with an output; None where nothing is. What the source itself repeats is no fault."""
    text = output.text
    if not text.strip():
        return Runaway.EMPTY if source.strip() else None
    if output.cut:
        return Runaway.CUT
    if len(text) > _LONG * len(source) + _LONG_EXTRA:
        return Runaway.LONG
    if _LOOP.search(text) and not _LOOP.search(source):
        return Runaway.LOOP
    if _times_a_pair_is_said(text) >= max(_PAIR_TIMES, _times_a_pair_is_said(source) + 1):
        return Runaway.LOOP
    if _STUTTER.search(text) and not _STUTTER.search(source):
        return Runaway.STUTTER
    return None


def badness(source: str, output: Hypothesis, placeholders: Collection[str]) -> tuple[bool, int, bool, int]:
    """What the better of two outputs has less of: a runaway, slips of placeholders, missing halves, words in loops."""
    short = len(source) >= _SHORT_FROM and len(output.text) < _SHORT * len(source)
    repeated = sum(len(found[0]) for found in _LOOP.finditer(output.text))
    return runaway(source, output) is not None, slips(source, output.text, placeholders), short, repeated


def slips(source: str, target: str, placeholders: Collection[str]) -> int:
    """How many placeholders a target lacks or has too many."""
    return sum(abs(source.count(each) - target.count(each)) for each in placeholders)


def _times_a_pair_is_said(text: str) -> int:
    return max(Counter(pairwise(text.split())).values(), default=0)
