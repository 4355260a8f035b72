"""The check of numbers: what the source counts, the target counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.checks.message import CheckedMessage

_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_SMALL = 12


def numbers(message: CheckedMessage) -> Iterator[Finding]:
    """A number in digits that vanished or appeared; up to twelve it may be a word in either language."""
    names = {index for match in message.matches for index in range(match.start, match.stop)}
    source = "".join(" " if index in names else char for index, char in enumerate(message.source))
    wanted, got = _values(_ordinals(source)), _values(message.target)
    for value in (wanted - got).elements():
        if not (value.isdigit() and int(value) <= _SMALL):
            yield Finding("number", Severity.WARNING, f"{value} is missing")
    for value in (got - wanted).elements():
        if not (value.isdigit() and int(value) <= _SMALL):
            yield Finding("number", Severity.WARNING, f"{value} is not in the source")


def _ordinals(text: str) -> str:
    return re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)


def _values(text: str) -> Counter[str]:
    return Counter(_canonical(found[0]) for found in _NUMBER.finditer(text))


def _canonical(number: str) -> str:
    """Western digits, no thousands separators, `.` before decimals."""
    digits = "".join(str(int(char)) if char.isdecimal() else char for char in number)
    digits = re.sub(r"[,٬](?=\d{3}(?!\d))", "", digits).replace("٫", ".").replace(",", ".").replace("٬", ".")
    whole, _, decimals = digits.partition(".")
    return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")
