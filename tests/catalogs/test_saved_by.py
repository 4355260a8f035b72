"""Catalogs as other programs saved them: Lokalize 22.12, Poedit 3.2, gettext's msgcat, Weblate's library.

Each was written by `translate` for the report below and saved by the program after its headline was translated (msgcat
only wrote it again).
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.stages.conftest import copying_engine
from translate_pipeline.catalogs.po_file import parse_catalog, read_po, render_po
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project
from translate_pipeline.stages.checking import check
from translate_pipeline.stages.reading import matcher_of
from translate_pipeline.stages.translating import translate
from translate_pipeline.stages.translation_result import Translation

SAVED = sorted((Path(__file__).parent / "saved_by").glob("*.po"))
PASHTO = find_locale("ps")
HEADLINE = "Taliban Attack Qala-e Naw, Governor Says"
REPORT = f"""\
{HEADLINE}

The governor of Badghis said the Taliban attacked Qala-e-Naw on Thursday. Three policemen were killed.

The Ministry of Defense said 69 Taliban fighters were killed.

The United Nations asked both sides to stop the fighting in Herat.

- The Ministry of Defense said 69 Taliban fighters were killed.

With reporting by Reuters
"""


@pytest.fixture(params=SAVED, ids=lambda path: path.stem)
def saved(request: pytest.FixtureRequest, project: Project) -> Path:
    path = project.catalog_path("attack", PASHTO)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(request.param, path)
    return path


def _translate(project: Project, report: str) -> Translation:
    path = project.folders["reports"] / "attack.txt"
    path.write_text(report, encoding="utf-8")
    return translate(project, [path], [PASHTO], engine_for=lambda _: copying_engine())


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def _ours(line: str) -> bool:
    return line.startswith(("# [", "#. ", "#: "))


def test_it_comes_back_byte_for_byte(saved: Path) -> None:
    data = saved.read_bytes()
    assert render_po(parse_catalog(data, saved)).encode() == data


def test_translate_changes_nothing_but_its_own_comments(saved: Path, project: Project) -> None:
    before = [line for line in _lines(saved) if not _ours(line)]
    _translate(project, REPORT)
    assert [line for line in _lines(saved) if not _ours(line)] == before
    data = saved.read_bytes()
    assert not _translate(project, REPORT).catalogs[0].changed
    assert saved.read_bytes() == data


def test_a_changed_headline_changes_the_lines_of_one_message(saved: Path, project: Project) -> None:
    _translate(project, REPORT)
    before = _lines(saved)
    _translate(project, REPORT.replace("Attack", "Attacked"))
    after = _lines(saved)
    assert [line for line in before if line not in after] == [f'msgid "{HEADLINE}"']
    added = [line for line in after if line not in before]
    assert f'#| msgid "{HEADLINE}"' in added
    assert '# [source] small change (spelling): "Attack" -> "Attacked"' in added
    (entry,) = [each for each in read_po(saved) if each.msgctxt == "headline"]
    assert entry.fuzzy
    assert entry.msgstr in "\n".join(before)


def test_check_fix_changes_only_the_line_that_it_mends(saved: Path, project: Project) -> None:
    good = saved.read_text(encoding="utf-8")
    flawed = good.replace("والي کسان د بادغیس", "والي كسان د بادغیس").replace("\n", "\r\n")
    assert flawed.count("\u0643") == 1
    saved.write_text(flawed, encoding="utf-8", newline="")
    assert check([saved], matcher_of(project), fix=True, reviewed=True, project=project).fixed == 1
    before, after = flawed.split("\n"), saved.read_bytes().decode().split("\n")
    assert [line for line in before if line not in after] == [line for line in before if "\u0643" in line]
    assert all(line.endswith("\r") for line in after[:-1])
    assert "\u0643" not in "".join(after)
