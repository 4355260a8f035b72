"""A run killed at any moment, and started again, ends with the same bytes as one that was not.

TRANSLATE_PIPELINE_KILLS=300 makes the long run.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from tests.faults.conftest import copied
from tests.faults.runs import Harm, Runner, outputs

KILLS = int(os.environ.get("TRANSLATE_PIPELINE_KILLS", "20"))
PERSONS = "هغه څه چې یو کس لیکلي دي"


@pytest.fixture
def reviewed(newsroom: Path, runner: Runner) -> Path:
    """A project in which a person wrote a text, and then a report and the glossary changed."""
    assert runner.run(newsroom, "run", "--drafts").status in (0, 1)
    catalog = newsroom / "locale" / "ps" / "LC_MESSAGES" / "attack.po"
    lines = catalog.read_text(encoding="utf-8").split("\n")
    place = next(number for number, line in enumerate(lines) if "The Ministry of Defense" in line)
    end = next(number for number in range(place, len(lines)) if not lines[number])
    text = next(number for number in range(place, end) if lines[number].startswith("msgstr"))
    lines[text:end] = [f'msgstr "{PERSONS}"']
    flags = max(number for number in range(place) if lines[number].startswith("#, fuzzy"))
    del lines[flags]
    catalog.write_text("\n".join(lines), encoding="utf-8")
    report = newsroom / "reports" / "attack.txt"
    report.write_text(report.read_text(encoding="utf-8").replace("69 Taliban", "about 69 Taliban"), encoding="utf-8")
    terms = newsroom / "glossaries" / "terms.csv"
    terms.write_text(terms.read_text(encoding="utf-8").replace("Herat,Hirat", "Herat,Hirat|Harat"), encoding="utf-8")
    return newsroom


@pytest.mark.parametrize("state", ["newsroom", "reviewed"])
def test_a_killed_run_started_again_ends_with_the_same_bytes(
    state: str, request: pytest.FixtureRequest, runner: Runner, tmp_path: Path
) -> None:
    start: Path = request.getfixturevalue(state)
    undisturbed = copied(start, tmp_path / "undisturbed")
    first = runner.run(undisturbed, "run", "--drafts")
    expected = outputs(undisturbed)
    assert first.status in (0, 1), first.output
    assert expected.keys() > outputs(start).keys() or state == "reviewed"

    chance = random.Random(f"{state} {KILLS}")
    count = KILLS // 2
    for number in range(count):
        # One moment of each of as many equal parts of the run.
        at = 1 + int((number + chance.random()) * first.calls / count)
        harm = chance.choice((Harm.KILL, Harm.TEAR))
        place = copied(start, tmp_path / "killed")
        killed = runner.run(place, "run", "--drafts", at=at, harm=harm)
        moment = f"{harm.name} at call {at} of {first.calls}"
        assert killed.status in (-9, 0, 1), f"{moment}: {killed.output}"
        if state == "reviewed":
            catalog = place / "locale" / "ps" / "LC_MESSAGES" / "attack.po"
            assert PERSONS in catalog.read_text(encoding="utf-8"), moment
        again = runner.run(place, "run", "--drafts")
        assert again.status == first.status, f"{moment}: {again.output}"
        assert _difference(outputs(place), expected) == [], moment
        if number % 5 == 0:
            third = runner.run(place, "run", "--drafts")
            assert "nothing changed: nothing translated, nothing written" in third.output, moment
        shutil.rmtree(place)


def _difference(found: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
