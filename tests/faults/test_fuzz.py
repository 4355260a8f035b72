"""Damaged files: every reader takes them or refuses them in one line, soon, and without much memory.

TRANSLATE_PIPELINE_FUZZ=100000 makes the long run. What was found once lies in `seeds/` and is read first.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.faults.targets import TARGETS

INPUTS = int(os.environ.get("TRANSLATE_PIPELINE_FUZZ", "300"))
# A process of its own for each so many: the engine of the tests keeps what it tried.
PIECE = 10_000


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_are_read_or_refused(name: str) -> None:
    for start in range(0, INPUTS, PIECE):
        command = [sys.executable, "-m", "tests.faults.fuzzing", name, str(min(PIECE, INPUTS - start)), str(start)]
        outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert outcome.returncode == 0, outcome.stderr[-4000:]
        print(outcome.stdout.strip())
