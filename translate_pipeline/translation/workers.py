"""Processes that draft sentences side by side, each with its own copy of the model.

A sentence's draft depends on the sentence alone, so it does not matter which process drafts it, nor beside which.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from types import TracebackType

from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale, find_locale
from translate_pipeline.machine import cores_at_hand, free_memory
from translate_pipeline.translation.chain import Link, enforce_in_turn
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.engine import Engine, Progress
from translate_pipeline.translation.guarding import GuardedEngine, GuardTally
from translate_pipeline.translation.memory import CachedSentence

BuildEngines = Callable[[int], Sequence[Engine]]
"""Makes a worker's chain of engines, given how many threads it may use; a function that other processes can import."""
_Learned = list[dict[str, tuple[str, ...]]]
_Batch = tuple[list[CachedSentence], _Learned, list[GuardTally | None]]

_BATCH = 128
# Starting a worker and loading its model takes about as long as drafting this many sentences.
_WORTH_A_WORKER = 500
# One process keeps all cores at work while it decodes, which is most of the time; with few cores that is enough.
_CORES_WORTH_WORKERS = 4
# What the interpreter, the libraries and a batch take besides the model.
_BESIDES = 220 * 1024**2
_MODEL_SHARE = 1.3
_MEMORY_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Demand:
    """How many workers are wanted.

    Attributes:
        asked: by the operator; None leaves it to cores, memory and work.
        model: the size of the model's files in bytes.
    """

    asked: int | None
    model: int

    @property
    def bytes_each(self) -> int:
        """What a worker needs."""
        return int(_BESIDES + self.model * _MODEL_SHARE)

    def count(self, sentences: int, cores: int, free: int) -> int:
        """The number of workers for some sentences; 1 means that none beside this process is worth it.

        Args:
            free: bytes of memory that can be had.

        Raises:
            InputError: what was asked for does not fit into the memory.
        """
        fit = int(free * _MEMORY_SHARE) // self.bytes_each
        if self.asked is None:
            if cores < _CORES_WORTH_WORKERS:
                return 1
            return max(1, min(cores, fit, sentences // _WORTH_A_WORKER))
        if self.asked > max(1, fit):
            need, there = self.asked * self.bytes_each // 1024**2, free // 1024**2
            problem = f"{self.asked} workers need about {need:,} MB of memory, and {there:,} MB are free"
            raise InputError(problem, remedy=f"give --workers {max(1, fit)}, or close other programs")
        return self.asked


class Workers:
    """A pool of workers for one locale; it starts when there is enough to do.

    Args:
        build: makes the engines in a worker.
        note: told when a worker was lost.

    Raises:
        InputError: in `draft`: there is no memory for as many as were asked for, or the last worker was lost.
    """

    def __init__(self, build: BuildEngines, locale: Locale, demand: Demand, note: Callable[[str], None]):
        self._build = build
        self._locale = locale
        self._demand = demand
        self._note = note
        self._pool: ProcessPoolExecutor | None = None
        self._count = 0

    def __enter__(self) -> Workers:
        """The pool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Send the workers home; those of a run that broke off are not waited for."""
        self._close(kill=kind is not None)

    def draft(
        self, jobs: Sequence[Job], chain: Sequence[Link], progress: Progress | None = None
    ) -> list[CachedSentence]:
        """Draft each job.

        Args:
            chain: what drafts here where workers are not worth it, and learns what they learn.
        """
        if self._pool is None:
            self._count = self._demand.count(len(jobs), cores_at_hand(), free_memory())
        if self._count == 1 and self._pool is None:
            return draft_here(jobs, chain, self._locale, progress)
        left = {start: jobs[start : start + _BATCH] for start in range(0, len(jobs), _BATCH)}
        drafted: dict[int, list[CachedSentence]] = {}
        while left:
            try:
                for start, (found, learned, tallies) in self._send(left, chain):
                    drafted[start] = found
                    for link, fresh, tally in zip(chain, learned, tallies, strict=True):
                        link.renderings.add(fresh)
                        if tally and isinstance(link.engine, GuardedEngine):
                            link.engine.tally.add(tally)
                    done = left.pop(start)
                    if progress:
                        progress(len(done))
            except BrokenProcessPool:
                self._lose_one()
        return [each for start in sorted(drafted) for each in drafted[start]]

    def _send(self, batches: Mapping[int, Sequence[Job]], chain: Sequence[Link]) -> Iterator[tuple[int, _Batch]]:
        if self._pool is None:
            threads = max(1, cores_at_hand() // self._count)
            self._pool = ProcessPoolExecutor(
                self._count,
                # A forked process would have the locks of threads that it has not.
                mp_context=get_context("spawn"),
                initializer=_start,
                initargs=(self._build, self._locale.code, threads, [link.renderings.learned for link in chain]),
            )
        asked: dict[Future[_Batch], int] = {
            self._pool.submit(_draft, list(batch)): start for start, batch in batches.items()
        }
        for future in as_completed(asked):
            yield asked[future], future.result()

    def _lose_one(self) -> None:
        self._close(kill=True)
        if self._count == 1:
            problem = "the last worker was ended from outside, most likely for want of memory"
            raise InputError(problem, remedy="close other programs, or take a smaller model; what was drafted is kept")
        self._count -= 1
        workers = "1 goes on" if self._count == 1 else f"{self._count} go on"
        self._note(f"a worker was ended from outside, most likely for want of memory; {workers} with its sentences")

    def _close(self, *, kill: bool) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        if kill:
            for process in list((pool._processes or {}).values()):
                process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


def draft_here(
    jobs: Sequence[Job], chain: Sequence[Link], locale: Locale, progress: Progress | None = None
) -> list[CachedSentence]:
    """Draft each job in this process."""
    found = enforce_in_turn(jobs, chain, locale, progress)
    return [CachedSentence(each.target, each.rung, each.tries, each.exact) for each in found]


# What a worker holds: its engines, and the locale that it drafts in.
_at_work: tuple[list[Link], Locale] | None = None


def _start(build: BuildEngines, code: str, threads: int, learned: _Learned) -> None:
    global _at_work
    # Ctrl-C goes to all processes of a terminal; the one that sent the work sees to the end of these.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    locale = find_locale(code)
    engines = build(threads)
    _at_work = (
        [Link(each, Renderings(each, locale, known)) for each, known in zip(engines, learned, strict=True)],
        locale,
    )


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _draft(jobs: list[Job]) -> _Batch:
    if _at_work is None:
        raise RuntimeError("the worker was not started")
    chain, locale = _at_work
    found = draft_here(jobs, chain, locale)
    engines = [link.engine for link in chain]
    tallies = [each.take_tally() if isinstance(each, GuardedEngine) else None for each in engines]
    return found, [link.renderings.take_learned() for link in chain], tallies
