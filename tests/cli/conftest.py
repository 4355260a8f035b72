"""The command as its user meets it: a process, its output and its exit status."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

Command = Callable[..., subprocess.CompletedProcess[str]]


def run_command(folder: Path, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`translate-pipeline ARGUMENTS` in a folder."""
    result = subprocess.run(
        [sys.executable, "-m", "translate_pipeline", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert "Traceback" not in result.stderr + result.stdout, result.stderr
    return result


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A fresh project with the packaged models and one short report."""
    assert run_command(tmp_path, "init").returncode == 0
    for path in sorted((ROOT / "models").glob("*.argosmodel")):
        shutil.copy(path, tmp_path / "models")
    report = "Taliban Attack Herat\n\nOfficials said three policemen were killed in Herat on Thursday.\n"
    (tmp_path / "reports" / "attack.txt").write_text(report, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The sample reports, run once through the whole street with the packaged models."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("reports", "glossaries", "models"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "translate-pipeline.toml", folder)
    return folder, run_command(folder, "run", "--drafts")
