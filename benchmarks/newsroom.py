"""Projects of any number of made-up reports, the same ones for the same seed."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

from benchmarks.generated import newsdesk_templates
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.terms import Kind
from translate_pipeline.project import FILE_NAME, Project, read_project

ROOT = Path(__file__).resolve().parent.parent
_SLOT = re.compile(r"\{([a-z]+)\d?\}")
_SENTENCES_IN_PARAGRAPH = 2


class Newsroom:
    """Sentences of the training corpus with names of the project's glossary and numbers put in."""

    def __init__(self, seed: int = 1):
        self._chance = random.Random(seed)
        self._templates = newsdesk_templates()
        glossary = read_glossary(ROOT / "glossaries")
        self._names = {kind: [term.name for term in glossary.terms if term.kind is kind] for kind in Kind}

    def sentence(self) -> str:
        """A sentence of one to five names."""
        text = _SLOT.sub(self._fill, self._chance.choice(self._templates))
        return text[0].upper() + text[1:]

    def _fill(self, slot: re.Match[str]) -> str:
        if slot[1] in ("n", "num"):
            return str(self._chance.randint(2, 4000))
        return self._chance.choice(self._names[Kind(slot[1])])

    def report(self, words: int = 600) -> str:
        """A plain-text report: headline, date, byline, paragraphs of two sentences."""
        place, number = self._chance.choice(self._names[Kind.PLACE]), self._chance.randint(2, 900)
        parts = [f"Officials Say {number} People Have Returned To {place}", "July 08, 2021", "By RFE/RL"]
        written = 0
        while written < words:
            paragraph = " ".join(self.sentence() for _ in range(_SENTENCES_IN_PARAGRAPH))
            written += len(paragraph.split())
            parts.append(paragraph)
        return "\n\n".join(parts) + "\n"


def make_project(folder: Path, reports: int, *, words: int = 600, seed: int = 1, settings: str = "") -> Project:
    """A project with the repository's glossary and models, and reports of about `words` words each."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAME).write_text(settings, encoding="utf-8")
    shutil.copytree(ROOT / "glossaries", folder / "glossaries", dirs_exist_ok=True)
    (folder / "models").mkdir(exist_ok=True)
    for package in (ROOT / "models").glob("*.argosmodel"):
        shutil.copy(package, folder / "models")
    for locale in ("fa_AF", "ps"):
        furniture = folder / "locale" / locale / "LC_MESSAGES"
        furniture.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "locale" / locale / "LC_MESSAGES" / "articles.po", furniture)
    (folder / "reports").mkdir(exist_ok=True)
    room = Newsroom(seed)
    for number in range(reports):
        (folder / "reports" / f"report-{number:05}.txt").write_text(room.report(words), encoding="utf-8")
    return read_project(folder / FILE_NAME)
