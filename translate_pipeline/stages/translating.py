"""`translate`: reports in, catalogs with drafts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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
from translate_pipeline.stages.engines import engines_of, model_bytes, persian_table, worker_engines
from translate_pipeline.stages.memory_files import refresh, remember_drafted, store_path
from translate_pipeline.stages.reading import matcher_of, reports_at
from translate_pipeline.stages.recalling import Recaller
from translate_pipeline.stages.settled import Kept, Place, Settled, places
from translate_pipeline.translation.drafting import Draft, Drafter, Request
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.guarding import GuardedEngine
from translate_pipeline.translation.memory import Memory
from translate_pipeline.translation.recall.store import Store
from translate_pipeline.translation.workers import Demand, Workers

if TYPE_CHECKING:
    from translate_pipeline.translation.cluster.connection import Cluster

_T = TypeVar("_T")
Progress = Callable[[Locale, int, int], None]
MEMORY_FILE = "memory.sqlite"
REPORTS_AT_A_TIME = 100
"""Reports that are in memory together: enough to fill the decoder's batches with sentences of like length."""


@dataclass(slots=True)
class Translation:
    """What a run of `translate` did.

    Attributes:
        decoded, cached: different sentences that went to an engine, and those that had been drafted before.
        recalled: sentences within messages that a reviewer had translated elsewhere.
        rungs: different sentences that each rung of enforcement solved, by locale code.
        templates: `.pot` files written.
        faults: reports and catalogs that could not be handled; the others were.
        notes: what the operator should know besides.
        guard: sentences `cut` at clauses, `caught` running away, and `mended` of those.
    """

    catalogs: list[CatalogResult] = field(default_factory=list)
    decoded: int = 0
    cached: int = 0
    recalled: int = 0
    rungs: dict[str, Counter[str]] = field(default_factory=dict)
    templates: int = 0
    faults: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    guard: Counter[str] = field(default_factory=Counter)


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
        desks = [
            _Desk(
                project,
                locale,
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
                cluster=cluster,
            )
            for locale in locales
        ]
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
                result.templates += sum(_collect(templates, result.faults))
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


@dataclass(slots=True)
class _Desk:
    """The catalogs of one locale, as far as they are under way.

    Attributes:
        reports: how many there are to take in the whole run.
        seen: how many were taken.
        cluster: whose workers decode; None decodes on this machine.
    """

    project: Project
    locale: Locale
    matcher: Matcher
    memory: Memory
    store: Store
    result: Translation
    force: bool
    progress: Progress | None
    engine_for: Callable[[Locale], Engine] | None
    workers: int | None
    stack: ExitStack
    reports: int
    seen: int = 0
    cluster: Cluster | None = None
    works: list[CatalogWork] = field(default_factory=list)
    drafter: Drafter | None = None
    _recaller: Recaller | None = None

    def take(self, reports: Sequence[Report], finished: Container[Place]) -> None:
        """Begin the catalogs of some reports."""
        self._recaller = Recaller(self.store, self.matcher, self.locale, self.project.memory)
        begin = partial(CatalogWork, self.project, locale=self.locale, matcher=self.matcher, memory=self.memory)
        steps = (
            partial(begin, report, force=self.force)
            for report in reports
            if Place(report.path, report.name, self.locale) not in finished
        )
        self.works = _collect(steps, self.result.faults)
        self.seen += len(reports)
        for work in self.works:
            work.recall(self._recaller)

    def preview(self) -> dict[Place, CatalogResult]:
        """What would become of the catalogs."""
        return {Place(work.report.path, work.report.name, self.locale): work.preview() for work in self.works}

    def draft(self, finished: dict[Place, CatalogResult]) -> list[Kept]:
        """Draft the catalogs and write them."""
        if not self.works:
            return []
        if self.drafter is None:
            self.drafter = self._drafter()
        self.drafter.recall = self._recaller.sentences if self._recaller else None
        requests = [request for work in self.works for request in work.requests]
        drafts = self.drafter.draft(requests, self._progress(self.drafter.tally.decoded), again=self.force)
        kept: list[Kept] = []
        for work, done in _collect(
            (partial(_finish, work, self.drafter, drafts) for work in self.works), self.result.faults
        ):
            catalog = Place(work.report.path, work.report.name, self.locale)
            finished[catalog] = done
            kept.append((catalog, work.digest, work.open_texts, done.state))
        self.works = []
        return kept

    def tell(self) -> None:
        """Add what was drafted to the result."""
        if self.drafter:
            tally = self.drafter.tally
            self.result.decoded += tally.decoded
            self.result.cached += tally.cached
            self.result.recalled += tally.recalled
            self.result.rungs[self.locale.code] = tally.rungs
            for link in self.drafter.chain:
                if isinstance(link.engine, GuardedEngine):
                    self.result.guard.update(link.engine.tally.counts)

    def _progress(self, before: int) -> Callable[[int, int], None] | None:
        """Counts on from the sentences of earlier reports; how many there will be in all is judged by those."""
        advance = self.progress
        if advance is None:
            return None
        return lambda done, of: advance(
            self.locale, before + done, max(before + of, (before + of) * self.reports // max(1, self.seen))
        )

    def _drafter(self) -> Drafter:
        project, locale = self.project, self.locale
        engine, *fallbacks = [self.engine_for(locale)] if self.engine_for else engines_of(project, locale, self.cluster)
        tables = (persian_table(project, each, locale) for each in (engine, *fallbacks))
        workers = None
        # A GPU has room for one copy of the model, unless the operator knows better.
        wanted = self.workers or (None if project.engine_choice(locale).options.device == "cpu" else 1)
        if self.engine_for is None and self.cluster is None and wanted != 1:
            demand = Demand(wanted, model_bytes(project, locale))
            workers = Workers(partial(worker_engines, project, locale.code), locale, demand, self.result.notes.append)
            self.stack.enter_context(workers)
        return Drafter(
            engine,
            self.matcher,
            locale,
            self.memory,
            persian=next((table for table in tables if table is not None), None),
            solar_dates=project.solar_dates,
            fallbacks=fallbacks,
            workers=workers,
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
