"""Two operators and one project: the second is told who is there, and a run that was killed holds nothing up."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import GLOSSARY, REPORT, ROOT
from translate_pipeline.errors import InputError
from translate_pipeline.lock import OWNER, project_lock, read_owner
from translate_pipeline.project import FILE_NAME

HOLDING = """
import sys
from pathlib import Path
from translate_pipeline.lock import project_lock
with project_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LOGNAME": "farida"},
    )
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


def owner(folder: Path, **changes: object) -> Path:
    """An owner file as another run would have left it."""
    values = {"user": "farida", "host": "desk-2", "process": 4711, "since": 0.0, "began": "1"} | changes
    path = folder / OWNER
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def test_the_second_operator_reads_who_is_at_work_and_since_when(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        words = rf"farida on {platform.node()} \(process {process.pid}\) has been at work in this project for less than"
        with pytest.raises(InputError, match=words), project_lock(tmp_path):
            pass
        process.communicate("")
    with project_lock(tmp_path):
        pass
    assert read_owner(tmp_path) is None


@pytest.mark.parametrize("command", ["run --drafts", "translate", "package", "check --fix", "glossary apply"])
def test_no_command_writes_to_a_project_that_another_works_in(tmp_path: Path, command: str) -> None:
    (tmp_path / FILE_NAME).write_text("", encoding="utf-8")
    for name, text in (("glossaries/terms.csv", GLOSSARY), ("reports/flood.txt", REPORT)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    with holder(tmp_path / ".translate-pipeline") as process:
        refused = run_command(tmp_path, *command.split())
        process.communicate("")
    assert refused.returncode == 2
    assert "farida" in refused.stderr and "wait until that run has finished" in refused.stderr
    assert "at work" not in run_command(tmp_path, *command.split()).stderr


def test_a_run_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (tmp_path / OWNER).exists()
    with project_lock(tmp_path):
        found = read_owner(tmp_path)
        assert found and found.process == os.getpid()


def test_on_a_shared_folder_a_run_of_another_machine_counts(tmp_path: Path) -> None:
    path = owner(tmp_path)
    with (
        pytest.raises(InputError, match=r"farida on desk-2 .* if it broke off, the project is free again in 2 minutes"),
        project_lock(tmp_path),
    ):
        pass
    assert json.loads(path.read_text(encoding="utf-8"))["user"] == "farida"


def test_one_that_has_not_been_renewed_for_minutes_is_left_over(tmp_path: Path) -> None:
    path = owner(tmp_path)
    status = path.stat()
    os.utime(path, (status.st_atime, status.st_mtime - 600))
    with project_lock(tmp_path):
        found = read_owner(tmp_path)
        assert found and found.process == os.getpid()


@pytest.mark.parametrize("text", ["", "process 12\n", "[]", "\x00"])
def test_an_owner_file_that_says_nothing_is_left_over_too_once_it_is_old(tmp_path: Path, text: str) -> None:
    path = tmp_path / OWNER
    path.write_text(text, encoding="utf-8")
    os.utime(path, (0, 0))
    with project_lock(tmp_path):
        assert read_owner(tmp_path)
