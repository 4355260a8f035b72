"""A catalog that Poedit saved: all that stood in it still does, and `translate` respects the edit."""

from __future__ import annotations

import shutil

import pytest

from tests.editors.conftest import (
    CUSTOM_FLAG,
    ROAD,
    SOURCE_NOTE,
    Desk,
    Screen,
    assert_only_two_changed,
    assert_respected,
    becomes_true,
    facts,
    need_work,
    wait_until,
)

pytestmark = pytest.mark.skipif(shutil.which("poedit") is None, reason="Poedit is not installed")

TYPED = "والي: په قلعه نو د طالبانو برید"


def test_an_edit_in_poedit_loses_nothing_and_is_respected(desk: Desk, screen: Screen) -> None:
    before, waiting = facts(desk.catalog), need_work(desk.catalog)
    with screen.running("poedit", desk.catalog) as process:
        window = screen.window("poedit")

        def typed_and_saved() -> bool:
            # The window shows before it takes keys, so more than one attempt may be needed.
            screen.click(window, 0.25, up=100)
            screen.type(TYPED)
            screen.keys("ctrl+s")
            return becomes_true(lambda: TYPED.encode() in desk.catalog.read_bytes(), 15)

        wait_until(typed_and_saved, "Poedit to save what was typed")
        screen.keys("ctrl+Down", "ctrl+u", "ctrl+s")
        wait_until(lambda: need_work(desk.catalog) == waiting - 2, "Poedit to save what was accepted")
        screen.keys("ctrl+q")
        wait_until(lambda: process.poll() is not None, "Poedit to quit")

    saved = facts(desk.catalog)
    # Of obsolete messages Poedit drops the references, and everywhere the flags that it does not know.
    besides = [
        (ROAD, "references", [("reports/attack.txt", "4")], []),
        (SOURCE_NOTE, "flags", ["fuzzy", CUSTOM_FLAG], ["fuzzy"]),
    ]
    assert_only_two_changed(before, saved, TYPED, besides=besides)
    assert_respected(desk, saved, TYPED)
