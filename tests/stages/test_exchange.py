"""A reviewer's XLIFF comes back into the catalog, and no word of anybody is lost on the way."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.stages.conftest import copying_engine
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.catalogs.xliff.merging import Verdict, merge_unit
from translate_pipeline.catalogs.xliff.model import CORE, METADATA, VERSIONS, Document, File, State
from translate_pipeline.catalogs.xliff.reading import read_document
from translate_pipeline.catalogs.xliff.units import unit_of
from translate_pipeline.catalogs.xliff.writing import write_document
from translate_pipeline.errors import InputError
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project
from translate_pipeline.stages.exchange import export
from translate_pipeline.stages.exchange_import import Importing, import_files
from translate_pipeline.stages.translating import translate

PASHTO = find_locale("pashto")
NS = {"x": CORE}
KILLED, ATTACKED = "69 Taliban fighters", "Three policemen"
THEIRS, OURS = "د دفاع وزارت ۶۹ وژل شوي یاد کړل.", "د دفاع وزارت وویل چې ۶۹ تنه ووژل شول."


class Room:
    """A small project with drafts in Pashto, and its exported file."""

    def __init__(self, project: Project):
        self.project = project
        self.report = project.folders["reports"] / "attack.txt"
        self.po = project.catalog_path("attack", PASHTO)
        self.translate()
        self.xlf = project.root / "out" / "attack.ps.xlf"

    def translate(self) -> int:
        """Draft what lacks a draft; how many files changed."""
        result = translate(self.project, [self.report], [PASHTO], engine_for=lambda _: copying_engine())
        return sum(catalog.changed for catalog in result.catalogs)

    def export(self, version: str = "2.1") -> None:
        result = export(self.project, [self.report], [PASHTO], self.xlf.parent, version)
        assert not result.faults
        assert list(result.files) == [self.xlf]

    def bring_back(self, least: State = State.REVIEWED, reviewer: str = "") -> Importing:
        (done,), faults = import_files(self.project, [self.xlf], least=least, reviewer=reviewer)
        assert not faults
        return done

    def entry(self, words: str) -> polib.POEntry:
        return next(entry for entry in read_po(self.po) if words in entry.msgid)

    def edit_po(self, words: str, text: str, *, fuzzy: bool = False, comment: str = "") -> None:
        """What a person does in a PO editor."""
        catalog = read_po(self.po)
        entry = next(entry for entry in catalog if words in entry.msgid)
        entry.msgstr = text
        entry.flags = ["fuzzy"] if fuzzy else []
        entry.tcomment = "\n".join(filter(None, (comment, entry.tcomment)))
        write_po(self.po, catalog)

    def edit_xlf(self, words: str, text: str | None = None, state: str = "final", note: str = "") -> None:
        """What a person does in a CAT tool: merge the segments of a unit, and write into it."""
        root = etree.parse(self.xlf).getroot()
        unit = next(unit for unit in root.iterfind(".//x:unit", NS) if words in _source(unit))
        pieces = unit.xpath("x:segment | x:ignorable", namespaces=NS)
        if text is not None:
            for piece in pieces[1:]:
                pieces[0].find("x:source", NS).text += piece.findtext("x:source", namespaces=NS)
                unit.remove(piece)
            pieces[0].find("x:target", NS).text = text
        for segment in unit.iterfind("x:segment", NS):
            segment.set("state", state)
            segment.attrib.pop("subState", None)
        if note:
            # Also a category that this program uses itself is no reason to drop what is new.
            etree.SubElement(unit.find("x:notes", NS), f"{{{CORE}}}note", category="source").text = note
        self.xlf.write_bytes(etree.tostring(root))


def _source(unit: etree._Element) -> str:
    return "".join("".join(source.itertext()) for source in unit.iterfind("*/x:source", NS))


@pytest.fixture
def room(project: Project) -> Room:
    room = Room(project)
    room.export()
    return room


@pytest.mark.parametrize("version", VERSIONS)
def test_an_export_that_comes_back_untouched_changes_nothing(room: Room, version: str) -> None:
    room.edit_po(KILLED, OURS, comment="Checked by phone.")
    room.edit_po(ATTACKED, "درې پولیس ووژل شول.", fuzzy=True)
    room.export(version)
    before, out = room.po.read_bytes(), room.xlf.read_bytes()
    for least in (State.FINAL, State.REVIEWED, State.TRANSLATED):
        done = room.bring_back(least, reviewer="Zarghona <z@news.example>")
        assert set(done.verdicts) == {Verdict.UNCHANGED}
        assert not done.changed
    assert room.po.read_bytes() == before
    room.export(version)
    assert room.xlf.read_bytes() == out


def test_a_reviewers_text_state_and_note_come_back(room: Room) -> None:
    room.edit_xlf(KILLED, THEIRS, "final", note="Figure confirmed by the ministry.\n[draft] looks like a mark")
    text = room.xlf.read_text(encoding="utf-8").replace("<notes>", "<notes><note>All names checked.</note>", 1)
    room.xlf.write_text(text, encoding="utf-8")
    done = room.bring_back(reviewer="Zarghona Amin <z@news.example>")
    entry = room.entry(KILLED)
    assert (entry.msgstr, entry.fuzzy) == (THEIRS, False)
    assert "Figure confirmed by the ministry.\nNote: [draft] looks like a mark" in entry.tcomment
    assert done.verdicts[Verdict.TAKEN] == done.commented == 1
    catalog = read_po(room.po)
    assert "All names checked." in catalog.header
    assert catalog.metadata["Last-Translator"] == "Zarghona Amin <z@news.example>"
    assert not catalog.metadata["PO-Revision-Date"].startswith("2021")
    assert all(entry.fuzzy for entry in catalog if KILLED not in entry.msgid)
    if shutil.which("msgfmt"):
        subprocess.run(["msgfmt", "-c", "-o", "/dev/null", room.po], check=True)

    saved = room.po.read_bytes()
    assert not room.bring_back().changed
    assert room.translate() == 0
    assert room.po.read_bytes() == saved


def test_a_draft_is_approved_as_it_is_or_left_for_another_look(room: Room) -> None:
    draft = room.entry(ATTACKED).msgstr
    room.edit_xlf(ATTACKED, state="reviewed")
    room.edit_xlf(KILLED, state="translated")
    room.bring_back()
    assert (room.entry(ATTACKED).msgstr, room.entry(ATTACKED).fuzzy) == (draft, False)
    assert room.entry(KILLED).fuzzy
    room.bring_back(least=State.TRANSLATED)
    assert not room.entry(KILLED).fuzzy

    room.export()
    room.edit_xlf(ATTACKED, state="translated")
    assert room.bring_back().verdicts[Verdict.REOPENED] == 1
    assert room.entry(ATTACKED).fuzzy


def test_a_message_is_reviewed_once_each_of_its_sentences_is(room: Room) -> None:
    """Poedit knows no state but `translated`; it takes the sub-state away from a segment that somebody edited."""
    for number, needs_work in enumerate((True, False)):
        root = etree.parse(room.xlf).getroot()
        unit = next(unit for unit in root.iterfind(".//x:unit", NS) if ATTACKED in _source(unit))
        segment = unit.findall("x:segment", NS)[number]
        segment.attrib.pop("subState")
        segment.find("x:target", NS).text = f"جمله {number}."
        room.xlf.write_bytes(etree.tostring(root))
        assert not room.bring_back(State.TRANSLATED, reviewer="Zarghona <z@news.example>").conflicts
        assert f"جمله {number}." in room.entry(ATTACKED).msgstr
        assert room.entry(ATTACKED).fuzzy is needs_work


def test_a_reviewers_next_file_may_change_the_last_one_but_nobody_elses(room: Room) -> None:
    for reviewer, text, conflicts in [
        ("A <a@x.org>", "۱", 0),
        ("A <a@x.org>", "۲", 0),
        ("B <b@x.org>", "۳", 1),
        ("", "۴", 1),
    ]:
        room.edit_xlf(KILLED, text)
        assert len(room.bring_back(reviewer=reviewer).conflicts) == conflicts
        assert room.entry(KILLED).msgstr == ("۲" if conflicts else text)
    assert "[other] ۳\n[other] ۴" in room.entry(KILLED).tcomment


def test_what_was_changed_on_both_sides_stays_in_the_catalog_with_the_other_in_its_comment(room: Room) -> None:
    room.edit_xlf(KILLED, THEIRS)
    room.edit_po(KILLED, OURS, comment="Checked by phone.")
    for _ in range(2):
        done = room.bring_back()
        entry = room.entry(KILLED)
        assert (entry.msgstr, entry.fuzzy) == (OURS, False)
        assert entry.tcomment.count(f"[other] {THEIRS}") == 1
        assert "Checked by phone." in entry.tcomment
        (line,) = done.conflicts
        assert line.startswith(f"locale/ps/LC_MESSAGES/attack.po:{entry.linenum}: was changed here and in")
    assert room.translate() == 0 and THEIRS in room.entry(KILLED).tcomment


def test_a_draft_that_was_approved_meanwhile_is_a_persons(room: Room) -> None:
    draft = room.entry(KILLED).msgstr
    room.edit_xlf(KILLED, THEIRS)
    room.edit_po(KILLED, draft)
    assert len(room.bring_back().conflicts) == 1
    assert (room.entry(KILLED).msgstr, room.entry(KILLED).fuzzy) == (draft, False)
    assert THEIRS in room.entry(KILLED).tcomment


def test_a_reviewer_wins_over_a_machine_that_drafted_again(room: Room) -> None:
    room.edit_xlf(KILLED, THEIRS)
    text = (room.project.folders["glossaries"] / "terms.csv").read_text(encoding="utf-8")
    changed = text.replace("طالبان,obl:طالبانو", "وسله وال طالبان,")
    (room.project.folders["glossaries"] / "terms.csv").write_text(changed, encoding="utf-8")
    before = room.entry(KILLED).msgstr
    room.translate()
    assert room.entry(KILLED).msgstr != before
    assert not room.bring_back().conflicts
    assert room.entry(KILLED).msgstr == THEIRS


def test_without_metadata_or_memory_nobodys_text_is_overwritten(room: Room) -> None:
    """A tool that drops modules leaves no base to compare with, and without the memory every text may be a person's."""
    root = etree.parse(room.xlf).getroot()
    for element in list(root.iter(f"{{{METADATA}}}metadata")):
        element.getparent().remove(element)
    room.xlf.write_bytes(etree.tostring(root))
    room.edit_xlf(KILLED, THEIRS)
    room.edit_xlf(ATTACKED)
    shutil.rmtree(room.project.folders["state"])
    before = room.entry(KILLED).msgstr
    done = room.bring_back()
    assert room.entry(KILLED).msgstr == before and THEIRS in room.entry(KILLED).tcomment
    assert len(done.conflicts) == 1
    assert not room.entry(ATTACKED).fuzzy
    assert "role:" not in room.entry(ATTACKED).tcomment


def test_an_emptied_translation_and_comments_taken_away_do_not_come_back_or_go(room: Room) -> None:
    room.edit_po(KILLED, OURS, comment="Old remark.")
    room.export()
    room.edit_xlf(KILLED, "", "initial")
    catalog = read_po(room.po)
    for entry in catalog:
        entry.tcomment = entry.tcomment.replace("Old remark.\n", "").replace("Old remark.", "")
    write_po(room.po, catalog)
    done = room.bring_back()
    assert room.entry(KILLED).msgstr == OURS
    assert "Old remark." not in room.entry(KILLED).tcomment
    assert "its translation is empty; the catalog's stays" in done.notes[0]


def test_text_for_a_source_that_changed_or_went_is_kept(room: Room) -> None:
    room.edit_po(KILLED, OURS)
    room.export()
    room.edit_xlf(KILLED, THEIRS)
    room.edit_xlf(ATTACKED, "درې پولیس ووژل شول.")
    text = room.report.read_text(encoding="utf-8").replace("69 Taliban", "70 Taliban")
    paragraph = next(line for line in text.split("\n") if ATTACKED in line)
    room.report.write_text(text.replace(paragraph, "Snow."), encoding="utf-8")
    room.translate()
    done = room.bring_back()
    entry = room.entry("70 Taliban")
    assert (entry.msgstr, entry.fuzzy) == (THEIRS, True)
    assert "69 Taliban" in (entry.previous_msgid or "")
    gone = room.entry(ATTACKED)
    assert gone.obsolete and gone.msgstr == "درې پولیس ووژل شول."
    assert any("its source has changed" in line for line in done.notes)
    assert any(
        "its source has gone from the report; its translation is kept as obsolete" in line for line in done.notes
    )

    room.report.write_text(text.replace("70 Taliban", "69 Taliban"), encoding="utf-8")
    room.translate()
    assert room.entry(ATTACKED).msgstr == "درې پولیس ووژل شول." and not room.entry(ATTACKED).obsolete


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('trgLang="ps"', 'trgLang="fr"', "its target language is 'fr'"),
        ('trgLang="ps"', 'trgLang="fa-IR"', "its target language is 'fa-IR'"),
        ('srcLang="en"', 'srcLang="de"', "its source language is 'de'"),
        ('version="2.1"', 'version="1.2"', "XLIFF 1.2 cannot be read"),
    ],
)
def test_files_that_are_not_this_projects_are_refused_in_one_line(room: Room, old: str, new: str, words: str) -> None:
    text = room.xlf.read_text(encoding="utf-8")
    assert text.count(old) == 1
    room.xlf.write_text(text.replace(old, new), encoding="utf-8")
    before = room.po.read_bytes()
    done, faults = import_files(room.project, [room.xlf, room.project.root / "none.xlf"])
    assert not done and words in str(faults[0]) and "no such file" in str(faults[1])
    assert room.po.read_bytes() == before


def test_a_file_finds_its_catalog_by_its_messages_and_never_by_a_path(room: Room) -> None:
    text = room.xlf.read_text(encoding="utf-8").replace(">attack<", ">../../../etc/passwd<")
    renamed = room.xlf.with_name("from Zarghona.xlf")
    renamed.write_text(text.replace("reports/attack.txt", "/etc/passwd"), encoding="utf-8")
    room.xlf = renamed
    room.edit_xlf(KILLED, THEIRS)
    assert room.bring_back().catalog == room.po
    assert room.entry(KILLED).msgstr == THEIRS


def test_a_control_character_in_a_comment_is_refused_and_in_a_text_kept(room: Room) -> None:
    room.edit_po(KILLED, "غږ\x07")
    room.export()
    before = room.po.read_bytes()
    assert not room.bring_back().changed
    assert room.po.read_bytes() == before
    room.edit_po(KILLED, OURS, comment="bell \x07")
    (fault,) = export(room.project, [room.report], [PASHTO], room.xlf.parent).faults
    assert isinstance(fault, InputError) and fault.line == room.entry(KILLED).linenum
    assert "control character U+0007" in str(fault)


WORDS = st.lists(
    st.sampled_from(["هغه لاړ. ", "ولې؟ ", "<1>", "</1>", "<2/>", "\n", "  ", '"', "\\", "\u200c", "\x07", "a"]),
    max_size=5,
).map("".join)


@settings(max_examples=100)
@given(base=WORDS, here=WORDS, theirs=WORDS, fuzzy=st.booleans(), state=st.sampled_from(State))
def test_whatever_is_written_on_both_sides_stands_somewhere(
    base: str, here: str, theirs: str, fuzzy: bool, state: State
) -> None:
    entry = polib.POEntry(msgctxt="quote", msgid="He left. <1>Why?</1><2/>", msgstr=base, flags=["fuzzy"] * fuzzy)
    unit = unit_of(entry, PASHTO, (), (), drafted=False)
    sent = read_document(write_document(Document("en", "ps", (File("f1", "a", (unit,)),)), "rtl"), Path("a.xlf"))
    (received,) = sent.files[0].units
    assert (received.source, received.target) == (entry.msgid, base)
    assert merge_unit(entry, received, persons=True, least=State.REVIEWED) is Verdict.UNCHANGED
    assert (entry.msgstr, entry.fuzzy) == (base, fuzzy)

    entry.msgstr = here
    answer = replace(received, target=theirs)
    verdict = merge_unit(entry, answer, persons=True, least=State.REVIEWED)
    if here != base:
        assert entry.msgstr == here or (not here and entry.msgstr == theirs)
    if theirs != base and theirs.strip():
        shown = "[other] " + " ".join(theirs.split()).replace("\x07", "\\x07")
        assert entry.msgstr == theirs or shown in entry.tcomment
        assert verdict is not Verdict.UNCHANGED or here == theirs
