"""From drafts and a reviewer's corrections to the glossary, on files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.conftest import FakeEngine
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.lint import lint
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project
from translate_pipeline.stages.accepting import Acceptance, accept
from translate_pipeline.stages.checking import catalog_paths
from translate_pipeline.stages.learning import SUGGESTIONS, Learning, learn
from translate_pipeline.stages.translating import translate

DARI = {
    "Two Die in Herat": "دو تن در هرات جان دادند",
    "Officials in Herat said so.": "مقام‌ها در هرات چنین گفتند.",
    "Sardar Karimi denied it.": "سردار کریمی آن را رد کرد.",
    "They took Sardar Karimi to a hospital.": "آنان سردار کریمی را به بیمارستان بردند.",
    "The hospital was full.": "بیمارستان پر بود.",
}
PASHTO = {
    "Two Die in Herat": "دوه تنه په هرات کې مړه شول",
    "Officials in Herat said so.": "چارواکو په هرات کې دا وویل.",
    "Sardar Karimi denied it.": "سردار کريمي دا رد کړه.",
    "They took Sardar Karimi to a hospital.": "سردار کريمي یې روغتون ته بوتلو.",
    "The hospital was full.": "روغتون ډک و.",
}


def engine(locale: str) -> FakeEngine:
    texts = DARI if locale == "fa_AF" else PASHTO
    made = FakeEngine(lambda sentence: texts.get(sentence, "ندارد"), name=f"translate-en_{locale[:2]}-1_0")
    made.language = "fa" if locale == "fa_AF" else "ps"
    return made


def review(project: Project, locale: str, *changes: tuple[str, str]) -> None:
    """Change words wherever they stand and approve every message."""
    for path in catalog_paths(project):
        if path.parent.parent.name != locale:
            continue
        catalog = read_po(path)
        for entry in catalog:
            for old, new in changes:
                entry.msgstr = entry.msgstr.replace(old, new)
            entry.flags = []
        write_po(path, catalog)


def learned(project: Project, out: Path | None = None) -> Learning:
    reports = sorted(project.folders["reports"].iterdir())
    path = out or project.folders["glossaries"] / SUGGESTIONS
    return learn(project, catalog_paths(project), reports, path, at_least=2)


def decide(path: Path, **decisions: str) -> None:
    """Write a decision into the rows whose suggested form it names; other rows stay without one."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for row in rows:
        row["accept"] = decisions.get(row["what"].replace("-", "_"), row["accept"])
    save(path, rows)


def save(path: Path, rows: list[dict[str, str]], *, delimiter: str = ",", encoding: str = "utf-8") -> None:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))


@pytest.fixture
def desk(project: Project) -> Project:
    """Two reports, drafted and reviewed in both locales."""
    reports = project.folders["reports"]
    (reports / "attack.txt").unlink()
    (reports / "one.txt").write_text(
        "Two Die in Herat\n\nOfficials in Herat said so.\n\nSardar Karimi denied it.\n", encoding="utf-8"
    )
    (reports / "two.txt").write_text(
        "They took Sardar Karimi to a hospital.\n\nThe hospital was full.\n", encoding="utf-8"
    )
    result = translate(
        project, sorted(reports.iterdir()), project.locales, engine_for=lambda locale: engine(locale.code)
    )
    assert not result.faults
    review(project, "fa_AF", ("هرات", "هری"), ("بیمارستان", "شفاخانه"))
    review(project, "ps")
    return project


def glossary_bytes(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in project.folders["glossaries"].glob("*.csv")}


def test_corrections_become_suggestions_and_nothing_else_changes(desk: Project) -> None:
    before = glossary_bytes(desk)
    catalogs = {path: path.read_bytes() for path in catalog_paths(desk)}
    result = learned(desk)
    assert [(str(each.what), each.locale, each.now, each.suggested) for each in result.suggestions] == [
        ("approved", "fa_AF", "هرات", "هری"),
        ("new-term", "fa_AF", "سردار کریمی", "سردار کریمی"),
        ("new-term", "ps", "سردار کريمي", "سردار کريمي"),
        ("dari-word", "fa_AF", "بیمارستان", "شفاخانه"),
    ]
    assert (result.reviewed, result.with_draft) == (10, 10)
    rows = list(csv.DictReader(io.StringIO(result.path.read_text(encoding="utf-8"))))
    assert rows[0]["where"].startswith("locale/fa_AF/LC_MESSAGES/one.po:")
    assert (rows[0]["source"], rows[0]["draft"], rows[0]["reviewed"]) == (
        "Two Die in Herat",
        DARI["Two Die in Herat"],
        DARI["Two Die in Herat"].replace("هرات", "هری"),
    )
    assert (rows[0]["count"], rows[0]["against"], rows[0]["accept"]) == ("2", "0", "")
    assert glossary_bytes(desk) == before
    assert {path: path.read_bytes() for path in catalog_paths(desk)} == catalogs
    assert not learned(desk).changed


def test_what_a_person_accepts_goes_into_the_glossary_and_nothing_more(desk: Project) -> None:
    path = learned(desk).path
    decide(path, approved="yes", new_term="Yes", dari_word="no")
    result = accept(desk, path)
    assert (result.applied, result.waiting) == (3, [])
    folder = desk.folders["glossaries"]
    terms = {term.name: term for term in read_glossary(folder).terms}
    assert terms["Herat"].forms["fa_AF"].all == ("هری", "هرات")
    assert terms["Herat"].forms["ps"].all == ("هرات",)
    assert {code: forms.approved for code, forms in terms["Sardar Karimi"].forms.items()} == {
        "fa_AF": "سردار کریمی",
        "ps": "سردار کريمي",
    }
    assert terms["Sardar Karimi"].kind == "person"
    assert not (folder / "dari.csv").exists()
    assert not [problem for problem in lint(folder) if problem.severity == "error"]
    marks = [row["accept"] for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))]
    assert marks == ["applied", "applied", "applied", "no"]
    before = glossary_bytes(desk)
    assert accept(desk, path) == Acceptance()
    assert glossary_bytes(desk) == before
    assert [each.what for each in learned(desk).suggestions] == ["dari-word"]
    assert path.read_text(encoding="utf-8").count("\n") == 5


def test_a_dari_word_goes_into_its_table_in_order(desk: Project) -> None:
    table = desk.folders["glossaries"] / "dari.csv"
    header = "persian,dari,class,plural,context,english,note\n"
    table.write_text(f"{header}اتوبوس,بس,noun,,,,\nگینه,گینیا,name,,,Guinea,\n", encoding="utf-8")
    path = learned(desk).path
    decide(path, dari_word="yes")
    assert accept(desk, path).applied == 1
    assert table.read_text(encoding="utf-8") == (
        f"{header}اتوبوس,بس,noun,,,,\nبیمارستان,شفاخانه,fixed,,,,from reviewers\nگینه,گینیا,name,,,Guinea,\n"
    )


def test_a_wording_goes_into_the_list_that_is_no_glossary(desk: Project) -> None:
    review(desk, "ps", ("روغتون", "روغتوون"))
    path = learned(desk).path
    decide(path, wording="yes")
    assert accept(desk, path).applied == 1
    folder = desk.folders["glossaries"]
    expected = "locale,instead_of,write,note\nps,روغتون,روغتوون,from reviewers\n"
    assert (folder / "wording.csv").read_text(encoding="utf-8") == expected
    assert len(read_glossary(folder).terms) == 9
    assert {problem.path.name for problem in lint(folder)} == {"terms.csv"}
    assert "wording" not in [each.what for each in learned(desk).suggestions]


def test_a_name_in_one_language_waits_for_the_other(desk: Project) -> None:
    path = learned(desk).path
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for row in rows:
        row["accept"] = "yes" if row["what"] == "new-term" and row["locale"] == "fa_AF" else ""
    save(path, rows)
    result = accept(desk, path)
    assert result.applied == 0
    assert [(line, name, "ps" in problem) for line, name, problem in result.waiting] == [(3, "Sardar Karimi", True)]
    assert not (desk.folders["glossaries"] / "learned.csv").exists()


def test_what_a_person_wrote_into_the_file_survives_learning_again(desk: Project) -> None:
    path = learned(desk).path
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert [row["what"] for row in rows] == ["approved", "new-term", "new-term", "dari-word"]
    rows[0]["accept"] = "no"
    rows[1]["suggested"] = "سردار محمد کریمی"
    rows[3]["kind"] = "noun"
    rows.append({**rows[3], "accept": "yes", "now": "اتوبوس", "suggested": "بس", "id": ""})
    # As a spreadsheet in another country saves it.
    save(path, rows, delimiter=";", encoding="utf-8-sig")
    again = learned(desk)
    assert (again.waiting, again.decided) == (3, 2)
    after = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    kept = [{**row} for row in after if row["what"] != "new-term" or row["locale"] == "fa_AF"]
    assert kept == [rows[0], rows[1], rows[3], rows[4]]
    assert [row["locale"] for row in after if row["what"] == "new-term"] == ["fa_AF", "ps"]
    assert accept(desk, path).applied == 1


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("accept", "maybe", "accept says 'maybe'; write yes or no"),
        ("what", "aproved", "did you mean 'approved'?"),
        ("locale", "xx", "unknown locale 'xx'"),
        ("suggested", "", "empty cell in column 'suggested'"),
        ("suggested", "هری|هرات", "several forms in 'suggested'"),
    ],
)
def test_a_row_at_fault_is_named_and_no_other_is_applied(desk: Project, column: str, value: str, message: str) -> None:
    path = learned(desk).path
    decide(path, approved="yes", new_term="yes", dari_word="yes")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    rows[0][column] = value
    save(path, rows)
    before = glossary_bytes(desk), path.read_bytes()
    with pytest.raises(InputError) as raised:
        accept(desk, path)
    assert f"{path}:2: " in str(raised.value)
    assert message in str(raised.value)
    assert (glossary_bytes(desk), path.read_bytes()) == before


def test_two_rows_for_one_thing_are_one_too_many(desk: Project) -> None:
    path = learned(desk).path
    decide(path, approved="yes")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    save(path, [*rows, {**rows[0], "suggested": "هیرات"}])
    before = glossary_bytes(desk)
    with pytest.raises(InputError, match="line 2 says approved of 'Herat' too; say yes to one"):
        accept(desk, path)
    assert glossary_bytes(desk) == before


def test_a_row_that_would_spoil_a_table_is_refused_before_anything_is_written(desk: Project) -> None:
    table = desk.folders["glossaries"] / "dari.csv"
    header = "persian,dari,class,plural,context,english,note\n"
    table.write_text(f"{header}شفاخانه,روغتون,fixed,,,,\n", encoding="utf-8")
    path = learned(desk).path
    decide(path, approved="yes", dari_word="yes")
    before = glossary_bytes(desk), path.read_bytes()
    with pytest.raises(InputError, match=r"dari\.csv: would have a fault then: 'شفاخانه' is itself a Persian word"):
        accept(desk, path)
    assert (glossary_bytes(desk), path.read_bytes()) == before


def test_without_the_memory_only_names_are_learned(desk: Project) -> None:
    (desk.folders["state"] / "memory.sqlite").unlink()
    result = learned(desk)
    assert (result.reviewed, result.with_draft) == (10, 0)
    assert {each.what for each in result.suggestions} == {"new-term"}
    assert not (desk.folders["state"] / "memory.sqlite").exists()


def test_a_broken_catalog_is_named_and_stops_no_other(desk: Project) -> None:
    path = desk.catalog_path("two", find_locale("ps"))
    path.write_text('msgid "a\n', encoding="utf-8")
    result = learned(desk)
    assert [str(path) in str(fault) for fault in result.faults] == [True]
    assert result.reviewed == 8


def test_formulas_from_a_report_are_text_in_a_spreadsheet(desk: Project) -> None:
    for report in ("one", "two"):
        path = desk.catalog_path(report, find_locale("fa_AF"))
        path.write_text(path.read_text(encoding="utf-8").replace('"Two Die', '"=Two Die'), encoding="utf-8")
    rows = csv.DictReader(io.StringIO(learned(desk).path.read_text(encoding="utf-8")))
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
