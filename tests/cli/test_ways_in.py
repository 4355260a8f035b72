"""How reports are named on the command line: files, folders, patterns, standard input, and never an address."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import REPORT, ROOT

HEADLINE = "taliban-attack-qala-e-naw-governor-says"


def fed(folder: Path, data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The command with something on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "translate_pipeline", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=data,
        capture_output=True,
        timeout=300,
    )


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A project without models: what is named is found before anything is drafted."""
    assert run_command(tmp_path, "init").returncode == 0
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "reports").iterdir())


def status_of(folder: Path, *places: str) -> str:
    done = run_command(folder, "status", *places)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_folders_and_patterns_stand_for_their_reports(desk: Path) -> None:
    for name in ("flood-one.txt", "flood-two.md", "fire.txt", "flood.pdf"):
        (desk / "reports" / name).write_text("# " * name.endswith(".md") + REPORT, encoding="utf-8")
    assert "fire" not in (shown := status_of(desk, "reports/flood*"))
    assert "flood-one" in shown
    assert "flood-two" in shown
    assert "fire" in status_of(desk, "reports")
    nothing = run_command(desk, "status", "reports/war*.txt")
    assert nothing.returncode == 2
    assert "no file matches reports/war*.txt" in nothing.stderr


@pytest.mark.parametrize("address", ["https://news.example/a/1.html", "HTTP://news.example", "file:///etc/passwd"])
def test_an_address_is_never_fetched(desk: Path, address: str) -> None:
    done = run_command(desk, "translate", address)
    assert done.returncode == 2
    assert "not fetched from the network" in done.stderr
    assert "save the page in a browser" in done.stderr
    assert names(desk) == []


def test_standard_input_becomes_a_report_of_the_project(desk: Path) -> None:
    page = f"<!doctype html><h1>{REPORT.splitlines()[0]}</h1><p>The governor said the Taliban attacked on Thursday.</p>"
    # No model is installed, so nothing is drafted; the report is kept all the same.
    fed(desk, REPORT.encode(), "translate", "-")
    fed(desk, page.encode(), "translate", "-", "--name", "attack")
    fed(desk, b"# " + REPORT.encode(), "translate", "-", "--name", "in-markdown")
    assert names(desk) == ["attack.html", "in-markdown.md", f"{HEADLINE}.txt"]
    assert (desk / "reports" / f"{HEADLINE}.txt").read_bytes() == REPORT.encode()


def test_standard_input_never_overwrites_another_report(desk: Path) -> None:
    mine = desk / "reports" / "Attack.md"
    mine.write_text(f"# {REPORT}", encoding="utf-8")
    done = fed(desk, REPORT.encode(), "translate", "-", "--name", "attack")
    assert done.returncode == 2
    assert b"another report of this name (reports/Attack.md); give --name NAME" in done.stderr
    assert names(desk) == ["Attack.md"]
    assert mine.read_text(encoding="utf-8") == f"# {REPORT}"


@pytest.mark.parametrize(
    ("data", "arguments", "said"),
    [
        (b"", ["translate", "-"], "standard input: is empty"),
        (b"\x00\x01", ["translate", "-"], "standard input: is binary"),
        (b"Only A Headline", ["translate", "-"], "standard input: has no paragraph"),
        (REPORT.encode(), ["translate", "-", "--name", "../x"], "is a path"),
        (REPORT.encode(), ["translate", "-", "--name", "articles"], "is reserved"),
        (REPORT.encode(), ["translate", "--dry-run", "-"], "name the report's file"),
        (REPORT.encode(), ["status", "-"], "name the report's file"),
        (b"", ["translate", "--name", "x"], "give - as the report"),
    ],
)
def test_what_standard_input_cannot_be_is_said(desk: Path, data: bytes, arguments: list[str], said: str) -> None:
    done = fed(desk, data, *arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert names(desk) == []
