"""The quality benchmark reads the published test sets and says how each figure was made."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks import quality
from tests.conftest import ROOT
from translate_pipeline.locales import LOCALES, find_locale

DARI, PASHTO = find_locale("dari"), find_locale("ps")
SOURCES = ["The road is closed.", "Three policemen were killed on Thursday."]


def _write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_both_test_sets_are_found_as_they_are_published(tmp_path: Path) -> None:
    _write(tmp_path / "flores/dev/eng_Latn.dev", SOURCES)
    _write(tmp_path / "flores/dev/prs_Arab.dev", ["الف", "ب"])
    _write(tmp_path / "ntrex/NTREX-128/newstest2019-src.eng.txt", SOURCES)
    _write(tmp_path / "ntrex/NTREX-128/newstest2019-ref.pus.txt", ["الف", "ب"])
    dev = quality.flores(tmp_path / "flores", "dev", DARI)
    assert (dev.name, dev.sources, dev.references) == ("flores200-dev", SOURCES, ["الف", "ب"])
    news = quality.ntrex(tmp_path / "ntrex", PASHTO)
    assert (news.name, news.sources, len(news.references)) == ("ntrex128", SOURCES, 2)


def test_a_lost_line_and_a_missing_file_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(tmp_path / "en.txt", SOURCES)
    _write(tmp_path / "ps.txt", ["الف"])
    package = next((ROOT / "models").glob("*en_ps*"))
    for locale, said in (("ps", "1 lines, and 2 in en.txt"), ("dari", "cannot be read")):
        code = "prs" if locale == "dari" else "ps"
        package = next((ROOT / "models").glob(f"*en_{code}*"))
        with pytest.raises(SystemExit) as ended:
            quality.main([str(package), "--flores", str(tmp_path), "--locale", locale])
        assert ended.value.code == 2
        assert said in capsys.readouterr().err


def test_a_row_holds_scores_signatures_and_the_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("sacrebleu", reason="sacrebleu is not installed")
    _write(tmp_path / "dev/eng_Latn.dev", SOURCES)
    _write(tmp_path / "dev/pbt_Arab.dev", ["لار تړل شوې ده.", "د پنجشنبې په ورځ درې پولیس ووژل شول."])
    package = next((ROOT / "models").glob("*en_ps*"))
    quality.main([str(package), "--flores", str(tmp_path), "--json", str(tmp_path / "rows.json")])
    (row,) = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    assert (row["test"], row["locale"], row["sentences"], row["options"]) == ("flores200-dev", "ps", 2, "beam4")
    assert 0 < row["chrF++ style"] <= 100
    assert any("nw:2" in signature for signature in row["signatures"])
    assert package.stem in capsys.readouterr().out


def test_every_published_figure_has_its_source_and_stands_in_the_docs() -> None:
    docs = (ROOT / "docs" / "which-model.md").read_text(encoding="utf-8")
    for locale in LOCALES:
        for test in ("flores200-devtest", "ntrex128"):
            figures = quality.published(test, locale)
            assert figures
            for model, chrf, source in figures:
                assert re.fullmatch(r"(opus|external): eng-\w+/[\w-]+/chrf\+\+-scores\.txt", source)
                assert f"{chrf}" in docs, f"{model} {chrf}"
