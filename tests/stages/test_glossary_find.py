"""A name is found by any of its spellings, with its uses."""

from __future__ import annotations

import pytest

from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.project import Project
from translate_pipeline.reports.reader import read_report
from translate_pipeline.stages.glossary_find import find_terms, find_uses, near_names


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("qala e naw", "Qala-e Naw"),
        ("Qalah-ye-Naw", "Qala-e Naw"),
        ("u.n.", "United Nations"),
        ("defense ministry's", "Ministry of Defense"),
        ("governors", "governor"),
        ("قلعه‌نو", "Qala-e Naw"),
        ("ملګرو ملتونو", "United Nations"),
        ("روېټرز", "Reuters"),
        ("والیان", "governor"),
    ],
)
def test_any_spelling_or_form_finds_the_row(project: Project, name: str, term: str) -> None:
    glossary = read_glossary(project.folders["glossaries"])
    assert [each.name for each in find_terms(glossary, name)] == [term]


@pytest.mark.parametrize(
    ("name", "near"), [("Taleban", "Taliban"), ("Naw", "Qala-e Naw"), ("Badgis", "Badghis"), ("هراتت", "هرات")]
)
def test_near_misses_are_suggested(project: Project, name: str, near: str) -> None:
    glossary = read_glossary(project.folders["glossaries"])
    assert not find_terms(glossary, name)
    assert near_names(glossary, name)[0] == near


def test_uses_name_block_and_sentence_as_the_catalogs_count_them(project: Project) -> None:
    glossary = read_glossary(project.folders["glossaries"])
    report = read_report(project.folders["reports"] / "attack.txt")
    uses = find_uses(find_terms(glossary, "Qala-e Naw"), Matcher(glossary), [report])
    assert [use.sentence[use.start : use.end] for use in uses] == ["Qala-e Naw", "Qala-e-Naw"]
    assert [use.sentence for use in uses][1].endswith("on Thursday.")
    for use in uses:
        assert use.sentence in report.story[use.block - 1].text
    assert not find_uses(find_terms(glossary, "Herat"), Matcher(glossary), [report])
