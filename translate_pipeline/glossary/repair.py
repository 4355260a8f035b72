"""Mending glossary files where nothing that anyone meant is at stake: the canonical CSV, letters, repetitions."""

from __future__ import annotations

from pathlib import Path

from translate_pipeline.atomic import write_atomically
from translate_pipeline.conventions.orthography import WRONG_LETTERS, canonical, visible, zwnj
from translate_pipeline.conventions.script import ZWNJ
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import Row, read_rows, read_term, split_cell, write_rows
from translate_pipeline.glossary.lint import Problem, lint, redundant_variants, repeated_forms
from translate_pipeline.glossary.terms import Kind
from translate_pipeline.locales import LOCALES

_DIGITS = {ord(zero) + value: chr(ord("۰") + value) for zero in "0٠" for value in range(10)}
_LISTS = ("variants", *(f"{locale.code}_forms" for locale in LOCALES))


def mend(folder: Path) -> list[Problem]:
    """Mend every fixable problem in the glossary files of a folder, each file as a whole or not at all.

    Returns:
        What was mended, with the lines that the files had before.

    Raises:
        OSError: a file cannot be written; those before it are mended.
    """
    mended: list[Problem] = []
    while todo := [problem for problem in lint(folder) if problem.fixable]:
        paths = dict.fromkeys(problem.path for problem in todo)
        changed = {path for path in paths if write_atomically(path, mended_text(path))}
        mended += [problem for problem in todo if problem.path in changed]
        if not changed:
            break
    return mended


def mended_text(path: Path) -> str:
    """The canonical text of a glossary file, mended.

    Raises:
        InputError: the file cannot be read as a glossary.
    """
    return write_rows(_mended_cells(row) for row in read_rows(path))


def _mended_cells(row: Row) -> dict[str, str]:
    cells = {column: zwnj(visible(cell)) for column, cell in row.cells.items()}
    if cells["kind"] != Kind.KEEP:
        for code in (locale.code for locale in LOCALES):
            for column in (code, f"{code}_forms"):
                cells[column] = _mended_letters(cells[column], code)
    cells = {column: " ".join(cell.split()) for column, cell in cells.items()}
    for column in _LISTS:
        cells[column] = "|".join(split_cell(cells[column]))
    for code in (locale.code for locale in LOCALES):
        column = f"{code}_forms"
        cells[column] = _without(cells[column], repeated_forms(cells[code], cells[column], code))
    names = dict.fromkeys(split_cell(cells["variants"]))
    names.pop(cells["term"], None)
    cells["variants"] = "|".join(names)
    try:
        redundant = redundant_variants(read_term(Row(row.path, row.line, cells)))
    except InputError:
        return cells
    cells["variants"] = "|".join(name for name in names if name not in redundant)
    return cells


def _mended_letters(text: str, code: str) -> str:
    text = text.translate({ord(wrong): right for wrong, right in WRONG_LETTERS[code].items()}).translate(_DIGITS)
    return canonical(text.replace(ZWNJ, " ") if code == "ps" else text)


def _without(cell: str, repeated: list[str]) -> str:
    """`cell` without the repeated values, the last of equal ones first."""
    values = list(split_cell(cell))
    values.reverse()
    for value in repeated:
        values.remove(value)
    return "|".join(reversed(values))
