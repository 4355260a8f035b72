"""The noun of this room: a check, with what it is called, how grave its findings are, and how it explains itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing a check saw: a line for the reviewer, half-open offsets in the target, and how often it counts."""

    message: str
    start: int = 0
    end: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True)
class Example:
    """A source with a target that the check reports and one that it passes."""

    source: str
    wrong: str
    right: str
    role: str = "paragraph"


Find = Callable[[CheckedMessage], Iterable[Spot]]
Fix = Callable[[CheckedMessage], str]


@dataclass(frozen=True, slots=True)
class Check:
    """A check.

    Attributes:
        id: its name in output, options and opt-out comments.
        description: what it reports, in one line.
        explanation: why, and what it does not report.
        examples: by locale code; a language that the check does not look at has none.
        fix: the target without what the check reports, where a program may decide that.
        sees_tags: whether it is given texts with the tags of their inline markup, and not without them.
    """

    id: str
    severity: Severity
    description: str
    explanation: str
    examples: Mapping[str, Example]
    find: Find
    fix: Fix | None = None
    sees_tags: bool = False


def both(source: str, dari: tuple[str, str], pashto: tuple[str, str], role: str = "paragraph") -> dict[str, Example]:
    """The examples of a check: one source, and wrong and right in Dari and Pashto."""
    return {"fa_AF": Example(source, *dari, role), "ps": Example(source, *pashto, role)}
