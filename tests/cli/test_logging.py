"""What a run says while it works, and the report it leaves."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import run_command
from tests.conftest import GLOSSARY, ROOT
from translate_pipeline.journal import begin
from translate_pipeline.models.store import install_package
from translate_pipeline.project import read_project
from translate_pipeline.stages.run_report import FOLDER, KEPT, recorded


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an installed model for Dari and one short report."""
    folder = tmp_path_factory.mktemp("desk")
    assert run_command(folder, "init").returncode == 0
    shutil.rmtree(folder / "glossaries")
    (folder / "glossaries").mkdir()
    (folder / "glossaries" / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    package = next((ROOT / "models").glob("translate-en_prs-*.argosmodel"))
    install_package(package, folder / ".translate-pipeline" / "packages")
    report = "Taliban Attack Herat\n\nOfficials said three policemen were killed in Herat on Thursday.\n"
    (folder / "reports" / "attack.txt").write_text(report, encoding="utf-8")
    return folder


@pytest.fixture
def newsroom(desk: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(desk, tmp_path / "newsroom")


def _events(text: str) -> list[dict[str, Any]]:
    """Every line of standard error, which must be an event."""
    events = [json.loads(line) for line in text.splitlines()]
    for event in events:
        assert {"time", "level", "stage", "report", "locale", "message"} <= event.keys()
        assert datetime.fromisoformat(event["time"]).tzinfo == UTC
        assert event["level"] in ("debug", "info", "warning", "error")
    return events


def _reports(folder: Path) -> list[Path]:
    return sorted((folder / ".translate-pipeline" / FOLDER).glob("*.json"))


def test_a_run_says_what_it_does_as_json_and_leaves_a_report_of_it(newsroom: Path) -> None:
    (newsroom / "reports" / "broken.html").write_bytes(b"\x00\x01\x02" * 100)
    before = {path for path in newsroom.rglob("*") if path.is_file()}
    result = run_command(newsroom, "--log-format", "json", "run", "-l", "dari")
    assert result.returncode == 2
    events = _events(result.stderr)

    drafted = [event for event in events if event["level"] == "info" and event["report"] == "attack"]
    assert [(event["stage"], event["locale"]) for event in drafted] == [("write", "fa_AF")]
    refused = [event for event in events if event["level"] == "warning"]
    assert [(event["report"], event["locale"]) for event in refused] == [("attack", "fa_AF")]
    faults = [event for event in events if event["level"] == "error"]
    assert faults and all("broken.html" in event["path"] for event in faults)

    (path,) = _reports(newsroom)
    report = json.loads(path.read_text(encoding="utf-8"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{6}Z\.json", path.name)
    assert (report["command"], report["outcome"], report["locales"]) == ("run", "done", ["fa_AF"])
    assert {"glossary", "read", "draft", "decode", "write", "package"} <= report["stages"].keys()
    assert report["sentences"] == {"decoded": 2, "cached": 0, "recalled": 0}
    assert sum(report["rungs"]["fa_AF"].values()) == 2
    assert report["engines"] and report["versions"]["ctranslate2"] and report["peak_memory"] > 10_000_000
    assert [each["report"] for each in report["refused"]] == ["attack"]
    assert [fault for fault in report["faults"] if "broken.html" in fault]
    # Everything that is new outside of the state is named, and nothing else.
    new = {path.relative_to(newsroom) for path in newsroom.rglob("*") if path.is_file() and path not in before}
    outputs = {path.as_posix() for path in new if path.parts[0] != ".translate-pipeline"}
    assert set(report["written"]) == outputs


def test_a_run_that_did_nothing_leaves_no_report(newsroom: Path) -> None:
    assert run_command(newsroom, "run", "-l", "dari", "--drafts").returncode == 0
    assert len(_reports(newsroom)) == 1
    assert "nothing changed" in run_command(newsroom, "run", "-l", "dari", "--drafts").stdout
    run_command(newsroom, "translate", "-l", "dari", "--dry-run")
    assert len(_reports(newsroom)) == 1


def test_quiet_says_only_what_went_wrong(newsroom: Path) -> None:
    result = run_command(newsroom, "--quiet", "run", "-l", "dari")
    assert (result.returncode, result.stdout) == (1, "")
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["refused"]
    result = run_command(newsroom, "--quiet", "run", "-l", "dari", "--drafts")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    # What a command was asked to show is no summary.
    assert json.loads(run_command(newsroom, "--quiet", "status", "--json").stdout)


def test_verbose_says_each_stage_and_file(newsroom: Path) -> None:
    lines = run_command(newsroom, "--verbose", "run", "-l", "dari", "--drafts").stderr.splitlines()
    for stage in ("glossary", "read", "draft", "package"):
        assert any(re.fullmatch(rf"{stage}: \d+\.\d+ s", line) for line in lines), stage
    assert any(line.endswith("attack.po written") for line in lines)


def test_bad_usage_and_bad_input_are_events_too(tmp_path: Path) -> None:
    result = run_command(tmp_path, "--log-format", "json", "translate")
    (event,) = _events(result.stderr)
    assert (result.returncode, event["level"], "translate-pipeline init" in event["message"]) == (2, "error", True)
    result = run_command(tmp_path, "--log-format", "json", "translat")
    (event,) = _events(result.stderr)
    assert (result.returncode, "'translate'" in event["message"]) == (2, True)
    result = run_command(tmp_path, "--quiet", "--verbose", "status")
    assert (result.returncode, "exclude" in result.stderr) == (2, True)


def test_an_interrupted_run_leaves_a_report_that_says_so(newsroom: Path) -> None:
    """The signal comes where the drafting would begin, so that no moment has to be hit."""
    program = (
        "import os, signal, sys; sys.argv = ['translate-pipeline', 'translate', '-l', 'dari']\n"
        # A shell's background jobs are born deaf to it.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from translate_pipeline.translation.drafting import Drafter\n"
        "Drafter.draft = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT)\n"
        "from translate_pipeline.cli import main\n"
        "main()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run([sys.executable, "-c", program], cwd=newsroom, env=environment, capture_output=True)
    assert result.returncode == 128 + signal.SIGINT
    (path,) = _reports(newsroom)
    assert json.loads(path.read_text(encoding="utf-8"))["outcome"] == "interrupted"


def test_the_last_fifty_reports_are_kept(tmp_path: Path) -> None:
    (tmp_path / "translate-pipeline.toml").write_text("", encoding="utf-8")
    project = read_project(tmp_path / "translate-pipeline.toml")
    begin()
    names = []
    for _ in range(KEPT + 3):
        try:
            with recorded(project, "run", [], []):
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            names.append(max(path.name for path in _reports(tmp_path)))
    assert [path.name for path in _reports(tmp_path)] == names[-KEPT:]
