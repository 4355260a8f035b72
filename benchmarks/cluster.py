"""What a cluster gains: one and two workers measured on this machine, 1 to 64 simulated from what was measured.

    python -m benchmarks.cluster [--reports 12] [--rounds 3] [--json FILE]

Work is counted in processor seconds, which other programs on the machine do not change much; the elapsed times of one
and two workers are medians of rounds taken in turn, and mean little on a machine that is busy otherwise.

The simulation hands out batches by the program's own rules (`Questions`, one batch more than threads for each worker).
A batch takes the recorded processor time of a batch of like length; the run itself and the scheduler are queues of
their own, with their recorded time for each batch; between the calls the run reads, checks and writes for its recorded
time, and no worker works.
"""

from __future__ import annotations

import argparse
import asyncio
import heapq
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from benchmarks.newsroom import make_project
from translate_pipeline.locales import find_locale
from translate_pipeline.models.store import package_for
from translate_pipeline.stages.translating import translate
from translate_pipeline.translation.cluster import remote
from translate_pipeline.translation.cluster.batches import Questions
from translate_pipeline.translation.cluster.connection import Cluster
from translate_pipeline.translation.cluster.engine import ClusterEngine
from translate_pipeline.translation.cluster.settings import ClusterSettings
from translate_pipeline.translation.cluster.wire import Task
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.options import DecodingOptions
from translate_pipeline.translation.sentences import split_sentences

_LOCALE = find_locale("ps")
_WORKERS = (1, 2, 4, 8, 16, 32, 64)
# Sentences in one call: as the drafter gives them to the engine, and ten times as many.
_CALLS_OF = (2_000, 20_000)
_LATENCY = 0.0005
_CALLS = 200
_BATCH_BYTES = 8_000


@dataclass(frozen=True)
class Recorded:
    """What was measured; times are processor seconds unless they say otherwise.

    Attributes:
        batches: for each batch, its tokens and the time that decoding it took one core.
        lengths: tokens of each sentence.
        run_batch, scheduler_batch: time of the run and of the scheduler for each batch.
        run_report: time of the run for each report besides decoding, of `sentences` sentences on average.
        elapsed: medians of elapsed seconds for the same sentences by number of workers.
        local: time for them in one process without a cluster.
        workers: time for them in the workers.
    """

    batches: list[tuple[int, int, float]]
    lengths: list[int]
    run_batch: float
    scheduler_batch: float
    run_report: float
    sentences: float
    elapsed: dict[int, float]
    local: float
    workers: float
    load: float


@contextmanager
def _process(module: str, *arguments: str, ready: str, folder: Path) -> Iterator[tuple[psutil.Process, str]]:
    settings = {"DASK_TRANSLATE_PIPELINE__PACKAGES": str(folder / "packages"), "DASK_TEMPORARY_DIRECTORY": str(folder)}
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
    process = subprocess.Popen(command, env={**os.environ, **settings}, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        found = next(found for line in process.stderr if (found := re.search(ready, line)))
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield psutil.Process(process.pid), found[1]
    finally:
        process.kill()
        process.wait()


def _worker(address: str, folder: Path) -> AbstractContextManager[tuple[psutil.Process, str]]:
    arguments = (address, "--no-nanny", "--nthreads", "1")
    return _process("dask_worker", *arguments, ready="(Registered)", folder=folder)


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def measure(reports: int, rounds: int, folder: Path) -> Recorded:
    """Measure on this machine."""
    project = make_project(folder / "project", reports)
    texts = [path.read_text(encoding="utf-8") for path in sorted((project.root / "reports").iterdir())]
    found = {sentence.text for text in texts for part in text.split("\n\n") for sentence in split_sentences(part)}
    sentences = sorted(found)
    package = package_for(_LOCALE, "", project.folders["packages"], project.folders["models"])
    local = PackageEngine(package, DecodingOptions(replicas=1))
    local.decode(sentences[:8])
    lengths = [local.count_tokens(text) for text in sentences]
    batches, before = [], time.process_time()
    questions = Questions(Task.DECODE, sentences, lengths, {})
    while batch := questions.take(2):
        start = time.process_time()
        local.decode([sentences[index] for index in batch])
        batches.append((sum(lengths[index] for index in batch), len(batch), time.process_time() - start))
    own = time.process_time() - before
    elapsed: dict[int, list[float]] = {1: [], 2: []}
    spent: list[float] = []
    host = ("--host", "127.0.0.1", "--port", "0")
    with (
        _process("dask_scheduler", *host, ready=r"Scheduler at:\s+(tcp://\S+)", folder=folder) as (scheduler, address),
        _worker(address, folder) as (first, _),
    ):
        settings = ClusterSettings(address, patience=600)
        for count in (1, 2) * rounds:
            with _second(count, address, folder), Cluster(settings, print) as cluster:
                engine = ClusterEngine(local, cluster)
                engine.decode(sentences[:16])
                begin, start = _seconds(first), time.perf_counter()
                engine.decode(sentences)
                elapsed[count].append(time.perf_counter() - start)
                if count == 1:
                    spent.append(_seconds(first) - begin)
        run_batch, scheduler_batch = _cost_of_a_batch(settings, local, scheduler)
        far = replace(project, cluster=settings)
        paths = sorted((project.root / "reports").iterdir())
        translate(far, paths[:1], [_LOCALE])
        begin = time.process_time()
        result = translate(far, paths[1:], [_LOCALE])
        whole = time.process_time() - begin
    return Recorded(
        batches,
        lengths,
        run_batch,
        scheduler_batch,
        max(0.0, whole - run_batch * len(batches)) / (reports - 1),
        result.decoded / (reports - 1),
        {count: statistics.median(times) for count, times in elapsed.items()},
        own,
        statistics.median(spent),
        os.getloadavg()[0],
    )


def _cost_of_a_batch(settings: ClusterSettings, local: PackageEngine, scheduler: psutil.Process) -> tuple[float, float]:
    """What sending a batch of usual size and getting an answer costs the run and the scheduler, decoding left out."""

    with Cluster(settings, print) as cluster:

        async def send() -> None:
            (worker,) = await cluster.workers()
            for _ in range(_CALLS // 2):
                data = os.urandom(_BATCH_BYTES)
                names = uuid.uuid4().hex, uuid.uuid4().hex
                await asyncio.gather(*(cluster.call(worker, remote.receive, name, 0, data) for name in names))

        ClusterEngine(local, cluster).decode(["Hello."])
        begin = time.process_time(), _seconds(scheduler)
        cluster.sync(send)
        return (time.process_time() - begin[0]) / _CALLS, (_seconds(scheduler) - begin[1]) / _CALLS


@contextmanager
def _second(count: int, address: str, folder: Path) -> Iterator[None]:
    if count == 1:
        yield
        return
    with _worker(address, folder):
        yield


def decode_time(recorded: Recorded, sizes: Sequence[int], workers: int) -> float:
    """Simulated elapsed seconds of one call."""
    rates = sorted((tokens / count, seconds / tokens) for tokens, count, seconds in recorded.batches)

    def cost(batch: Sequence[int]) -> float:
        tokens = sum(sizes[index] for index in batch)
        mean = tokens / len(batch)
        return tokens * min(rates, key=lambda rate: abs(rate[0] - mean))[1]

    questions = Questions(Task.DECODE, sizes, sizes, {})
    run_free = scheduler_free = last = 0.0
    worker_free = [0.0] * workers
    events: list[tuple[float, int]] = []

    def give(worker: int, now: float) -> None:
        nonlocal run_free, scheduler_free
        batch = questions.take(workers)
        if not batch:
            return
        run_free = max(run_free, now) + recorded.run_batch
        scheduler_free = max(scheduler_free, run_free) + recorded.scheduler_batch
        begin = max(worker_free[worker], scheduler_free + _LATENCY)
        worker_free[worker] = begin + cost(batch)
        heapq.heappush(events, (worker_free[worker] + _LATENCY, worker))

    for _ in range(2):
        for worker in range(workers):
            give(worker, 0.0)
    while events:
        last, worker = heapq.heappop(events)
        give(worker, last)
    return last


def simulate(recorded: Recorded, workers: int) -> tuple[float, float, float]:
    """Elapsed seconds for each sentence: decoding in small calls and in large ones, and a whole run in small ones."""
    times = {}
    for count in _CALLS_OF:
        sizes = (recorded.lengths * (count // len(recorded.lengths) + 1))[:count]
        times[count] = decode_time(recorded, sizes, workers) / count
    small, large = (times[count] for count in _CALLS_OF)
    return small, large, small + recorded.run_report / recorded.sentences


def main() -> None:
    """Measure, simulate, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        recorded = measure(arguments.reports, arguments.rounds, Path(folder))
    rows = {count: simulate(recorded, count) for count in _WORKERS}
    _print(recorded, rows)
    if arguments.json:
        found = {"recorded": asdict(recorded), "simulated": rows}
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _print(recorded: Recorded, rows: dict[int, tuple[float, float, float]]) -> None:
    count = len(recorded.lengths)
    run, scheduler = recorded.run_batch * 1e3, recorded.scheduler_batch * 1e3
    say: Callable[[str], None] = print
    say(f"{count} sentences of {statistics.mean(recorded.lengths):.1f} tokens, load of the machine {recorded.load:.1f}")
    say(
        f"one core: {count / recorded.local:.1f} sentences a processor second; a worker: {count / recorded.workers:.1f}"
    )
    gain = recorded.elapsed[1] / recorded.elapsed[2]
    say(f"elapsed: one worker {recorded.elapsed[1]:.1f} s, two {recorded.elapsed[2]:.1f} s: {gain / 2:.0%} efficiency")
    say(f"a batch costs the run {run:.1f} ms, the scheduler {scheduler:.1f} ms")
    say(f"a report of {recorded.sentences:.1f} sentences costs the run {recorded.run_report * 1e3:.0f} ms besides")
    say("")
    say("         calls of 2,000 sentences     calls of 20,000              whole run, calls of 2,000")
    say("workers  times faster  efficiency     times faster  efficiency     times faster  efficiency")
    for workers, found in rows.items():
        gains = [rows[1][column] / each for column, each in enumerate(found)]
        say(f"{workers:7}" + "   ".join(f"{gain:14.1f}  {gain / workers:10.0%}" for gain in gains))


if __name__ == "__main__":
    main()
