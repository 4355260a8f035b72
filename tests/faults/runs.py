"""Runs of the command line in which a chosen call to the system kills the process, fails, or sets the clock."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from types import TracebackType

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Harm(IntEnum):
    """What happens at the chosen call; as in shim.c."""

    NONE = 0
    KILL = 1
    TEAR = 2
    FULL = 3
    INTERRUPT = 4
    INTERRUPT_TWICE = 5
    CLOCK_BACK = 6
    CLOCK_ON = 7


@dataclass(frozen=True)
class Outcome:
    """Exit status (negative: the signal), calls that changed the disk, and all that was printed."""

    status: int
    calls: int
    output: str


class Runner:
    """Runs `translate-pipeline` in forks of one loaded process."""

    def __init__(self, folder: Path):
        compiler = shutil.which("cc") or shutil.which("gcc")
        assert compiler
        shim = folder / "shim.so"
        subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", shim, HERE / "shim.c", "-ldl"], check=True)
        self._output = folder / "output.txt"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"],
            cwd=ROOT,
            env={**os.environ, "LD_PRELOAD": str(shim)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout and self._process.stdout.readline() == "ready\n"

    def run(self, folder: Path, *arguments: str, at: int = 0, harm: Harm = Harm.NONE) -> Outcome:
        """Run a command in a project's folder; `at` counts its calls from 1."""
        assert self._process.stdin and self._process.stdout
        request = {"folder": str(folder), "arguments": arguments, "at": at, "harm": harm, "output": str(self._output)}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return Outcome(answer["status"], answer["calls"], self._output.read_text(encoding="utf-8"))

    def __enter__(self) -> Runner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def outputs(folder: Path) -> dict[str, bytes]:
    """Every file of a project but its state, so that what is left lying about shows as well."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".translate-pipeline" not in path.parts
    }
