"""A clock that jumps by twenty years under a run, or between two."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.faults.conftest import copied
from tests.faults.runs import Harm, Runner, outputs
from translate_pipeline.lock import OWNER


@pytest.mark.parametrize("jump", [Harm.CLOCK_BACK, Harm.CLOCK_ON])
def test_a_run_does_not_look_at_the_clock(newsroom: Path, runner: Runner, tmp_path: Path, jump: Harm) -> None:
    undisturbed = copied(newsroom, tmp_path / "undisturbed")
    calls = runner.run(undisturbed, "run", "--drafts").calls
    expected = outputs(undisturbed)
    told: set[str] = set()
    for at in (1, calls // 3, 2 * calls // 3):
        place = copied(newsroom, tmp_path / "jumping")
        outcome = runner.run(place, "--log-format", "json", "run", "--drafts", at=at, harm=jump)
        assert outcome.status in (0, 1), outcome.output
        told |= {json.loads(line)["time"][:3] for line in outcome.output.splitlines() if line.startswith("{")}
        assert outputs(place) == expected, f"at {at}"
        (report,) = (place / ".translate-pipeline" / "runs").glob("*.json")
        assert 0 <= json.loads(report.read_text(encoding="utf-8"))["seconds"] < 600
        shutil.rmtree(place)
    assert ("204" if jump is Harm.CLOCK_ON else "200") in told


def test_a_lock_from_the_future_does_not_hold_the_project_for_years(newsroom: Path, runner: Runner) -> None:
    owner = newsroom / ".translate-pipeline" / OWNER
    owner.write_text('{"user": "a", "host": "elsewhere", "process": 1, "since": 1, "began": ""}', encoding="utf-8")
    assert runner.run(newsroom, "run", "--drafts").status == 2
    later = owner.stat().st_mtime + 20 * 365 * 24 * 3600
    os.utime(owner, (later, later))
    assert runner.run(newsroom, "run", "--drafts").status in (0, 1)
