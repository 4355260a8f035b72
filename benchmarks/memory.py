"""The translation memory's speed: a project of 500 catalogs with 40 messages each, and 100,000 units to search.

    python -m benchmarks.memory [--catalogs 500] [--units 100000] [--json FILE] [--keep FOLDER]

Reports are put together from the sentences of `training/newsdesk` with names and numbers drawn at random; half of the
catalogs are reviewed, with the corpus's own Dari and Pashto. Prints wall time in seconds: `translate` with nothing to
do as a process, less the same in a project of one report (start-up); `memory rebuild` within the process; and a fuzzy
look-up, mean and 95th percentile of 1,000 sentences of which nine in ten are like a unit. `best matches found` is the
share of the best matches of an exhaustive comparison (rapidfuzz alone, 100 sentences) that the look-up finds.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.terms import Kind, Term
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.project import FILE_NAME, Project, read_project
from translate_pipeline.stages.memory_files import refresh, store_path
from translate_pipeline.stages.translating import translate
from translate_pipeline.translation.engine import Hypothesis, Progress
from translate_pipeline.translation.memory import MEMORY_FILE, Memory
from translate_pipeline.translation.recall.likeness import OFFERED, best_matches
from translate_pipeline.translation.recall.store import Origin, Stamp, Store
from translate_pipeline.translation.recall.unit import Kind as OriginKind
from translate_pipeline.translation.recall.unit import Unit

_ROOT = Path(__file__).resolve().parent.parent
_SLOT = re.compile(r"\{([a-z]+)(\d?)\}")
_PLACEHOLDER = re.compile("⟦\\d+⟧")
_NATIVE = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_MESSAGES = 40


class Sentences:
    """News sentences with their Dari and Pashto, as many as are asked for, the same for the same seed."""

    def __init__(self, seed: int):
        self._chance = random.Random(seed)
        files = sorted((_ROOT / "training" / "newsdesk").glob("[a-n]_*.tsv"))
        lines = [line.split("\t") for path in files for line in path.read_text(encoding="utf-8").splitlines()]
        self._rows = [row[1:4] for row in lines if len(row) >= 4 and row[1].endswith(".")]
        self._names: dict[str, list[Term]] = {}
        for term in read_glossary(_ROOT / "glossaries").terms:
            self._names.setdefault(term.kind.value, []).append(term)

    def draw(self) -> tuple[str, ...]:
        """English, Dari, Pashto."""
        row = self._chance.choice(self._rows)
        filled: dict[str, tuple[str, ...]] = {}

        def fill(column: int) -> str:
            return _SLOT.sub(lambda slot: self._value(slot[1], slot[0], filled)[column], row[column])

        return tuple(fill(column) for column in range(3))

    def _value(self, kind: str, slot: str, filled: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        if slot not in filled:
            names = self._names.get(kind if kind in set(Kind) else "")
            if names:
                term = self._chance.choice(names)
                filled[slot] = (term.name, *(term.forms[locale.code].approved for locale in LOCALES))
            else:
                number = str(self._chance.randint(2, 400))
                filled[slot] = (number, number.translate(_NATIVE), number.translate(_NATIVE))
        return filled[slot]


class _Echo:
    """An engine that answers at once, names and all, so that what is timed is the rest."""

    name = signature = "echo"
    placeholders = tuple(f"⟦{number}⟧" for number in range(20))

    def __init__(self, locale: Locale):
        self.language = locale.model_codes[0]

    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        return [[Hypothesis(" ".join([*_PLACEHOLDER.findall(sentence), "گفت."]))] for sentence in sentences]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--catalogs", type=int, default=500)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path, help="a folder for the project, kept and used again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = options.keep or Path(folder)
        figures = {**_project_figures(place, options.catalogs), **_search_figures(options.units)}
    print("| figure | value |\n|---|---|")
    for name, value in figures.items():
        print(f"| {name} | {value:,} |")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _project_figures(place: Path, catalogs: int) -> dict[str, float]:
    large, small = place / "large", place / "small"
    for folder, reports in ((large, catalogs // len(LOCALES)), (small, 1)):
        if not (folder / FILE_NAME).exists():
            _build(folder, reports)
    project = read_project(large / FILE_NAME)
    seconds = {folder: min(_run(folder) for _ in range(3)) for folder in (large, small)}
    started = time.perf_counter()
    with Store(store_path(project)) as store, Memory(project.folders["state"] / MEMORY_FILE) as memory:
        refreshed = refresh(project, store, memory, anew=True)
        rebuilt = time.perf_counter() - started
        units = sum(share.units for share in store.shares())
    return {
        "catalogs": refreshed.read,
        "reviewed units in them": units,
        "translate with nothing to do, one report (start-up), s": round(seconds[small], 2),
        "translate with nothing to do, s": round(seconds[large], 2),
        "beyond start-up, s": round(seconds[large] - seconds[small], 2),
        "memory rebuild, s": round(rebuilt, 2),
    }


def _build(folder: Path, reports: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAME).write_text("", encoding="utf-8")
    for name in ("glossaries", "models"):
        shutil.copytree(_ROOT / name, folder / name, dirs_exist_ok=True)
    (folder / "reports").mkdir(exist_ok=True)
    sentences = Sentences(1)
    answers: dict[str, tuple[str, ...]] = {}
    for number in range(reports):
        blocks: dict[str, tuple[str, ...]] = {}
        while len(blocks) < _MESSAGES - 1:
            drawn = [sentences.draw() for _ in range(1 + len(blocks) % 3)]
            whole = tuple(" ".join(texts) for texts in zip(*drawn, strict=True))
            blocks[whole[0]] = whole
        answers |= blocks
        text = "\n\n".join([f"Fighting and Talks in Week {number}", *blocks])
        (folder / "reports" / f"report-{number:04}.txt").write_text(f"{text}\n", encoding="utf-8")
    project = read_project(folder / FILE_NAME)
    _translate(project)
    for path in sorted((folder / "locale").rglob("*.po"))[::2]:
        _review(path, answers)
    _translate(project)
    _run(folder)


def _translate(project: Project) -> None:
    paths = sorted(project.folders["reports"].glob("*.txt"))
    result = translate(project, paths, project.locales, engine_for=_Echo)
    for fault in result.faults:
        raise fault


def _review(path: Path, answers: dict[str, tuple[str, ...]]) -> None:
    catalog = read_po(path)
    column = 1 + [locale.code for locale in LOCALES].index(catalog.metadata["Language"])
    for entry in catalog:
        if entry.msgid in answers:
            entry.msgstr = answers[entry.msgid][column]
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    write_po(path, catalog)


def _run(folder: Path) -> float:
    """Seconds of `translate` as a process."""
    started = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-m", "translate_pipeline", "--project", folder, "translate"],
        capture_output=True,
        text=True,
        check=False,
        cwd=_ROOT,
    )
    seconds = time.perf_counter() - started
    if result.returncode == 2:
        raise SystemExit(result.stderr)
    return seconds


def _search_figures(count: int) -> dict[str, float]:
    sentences = Sentences(2)
    sources: dict[str, str] = {}
    while len(sources) < count:
        english, dari, _ = sentences.draw()
        if len(sources) % 2:
            more = sentences.draw()
            english, dari = f"{english} {more[0]}", f"{dari} {more[1]}"
        sources[english] = dari
    units = [Unit(source, target, "fa_AF", position=index) for index, (source, target) in enumerate(sources.items())]
    chance = random.Random(3)
    asked = [_changed(chance.choice(units).source, chance) for _ in range(900)]
    fresh = Sentences(4)
    asked += [fresh.draw()[0] for _ in range(100)]
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "recall.sqlite") as store:
        store.replace(Origin("one.tmx", OriginKind.TMX, "", Stamp(0, 0, "")), units, [])
        seconds, found = [], []
        for sentence in asked:
            started = time.perf_counter()
            found.append(best_matches(sentence, store.alike(sentence)))
            seconds.append(time.perf_counter() - started)
    hits = tries = 0
    texts = list(sources)
    for sentence, matches in list(zip(asked, found, strict=True))[:: len(asked) // 100]:
        best = process.extractOne(sentence, texts, scorer=fuzz.ratio, score_cutoff=OFFERED)
        if best and best[0] != sentence:
            tries += 1
            hits += bool(matches) and matches[0][1] >= best[1]
    return {
        "units searched": len(units),
        "fuzzy look-up, mean, ms": round(statistics.mean(seconds) * 1000, 2),
        "fuzzy look-up, 95th percentile, ms": round(statistics.quantiles(seconds, n=20)[-1] * 1000, 2),
        "best matches found, %": round(100 * hits / max(1, tries), 1),
    }


def _changed(text: str, chance: random.Random) -> str:
    """A text with one or two words replaced or left out."""
    words = text.split()
    for _ in range(chance.randint(1, 2)):
        place = chance.randrange(len(words))
        if chance.random() < 0.5:
            words[place] = chance.choice(("late", "provincial", "officials", "17", "Tuesday", "reported"))
        elif len(words) > 5:
            del words[place]
    return " ".join(words)


if __name__ == "__main__":
    main()
