"""The list of wordings that a desk prefers, `glossaries/wording.csv`: for reviewers, for `learn` and for `check`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from translate_pipeline.glossary.csv_files import WORDING_NAME, read_rows

COLUMNS = ("locale", "instead_of", "write", "note")


def read_wordings(folder: Path) -> dict[tuple[str, str], str]:
    """By locale code and word, what the desk writes instead; nothing where there is no list.

    Raises:
        InputError: the list cannot be read.
    """
    path = folder / WORDING_NAME
    if not path.exists():
        return {}
    return {
        (row.cells["locale"], row.cells["instead_of"]): row.cells["write"]
        for row in read_rows(path, COLUMNS)
        if row.cells["instead_of"]
    }


def with_wordings(folder: Path, new: Iterable[dict[str, str]]) -> tuple[str, int]:
    """The text of the list with new rows, sorted, and how many it did not have.

    Raises:
        InputError: the list cannot be read.
    """
    path = folder / WORDING_NAME
    rows = [dict(row.cells) for row in read_rows(path, COLUMNS)] if path.exists() else []
    there = {(row["locale"], row["instead_of"]) for row in rows}
    added = [row for row in new if (row["locale"], row["instead_of"]) not in there]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows + added, key=lambda row: (row["locale"], row["instead_of"])))
    return stream.getvalue(), len(added)
