"""The noun of the translation memory: a source with its approved translation, and where both stand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an origin is: a catalog of the project, or a TMX file that was imported."""

    CATALOG = "catalog"
    TMX = "tmx"


@dataclass(frozen=True, slots=True)
class Unit:
    """A translation unit.

    Attributes:
        locale: the code of its target's locale.
        role: the msgctxt of its message; empty where an imported unit has none.
        before, after: digests of the sources beside it (`neighbour`); empty where it had none.
        position: its place in its origin, from 0.
        copied: its target came out of the memory itself and nobody changed it.
        revised: when its origin, or the unit, was last changed: ISO 8601 in UTC, or empty.
    """

    source: str
    target: str
    locale: str
    role: str = ""
    before: str = ""
    after: str = ""
    position: int = 0
    copied: bool = False
    revised: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A unit and the origin that has it: its path as seen from the project's root, and its kind."""

    unit: Unit
    path: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence of a unit's source and the one that answers to it in the target; `position` is the unit's."""

    source: str
    target: str
    position: int


def neighbour(text: str) -> str:
    """The digest by which a unit remembers the source beside it."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest() if text else ""
