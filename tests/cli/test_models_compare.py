"""Engines side by side, by the command that an editor chooses with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polib
import pytest

from tests.cli.conftest import run_command
from tests.conftest import ROOT
from translate_pipeline.review.chrf import chrf_plus_plus

REPORT = """\
Taliban <script>alert(1)</script> Attack Herat

Officials said three policemen were killed in Herat on Thursday.

The road to Kabul is closed.
"""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newsroom")
    assert run_command(folder, "init").returncode == 0
    for path in sorted((ROOT / "models").glob("*.argosmodel")):
        shutil.copy(path, folder / "models")
    (folder / "reports" / "attack.txt").write_text(REPORT, encoding="utf-8")
    return folder


def _name(newsroom: Path, code: str) -> str:
    return next((newsroom / "models").glob(f"*en_{code}*")).stem


def test_two_packages_are_measured_and_shown_side_by_side(newsroom: Path) -> None:
    reference = polib.POFile()
    reference.metadata = {"Language": "ps", "Content-Type": "text/plain; charset=UTF-8"}
    closed = "The road to Kabul is closed."
    reference.append(polib.POEntry(msgctxt="paragraph", msgid=closed, msgstr="د کابل لار تړل شوې ده."))
    drafted = "Officials said three policemen were killed in Herat on Thursday."
    reference.append(polib.POEntry(msgctxt="paragraph", msgid=drafted, msgstr="ناسم", flags=["fuzzy"]))
    reference.save(str(newsroom / "reviewed.po"))
    other = newsroom / "another.argosmodel"
    shutil.copy(next((newsroom / "models").glob("*en_ps*")), other)
    engines = [_name(newsroom, "ps"), other.name]
    before = sorted(path for path in newsroom.rglob("*") if "previews" not in path.parts)
    done = run_command(newsroom, "models", "compare", *engines, "-l", "ps", "--reference", "reviewed.po", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    first, second = said["scores"]
    assert {key: first[key] for key in first if not key.endswith("_seconds")} == {
        key: second[key] for key in second if not key.endswith("_seconds")
    }
    assert (first["locale"], first["messages"], first["references"]) == ("ps", 3, 1)
    assert first["terms_enforced"] == first["terms_required"] > 0
    assert 0 < first["chrf++"] <= 100
    page = (newsroom / said["page"]).read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert page.count("د کابل لار تړل شوې ده.") >= 1
    assert "ناسم" not in page
    assert page.count('<th scope="col">') == 4
    assert sorted(path for path in newsroom.rglob("*") if "previews" not in path.parts) == before, "a trace was left"


def test_both_languages_in_a_table(newsroom: Path) -> None:
    done = run_command(newsroom, "models", "compare", _name(newsroom, "ps"), _name(newsroom, "prs"))
    assert done.returncode == 0, done.stderr
    assert "fa_AF" in done.stdout
    assert "ps" in done.stdout
    assert "no reference" in done.stdout


def test_what_cannot_be_compared_is_said_in_a_line(newsroom: Path) -> None:
    pashto = _name(newsroom, "ps")
    unknown = run_command(newsroom, "models", "compare", "nllb-200-600m")
    assert (unknown.returncode, "is not installed" in unknown.stderr) == (2, True)
    wrong = run_command(newsroom, "models", "compare", pashto, "-l", "dari")
    assert (wrong.returncode, "not to Dari" in wrong.stderr) == (2, True)
    (newsroom / "mine.html").write_text("<p>mine</p>", encoding="utf-8")
    kept = run_command(newsroom, "models", "compare", pashto, "-l", "ps", "--html", "mine.html")
    assert (kept.returncode, "that is no comparison" in kept.stderr) == (2, True)
    assert (newsroom / "mine.html").read_text(encoding="utf-8") == "<p>mine</p>"
    empty = newsroom / "nothing"
    empty.mkdir()
    none = run_command(newsroom, "models", "compare", pashto, "-l", "ps", "--reference", "nothing")
    assert (none.returncode, "there is no PO file" in none.stderr) == (2, True)


def test_chrf_plus_plus_is_that_of_sacrebleu() -> None:
    metrics = pytest.importorskip("sacrebleu.metrics", reason="sacrebleu is not installed")
    pairs = [
        ("د کابل لار تړل شوې ده.", "کابل ته لار تړل شوې وه، خو نن خلاصه ده."),
        ("راه بسته است!", "راه (کابل) بسته است!"),
        ("", "چیزی"),
        ("a", "b c"),
    ]
    expected = metrics.CHRF(word_order=2).corpus_score([each for each, _ in pairs], [[each for _, each in pairs]])
    assert chrf_plus_plus(pairs) == pytest.approx(expected.score)


def test_chrf_plus_plus_of_the_same_text_is_full_and_of_nothing_shared_none() -> None:
    assert chrf_plus_plus([("راه بسته است.", "راه بسته است.")]) == pytest.approx(100)
    assert chrf_plus_plus([("abc def", "راه بسته")]) == 0
    assert chrf_plus_plus([]) == 0
