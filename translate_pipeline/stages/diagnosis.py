"""One thing that `doctor` looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """`missing`: a run needs it. `note`: runs go on without, and something is lost or will be."""

    OK = "ok"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Attributes:
    subject: what was looked at.
    detail: what was found.
    remedy: the command or the edit that mends it; empty where the detail says all or nothing is wrong.
    """

    subject: str
    state: State
    detail: str
    remedy: str = ""
