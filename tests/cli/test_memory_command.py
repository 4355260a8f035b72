"""`translate-pipeline memory` as its user meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import ROOT, FakeEngine
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.catalogs.tmx import parse_tmx
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project
from translate_pipeline.stages.translating import translate

SAID = "The Ministry of Defense said 69 Taliban fighters were killed."
SAID_DARI = "وزارت دفاع گفت که ۶۹ جنگجوی طالبان کشته شدند."
AGENCY = """<tmx version="1.4"><header creationtool="a" creationtoolversion="1" segtype="block" o-tmf="a" adminlang="en"
 srclang="en" datatype="plaintext"/><body><tu creationid="NAJIBA" creationdate="20240102T030405Z"><note>kept</note>
<tuv xml:lang="en"><seg>Three policemen were killed.</seg></tuv><tuv xml:lang="prs"><seg>سه پولیس کشته شدند.</seg></tuv>
<tuv xml:lang="ps-AF"><seg>درې پولیس ووژل شول.</seg></tuv></tu></body></tmx>
"""


@pytest.fixture
def reviewed(project: Project) -> Project:
    """The small project, one message of its Dari catalog reviewed."""
    report = project.folders["reports"] / "attack.txt"
    translate(project, [report], project.locales, engine_for=lambda _: FakeEngine(lambda sentence: "جمله."))
    path = project.catalog_path("attack", find_locale("dari"))
    entries = read_po(path)
    for entry in entries:
        if entry.msgid == SAID:
            entry.msgstr, entry.flags = SAID_DARI, []
    entries.metadata["PO-Revision-Date"] = "2026-03-01 08:30+0430"
    entries.metadata["Last-Translator"] = "Najiba <najiba@news.example>"
    write_po(path, entries)
    return project


def stats(project: Project) -> dict[str, dict[str, object]]:
    result = run_command(project.root, "memory", "stats", "--json")
    assert result.returncode == 0, result.stderr
    return {row["locale"]: row for row in json.loads(result.stdout)}


def test_stats_count_what_is_reviewed(reviewed: Project) -> None:
    dari, pashto = stats(reviewed).values()
    assert dari == {
        "locale": "fa_AF",
        "units": 1,
        "words": 10,
        "sentences": 1,
        "catalogs": 1,
        "imported": 0,
        "last_change": "2026-03-01T04:00:00Z",
    }
    assert (pashto["units"], pashto["last_change"]) == (0, None)
    table = run_command(reviewed.root, "memory", "stats").stdout
    assert "2026-03-01T04:00:00Z" in table


def test_what_is_imported_survives_a_rebuild_and_is_exported_as_it_came(reviewed: Project, tmp_path: Path) -> None:
    agency = tmp_path / "Agency 2024.tmx"
    agency.write_text(AGENCY, encoding="utf-8")
    taken = run_command(reviewed.root, "memory", "import", agency)
    assert taken.stdout == "memory/Agency-2024.tmx: 1 unit in fa_AF, 1 unit in ps\n"
    agency.unlink()
    shutil.rmtree(reviewed.folders["state"])
    assert run_command(reviewed.root, "memory", "rebuild").stdout == "3 units from 3 files\n"
    assert stats(reviewed)["ps"]["imported"] == 1
    exported = run_command(reviewed.root, "memory", "export", "all.tmx")
    assert exported.stdout == "all.tmx: 1 reviewed unit, 1 imported\n"
    data = (reviewed.root / "all.tmx").read_bytes()
    ours, theirs = parse_tmx(data, Path("all.tmx")).units
    assert (ours.source, ours.targets) == (SAID, {"fa_AF": SAID_DARI})
    assert ours.author == "Najiba <najiba@news.example>"
    assert ours.properties == {"x-catalog": "locale/fa_AF/LC_MESSAGES/attack.po", "x-role": "paragraph"}
    assert theirs.author == "NAJIBA"
    assert b"<note>kept</note>" in data
    assert b"20240102T030405Z" in data


def test_an_exported_memory_serves_another_project(reviewed: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    run_command(reviewed.root, "memory", "export", "all.tmx")
    other = tmp_path_factory.mktemp("other")
    run_command(other, "init")
    for path in sorted((ROOT / "models").glob("*.argosmodel")):
        shutil.copy(path, other / "models")
    (other / "reports" / "late.txt").write_text(f"A Late Report\n\n{SAID}\n", encoding="utf-8")
    assert run_command(other, "memory", "import", reviewed.root / "all.tmx").returncode == 0
    result = run_command(other, "translate", "-l", "dari")
    assert "reused from the translation memory: 1 message" in result.stdout
    entry = next(e for e in read_po(other / "locale" / "fa_AF" / "LC_MESSAGES" / "late.po") if e.msgid == SAID)
    assert (entry.msgstr, entry.fuzzy) == (SAID_DARI, True)


def test_faults_are_said_in_one_line_and_cost_nothing(reviewed: Project, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tmx"
    bad.write_text("<tmx", encoding="utf-8")
    refused = run_command(reviewed.root, "memory", "import", bad)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "bad.tmx:1: not XML" in refused.stderr
    useless = tmp_path / "useless.tmx"
    useless.write_text(AGENCY.replace("prs", "fa-IR").replace("ps-AF", "de"), encoding="utf-8")
    assert "it has de, fa-IR" in run_command(reviewed.root, "memory", "import", useless).stderr
    assert not reviewed.folders["memory"].exists()
    before = stats(reviewed)["fa_AF"]["units"]
    path = reviewed.catalog_path("attack", find_locale("dari"))
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + "\nmsgid oops\n", encoding="utf-8")
    broken = run_command(reviewed.root, "memory", "stats", "--json")
    assert broken.returncode == 2
    assert f"attack.po:{whole.count(chr(10)) + 2}: " in broken.stderr
    assert json.loads(broken.stdout)[0]["units"] == before
