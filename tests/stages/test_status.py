"""How far reports are, who reviewed them, what blocks them, and what an engine's drafts were worth."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from tests.conftest import FakeEngine
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.locales import find_locale
from translate_pipeline.project import FILE_NAME, Project, read_project
from translate_pipeline.stages.checking import catalog_paths
from translate_pipeline.stages.effort import effort
from translate_pipeline.stages.reviews import gather_reviews
from translate_pipeline.stages.status import ReportState, as_json, status, totals
from translate_pipeline.stages.translating import translate

DARI = find_locale("dari")


def states(project: Project) -> list[ReportState]:
    reports = sorted(project.folders["reports"].iterdir())
    return status(project, reports, project.locales)[0]


@pytest.fixture
def desk(project: Project) -> Project:
    """One report of three messages, drafted in both locales."""
    (project.folders["reports"] / "attack.txt").unlink()
    report = project.folders["reports"] / "flood.txt"
    report.write_text("Flood in Herat\n\nTwo people died on Monday.\n\nRain is expected.\n", encoding="utf-8")
    engine = FakeEngine(lambda sentence: "در هرات دو تن روز دوشنبه جان دادند.", name="first")
    translate(project, [report], project.locales, engine_for=lambda _: engine)
    return project


def test_a_report_tells_who_reviewed_it_when_and_what_is_left(desk: Project) -> None:
    dari, pashto = states(desk)
    assert (dari.words, dari.words_reviewed, dari.reviewer, dari.reviewed) == (11, 0, "", None)
    assert (dari.blocks[0].reason, dari.blocks[0].messages) == ("unreviewed", 3)
    assert "3 of 3 messages are not reviewed" in dari.refusal
    catalog = read_po(dari.catalog)
    entry = next(entry for entry in catalog if entry.msgid.startswith("Two"))
    entry.msgstr, entry.flags = "دو تن روز دوشنبه جان دادند.", []
    catalog.metadata["Last-Translator"] = "Zarghona Karimi <zarghona@news.example>"
    catalog.metadata["PO-Revision-Date"] = "2026-11-20 10:15+0430"
    write_po(dari.catalog, catalog)
    dari, pashto = states(desk)
    kabul = datetime.timezone(datetime.timedelta(hours=4, minutes=30))
    assert (dari.words_reviewed, dari.reviewer) == (5, "Zarghona Karimi")
    assert dari.reviewed == datetime.datetime(2026, 11, 20, 10, 15, tzinfo=kabul)
    assert (dari.state.drafted, dari.state.reviewed) == (2, 1)
    assert (pashto.reviewer, pashto.words_reviewed) == ("", 0)
    sums = totals([dari, pashto])
    assert (sums.articles, sums.ready, sums.messages, sums.reviewed, sums.words) == (2, 0, 6, 1, 22)


def test_what_blocks_follows_the_gates_of_the_project(desk: Project) -> None:
    (desk.root / FILE_NAME).write_text("[gates]\nreviewed = false\nerrors = false\n", encoding="utf-8")
    project = read_project(desk.root / FILE_NAME)
    assert [(each.blocks, each.refusal) for each in states(project)] == [((), ""), ((), "")]
    desk.catalog_path("flood", DARI).unlink()
    dari, pashto = states(project)
    assert [(block.reason, block.messages) for block in dari.blocks] == [("untranslated", 3)]
    assert totals([dari, pashto]).ready == 1


def test_the_json_keeps_its_shape(desk: Project) -> None:
    """Programs read it: a key that goes or changes asks for another version number."""
    found = states(desk)
    document = json.loads(json.dumps(as_json(desk, found, [], [])))
    assert list(document) == ["version", "reports", "totals", "faults", "effort"]
    assert document["version"] == 1
    first = document["reports"][0]
    assert {key: first[key] for key in ("report", "locale", "catalog", "messages", "drafted", "ready")} == {
        "report": "flood",
        "locale": "fa_AF",
        "catalog": "locale/fa_AF/LC_MESSAGES/flood.po",
        "messages": 3,
        "drafted": 3,
        "ready": False,
    }
    assert sorted(first) == sorted(
        "report locale catalog messages untranslated drafted reviewed errors warnings words words_reviewed reviewer "
        "reviewed_at ready blocks".split()
    )
    assert first["blocks"][0] == {"reason": "unreviewed", "messages": 3}
    assert first["reviewed_at"] is None
    assert document["totals"]["messages"] == 6
    assert document["totals"]["locales"]["ps"]["messages"] == 3


def _approve(path: Path, *changes: tuple[str, str]) -> None:
    catalog = read_po(path)
    for entry in catalog:
        for old, new in changes:
            entry.msgstr = entry.msgstr.replace(old, new)
        entry.flags = []
    write_po(path, catalog)


def test_effort_is_told_by_engine_and_locale(project: Project) -> None:
    reports = project.folders["reports"]
    (reports / "attack.txt").unlink()
    for name, text in (("one", "Two people died."), ("two", "Three people died.")):
        (reports / f"{name}.txt").write_text(f"Rain in the North\n\n{text}\n", encoding="utf-8")
        engine = FakeEngine(lambda sentence: "باران آمد." if "Rain" in sentence else "چند تن مردند.", name=f"by-{name}")
        translate(project, [reports / f"{name}.txt"], [DARI], engine_for=lambda _, engine=engine: engine)
    assert effort(gather_reviews(project, catalog_paths(project)).messages) == []
    _approve(project.catalog_path("one", DARI), ("چند تن مردند", "دو تن جان دادند"))
    _approve(project.catalog_path("two", DARI))
    first, second = effort(gather_reviews(project, catalog_paths(project)).messages)
    assert (first.engine, first.locale, first.messages, first.unchanged, first.words) == ("by-one", DARI, 2, 1, 6)
    # چند -> دو, مردند. -> دادند., and جان between them: three edits for six words.
    assert first.ter == pytest.approx(50)
    assert 0 < first.chrf < 100
    assert (second.engine, second.messages, second.unchanged, second.ter, second.chrf) == ("by-two", 2, 2, 0, 100)


def test_an_engine_whose_line_a_reviewer_deleted_is_known_by_its_other_drafts(desk: Project) -> None:
    path = desk.catalog_path("flood", DARI)
    catalog = read_po(path)
    for entry in catalog[:2]:
        entry.flags = []
    catalog[0].tcomment = ""
    write_po(path, catalog)
    assert [(each.engine, each.messages) for each in effort(gather_reviews(desk, [path]).messages)] == [("first", 2)]


def test_tags_in_a_text_are_no_words(desk: Project) -> None:
    path = desk.catalog_path("flood", DARI)
    catalog = read_po(path)
    entry = next(entry for entry in catalog if entry.msgid.startswith("Two"))
    entry.msgstr, entry.flags = "در هرات دو تن <1>روز دوشنبه</1> جان دادند.", []
    write_po(path, catalog)
    (each,) = effort(gather_reviews(desk, [path]).messages)
    assert (each.unchanged, each.ter) == (1, 0)


def test_a_text_taken_over_from_an_older_source_says_nothing_about_the_engine(desk: Project) -> None:
    path = desk.catalog_path("flood", DARI)
    _approve(path)
    report = desk.folders["reports"] / "flood.txt"
    report.write_text(report.read_text(encoding="utf-8").replace("Two people", "Two more people"), encoding="utf-8")
    engine = FakeEngine(lambda sentence: "چیز دیگری", name="second")
    translate(desk, [report], [DARI], engine_for=lambda _: engine)
    _approve(path)
    assert [(each.engine, each.messages) for each in effort(gather_reviews(desk, [path]).messages)] == [("first", 2)]
