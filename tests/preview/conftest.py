"""A project under review: drafts, a reviewed message, a changed source, an untranslated one, comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.articles.conftest import browser as browser
from tests.conftest import PLACEHOLDERS, FakeEngine
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.project import Project
from translate_pipeline.stages.translating import translate

SECOND = """\
Flood in Herat

Water from the Herat River reached 40 homes in Herat, the United Nations said.

Nobody was hurt, said Danishyar.

Mayor Danishyar stayed.
"""


@pytest.fixture
def reviewed(project: Project) -> Project:
    """Two reports in two locales; the Dari catalogs have been worked on, the first one more than the other."""
    (project.folders["reports"] / "flood.txt").write_text(SECOND, encoding="utf-8")
    draft(project)
    path = catalog_of(project, "attack", "fa_AF")
    catalog = read_po(path)
    headline, byline, lead, ministry, note = catalog
    headline.msgstr = "والی: طالبان بر قلعه‌نو حمله کردند"
    headline.flags = []
    byline.msgstr = ""
    byline.flags = []
    lead.tcomment += "\nWho counted them?"
    ministry.msgstr = "وزارت دفاع گفت که ۶۹ جنگجو کشته شدند."
    ministry.previous_msgid = "The Ministry of Defense said 60 Taliban fighters were wounded."
    ministry.previous_msgctxt = "paragraph"
    note.msgstr = "با گزارش Reuters"
    note.tcomment += "\nno-check: lattin"
    write_po(path, catalog)
    path = catalog_of(project, "flood", "fa_AF")
    catalog = read_po(path)
    catalog[2].msgstr = "دانشیار گفت که به کسی آسیب نرسیده است."
    catalog[3].msgstr = "شاروال دانیشیار ماند."
    write_po(path, catalog)
    return project


def draft(project: Project) -> None:
    """Draft all reports of a project with an engine that keeps names and forgets the rest."""

    def words(sentence: str) -> str:
        return " ".join(["در", *(each for each in PLACEHOLDERS if each in sentence), "بود"]) + "."

    paths = sorted(project.folders["reports"].iterdir())
    translate(project, paths, project.locales, engine_for=lambda _: FakeEngine(words, PLACEHOLDERS))


def catalog_of(project: Project, report: str, code: str) -> Path:
    return next(project.catalog_path(report, locale) for locale in project.locales if locale.code == code)
