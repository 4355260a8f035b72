"""`review accept`: suggestions that a person marked `yes` become rows of the glossary and its tables."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from translate_pipeline.atomic import write_atomically
from translate_pipeline.conventions.persian import COLUMNS as DARI_COLUMNS
from translate_pipeline.conventions.persian import TABLE_NAME, WordClass, read_table
from translate_pipeline.errors import InputError, did_you_mean, unwritable
from translate_pipeline.glossary.csv_files import (
    WORDING_NAME,
    Row,
    glossary_files,
    read_glossary,
    read_rows,
    split_cell,
)
from translate_pipeline.glossary.exchange.entry import Entry
from translate_pipeline.glossary.exchange.merging import merge
from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.terms import Forms, Kind
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project
from translate_pipeline.review.suggestion import What
from translate_pipeline.review.suggestion_file import APPLIED, YES, read_file
from translate_pipeline.review.wording import with_wordings

NEW_TERMS = "learned.csv"


@dataclass(slots=True)
class Acceptance:
    """What accepting did.

    Attributes:
        applied: rows of the file that took effect, or had already.
        changed: rows added or changed, by file.
        waiting: rows marked yes that could not be applied: line, name, and what is missing.
    """

    applied: int = 0
    changed: Counter[Path] = field(default_factory=Counter)
    waiting: list[tuple[int, str, str]] = field(default_factory=list)


def accept(project: Project, path: Path, into: Path | None = None) -> Acceptance:
    """Apply the rows marked `yes`, all or, where one is at fault, none; then mark them as applied.

    Args:
        path: the file of suggestions.
        into: the glossary file for new names.

    Raises:
        InputError: the file or one of its rows has a fault, a row does not fit into the glossary, or a file cannot be
            written.
    """
    if not path.is_file():
        raise InputError("no such file of suggestions", remedy="write one: translate-pipeline review learn", path=path)
    file = read_file(path)
    rows = [row for row in file.rows if row.cells["accept"].casefold() == YES]
    for row in rows:
        _check(row)
    _refuse_rivals(rows)
    folder = project.folders["glossaries"]
    result = Acceptance()
    refused: set[int] = set()
    texts = _terms(folder, rows, into or folder / NEW_TERMS, result, refused)
    texts |= _dari_words(folder, [row for row in rows if row.cells["what"] == What.DARI_WORD], result)
    texts |= _wordings(folder, [row for row in rows if row.cells["what"] == What.WORDING], result)
    _prove(folder, texts)
    for target, text in texts.items():
        try:
            write_atomically(target, text)
        except OSError as error:
            raise unwritable(error, target) from None
    applied = {row.line for row in rows} - refused
    result.applied = len(applied)
    if applied:
        marks = {line: {"accept": APPLIED} for line in applied}
        file.write({**row.cells, **marks.get(row.line, {})} for row in file.rows)
    return result


def _check(row: Row) -> None:
    """Raise InputError for a row that cannot be meant."""

    def fault(problem: str, remedy: str) -> InputError:
        return InputError(problem, remedy=remedy, path=row.path, line=row.line)

    cells = row.cells
    what = What(cells["what"])
    try:
        find_locale(cells["locale"])
    except InputError as error:
        raise fault(error.problem, error.remedy) from None
    words = what in (What.DARI_WORD, What.WORDING)
    for column in ("now" if words else "term", "suggested"):
        if not any(map(str.isalpha, cells[column])):
            raise fault(f"empty cell in column {column!r}", "fill it or write no")
    if "|" in cells["suggested"]:
        raise fault("several forms in 'suggested'", "keep one; give the others rows of their own")
    kinds = {What.NEW_TERM: Kind, What.DARI_WORD: WordClass}.get(what)
    if kinds is not None and cells["kind"] not in set(map(str, kinds)):
        raise fault(f"unknown kind {cells['kind']!r}", did_you_mean(cells["kind"], kinds))
    if what is What.DARI_WORD and find_locale(cells["locale"]).code != "fa_AF":
        raise fault("a Dari word in another locale", "write wording for what")


def _refuse_rivals(rows: Iterable[Row]) -> None:
    """Raise InputError where two rows would each be the one form of a term or the one word for another."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        cells = row.cells
        if cells["what"] == What.ACCEPTED:
            continue
        subject = term_key(cells["term"]) or cells["now"]
        first = seen.setdefault((cells["what"], find_locale(cells["locale"]).code, subject), row)
        if first is not row:
            name = cells["term"] or cells["now"]
            problem = f"line {first.line} says {cells['what']} of {name!r} too"
            raise InputError(problem, remedy="say yes to one", path=row.path, line=row.line)


def _terms(folder: Path, rows: Sequence[Row], into: Path, result: Acceptance, refused: set[int]) -> dict[Path, str]:
    """The glossary files with forms and new names; rows that lack something are named in `result`."""
    present = [row for path in glossary_files(folder) for row in read_rows(path)]
    if into.exists() and into not in glossary_files(folder):
        present += read_rows(into)
    known = {term_key(name) for row in present for name in (row.cells["term"], *split_cell(row.cells["variants"]))}
    entries: list[Entry] = []
    new: dict[str, list[Row]] = {}
    for row in rows:
        what, term = What(row.cells["what"]), row.cells["term"]
        if what in (What.DARI_WORD, What.WORDING):
            continue
        if what is What.NEW_TERM:
            new.setdefault(term_key(term), []).append(row)
        elif term_key(term) in known:
            entries.append(_entry(row, what))
        else:
            refused.add(row.line)
            result.waiting.append((row.line, term, "the glossary has no such name any more"))
    lines: dict[str, list[int]] = {}
    for key, of_name in new.items():
        if key in known:
            # Somebody, or an earlier run that was broken off, has added it.
            continue
        entries.append(_new_entry(of_name))
        lines[of_name[0].cells["term"]] = [row.line for row in of_name]
    outcome = merge(entries, present, into, Kind.PLACE, overwrite=True)
    for entry, missing in outcome.incomplete:
        refused.update(lines[entry.name])
        what_to_do = f"no form for {' and '.join(missing)}; add a new-term row with it"
        result.waiting.append((entry.line, entry.name, what_to_do))
    for path in outcome.texts:
        result.changed[path] += outcome.added[path] + outcome.updated[path]
    return dict(outcome.texts)


def _entry(row: Row, what: What) -> Entry:
    """What a row says about a name that the glossary has."""
    suggested, now = row.cells["suggested"], row.cells["now"]
    forms = {
        What.APPROVED: Forms(suggested, accepted=(now,) if now else ()),
        What.ACCEPTED: Forms("", accepted=(suggested,)),
        What.OBLIQUE: Forms("", oblique=suggested),
        What.PLURAL: Forms("", plural=suggested),
    }[what]
    return Entry(row.cells["term"], {find_locale(row.cells["locale"]).code: forms}, line=row.line)


def _new_entry(rows: Sequence[Row]) -> Entry:
    """What the rows of one new name say, a row a locale."""
    forms = {find_locale(row.cells["locale"]).code: Forms(row.cells["suggested"]) for row in rows}
    first = rows[0]
    return Entry(first.cells["term"], forms, kind=Kind(first.cells["kind"]), line=first.line)


def _dari_words(folder: Path, rows: Sequence[Row], result: Acceptance) -> dict[Path, str]:
    """The table of Dari words with new rows, each before the first that sorts after it."""
    path = folder / TABLE_NAME
    if not rows:
        return {}
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ",".join(DARI_COLUMNS) + "\n"
    lines = text.splitlines(keepends=True)
    for row in rows:
        cells = row.cells
        there = _first_cells(lines)
        if cells["now"] in {each for first, _ in there for each in split_cell(first)}:
            continue
        place = next((index for first, index in there if first > cells["now"]), len(lines))
        ending = "\r\n" if lines[0].endswith("\r\n") else "\n"
        if not lines[place - 1].endswith("\n"):
            lines[place - 1] += ending
        word = {"persian": cells["now"], "dari": cells["suggested"], "class": cells["kind"], "note": "from reviewers"}
        stream = io.StringIO()
        csv.DictWriter(stream, DARI_COLUMNS, restval="", lineterminator=ending).writerow(word)
        lines.insert(place, stream.getvalue())
        result.changed[path] += 1
    return {path: "".join(lines)}


def _first_cells(lines: Sequence[str]) -> list[tuple[str, int]]:
    """The first cell of each row below the header, and the index of its first line."""
    reader = csv.reader(lines)
    found: list[tuple[str, int]] = []
    start = 0
    for cells in reader:
        if start and cells:
            found.append((cells[0].strip(), start))
        start = reader.line_num
    return found


def _wordings(folder: Path, rows: Sequence[Row], result: Acceptance) -> dict[Path, str]:
    if not rows:
        return {}
    new = [
        {
            "locale": find_locale(row.cells["locale"]).code,
            "instead_of": row.cells["now"],
            "write": row.cells["suggested"],
            "note": "from reviewers",
        }
        for row in rows
    ]
    text, added = with_wordings(folder, new)
    result.changed[folder / WORDING_NAME] += added
    return {folder / WORDING_NAME: text}


def _prove(folder: Path, texts: Mapping[Path, str]) -> None:
    """Read the glossary as it would become.

    Raises:
        InputError: that has a fault; nothing was written.
    """
    with tempfile.TemporaryDirectory() as place:
        copies = _copies(Path(place), folder, texts)
        try:
            read_glossary(Path(place))
            table = Path(place) / TABLE_NAME
            if folder / TABLE_NAME in texts and table.exists():
                read_table(table)
        except InputError as error:
            real = copies.get(Path(error.path), folder) if error.path else folder
            problem = f"would have a fault then: {error.problem}".replace(f"{place}/", "")
            raise InputError(problem, remedy=error.remedy or "change the row", path=real, line=error.line) from None


def _copies(place: Path, folder: Path, texts: Mapping[Path, str]) -> dict[Path, Path]:
    """Copy the glossary folder's files as they would become; the real file of each copy."""
    copies: dict[Path, Path] = {}
    files: Iterable[Path] = dict.fromkeys([*glossary_files(folder), *texts])
    for path in files:
        copy = place / path.name
        copy.write_bytes(texts[path].encode() if path in texts else path.read_bytes())
        copies[copy] = path
    return copies
