"""Formats that other distributions add."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.articles.conftest import add_report, configure, translate_with
from translate_pipeline.articles.formats import Format, find_format
from translate_pipeline.errors import InputError
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project
from translate_pipeline.stages.packaging import package

GOOD = """
from translate_pipeline.articles.formats import Format
def render(article, site):
    if article.name == "broken":
        raise RuntimeError("no such colour")
    return f"{article.locale.tag}: {article.headline}"
def collect(entries, site, languages):
    return {f"{site.strings.locale.tag}/all.txt": "|".join(entry.title for entry in entries)}
wire = Format("wire", "wire/{language}/{report}.txt", render, collect)
"""
Install = Callable[[str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a distribution with the format `wire` where Python finds distributions."""

    def installed(module: str) -> None:
        place = tmp_path / "site"
        about = place / "wire_format-1.0.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: wire-format\nVersion: 1.0\n", encoding="utf-8")
        (about / "entry_points.txt").write_text(
            "[translate_pipeline.articles]\nwire = wire_format:wire\n", encoding="utf-8"
        )
        (place / "wire_format.py").write_text(module, encoding="utf-8")
        monkeypatch.syspath_prepend(str(place))
        monkeypatch.delitem(sys.modules, "wire_format", raising=False)

    return installed


def test_an_installed_format_is_one_of_the_projects(install: Install, project: Project) -> None:
    with pytest.raises(InputError, match="unknown article format 'wire'"):
        configure(project, '[articles]\nformats = ["wire"]\n')
    install(GOOD)
    project = configure(project, '[articles]\nformats = ["html", "wire"]\n[gates]\nerrors = false\n')
    dari = find_locale("dari")
    paths = [add_report(project, name) for name in ("broken", "floods")]
    for path in paths:
        translate_with(project, path, dari, lambda message: f"متن {message.role}")
    result = package(project, paths, [dari])
    [fault] = result.faults
    assert "'wire' failed on broken (RuntimeError: no such colour)" in str(fault)
    folder = project.folders["articles"]
    assert (folder / "wire" / "fa-AF" / "floods.txt").read_text(encoding="utf-8") == "fa-AF: متن headline"
    assert (folder / "fa-AF" / "all.txt").read_text(encoding="utf-8") == "متن headline"
    assert package(project, paths, [dari]).changed == 0


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("import nowhere_to_be_found", "of wire-format cannot be loaded (ModuleNotFoundError"),
        ("wire = 3", "of wire-format is no Format"),
        (GOOD.replace("wire/{language}", "../{language}"), "path '../{language}/{report}.txt'"),
    ],
)
def test_a_broken_distribution_is_named(module: str, words: str, install: Install) -> None:
    install(module)
    with pytest.raises(InputError) as caught:
        find_format("wire")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "path", ["{report}.txt", "/x/{report}{language}", "{report}/{language}/{x}", "a//{report}.{language}"]
)
def test_a_path_that_would_mix_or_leave_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        Format("x", path, lambda article, site: "")
