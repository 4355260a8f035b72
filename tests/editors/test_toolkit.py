"""The Translate Toolkit's programs on a lived-in catalog: no text, comment or state is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from tests.editors.conftest import (
    APPEAL,
    ATTACK,
    FIGHTERS,
    REVIEWED,
    ROAD,
    Desk,
    differences,
    facts,
    need_work,
)
from tests.stages.conftest import copying_engine

pytest.importorskip("translate", reason="translate-toolkit is not installed")

# What the toolkit drops of an obsolete message.
LOST = {(ROAD, "extracted"), (ROAD, "references")}
XLIFF = "{urn:oasis:names:tc:xliff:document:1.1}"


def run(module: str, *arguments: str | Path) -> str:
    """Run one of the toolkit's programs and return what it prints."""
    command = [sys.executable, "-m", f"translate.{module}", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr, result.stderr
    return result.stdout


@pytest.mark.parametrize("program", ["convert.pot2po", "tools.pretranslate"])
def test_what_a_merge_writes_holds_all_texts_and_comments(desk: Desk, tmp_path: Path, program: str) -> None:
    before = facts(desk.catalog)
    merged = tmp_path / "merged.po"
    # pretranslate fills a catalog from another one, pot2po a template.
    source = desk.template if program == "convert.pot2po" else desk.catalog
    run(program, "--progress=none", "-t", desk.catalog, source, merged)
    desk.catalog.write_bytes(merged.read_bytes())
    engine = copying_engine()
    desk.translate(engine)
    assert not engine.asked
    assert {(name, what) for name, what, *_ in differences(before, facts(desk.catalog))} == LOST
    assert "Language: ps" in desk.catalog.read_text(encoding="utf-8")


def test_pot2po_may_come_before_translate(desk: Desk, tmp_path: Path) -> None:
    there = desk.catalog.read_bytes()
    reworded = FIGHTERS.replace("69", "70")
    desk.write_report(ATTACK, reworded, APPEAL, "- " + FIGHTERS)
    desk.translate()
    desk.catalog.write_bytes(there)
    merged = tmp_path / "merged.po"
    run("convert.pot2po", "--progress=none", "-t", desk.catalog, desk.template, merged)
    desk.catalog.write_bytes(merged.read_bytes())
    desk.translate()
    assert desk.text(reworded) == (REVIEWED[FIGHTERS][0], True)


def test_the_counts_agree(desk: Desk) -> None:
    header, row = (line.split(",") for line in run("tools.pocount", "--csv", desk.catalog).splitlines()[:2])
    counted = dict(zip((name.strip() for name in header), row, strict=False))
    assert int(counted["Fuzzy Messages"]) == need_work(desk.catalog)
    assert int(counted["Translated Messages"]) == 1
    assert int(counted["Untranslated Messages"]) == 0


def test_pofilter_reads_every_message(desk: Desk, tmp_path: Path) -> None:
    before = desk.catalog.read_bytes()
    filtered = tmp_path / "filtered.po"
    run("filters.pofilter", "--progress=none", "--language=ps", "-t", "isfuzzy", desk.catalog, filtered)
    assert sum(not obsolete for _, obsolete in facts(filtered)) == need_work(desk.catalog)
    run("filters.pofilter", "--progress=none", "--language=ps", "-t", "untranslated", desk.catalog, filtered)
    run("filters.pofilter", "--progress=none", "--language=ps", "-t", "blank", desk.catalog, filtered)
    assert desk.catalog.read_bytes() == before


def test_po2xliff_carries_texts_and_states(desk: Desk, tmp_path: Path) -> None:
    document = tmp_path / "catalog.xlf"
    run("convert.po2xliff", "--progress=none", desk.catalog, document)
    units = list(etree.parse(document).iter(f"{XLIFF}trans-unit"))
    targets = [unit.findtext(f"{XLIFF}target") for unit in units]
    texts = [held["text"] for (_, obsolete), held in facts(desk.catalog).items() if not obsolete]
    assert [target for target in targets if target in texts] == texts
