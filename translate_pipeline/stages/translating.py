"""`translate`: reports in, catalogs with drafts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polib

from translate_pipeline.catalogs.catalog import extracted_comment, new_catalog, references
from translate_pipeline.catalogs.messages import messages_of
from translate_pipeline.catalogs.po_file import write_po
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.reports.reader import read_all
from translate_pipeline.stages.catalog_work import CatalogResult, CatalogWork
from translate_pipeline.stages.engines import engine_of
from translate_pipeline.translation.drafting import Drafter
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.memory import Memory

Progress = Callable[[Locale, int, int], None]
MEMORY_FILE = "memory.sqlite"


@dataclass(slots=True)
class Translation:
    """What a run of `translate` did.

    Attributes:
        decoded, cached: different sentences that went to an engine, and those that an earlier run had drafted.
        templates: `.pot` files written.
        faults: reports and catalogs that could not be handled; the others were.
        notes: what the operator should know besides.
    """

    catalogs: list[CatalogResult] = field(default_factory=list)
    decoded: int = 0
    cached: int = 0
    templates: int = 0
    faults: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def translate(
    project: Project,
    paths: Iterable[Path],
    locales: Sequence[Locale],
    *,
    force: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    engine_for: Callable[[Locale], Engine] | None = None,
) -> Translation:
    """Draft the messages of reports and write their catalogs.

    Args:
        force: draft again whatever no person has touched.
        dry_run: count what would be drafted; decode and write nothing.
        engine_for: engines in place of the installed model packages.

    Raises:
        InputError: the glossary or an engine has a fault. Faults of single reports and catalogs are collected.
    """
    result = Translation()
    matcher = Matcher(read_glossary(project.folders["glossaries"]))
    reports, result.faults = read_all(paths)
    with Memory(project.folders["state"] / MEMORY_FILE) as memory:
        if memory.damaged:
            note = f"{project.relative(memory.path)} was damaged and began anew; all texts count as a person's"
            result.notes.append(note)
        for locale in locales:
            engine = engine_for(locale) if engine_for else engine_of(project, locale)
            drafter = Drafter(engine, matcher, locale, memory)
            works = _open_catalogs(project, reports, drafter, result.faults, force=force)
            if dry_run:
                result.catalogs += [work.preview() for work in works]
                continue
            requests = [request for work in works for request in work.requests]
            drafts = drafter.draft(requests, partial(progress, locale) if progress else None)
            result.catalogs += [work.finish(drafts) for work in works]
            result.decoded += drafter.tally.decoded
            result.cached += drafter.tally.cached
    if not dry_run:
        result.templates = sum(_write_template(project, report) for report in reports)
    return result


def _open_catalogs(
    project: Project, reports: Sequence[Report], drafter: Drafter, faults: list[InputError], *, force: bool
) -> list[CatalogWork]:
    works = []
    for report in reports:
        try:
            works.append(CatalogWork(project, report, drafter, force=force))
        except InputError as error:
            faults.append(error)
    return works


def _write_template(project: Project, report: Report) -> bool:
    template = new_catalog(report, None)
    path = project.relative(report.path).as_posix()
    for message in messages_of(report):
        template.append(
            polib.POEntry(
                msgctxt=str(message.role),
                msgid=message.text,
                occurrences=references(path, message),
                comment=extracted_comment(message, (), None),
            )
        )
    return write_po(project.template_path(report.name), template)
