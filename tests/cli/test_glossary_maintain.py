"""`glossary find`, `coverage`, `diff` and `apply` as a terminologist runs them, with the packaged models and git."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.stages.conftest import commit, needs_git
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.glossary.csv_files import read_rows


@pytest.mark.parametrize("name", ["find", "coverage", "diff", "apply"])
def test_each_command_has_help_with_an_example(tmp_path: Path, name: str) -> None:
    result = run_command(tmp_path, "glossary", name, "--help")
    assert result.returncode == 0
    assert re.search(rf"Example:\n\s+translate-pipeline glossary {name}", result.stdout)


def test_find(newsroom: Path) -> None:
    result = run_command(newsroom, "glossary", "find", "herāt")
    assert result.returncode == 0
    assert re.search(r"^glossaries/places.csv:\d+: Herat \(place, match exact\)$", result.stdout, re.M)
    assert "fa_AF: هرات" in result.stdout
    assert "used 2 times in 1 report" in result.stdout
    assert "reports/attack.txt block 1: Taliban Attack [Herat]" in result.stdout
    missing = run_command(newsroom, "glossary", "find", "Herrat")
    assert missing.returncode == 1
    assert "near are Herat" in missing.stderr


def test_coverage_proposes_and_writes_rows_to_check(newsroom: Path) -> None:
    (newsroom / "reports" / "mayor.txt").write_text(
        "Mayor Opens Fair\n\nNajib Popalwal, the mayor [of Herat], told Chinar Times it was a good day.\n",
        encoding="utf-8",
    )
    before = sorted((newsroom / "glossaries").iterdir())
    result = run_command(newsroom, "glossary", "coverage", "reports/mayor.txt", "--rows", "new.csv")
    assert result.returncode == 0
    assert re.search(r"Najib Popalwal\s+person\s+1", result.stdout)
    assert "[of Herat]" in result.stdout
    assert "1 report: 2 names not in the glossary, said 2 times" in result.stdout
    rows = read_rows(newsroom / "new.csv")
    assert [row.cells["term"] for row in rows] == ["Chinar Times", "Najib Popalwal"]
    assert all(re.match(r"proposed by translate-en_|no proposal; fill", row.cells["note"]) for row in rows)
    assert sorted((newsroom / "glossaries").iterdir()) == before
    again = run_command(newsroom, "glossary", "coverage", "--rows", "new.csv")
    assert (again.returncode, "exists already" in again.stderr) == (2, True)
    inside = run_command(newsroom, "glossary", "coverage", "--rows", "glossaries/new.csv")
    assert (inside.returncode, "--in-glossaries" in inside.stderr) == (2, True)


def test_coverage_without_models_still_lists_the_names(newsroom: Path) -> None:
    for path in (newsroom / "models").iterdir():
        path.unlink()
    (newsroom / "reports" / "attack.txt").write_text("Fair\n\nHe met Najib Popalwal.\n", encoding="utf-8")
    result = run_command(newsroom, "glossary", "coverage")
    assert result.returncode == 0
    assert "Najib Popalwal" in result.stdout
    assert "note: no proposals: no model package for Dari" in result.stderr


def _change_herat(newsroom: Path) -> None:
    places = newsroom / "glossaries" / "places.csv"
    text = places.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("Herat,"))
    assert row.count("هرات") >= 2
    places.write_text(text.replace(row, row.replace(",هرات,", ",هرات باستان,")), encoding="utf-8")


@needs_git
def test_a_changed_form_is_seen_by_diff_and_brought_in_by_apply(newsroom: Path) -> None:
    (newsroom / ".gitignore").write_text(".translate-pipeline/\n", encoding="utf-8")
    run_command(newsroom, "translate")
    dari, pashto = (newsroom / "locale" / code / "LC_MESSAGES" / "attack.po" for code in ("fa_AF", "ps"))
    catalog = read_po(pashto)
    for entry in catalog:
        entry.msgstr, entry.flags = "په هرات کې د طالبانو برید", []
    write_po(pashto, catalog)
    commit(newsroom, "glossary and drafts")
    _change_herat(newsroom)
    lines = [entry.linenum for entry in read_po(pashto)]

    diff = run_command(newsroom, "glossary", "diff", "HEAD")
    assert diff.returncode == 0
    assert "changed Herat" in diff.stdout
    assert "  ps: هرات -> هرات باستان" in diff.stdout
    for line in lines:
        assert f"  locale/ps/LC_MESSAGES/attack.po:{line}: reviewed" in diff.stdout
    assert "terms: 0 added, 0 removed, 1 changed; 4 messages in 2 catalogs touched, 2 reviewed" in diff.stdout

    reviewed = pashto.read_bytes()
    result = run_command(newsroom, "glossary", "apply", "--since", "HEAD")
    assert result.returncode == 1
    for line in lines:
        assert f"attack.po:{line}: for a person: Herat: هرات is now هرات باستان" in result.stdout
    assert pashto.read_bytes() == reviewed
    left = result.stdout.count("left for translate")
    assert result.stdout.count(": rewritten: ") + left - 1 == 2
    drafts = "".join(entry.msgstr for entry in read_po(dari) if entry.fuzzy)
    assert drafts.count("هرات باستان") == result.stdout.count("Herat: هرات -> هرات باستان")
    translated = run_command(newsroom, "translate", "-l", "dari", "--dry-run")
    assert f"{left - 1} message" in translated.stdout


@needs_git
def test_an_unknown_revision_and_a_folder_outside_of_git(newsroom: Path) -> None:
    outside = run_command(newsroom, "glossary", "diff", "HEAD", GIT_CEILING_DIRECTORIES=str(newsroom.parent))
    assert (outside.returncode, "is in no git repository" in outside.stderr) == (2, True)
    commit(newsroom, "begin")
    unknown = run_command(newsroom, "glossary", "apply", "--since", "v9")
    assert (unknown.returncode, "git knows no revision 'v9'" in unknown.stderr) == (2, True)
