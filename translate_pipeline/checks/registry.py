"""All checks, in the order in which a reviewer reads their findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from translate_pipeline.checks import numbers, output, terms
from translate_pipeline.checks.finding import Finding
from translate_pipeline.checks.message import CheckedMessage

Check = Callable[[CheckedMessage], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    output.empty,
    output.source_copy,
    terms.count_of_terms,
    output.addresses,
    output.leftover,
    output.repetition,
    numbers.numbers,
    output.latin,
)


def check_message(message: CheckedMessage) -> tuple[Finding, ...]:
    """Every finding on a message; an empty target has that one finding only."""
    if not message.target.strip():
        return tuple(output.empty(message))
    return tuple(finding for check in CHECKS for finding in check(message))
