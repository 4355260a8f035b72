"""A project with the starter models installed, and the process that runs commands in copies of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import GLOSSARY, REPORT, ROOT
from tests.faults.runs import Runner
from translate_pipeline.models.store import install_package
from translate_pipeline.project import FILE_NAME

SECOND = """\
# Floods Close Road To Herat

Three bridges were destroyed near Herat on Friday, the United Nations said.

- Reuters reported two deaths.
- The governor asked for help.
"""


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that nothing was run in yet; its models are installed."""
    folder = tmp_path_factory.mktemp("pristine")
    (folder / FILE_NAME).write_text('[articles]\nformats = ["html", "markdown", "ninjs"]\n', encoding="utf-8")
    for name in ("glossaries", "reports", "models"):
        (folder / name).mkdir()
    (folder / "glossaries" / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    (folder / "reports" / "attack.txt").write_text(REPORT, encoding="utf-8")
    (folder / "reports" / "flood.md").write_text(SECOND, encoding="utf-8")
    for locale in ("fa_AF", "ps"):
        place = folder / "locale" / locale / "LC_MESSAGES"
        place.mkdir(parents=True)
        shutil.copy(ROOT / "locale" / locale / "LC_MESSAGES" / "articles.po", place)
    for package in sorted((ROOT / "models").glob("*.argosmodel")):
        install_package(package, folder / ".translate-pipeline" / "packages")
    return folder


@pytest.fixture
def newsroom(pristine: Path, tmp_path: Path) -> Path:
    """A copy of that project."""
    return copied(pristine, tmp_path / "newsroom")


def copied(folder: Path, place: Path) -> Path:
    """A copy of a project; the models are shared, since no run changes them."""
    packages = Path(".translate-pipeline", "packages")
    shutil.copytree(folder, place, ignore=lambda here, _: ["packages"] if here.endswith(".translate-pipeline") else [])
    (place / packages.parent).mkdir(exist_ok=True)
    shutil.copytree(folder / packages, place / packages, copy_function=_link)
    return place


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    if not (shutil.which("cc") or shutil.which("gcc")):
        pytest.skip("no C compiler")
    with Runner(tmp_path_factory.mktemp("runner")) as started:
        yield started
