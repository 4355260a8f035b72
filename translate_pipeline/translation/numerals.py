"""Numbers in English text that an engine had better copy than translate."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?<![\w.,:$€£/-])\d[\d,]*(?:\.\d+)?(?![\w:/]|[-.,]\w|%)")
_MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)|Sept(?:ember|\.)|Oct(?:ober|\.)"
    r"|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_AFTER_MONTH = re.compile(rf"{_MONTH} $")
_BEFORE_MONTH = re.compile(rf" {_MONTH}")


def number_spans(text: str) -> list[tuple[int, int]]:
    """Spans of numbers of two digits or more; days of a month are left, since languages write dates differently."""
    spans = []
    for found in _NUMBER.finditer(text):
        day = len(found[0]) < 3 and (
            _AFTER_MONTH.search(text, 0, found.start()) or _BEFORE_MONTH.match(text, found.end())
        )
        if len(found[0]) > 1 and not day:
            spans.append(found.span())
    return spans
