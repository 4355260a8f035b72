"""What reports name and the glossary lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, FakeEngine
from translate_pipeline.glossary.csv_files import read_glossary, read_rows, read_term, write_rows
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.terms import Kind
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project
from translate_pipeline.reports.reader import find_reports, read_all, read_report
from translate_pipeline.stages.glossary_coverage import Missing, missing_names, propose, rows_of

REPORT = """\
Popalwal Says SIGAR Report Names Zarak Bazaar

By Hamid Zaland

KABUL -- Najib Popalwal, a doctor, told Zan Times that the Special Inspector General for Afghanistan Reconstruction \
(SIGAR) was wrong. Popalwal said so in Zarak Bazaar. "Nobody asked SIGAR," he said.

Officials in the Chinarak district said the Kunduz Carpet Association knew. Shops closed.

With reporting by Reuters, Zan Times, and dpa
"""


def _missing(project: Project, text: str = REPORT) -> dict[str, Missing]:
    path = project.folders["reports"] / "story.txt"
    path.write_text(text, encoding="utf-8")
    matcher = Matcher(read_glossary(project.folders["glossaries"]))
    return {each.name: each for each in missing_names([read_report(path)], matcher)}


def test_names_with_kind_count_and_first_sentence(project: Project) -> None:
    found = _missing(project)
    assert {name: (each.kind, each.count) for name, each in found.items()} == {
        "Special Inspector General for Afghanistan Reconstruction": (Kind.INSTITUTION, 4),
        "Popalwal": (Kind.PERSON, 2),
        "Zan Times": (Kind.OUTLET, 2),
        "Zarak Bazaar": (Kind.PLACE, 2),
        "Chinarak": (Kind.PLACE, 1),
        "Hamid Zaland": (Kind.PERSON, 1),
        "Kabul": (Kind.PLACE, 1),
        "Kunduz Carpet Association": (Kind.INSTITUTION, 1),
        "Najib Popalwal": (Kind.PERSON, 1),
    }
    assert found["Special Inspector General for Afghanistan Reconstruction"].variants == ("SIGAR",)
    assert found["Popalwal"].hint == "surname of Najib Popalwal"
    assert found["Popalwal"].sentence == "Popalwal said so in Zarak Bazaar."
    assert next(iter(found)) == "Special Inspector General for Afghanistan Reconstruction"


def test_a_row_in_the_glossary_ends_the_gap(project: Project) -> None:
    path = project.folders["glossaries"] / "new.csv"
    rows = rows_of(_missing(project).values(), {})
    for row in rows:
        row.update(fa_AF="نام", ps="نوم")
    path.write_text(write_rows(rows), encoding="utf-8")
    assert not _missing(project)


def test_the_sample_reports_lack_persons_only() -> None:
    """Their places, outlets and institutions are in the starter glossary; a false alarm would be another kind."""
    reports, faults = read_all(find_reports(ROOT / "reports"))
    assert not faults
    found = missing_names(reports, Matcher(read_glossary(ROOT / "glossaries")))
    others = {each.name for each in found if each.kind is not Kind.PERSON}
    assert others <= {"News Example", "Sultani & Sons"}
    names = {each.name for each in found}
    assert {"Abdul Wakil Sharifzai", "Sharifzai", "Zia Gul Karimi", "Yama Nuristani"} <= names
    assert not any(word in names for word in ("Officials", "Residents", "Polio", "Take", "Organizers", "GMT"))


def _proposal(output: dict[str, str], name: str, code: str = "ps") -> str:
    missing = Missing(name, Kind.PERSON, 1, "r", "s")
    engine = FakeEngine(lambda sentence: next(text for key, text in output.items() if key in sentence))
    propose([missing], engine, find_locale(code))
    return missing.proposals[code]


@pytest.mark.parametrize(
    ("alone", "within", "expected"),
    [
        ("نجیب پوپلوال.", "نجیب وویل.", "نجیب پوپلوال"),
        ("", "نجیب پوپلوال وویل.", "نجیب پوپلوال"),
        ("Najib Popalwal", "نجیب پوپلوال وویل.", "نجیب پوپلوال"),
        ("نانانانانا", "نجیب پوپلوال وویل.", "نجیب پوپلوال"),
        ("⁇ place", "⁇ وویل.", ""),
        ("ن", "", ""),
    ],
)
def test_a_proposal_is_a_name_or_nothing(alone: str, within: str, expected: str) -> None:
    output = {"Najib Popalwal said": within, "Najib Popalwal": alone, " said": "احمد وویل."}
    assert _proposal(output, "Najib Popalwal") == expected


def test_rows_say_who_proposed_and_are_read_back(project: Project, tmp_path: Path) -> None:
    missing = Missing("Najib Popalwal", Kind.PERSON, 2, "r", "s", ("Najib Popal",), "", {"fa_AF": "نجیب", "ps": "نجیب"})
    path = tmp_path / "rows.csv"
    path.write_text(write_rows(rows_of([missing], {"fa_AF": "fake", "ps": "fake"})), encoding="utf-8")
    term = read_term(read_rows(path)[0])
    assert (term.name, term.variants, term.kind, term.note) == (
        "Najib Popalwal",
        ("Najib Popal",),
        Kind.PERSON,
        "proposed by fake; check",
    )
