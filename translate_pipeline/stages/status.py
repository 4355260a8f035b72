"""`status`: how far each report is in each locale, who reviewed it last, and what keeps it from being packaged."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib

from translate_pipeline.catalogs.catalog import new_catalog
from translate_pipeline.catalogs.credits import last_reviewer, revised
from translate_pipeline.catalogs.merging import entry_key, is_reviewed
from translate_pipeline.catalogs.messages import SourceMessage, messages_of
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.words import words
from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.stages.catalog_state import CatalogState, catalog_state
from translate_pipeline.stages.effort import Effort
from translate_pipeline.stages.reading import matcher_of, reports_at

JSON_VERSION = 1
"""Raised when a key of `--json` goes or changes its meaning; new keys do not raise it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A gate that keeps an article back: `untranslated`, `unreviewed` or `errors`, and the messages it is about."""

    reason: str
    messages: int


@dataclass(frozen=True, slots=True)
class ReportState:
    """The state of a report's catalog in one locale.

    Attributes:
        catalog: the PO file; it may not be there yet.
        refusal: why it cannot be packaged, empty where it can; blocks: the same, one by one.
        words, words_reviewed: English words of all messages, and of those that are reviewed.
        reviewer: who saved the catalog last, by its header; empty where that names nobody.
        reviewed: when it was saved last; None where the header has no date but this program's own.
    """

    report: str
    locale: Locale
    catalog: Path
    state: CatalogState
    refusal: str
    blocks: tuple[Block, ...]
    words: int
    words_reviewed: int
    reviewer: str
    reviewed: datetime.datetime | None


def status(
    project: Project, paths: Iterable[Path], locales: Sequence[Locale]
) -> tuple[list[ReportState], list[InputError]]:
    """The state of each report in each locale, and the faults of files that cannot be read."""
    matcher = matcher_of(project)
    reports, faults = reports_at(paths)
    states = []
    for report in reports:
        messages = messages_of(report)
        for locale in locales:
            path = project.catalog_path(report.name, locale)
            try:
                catalog = read_po(path) if path.exists() else new_catalog(report, locale)
            except InputError as error:
                faults.append(error)
                continue
            state = catalog_state(messages, catalog, locale, matcher)
            states.append(
                ReportState(
                    report=report.name,
                    locale=locale,
                    catalog=path,
                    state=state,
                    refusal=refusal(project, state),
                    blocks=blocks(project, state),
                    words=_words(messages),
                    words_reviewed=_words(_reviewed(messages, catalog)),
                    reviewer=last_reviewer(catalog),
                    reviewed=_reviewed_at(catalog, report, locale),
                )
            )
    return states, faults


def _words(messages: Iterable[SourceMessage]) -> int:
    return sum(len(words(message.plain)) for message in messages)


def _reviewed(messages: Iterable[SourceMessage], catalog: polib.POFile) -> list[SourceMessage]:
    keys = {entry_key(entry) for entry in catalog if is_reviewed(entry)}
    return [message for message in messages if message.key in keys]


def _reviewed_at(catalog: polib.POFile, report: Report, locale: Locale) -> datetime.datetime | None:
    """The header's date, unless it is the one that every new catalog of the report is given."""
    own = new_catalog(report, locale).metadata["PO-Revision-Date"]
    return None if catalog.metadata.get("PO-Revision-Date", "") == own else revised(catalog)


def blocks(project: Project, state: CatalogState) -> tuple[Block, ...]:
    """What the project's gates have against an article."""
    gates = project.gates
    found = (
        Block("untranslated", state.untranslated),
        Block("unreviewed", state.drafted if gates.reviewed else 0),
        Block("errors", state.faulty if gates.errors else 0),
    )
    return tuple(block for block in found if block.messages)


_REASONS = {"untranslated": "are not translated", "unreviewed": "are not reviewed", "errors": "have errors"}


def refusal(project: Project, state: CatalogState) -> str:
    """Why the project's gates refuse an article; empty where they do not."""
    return ", ".join(
        f"{block.messages} of {state.messages} messages {_REASONS[block.reason]}" for block in blocks(project, state)
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of several reports' states; `ready` are those that could be packaged."""

    articles: int
    ready: int
    messages: int
    untranslated: int
    drafted: int
    reviewed: int
    errors: int
    warnings: int
    words: int
    words_reviewed: int


def totals(states: Sequence[ReportState]) -> Totals:
    """The sums."""
    counted = [each.state for each in states]
    return Totals(
        articles=len(states),
        ready=sum(not each.refusal for each in states),
        messages=sum(each.messages for each in counted),
        untranslated=sum(each.untranslated for each in counted),
        drafted=sum(each.drafted for each in counted),
        reviewed=sum(each.reviewed for each in counted),
        errors=sum(each.count(Severity.ERROR) for each in counted),
        warnings=sum(each.count(Severity.WARNING) for each in counted),
        words=sum(each.words for each in states),
        words_reviewed=sum(each.words_reviewed for each in states),
    )


def as_json(
    project: Project, states: Sequence[ReportState], faults: Iterable[InputError], efforts: Sequence[Effort] | None
) -> dict[str, Any]:
    """What `status --json` prints; `docs/review.md` describes it."""
    document: dict[str, Any] = {
        "version": JSON_VERSION,
        "reports": [_report_json(project, each) for each in states],
        "totals": {
            **_totals_json(states),
            "locales": {
                code: _totals_json([each for each in states if each.locale.code == code])
                for code in dict.fromkeys(each.locale.code for each in states)
            },
        },
        "faults": [str(fault) for fault in faults],
    }
    if efforts is not None:
        document["effort"] = [
            {
                "engine": each.engine,
                "locale": each.locale.code,
                "messages": each.messages,
                "words": each.words,
                "unchanged": each.unchanged,
                "ter": round(each.ter, 1),
                "chrf2": round(each.chrf, 1),
            }
            for each in efforts
        ]
    return document


def _report_json(project: Project, each: ReportState) -> dict[str, Any]:
    state = each.state
    return {
        "report": each.report,
        "locale": each.locale.code,
        "catalog": project.relative(each.catalog).as_posix(),
        "messages": state.messages,
        "untranslated": state.untranslated,
        "drafted": state.drafted,
        "reviewed": state.reviewed,
        "errors": state.count(Severity.ERROR),
        "warnings": state.count(Severity.WARNING),
        "words": each.words,
        "words_reviewed": each.words_reviewed,
        "reviewer": each.reviewer,
        "reviewed_at": each.reviewed.isoformat() if each.reviewed else None,
        "ready": not each.refusal,
        "blocks": [{"reason": block.reason, "messages": block.messages} for block in each.blocks],
    }


def _totals_json(states: Sequence[ReportState]) -> dict[str, int]:
    found = totals(states)
    return {name: getattr(found, name) for name in Totals.__slots__}
