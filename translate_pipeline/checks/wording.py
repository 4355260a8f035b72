"""The check of wordings: words that the desk's own list writes otherwise (`wording.csv` in the glossary folder)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from translate_pipeline.checks.check import Check, Spot, both
from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.reports.inline import scan


def other_wordings(message: CheckedMessage, preferred: Mapping[tuple[str, str], str]) -> Iterator[Finding]:
    """A finding for each word of a target that the desk writes otherwise.

    Args:
        preferred: what the desk writes, by locale code and the words that it stands for.
    """
    if message.skip & {"wording", "all"}:
        return
    check, bare = CHECKS[0], message.bare
    for (code, word), instead in preferred.items():
        if code != message.locale.code or word not in bare.target:
            continue
        for found in re.finditer(rf"(?<![\w\u200c]){re.escape(word)}(?![\w\u200c])", bare.target):
            start, end = found.span() if bare is message else scan(message.target).place(*found.span())
            yield Finding(check.id, check.severity, f"the desk writes {instead}, not {word}", start, end)


def _nothing(message: CheckedMessage) -> Iterable[Spot]:
    """A message alone says nothing of what the desk prefers: see `other_wordings`."""
    return ()


CHECKS = (
    Check(
        "wording",
        Severity.WARNING,
        "A word stands here that the desk's list of wordings replaces.",
        "The list is `wording.csv` in the glossary folder, filled by `review accept`. Words count as they are written "
        "there: other forms of a word are rows of their own.",
        both(
            "The project began.",
            ("پروسه (with a row that writes روند)", "روند"),
            ("پروسه (with a row that writes بهیر)", "بهیر"),
        ),
        _nothing,
    ),
)
