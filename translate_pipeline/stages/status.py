"""`status`: how far each report is in each locale, and what keeps it from being packaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipeline.catalogs.merging import entry_key, is_reviewed
from translate_pipeline.catalogs.messages import messages_of
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.reports.reader import read_all


@dataclass(frozen=True, slots=True)
class State:
    """The messages of a report in a locale, counted; `errors` and `warnings` count findings."""

    report: str
    locale: Locale
    messages: int
    untranslated: int
    drafted: int
    reviewed: int
    errors: int
    warnings: int


def status(project: Project, paths: Iterable[Path], locales: Sequence[Locale]) -> tuple[list[State], list[InputError]]:
    """The state of each report in each locale, and the faults of files that cannot be read."""
    matcher = Matcher(read_glossary(project.folders["glossaries"]))
    reports, faults = read_all(paths)
    states = []
    for report in reports:
        for locale in locales:
            try:
                states.append(_state(project, report, locale, matcher))
            except InputError as error:
                faults.append(error)
    return states, faults


def _state(project: Project, report: Report, locale: Locale, matcher: Matcher) -> State:
    path = project.catalog_path(report.name, locale)
    entries = {entry_key(entry): entry for entry in read_po(path) if not entry.obsolete} if path.exists() else {}
    messages = messages_of(report)
    translated = [entry for message in messages if (entry := entries.get(message.key)) is not None and entry.msgstr]
    reviewed = sum(map(is_reviewed, translated))
    severities = [
        finding.severity
        for entry in translated
        for finding in check_message(
            CheckedMessage(entry.msgid, entry.msgstr, entry.msgctxt or "", locale, tuple(matcher.find(entry.msgid)))
        )
    ]
    return State(
        report=report.name,
        locale=locale,
        messages=len(messages),
        untranslated=len(messages) - len(translated),
        drafted=len(translated) - reviewed,
        reviewed=reviewed,
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARNING),
    )
