"""What stands on the sheets and in the index, and which files a run touches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from tests.cli.conftest import run_command
from tests.conftest import ROOT
from tests.preview.conftest import catalog_of, draft
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.errors import InputError
from translate_pipeline.locales import find_locale
from translate_pipeline.preview.difference import Change, word_difference
from translate_pipeline.preview.markup import english, marked_target, visible
from translate_pipeline.preview.model import Mark, TermUse
from translate_pipeline.project import Project
from translate_pipeline.reports.reader import find_reports
from translate_pipeline.stages.checking import catalog_paths, check
from translate_pipeline.stages.previewing import Previewing, preview
from translate_pipeline.stages.reading import matcher_of

DARI = find_locale("fa_AF")


def run(project: Project, *names: str, locales: Sequence[str] = (), folder: Path | None = None) -> Previewing:
    home = project.folders["reports"]
    paths = [home / name for name in names] or find_reports(home)
    chosen = tuple(map(find_locale, locales)) or project.locales
    return preview(project, paths, chosen, folder=folder)


def page(project: Project, name: str) -> html.HtmlElement:
    text = (project.folders["previews"] / name).read_text(encoding="utf-8")
    return html.document_fromstring(text)


def said(element: html.HtmlElement) -> str:
    """The text of an element without the notes that show up on demand."""
    copy = html.fromstring(html.tostring(element, encoding="unicode"))
    for note in copy.xpath(".//*[@role='tooltip']"):
        note.drop_tree()
    return str(copy.text_content())


def message(sheet: html.HtmlElement, number: int) -> html.HtmlElement:
    return sheet.get_element_by_id(f"m{number}")


def one(element: html.HtmlElement, kind: str) -> html.HtmlElement:
    (found,) = element.find_class(kind)
    return found


def test_both_texts_stand_side_by_side_in_reading_order_with_their_state(reviewed: Project) -> None:
    assert run(reviewed).faults == []
    sheet = page(reviewed, "fa-AF/attack.html")
    catalog = read_po(catalog_of(reviewed, "attack", "fa_AF"))
    rows = sheet.find_class("message")
    assert [said(one(row, "source").find_class("text")[0]) for row in rows] == [entry.msgid for entry in catalog]
    assert [said(text) for row in rows for text in one(row, "target").find_class("text")] == [
        entry.msgstr for entry in catalog if entry.msgstr
    ]
    assert [row.get("data-state") for row in rows] == ["reviewed", "untranslated", "draft", "draft", "draft"]
    assert [one(row, "state").text for row in rows[:3]] == ["Reviewed", "Untranslated", "Draft"]
    assert {(target.get("lang"), target.get("dir")) for target in sheet.find_class("target")} == {("fa-AF", "rtl")}
    assert "No translation yet" in said(one(rows[1], "target"))


def test_findings_are_those_of_check(reviewed: Project) -> None:
    run(reviewed)
    found = check(catalog_paths(reviewed), matcher_of(reviewed)).found
    assert {"term", "latin", "name", "no-check", "empty"} <= {each.finding.check for each in found}
    for locale in reviewed.locales:
        for report in ("attack", "flood"):
            path = reviewed.catalog_path(report, locale)
            expected = [f"{each.finding.check} {each.finding.message}" for each in found if each.path == path]
            shown = [
                re.sub(r"^(Error|Warning|Note) | \((?!1 )\d+ times\)$", "", " ".join(said(item).split()))
                for margin in page(reviewed, f"{locale.tag}/{report}.html").find_class("findings")
                for item in margin
            ]
            assert expected and set(shown) == {" ".join(each.split()) for each in expected}
    warnings = page(reviewed, "fa-AF/attack.html").xpath("//*[@class='findings']/*[@class='warning']/strong")
    assert {each.text for each in warnings} == {"Warning"}


def test_a_name_has_one_number_on_both_sides_and_a_missing_one_says_so(reviewed: Project) -> None:
    run(reviewed)
    sheet = page(reviewed, "fa-AF/attack.html")
    headline = message(sheet, 1)
    marks = {
        side: {
            mark.get("data-number"): mark.text for mark in one(headline, side).iter("mark") if mark.get("data-number")
        }
        for side in ("source", "target")
    }
    assert marks["source"] == {"1": "Taliban", "2": "Qala-e Naw", "3": "Governor"}
    assert marks["target"] == {"1": "طالبان", "2": "قلعه‌نو", "3": "والی"}
    assert headline.find_class("missing") == []

    ministry = message(sheet, 4)
    (missing,) = one(ministry, "source").find_class("missing")
    assert (missing.text, missing.get("data-number")) == ("Taliban", "✗2")
    note = sheet.get_element_by_id(missing.get("aria-describedby"))
    assert note.text_content() == "Taliban = طالبان – missing: 0 of 1 in the translation"
    assert [said(each) for each in one(ministry, "terms").find_class("missing")] == ["✗2 Taliban = طالبان, missing"]


def test_a_comment_that_turns_the_check_off_takes_the_red_away(reviewed: Project) -> None:
    path = catalog_of(reviewed, "attack", "fa_AF")
    catalog = read_po(path)
    catalog[3].tcomment += "\nno-check: term"
    write_po(path, catalog)
    run(reviewed)
    assert message(page(reviewed, "fa-AF/attack.html"), 4).find_class("missing") == []


def test_what_changed_in_the_source_who_drafted_and_what_persons_said(reviewed: Project) -> None:
    run(reviewed)
    sheet = page(reviewed, "fa-AF/attack.html")
    change = one(message(sheet, 4), "difference")
    assert [each.text for each in change.iter("del")] == ["60", "wounded"]
    assert [each.text for each in change.iter("ins")] == ["69", "killed"]
    assert sheet.find_class("difference") == [change]
    assert "Who counted them?" in said(one(message(sheet, 3), "comment"))
    origin = one(message(sheet, 3), "origin")
    assert origin.tag == "details" and origin.get("open") is None
    facts = {fact.findtext("dt"): str(fact.find("dd").text_content()) for fact in origin.iter("div")}
    assert facts["Engine"] == "fake" and facts["Sentences by rung"].startswith("mask ")
    assert facts["Line in the catalog"] == str(read_po(catalog_of(reviewed, "attack", "fa_AF"))[2].linenum)


def test_notes_of_translate_stand_where_a_reviewer_looks_for_them(reviewed: Project) -> None:
    path = catalog_of(reviewed, "attack", "fa_AF")
    catalog = read_po(path)
    catalog[3].tcomment += "\n[source] small change: 60 became 69\n[memory] 87 %: an old text\n[other] متن دیگر"
    write_po(path, catalog)
    run(reviewed)
    row = message(page(reviewed, "fa-AF/attack.html"), 4)
    assert "small change: 60 became 69" in said(one(row, "change"))
    assert "87 %: an old text" in said(one(row, "origin"))
    assert " ".join(said(one(row, "comment")).split()) == "Another translation متن دیگر"


def test_tags_are_shown_in_their_place_and_names_and_findings_found_through_them(project: Project) -> None:
    report = project.folders["reports"] / "attack.md"
    (project.folders["reports"] / "attack.txt").unlink()
    text = "# Attack\n\nThe [Ministry of *Defense*](https://mod.example/) said so in Herat.\n"
    report.write_text(text, encoding="utf-8")
    draft(project)
    path = catalog_of(project, "attack", "fa_AF")
    catalog = read_po(path)
    assert "<1>" in catalog[1].msgid
    catalog[1].msgstr = "<1>وزارت <2>دفاع</2></1> در هرات گفت 12."
    write_po(path, catalog)
    run(project)
    row = message(page(project, "fa-AF/attack.html"), 2)
    for side, words in (("source", "Ministry of <2>Defense"), ("target", "وزارت <2>دفاع")):
        marks = [said(mark) for mark in one(row, side).iter("mark")]
        assert (marks[0], len(marks)) == (words, 2)
        assert [each.text for each in one(row, side).find_class("tag")] == ["<1>", "<2>", "</2>", "</1>"]
    assert "<1> link to mod.example" in said(one(row, "tags"))
    assert [each.text_content() for each in row.find_class("spot")] == ["12"]
    assert row.find_class("missing") == []


def test_a_place_that_several_forms_of_a_name_fit_is_one_mark(project: Project) -> None:
    terms = project.folders["glossaries"] / "terms.csv"
    rows = "AP,,outlet,اسوشیتدپرس,اسوشیتد پرس|اسوشیتد‌پرس,اسوشیټډ پرس,,exact,\nSpin,,place,اسوشیتد پرس,,سپين,,exact,\n"
    terms.write_text(terms.read_text(encoding="utf-8") + rows, encoding="utf-8")
    (project.folders["reports"] / "attack.txt").write_text("AP in Spin\n\nAP reported it.\n", encoding="utf-8")
    draft(project)
    path = catalog_of(project, "attack", "fa_AF")
    catalog = read_po(path)
    catalog[0].msgstr = catalog[1].msgstr = "اسوشیتد پرس"
    write_po(path, catalog)
    run(project)
    sheet = page(project, "fa-AF/attack.html")
    numbers = [
        [mark.get("data-number") for mark in one(row, "target").iter("mark")] for row in sheet.find_class("message")
    ]
    assert numbers[1] == ["1"]
    assert sorted(numbers[0][0].strip("✗").split("/")) == ["1", "2"] and len(numbers[0]) == 1


def test_the_folder_of_the_sheets_is_their_own(reviewed: Project) -> None:
    file = reviewed.root / "translate-pipeline.toml"
    for name, reason in (("reports/x", "among the reports"), ("articles", "among the articles")):
        file.write_text(f'[folders]\npreviews = "{name}"\n', encoding="utf-8")
        result = run_command(reviewed.root, "preview")
        assert (result.returncode, result.stdout) == (2, "")
        assert f"translate-pipeline.toml:2: previews would lie {reason}" in result.stderr


def test_what_the_report_lacks_is_counted_and_obsolete_entries_are_not_shown(reviewed: Project) -> None:
    report = reviewed.folders["reports"] / "attack.txt"
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("69 Taliban fighters", "70 Taliban fighters"), encoding="utf-8")
    run(reviewed)
    sheet = page(reviewed, "fa-AF/attack.html")
    assert "1 message of the catalog is not in it any more" in sheet.text_content()
    assert message(sheet, 4).get("data-state") == "untranslated"
    draft(reviewed)
    report.write_text(text.replace("The Ministry of Defense said 69 Taliban fighters were killed.\n\n", ""))
    draft(reviewed)
    assert "#~ msgid" in catalog_of(reviewed, "attack", "fa_AF").read_text(encoding="utf-8")
    run(reviewed)
    sheet = page(reviewed, "fa-AF/attack.html")
    assert len(sheet.find_class("message")) == 4
    assert "any more" not in sheet.text_content()


def test_the_index_counts_and_leads_to_every_sheet(reviewed: Project) -> None:
    result = run(reviewed)
    index = page(reviewed, "index.html")
    links = [str(link) for link in index.xpath("//a/@href")]
    assert [result.index.parent / link for link in links] == [
        reviewed.folders["previews"] / each
        for each in ("fa-AF/attack.html", "ps/attack.html", "fa-AF/flood.html", "ps/flood.html")
    ]
    assert sorted(result.sheets) == sorted(result.index.parent / link for link in links)
    attack = " ".join(index.xpath("//section[.//a[@href='fa-AF/attack.html']]")[0].text_content().split())
    words = sum(len(entry.msgid.split()) for entry in read_po(catalog_of(reviewed, "attack", "fa_AF")))
    assert f"1 of 5 messages reviewed 3 drafts 1 untranslated 6 of {words} words reviewed" in attack
    assert "Not ready to package: 1 of 5 messages are not translated" in attack
    bar = index.xpath("//section[.//a[@href='fa-AF/attack.html']]//*[local-name()='rect'][@class='reviewed']/@width")
    assert bar[0] == f"{100 * 6 / words:.2f}"


def test_a_second_run_writes_nothing_and_an_edit_only_its_sheet_and_the_index(
    reviewed: Project, tmp_path: Path
) -> None:
    assert run(reviewed).changed == 5
    assert run(reviewed).changed == 0
    other = tmp_path / "elsewhere"
    run(reviewed, folder=other)
    for path in sorted(other.rglob("*.html")):
        assert path.read_bytes() == (reviewed.folders["previews"] / path.relative_to(other)).read_bytes()
    catalog = read_po(catalog_of(reviewed, "flood", "ps"))
    catalog[0].msgstr = "په هرات کې سېلاب"
    write_po(catalog_of(reviewed, "flood", "ps"), catalog)
    before = {path: path.read_bytes() for path in reviewed.folders["previews"].rglob("*.html")}
    assert run(reviewed).changed <= 2
    changed = {path.name for path, data in before.items() if path.read_bytes() != data}
    assert "flood.html" in changed and changed <= {"flood.html", "index.html"}


def test_sheets_of_earlier_runs_are_renewed_by_a_run_for_one_report(reviewed: Project) -> None:
    first = run(reviewed, "flood.txt", locales=["ps"])
    assert [path.name for path in first.sheets] == ["flood.html"]
    assert page(reviewed, "index.html").xpath("//a/@href") == ["ps/flood.html"]
    path = catalog_of(reviewed, "flood", "ps")
    catalog = read_po(path)
    catalog[0].msgstr, catalog[0].flags = "په هرات کې سېلاب", []
    write_po(path, catalog)
    assert len(run(reviewed, "attack.txt", locales=["dari"]).sheets) == 2
    assert message(page(reviewed, "ps/flood.html"), 1).get("data-state") == "reviewed"
    (reviewed.folders["reports"] / "flood.txt").unlink()
    gone = run(reviewed)
    assert [note for note in gone.notes if "flood.html is the sheet of a report that is gone" in note]
    assert "ps/flood.html" not in page(reviewed, "index.html").xpath("//a/@href")


def test_a_file_of_another_kind_is_never_overwritten(reviewed: Project, tmp_path: Path) -> None:
    theirs = tmp_path / "site" / "index.html"
    theirs.parent.mkdir()
    theirs.write_text("<h1>Our site</h1>", encoding="utf-8")
    with pytest.raises(InputError, match="no review sheet; move it, or name another folder with --out"):
        run(reviewed, folder=theirs.parent)
    assert theirs.read_text(encoding="utf-8") == "<h1>Our site</h1>"
    with pytest.raises(InputError, match="would be read as reports"):
        run(reviewed, folder=reviewed.folders["reports"] / "sheets")


def test_a_catalog_that_does_not_parse_is_reported_and_the_others_are_shown(reviewed: Project) -> None:
    path = catalog_of(reviewed, "attack", "fa_AF")
    path.write_text(path.read_text(encoding="utf-8") + "\nmsgid without quotes\n", encoding="utf-8")
    result = run_command(reviewed.root, "preview")
    assert result.returncode == 2
    assert re.search(r"error: \S*attack\.po:\d+: this line is no PO line", result.stderr)
    assert "3 review sheets, 4 files changed" in result.stdout
    index = page(reviewed, "index.html").text_content()
    assert "this line is no PO line" in index and str(reviewed.root) not in index


def test_the_command_names_the_page_to_open(reviewed: Project, tmp_path: Path) -> None:
    result = run_command(reviewed.root, "preview", "reports/flood.txt", "-l", "pashto", "--out", tmp_path / "for-her")
    assert (result.returncode, result.stderr) == (0, "")
    assert f"open {tmp_path / 'for-her' / 'index.html'}" in result.stdout
    assert {path.relative_to(tmp_path).as_posix() for path in (tmp_path / "for-her").rglob("*.*")} == {
        "for-her/index.html",
        "for-her/ps/flood.html",
    }
    assert "/previews/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@given(st.text("the cat sat on 12 a mat. ", max_size=60), st.text("the cat sat on 13 a mat. ", max_size=60))
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    pieces = word_difference(old, new)
    assert "".join(text for change, text in pieces if change is not Change.ADDED) == old
    assert "".join(text for change, text in pieces if change is not Change.REMOVED) == new
    assert all(one[0] is not two[0] for one, two in pairwise(pieces))


def test_a_difference_of_long_texts_does_not_take_for_ever() -> None:
    old, new = "word " * 20_000, "other " * 20_000
    assert word_difference(old, new) == [(Change.REMOVED, old), (Change.ADDED, new)]


TEXTS = st.text("ab <&\"'>{}هرات ۱۲،()\u200c\n+93 79 123 4567", max_size=40)
SPANS = st.tuples(st.integers(0, 45), st.integers(0, 45)).map(lambda pair: (min(pair), max(pair)))


@given(TEXTS, st.lists(SPANS, max_size=4), st.lists(SPANS, max_size=4))
def test_marking_changes_no_character(text: str, marked: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    use = TermUse(1, "A <b>", "هرات", 1, 1, missing=False)
    marks: list[Mark] = []
    for start, end in sorted(marked):
        if start < end <= len(text) and (not marks or marks[-1].end <= start):
            marks.append(Mark(start, end, (use,), "A <b> = هرات"))
    findings = [Finding("x", Severity.ERROR, "<i>", start, end) for start, end in found]
    for markup in (marked_target(text, marks, findings, DARI, "p"), english(text, DARI), visible(text)):
        element = html.fromstring(f"<p>{markup}</p>")
        assert said(element) == text
        assert {str(each.tag) for each in element.iter()} <= {"p", "bdi", "mark", "span"}
