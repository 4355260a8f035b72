"""What is wrong with glossary files, said row by row to the terminologist."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from translate_pipeline.conventions.orthography import ALLOWED_LETTERS, WRONG_LETTERS
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import (
    FORM_LABELS,
    Row,
    all_names,
    glossary_files,
    read_rows,
    read_term,
    sort_key,
)
from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.terms import Kind, Term
from translate_pipeline.locales import LOCALES

_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BARE_CELL = re.compile(r"^\||\|$|\|\s*\|")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something to mend in a glossary file.

    Attributes:
        severity: `error` keeps the row from doing its work; `warning` asks for a second look.
        check: short name of the rule.
    """

    path: Path
    line: int
    severity: str
    check: str
    message: str


def lint(folder: Path) -> list[Problem]:
    """Everything to mend in the glossary files of a folder, by file and line."""
    problems: list[Problem] = []
    terms: list[Term] = []
    for path in glossary_files(folder):
        try:
            rows = read_rows(path)
        except InputError as error:
            problems.append(Problem(path, error.line or 1, "error", "format", f"{error.problem}; {error.remedy}"))
            continue
        problems += _unsorted(rows)
        for row in rows:
            problems += _cells(row)
            try:
                terms.append(read_term(row))
            except InputError as error:
                problems.append(Problem(path, row.line, "error", "row", f"{error.problem}; {error.remedy}"))
    problems += _same_name_twice(terms)
    problems += _same_form_twice(terms)
    return sorted(problems)


def _unsorted(rows: Sequence[Row]) -> Iterator[Problem]:
    for above, row in pairwise(rows):
        if sort_key(above.cells["term"]) > sort_key(row.cells["term"]):
            message = f"{row.cells['term']!r} should stand above {above.cells['term']!r}; sort the file by term"
            yield Problem(row.path, row.line, "error", "order", message)
            return


def _cells(row: Row) -> Iterator[Problem]:
    for column, cell in row.cells.items():
        if _BIDI_CONTROLS.search(cell):
            yield Problem(row.path, row.line, "error", "bidi", f"{column} holds an invisible bidi control; remove it")
        if _BARE_CELL.search(cell):
            yield Problem(row.path, row.line, "error", "separator", f"{column} has an empty value beside a |")
    if row.cells["kind"] == Kind.KEEP:
        return
    for locale in LOCALES:
        for column in (locale.code, f"{locale.code}_forms"):
            yield from _letters(row, column, locale.code)


def _letters(row: Row, column: str, code: str) -> Iterator[Problem]:
    text = row.cells[column]
    for label in FORM_LABELS:
        text = text.replace(label, "")
    for char in dict.fromkeys(text):
        if not (char.isalpha() or unicodedata.combining(char)) or char in ALLOWED_LETTERS[code]:
            continue
        remedy = WRONG_LETTERS[code].get(char)
        mend = f"write {remedy}" if remedy else "use kind keep for a name in another script"
        name = unicodedata.name(char, "unnamed").lower()
        yield Problem(row.path, row.line, "error", "letters", f"{column}: {char} ({name}) is not a letter here; {mend}")


def _same_name_twice(terms: Sequence[Term]) -> Iterator[Problem]:
    seen: dict[str, Term] = {}
    for term, name in all_names(terms):
        first = seen.setdefault(term_key(name), term)
        if term.path is None or term.line is None or (first is term and term.names.count(name) == 1):
            continue
        if first is term:
            yield Problem(term.path, term.line, "error", "duplicate", f"{name!r} stands twice in its row; keep one")
        else:
            where = f"{first.path.name if first.path else ''}:{first.line}"
            message = f"{name!r} also stands in {where} as {first.name!r}; keep it in one row"
            yield Problem(term.path, term.line, "error", "duplicate", message)


def _same_form_twice(terms: Sequence[Term]) -> Iterator[Problem]:
    for locale in LOCALES:
        seen: dict[tuple[Kind, str], Term] = {}
        for term in terms:
            approved = term.forms[locale.code].approved
            first = seen.setdefault((term.kind, approved), term)
            if first is term or term.path is None or term.line is None:
                continue
            where = f"{first.path.name if first.path else ''}:{first.line}"
            message = f"{locale.code} form {approved} is also that of {first.name!r} ({where}); one row with a variant?"
            yield Problem(term.path, term.line, "warning", "same-form", message)
