"""How time and memory grow with the number of reports, from nothing and with nothing changed; a plot of both.

    python -m benchmarks.scaling [--reports N ...] [--words 600] [--model] [--beam 4] [--svg FILE] [--json FILE]

Every number of reports is a project of its own, translated into Pashto by a process of its own, twice. Unless `--model`
is given, an engine that copies its placeholders stands in for the model, whose share grows with the sentences alone:
what is looked at here is the rest of the program. Seconds are of processor time.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.newsroom import ROOT, make_project
from translate_pipeline.translation.engine import Hypothesis, Progress

Row = dict[str, Any]
_MARKS = tuple(f"⟦{number}⟧" for number in range(10))


class Copying:
    """An engine that writes the placeholders of its source, each in the place of a name, and a verb."""

    name = "copying"
    language = "ps"
    signature = "copying:1"
    placeholders = _MARKS

    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        """One hypothesis for each sentence, of about its length."""
        if progress:
            progress(len(sentences))
        return [[Hypothesis(self._draft(sentence))] for sentence in sentences]

    def _draft(self, sentence: str) -> str:
        names = [mark for mark in _MARKS if mark in sentence]
        filler = ["خبر"] * max(1, len(sentence.split()) - 2 * len(names))
        return " ".join([*(f"د {name}" for name in names), *filler, "دی"]) + "."


def translate_once(folder: Path, *, model: bool) -> Row:
    """Run `translate` here and say what it took."""
    from translate_pipeline.locales import find_locale
    from translate_pipeline.project import find_project
    from translate_pipeline.reports.reader import find_reports
    from translate_pipeline.stages.translating import translate

    project = find_project(folder)
    paths = find_reports(project.folders["reports"])
    start = time.process_time()
    engine = None if model else Copying()
    result = translate(project, paths, [find_locale("ps")], engine_for=(lambda _: engine) if engine else None)
    seconds = time.process_time() - start
    if result.faults:
        raise SystemExit(str(result.faults[0]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    changed = sum(each.changed for each in result.catalogs)
    return {"seconds": seconds, "peak_mb": peak, "decoded": result.decoded, "written": changed}


def in_a_process(folder: Path, *, model: bool = False) -> Row:
    """Run `translate` in a process of its own."""
    arguments = [sys.executable, "-m", "benchmarks.scaling", "--once", folder, *(["--model"] if model else [])]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    row: Row = json.loads(done.stdout)
    return row


def measure(counts: Sequence[int], words: int, *, model: bool, beam: int) -> list[Row]:
    """A row for each number of reports."""
    rows = []
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_project(folder, count, words=words, settings=f"[engines.ps]\nbeam = {beam}\n")
            first, second = in_a_process(folder, model=model), in_a_process(folder, model=model)
            if second["decoded"] or second["written"]:
                raise SystemExit("the second run found something to do")
            rows.append({"reports": count, "first": first, "again": second})
            print(_line(rows[-1]), flush=True)
    return rows


_HEAD = """\
| reports | sentences | first run, CPU s | ms a report | peak MB | again, CPU s | ms a report | peak MB |
|--:|--:|--:|--:|--:|--:|--:|--:|"""


def _line(row: Row) -> str:
    first, again, count = row["first"], row["again"], row["reports"]
    return (
        f"| {count:,} | {first['decoded']:,} | {first['seconds']:.1f} | {first['seconds'] / count * 1000:.1f} |"
        f" {first['peak_mb']:.0f} | {again['seconds']:.2f} | {again['seconds'] / count * 1000:.2f} |"
        f" {again['peak_mb']:.0f} |"
    )


def plot(rows: Sequence[Row]) -> str:
    """Seconds and megabytes over reports: two panels of an SVG picture."""
    panels = [
        ("first run, seconds of processor time", [(row["reports"], row["first"]["seconds"]) for row in rows]),
        ("peak memory of the first run, MB", [(row["reports"], row["first"]["peak_mb"]) for row in rows]),
    ]
    drawn = "".join(_panel(title, points, 20 + 400 * index) for index, (title, points) in enumerate(panels))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 300" width="820" height="300"'
        f' font-family="sans-serif" font-size="12">\n<rect width="820" height="300" fill="#fff"/>\n{drawn}</svg>\n'
    )


def _panel(title: str, points: Sequence[tuple[float, float]], left: int) -> str:
    width, height, bottom = 300, 190, 250
    across, up = max(x for x, _ in points), max(y for _, y in points) * 1.1

    def place(x: float, y: float) -> tuple[float, float]:
        return left + 55 + width * x / across, bottom - height * y / up

    steps = [(x, *place(x, 0)) for x in (0, across / 2, across)]
    heights = [(y, *place(0, y)) for y in (0, up / 2, up)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
    shapes = [f'<text x="{left + 55}" y="40" font-weight="bold">{title}</text>']
    shapes += [
        f'<line x1="{left + 55}" y1="{y:.1f}" x2="{left + 355}" y2="{y:.1f}" stroke="#ccc"/>' for *_, y in heights
    ]
    shapes += [
        f'<text x="{left + 48}" y="{y + 4:.1f}" text-anchor="end">{value:,.0f}</text>' for value, _, y in heights
    ]
    shapes += [f'<text x="{x:.1f}" y="270" text-anchor="middle">{value:,.0f}</text>' for value, x, _ in steps]
    shapes.append(f'<text x="{left + 205}" y="290" text-anchor="middle">reports</text>')
    shapes.append(f'<polyline points="{line}" fill="none" stroke="#135" stroke-width="2"/>')
    shapes += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#135"/>' for x, y in (place(*point) for point in points)]
    return "\n".join(shapes) + "\n"


def main() -> None:
    """Measure, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--model", action="store_true", help="the starter model, not an engine that stands in for it")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(translate_once(options.once, model=options.model)))
        return
    print(_HEAD)
    rows = measure(sorted(options.reports), options.words, model=options.model, beam=options.beam)
    if options.svg:
        options.svg.write_text(plot(rows), encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
