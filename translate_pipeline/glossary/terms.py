"""The noun of the glossary room: a term with its approved and accepted forms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path


class Kind(StrEnum):
    """What a term names; decides how a match may read it and which anchor may stand in for it."""

    PLACE = "place"
    OUTLET = "outlet"
    INSTITUTION = "institution"
    PERSON = "person"
    TITLE = "title"
    EVENT = "event"
    KEEP = "keep"


class Case(StrEnum):
    """How a match treats letter case: `exact` wants the capitals of the term, `fold` takes any."""

    EXACT = "exact"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Forms:
    """What may stand for a term in one locale.

    Attributes:
        approved: the form that drafts get; the citation form.
        oblique: the form after Pashto adpositions; empty where it is the approved one.
        plural: the form for a source in the plural; empty where none is recorded.
        accepted: further forms that a reviewer may write.
    """

    approved: str
    oblique: str = ""
    plural: str = ""
    accepted: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every form once, the approved one first."""
        return tuple(dict.fromkeys(form for form in (self.approved, self.oblique, self.plural, *self.accepted) if form))


@dataclass(frozen=True, slots=True)
class Term:
    """One English name with its variants and its forms per locale code.

    Attributes:
        path, line: where the row stands, for messages to the terminologist; no part of the term's identity.
    """

    name: str
    kind: Kind
    forms: Mapping[str, Forms] = field(hash=False)
    variants: tuple[str, ...] = ()
    case: Case = Case.EXACT
    note: str = ""
    path: Path | None = field(default=None, compare=False)
    line: int | None = field(default=None, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The term and its variants."""
        return (self.name, *self.variants)


@dataclass(frozen=True)
class Glossary:
    """All terms of a project, in file and row order."""

    terms: tuple[Term, ...] = ()

    @cached_property
    def revision(self) -> str:
        """Twelve hexadecimal digits that change when a draft could change: notes, files and order do not count."""
        rows = sorted(
            "\t".join(
                (term.name, "|".join(sorted(term.variants)), term.kind, term.case)
                + tuple(f"{code}={'|'.join(forms.all)}" for code, forms in sorted(term.forms.items()))
            )
            for term in self.terms
        )
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12]
