"""Projects with catalogs and a glossary under git, for the commands that maintain it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PLACEHOLDERS, FakeEngine
from translate_pipeline.project import Project
from translate_pipeline.stages.translating import translate

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, whatever the user's own settings are."""
    identity = ("-c", "user.name=A", "-c", "user.email=a@news.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, message: str) -> None:
    """Commit all of a project."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)


def edit_terms(project: Project, *changes: tuple[str, str]) -> None:
    """Replace texts in the project's one term file."""
    path = project.folders["glossaries"] / "terms.csv"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def copying_engine() -> FakeEngine:
    """An engine that writes each placeholder after a Pashto adposition, and nothing else of its source."""

    def draft(sentence: str) -> str:
        words = [f"د {each} کسان" for each in PLACEHOLDERS for _ in range(sentence.count(each))]
        return " ".join([*words, "دي"]) + "."

    return FakeEngine(draft, PLACEHOLDERS)


@pytest.fixture
def drafted(project: Project) -> Project:
    """The small project with its drafts in both locales, committed."""
    translate(
        project, [project.folders["reports"] / "attack.txt"], project.locales, engine_for=lambda _: copying_engine()
    )
    if shutil.which("git"):
        (project.root / ".gitignore").write_text(".translate-pipeline/\n", encoding="utf-8")
        commit(project.root, "drafts")
    return project
