"""`status`: how far each report is in each locale, and what keeps it from being packaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipeline.catalogs.messages import messages_of
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.stages.catalog_state import CatalogState, catalog_state
from translate_pipeline.stages.reading import matcher_of, reports_at


@dataclass(frozen=True, slots=True)
class ReportState:
    """The state of a report's catalog in one locale; `refusal` says why it cannot be packaged, empty where it can."""

    report: str
    locale: Locale
    state: CatalogState
    refusal: str


def status(
    project: Project, paths: Iterable[Path], locales: Sequence[Locale]
) -> tuple[list[ReportState], list[InputError]]:
    """The state of each report in each locale, and the faults of files that cannot be read."""
    matcher = matcher_of(project)
    reports, faults = reports_at(paths)
    states = []
    for report in reports:
        for locale in locales:
            path = project.catalog_path(report.name, locale)
            try:
                entries = read_po(path) if path.exists() else ()
            except InputError as error:
                faults.append(error)
                continue
            state = catalog_state(messages_of(report), entries, locale, matcher)
            states.append(ReportState(report.name, locale, state, refusal(project, state)))
    return states, faults


def refusal(project: Project, state: CatalogState) -> str:
    """Why the project's gates refuse an article; empty where they do not."""
    reasons = []
    if state.untranslated:
        reasons.append(f"{state.untranslated} of {state.messages} messages are not translated")
    if project.gates.reviewed and state.drafted:
        reasons.append(f"{state.drafted} of {state.messages} messages are not reviewed")
    if project.gates.errors and state.faulty:
        reasons.append(f"{state.faulty} of {state.messages} messages have errors")
    return ", ".join(reasons)
