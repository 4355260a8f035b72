"""`check`: formats, fixes, explanations, and PO files that this program did not write."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import polib
import pytest

from tests.cli.conftest import run_command
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.project import FILE_NAME

FOREIGN = """\
# Somebody else's project.
msgid ""
msgstr ""
"Language: ps\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Generator: Lokalize 23.08\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Open file"
msgstr "دوتنه پرانیزئ"

#, fuzzy
msgid "He left, then came back."
msgstr "هغه ولاړ,  بیا كور ته راغی."

msgid "Yes, he left."
msgstr "هو, هغه ولاړ."

# no-check: latin
msgid "Acme paid."
msgstr "Acme پیسې ورکړې."

msgid "One file"
msgid_plural "%d files"
msgstr[0] "یوه دوتنه"
msgstr[1] "دوتنې"

msgid "Cost: 50%, \\"x\\" <b>"
msgstr ""

#~ msgid "Gone, 12"
#~ msgstr "a, b"
"""


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "ps.po"
    path.write_text(FOREIGN, encoding="utf-8")
    return path


def _findings(folder: Path, *arguments: str | Path) -> list[tuple[str, str]]:
    data = json.loads(run_command(folder, "check", *arguments, "--format", "json").stdout)
    return [(each["msgid"], each["check"]) for each in data["findings"]]


def test_json_has_its_shape_on_any_catalog_without_a_project(foreign: Path) -> None:
    result = run_command(foreign.parent, "check", foreign, "--format", "json")
    assert result.returncode == 1
    data = json.loads(result.stdout)
    assert data["messages"] == 6
    assert set(data) == {"findings", "messages"}
    keys = "file line msgctxt msgid locale check severity message start end".split()
    assert all(list(each) == keys and each["locale"] == "ps" for each in data["findings"])
    assert {each["severity"] for each in data["findings"]} <= {"error", "warning", "info"}
    by_check = {(each["msgid"], each["check"]): each for each in data["findings"]}
    letter = by_check["He left, then came back.", "letter"]
    assert FOREIGN.splitlines()[letter["line"] - 1 :][0].startswith(("#", "msgid"))
    target = read_po(foreign)[1].msgstr
    assert target[letter["start"] : letter["end"]] == "ك"
    assert by_check["One file", "placeholder"]["message"].startswith("msgstr[1]: ")
    assert ("Acme paid.", "latin") not in by_check
    assert ("Gone, 12", "empty") not in {(each["msgid"], each["check"]) for each in data["findings"]}


def test_the_other_formats_say_the_same(foreign: Path) -> None:
    data = json.loads(run_command(foreign.parent, "check", foreign, "--format", "json").stdout)
    text = run_command(foreign.parent, "check", foreign).stdout
    assert len(text.splitlines()) == len(data["findings"]) + 1
    github = run_command(foreign.parent, "check", foreign, "--format", "github").stdout.splitlines()
    assert len(github) == len(data["findings"])
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in github)
    style = ElementTree.fromstring(run_command(foreign.parent, "check", foreign, "--format", "checkstyle").stdout)
    errors = style.findall("./file/error")
    assert [error.get("message") for error in errors] == [each["message"] for each in data["findings"]]


def test_fix_mends_what_needs_work_and_leaves_reviewed_text(foreign: Path) -> None:
    result = run_command(foreign.parent, "check", foreign, "--fix")
    assert "1 message fixed" in result.stdout
    catalog = read_po(foreign)
    assert catalog[1].msgstr == "هغه ولاړ، بیا کور ته راغی."
    assert catalog[1].fuzzy
    assert catalog[2].msgstr == "هو, هغه ولاړ."
    assert [entry.msgid for entry in catalog.obsolete_entries()] == ["Gone, 12"]
    run_command(foreign.parent, "check", foreign, "--fix", "--reviewed")
    assert read_po(foreign)[2].msgstr == "هو، هغه ولاړ."
    before = foreign.read_bytes()
    assert "0 messages fixed" in run_command(foreign.parent, "check", foreign, "--fix", "--reviewed").stdout
    assert foreign.read_bytes() == before


def test_a_mended_draft_stays_the_machines(newsroom: Path) -> None:
    run_command(newsroom, "translate")
    path = newsroom / "locale" / "ps" / "LC_MESSAGES" / "attack.po"
    catalog = polib.pofile(str(path))
    import sqlite3

    # As if an engine had drafted it so: the text stands in the catalog and in the memory.
    entry = catalog[-1]
    damaged = entry.msgstr.rstrip(".") + "  ."
    with sqlite3.connect(newsroom / ".translate-pipeline" / "memory.sqlite") as memory:
        memory.execute("UPDATE drafts SET target = ? WHERE target = ?", (damaged, entry.msgstr))
    entry.msgstr = damaged
    catalog.save()
    run_command(newsroom, "check", path, "--fix")
    fixed = read_po(path)[-1].msgstr
    assert "  " not in fixed
    assert "double-space" not in read_po(path)[-1].tcomment
    # A new approved form reaches drafts only while they count as the machine's.
    glossary = next(path for path in (newsroom / "glossaries").glob("*.csv") if "\nHerat," in path.read_text())
    rows = glossary.read_text(encoding="utf-8").splitlines()
    rows = [row.replace("هرات", "هراتهرات") if row.startswith("Herat,") else row for row in rows]
    glossary.write_text("\n".join(rows) + "\n", encoding="utf-8")
    run_command(newsroom, "translate")
    assert "هراتهرات" in "".join(entry.msgstr for entry in read_po(path))
    assert read_po(path)[-1].msgstr != fixed


def test_explain_shows_examples_in_both_languages(tmp_path: Path) -> None:
    result = run_command(tmp_path, "check", "--explain", "number")
    assert result.returncode == 0
    assert "Dari:" in result.stdout and "Pashto:" in result.stdout and "۶۹" in result.stdout
    listed = run_command(tmp_path, "check", "--explain", "all").stdout
    assert {"term", "empty", "name", "no-check"} <= {line.split()[0] for line in listed.splitlines()}
    wrong = run_command(tmp_path, "check", "--explain", "numbr")
    assert wrong.returncode == 2
    assert "did you mean 'number'?" in wrong.stderr


def test_an_unknown_check_in_an_opt_out_is_said(foreign: Path) -> None:
    foreign.write_text(FOREIGN.replace("no-check: latin", "no-check: lattin"), encoding="utf-8")
    assert ("Acme paid.", "no-check") in _findings(foreign.parent, foreign)
    assert ("Acme paid.", "latin") in _findings(foreign.parent, foreign)


def test_the_locale_comes_from_the_path_where_the_header_is_silent(tmp_path: Path) -> None:
    for name in ("django-prs.po", "po/fa-AF.po", "locale/ps_AF/LC_MESSAGES/django.po"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "ب"\n', encoding="utf-8")
        assert run_command(tmp_path, "check", path).returncode == 0, name
    unknown = tmp_path / "messages.po"
    unknown.write_text('msgid "a"\nmsgstr "ب"\n', encoding="utf-8")
    result = run_command(tmp_path, "check", unknown)
    assert result.returncode == 2
    assert "names no Language" in result.stderr


def test_reviewed_without_fix_is_bad_usage(foreign: Path) -> None:
    assert run_command(foreign.parent, "check", foreign, "--reviewed").returncode == 2


def test_words_that_the_desk_writes_otherwise_are_reported_where_they_stand(foreign: Path) -> None:
    folder = foreign.parent
    (folder / FILE_NAME).write_text("", encoding="utf-8")
    (folder / "glossaries").mkdir()
    rows = "locale,instead_of,write,note\nps,دوتنه,فایل,\nps,دوت,x,\nfa_AF,هغه,او,\n"
    (folder / "glossaries" / "wording.csv").write_text(rows, encoding="utf-8")
    data = json.loads(run_command(folder, "check", foreign, "--format", "json").stdout)
    found = [each for each in data["findings"] if each["check"] == "wording"]
    assert [each["msgid"] for each in found] == ["Open file", "One file"]
    assert found[0]["message"] == "the desk writes فایل, not دوتنه"
    assert "دوتنه پرانیزئ"[found[0]["start"] : found[0]["end"]] == "دوتنه"
    foreign.write_text(FOREIGN.replace('msgid "Open', '# no-check: wording\nmsgid "Open'), encoding="utf-8")
    assert [each for each in _findings(folder, foreign) if each[1] == "wording"] == [("One file", "wording")]
