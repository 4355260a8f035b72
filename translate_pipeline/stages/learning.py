"""`review learn`: what reviewers correct again and again, as suggestions to approve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from translate_pipeline.conventions.persian import TABLE_NAME, DariTable, read_table
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.terms import Kind
from translate_pipeline.project import Project
from translate_pipeline.review.names import new_names
from translate_pipeline.review.reviewed import Reviewed
from translate_pipeline.review.suggestion import Suggestion, What
from translate_pipeline.review.suggestion_file import read_file, renewed
from translate_pipeline.review.terms import term_corrections
from translate_pipeline.review.wording import read_wordings
from translate_pipeline.review.words import word_corrections
from translate_pipeline.stages.glossary_coverage import missing_names
from translate_pipeline.stages.reading import matcher_of, reports_at
from translate_pipeline.stages.reviews import gather_reviews

SUGGESTIONS = Path("suggestions") / "reviewers.csv"
"""Where suggestions wait by default, seen from the glossary folder; nothing below that folder is read as a glossary."""

_ORDER = list(What)


@dataclass(slots=True)
class Learning:
    """What was learned.

    Attributes:
        reviewed: messages that were looked at, and of these, with_draft, those that have a draft on record.
        waiting: rows of the file without a decision; decided: the others.
    """

    path: Path
    suggestions: list[Suggestion] = field(default_factory=list)
    reviewed: int = 0
    with_draft: int = 0
    waiting: int = 0
    decided: int = 0
    changed: bool = False
    faults: list[InputError] = field(default_factory=list)


def learn(project: Project, paths: Iterable[Path], reports: Iterable[Path], out: Path, *, at_least: int) -> Learning:
    """Compare reviewed messages with their drafts, and write what recurs to a file.

    Args:
        paths: catalogs to learn from.
        reports: the reports, whose sentences tell what a name names.
        out: the file; rows that a person touched stay.
        at_least: different source texts that must show a correction.

    Raises:
        InputError: the glossary, the table of Dari words, the memory or the file has a fault, or the file cannot be
            written.
    """
    result = Learning(out)
    there = read_file(out)
    gathered = gather_reviews(project, paths)
    result.faults = gathered.faults
    result.reviewed = len(gathered.messages)
    result.with_draft = sum(bool(message.draft) for message in gathered.messages)
    matcher = matcher_of(project)
    known, _ = reports_at(reports)
    kinds = {term_key(each.name): each.kind for each in missing_names(known, matcher)}
    result.suggestions = suggestions(
        gathered.messages,
        matcher,
        at_least,
        kinds=kinds,
        table=_dari_table(project),
        wordings=frozenset(read_wordings(project.folders["glossaries"])),
    )
    rows = renewed(there.rows, result.suggestions)
    result.waiting = sum(not row["accept"] for row in rows)
    result.decided = len(rows) - result.waiting
    if rows or there.data is not None:
        result.changed = there.write(rows)
    return result


def suggestions(
    messages: Sequence[Reviewed],
    matcher: Matcher,
    at_least: int,
    *,
    kinds: Mapping[str, Kind] | None = None,
    table: DariTable | None = None,
    wordings: frozenset[tuple[str, str]] = frozenset(),
) -> list[Suggestion]:
    """What recurs in reviewed messages: names of the glossary, names that it lacks, then words; the most shown first.

    Args:
        wordings: by locale code, the words that the desk's list of wordings has.
    """
    find = lru_cache(maxsize=None)(matcher.find)
    found = list(term_corrections(messages, find, at_least))
    for code in dict.fromkeys(message.locale.code for message in messages):
        of_locale = [message for message in messages if message.locale.code == code]
        names = list(new_names(of_locale, find, at_least, kinds or {}))
        in_names = {(code, word) for each in names for form in (each.now, each.suggested) for word in form.split()}
        found += names
        found += word_corrections(
            of_locale, find, at_least, table=table if code == "fa_AF" else None, known=wordings | in_names
        )
    return sorted(
        found, key=lambda each: (_ORDER.index(each.what), each.locale, -each.count, each.term, each.now, each.suggested)
    )


def _dari_table(project: Project) -> DariTable | None:
    path = project.folders["glossaries"] / TABLE_NAME
    return read_table(path) if path.exists() else None
