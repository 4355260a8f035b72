"""How alike two sources are, and what differs.

The measure is the normalized Indel similarity of characters (rapidfuzz `fuzz.ratio`): twice the longest common
subsequence over the sum of both lengths. Unrelated English sentences of a report lie near 50 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from rapidfuzz import fuzz, process

OFFERED, PATCHED = 75.0, 90.0
"""Per cent from which a match is offered, and above which it may stand in for an engine's draft."""

_MOST_OFFERED = 8
_TOKEN = re.compile(r"\w+(?:[.,:'’-]\w+)*|[^\w\s]")
_MOST_DIFFERENCES = 6


def best_matches(source: str, candidates: Iterable[str]) -> list[tuple[str, float]]:
    """The candidates that are alike enough to be offered, with per cent, the best first; never the source itself."""
    texts = sorted(set(candidates) - {source})
    found = process.extract(source, texts, scorer=fuzz.ratio, score_cutoff=OFFERED, limit=_MOST_OFFERED)
    return [(text, score) for text, score, _ in sorted(found, key=lambda each: (-each[1], each[0]))]


def differences(old: str, new: str) -> list[str]:
    """What became of the old source's words: `"12" → "15"`, `without "in Herat"`, `with "late"`."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    notes = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        was, now = " ".join(before[i1:i2]), " ".join(after[j1:j2])
        if tag == "replace":
            notes.append(f'"{was}" → "{now}"')
        elif tag == "delete":
            notes.append(f'without "{was}"')
        elif tag == "insert":
            notes.append(f'with "{now}"')
    if len(notes) > _MOST_DIFFERENCES:
        notes[_MOST_DIFFERENCES:] = [f"and {len(notes) - _MOST_DIFFERENCES} more"]
    return notes or ["spaces only"]
