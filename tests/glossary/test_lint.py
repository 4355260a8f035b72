"""Lint says what is wrong with a glossary file and where; --fix mends what is safe and nothing else."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import GLOSSARY
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.lint import Problem, lint
from translate_pipeline.glossary.repair import mend
from translate_pipeline.project import FILE_NAME

HEADER, *ROWS = GLOSSARY.splitlines()
# The shared sample in canonical order, with a plural in both languages and letters that Unicode can take apart.
CLEAN = "\n".join([HEADER, ROWS[0], ROWS[-1].replace("والی,,والي", "والی,pl:والیان,والي"), *ROWS[1:-1]]) + (
    "\nzone,,place,آسیا,,ئ,,exact,\n"
)


def _lint(folder: Path, *rows: str, name: str = "terms.csv") -> list[Problem]:
    (folder / name).write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8", newline="")
    return lint(folder)


def test_a_clean_file_is_silent(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text(CLEAN, encoding="utf-8")
    assert lint(tmp_path) == []


@pytest.mark.parametrize(
    ("row", "severity", "check", "words", "mended"),
    [
        ("Kabul,,place,كابل,,کابل,,exact,", "error", "letters", "write ک", "Kabul,,place,کابل,,کابل,,exact,"),
        ("Kabul,,place,کابل,ټابل,کابل,,exact,", "error", "letters", "fa_AF_forms: ټ", None),
        ("Gardez,,place,گردیز,,گردېز,,exact,", "error", "letters", "write ګ", "Gardez,,place,گردیز,,ګردېز,,exact,"),
        ("Kohat,,place,کوهات,,کوہاٹ,,exact,", "error", "letters", "ٹ", "Kohat,,place,کوهات,,کوهاټ,,exact,"),
        ("Qom,,place,قم\u200f,,قم,,exact,", "error", "invisible", "right-to-left mark", "Qom,,place,قم,,قم,,exact,"),
        ("Qom,Qum|,place,قم,,قم,,exact,", "error", "separator", "variants", "Qom,Qum,place,قم,,قم,,exact,"),
        ("Qom,Qum|Qum,place,قم,,قم,,exact,", "error", "duplicate", "'Qum'", "Qom,Qum,place,قم,,قم,,exact,"),
        ("Qom,,place,قم,,,,exact,", "error", "row", "empty cell in column 'ps'; fill it", None),
        ("Qom,,place,قم,,قم,obl:قم|obl:قمې,exact,", "error", "row", "keep one", None),
        ("Qom,,place,قم,,جلال\u200cاباد,,exact,", "warning", "zwnj", "ps holds", "Qom,,place,قم,,جلال اباد,,exact,"),
        ("G7,,institution,جی 7,,جي ۷,,exact,", "warning", "digits", "fa_AF", "G7,,institution,جی ۷,,جي ۷,,exact,"),
        (
            "Qala-e Naw,Qala-e-Naw|QALA-E NAW|Qalah-ye Naw,place,قلعه نو,,قلعه نو,,exact,",
            "warning",
            "redundant",
            "'Qala-e-Naw'",
            "Qala-e Naw,Qalah-ye Naw,place,قلعه نو,,قلعه نو,,exact,",
        ),
        ("Lashkar Gah,Lashkargah,place,لشکرگاه,,لښکرګاه,,exact,", "", "", "", None),
        (
            "Herat,,place,فیض‌آباد,فیض آباد|دیگر|دیگر,هرات,obl:هرات|هرات,exact,",
            "warning",
            "repeated-form",
            "فیض آباد",
            "Herat,,place,فیض‌آباد,دیگر,هرات,,exact,",
        ),
        ("Japan,,place,ژاپن,,جاپان,,exact,", "warning", "usage", "write جاپان", None),
        ("Japan,,place,جاپان,ژاپن,جاپان,ژاپن,exact,", "", "", "", None),
        ("Japan Times,,outlet,ژاپن تایمز,,جاپان ټایمز,,exact,", "", "", "", None),
        ("X Hospital,,institution,شفاخانه,,هسپتال,,exact,", "warning", "usage", "write روغتون", None),
        ("Time,,outlet,تایم,,ټایم,,fold,", "warning", "ordinary-word", "'Time'", None),
        ("Time,,outlet,تایم,,ټایم,,exact,", "", "", "", None),
        ("minister,,title,وزیر,,وزیر,,fold,", "", "", "", None),
        ("Qe,,place,قم,,قم,,exact,", "warning", "short-name", "'Qe'", None),
        ("UN,U.S.|Lt.,place,قم,,قم,,exact,", "", "", "", None),
        ("mayor,,title,شاروال,,ښاروال,pl:ښاروالان,fold,", "warning", "missing-form", "fa_AF has none", None),
    ],
)
def test_each_rule_names_the_row_and_fix_mends_only_what_is_safe(
    tmp_path: Path, row: str, severity: str, check: str, words: str, mended: str | None
) -> None:
    problems = _lint(tmp_path, row)
    assert {(each.line, each.severity, each.check) for each in problems} == ({(2, severity, check)} if check else set())
    assert words in " ".join(each.message for each in problems)
    assert all(each.fixable == (mended is not None) for each in problems)
    done = mend(tmp_path)
    assert done == ([] if mended is None else problems)
    assert (tmp_path / "terms.csv").read_text("utf-8") == f"{HEADER}\n{mended or row}\n"
    assert not [each for each in lint(tmp_path) if each.fixable]


def test_one_name_in_two_rows_is_an_error_in_whatever_file_and_spelling(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEADER}\nQala-e Naw,,place,قلعه نو,,قلعه نو,,exact,\n", encoding="utf-8")
    problems = _lint(tmp_path, "Kabul,,place,کابل,,کابل,,exact,", "Naw,QALA E-NAW,outlet,نو,,نو,,exact,", name="b.csv")
    assert [(each.path.name, each.line, each.severity, each.check) for each in problems] == [
        ("b.csv", 3, "error", "duplicate")
    ]
    assert "'QALA E-NAW' also stands in a.csv:2 as 'Qala-e Naw'" in problems[0].message


def test_a_form_of_two_names_asks_for_one_row_or_a_note(tmp_path: Path) -> None:
    amman, oman = "Amman,,place,عمان,,عمان,,exact,", "Oman,,place,عمان,,عمان,,exact,"
    assert [(each.line, each.severity, each.check) for each in _lint(tmp_path, amman, oman)] == [
        (3, "warning", "same-form")
    ] * 2
    assert _lint(tmp_path, amman + "written like Oman", oman) == []
    assert _lint(tmp_path, amman, oman + "not Amman of Jordan") == []
    assert _lint(tmp_path, amman, oman.replace("place", "person")) == []


SPREADSHEETS = {
    "bom": lambda text: "\ufeff" + text,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "semicolons": lambda text: text.replace(",", ";"),
    "columns": lambda text: "\n".join(",".join(reversed(line.split(","))) for line in text.splitlines()),
    "quotes": lambda text: text.replace("Herat,", '"Herat",'),
    "spaces": lambda text: text.replace("هرات,", " هرات ,"),
    "empty rows": lambda text: text + "\n,,,,,,,,\n",
    "no end": lambda text: text.rstrip("\n"),
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "unsorted": lambda text: "\n".join([HEADER, *reversed(text.splitlines()[1:]), ""]),
    "all": lambda text: "\ufeff" + text.rstrip("\n").replace(",", ";").replace("\n", "\r\n"),
}


@pytest.mark.parametrize("habit", SPREADSHEETS)
def test_what_a_spreadsheet_leaves_is_a_warning_and_mended_to_the_same_bytes(tmp_path: Path, habit: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(SPREADSHEETS[habit](CLEAN), encoding="utf-8", newline="")
    revision = read_glossary(tmp_path).revision
    problems = lint(tmp_path)
    assert problems and all(each.fixable and each.severity == "warning" for each in problems)
    assert mend(tmp_path) == problems
    assert path.read_bytes() == CLEAN.encode()
    assert read_glossary(tmp_path).revision == revision
    assert (lint(tmp_path), mend(tmp_path)) == ([], [])


def test_a_file_that_cannot_be_read_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "broken.csv").write_text(f"{HEADER}\nKabul,,place\n", encoding="utf-8")
    problems = _lint(tmp_path, "Kabul,,place,كابل,,کابل,,exact,")
    assert [(each.path.name, each.line, each.check) for each in problems] == [
        ("broken.csv", 2, "format"),
        ("terms.csv", 2, "letters"),
    ]
    assert [each.check for each in mend(tmp_path)] == ["letters"]
    assert (tmp_path / "broken.csv").read_text("utf-8").endswith("Kabul,,place\n")


def test_the_command_reports_mends_and_fails_on_errors_only(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("", encoding="utf-8")
    folder = tmp_path / "glossaries"
    folder.mkdir()
    rows = ["Qom,Qum|,place,قم,,قم,,exact,", "Japan,,place,ژاپن,,جاپان,,exact,"]
    _lint(folder, *rows)
    before = (folder / "terms.csv").read_bytes()
    report = run_command(tmp_path, "glossary", "lint")
    assert report.returncode == 1
    assert report.stderr == ""
    assert report.stdout.splitlines() == [
        "glossaries/terms.csv:2: error separator: variants has an empty value beside a |",
        "glossaries/terms.csv:3: warning order: 'Japan' should stand above 'Qom'; sort the file by term",
        "glossaries/terms.csv:3: warning usage: fa_AF: ژاپن is not Afghan usage; write جاپان",
        "1 file: 1 error, 2 warnings; 2 of them can be mended with --fix",
    ]
    assert (folder / "terms.csv").read_bytes() == before
    fixed = run_command(tmp_path, "glossary", "lint", "--fix")
    assert fixed.returncode == 0
    assert fixed.stdout.splitlines() == [
        "glossaries/terms.csv:2: fixed separator: variants has an empty value beside a |",
        "glossaries/terms.csv:3: fixed order: 'Japan' should stand above 'Qom'; sort the file by term",
        "glossaries/terms.csv:2: warning usage: fa_AF: ژاپن is not Afghan usage; write جاپان",
        "1 file: 2 fixed, 0 errors, 1 warning",
    ]
    assert (folder / "terms.csv").read_text("utf-8") == "\n".join([HEADER, rows[1], rows[0].replace("|", ""), ""])
