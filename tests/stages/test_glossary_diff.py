"""What changed between revisions of the glossary, and which messages it touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stages.conftest import commit, edit_terms, needs_git
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.errors import InputError
from translate_pipeline.project import Project
from translate_pipeline.stages.checking import catalog_paths
from translate_pipeline.stages.glossary_diff import Event, Touched, changes, touched
from translate_pipeline.stages.glossary_history import entries_at, present_entries

pytestmark = needs_git


def _touched(project: Project, since: str) -> list[Touched]:
    folder = project.folders["glossaries"]
    old, new = entries_at(folder, since), present_entries(folder)
    found = changes(old, new)
    messages, faults = touched(found, [e.term for e in old], [e.term for e in new], catalog_paths(project))
    assert not faults
    return messages


def test_terms_added_removed_changed_and_renamed(drafted: Project) -> None:
    edit_terms(
        drafted,
        ("Badghis,,place,بادغیس,,بادغیس,,exact,\n", ""),
        ("Reuters,,", "Kabul,,place,کابل,,کابل,,exact,\nReuters,,"),
        ("طالبان,obl:طالبانو", "طالبان,obl:طالبو"),
        ("Qala-e Naw,Qala-i-Naw|Qalah-ye Naw", "Qala-i-Naw,Qalay Now"),
    )
    folder = drafted.folders["glossaries"]
    found = changes(entries_at(folder, "HEAD"), present_entries(folder))
    assert [(change.event, change.term.name) for change in found] == [
        (Event.REMOVED, "Badghis"),
        (Event.ADDED, "Kabul"),
        (Event.CHANGED, "Qala-i-Naw"),
        (Event.CHANGED, "Taliban"),
    ]
    assert found[2].columns == (
        ("term", "Qala-e Naw", "Qala-i-Naw"),
        ("variants", "Qala-i-Naw|Qalah-ye Naw", "Qalay Now"),
    )
    assert found[3].columns == (("ps_forms", "obl:طالبانو", "obl:طالبو"),)


def test_messages_are_named_by_line_and_state_in_the_locale_that_changed(drafted: Project) -> None:
    path = drafted.folders["locale"] / "ps" / "LC_MESSAGES" / "attack.po"
    catalog = read_po(path)
    catalog[0].flags = []
    write_po(path, catalog)
    edit_terms(drafted, ("طالبان,obl:طالبانو", "طالبان,obl:طالبو"), ("exact,\nHerat,", "exact,a note\nHerat,"))
    messages = _touched(drafted, "HEAD")
    expected = [entry for entry in read_po(path) if "Taliban" in entry.msgid]
    assert [(each.path, each.line) for each in messages] == [(path, entry.linenum) for entry in expected]
    assert [each.state for each in messages] == ["reviewed", "draft", "draft"]


def test_a_name_that_the_source_loses_or_gains_touches_its_messages(drafted: Project) -> None:
    edit_terms(drafted, ("Defense Ministry", "Defence Ministry"), ("UN|U.N.", "UN|Thursday"))
    messages = _touched(drafted, "HEAD")
    assert {each.change.term.name for each in messages} == {"United Nations"}
    assert len(messages) == 2


def test_between_two_revisions_the_working_tree_does_not_count(drafted: Project) -> None:
    edit_terms(drafted, ("هریرود,,هریرود", "هریرود,,هريرود"))
    commit(drafted.root, "river")
    edit_terms(drafted, ("رویټرز", "روېټرز"))
    folder = drafted.folders["glossaries"]
    found = changes(entries_at(folder, "HEAD~1"), entries_at(folder, "HEAD"))
    assert [change.term.name for change in found] == ["Herat River"]


@pytest.mark.parametrize("revision", ["nonsense", "--output=x", "HEAD:glossaries", "-p", ""])
def test_an_unknown_revision_is_refused(drafted: Project, revision: str) -> None:
    with pytest.raises(InputError, match="git knows no revision"):
        entries_at(drafted.folders["glossaries"], revision)
    assert not (drafted.root / "x").exists()


def test_a_folder_outside_of_git_is_refused(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.root.parent))
    with pytest.raises(InputError, match="in no git repository"):
        entries_at(project.folders["glossaries"], "HEAD")


def test_a_file_that_could_not_be_read_then_is_named_with_its_revision(drafted: Project, tmp_path: Path) -> None:
    edit_terms(drafted, ("Reuters,,outlet", "Reuters,,outlets"))
    commit(drafted.root, "broken")
    with pytest.raises(InputError, match=r"HEAD:terms\.csv:7: cannot be read: unknown kind 'outlets'"):
        entries_at(drafted.folders["glossaries"], "HEAD")
