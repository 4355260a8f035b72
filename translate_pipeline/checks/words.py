"""The words and numbers of a text, and letters folded to what a reader takes for the same."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"\d+(?:[.,٫٬،/]\d+)*|[^\W\d_]+(?:[\u200c'’\u064b-\u0655\u0670]+[^\W\d_]+)*")

_SAME: dict[str, str | None] = {
    **dict.fromkeys("يىۍېئےۓێ", "ی"),
    **dict.fromkeys("كڪ", "ک"),
    **dict.fromkeys("ګ", "گ"),
    **dict.fromkeys("آأإٱ", "ا"),
    **dict.fromkeys("ؤ", "و"),
    **dict.fromkeys("ہەھۀۂة", "ه"),
    **dict.fromkeys("ټٹ", "ت"),
    **dict.fromkeys("ډڈ", "د"),
    **dict.fromkeys("ړڑ", "ر"),
    **dict.fromkeys("ڼں", "ن"),
    **dict.fromkeys(map(chr, (*range(0x064B, 0x0656), 0x0670, 0x0640))),
}
_FOLDED = str.maketrans(_SAME)


@lru_cache(maxsize=256)
def folded(text: str) -> str:
    """Target text with its variants of ye, kaf, gaf, alef, he and retroflex letters as one letter each, no marks.

    For looking words up, never for writing: these letters differ in meaning.
    """
    return text.translate(_FOLDED)


@lru_cache(maxsize=256)
def words(text: str) -> tuple[str, ...]:
    """Words (with inner ZWNJ and apostrophes) and numbers (with inner separators), in order."""
    return tuple(_TOKEN.findall(text))


@lru_cache(maxsize=256)
def vocabulary(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words(text))


@lru_cache(maxsize=256)
def tokens(text: str) -> tuple[re.Match[str], ...]:
    """Where the `words` of a text stand."""
    return tuple(_TOKEN.finditer(text))
