"""A full disk, folders without rights, files that vanish or change under a run, state that is damaged."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.conftest import copied
from tests.faults.runs import Harm, Runner, outputs

ROOT = os.geteuid() == 0 if hasattr(os, "geteuid") else False
NO_ROOM = "No space left on device"


def test_a_disk_that_fills_up_at_any_moment_costs_nothing_but_time(
    newsroom: Path, runner: Runner, tmp_path: Path
) -> None:
    undisturbed = copied(newsroom, tmp_path / "undisturbed")
    calls = runner.run(undisturbed, "run", "--drafts").calls
    expected = outputs(undisturbed)
    chance = random.Random(9)
    for part in range(6):
        at = 1 + int((part + chance.random()) * calls / 6)
        place = copied(newsroom, tmp_path / "full")
        outcome = runner.run(place, "run", "--drafts", at=at, harm=Harm.FULL)
        # Room may run out after the last file.
        assert outcome.status == 2 or outputs(place) == expected, f"at {at}: {outcome.output}"
        assert "Traceback" not in outcome.output
        if outcome.status == 2:
            assert "disk" in outcome.output or NO_ROOM in outcome.output
        for name, data in outputs(place).items():
            assert data == expected[name], f"{name}, full at {at}"
        assert runner.run(place, "run", "--drafts").status in (0, 1)
        assert outputs(place) == expected, f"full at {at}"
        shutil.rmtree(place)


def test_a_small_disk(newsroom: Path, tmp_path: Path) -> None:
    """A real one, if small: what fits is there whole, the rest when there is room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)]
    if not ROOT or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a disk")
    try:
        for name in ("glossaries", "reports", "locale", "translate-pipeline.toml"):
            source = newsroom / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, disk / name)
        packages = newsroom / ".translate-pipeline" / "packages"
        with (disk / "translate-pipeline.toml").open("a", encoding="utf-8") as stream:
            stream.write(f'[folders]\npackages = "{packages}"\nmodels = "{newsroom}/models"\n')
        outcome = _command(disk, "run", "--drafts")
        assert outcome.returncode == 2
        assert NO_ROOM in outcome.stderr or "disk is full" in outcome.stderr
        assert "Traceback" not in outcome.stderr
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        assert _command(disk, "run", "--drafts").returncode in (0, 1)
        assert (disk / "articles" / "ps" / "attack.html").is_file()
        assert not list(disk.rglob("*.tmp"))
    finally:
        subprocess.run(["umount", str(disk)], check=False)


@pytest.mark.parametrize("folder", ["locale/ps/LC_MESSAGES", "articles", ".translate-pipeline"])
def test_a_folder_without_rights(folder: str, newsroom: Path) -> None:
    if ROOT and not shutil.which("setpriv"):
        pytest.skip("root may write anywhere")
    everything = [newsroom, *newsroom.rglob("*")]
    for path in everything:
        path.chmod(0o777 if path.is_dir() else 0o666)
    for parent in newsroom.parents:
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    (newsroom / folder).mkdir(exist_ok=True)
    (newsroom / folder).chmod(0o555)
    before = outputs(newsroom)
    user = ["setpriv", "--reuid=65534", "--clear-groups"] if ROOT else []
    outcome = _command(newsroom, "run", "--drafts", user=user)
    assert outcome.returncode == 2
    assert "Permission denied" in outcome.stderr or "unable to open database file" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    after = outputs(newsroom)
    assert before.items() <= after.items()
    if folder.startswith("locale"):
        assert "locale/fa_AF/LC_MESSAGES/attack.po" in after


def _command(folder: Path, *arguments: str, user: list[str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [*(user or []), sys.executable, "-m", "translate_pipeline", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "harm", ["truncated", "noise", "noise inside", "empty", "other schema", "later version", "folder"]
)
@pytest.mark.parametrize("name", ["memory.sqlite", "recall.sqlite"])
def test_damaged_state_costs_time_and_no_text(name: str, harm: str, newsroom: Path, runner: Runner) -> None:
    assert runner.run(newsroom, "run", "--drafts").status in (0, 1)
    catalog = newsroom / "locale" / "ps" / "LC_MESSAGES" / "attack.po"
    text = catalog.read_text(encoding="utf-8")
    place = newsroom / ".translate-pipeline" / name
    _damage(place, harm)
    outcome = runner.run(newsroom, "run", "--drafts")
    assert "Traceback" not in outcome.output
    if outcome.status == 2:
        assert name in outcome.output and harm in ("folder", "later version", "other schema")
    else:
        assert outcome.status in (0, 1)
    assert [line for line in text.splitlines() if line.startswith("msgstr")] == [
        line for line in catalog.read_text(encoding="utf-8").splitlines() if line.startswith("msgstr")
    ]


def _damage(place: Path, harm: str) -> None:
    chance = random.Random(harm)
    data = place.read_bytes()
    for rest in ("-wal", "-shm"):
        place.with_name(place.name + rest).unlink(missing_ok=True)
    match harm:
        case "truncated":
            place.write_bytes(data[: len(data) // 2])
        case "noise":
            place.write_bytes(chance.randbytes(5000))
        case "noise inside":
            middle = len(data) // 3
            place.write_bytes(data[:middle] + chance.randbytes(6000) + data[middle + 6000 :])
        case "empty":
            place.write_bytes(b"")
        case "folder":
            place.unlink()
            place.mkdir()
        case "other schema":
            place.unlink()
            with sqlite3.connect(place) as database:
                database.execute("CREATE TABLE sentences (a, b)")
                database.execute("CREATE TABLE drafts (a)")
                database.execute("CREATE TABLE origins (a)")
        case _:
            with sqlite3.connect(place) as database:
                database.execute("PRAGMA user_version = 99")
            database.close()


def test_reports_that_are_no_files_or_change_while_they_are_read(newsroom: Path, runner: Runner) -> None:
    reports = newsroom / "reports"
    os.mkfifo(reports / "pipe.txt")
    (reports / "gone.txt").symlink_to(reports / "nowhere.txt")
    (reports / "device.txt").symlink_to("/dev/zero")
    (reports / "folder.txt").mkdir()
    os.mkfifo(newsroom / "locale" / "ps" / "LC_MESSAGES" / "flood.po")
    outcome = runner.run(newsroom, "run", "--drafts")
    assert outcome.status == 2
    assert "Traceback" not in outcome.output
    for name in ("pipe.txt", "gone.txt", "device.txt", "flood.po"):
        assert f"{name}: " in outcome.output
    assert (newsroom / "articles" / "ps" / "attack.html").is_file()


@pytest.mark.parametrize("moment", ["read", "drafted"])
def test_files_that_vanish_under_a_run(moment: str, newsroom: Path) -> None:
    from translate_pipeline.project import FILE_NAME, read_project
    from translate_pipeline.reports.reader import find_reports
    from translate_pipeline.stages.engines import engine_of
    from translate_pipeline.stages.packaging import package
    from translate_pipeline.stages.translating import translate

    project = read_project(newsroom / FILE_NAME)
    paths = find_reports(project.folders["reports"])

    def vanish(*_: object) -> None:
        (newsroom / "reports" / "attack.txt").unlink(missing_ok=True)
        shutil.rmtree(newsroom / "locale" / "ps" / "LC_MESSAGES", ignore_errors=True)

    if moment == "read":
        vanish()
    result = translate(
        project, paths, project.locales, engine_for=lambda locale: engine_of(project, locale), progress=vanish
    )
    packaging = package(project, paths, project.locales, drafts=True)
    assert any("attack.txt" in str(fault) for fault in (*result.faults, *packaging.faults))
    assert ("flood", "fa_AF") in packaging.files
