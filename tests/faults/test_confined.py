"""Nothing outside the project's folder is written, whatever links and names come with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.runs import Runner, outputs
from translate_pipeline.errors import InputError
from translate_pipeline.project import FILE_NAME, read_project
from translate_pipeline.reports.naming import report_name
from translate_pipeline.stages.packaging import package

CATALOGS = "locale/ps/LC_MESSAGES"
LEADS_OUT = "is a link that leads out of the project"
SECRET = b"not for the program to touch\n"


@pytest.mark.parametrize(
    "link",
    [
        f"{CATALOGS}/attack.po",
        "locale/attack.pot",
        "locale/fa_AF/LC_MESSAGES",
        "articles",
        "articles/ps",
        "articles/ps/attack.html",
        "articles/ps/manifest.json",
        ".translate-pipeline/lock",
        ".translate-pipeline/memory.sqlite",
        ".translate-pipeline/memory.sqlite-wal",
        ".translate-pipeline/recall.sqlite",
        ".translate-pipeline/runs",
    ],
)
def test_a_link_out_of_the_project_is_not_written_through(
    link: str, newsroom: Path, runner: Runner, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_bytes(SECRET)
    shutil.copy(newsroom / CATALOGS / "articles.po", outside)
    before = outputs(outside)
    place = newsroom / link
    is_folder = not place.suffix and place.name != "lock"
    if place.is_dir():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(outside if is_folder else outside / "file")
    outcome = runner.run(newsroom, "run", "--drafts")
    assert outputs(outside) == before
    assert outcome.status == 2
    # What is read first is refused for what it holds.
    said = "not a manifest" if link.endswith(".json") else "is no PO line" if link.endswith(".po") else LEADS_OUT
    assert said in outcome.output
    assert "Traceback" not in outcome.output


def test_a_link_to_a_file_that_is_not_there_makes_none(newsroom: Path, runner: Runner, tmp_path: Path) -> None:
    (newsroom / CATALOGS / "attack.po").symlink_to(tmp_path / "new")
    assert runner.run(newsroom, "run", "--drafts").status == 2
    assert not (tmp_path / "new").exists()
    assert (newsroom / CATALOGS / "flood.po").is_file()


def test_a_link_within_the_project_stays_one(newsroom: Path, runner: Runner) -> None:
    (newsroom / "locale" / "pashto").mkdir()
    (newsroom / CATALOGS / "attack.po").symlink_to("../../pashto/attack.po")
    assert runner.run(newsroom, "run", "--drafts").status in (0, 1)
    assert (newsroom / CATALOGS / "attack.po").is_symlink()
    assert b"msgid" in (newsroom / "locale" / "pashto" / "attack.po").read_bytes()


@pytest.mark.parametrize(
    "name", ["reports", "glossaries", "locale", "articles", "previews", "memory", ".translate-pipeline"]
)
def test_a_folder_that_is_a_link_out_of_the_project_must_be_named_in_its_file(name: str, tmp_path: Path) -> None:
    outside, project = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    project.mkdir()
    (project / name).symlink_to(outside)
    (project / FILE_NAME).write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"leads out of the project; .*below \[folders\]"):
        read_project(project / FILE_NAME)
    key = "state" if name.startswith(".") else name
    packages = f'packages = "{outside}/packages"\n' if key == "state" else ""
    (project / FILE_NAME).write_text(f'[folders]\n{key} = "{outside}"\n{packages}', encoding="utf-8")
    assert read_project(project / FILE_NAME).folders[key] == outside


@pytest.mark.parametrize("name", ["CON", "nul", "com1", "LPT9", "Aux.2021", "con.x.y", "prn "])
def test_a_report_named_like_a_device_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="Windows cannot have a file named"):
        report_name(Path(f"{name}.txt"))


@pytest.mark.parametrize(
    "name", ["a\nb", "a\x1b[2Jb", "../a b", "..a", "-rf", "\u202eb", "x" * 250, "ж" * 120, "a\udcffb", "a:b|c?*"]
)
def test_any_other_name_becomes_a_plain_one(name: str) -> None:
    found = report_name(Path(f"{name}.txt"))
    assert found.isprintable()
    assert not set(found) & set('/\\:*?"<>|\n') and not found.startswith((".", "-"))
    assert len(found) <= 100 and len(found.encode()) <= 200


def test_reports_with_odd_names_are_translated_and_packaged(newsroom: Path, runner: Runner) -> None:
    report = newsroom / "reports" / "attack.txt"
    for name in ("line\nbreak.txt", "escape\x1b]0;x\x07.txt", "x" * 240 + ".txt", "CON.txt"):
        shutil.copy(report, newsroom / "reports" / name)
    before = set(newsroom.parent.iterdir())
    outcome = runner.run(newsroom, "run", "--drafts", "-l", "ps")
    assert outcome.status == 2
    assert "Windows cannot have a file named 'CON'" in outcome.output
    assert "\x1b" not in outcome.output and "Traceback" not in outcome.output
    assert {path.stem for path in (newsroom / "articles" / "ps").glob("*.md")} >= {"attack", "line-break", "x" * 100}
    assert set(newsroom.parent.iterdir()) == before


def test_a_manifest_does_not_lead_out_of_the_articles(newsroom: Path) -> None:
    project = read_project(newsroom / FILE_NAME)
    manifest = newsroom / "articles" / "ps" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text('{"format": 3, "language": "ps", "articles": [{"name": "../../../x"}]}', encoding="utf-8")
    result = package(project, [newsroom / "reports" / "attack.txt"], project.locales, drafts=True)
    assert any("not a manifest" in str(fault) for fault in result.faults)
