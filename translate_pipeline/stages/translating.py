"""`translate`: reports in, catalogs with drafts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path

import polib

from translate_pipeline.catalogs.catalog import extracted_comment, new_catalog, references
from translate_pipeline.catalogs.messages import messages_of
from translate_pipeline.catalogs.po_file import write_po
from translate_pipeline.errors import unwritable
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.stages.catalog_work import CatalogResult
from translate_pipeline.stages.desks import Desk, Run, collected
from translate_pipeline.stages.memory_files import refresh, remember_drafted, store_path
from translate_pipeline.stages.reading import matcher_of, reports_at
from translate_pipeline.stages.settled import Kept, Place, Settled, places
from translate_pipeline.stages.translation_result import Progress, Translation
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.memory import MEMORY_FILE, Memory
from translate_pipeline.translation.recall.store import Store

REPORTS_AT_A_TIME = 100
"""Reports that are in memory together: enough to fill the decoder's batches with sentences of like length."""


def translate(
    project: Project,
    paths: Iterable[Path],
    locales: Sequence[Locale],
    *,
    force: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    engine_for: Callable[[Locale], Engine] | None = None,
    workers: int | None = 1,
) -> Translation:
    """Draft the messages of reports and write their catalogs, some reports at a time.

    Args:
        force: decode and draft again whatever no person has touched, known sentences too.
        dry_run: count what would be drafted; decode and write nothing.
        engine_for: engines in place of the installed model packages.
        workers: processes that draft side by side, each with its own copy of the model; None has as many as cores,
            memory and work are good for. What comes out is the same.

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
        ExitStack() as stack,
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
        cluster = None
        if project.cluster.scheduler and not (engine_for or dry_run):
            from translate_pipeline.translation.cluster.connection import Cluster

            cluster = stack.enter_context(Cluster(project.cluster, result.notes.append))
        run = Run(
            project,
            matcher,
            memory,
            store,
            result,
            force,
            progress,
            engine_for,
            workers,
            stack,
            len(left),
            cluster,
        )
        desks = [Desk(run, locale) for locale in locales]
        for part in _parts(left, catalogs):
            reports, faults = reports_at(part)
            result.faults += faults
            kept: list[Kept] = []
            for desk in desks:
                desk.take(reports, finished)
                if dry_run:
                    finished |= desk.preview()
                else:
                    kept += desk.draft(finished)
            if not dry_run:
                templates = (partial(_write_template, project, each) for each in reports)
                result.templates += sum(collected(templates, result.faults))
                settled.keep(kept)
        for desk in desks:
            desk.tell()
        if not dry_run:
            remember_drafted(project, store, (each for each in finished.values() if each.changed))
    order = [each for locale in locales for group in catalogs.values() for each in group if each.locale is locale]
    result.catalogs = [finished[each] for each in order if each in finished]
    return result


def _parts(paths: Sequence[Path], catalogs: Mapping[Path, Sequence[Place]]) -> Iterator[list[Path]]:
    """The reports to read at a time; those whose names are faulty together, for they may be about each other."""
    faulty = [path for path in paths if not catalogs[path]]
    if faulty:
        yield faulty
    sound = iter([path for path in paths if catalogs[path]])
    while part := list(islice(sound, REPORTS_AT_A_TIME)):
        yield part


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
