"""The main job on the sample reports: every name enforced or reported, and a second run that does nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import ROOT
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import find_forms
from translate_pipeline.locales import LOCALES

REPORTS = sorted(path.stem for path in (ROOT / "reports").iterdir())
Run = tuple[Path, subprocess.CompletedProcess[str]]


def test_every_report_has_catalogs_templates_and_articles(sample_run: Run) -> None:
    folder, result = sample_run
    assert len(REPORTS) == 5
    for report in REPORTS:
        assert (folder / "locale" / f"{report}.pot").exists()
        for locale in LOCALES:
            assert (folder / "locale" / locale.code / "LC_MESSAGES" / f"{report}.po").exists()
            assert (folder / "articles" / locale.tag / f"{report}.html").exists()
            assert (folder / "articles" / locale.tag / f"{report}.md").exists()
        assert report in result.stdout


def test_every_term_is_enforced_or_reported(sample_run: Run) -> None:
    """Counted anew from the files on disk, without the code that enforces."""
    folder, result = sample_run
    matcher = Matcher(read_glossary(folder / "glossaries"))
    required = missing = 0
    for locale in LOCALES:
        for report in REPORTS:
            for entry in read_po(folder / "locale" / locale.code / "LC_MESSAGES" / f"{report}.po"):
                terms = [match.term for match in matcher.find(entry.msgid)]
                required += len(terms)
                for term in dict.fromkeys(terms):
                    found = len(find_forms([term], entry.msgstr, locale))
                    if found >= terms.count(term):
                        continue
                    missing += 1
                    assert f"[finding] error term: {term.name}: " in entry.tcomment, (report, entry.msgid, term.name)
    line = re.search(r"terms: ([\d,]+) in the sources, ([\d,]+) enforced .*, ([\d,]+) reported missing", result.stdout)
    assert line
    counted, enforced, reported = (int(number.replace(",", "")) for number in line.groups())
    assert counted == required == enforced + reported
    assert reported >= missing


def test_every_draft_is_fuzzy_and_says_where_it_comes_from(sample_run: Run) -> None:
    folder, _ = sample_run
    for path in folder.glob("locale/*/LC_MESSAGES/*.po"):
        if path.stem == "articles":
            continue
        catalog = read_po(path)
        for entry in catalog:
            assert entry.fuzzy == bool(entry.msgstr)
            assert re.search(
                r"^\[draft\] translate-en_\w+-[\d_]+; glossary [0-9a-f]{12}; conventions ", entry.tcomment, re.M
            )
            assert entry.comment.startswith(f"role: {entry.msgctxt}")
            assert all(reference[0].startswith("reports/") for reference in entry.occurrences)


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_gettext_accepts_each_catalog_and_merges_it_without_loss(sample_run: Run, tmp_path: Path) -> None:
    folder, _ = sample_run
    for path in sorted(folder.glob("locale/*/LC_MESSAGES/*.po")):
        check = subprocess.run(["msgfmt", "-c", "-o", tmp_path / "a.mo", path], capture_output=True, text=True)
        assert (check.returncode, check.stderr) == (0, ""), path
        if path.stem == "articles":
            continue
        merged = tmp_path / "merged.po"
        template = folder / "locale" / f"{path.stem}.pot"
        subprocess.run(["msgmerge", "-q", "--no-fuzzy-matching", "-o", merged, path, template], check=True)
        before = {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.fuzzy, entry.tcomment) for entry in read_po(path)}
        after = {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.fuzzy, entry.tcomment) for entry in read_po(merged)}
        assert after == before


def test_a_second_run_translates_nothing_and_writes_nothing(sample_run: Run) -> None:
    folder, first = sample_run
    before = {
        path: path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and ".sqlite" not in path.name and path.name != "lock"
    }
    again = run_command(folder, "run", "--drafts")
    assert "nothing changed: nothing translated, nothing written" in again.stdout
    assert again.returncode == first.returncode
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_same_bytes_without_the_memory_and_report_by_report(sample_run: Run, tmp_path: Path) -> None:
    folder, _ = sample_run
    other = tmp_path / "other"
    for name in ("reports", "glossaries", "models"):
        shutil.copytree(folder / name, other / name)
    shutil.copy(folder / "translate-pipeline.toml", other)
    for report in sorted((other / "reports").iterdir(), reverse=True):
        run_command(other, "run", "--drafts", report)
    for path in sorted(folder.glob("locale/**/*.po*")) + sorted(folder.glob("articles/**/*.*")):
        assert (other / path.relative_to(folder)).read_bytes() == path.read_bytes(), path


def test_drafts_are_refused_without_the_flag(sample_run: Run) -> None:
    folder, _ = sample_run
    result = run_command(folder, "package", "reports/herat-flood.txt")
    assert result.returncode == 1
    assert "refused: herat-flood in Dari: 16 of 16 messages are not reviewed" in result.stderr
