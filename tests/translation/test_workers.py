"""Several processes draft what one would, and a lost one costs nothing but time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.memory_group import memory_group
from tests.translation.engines_at_work import SENTENCES, Counting, counted, deadly_engines, engines
from translate_pipeline.errors import InputError
from translate_pipeline.locales import find_locale
from translate_pipeline.translation.chain import Link
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.workers import Demand, Workers

PASHTO = find_locale("ps")
MB = 1024**2


def chain() -> list[Link]:
    engine = Counting(counted)
    return [Link(engine, Renderings(engine, PASHTO))]


def test_what_several_draft_is_what_one_drafts_in_its_order() -> None:
    notes: list[str] = []
    done: list[int] = []
    with Workers(engines, PASHTO, Demand(2, MB), notes.append) as workers:
        drafts = workers.draft([Job(text) for text in SENTENCES], chain(), done.append)
    assert [each.target for each in drafts] == [counted(text) for text in SENTENCES]
    assert sum(done) == len(SENTENCES)
    assert not notes


def test_fewer_go_on_where_one_is_killed(tmp_path: Path) -> None:
    notes: list[str] = []
    with Workers(partial(deadly_engines, tmp_path, 1), PASHTO, Demand(2, MB), notes.append) as workers:
        drafts = workers.draft([Job(text) for text in SENTENCES], chain())
    assert [each.target for each in drafts] == [counted(text) for text in SENTENCES]
    (note,) = notes
    assert "want of memory; 1 goes on" in note


def test_the_last_one_killed_ends_the_run_in_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match="the last worker was ended"),
        Workers(partial(deadly_engines, tmp_path, 9), PASHTO, Demand(2, MB), lambda _: None) as workers,
    ):
        workers.draft([Job(text) for text in SENTENCES], chain())


OUT_OF_MEMORY = """
import os, sys
from functools import partial
from pathlib import Path
from tests.translation.engines_at_work import SENTENCES, Counting, hungry_engines
from translate_pipeline.locales import find_locale
from translate_pipeline.translation.chain import Link
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.workers import Demand, Workers

if __name__ == "__main__":
    open(sys.argv[2], "w").write(str(os.getpid()))
    pashto, engine = find_locale("ps"), Counting(str)
    with Workers(partial(hungry_engines, Path(sys.argv[1])), pashto, Demand(2, 1), print) as workers:
        drafts = workers.draft([Job(text) for text in SENTENCES], [Link(engine, Renderings(engine, pashto))])
    print(*(each.target for each in drafts), sep="\\n")
"""


def test_a_worker_that_the_kernel_ends_for_want_of_memory_is_done_without(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(OUT_OF_MEMORY, encoding="utf-8")
    with memory_group(600 * MB) as members:
        command = [sys.executable, script, tmp_path, members]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    note, *drafts = run.stdout.splitlines()
    assert "want of memory; 1 goes on" in note
    assert drafts == [counted(text) for text in SENTENCES]


@pytest.mark.parametrize(
    ("sentences", "cores", "free_mb", "expected"),
    [
        (10_000, 8, 64_000, 8),  # as many as cores
        (1_200, 8, 64_000, 2),  # few sentences are not worth more
        (100, 8, 64_000, 1),
        (10_000, 2, 64_000, 1),  # one process keeps two cores at work
        (10_000, 8, 2_000, 1),  # memory for one model
        (10_000, 8, 100, 1),
    ],
)
def test_the_number_follows_from_work_cores_and_memory(sentences: int, cores: int, free_mb: int, expected: int) -> None:
    assert Demand(None, 700 * MB).count(sentences, cores, free_mb * MB) == expected


def test_more_than_the_memory_holds_are_refused_with_the_number_that_fits() -> None:
    with pytest.raises(InputError, match=r"4 workers need about 4,\d+ MB .* 3,000 MB are free; give --workers 2"):
        Demand(4, 700 * MB).count(100, 2, 3_000 * MB)


LEFT_ALONE = """
import os, signal, sys
from functools import partial
from pathlib import Path
from tests.translation.engines_at_work import SENTENCES, Counting, waiting_engines
from translate_pipeline.locales import find_locale
from translate_pipeline.translation.chain import Link
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.workers import Demand, Workers

if __name__ == "__main__":
    pashto, engine = find_locale("ps"), Counting(str)
    with Workers(partial(waiting_engines, Path(sys.argv[1])), pashto, Demand(2, 1), print) as workers:
        workers.draft([Job(text) for text in SENTENCES], [Link(engine, Renderings(engine, pashto))])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_end_with_the_run_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(LEFT_ALONE, encoding="utf-8")
    (tmp_path / "at-work").mkdir()
    run = subprocess.Popen([sys.executable, script, tmp_path / "at-work"], env={**os.environ, "PYTHONPATH": str(ROOT)})
    until(lambda: len(list((tmp_path / "at-work").iterdir())) == 2)
    workers = [int(path.name) for path in (tmp_path / "at-work").iterdir()]
    run.kill()
    run.wait()
    until(lambda: not any(is_running(each) for each in workers))


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition: object) -> None:
    """Wait for a condition, a minute at most."""
    assert callable(condition)
    ticks = threading.Event()
    for _ in range(600):
        if condition():
            return
        ticks.wait(0.1)
    raise AssertionError("it never came to pass")
