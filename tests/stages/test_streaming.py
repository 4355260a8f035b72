"""Reports taken a few at a time, or by several workers, end in the same catalogs; what is known is not read again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, FakeEngine
from tests.stages.conftest import copying_engine
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project, read_project
from translate_pipeline.stages import translating
from translate_pipeline.stages.translating import translate

PASHTO = find_locale("ps")


def more_reports(project: Project, count: int) -> list[Path]:
    """Reports that share most of their sentences with the first one."""
    first = project.folders["reports"] / "attack.txt"
    for number in range(count):
        text = first.read_text(encoding="utf-8").replace("69", str(70 + number))
        (project.folders["reports"] / f"attack-{number:02}.txt").write_text(text, encoding="utf-8")
    return sorted(project.folders["reports"].glob("*.txt"))


def written(project: Project) -> dict[str, bytes]:
    folder = project.folders["locale"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.po*"))}


def test_a_few_at_a_time_or_all_together_is_the_same(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = more_reports(project, 6)
    engine = copying_engine()
    result = translate(project, paths, project.locales, engine_for=lambda _: engine)
    together, asked = written(project), engine.asked
    shutil.rmtree(project.folders["state"])
    for name in together:
        if "attack" in name:
            (project.folders["locale"] / name).unlink()
    monkeypatch.setattr(translating, "REPORTS_AT_A_TIME", 2)
    engine = copying_engine()
    seen: list[tuple[str, int, int]] = []
    again = translate(
        project,
        paths,
        project.locales,
        engine_for=lambda _: engine,
        progress=lambda locale, done, of: seen.append((locale.code, done, of)),
    )
    assert written(project) == together
    assert [(each.report, each.locale, each.state) for each in again.catalogs] == [
        (each.report, each.locale, each.state) for each in result.catalogs
    ]
    # A sentence that stands in many reports is decoded once, in whichever of them it comes first.
    assert sorted(engine.asked) == sorted(asked)
    for locale in project.locales:
        steps = [(done, of) for code, done, of in seen if code == locale.code]
        assert all(done <= of for done, of in steps)
        assert steps[-1][0] == steps[-1][1]


def test_two_reports_of_one_name_are_refused_together_however_many_there_are(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = more_reports(project, 4)
    rival = project.folders["reports"] / "attack.md"
    rival.write_text("# Other\n\nAnother story of some length.\n", encoding="utf-8")
    monkeypatch.setattr(translating, "REPORTS_AT_A_TIME", 1)
    result = translate(project, [*paths, rival], [PASHTO], engine_for=lambda _: copying_engine())
    (fault,) = result.faults
    assert "the same name" in str(fault)
    assert len(result.catalogs) == 4


def test_an_unchanged_project_is_scanned_without_parsing_a_report_or_a_catalog(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = more_reports(project, 3)
    translate(project, paths, project.locales, engine_for=lambda _: copying_engine())
    for target in ("reports.reader.read_report", "stages.memory_files.parse_catalog", "stages.catalog_work.read_po"):
        monkeypatch.setattr(f"translate_pipeline.{target}", refuse)
    result = translate(project, paths, project.locales, engine_for=lambda _: FakeEngine(refuse))
    assert len(result.catalogs) == 8
    assert not any(each.changed for each in result.catalogs)


def refuse(*_: object, **__: object) -> str:
    raise AssertionError("nothing changed")


def test_two_workers_write_what_one_process_writes(tmp_path: Path) -> None:
    folders = []
    for workers in (1, 2):
        folder = tmp_path / str(workers)
        (folder / "reports").mkdir(parents=True)
        (folder / "translate-pipeline.toml").write_text("[engines.ps]\nbeam = 1\n", encoding="utf-8")
        for name in ("glossaries", "models"):
            shutil.copytree(ROOT / name, folder / name)
        report = ROOT / "reports" / "herat-flood.txt"
        text = "\n\n".join(report.read_text(encoding="utf-8").split("\n\n")[1:9])
        (folder / "reports" / "flood.txt").write_text(text, encoding="utf-8")
        project = read_project(folder / "translate-pipeline.toml")
        result = translate(project, [folder / "reports" / "flood.txt"], [PASHTO], workers=workers)
        assert not result.faults
        assert result.decoded > 5
        folders.append(written(project))
    assert folders[0] == folders[1]
