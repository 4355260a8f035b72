"""Unmodified Argos Translate in an environment of its own, where `make .venv-argos/installed` has made one."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

PYTHON = ROOT / ".venv-argos" / "bin" / "python"
needs_argos = pytest.mark.skipif(not PYTHON.exists(), reason="no .venv-argos: make .venv-argos/installed")


@dataclass(frozen=True)
class Job:
    """Texts to translate with packages of their own."""

    packages: Sequence[Path]
    to_code: str
    texts: Sequence[str]


def argos_translations(packages: Sequence[Path], to_code: str, texts: Sequence[str], home: Path) -> list[str]:
    """What Argos Translate makes of texts with freshly installed packages; it lives in `home` and has no network."""
    return run_jobs([Job(packages, to_code, texts)], home)[0]


def run_jobs(jobs: Sequence[Job], home: Path) -> list[list[str]]:
    """The same for several jobs, one after the other in one process."""
    asked = [
        {"packages": [str(path) for path in job.packages], "to": job.to_code, "texts": list(job.texts)} for job in jobs
    ]
    result = subprocess.run(
        [PYTHON, ROOT / "tests" / "environments" / "argos_translate.py"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        env={
            **{key: value for key, value in os.environ.items() if not key.startswith(("ARGOS", "XDG", "PYTHON"))},
            "HOME": str(home),
            "ARGOS_DEVICE_TYPE": "cpu",
        },
    )
    assert result.returncode == 0, result.stderr
    translations: list[list[str]] = json.loads(result.stdout)
    return translations
