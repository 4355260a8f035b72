"""Glossary files come in from any spreadsheet; a bad row is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import GLOSSARY
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary, read_rows
from translate_pipeline.glossary.terms import Glossary

HEADER, *ROWS = GLOSSARY.splitlines()


def _read(folder: Path, content: str | bytes) -> Glossary:
    data = content.encode() if isinstance(content, str) else content
    (folder / "terms.csv").write_bytes(data)
    return read_glossary(folder)


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + GLOSSARY,
        GLOSSARY.replace("\n", "\r\n"),
        GLOSSARY.replace(",", ";"),
        GLOSSARY.replace(",", "\t"),
        GLOSSARY.replace("Badghis,,place", '"Badghis\n",,place'),
        GLOSSARY + "\n,,,,,,,,\n",
    ],
    ids=["bom", "crlf", "semicolons", "tabs", "quoted-newline", "empty-rows"],
)
def test_what_a_spreadsheet_does_makes_no_difference(tmp_path: Path, content: str) -> None:
    assert _read(tmp_path, content).revision == _read(tmp_path, GLOSSARY).revision


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    lines = [",".join(reversed(line.split(","))) for line in GLOSSARY.splitlines()]
    assert _read(tmp_path, "\n".join(lines)).revision == _read(tmp_path, GLOSSARY).revision


def test_labelled_forms(tmp_path: Path) -> None:
    terms = {term.name: term for term in _read(tmp_path, GLOSSARY).terms}
    assert terms["Taliban"].forms["ps"].oblique == "طالبانو"
    assert terms["governor"].forms["ps"].plural == "والیان"
    assert terms["United Nations"].forms["fa_AF"].all == ("سازمان ملل متحد", "سازمان ملل", "ملل متحد")


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (HEADER.replace(",ps,", ",pz,") + "\n", 1, "unknown column 'pz'; did you mean 'ps'?"),
        (HEADER.replace(",note", "") + "\n", 1, "missing column 'note'"),
        (GLOSSARY + "Kabul,,place,کابل\n", 11, "4 cells where the header has 9 columns"),
        (GLOSSARY + "Kabul,,place,,,کابل,,exact,\n", 11, "empty cell in column 'fa_AF'"),
        (GLOSSARY + "Kabul,,plaice,کابل,,کابل,,exact,\n", 11, "unknown kind 'plaice'; did you mean 'place'?"),
        (GLOSSARY + "Kabul,,place,کابل,,کابل,,exactly,\n", 11, "unknown match 'exactly'; did you mean 'exact'?"),
        (GLOSSARY + "Qala e-Naw,,place,قلعه نو,,قلعه نو,,exact,\n", 11, "also stands in"),
        (GLOSSARY + '"Kabul,,place\n', 11, "not a CSV row"),
        (GLOSSARY.encode() + "Kabul,,place,کابل,,کابل,,exact,\n".encode("cp1256"), 11, "not UTF-8"),
    ],
)
def test_a_bad_row_is_named_with_file_and_line(tmp_path: Path, content: str | bytes, line: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        _read(tmp_path, content)
    assert caught.value.line == line
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'terms.csv'}:{line}: ")
    assert "\n" not in str(caught.value)


def test_the_revision_ignores_notes_and_order_and_sees_forms(tmp_path: Path) -> None:
    revision = _read(tmp_path, GLOSSARY).revision
    reordered = "\n".join([HEADER, *reversed(ROWS)])
    assert (
        _read(
            tmp_path,
            reordered.replace("Herat,Hirat,place,هرات,,هرات,,exact,", "Herat,Hirat,place,هرات,,هرات,,exact,seen"),
        ).revision
        == revision
    )
    assert _read(tmp_path, GLOSSARY.replace("رویټرز", "روېټرز")).revision != revision


def test_rows_know_their_lines_across_quoted_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(GLOSSARY.replace("Badghis,,place", '"Badghis\n",,place'), encoding="utf-8")
    assert [row.line for row in read_rows(path)][:3] == [2, 4, 5]
