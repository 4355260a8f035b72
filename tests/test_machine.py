"""What the machine has to give."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT
from tests.memory_group import memory_group
from translate_pipeline.machine import cores_at_hand, free_memory

MB = 1024**2
ASKING = """
import os, sys
open(sys.argv[1], "w").write(str(os.getpid()))
from translate_pipeline.machine import free_memory
print(free_memory())
"""


def test_it_has_a_core_and_some_memory() -> None:
    assert cores_at_hand() >= 1
    assert MB < free_memory() < 2**50


def test_a_container_has_no_more_than_its_limit() -> None:
    with memory_group(300 * MB) as members:
        command = [sys.executable, "-c", ASKING, str(members)]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert 200 * MB < int(told) < 300 * MB
