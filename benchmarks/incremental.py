"""What a run costs when nothing changed, and when one paragraph did.

    python -m benchmarks.incremental [--reports 1000] [--words 600] [--json FILE]

The drafts come from an engine that stands in for the model (see `benchmarks.scaling`); a changed paragraph would cost
one decoder call of one or two sentences more. Each run is a process of its own; seconds are of processor time, and
those of a project of one report are taken off, so that what is left is what the other reports cost.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.newsroom import make_project
from benchmarks.scaling import Row, in_a_process


def measure(folder: Path, reports: int, words: int) -> dict[str, Row]:
    """The runs, by what they are."""
    make_project(folder / "one", 1, words=words)
    make_project(folder / "all", reports, words=words)
    found = {"one report, first": in_a_process(folder / "one"), "one report, again": in_a_process(folder / "one")}
    found["first"] = in_a_process(folder / "all")
    found["again"] = in_a_process(folder / "all")
    report = sorted((folder / "all" / "reports").glob("*.txt"))[reports // 2]
    paragraphs = report.read_text(encoding="utf-8").split("\n\n")
    paragraphs[-2] = "The governor of Herat said on Monday that the road to Kushk-e Kohnah had been opened."
    report.write_text("\n\n".join(paragraphs), encoding="utf-8")
    found["one paragraph changed"] = in_a_process(folder / "all")
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = measure(Path(name), options.reports, options.words)
    print("| run | CPU s | sentences decoded | catalogs written | ms a report |")
    print("|---|--:|--:|--:|--:|")
    still = found["one report, again"]["seconds"]
    for name, row in found.items():
        each = "" if name.startswith("one report") else f"{(row['seconds'] - still) / options.reports * 1000:.2f}"
        print(f"| {name} | {row['seconds']:.2f} | {row['decoded']:,} | {row['written']:,} | {each} |")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
