"""Drafts follow the glossary without being decoded again, exactly or not at all; a person's text never moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stages.conftest import commit, copying_engine, edit_terms, needs_git
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.glossary.matching import Match
from translate_pipeline.glossary.terms import Forms, Kind, Term
from translate_pipeline.locales import LOCALES, find_locale
from translate_pipeline.project import Project
from translate_pipeline.stages.checking import catalog_paths
from translate_pipeline.stages.glossary_apply import Outcome, apply, rewrite
from translate_pipeline.stages.translating import translate
from translate_pipeline.stages.translation_result import Translation

DARI, PASHTO = find_locale("dari"), find_locale("pashto")
TALIBAN = "طالبان,,طالبان,obl:طالبانو", "طالب‌ها,,وسله وال طالبان,obl:وسله والو طالبانو"
QALA = "قلعه نو,,قلعه نو,,", "قلعهٔ نو کهنه,,نوې کلا,,"


def _catalog(project: Project, code: str) -> Path:
    return project.folders["locale"] / code / "LC_MESSAGES" / "attack.po"


def _bytes(project: Project) -> list[bytes]:
    return [path.read_bytes() for path in catalog_paths(project)]


def _translate(project: Project) -> Translation:
    reports = [project.folders["reports"] / "attack.txt"]
    return translate(project, reports, LOCALES, engine_for=lambda _: copying_engine())


def _review(path: Path, source: str) -> str:
    """Mark a message as reviewed, and return its text."""
    catalog = read_po(path)
    entry = next(entry for entry in catalog if source in entry.msgid)
    entry.flags = []
    write_po(path, catalog)
    return str(entry.msgstr)


@needs_git
def test_a_changed_term_ends_in_the_drafts_that_translate_would_write(drafted: Project) -> None:
    edit_terms(drafted, TALIBAN, QALA)
    result = apply(drafted, LOCALES, since="HEAD")
    assert not result.of(Outcome.LEFT) and not result.of(Outcome.PERSON)
    text = _catalog(drafted, "ps").read_text(encoding="utf-8")
    assert "د وسله والو طالبانو" in text.replace('"\n"', "")
    assert "د طالبانو" not in text.replace('"\n"', "")
    assert "#. term: Qala-e Naw = نوې کلا" in text
    assert "rewritten 2" in text
    applied = [[(each.msgstr, each.flags, each.comment) for each in read_po(path)] for path in catalog_paths(drafted)]

    before = _bytes(drafted)
    again = _translate(drafted)
    assert again.decoded == again.cached == 0
    assert _bytes(drafted) == before
    assert not apply(drafted, LOCALES, since="HEAD").messages

    (drafted.folders["state"] / "memory.sqlite").unlink()
    for path in catalog_paths(drafted):
        path.unlink()
    _translate(drafted)
    fresh = [[(each.msgstr, each.flags, each.comment) for each in read_po(path)] for path in catalog_paths(drafted)]
    assert applied == fresh


def test_without_a_revision_the_catalogs_comments_know_the_old_form(drafted: Project) -> None:
    edit_terms(drafted, QALA)
    result = apply(drafted, LOCALES)
    assert len(result.of(Outcome.REWRITTEN)) == 4
    assert "نوې کلا" in _catalog(drafted, "ps").read_text(encoding="utf-8")


def test_an_old_oblique_that_nothing_knows_is_left_and_listed(drafted: Project) -> None:
    edit_terms(drafted, TALIBAN)
    before = _catalog(drafted, "ps").read_bytes()
    result = apply(drafted, [PASHTO])
    assert not result.of(Outcome.REWRITTEN)
    assert {each.notes for each in result.of(Outcome.LEFT)} == {("Taliban: طالبان is not in the draft",)}
    assert _catalog(drafted, "ps").read_bytes() == before
    assert _translate(drafted).decoded > 0


@needs_git
@pytest.mark.parametrize("how", ["reviewed", "edited but fuzzy", "memory lost"])
def test_a_persons_text_is_listed_with_its_line_and_never_changed(drafted: Project, how: str) -> None:
    path = _catalog(drafted, "ps")
    if how == "reviewed":
        _review(path, "Ministry")
    elif how == "edited but fuzzy":
        catalog = read_po(path)
        entry = next(entry for entry in catalog if "Ministry" in entry.msgid)
        entry.msgstr += " سم"
        write_po(path, catalog)
    else:
        (drafted.folders["state"] / "memory.sqlite").unlink()
    mine = next(entry.msgstr for entry in read_po(path) if "Ministry" in entry.msgid)
    edit_terms(drafted, TALIBAN)
    result = apply(drafted, [PASHTO], since="HEAD")
    after = read_po(path)
    entry = next(entry for entry in after if "Ministry" in entry.msgid)
    assert entry.msgstr == mine
    listed = {each.line: each.notes for each in result.of(Outcome.PERSON)}
    assert listed[entry.linenum or 0] == ("Taliban: طالبانو is now وسله وال طالبان",)
    assert len(listed) == (3 if how == "memory lost" else 1)


@needs_git
def test_a_reviewers_form_that_stays_accepted_is_no_fault(drafted: Project) -> None:
    _review(_catalog(drafted, "ps"), "Ministry")
    edit_terms(drafted, ("طالبان,obl:طالبانو", "وسله وال,obl:وسله والو|طالبان|طالبانو"))
    assert not apply(drafted, [PASHTO], since="HEAD").of(Outcome.PERSON)


@needs_git
def test_a_dry_run_says_the_same_and_writes_nothing(drafted: Project) -> None:
    edit_terms(drafted, TALIBAN, QALA)
    before = _bytes(drafted)
    dry = apply(drafted, LOCALES, since="HEAD", dry_run=True)
    assert _bytes(drafted) == before
    wet = apply(drafted, LOCALES, since="HEAD")
    assert [(each.outcome, each.notes) for each in dry.messages] == [
        (each.outcome, each.notes) for each in wet.messages
    ]


@needs_git
def test_a_new_name_in_a_draft_is_left_for_translate(drafted: Project) -> None:
    commit(drafted.root, "before")
    edit_terms(drafted, ("Qala-e Naw,", "Ministry,,institution,اداره,,اداره,,exact,\nQala-e Naw,"))
    edit_terms(drafted, ("Ministry of Defense,Defense Ministry,institution,وزارت دفاع,,د دفاع وزارت,,fold,\n", ""))
    result = apply(drafted, [PASHTO], since="HEAD")
    assert [each.notes for each in result.of(Outcome.LEFT)] == [("Ministry: اداره is not in the draft",)]


def _matches(*terms: Term) -> list[Match]:
    return [Match(term, 0, 1, 1) for term in terms]


def _term(approved: str, name: str = "X", **forms: str) -> Term:
    each = Forms(approved, oblique=forms.get("oblique", ""), plural=forms.get("plural", ""))
    return Term(name, Kind.PLACE, {"fa_AF": each, "ps": each})


@pytest.mark.parametrize(
    ("code", "old", "new", "times", "target", "expected"),
    [
        ("ps", _term("هرات"), _term("هرات ښار"), 1, "په هرات کې", "په هرات ښار کې"),
        ("ps", _term("هرات ښار"), _term("هرات"), 1, "په هرات ښار کې", "په هرات کې"),
        ("ps", _term("هرات"), _term("هرات ښار"), 1, "په هرات ښار کې", "په هرات ښار کې"),
        ("ps", _term("سوریه"), _term("شام", oblique="شامه"), 2, "سوریه او د سوریه خلک", "شام او د شامه خلک"),
        ("ps", _term("ا", oblique="ب", plural="ج"), _term("د", oblique="ه", plural="و"), 3, "ا ب ج", "د ه و"),
        ("fa_AF", _term("فیض‌آباد"), _term("بدخشان"), 1, "در فیض آباد است", "در بدخشان است"),
        ("fa_AF", _term("امریکا"), _term("ایالات متحده"), 1, "امریکای بزرگ", "ایالات متحده بزرگ"),
        ("fa_AF", _term("اداره"), _term("شورا"), 1, "اداره‌ی ملی", "شورای ملی"),
        ("fa_AF", _term("هرات"), _term("هری"), 1, "هراتی‌ها و هرات", "هراتی‌ها و هری"),
    ],
)
def test_rewriting(code: str, old: Term, new: Term, times: int, target: str, expected: str) -> None:
    result = rewrite(target, _matches(*[new] * times), {new: old}, find_locale(code))
    assert (result.text, result.obstacles) == (expected, ())


@pytest.mark.parametrize(
    ("old", "new", "times", "target"),
    [
        (_term("هرات"), _term("هری"), 1, "هرات و هرات"),
        (_term("هرات"), _term("هری"), 2, "هرات"),
        (_term("هرات"), _term("هری"), 1, "کابل"),
        (_term("والی", plural="والیان"), _term("حاکم"), 1, "والیان"),
    ],
)
def test_what_cannot_be_exact_stays(old: Term, new: Term, times: int, target: str) -> None:
    result = rewrite(target, _matches(*[new] * times), {new: old}, DARI)
    assert result.text == target
    assert result.obstacles


def test_two_names_of_one_form_are_not_taken_for_each_other() -> None:
    province, district = _term("هرات", "Herat"), _term("هرات", "Herat District")
    new = _term("هری", "Herat")
    result = rewrite("هرات", _matches(new, district), {new: province, district: district}, DARI)
    assert result.text == "هرات"
    assert result.obstacles
