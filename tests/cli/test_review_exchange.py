"""`review export` and `review import` as their users meet them, on the sample reports' catalogs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from tests.cli.conftest import run_command
from tests.conftest import ROOT
from translate_pipeline.catalogs.po_file import read_po, write_po

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
SCHEMA = etree.RelaxNG(etree.parse(ROOT / "tests" / "catalogs" / "xliff.rng"))
REVIEWER = "Zarghona Amin <zarghona@news.example>"


@pytest.fixture
def samples(sample_run: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path) -> Path:
    """The sample reports' drafts."""
    folder, _ = sample_run
    for name in ("reports", "glossaries", "locale"):
        shutil.copytree(folder / name, tmp_path / name)
    shutil.copy(folder / "translate-pipeline.toml", tmp_path)
    return tmp_path


def _approve(path: Path, text: str) -> str:
    """Write into the headline of a file and mark it as final; the English headline."""
    root = etree.parse(path).getroot()
    segment = next(root.iter(f"{{{NAMESPACE}}}segment"))
    segment.set("state", "final")
    segment.find(f"{{{NAMESPACE}}}target").text = text
    path.write_bytes(etree.tostring(root))
    return str(segment.findtext(f"{{{NAMESPACE}}}source"))


def test_every_catalog_goes_out_valid_and_comes_back_as_it_was(samples: Path) -> None:
    before = {path: path.read_bytes() for path in samples.glob("locale/*/LC_MESSAGES/*.po")}
    result = run_command(samples, "review", "export", "--out", "out")
    assert result.returncode == 0, result.stderr
    files = sorted((samples / "out").iterdir())
    assert len(files) == 2 * len(list((samples / "reports").iterdir()))
    for path in files:
        SCHEMA.assertValid(etree.parse(path))
    terms = {each.text for path in files for each in etree.parse(path).iter("{*}translation")}
    assert "هرات" in terms
    assert run_command(samples, "review", "export", "--out", "out").stdout.endswith(", 0 changed\n")

    result = run_command(samples, "review", "import", *files)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count(": nothing new\n") == len(files)
    assert {path: path.read_bytes() for path in before} == before


def test_a_reviewed_file_comes_back_and_a_conflict_is_told(samples: Path) -> None:
    assert run_command(samples, "review", "export", "reports/herat-flood.txt", "-l", "pashto").returncode == 0
    (path,) = (samples / "exchange").iterdir()
    assert path.name == "herat-flood.ps.xlf"
    source = _approve(path, "په هرات کې سېلابونو ۳۷ تنه ووژل")
    catalog = samples / "locale" / "ps" / "LC_MESSAGES" / "herat-flood.po"

    tried = run_command(samples, "review", "import", path, "--dry-run")
    assert tried.stdout == "locale/ps/LC_MESSAGES/herat-flood.po: 1 text (dry run)\n"
    assert read_po(catalog)[0].fuzzy

    result = run_command(samples, "review", "import", path, "--reviewer", REVIEWER)
    assert (result.returncode, result.stdout) == (0, "locale/ps/LC_MESSAGES/herat-flood.po: 1 text\n")
    saved = read_po(catalog)
    assert (saved[0].msgid, saved[0].msgstr) == (source, "په هرات کې سېلابونو ۳۷ تنه ووژل")
    assert not saved[0].fuzzy and saved.metadata["Last-Translator"] == REVIEWER

    saved[0].msgstr = "د هرات سېلابونو ۳۷ تنه ووژل"
    write_po(catalog, saved)
    _approve(path, "سېلابونو په هرات کې ۳۷ تنه ووژل")
    result = run_command(samples, "review", "import", path)
    assert result.returncode == 1
    assert result.stderr.startswith("conflict: locale/ps/LC_MESSAGES/herat-flood.po:")
    kept = read_po(catalog)[0]
    assert kept.msgstr == "د هرات سېلابونو ۳۷ تنه ووژل"
    assert "سېلابونو په هرات کې ۳۷ تنه ووژل" in kept.tcomment


def test_bad_input_is_one_line_and_the_good_files_are_done(samples: Path) -> None:
    assert run_command(samples, "review", "export", "-l", "ps", "--out", "out").returncode == 0
    bad, good, *_ = sorted((samples / "out").iterdir())
    bad.write_text('<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>', encoding="utf-8")
    _approve(good, "سم")
    result = run_command(samples, "review", "import", bad, good)
    assert result.returncode == 2
    assert (
        result.stderr == f"error: {bad}:1: the file declares a document type; remove the <!DOCTYPE ...> declaration\n"
    )
    assert result.stdout.endswith(": 1 text\n")

    wrong = run_command(samples, "review", "import", good, "--reviewer", "Zarghona")
    assert wrong.returncode == 2 and 'write it as "Name <mail@example.org>"' in wrong.stderr
    shutil.rmtree(samples / "locale" / "ps")
    result = run_command(samples, "review", "export", "reports/herat-flood.txt", "-l", "ps")
    assert result.returncode == 2
    assert "herat-flood.po: no catalog yet; run: translate-pipeline translate" in result.stderr
