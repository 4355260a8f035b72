"""The file in which suggestions wait for a person: CSV, made for a spreadsheet.

A person writes `yes` or `no` in the first column, and may change what a row suggests. Rows that a person touched stay
as they are whatever is learned later; the others are renewed. Evidence is for reading only.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipeline.atomic import write_atomically
from translate_pipeline.errors import InputError, did_you_mean, unwritable
from translate_pipeline.glossary.csv_files import Row, read_rows
from translate_pipeline.glossary.exchange.entry import cleaned
from translate_pipeline.input_files import read_input
from translate_pipeline.review.suggestion import Suggestion, What

COLUMNS = (
    "accept",
    "what",
    "locale",
    "term",
    "now",
    "suggested",
    "kind",
    "count",
    "against",
    "where",
    "source",
    "draft",
    "reviewed",
    "id",
)
YES, NO, APPLIED = "yes", "no", "applied"
_DECISION = ("what", "locale", "term", "now", "suggested", "kind")
_PLACES = 5
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class SuggestionFile:
    """The rows of a file and its bytes, so that nobody's saving in between is overwritten."""

    path: Path
    rows: tuple[Row, ...]
    data: bytes | None

    def write(self, rows: Iterable[Mapping[str, str]]) -> bool:
        """Write the file as a whole.

        Returns:
            Whether it changed.

        Raises:
            InputError: the disk refuses it, or somebody saved it meanwhile.
        """
        stream = io.StringIO()
        writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        try:
            return write_atomically(self.path, stream.getvalue(), over=self.data)
        except OSError as error:
            raise unwritable(error, self.path) from None


def read_file(path: Path) -> SuggestionFile:
    """A file of suggestions; one without rows where there is none.

    Raises:
        InputError: it cannot be read, or a row has a word in its first columns that means nothing.
    """
    try:
        data = read_input(path)
    except FileNotFoundError:
        return SuggestionFile(path, (), None)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", remedy="check its rights", path=path) from None
    rows = read_rows(path, COLUMNS)
    for row in rows:
        accept = row.cells["accept"].casefold()
        if accept not in ("", YES, NO, APPLIED):
            raise InputError(f"accept says {accept!r}", remedy="write yes or no", path=path, line=row.line)
        if row.cells["what"] not in set(What):
            remedy = did_you_mean(row.cells["what"], What)
            raise InputError(f"unknown {row.cells['what']!r} in what", remedy=remedy, path=path, line=row.line)
    return SuggestionFile(path, tuple(rows), data)


def cells_of(suggestion: Suggestion) -> dict[str, str]:
    """The row of a suggestion, undecided."""
    first = suggestion.evidence[0]
    places = [message.place for message in suggestion.evidence]
    more = [f"and {len(places) - _PLACES} more"] if len(places) > _PLACES else []
    cells = {
        "accept": "",
        "what": str(suggestion.what),
        "locale": suggestion.locale,
        "term": suggestion.term,
        "now": suggestion.now,
        "suggested": suggestion.suggested,
        "kind": suggestion.kind,
        "count": str(suggestion.count),
        "against": str(suggestion.against),
        "where": " | ".join(places[:_PLACES] + more),
        "source": _shown(first.source),
        "draft": _shown(first.draft),
        "reviewed": _shown(first.target),
    }
    cells = {column: cleaned(cell) for column, cell in cells.items()}
    return {**cells, "id": _digest(cells)}


def _shown(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _digest(cells: Mapping[str, str]) -> str:
    """Changes when a person changes what a row suggests."""
    return hashlib.sha256("\t".join(cells[column] for column in _DECISION).encode()).hexdigest()[:8]


def touched(row: Row) -> bool:
    """Whether a person decided on a row or changed it."""
    return bool(row.cells["accept"]) or row.cells["id"] != _digest(row.cells)


def renewed(rows: Sequence[Row], suggestions: Iterable[Suggestion]) -> list[dict[str, str]]:
    """The rows that a person touched, as they are, and the suggestions that none of them speaks about."""
    kept = [dict(row.cells) for row in rows if touched(row)]
    decided = {cells["id"] for cells in kept} | {_subject(cells) for cells in kept}
    fresh = [cells_of(suggestion) for suggestion in suggestions]
    return kept + [cells for cells in fresh if not {cells["id"], _subject(cells)} & decided]


def _subject(cells: Mapping[str, str]) -> tuple[str, ...]:
    """What a row decides, whatever drafts have written for the name so far."""
    now = "" if cells["term"] else cells["now"]
    return cells["what"], cells["locale"], cells["term"], now, cells["suggested"]
