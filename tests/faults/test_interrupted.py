"""Ctrl-C, once and twice, at any moment: a line, exit status 130, and nothing lost."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.faults.conftest import copied
from tests.faults.runs import Harm, Runner, outputs


@pytest.mark.parametrize("harm", [Harm.INTERRUPT, Harm.INTERRUPT_TWICE])
def test_an_interrupted_run_goes_on_where_it_stopped(
    harm: Harm, newsroom: Path, runner: Runner, tmp_path: Path
) -> None:
    undisturbed = copied(newsroom, tmp_path / "undisturbed")
    calls = runner.run(undisturbed, "run", "--drafts").calls
    expected = outputs(undisturbed)
    chance = random.Random(harm)
    for part in range(5):
        at = 1 + int((part + chance.random()) * (calls - 2) / 5)
        place = copied(newsroom, tmp_path / "interrupted")
        outcome = runner.run(place, "run", "--drafts", at=at, harm=harm)
        assert outcome.status == 130, f"at {at}: {outcome.output}"
        assert "interrupted; what was finished is kept" in outcome.output
        assert "Traceback" not in outcome.output
        for name, data in outputs(place).items():
            assert data == expected.get(name), f"{name}, interrupted at {at}"
        assert runner.run(place, "run", "--drafts").status in (0, 1)
        assert outputs(place) == expected, f"interrupted at {at}"
        shutil.rmtree(place)
