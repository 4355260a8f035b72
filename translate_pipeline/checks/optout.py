"""Turning checks off for one message: a translator comment `# no-check: latin, number`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from translate_pipeline.checks.check import Check, Spot, both
from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.errors import did_you_mean

ALL = "all"
_LINE = re.compile(r"^\s*no-check:(?P<ids>.*)$", re.MULTILINE | re.IGNORECASE)


def opted_out(comment: str) -> frozenset[str]:
    """The ids that the comment of a message turns off; `all` stands for every check."""
    if "no-check" not in comment.lower():
        return frozenset()
    return frozenset(word for line in _LINE.finditer(comment) for word in re.findall(r"[\w-]+", line["ids"].lower()))


def unknown_ids(skip: frozenset[str], known: Collection[str]) -> Iterable[Finding]:
    """Findings on what a message turns off and no check is called."""
    for name in sorted(skip.difference(known, (ALL,))):
        problem = f"no check {name!r} to turn off; {did_you_mean(name, known)}"
        yield Finding(CHECKS[0].id, CHECKS[0].severity, problem)


def _nothing(message: CheckedMessage) -> Iterable[Spot]:
    """What is wrong stands in the comment, not in the message: see `unknown_ids`."""
    return ()


CHECKS = (
    Check(
        "no-check",
        Severity.WARNING,
        "A comment turns off a check that does not exist.",
        "A translator comment `# no-check: latin, number` turns checks off for its message, `# no-check: all` all.",
        both("He left.", ("# no-check: lattin", "# no-check: latin"), ("# no-check: lattin", "# no-check: latin")),
        _nothing,
    ),
)
