"""`translate`: reports in, catalogs with drafts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import polib

from translate_pipeline.catalogs.catalog import extracted_comment, new_catalog, references
from translate_pipeline.catalogs.messages import messages_of
from translate_pipeline.catalogs.po_file import write_po
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.stages.catalog_work import CatalogResult, CatalogWork
from translate_pipeline.stages.engines import engine_of, persian_table
from translate_pipeline.stages.reading import matcher_of, reports_at
from translate_pipeline.translation.drafting import Drafter
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.memory import Memory

_T = TypeVar("_T")
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
        force: decode and draft again whatever no person has touched, known sentences too.
        dry_run: count what would be drafted; decode and write nothing.
        engine_for: engines in place of the installed model packages.

    Raises:
        InputError: the glossary or an engine has a fault. Faults of single reports and catalogs are collected.
    """
    result = Translation()
    matcher = matcher_of(project)
    reports, result.faults = reports_at(paths)
    place = project.folders["state"] / MEMORY_FILE
    with Memory(None if dry_run and not place.exists() else place) as memory:
        if memory.damaged:
            result.notes.append("the memory was damaged and began anew; all texts in catalogs count as a person's")
        elif memory.new and any(
            project.catalog_path(each.name, locale).exists() for each in reports for locale in locales
        ):
            result.notes.append("the memory is gone; all texts in catalogs count as a person's")
        for locale in locales:
            works = _collect(
                (partial(CatalogWork, project, report, locale, matcher, memory, force=force) for report in reports),
                result.faults,
            )
            if dry_run:
                result.catalogs += [work.preview() for work in works]
                continue
            engine = engine_for(locale) if engine_for else engine_of(project, locale)
            persian = persian_table(project, engine, locale)
            drafter = Drafter(engine, matcher, locale, memory, persian=persian, solar_dates=project.solar_dates)
            requests = [request for work in works for request in work.requests]
            drafts = drafter.draft(requests, partial(progress, locale) if progress else None, again=force)
            result.catalogs += _collect((partial(work.finish, drafter, drafts) for work in works), result.faults)
            result.decoded += drafter.tally.decoded
            result.cached += drafter.tally.cached
    if not dry_run:
        result.templates = sum(_collect((partial(_write_template, project, each) for each in reports), result.faults))
    return result


def _collect(steps: Iterable[Callable[[], _T]], faults: list[InputError]) -> list[_T]:
    """What the steps return; the fault of one stops no other."""
    results = []
    for step in steps:
        try:
            results.append(step())
        except InputError as error:
            faults.append(error)
    return results


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
    path_of_template = project.template_path(report.name)
    try:
        return write_po(path_of_template, template)
    except OSError as error:
        raise unwritable(error, path_of_template) from None
