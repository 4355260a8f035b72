"""What a check has to say about a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """`error` keeps an article from being packaged, `warning` asks a reviewer to look, `info` only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """The id of a check, how grave it is, one line for the reviewer, and where in the target (half-open offsets)."""

    check: str
    severity: Severity
    message: str
    start: int = 0
    end: int = 0
    count: int = 1
