"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

_WORD = re.compile(r"\w+(?:['’-]\w+)*|\s+|[^\w\s]")
# Comparing takes time by the product of the lengths; two long texts are shown one after the other.
_MOST_PAIRS = 1_000_000


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


def word_difference(old: str, new: str) -> list[tuple[Change, str]]:
    """The pieces of both texts in reading order, what was removed before what came instead.

    Without the added pieces they are `old`, without the removed ones `new`.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) * len(after) > _MOST_PAIRS:
        return _joined([(Change.REMOVED, old), (Change.ADDED, new)])
    pieces: list[tuple[Change, str]] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append((Change.SAME, "".join(before[start:end])))
        else:
            pieces.append((Change.REMOVED, "".join(before[start:end])))
            pieces.append((Change.ADDED, "".join(after[new_start:new_end])))
    return _joined(_without_lone_spaces(pieces))


def _without_lone_spaces(pieces: list[tuple[Change, str]]) -> list[tuple[Change, str]]:
    """A space that stayed between two changed words belongs to the change."""
    last = len(pieces) - 1
    smoothed: list[tuple[Change, str]] = []
    for at, (change, text) in enumerate(pieces):
        if change is Change.SAME and text.isspace() and 0 < at < last:
            smoothed += [(Change.REMOVED, text), (Change.ADDED, text)]
        else:
            smoothed.append((change, text))
    return smoothed


def _joined(pieces: list[tuple[Change, str]]) -> list[tuple[Change, str]]:
    """Neighbouring pieces of one kind as one, removals of a stretch of changes before its additions."""
    joined: list[tuple[Change, str]] = []
    for changed, run in groupby(pieces, key=lambda piece: piece[0] is not Change.SAME):
        stretch = list(run)
        for change in (Change.REMOVED, Change.ADDED) if changed else (Change.SAME,):
            text = "".join(text for kind, text in stretch if kind is change)
            if text:
                joined.append((change, text))
    return joined
