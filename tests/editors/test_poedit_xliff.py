"""An exported XLIFF file that Poedit saved comes back into the catalog."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.editors.conftest import HEADLINE, PASHTO, Desk, Screen, becomes_true, differences, facts, wait_until
from translate_pipeline.catalogs.xliff.model import State
from translate_pipeline.stages.exchange import export
from translate_pipeline.stages.exchange_import import import_files

pytestmark = pytest.mark.skipif(shutil.which("poedit") is None, reason="Poedit is not installed")

TYPED = "والي: په قلعه نو د طالبانو برید"


def test_an_edit_in_poedit_comes_back_and_nothing_else_changes(desk: Desk, screen: Screen, tmp_path: Path) -> None:
    export(desk.project, [desk.report], [PASHTO], tmp_path / "out", "2.0")
    file = tmp_path / "out" / "attack.ps.xlf"
    before = facts(desk.catalog)
    with screen.running("poedit", file) as process:
        window = screen.window("poedit")

        def typed_and_saved() -> bool:
            # The window shows before it takes keys, so more than one attempt may be needed.
            screen.click(window, 0.25, up=100)
            screen.type(TYPED)
            screen.keys("ctrl+s")
            return becomes_true(lambda: TYPED.encode() in file.read_bytes(), 5)

        wait_until(typed_and_saved, "Poedit to save what was typed")
        screen.keys("ctrl+q")
        wait_until(lambda: process.poll() is not None, "Poedit to quit")
    (done,), faults = import_files(desk.project, [file], least=State.TRANSLATED)
    assert not faults and not done.conflicts
    draft = before[("headline", HEADLINE), False]["text"]
    assert differences(before, facts(desk.catalog)) == [
        (HEADLINE, "text", draft, TYPED),
        (HEADLINE, "flags", ["fuzzy"], []),
    ]
