"""A catalog that Lokalize saved: all that stood in it still does, and `translate` respects the edit."""

from __future__ import annotations

import shutil

import pytest

from tests.editors.conftest import (
    Desk,
    Screen,
    assert_only_two_changed,
    assert_respected,
    becomes_true,
    facts,
    need_work,
    wait_until,
)

pytestmark = pytest.mark.skipif(shutil.which("lokalize") is None, reason="Lokalize is not installed")

TYPED = "والي: په قلعه نو د طالبانو برید"
# Without them it asks before it saves.
SETTINGS = """\
[Identity]
authorName=Zarghuna
authorLocalizedName=Zarghuna
authorEmail=zarghuna@news.example
DefaultLangCode=ps
"""


class Editor:
    """Lokalize's window with the catalog, as its message bus shows it."""

    def __init__(self, screen: Screen, process: int, tab: int):
        self.call = ("--print-reply=literal", f"--dest=org.kde.lokalize-{process}", f"/ThisIsWhatYouWant/Editor/{tab}")
        self.screen = screen

    def ask(self, method: str, *arguments: str) -> str:
        """What a method of the editor answers; empty where it is not there yet."""
        return self.screen.output("dbus-send", "--session", *self.call, f"org.kde.Lokalize.Editor.{method}", *arguments)


def test_an_edit_in_lokalize_loses_nothing_and_is_respected(desk: Desk, screen: Screen) -> None:
    before, waiting = facts(desk.catalog), need_work(desk.catalog)
    (screen.folder / ".config" / "lokalizerc").write_text(SETTINGS, encoding="utf-8")
    with screen.running("lokalize", desk.catalog) as process:
        editor = Editor(screen, process.pid, 0)
        wait_until(lambda: editor.ask("currentFile").endswith(desk.catalog.name), "Lokalize to open the catalog")
        window = screen.window("lokalize")
        editor.ask("gotoEntry", "int32:0")

        def typed() -> bool:
            # The window shows before it takes keys, so more than one attempt may be needed.
            screen.click(window, 0.6, up=300)
            screen.type(TYPED)
            return becomes_true(lambda: editor.ask("entryTarget", "int32:0", "int32:0") == TYPED, 15)

        wait_until(typed, "Lokalize to take what was typed")
        editor.ask("gotoEntry", "int32:1")
        screen.keys("ctrl+u")
        wait_until(lambda: "true" in editor.ask("entryReady", "int32:1"), "Lokalize to take what was accepted")
        screen.keys("ctrl+s")
        wait_until(lambda: need_work(desk.catalog) == waiting - 2, "Lokalize to save")
        screen.keys("ctrl+q")
        wait_until(lambda: process.poll() is not None, "Lokalize to quit")

    saved = facts(desk.catalog)
    assert_only_two_changed(before, saved, TYPED)
    assert_respected(desk, saved, TYPED)
