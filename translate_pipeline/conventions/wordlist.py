"""Regular expressions of many words that share their beginnings, so that a search reads each letter once."""

from __future__ import annotations

import re
from collections.abc import Iterable


def one_of(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of `words`."""
    by_first: dict[str, set[str]] = {}
    ends = False
    for word in words:
        if word:
            by_first.setdefault(word[0], set()).add(word[1:])
        else:
            ends = True
    if not by_first:
        return ""
    branches = [re.escape(first) + one_of(rest) for first, rest in sorted(by_first.items())]
    body = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return f"{body}?" if ends else body
