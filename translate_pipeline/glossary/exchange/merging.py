"""Bringing what another system's file says into the rows of the project, without overruling a terminologist.

What a row says stays: an empty cell is filled, a list gets what it lacks, and where row and file differ the difference
is reported and the row kept, unless the file is to win. Lists never shrink.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from translate_pipeline.glossary.csv_files import COLUMNS, Row, split_cell, write_rows
from translate_pipeline.glossary.exchange.entry import Entry
from translate_pipeline.glossary.exchange.forms_cell import (
    OBLIQUE,
    PLURAL,
    forms_values,
    labelled_form,
    with_accepted_forms,
    with_labelled_form,
    without_form,
)
from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.terms import Case, Kind
from translate_pipeline.locales import LOCALES


@dataclass(frozen=True, slots=True)
class Difference:
    """Row and file do not say the same.

    Attributes:
        path, line: the row; line 0 where it is new.
        source_line: where the file says it.
        applied: whether the file's word was taken.
    """

    path: Path
    line: int
    term: str
    column: str
    present: str
    offered: str
    source_line: int
    applied: bool


@dataclass(slots=True)
class Outcome:
    """What an import would write, and what it leaves to a person.

    Attributes:
        texts: the whole text of each file that changes.
        added, updated: rows per file.
        unchanged: entries that say nothing new.
        incomplete: new names that lack the approved form of a locale, with its codes.
        assumed: new rows whose kind the file does not tell.
    """

    texts: dict[Path, str] = field(default_factory=dict)
    added: Counter[Path] = field(default_factory=Counter)
    updated: Counter[Path] = field(default_factory=Counter)
    unchanged: int = 0
    differences: list[Difference] = field(default_factory=list)
    incomplete: list[tuple[Entry, tuple[str, ...]]] = field(default_factory=list)
    assumed: int = 0


@dataclass(slots=True)
class _Place:
    """A row in the making."""

    path: Path
    line: int
    cells: dict[str, str]
    changed: bool = False


def merge(
    entries: Iterable[Entry],
    rows: Sequence[Row],
    into: Path,
    kind: Kind,
    *,
    overwrite: bool = False,
    drafts: bool = False,
) -> Outcome:
    """The rows with what the entries say.

    Args:
        rows: every row of the project's files, and of `into` where that is another file.
        into: the file for new names.
        kind: of a new name whose entry does not tell.
        overwrite: whether an entry wins over a row.
        drafts: whether `into` may hold rows that lack the approved form of a locale.
    """
    outcome = Outcome()
    places = [_Place(row.path, row.line, dict(row.cells)) for row in rows]
    index: dict[str, _Place] = {}
    for place in places:
        for name in _names(place):
            index.setdefault(term_key(name), place)
    for entry in entries:
        home = _home(entry, index, outcome)
        if home is not None:
            before = dict(home.cells)
            _update(home, entry, index, outcome, overwrite=overwrite)
            if home.cells == before:
                outcome.unchanged += 1
            elif home.line:
                outcome.updated[home.path] += not home.changed
                home.changed = True
        elif not any(term_key(name) in index for name in (entry.name, *entry.variants)):
            missing = tuple(locale.code for locale in LOCALES if locale.code not in entry.forms)
            if missing and not drafts:
                outcome.incomplete.append((entry, missing))
                continue
            place = _Place(into, 0, _new_cells(entry, kind), changed=True)
            outcome.assumed += entry.kind is None
            outcome.added[into] += 1
            places.append(place)
            for name in _names(place):
                index.setdefault(term_key(name), place)
    for path in dict.fromkeys(place.path for place in places if place.changed):
        outcome.texts[path] = write_rows(place.cells for place in places if place.path == path)
    return outcome


def _names(place: _Place) -> tuple[str, ...]:
    return (place.cells["term"], *split_cell(place.cells["variants"]))


def _home(entry: Entry, index: dict[str, _Place], outcome: Outcome) -> _Place | None:
    """The row of an entry: that of its name, or else the one row that has a variant of it."""
    home = index.get(term_key(entry.name))
    if home is not None:
        return home
    owners: list[_Place] = []
    for name in entry.variants:
        owner = index.get(term_key(name))
        if owner is not None and not any(owner is other for other in owners):
            owners.append(owner)
    if len(owners) == 1:
        return owners[0]
    for owner in owners:
        present = owner.cells["term"]
        outcome.differences.append(
            Difference(owner.path, owner.line, present, "term", present, entry.name, entry.line, applied=False)
        )
    return None


def _new_cells(entry: Entry, kind: Kind) -> dict[str, str]:
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {
        "term": entry.name,
        "variants": "|".join(entry.variants),
        "kind": entry.kind or kind,
        "match": entry.case or Case.EXACT,
        "note": entry.note,
    }
    for code, forms in entry.forms.items():
        cells |= {code: forms.approved, f"{code}_forms": "|".join(forms_values(forms))}
    return cells


def _update(home: _Place, entry: Entry, index: dict[str, _Place], outcome: Outcome, *, overwrite: bool) -> None:
    cells = home.cells

    def settle(column: str, present: str, offered: str, *, win: bool = overwrite) -> bool:
        """Whether the file's word is to be taken; a difference is reported."""
        if not offered or present == offered:
            return False
        if present:
            difference = Difference(
                home.path, home.line, cells["term"], column, present, offered, entry.line, applied=win
            )
            outcome.differences.append(difference)
        return win or not present

    for column, offered in (("kind", entry.kind or ""), ("match", entry.case or ""), ("note", entry.note)):
        if settle(column, cells[column], offered):
            cells[column] = offered
    for name in (entry.name, *entry.variants):
        owner = index.setdefault(term_key(name), home)
        if owner is not home:
            settle("variants", f"a name of {owner.cells['term']!r}", name, win=False)
        elif term_key(name) not in map(term_key, _names(home)):
            cells["variants"] = "|".join((*split_cell(cells["variants"]), name))
    for code, forms in entry.forms.items():
        column = f"{code}_forms"
        if settle(code, cells[code], forms.approved):
            cells[code] = forms.approved
            cells[column] = without_form(cells[column], forms.approved)
        for label, form in ((OBLIQUE, forms.oblique), (PLURAL, forms.plural)):
            if settle(column, labelled_form(cells[column], label), form):
                cells[column] = with_labelled_form(cells[column], label, form)
        cells[column] = with_accepted_forms(cells[column], forms.accepted, cells[code])
