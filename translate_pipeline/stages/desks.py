"""Desks: in a run of `translate` each locale has one, where the catalogs of some reports at a time are drafted."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from translate_pipeline.errors import InputError
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.stages.catalog_work import CatalogResult, CatalogWork
from translate_pipeline.stages.engines import engines_of, model_bytes, persian_table, worker_engines
from translate_pipeline.stages.recalling import Recaller
from translate_pipeline.stages.settled import Kept, Place
from translate_pipeline.stages.translation_result import Progress, Translation
from translate_pipeline.translation.drafting import Draft, Drafter, Request
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.guarding import GuardedEngine
from translate_pipeline.translation.memory import Memory
from translate_pipeline.translation.recall.store import Store
from translate_pipeline.translation.workers import Demand, Workers

if TYPE_CHECKING:
    from translate_pipeline.translation.cluster.connection import Cluster

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Run:
    """What the desks of a run have in common.

    Attributes:
        result: where each desk adds what it did.
        force: decode and draft again whatever no person has touched.
        engine_for: engines in place of the installed model packages.
        workers: processes that draft side by side; None leaves it to cores, memory and work.
        stack: ends what a desk began, when the run ends.
        reports: how many there are to take in the whole run.
        cluster: whose workers decode; None decodes on this machine.
    """

    project: Project
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
    cluster: Cluster | None


@dataclass(slots=True)
class Desk:
    """The catalogs of one locale, as far as they are under way.

    Attributes:
        seen: reports that were taken.
    """

    run: Run
    locale: Locale
    seen: int = 0
    works: list[CatalogWork] = field(default_factory=list)
    drafter: Drafter | None = None
    _recaller: Recaller | None = None

    def take(self, reports: Sequence[Report], finished: Container[Place]) -> None:
        """Begin the catalogs of some reports."""
        run = self.run
        self._recaller = Recaller(run.store, run.matcher, self.locale, run.project.memory)
        begin = partial(CatalogWork, run.project, locale=self.locale, matcher=run.matcher, memory=run.memory)
        steps = (
            partial(begin, report, force=run.force)
            for report in reports
            if Place(report.path, report.name, self.locale) not in finished
        )
        self.works = collected(steps, run.result.faults)
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
        drafts = self.drafter.draft(requests, self._progress(self.drafter.tally.decoded), again=self.run.force)
        kept: list[Kept] = []
        steps = (partial(_finish, work, self.drafter, drafts) for work in self.works)
        for work, done in collected(steps, self.run.result.faults):
            catalog = Place(work.report.path, work.report.name, self.locale)
            finished[catalog] = done
            kept.append((catalog, work.digest, work.open_texts, done.state))
        self.works = []
        return kept

    def tell(self) -> None:
        """Add what was drafted to the result."""
        if self.drafter:
            tally, result = self.drafter.tally, self.run.result
            result.decoded += tally.decoded
            result.cached += tally.cached
            result.recalled += tally.recalled
            result.rungs[self.locale.code] = tally.rungs
            for link in self.drafter.chain:
                if isinstance(link.engine, GuardedEngine):
                    result.guard.update(link.engine.tally.counts)

    def _progress(self, before: int) -> Callable[[int, int], None] | None:
        """Counts on from the sentences of earlier reports; how many there will be in all is judged by those."""
        advance, reports = self.run.progress, self.run.reports
        if advance is None:
            return None
        return lambda done, of: advance(
            self.locale, before + done, max(before + of, (before + of) * reports // max(1, self.seen))
        )

    def _drafter(self) -> Drafter:
        run, project, locale = self.run, self.run.project, self.locale
        engine, *fallbacks = [run.engine_for(locale)] if run.engine_for else engines_of(project, locale, run.cluster)
        tables = (persian_table(project, each, locale) for each in (engine, *fallbacks))
        workers = None
        # A GPU has room for one copy of the model, unless the operator knows better.
        wanted = run.workers or (None if project.engine_choice(locale).options.device == "cpu" else 1)
        if run.engine_for is None and run.cluster is None and wanted != 1:
            demand = Demand(wanted, model_bytes(project, locale))
            workers = Workers(partial(worker_engines, project, locale.code), locale, demand, run.result.notes.append)
            run.stack.enter_context(workers)
        return Drafter(
            engine,
            run.matcher,
            locale,
            run.memory,
            persian=next((table for table in tables if table is not None), None),
            solar_dates=project.solar_dates,
            fallbacks=fallbacks,
            workers=workers,
        )


def collected(steps: Iterable[Callable[[], _T]], faults: list[InputError]) -> list[_T]:
    """What the steps return; the fault of one stops no other."""
    results = []
    for step in steps:
        try:
            results.append(step())
        except InputError as error:
            faults.append(error)
    return results


def _finish(work: CatalogWork, drafter: Drafter, drafts: Mapping[Request, Draft]) -> tuple[CatalogWork, CatalogResult]:
    return work, work.finish(drafter, drafts)
