"""A catalog with all that a catalog can hold, what it holds compared, and a screen on which editors run unseen."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polib
import pytest

from tests.conftest import FakeEngine
from tests.stages.conftest import copying_engine
from translate_pipeline.catalogs.merging import Key, entry_key
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.errors import InputError
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project
from translate_pipeline.stages.translating import translate

PASHTO = find_locale("ps")

HEADLINE = "Taliban Attack Qala-e Naw, Governor Says"
ATTACK = "The governor of Badghis said the Taliban attacked Qala-e-Naw on Thursday. Three policemen were killed."
FIGHTERS = "The Ministry of Defense said 69 Taliban fighters were killed."
ROAD = "The road to Herat stays closed until spring."
APPEAL = "The United Nations asked both sides to stop the fighting in Herat."
APPEAL_BEFORE = "The United Nations asked both sides to stop the fightng in Herat."
SOURCE_NOTE = "With reporting by Reuters"

# What reviewers wrote before the tool under test sees the catalog: text, and whether it still needs work.
REVIEWED = {
    FIGHTERS: ("د دفاع وزارت وویل چې ۶۹ طالبان وژل شوي دي.", False),
    ROAD: ("د هرات لار تر پسرلي پورې تړلې ده.", False),
    APPEAL_BEFORE: ("ملګرو ملتونو له دواړو خواوو وغوښتل چې په هرات کې جګړه ودروي.", False),
    SOURCE_NOTE: ("د رویټرز په همکارۍ، «لومړنی متن»", True),
}
CUSTOM_FLAG = "interview"
COMMENT = "ولسوالۍ ته زنګ ووهئ.\nSee the map of 8 July; کرښه\u200cکرښه."


@dataclass(frozen=True, slots=True)
class Desk:
    """A project whose one Pashto catalog has been lived in."""

    project: Project
    report: Path
    catalog: Path

    @property
    def template(self) -> Path:
        """The catalog's `.pot`."""
        return self.project.template_path(self.report.stem)

    def write_report(self, *paragraphs: str) -> None:
        """The report with other paragraphs."""
        self.report.write_text("\n\n".join([HEADLINE, *paragraphs, SOURCE_NOTE]) + "\n", encoding="utf-8")

    def translate(self, engine: FakeEngine | None = None) -> bool:
        """Run `translate`; whether the catalog changed."""
        result = translate(self.project, [self.report], [PASHTO], engine_for=lambda _: engine or copying_engine())
        assert not result.faults
        return result.catalogs[0].changed

    def entries(self) -> dict[Key, polib.POEntry]:
        """The live entries, by message."""
        return {entry_key(entry): entry for entry in read_po(self.catalog) if not entry.obsolete}

    def text(self, source: str, role: str = "paragraph") -> tuple[str, bool]:
        """The translation of a message, and whether it needs work."""
        entry = self.entries()[role, source]
        return entry.msgstr, entry.fuzzy


@pytest.fixture
def desk(project: Project) -> Desk:
    """A catalog with drafts, reviewed texts, comments, a custom flag, a changed source and a removed one.

    One text stands in it in two roles.
    """
    report = project.folders["reports"] / "attack.txt"
    desk = Desk(project, report, project.catalog_path("attack", PASHTO))
    desk.write_report(ATTACK, FIGHTERS, ROAD, APPEAL_BEFORE, "- " + FIGHTERS)
    desk.translate()
    catalog = read_po(desk.catalog)
    for entry in catalog:
        if entry.msgid in REVIEWED and entry.msgctxt != "list-item":
            entry.msgstr, fuzzy = REVIEWED[entry.msgid]
            entry.flags = ["fuzzy"] if fuzzy else []
        if entry.msgid == ATTACK:
            entry.tcomment = f"{COMMENT}\n{entry.tcomment}"
            entry.flags.append("no-wrap")
        if entry.msgid == SOURCE_NOTE:
            entry.flags.append(CUSTOM_FLAG)
    write_po(desk.catalog, catalog)
    desk.write_report(ATTACK, FIGHTERS, APPEAL, "- " + FIGHTERS)
    desk.translate()
    entries = desk.entries()
    assert entries["paragraph", APPEAL].previous_msgid == APPEAL_BEFORE
    assert ("list-item", FIGHTERS) in entries
    assert any(entry.obsolete and entry.msgid == ROAD for entry in read_po(desk.catalog))
    return desk


Facts = dict[tuple[Key, bool], dict[str, object]]


def facts(path: Path) -> Facts:
    """All that each entry of a catalog holds, by message and whether it is obsolete."""
    return {(entry_key(entry), bool(entry.obsolete)): _facts(entry) for entry in read_po(path)}


def _facts(entry: polib.POEntry) -> dict[str, object]:
    return {
        "text": entry.msgstr,
        "flags": sorted(entry.flags),
        "comment": entry.tcomment,
        "extracted": entry.comment,
        "references": entry.occurrences,
        "previous": (entry.previous_msgctxt, entry.previous_msgid),
    }


def differences(before: Facts, after: Facts) -> list[tuple[str, str, object, object]]:
    """What two states of a catalog differ in: message, what, before, after."""
    found: list[tuple[str, str, object, object]] = []
    for key in sorted(before.keys() | after.keys()):
        name = key[0][1]
        if key not in before or key not in after:
            found.append((name, "message", key in before, key in after))
            continue
        found += [
            (name, what, value, after[key][what]) for what, value in before[key].items() if value != after[key][what]
        ]
    return found


def assert_only_two_changed(
    before: Facts, after: Facts, typed: str, *, besides: Sequence[tuple[str, str, object, object]] = ()
) -> None:
    """The headline has what was typed, one more draft was accepted as it is, and all else is as it was.

    Args:
        besides: differences that an editor is known to make, none of them in a person's text or comment.
    """
    changed = differences(before, after)
    assert [each for each in besides if each not in changed] == []
    changed = [each for each in changed if each not in besides]
    headline = before[("headline", HEADLINE), False]["text"]
    assert [each[1:] for each in changed if each[0] == HEADLINE] == [("text", headline, typed), _unfuzzied(["fuzzy"])]
    (accepted,) = [each for each in changed if each[0] != HEADLINE]
    assert accepted[1:] == _unfuzzied(accepted[2])


def _unfuzzied(flags: object) -> tuple[str, object, object]:
    assert isinstance(flags, list)
    assert "fuzzy" in flags
    return "flags", flags, [flag for flag in flags if flag != "fuzzy"]


def assert_respected(desk: Desk, saved: Facts, typed: str) -> None:
    """`translate` keeps every text and state of a saved catalog, also where the headline changes."""
    texts = {key: (held["text"], held["flags"]) for key, held in saved.items()}
    engine = copying_engine()
    desk.translate(engine)
    after = facts(desk.catalog)
    assert {key: (held["text"], held["flags"]) for key, held in after.items()} == texts
    assert not engine.asked
    assert not desk.translate(), "a second run writes nothing"
    changed = HEADLINE.replace("Attack", "Attacked")
    desk.report.write_text(desk.report.read_text(encoding="utf-8").replace(HEADLINE, changed), encoding="utf-8")
    desk.translate()
    entry = desk.entries()["headline", changed]
    assert (entry.msgstr, entry.fuzzy, entry.previous_msgid) == (typed, True, HEADLINE)


def need_work(path: Path) -> int:
    """How many live messages of a catalog are marked as needing work; -1 while an editor is writing it."""
    try:
        catalog = read_po(path)
    except InputError:
        return -1
    return sum(entry.fuzzy and not entry.obsolete for entry in catalog)


def becomes_true(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether a condition holds before so many seconds are over; returns as soon as it does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 120) -> None:
    """Return once a condition holds; fail, naming it, where it does not in time."""
    assert becomes_true(condition, seconds), f"waited {seconds} s in vain for {what}"


class Screen:
    """An X display of its own, with a message bus and a home folder that no other program uses."""

    def __init__(self, folder: Path, environment: Mapping[str, str]):
        self.folder = folder
        self.environment = dict(environment)

    def output(self, *command: str) -> str:
        """What a program prints; empty where it fails."""
        result = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60)
        return result.stdout.strip() if result.returncode == 0 else ""

    def keys(self, *keys: str) -> None:
        """Press keys in the window that has the focus."""
        self.output("xdotool", "key", "--delay", "30", *keys)

    def type(self, text: str) -> None:
        """Type a text over all that stands in the field with the focus."""
        self.keys("ctrl+a")
        self.output("xdotool", "type", "--delay", "30", text)

    def click(self, window: str, across: float, up: int) -> None:
        """Click in a window: a share of its width from the left, pixels from its lower edge."""
        self.output("xdotool", "windowfocus", "--sync", window)
        size = dict(
            line.split("=") for line in self.output("xdotool", "getwindowgeometry", "--shell", window).splitlines()
        )
        x, y = int(int(size["WIDTH"]) * across), int(size["HEIGHT"]) - up
        self.output("xdotool", "mousemove", "--window", window, str(x), str(y), "click", "1")

    def window(self, program: str) -> str:
        """The window of a program, once it shows; names are no help, xdotool stumbles over those beyond ASCII."""
        found: list[str] = []

        def shows() -> bool:
            found[:] = self.output("xdotool", "search", "--onlyvisible", "--maxdepth", "1", "--class", program).split()
            return bool(found)

        wait_until(shows, f"a window of {program}")
        return found[0]

    @contextmanager
    def running(self, *command: str | Path) -> Iterator[subprocess.Popen[bytes]]:
        """A program on this screen; it is ended where it does not end itself."""
        log = self.folder / "log"
        with log.open("wb") as stream:
            process = subprocess.Popen([*map(str, command)], env=self.environment, stdout=stream, stderr=stream)
        try:
            yield process
        finally:
            _end(process)


@pytest.fixture
def screen() -> Iterator[Screen]:
    """A screen for one test; skips it where the X server or what presses the keys is missing."""
    for program in ("Xvfb", "setxkbmap", "xdotool", "dbus-daemon", "dbus-send"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    # Lokalize's socket needs a short path.
    with tempfile.TemporaryDirectory(prefix="screen") as name:
        folder = Path(name)
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        (folder / ".config").mkdir()
        server, display = _started_xvfb()
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            assert bus.stdout is not None
            address = bus.stdout.readline().decode().strip()
            screen = Screen(folder, _environment(folder, runtime, display, address))
            # Where a letter is on no key, xdotool moves one for it, and a program that is slow to notice drops it.
            screen.output("setxkbmap", "us,af", ",ps")
            yield screen
        finally:
            _end(bus)
            _end(server)


def _environment(folder: Path, runtime: Path, display: str, address: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "WAYLAND_", "QT_"))}
    return kept | {
        "DISPLAY": f":{display}",
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(runtime),
        "DBUS_SESSION_BUS_ADDRESS": address,
        "LC_ALL": "C.UTF-8",
        "NO_AT_BRIDGE": "1",
    }


def _started_xvfb() -> tuple[subprocess.Popen[bytes], str]:
    """An X server on a display that was free, which it names once it is ready."""
    reader, writer = os.pipe()
    # Without -noreset it would begin anew, keyboard included, whenever the last program of a moment has gone.
    command = ["Xvfb", "-noreset", "-displayfd", str(writer), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        display = stream.readline().decode().strip()
    if not display:
        _end(server)
        pytest.skip("the X server does not start here")
    return server, display


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
