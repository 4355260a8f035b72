"""Weblate's glossary as CSV, bilingual: the columns that Weblate reads and writes, from the Translate Toolkit.

A term is a row with `context` = kind and match (`place`; `title, fold`), `developer_comments` = the note, which is
about the source, and `translator_comments` = the forms beside the approved one as our own cell writes them, after
`forms:`. An English variant is a row of its own, `context` = `variant of NAME`, since Weblate looks up what stands in
`source`.

A component that lives in this file keeps all columns; Weblate's upload into an internal glossary takes source, target
and context, and drops the comments (WeblateOrg/weblate issue 5365).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import FORM_LABELS, split_cell
from translate_pipeline.glossary.exchange.entry import (
    Entry,
    Losses,
    OneLanguageEntry,
    cleaned,
    head,
    read_head,
    read_variant_of,
    variant_of,
)
from translate_pipeline.glossary.exchange.forms_cell import forms_values
from translate_pipeline.glossary.exchange.registry import decoded
from translate_pipeline.glossary.terms import Term
from translate_pipeline.locales import Locale

# The order in which the toolkit reads a file without a header.
COLUMNS = ("location", "source", "target", "id", "fuzzy", "context", "translator_comments", "developer_comments")
_FORMS = "forms: "
_FUZZY = {"1", "x", "true", "yes", "fuzzy"}


def write(terms: Sequence[Term], locales: Sequence[Locale], losses: Losses) -> bytes:
    """The terms in the one locale given."""
    (locale,) = locales
    stream = io.StringIO()
    # The toolkit guesses the dialect and then takes every cell for a quoted one.
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for term in terms:
        forms = term.forms[locale.code]
        values = forms_values(forms)
        writer.writerow(
            {
                "source": term.name,
                "target": forms.approved,
                "context": head(term.kind, term.case),
                "translator_comments": _FORMS + "|".join(values) if values else "",
                "developer_comments": term.note,
            }
        )
        for variant in term.variants:
            writer.writerow({"source": variant, "target": forms.approved, "context": variant_of(term.name)})
    return stream.getvalue().encode()


def read(data: bytes, path: Path, locales: Sequence[Locale], losses: Losses) -> list[Entry]:
    """The entries of a file in the one locale given."""
    (locale,) = locales
    found: dict[str, OneLanguageEntry] = {}
    spare: dict[str, str] = {}
    for line, cells in _rows(decoded(data, path), path, losses):
        source, target, context = cells["source"], cells["target"], cells["context"]
        if not source or not target:
            losses[f"no form for {locale.code}; left out"] += 1
            continue
        if cells["fuzzy"].casefold() in _FUZZY:
            losses["marked as needing editing; left out"] += 1
            continue
        for column in ("location", "id"):
            if cells[column]:
                losses[f"column {column} left out"] += 1
        name = read_variant_of(context)
        entry = found.setdefault(name or source, OneLanguageEntry(name or source, line))
        if name:
            entry.variants.append(source)
            spare.setdefault(name, target)
            continue
        entry.add_target(target)
        if said := read_head(context):
            entry.kind, entry.case = said
        else:
            entry.add_note(context)
        entry.add_note(cells["developer_comments"])
        _take_comment(entry, cells["translator_comments"])
    for name, target in spare.items():
        found[name].approved = found[name].approved or target
    return [each.entry(locale.code) for each in found.values()]


def _take_comment(entry: OneLanguageEntry, comment: str) -> None:
    if not comment.startswith(_FORMS):
        entry.add_note(comment)
        return
    for value in split_cell(comment.removeprefix(_FORMS)):
        label = next((label for label in FORM_LABELS if value.startswith(label)), "")
        form = value.removeprefix(label).strip()
        if label == "obl:" and not entry.oblique:
            entry.oblique = form
        elif label == "pl:" and not entry.plural:
            entry.plural = form
        else:
            entry.accepted.append(form)


def _rows(text: str, path: Path, losses: Losses) -> list[tuple[int, dict[str, str]]]:
    """Line and cells of each row; every column of the format is there."""
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        header = ["_".join(cell.casefold().split()) for cell in next(reader, [])]
        for name in ("source", "target"):
            if header.count(name) != 1:
                remedy = "the first line names the columns, among them source and target"
                raise InputError(f"not one column {name!r}", remedy=remedy, path=path, line=1)
        start = reader.line_num + 1
        for values in reader:
            line, start = start, reader.line_num + 1
            if not any(value.strip() for value in values):
                continue
            if len(values) > len(header):
                problem = f"{len(values)} cells where the header has {len(header)} columns"
                raise InputError(problem, remedy="quote the cell that holds a separator", path=path, line=line)
            cells = dict.fromkeys(COLUMNS, "")
            for name, value in zip(header, values, strict=False):
                if name in cells:
                    cells[name] = cleaned(value)
                elif value.strip():
                    losses[f"column {name} left out"] += 1
            rows.append((line, cells))
    except csv.Error as error:
        line = reader.line_num
        raise InputError(f"not a CSV row: {error}", remedy="check the quotes", path=path, line=line) from None
    return rows
