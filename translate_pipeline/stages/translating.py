"""`translate`: reports in, catalogs with drafts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import polib

from translate_pipeline.catalogs.catalog import extracted_comment, new_catalog, references
from translate_pipeline.catalogs.messages import messages_of
from translate_pipeline.catalogs.po_file import write_po
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.stages.catalog_work import CatalogResult, CatalogWork
from translate_pipeline.stages.engines import engine_of, persian_table
from translate_pipeline.stages.memory_files import refresh, store_path
from translate_pipeline.stages.reading import matcher_of, reports_at
from translate_pipeline.stages.recalling import Recaller
from translate_pipeline.stages.settled import Kept, Place, Settled, places
from translate_pipeline.translation.drafting import Draft, Drafter, Request
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.memory import Memory
from translate_pipeline.translation.recall.store import Store

_T = TypeVar("_T")
Progress = Callable[[Locale, int, int], None]
MEMORY_FILE = "memory.sqlite"


@dataclass(slots=True)
class Translation:
    """What a run of `translate` did.

    Attributes:
        decoded, cached: different sentences that went to an engine, and those that an earlier run had drafted.
        recalled: sentences within messages that a reviewer had translated elsewhere.
        rungs: different sentences that each rung of enforcement solved, by locale code.
        templates: `.pot` files written.
        faults: reports and catalogs that could not be handled; the others were.
        notes: what the operator should know besides.
    """

    catalogs: list[CatalogResult] = field(default_factory=list)
    decoded: int = 0
    cached: int = 0
    recalled: int = 0
    rungs: dict[str, Counter[str]] = field(default_factory=dict)
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
    catalogs = places(paths, locales)
    place = project.folders["state"] / MEMORY_FILE
    index = store_path(project)
    with (
        Memory(None if dry_run and not place.exists() else place) as memory,
        Store.copy_of(index) if dry_run else Store(index) as store,
    ):
        if memory.damaged:
            result.notes.append("the memory was damaged and began anew; all texts in catalogs count as a person's")
        elif memory.new and any(
            project.catalog_path(each.name, each.locale).exists() for group in catalogs.values() for each in group
        ):
            result.notes.append("the memory is gone; all texts in catalogs count as a person's")
        # A catalog that cannot be read is a fault of its own report's.
        refresh(project, store, memory)
        settled = Settled(project, store, matcher.glossary.revision)
        trusted = not (force or memory.new or memory.damaged)
        finished = {
            each: CatalogResult(each.name, each.locale, project.catalog_path(each.name, each.locale), 0, state)
            for group in catalogs.values()
            for each in group
            if trusted and (state := settled.state(each))
        }
        left = [path for path, group in catalogs.items() if not group or not finished.keys() >= set(group)]
        reports, result.faults = reports_at(left)
        kept: list[Kept] = []
        for locale in locales:
            recaller = Recaller(store, matcher, locale, project.memory)
            steps = (
                partial(CatalogWork, project, report, locale, matcher, memory, force=force)
                for report in reports
                if Place(report.path, report.name, locale) not in finished
            )
            works = _collect(steps, result.faults)
            for work in works:
                work.recall(recaller)
            if dry_run:
                finished |= {Place(work.report.path, work.report.name, locale): work.preview() for work in works}
            elif works:
                drafter = _drafter(project, locale, matcher, memory, recaller, engine_for)
                requests = [request for work in works for request in work.requests]
                drafts = drafter.draft(requests, partial(progress, locale) if progress else None, again=force)
                for work, done in _collect((partial(_finish, work, drafter, drafts) for work in works), result.faults):
                    catalog = Place(work.report.path, work.report.name, locale)
                    finished[catalog] = done
                    kept.append((catalog, work.digest, work.open_texts, done.state))
                result.decoded += drafter.tally.decoded
                result.cached += drafter.tally.cached
                result.recalled += drafter.tally.recalled
                result.rungs[locale.code] = drafter.tally.rungs
        if not dry_run:
            steps_left = (partial(_write_template, project, each) for each in reports)
            result.templates = sum(_collect(steps_left, result.faults))
            settled.keep(kept)
    order = [each for locale in locales for group in catalogs.values() for each in group if each.locale is locale]
    result.catalogs = [finished[each] for each in order if each in finished]
    return result


def _drafter(
    project: Project,
    locale: Locale,
    matcher: Matcher,
    memory: Memory,
    recaller: Recaller,
    engine_for: Callable[[Locale], Engine] | None,
) -> Drafter:
    engine = engine_for(locale) if engine_for else engine_of(project, locale)
    return Drafter(
        engine,
        matcher,
        locale,
        memory,
        persian=persian_table(project, engine, locale),
        solar_dates=project.solar_dates,
        recall=recaller.sentences,
    )


def _finish(work: CatalogWork, drafter: Drafter, drafts: Mapping[Request, Draft]) -> tuple[CatalogWork, CatalogResult]:
    return work, work.finish(drafter, drafts)


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
