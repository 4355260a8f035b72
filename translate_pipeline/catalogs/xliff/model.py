"""What an XLIFF 2 document says, apart from how it says it (OASIS XLIFF 2.1, 2018)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

CORE = "urn:oasis:names:tc:xliff:document:2.0"
GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
# Poedit up to 3.2 reads 2.0 only; what this program writes is the same in both.
VERSIONS = ("2.1", "2.0")
XML = "http://www.w3.org/XML/1998/namespace"


class State(StrEnum):
    """How far the translation of a segment is, lowest first."""

    INITIAL = "initial"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"

    @property
    def rank(self) -> int:
        """Its place in the order."""
        return list(State).index(self)


@dataclass(frozen=True, slots=True)
class Note:
    """A note; `applies_to` is source, target or empty, `priority` 1 (highest) to 10."""

    text: str
    category: str = ""
    applies_to: str = ""
    priority: int = 1


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term with its translations, the approved one first."""

    term: str
    translations: tuple[str, ...]
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """A value of the metadata module, in the group of a category."""

    category: str
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A message: its segments joined.

    Attributes:
        name: the role.
        target: empty where there is none.
        state: the lowest of its segments'.
        sub_state: the first of those segments that have one.
        preserve: white space counts; otherwise runs of it are one space.
        line: where a file says it, counted from 1.
    """

    id: str
    name: str
    source: str
    target: str
    state: State
    sub_state: str = ""
    notes: tuple[Note, ...] = ()
    terms: tuple[GlossaryEntry, ...] = ()
    metadata: tuple[Meta, ...] = ()
    preserve: bool = True
    line: int = field(default=0, compare=False)

    def values(self, category: str, type_: str) -> Iterator[str]:
        """The metadata of a category and type."""
        return (meta.value for meta in self.metadata if (meta.category, meta.type) == (category, type_))


@dataclass(frozen=True, slots=True)
class File:
    """The units of one report; `original` is the report's path as a label, never opened."""

    id: str
    original: str
    units: tuple[Unit, ...]
    notes: tuple[Note, ...] = ()
    metadata: tuple[Meta, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; languages are BCP 47 tags."""

    source_language: str
    target_language: str
    files: tuple[File, ...]
