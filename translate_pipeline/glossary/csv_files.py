"""Glossary files: CSV, one row a term, made for a spreadsheet and for git diff.

Columns: `term,variants,kind,fa_AF,fa_AF_forms,ps,ps_forms,match,note`. Cells with several values separate them with
`|`. In a forms cell `obl:` marks the oblique and `pl:` the plural of the approved form. What a spreadsheet does to
a file (a BOM, CRLF, semicolons or tabs between cells, columns in another order, quoted line breaks) is read without
a word.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipeline.conventions.persian import TABLE_NAME
from translate_pipeline.errors import InputError, did_you_mean
from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.terms import Case, Forms, Glossary, Kind, Term
from translate_pipeline.input_files import read_input
from translate_pipeline.locales import LOCALES

COLUMNS: tuple[str, ...] = (
    "term",
    "variants",
    "kind",
    *(column for locale in LOCALES for column in (locale.code, f"{locale.code}_forms")),
    "match",
    "note",
)
REQUIRED = ("term", "kind", *(locale.code for locale in LOCALES), "match")
FORM_LABELS = {"obl:": "oblique", "pl:": "plural"}
WORDING_NAME = "wording.csv"
"""The file name, in a glossary folder, of the list of wordings that the desk prefers; it holds no terms."""
MAX_ROWS = 200_000
"""What one file may have; the largest gazetteers of Afghanistan have a fourth of that."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a glossary file before anything is believed of it: cells by column name, trimmed, NFC."""

    path: Path
    line: int
    cells: dict[str, str]


def read_rows(path: Path, columns: Sequence[str] = COLUMNS) -> list[Row]:
    """The rows of one file; empty lines are left out.

    Args:
        columns: those of the file, in any order.

    Raises:
        InputError: the file cannot be read as such a table: encoding, header, or a row with too few or too many cells.
    """
    try:
        data = read_input(path)
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError("no such glossary file", path=path) from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError("not UTF-8", remedy="save the file as CSV UTF-8", path=path, line=line) from None
    header_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, path, columns)
        start = reader.line_num + 1
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) == MAX_ROWS:
                problem = f"more than {MAX_ROWS:,} rows"
                raise InputError(problem, remedy="keep the names that the reports use", path=path, line=line)
            if len(cells) != len(header):
                raise InputError(
                    f"{len(cells)} cells where the header has {len(header)} columns",
                    remedy="add the missing cell or quote the one that holds a separator",
                    path=path,
                    line=line,
                )
            rows.append(Row(path, line, {name: _clean(cell) for name, cell in zip(header, cells, strict=True)}))
    except csv.Error as error:
        raise InputError(
            f"not a CSV row: {error}", remedy="check the quotes", path=path, line=reader.line_num
        ) from None
    return rows


def _check_header(header: list[str], path: Path, columns: Sequence[str]) -> None:
    for name in header:
        if name not in columns:
            raise InputError(f"unknown column {name!r}", remedy=did_you_mean(name, columns), path=path, line=1)
        if header.count(name) > 1:
            raise InputError(f"column {name!r} stands twice", remedy="remove one", path=path, line=1)
    missing = [name for name in columns if name not in header]
    if missing:
        raise InputError(f"missing column {missing[0]!r}", remedy="add it to the header", path=path, line=1)


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", " ".join(cell.split()))


def split_cell(cell: str) -> tuple[str, ...]:
    """The values of a `|`-separated cell."""
    return tuple(value for part in cell.split("|") if (value := part.strip()))


def read_term(row: Row) -> Term:
    """The term of a row.

    Raises:
        InputError: a required cell is empty, or `kind` or `match` holds an unknown word.
    """
    cells = row.cells
    for column in REQUIRED:
        if not cells[column]:
            raise InputError(f"empty cell in column {column!r}", remedy="fill it", path=row.path, line=row.line)
    kind, case = cells["kind"], cells["match"]
    if kind not in set(Kind):
        raise InputError(f"unknown kind {kind!r}", remedy=did_you_mean(kind, Kind), path=row.path, line=row.line)
    if case not in set(Case):
        raise InputError(f"unknown match {case!r}", remedy=did_you_mean(case, Case), path=row.path, line=row.line)
    lists = ("variants", *(f"{locale.code}_forms" for locale in LOCALES))
    for column in ("term", *lists, *(locale.code for locale in LOCALES)):
        for value in split_cell(cells[column]) if column in lists else [cells[column]]:
            if not has_letters(value):
                problem = f"{value!r} in column {column!r} has no letter"
                raise InputError(problem, remedy="write a name", path=row.path, line=row.line)
    return Term(
        name=cells["term"],
        variants=split_cell(cells["variants"]),
        kind=Kind(kind),
        forms={code: _read_forms(row, code) for code in (locale.code for locale in LOCALES)},
        case=Case(case),
        note=cells["note"],
        path=row.path,
        line=row.line,
    )


def has_letters(value: str) -> bool:
    """Whether a name or form has a letter or digit that could be found in a text."""
    return any(char.isalnum() for char in value)


def _read_forms(row: Row, code: str) -> Forms:
    labelled = dict.fromkeys(FORM_LABELS.values(), "")
    accepted: list[str] = []
    for value in split_cell(row.cells[f"{code}_forms"]):
        label = next((label for label in FORM_LABELS if value.startswith(label)), None)
        if label is None:
            accepted.append(value)
        elif labelled[FORM_LABELS[label]]:
            raise InputError(f"two {label} forms in {code}_forms", remedy="keep one", path=row.path, line=row.line)
        else:
            labelled[FORM_LABELS[label]] = value.removeprefix(label).strip()
    return Forms(row.cells[code], accepted=tuple(accepted), **labelled)


def glossary_files(folder: Path) -> list[Path]:
    """The term files of a glossary folder, sorted by name; the tables of Dari words and of wordings are none."""
    others = (TABLE_NAME, WORDING_NAME)
    return sorted(path for path in folder.glob("*.csv") if not path.name.startswith(".") and path.name not in others)


def read_glossary(folder: Path) -> Glossary:
    """The glossary of a project.

    Raises:
        InputError: a file or row cannot be read, or one English name stands in two rows.
    """
    terms = [read_term(row) for path in glossary_files(folder) for row in read_rows(path)]
    seen: dict[str, Term] = {}
    for term, name in all_names(terms):
        other = seen.setdefault(term_key(name), term)
        if other is not term:
            raise InputError(
                f"{name!r} also stands in {other.path}:{other.line} as {other.name!r}",
                remedy="keep it in one row",
                path=term.path,
                line=term.line,
            )
    return Glossary(tuple(terms))


def all_names(terms: Iterable[Term]) -> Iterator[tuple[Term, str]]:
    """Each term with each of its names."""
    return ((term, name) for term in terms for name in term.names)


def write_rows(rows: Iterable[dict[str, str]]) -> str:
    """The canonical text of a glossary file: UTF-8, LF, columns and rows in order, quotes only where needed."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda cells: sort_key(cells["term"])))
    return stream.getvalue()


def sort_key(name: str) -> tuple[str, str]:
    """The order of rows: by name without regard to case, hyphens and diacritics."""
    return term_key(name), name
