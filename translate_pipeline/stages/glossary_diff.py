"""`glossary diff`: what changed between two revisions of the glossary, and the messages it touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from translate_pipeline.catalogs.merging import is_reviewed
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import COLUMNS, sort_key
from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.terms import Glossary, Term
from translate_pipeline.locales import Locale
from translate_pipeline.reports.inline import plain
from translate_pipeline.stages.checking import catalog_locale
from translate_pipeline.stages.glossary_history import Entry


class Event(StrEnum):
    """What became of a term."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A term that is not what it was.

    Attributes:
        columns: each column that differs, with its old and its new cell; empty for added and removed terms.
    """

    event: Event
    old: Term | None
    new: Term | None
    columns: tuple[tuple[str, str, str], ...] = ()

    @property
    def term(self) -> Term:
        """The new term, or the old one where it was removed."""
        term = self.new or self.old
        assert term is not None
        return term


@dataclass(frozen=True, slots=True)
class Touched:
    """A message that a change may ask to be written otherwise; `state` is draft, reviewed or untranslated."""

    change: Change
    path: Path
    line: int
    locale: Locale
    state: str


def changes(old: Sequence[Entry], new: Sequence[Entry]) -> list[Change]:
    """The changes from one set of rows to another, by term.

    A row with another name counts as the same term where one of its names or all its forms are the same.
    """
    pairs = _paired(old, new)
    found = [Change(Event.REMOVED, entry.term, None) for entry in old if all(entry is not each for each, _ in pairs)]
    found += [Change(Event.ADDED, None, entry.term) for entry in new if all(entry is not each for _, each in pairs)]
    for before, after in pairs:
        columns = tuple(
            (column, before.cells[column], after.cells[column])
            for column in COLUMNS
            if before.cells[column] != after.cells[column]
        )
        if columns:
            found.append(Change(Event.CHANGED, before.term, after.term, columns))
    return sorted(found, key=lambda change: sort_key(change.term.name))


def _paired(old: Sequence[Entry], new: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    by_name = {term_key(entry.term.name): entry for entry in new}
    pairs = [(entry, by_name[key]) for entry in old if (key := term_key(entry.term.name)) in by_name]
    taken = {id(entry) for pair in pairs for entry in pair}
    left = [entry for entry in new if id(entry) not in taken]
    for entry in old:
        if id(entry) in taken:
            continue
        same = next((each for each in left if _same_term(entry.term, each.term)), None)
        if same is not None:
            left.remove(same)
            pairs.append((entry, same))
    return pairs


def _same_term(old: Term, new: Term) -> bool:
    shared = {term_key(name) for name in old.names} & {term_key(name) for name in new.names}
    return bool(shared) or (old.kind == new.kind and dict(old.forms) == dict(new.forms))


def touched(
    found: Sequence[Change], old: Iterable[Term], new: Iterable[Term], paths: Iterable[Path]
) -> tuple[list[Touched], list[InputError]]:
    """The messages of catalogs that changes touch, and the faults of catalogs that cannot be read.

    A message is touched where its source names the term and the forms in the catalog's locale differ, or where the
    source names the term in one revision only.
    """
    before, after = Matcher(Glossary(tuple(old))), Matcher(Glossary(tuple(new)))
    messages: list[Touched] = []
    faults = []
    for path in paths:
        try:
            messages += _touched_in(path, found, before, after)
        except InputError as error:
            faults.append(error)
    return messages, faults


def _touched_in(path: Path, found: Sequence[Change], before: Matcher, after: Matcher) -> list[Touched]:
    catalog = read_po(path)
    locale = catalog_locale(path, catalog)
    messages = []
    for entry in catalog:
        if entry.obsolete:
            continue
        old_terms = {match.term for match in before.find(plain(entry.msgid))}
        new_terms = {match.term for match in after.find(plain(entry.msgid))}
        state = "reviewed" if is_reviewed(entry) else "draft" if entry.msgstr else "untranslated"
        messages += [
            Touched(change, path, entry.linenum or 1, locale, state)
            for change in found
            if _touches(change, old_terms, new_terms, locale)
        ]
    return messages


def _touches(change: Change, old_terms: set[Term], new_terms: set[Term], locale: Locale) -> bool:
    was, is_now = change.old in old_terms, change.new in new_terms
    if was and is_now and change.old and change.new:
        return change.old.forms[locale.code] != change.new.forms[locale.code]
    return was != is_now
