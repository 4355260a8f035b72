"""What a reviewer approved once comes back where the same is said again."""

from __future__ import annotations

import os
from pathlib import Path

import polib
import pytest

from tests.conftest import FakeEngine
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.catalogs.tmx import TmxUnit, write_tmx
from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale, find_locale
from translate_pipeline.project import FILE_NAME, Project, read_project
from translate_pipeline.stages.translating import translate
from translate_pipeline.stages.translation_result import Translation
from translate_pipeline.translation.memory import MEMORY_FILE
from translate_pipeline.translation.recall.store import FILE_NAME as STORE_FILE

DARI = find_locale("dari")
MT = "جملهٔ ماشین."


def engine(_: Locale | None = None) -> FakeEngine:
    return FakeEngine(lambda sentence: MT)


def write_report(project: Project, name: str, *paragraphs: str) -> Path:
    path = project.folders["reports"] / f"{name}.txt"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return path


def run(project: Project, **options: bool) -> Translation:
    paths = sorted(project.folders["reports"].glob("*.txt"))
    result = translate(project, paths, [DARI], engine_for=engine, **options)
    assert not result.faults
    return result


def catalog(project: Project, name: str) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in read_po(project.catalog_path(name, DARI)) if not entry.obsolete}


def review(project: Project, name: str, texts: dict[str, str]) -> None:
    """Write translations as a reviewer does: the text, and no longer fuzzy."""
    path = project.catalog_path(name, DARI)
    entries = read_po(path)
    for entry in entries:
        if entry.msgid in texts:
            entry.msgstr = texts[entry.msgid]
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    write_po(path, entries)


def files(project: Project) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(project.folders["locale"].rglob("*.po*"))}


def configure(project: Project, text: str) -> Project:
    (project.root / FILE_NAME).write_text(text, encoding="utf-8")
    return read_project(project.root / FILE_NAME)


KILLED = "The Ministry of Defense said 69 Taliban fighters were killed in the night near Herat."
KILLED_DARI = "وزارت دفاع گفت که ۶۹ جنگجوی طالبان شب‌هنگام در نزدیکی هرات کشته شدند."
OTHER = "Residents left their homes before dawn."
OTHER_DARI = "باشنده‌ها پیش از سپیده‌دم خانه‌های خود را ترک کردند."


@pytest.fixture
def reviewed(project: Project) -> Project:
    """A project with a report of which one paragraph is reviewed."""
    (project.folders["reports"] / "attack.txt").unlink()
    write_report(project, "old", "Fighting In The West", KILLED, OTHER)
    run(project)
    review(project, "old", {KILLED: KILLED_DARI, OTHER: OTHER_DARI})
    return project


def test_the_same_paragraph_elsewhere_gets_the_reviewers_text_to_look_at(reviewed: Project) -> None:
    write_report(reviewed, "new", "Another Day", KILLED, "Nothing else is known.")
    result = run(reviewed)
    entry = catalog(reviewed, "new")[KILLED]
    assert (entry.msgstr, entry.fuzzy) == (KILLED_DARI, True)
    assert "[draft] memory; context match in locale/fa_AF/LC_MESSAGES/old.po" in entry.tcomment
    assert sum(each.recalled for each in result.catalogs) == 1
    assert catalog(reviewed, "new")["Nothing else is known."].msgstr == MT
    before = files(reviewed)
    again = run(reviewed)
    assert files(reviewed) == before
    assert not any(each.changed or each.drafted for each in again.catalogs)


def test_a_project_may_take_it_as_reviewed_unless_reviewers_disagree_or_it_has_errors(reviewed: Project) -> None:
    project = configure(reviewed, '[memory]\ncontext = "reviewed"\n')
    wrong = "Two people died in Herat."
    write_report(project, "second", "Another Day", OTHER, wrong)
    run(project)
    assert not catalog(project, "second")[OTHER].fuzzy
    review(project, "second", {OTHER: "مردم خانه‌های خود را ترک کردند.", wrong: "دو تن در شهر جان دادند."})
    write_report(project, "third", "A Third Day", KILLED, OTHER, wrong)
    run(project)
    third = catalog(project, "third")
    assert not third[KILLED].fuzzy
    assert third[OTHER].fuzzy
    assert "reviewers disagree" in third[OTHER].tcomment
    assert "[memory] also translated as: " in third[OTHER].tcomment
    assert third[wrong].fuzzy
    assert "[finding] error term" in third[wrong].tcomment
    before = files(project)
    run(project)
    assert files(project) == before


def test_a_copy_is_no_second_opinion_and_an_import_never_counts_as_reviewed(reviewed: Project) -> None:
    project = configure(reviewed, '[memory]\ncontext = "reviewed"\nexact = "reviewed"\n')
    imported = TmxUnit("It rained.", {"fa_AF": "باران بارید."})
    reviewed.folders["memory"].mkdir()
    (reviewed.folders["memory"] / "agency.tmx").write_bytes(write_tmx([imported]))
    write_report(project, "second", "Another Day", OTHER, imported.source)
    run(project)
    second = catalog(project, "second")
    assert not second[OTHER].fuzzy
    assert (second[imported.source].msgstr, second[imported.source].fuzzy) == ("باران بارید.", True)
    better = "باشنده‌ها پیش از صبح خانه‌های شان را ترک کردند."
    review(project, "old", {OTHER: better})
    write_report(project, "third", "A Third Day", OTHER)
    run(project)
    third = catalog(project, "third")[OTHER]
    assert (third.msgstr, third.fuzzy) == (better, False)
    assert "in locale/fa_AF/LC_MESSAGES/old.po" in third.tcomment


def test_what_a_reviewer_marks_again_as_needing_work_stays_so(reviewed: Project) -> None:
    project = configure(reviewed, '[memory]\ncontext = "reviewed"\n')
    write_report(project, "new", "Another Day", KILLED)
    run(project)
    path = project.catalog_path("new", DARI)
    entries = read_po(path)
    for entry in entries:
        entry.flags = ["fuzzy"]
    write_po(path, entries)
    run(project)
    assert catalog(project, "new")[KILLED].fuzzy


def test_a_review_reaches_the_untouched_drafts_of_other_catalogs_and_no_persons_text(reviewed: Project) -> None:
    third = "The road is closed."
    for name in ("b", "c", "d"):
        write_report(reviewed, name, f"Report {name.upper()}", third)
    run(reviewed)
    run(reviewed)
    path = reviewed.catalog_path("c", DARI)
    entries = read_po(path)
    next(entry for entry in entries if entry.msgid == third).msgstr = "راه بند است، گفتند."
    write_po(path, entries)
    review(reviewed, "b", {third: "سرک مسدود است."})
    run(reviewed)
    assert catalog(reviewed, "d")[third].msgstr == "سرک مسدود است."
    assert catalog(reviewed, "c")[third].msgstr == "راه بند است، گفتند."


def test_numbers_and_names_of_a_like_paragraph_are_patched(reviewed: Project) -> None:
    source = KILLED.replace("69", "43")
    write_report(reviewed, "new", "Another Day", source)
    run(reviewed)
    entry = catalog(reviewed, "new")[source]
    assert entry.msgstr == KILLED_DARI.replace("۶۹", "۴۳")
    assert entry.fuzzy
    assert "patched: 69 → 43" in entry.tcomment
    assert "[finding]" not in entry.tcomment


def test_a_paragraph_that_says_something_else_is_drafted_and_the_old_one_offered(reviewed: Project) -> None:
    source = "The Ministry of Defense said 69 Taliban fighters were arrested in the night near Herat."
    write_report(reviewed, "new", "Another Day", source)
    run(reviewed)
    entry = catalog(reviewed, "new")[source]
    assert entry.msgstr == MT
    offer = next(line for line in entry.tcomment.split("\n") if line.startswith("[memory] "))
    assert KILLED in offer
    assert KILLED_DARI in offer
    assert 'differs: "killed" → "arrested"' in offer
    review(reviewed, "new", {source: KILLED_DARI.replace("کشته", "بازداشت")})
    run(reviewed)
    assert "[memory]" not in catalog(reviewed, "new")[source].tcomment


def test_a_sentence_inside_another_paragraph_is_the_reviewers(reviewed: Project) -> None:
    both = f"{KILLED} {OTHER}"
    write_report(reviewed, "first", "One Day", both)
    run(reviewed)
    review(reviewed, "first", {both: f"{KILLED_DARI} {OTHER_DARI}"})
    source = f"Nobody slept. {OTHER} Many wept."
    write_report(reviewed, "new", "Another Day", source)
    result = run(reviewed)
    entry = catalog(reviewed, "new")[source]
    assert entry.msgstr == f"{MT} {OTHER_DARI} {MT}"
    assert "memory 1" in entry.tcomment
    assert result.recalled == 1


def test_a_run_with_nothing_to_do_asks_for_no_engine_and_one_with_something_does(reviewed: Project) -> None:
    paths = sorted(reviewed.folders["reports"].glob("*.txt"))
    first = run(reviewed)

    def no_engine(_: Locale) -> FakeEngine:
        raise InputError("no engine")

    again = translate(reviewed, paths, [DARI], engine_for=no_engine)
    assert [each.state for each in again.catalogs] == [each.state for each in first.catalogs]
    assert [each.report for each in again.catalogs] == ["old"]
    changes: list[tuple[Path, str, str]] = [
        (paths[0], "Residents", "People"),
        (reviewed.folders["glossaries"] / "terms.csv", "هرات,,هرات", "هیرات,,هرات"),
        (reviewed.catalog_path("old", DARI), "#. role: headline", "# a note\n#. role: headline"),
        (reviewed.template_path("old"), "Template of old", "Template"),
        (reviewed.root / FILE_NAME, "", "[drafts]\nsolar_dates = true\n"),
    ]
    for path, old, new in changes:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(InputError, match="no engine"):
            translate(read_project(reviewed.root / FILE_NAME), paths, [DARI], engine_for=no_engine)
        run(read_project(reviewed.root / FILE_NAME))


def test_the_index_can_be_deleted_damaged_or_missing_in_a_dry_run(reviewed: Project) -> None:
    write_report(reviewed, "new", "Another Day", KILLED)
    state = reviewed.folders["state"]
    dry = run(reviewed, dry_run=True)
    assert sum(each.recalled for each in dry.catalogs) == 1
    (state / STORE_FILE).write_bytes(b"no database at all " * 200)
    run(reviewed)
    before = files(reviewed)
    assert catalog(reviewed, "new")[KILLED].msgstr == KILLED_DARI
    (state / STORE_FILE).unlink()
    run(reviewed)
    assert files(reviewed) == before
    assert (state / MEMORY_FILE).exists()


def test_a_catalog_changed_under_its_old_time_and_size_is_read_again(reviewed: Project) -> None:
    """What a clock set back, or a tool that copies times, leaves behind."""
    run(reviewed)
    run(reviewed)
    path = reviewed.catalog_path("old", DARI)
    before = path.stat()
    newer = KILLED_DARI.replace("کشته شدند", "شدند کشته")
    review(reviewed, "old", {KILLED: newer})
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    new = write_report(reviewed, "new", "Another Day", KILLED)
    translate(reviewed, [new], [DARI], engine_for=engine)
    assert catalog(reviewed, "new")[KILLED].msgstr == newer


def test_what_comes_out_does_not_depend_on_the_order_of_runs(reviewed: Project, tmp_path: Path) -> None:
    sources = [KILLED.replace("69", number) for number in ("21", "22", "23")]
    for number, source in enumerate(sources):
        write_report(reviewed, f"new{number}", f"Day {number}", source, OTHER)
    run(reviewed)
    at_once = files(reviewed)
    for path in list(at_once):
        if path.stem.startswith("new"):
            path.unlink()
    (reviewed.folders["state"] / STORE_FILE).unlink()
    for path in sorted(reviewed.folders["reports"].glob("new*.txt"), reverse=True):
        translate(reviewed, [path], [DARI], engine_for=engine)
    assert files(reviewed) == at_once
