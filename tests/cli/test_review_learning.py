"""`status` and `review learn|accept` as their users meet them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import FakeEngine
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.project import Project
from translate_pipeline.stages.translating import translate


@pytest.fixture
def desk(project: Project) -> Project:
    """A report in Dari whose reviewer wrote another word for Herat, twice."""
    (project.folders["reports"] / "attack.txt").write_text(
        "Rain Falls in Herat\n\nPeople in Herat welcomed it.\n", encoding="utf-8"
    )
    (locale,) = (each for each in project.locales if each.code == "fa_AF")
    engine = FakeEngine(lambda sentence: "در هرات باران بارید" if "Rain" in sentence else "مردم هرات شاد شدند.")
    translate(project, [project.folders["reports"] / "attack.txt"], [locale], engine_for=lambda _: engine)
    path = project.catalog_path("attack", locale)
    catalog = read_po(path)
    for entry in catalog:
        entry.msgstr, entry.flags = entry.msgstr.replace("هرات", "هری"), []
    catalog.metadata["Last-Translator"] = "Zarghona Karimi <zarghona@news.example>"
    catalog.metadata["PO-Revision-Date"] = "2026-11-20 10:15+0430"
    write_po(path, catalog)
    return project


def test_status_shows_progress_and_effort(desk: Project) -> None:
    result = run_command(desk.root, "status", "--effort")
    assert result.returncode == 0
    assert re.search(r"attack\s+fa_AF\s+2\s+0\s+0\s+2\s+2\s+\d+\s+9 of 9\s+Zarghona Karimi,\s", result.stdout)
    assert re.search(r"2 with errors", result.stdout)
    assert re.search(r"total\s+4\s+2\s+0\s+2\s", result.stdout)
    assert re.search(r"fake\s+fa_AF\s+2\s+8\s+0 \(0 %\)\s+25\.0\s+\d", result.stdout)
    shown = json.loads(run_command(desk.root, "status", "--effort", "--json", "-l", "dari").stdout)
    assert shown["reports"][0]["reviewer"] == "Zarghona Karimi"
    assert shown["reports"][0]["reviewed_at"] == "2026-11-20T10:15:00+04:30"
    assert shown["effort"][0]["ter"] == 25.0
    assert "effort" not in json.loads(run_command(desk.root, "status", "--json").stdout)


def test_a_catalog_that_does_not_parse_is_named_and_the_others_are_shown(desk: Project) -> None:
    (desk.root / "locale" / "ps" / "LC_MESSAGES" / "attack.po").write_text('msgid "a\n', encoding="utf-8")
    result = run_command(desk.root, "status", "--json")
    assert result.returncode == 2
    assert "locale/ps/LC_MESSAGES/attack.po:1: " in result.stderr
    shown = json.loads(result.stdout)
    assert [each["locale"] for each in shown["reports"]] == ["fa_AF"]
    assert len(shown["faults"]) == 1


def test_learn_then_accept(desk: Project) -> None:
    result = run_command(desk.root, "review", "learn")
    assert result.returncode == 0
    assert re.search(r"approved\s+fa_AF\s+Herat\s+هرات\s+هری\s+2\s+0", result.stdout)
    assert "glossaries/suggestions/reviewers.csv: written; 1 row to decide, 0 decided" in result.stdout
    waiting = run_command(desk.root, "review", "accept")
    assert (waiting.returncode, waiting.stdout) == (0, "0 suggestions applied, 0 waiting\n")
    path = desk.root / "glossaries" / "suggestions" / "reviewers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\n,", "\nyes,"), encoding="utf-8")
    result = run_command(desk.root, "review", "accept")
    assert (result.returncode, result.stderr) == (0, "")
    assert "glossaries/terms.csv: 1 row added or changed" in result.stdout
    assert "Herat,Hirat,place,هری,هرات,هرات,,exact," in (desk.root / "glossaries" / "terms.csv").read_text("utf-8")
    assert re.search(r"attack\s+fa_AF.*\bready\b", run_command(desk.root, "status").stdout)
    assert "0 suggestions" in run_command(desk.root, "review", "learn").stdout


def test_learning_from_a_report_or_into_a_file(desk: Project, tmp_path: Path) -> None:
    run_command(desk.root, "review", "learn", "reports/attack.txt", "--out", "mine.csv", "-l", "dari")
    assert "هری" in (desk.root / "mine.csv").read_text(encoding="utf-8")
    result = run_command(desk.root, "review", "accept", "none.csv")
    assert result.returncode == 2
    assert "none.csv: no such file of suggestions; write one: translate-pipeline review learn" in result.stderr
    result = run_command(desk.root, "review", "accept", "mine.csv", "--into", tmp_path.parent / "elsewhere.csv")
    assert result.returncode == 2
    result = run_command(desk.root, "review", "learn", "--out", "glossaries/mine.csv")
    assert (result.returncode, (desk.root / "glossaries" / "mine.csv").exists()) == (2, False)
    result = run_command(desk.root, "review", "learn", "-l", "pashto")
    assert "0 reviewed messages, 0 with a draft on record: 0 suggestions" in result.stdout
    assert not (desk.root / "glossaries" / "suggestions").exists()
