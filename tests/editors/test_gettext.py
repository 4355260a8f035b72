"""gettext's own programs on a lived-in catalog: no text, comment or state is lost, and `translate` goes on from there.

gettext drops the flags that it does not know, `no-wrap` where it merges, and what only the template could tell of an
obsolete message. The names of the glossary in `#.` are gone after msgmerge until the next `translate`.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.editors.conftest import (
    APPEAL,
    ATTACK,
    CUSTOM_FLAG,
    FIGHTERS,
    HEADLINE,
    REVIEWED,
    ROAD,
    SOURCE_NOTE,
    Desk,
    assert_respected,
    differences,
    facts,
    need_work,
)
from tests.stages.conftest import copying_engine
from translate_pipeline.catalogs.po_file import read_po

pytestmark = pytest.mark.skipif(shutil.which("msgmerge") is None, reason="gettext is not installed")

LOST_BY_ALL = {(SOURCE_NOTE, "flags")}
LOST_BY_MERGING = LOST_BY_ALL | {(ATTACK, "flags"), (ROAD, "extracted"), (ROAD, "references")}


def run(*command: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run one of gettext's programs; it must succeed and have nothing to say."""
    result = subprocess.run([*map(str, command)], capture_output=True, timeout=60)
    assert (result.returncode, result.stderr) == (0, b""), result.stderr.decode()
    return result


@pytest.mark.parametrize(
    ("program", "options", "lost"),
    [
        ("msgcat", ["CATALOG"], LOST_BY_ALL),
        ("msgcat", ["--no-wrap", "CATALOG"], LOST_BY_ALL),
        ("msgattrib", ["CATALOG"], LOST_BY_ALL),
        ("msgfilter", ["-i", "CATALOG", "cat"], LOST_BY_ALL),
        ("msgmerge", ["-q", "--previous", "--no-fuzzy-matching", "CATALOG", "TEMPLATE"], LOST_BY_MERGING),
    ],
    ids=["msgcat", "msgcat-no-wrap", "msgattrib", "msgfilter", "msgmerge"],
)
def test_what_a_program_writes_holds_all_texts_and_comments(
    desk: Desk, program: str, options: list[str], lost: set[tuple[str, str]]
) -> None:
    before = facts(desk.catalog)
    paths = {"CATALOG": str(desk.catalog), "TEMPLATE": str(desk.template)}
    output = run(program, *[paths.get(option, option) for option in options]).stdout
    desk.catalog.write_bytes(output)
    after = facts(desk.catalog)
    assert {(name, what) for name, what, *_ in differences(before, after) if what != "extracted"} | lost == lost
    engine = copying_engine()
    desk.translate(engine)
    assert not engine.asked
    mended = facts(desk.catalog)
    assert {(name, what) for name, what, *_ in differences(before, mended)} == lost
    flags = {name: (old, new) for name, what, old, new in differences(before, mended) if what == "flags"}
    assert flags.pop(SOURCE_NOTE) == (["fuzzy", CUSTOM_FLAG], ["fuzzy"])
    assert flags in ({}, {ATTACK: (["fuzzy", "no-wrap"], ["fuzzy"])})


def test_msgfmt_finds_nothing_wrong(desk: Desk) -> None:
    run("msgfmt", "--check", "--output-file=/dev/null", desk.catalog)


def test_msgattrib_selects_what_needs_work(desk: Desk, tmp_path: Path) -> None:
    for option, count in (("--only-fuzzy", need_work(desk.catalog)), ("--no-fuzzy", 1)):
        selected = tmp_path / "selected.po"
        selected.write_bytes(run("msgattrib", option, "--no-obsolete", desk.catalog).stdout)
        assert len(read_po(selected)) == count


def test_a_text_that_msgfilter_changed_is_a_persons(desk: Desk) -> None:
    desk.catalog.write_bytes(run("msgfilter", "-i", desk.catalog, "sed", "-e", "s/کسان/خلک/g").stdout)
    changed = facts(desk.catalog)
    assert "خلک" in desk.text(HEADLINE, "headline")[0]
    assert_respected(desk, changed, desk.text(HEADLINE, "headline")[0])


@pytest.mark.parametrize("matching", ["--no-fuzzy-matching", "--previous"])
def test_msgmerge_may_come_before_translate(desk: Desk, matching: str) -> None:
    there = desk.catalog.read_bytes()
    reworded = FIGHTERS.replace("69", "70")
    desk.write_report(ATTACK, reworded, APPEAL, "- " + FIGHTERS)
    desk.translate()
    desk.catalog.write_bytes(there)
    desk.catalog.write_bytes(run("msgmerge", "-q", matching, desk.catalog, desk.template).stdout)
    desk.translate()
    text = REVIEWED[FIGHTERS][0]
    assert text in [entry.msgstr for entry in read_po(desk.catalog)]
    if matching == "--previous":
        assert desk.text(reworded) == (text, True)
        assert desk.entries()["paragraph", reworded].previous_msgid == FIGHTERS
