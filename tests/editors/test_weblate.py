"""Weblate's way with a component, on the format classes that it is built on (the Translate Toolkit's).

docs/weblate.md tells how the component is set up.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.editors.conftest import (
    APPEAL,
    ATTACK,
    COMMENT,
    HEADLINE,
    PASHTO,
    REVIEWED,
    ROAD,
    Desk,
    assert_only_two_changed,
    assert_respected,
    facts,
)
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.terms import Term

pypo = pytest.importorskip("translate.storage.pypo", reason="translate-toolkit is not installed")
tbx = pytest.importorskip("translate.storage.tbx", reason="translate-toolkit is not installed")
csvl10n = pytest.importorskip("translate.storage.csvl10n", reason="translate-toolkit is not installed")

TYPED = "والي: په قلعه نو د طالبانو برید"


def test_a_reviewer_sees_role_names_state_and_the_old_source(desk: Desk) -> None:
    store = pypo.pofile.parsefile(str(desk.catalog))
    units = {(unit.getcontext(), unit.source): unit for unit in store.units if unit.istranslatable()}
    assert len(units) == len(desk.entries())
    headline = units["headline", HEADLINE]
    assert "term: Qala-e Naw = قلعه نو" in headline.getnotes("developer")
    assert headline.isfuzzy()
    appeal = units["paragraph", APPEAL]
    assert appeal.target == REVIEWED[appeal.prev_source][0]
    assert COMMENT in units["paragraph", ATTACK].getnotes("translator")
    assert all(
        str(location).startswith("reports/attack.txt:") for unit in units.values() for location in unit.getlocations()
    )


def test_an_edit_in_weblate_loses_nothing_and_is_respected(desk: Desk) -> None:
    before = facts(desk.catalog)
    store = pypo.pofile.parsefile(str(desk.catalog))
    units = {(unit.getcontext(), unit.source): unit for unit in store.units if unit.istranslatable()}
    headline = units["headline", HEADLINE]
    headline.target = TYPED
    headline.markfuzzy(False)
    units["paragraph", ATTACK].markfuzzy(False)
    store.updateheader(
        add=True,
        last_translator="Zarghuna <zarghuna@news.example>",
        po_revision_date="2021-07-09 08:00+0000",
        language="ps",
        plural_forms=PASHTO.plural_forms,
        x_generator="Weblate 5.14",
    )
    store.save()
    saved = facts(desk.catalog)
    # The toolkit drops what an obsolete message no longer needs.
    besides = [
        (ROAD, "extracted", before[("paragraph", ROAD), True]["extracted"], ""),
        (ROAD, "references", [("reports/attack.txt", "4")], []),
    ]
    assert_only_two_changed(before, saved, TYPED, besides=besides)
    assert_respected(desk, saved, TYPED)
    header = desk.catalog.read_text(encoding="utf-8").split("\n\n")[0]
    assert "Last-Translator: Zarghuna <zarghuna@news.example>" in header
    assert "X-Generator: Weblate 5.14" in header


def test_a_translation_that_weblate_began_from_the_template_gets_its_drafts(desk: Desk) -> None:
    template = pypo.pofile.parsefile(str(desk.template))
    for unit in template.units:
        if unit.istranslatable():
            assert unit.target == ""
    template.updateheader(add=True, language="ps", last_translator="Automatically generated", language_team="none")
    desk.catalog.write_bytes(bytes(template))
    desk.translate()
    assert all(entry.msgstr and entry.fuzzy for entry in desk.entries().values())


def test_the_glossary_goes_to_weblate_as_csv_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    exported = tmp_path / "glossary.csv"
    command = ("--format", "weblate", "-l", "ps")
    assert run_command(desk.project.root, "glossary", "export", *command, "-o", exported).returncode == 0
    store = csvl10n.csvfile.parsefile(str(exported))
    before = _terms(desk)
    rows = {(unit.source, unit.target) for unit in store.units}
    assert rows == {(name, term.forms["ps"].approved) for term in before.values() for name in term.names}
    # A terminologist corrects a term there, and the file comes back.
    next(unit for unit in store.units if unit.source == "Herat River").target = "د هریرود سیند"
    store.save()
    assert run_command(desk.project.root, "glossary", "import", exported, *command, "--overwrite").returncode == 0
    _assert_only_the_river_changed(before, _terms(desk))


def test_the_glossary_goes_to_weblate_as_the_older_tbx_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    exported = tmp_path / "glossary.tbx"
    command = ("--format", "martif", "-l", "ps")
    assert run_command(desk.project.root, "glossary", "export", *command, "-o", exported).returncode == 0
    store = tbx.tbxfile.parsestring(exported.read_bytes(), sourcelanguage="en", targetlanguage="ps")
    before = _terms(desk)
    units = {unit.source: unit for unit in store.units}
    assert {name: unit.target for name, unit in units.items()} == {
        name: term.forms["ps"].approved for name, term in before.items()
    }
    assert {name: tuple(each.text for each in unit.get_source_terms()) for name, unit in units.items()} == {
        name: tuple(term.names) for name, term in before.items()
    }
    units["Herat River"].target = "د هریرود سیند"
    exported.write_bytes(bytes(store))
    assert run_command(desk.project.root, "glossary", "import", exported, *command, "--overwrite").returncode == 0
    _assert_only_the_river_changed(before, _terms(desk))


def _terms(desk: Desk) -> dict[str, Term]:
    return {term.name: term for term in read_glossary(desk.project.folders["glossaries"]).terms}


def _assert_only_the_river_changed(before: dict[str, Term], after: dict[str, Term]) -> None:
    assert after.pop("Herat River").forms["ps"].approved == "د هریرود سیند"
    del before["Herat River"]
    assert {name: (term.variants, term.kind, term.case, term.forms) for name, term in after.items()} == {
        name: (term.variants, term.kind, term.case, term.forms) for name, term in before.items()
    }
