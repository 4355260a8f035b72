"""Fixtures that several rooms share: projects on disk, and engines that behave badly on purpose."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from translate_pipeline.project import FILE_NAME, Project, read_project
from translate_pipeline.translation.engine import Hypothesis, Progress

# No test judges by the clock: a slow machine is no fault.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

ROOT = Path(__file__).resolve().parent.parent

GLOSSARY = """\
term,variants,kind,fa_AF,fa_AF_forms,ps,ps_forms,match,note
Badghis,,place,بادغیس,,بادغیس,,exact,
Herat,Hirat,place,هرات,,هرات,,exact,
Herat River,,place,هریرود,,هریرود,,exact,
Ministry of Defense,Defense Ministry,institution,وزارت دفاع,,د دفاع وزارت,,fold,
Qala-e Naw,Qala-i-Naw|Qalah-ye Naw,place,قلعه نو,,قلعه نو,,exact,
Reuters,,outlet,رویترز,,رویټرز,,exact,
Taliban,,institution,طالبان,,طالبان,obl:طالبانو,exact,
United Nations,UN|U.N.,institution,سازمان ملل متحد,سازمان ملل|ملل متحد,ملګري ملتونه,obl:ملګرو ملتونو,exact,
governor,,title,والی,,والي,pl:والیان,fold,
"""

REPORT = """\
Taliban Attack Qala-e Naw, Governor Says

July 08, 2021

By RFE/RL

The governor of Badghis said the Taliban attacked Qala-e-Naw on Thursday. Three policemen were killed.

The Ministry of Defense said 69 Taliban fighters were killed.

With reporting by Reuters
"""


class FakeEngine:
    """An engine whose output is a function of its input; it counts what it was asked."""

    def __init__(
        self, translate: Callable[[str], str | list[str]], placeholders: Sequence[str] = (), name: str = "fake"
    ):
        self.translate = translate
        self.placeholders = tuple(placeholders)
        self.name = name
        self.language = "prs"
        self.asked: list[str] = []

    @property
    def signature(self) -> str:
        return self.name

    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        self.asked += sentences
        if progress:
            progress(len(sentences))
        outputs = []
        for sentence in sentences:
            result = self.translate(sentence)
            texts = [result] if isinstance(result, str) else result
            outputs.append([Hypothesis(text) for text in texts[:candidates]])
        return outputs


PLACEHOLDERS = tuple(f"⟦{number}⟧" for number in range(10))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project with one report and a glossary of nine terms."""
    (tmp_path / FILE_NAME).write_text("", encoding="utf-8")
    (tmp_path / "glossaries").mkdir()
    (tmp_path / "glossaries" / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "attack.txt").write_text(REPORT, encoding="utf-8")
    shutil.copytree(ROOT / "locale" / "fa_AF", tmp_path / "locale" / "fa_AF", ignore=_reports_catalogs)
    shutil.copytree(ROOT / "locale" / "ps", tmp_path / "locale" / "ps", ignore=_reports_catalogs)
    return read_project(tmp_path / FILE_NAME)


def _reports_catalogs(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.endswith(".po") and name != "articles.po"]
