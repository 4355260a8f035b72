"""The whole program beside the bare decoder and beside Argos Translate, on the same reports and models.

    python -m benchmarks.throughput [--reports 100] [--rounds 2] [--argos PYTHON] [--libre PYTHON] [--json FILE]

Each contender runs in a process of its own, in turn, as often as there are rounds; what counts is the least processor
time and the least time on the clock, and their ratios: figures of one run on one machine, not to be carried elsewhere.
Where other programs use the cores, processor time says more. `--argos` names the interpreter of an environment with
unmodified Argos Translate, which gets a share of the paragraphs (`--share`), since it is slow; it installs the same
package. Its command and, with `--libre`, LibreTranslate's server get as many whole reports as files. The rows `6+6x512`
and `12+12x1024` (the size of NLLB-200 600M) are models with weights drawn by lot; all write the same number of tokens
for each sentence.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.newsroom import ROOT, make_project
from benchmarks.random_model import LARGE, NLLB, Size, make_package
from translate_pipeline.locales import find_locale
from translate_pipeline.models.splitter import MEMBER, SPLITTER
from translate_pipeline.models.store import ModelPackage, package_for
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.reports.reader import find_reports, read_all
from translate_pipeline.translation.sentences import split_sentences

_LENGTH = 32
ARGOS = "Argos Translate"
# What else is measured: the contender, and the option that names its interpreter.
OTHERS = {
    ARGOS: ("argos", "argos"),
    "Argos Translate, its command": ("argos-command", "argos"),
    "LibreTranslate, files": ("libretranslate", "libre"),
}
Result = dict[str, Any]


def run(python: str, contender: str, request: Mapping[str, Any], home: Path) -> Result:
    """What a contender took."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ARGOS", "XDG", "PYTHON"))}
    environment |= {"HOME": str(home), "PYTHONPATH": str(ROOT), "ARGOS_DEVICE_TYPE": "cpu"}
    done = subprocess.run(
        [python, ROOT / "benchmarks" / "contenders.py", contender],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        env=environment,
    )
    if done.returncode:
        raise SystemExit(f"{contender}: {done.stderr[-2000:]}")
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def _texts(reports: list[Report]) -> tuple[list[str], list[str]]:
    paragraphs = [block.plain for report in reports for block in report.story]
    sentences = [each.text for paragraph in paragraphs for each in split_sentences(paragraph)]
    return paragraphs, sentences


def _least(results: list[Result]) -> Result:
    best = min(results, key=lambda each: each["cpu"])
    return {**best, "wall": min(each["wall"] for each in results), "peak_mb": max(each["peak_mb"] for each in results)}


def measure(
    folder: Path, reports: int, rounds: int, others: Mapping[str, str], share: float, code: str
) -> dict[str, Result]:
    """The rows for the starter model."""
    locale = find_locale(code)
    project = make_project(folder / "project", reports)
    package = _package(project, code)
    paragraphs, sentences = _texts(read_all(find_reports(project.folders["reports"]))[0])
    fewer = paragraphs[: max(1, int(len(paragraphs) * share))]
    request = {"model": str(package.folder), "sentences": sentences, "beam": 4, "locale": locale.code}
    request["prefix"] = package.target_prefix
    file = next(project.folders["models"].glob(f"{package.name}*"))
    request |= {"package": str(_with_splitter(file, folder)), "to": package.to_code, "paragraphs": fewer}
    files = sorted(project.folders["reports"].glob("*.txt"))
    few = files[: max(1, int(len(files) * share))]
    both = [
        str(_with_splitter(each, folder / each.stem)) for each in sorted(project.folders["models"].glob("*.argos*"))
    ]
    request |= {"files": list(map(str, few)), "warm": str(files[-1]), "packages": both}
    contenders = {"bare decoder": "bare", "program": "program", "program, 2 workers": "program"}
    found: dict[str, list[Result]] = {}
    for number in range(rounds):
        for name, contender in contenders.items():
            asked = {**request, "workers": 2 if "workers" in name else 1}
            if contender == "program":
                fresh = make_project(folder / f"{asked['workers']}-{number}", reports)
                _package(fresh, code)
                asked["project"] = str(fresh.root)
            found.setdefault(name, []).append(run(sys.executable, contender, asked, folder))
        for name, (contender, python) in OTHERS.items():
            if others[python]:
                home = folder / f"home-{contender}-{number}"
                found.setdefault(name, []).append(run(others[python], contender, request, home))
    words = dict.fromkeys(OTHERS, _words([file.read_text(encoding="utf-8") for file in few]))
    words[ARGOS] = _words(fewer)
    return {name: {**_least(results), "words": words.get(name, _words(paragraphs))} for name, results in found.items()}


def measure_large(folder: Path, sentences: list[str], rounds: int, argos: str, size: Size) -> dict[str, Result]:
    """The rows for a model of another size, with weights drawn by lot."""
    title = f"{size.layers}+{size.layers}x{size.width}"
    package = make_package(ROOT / "models", folder, size)
    project = make_project(folder / title, 0)
    (installed,) = [package_for(find_locale("ps"), "", project.folders["packages"], package.parent)]
    request = {"model": str(installed.folder), "sentences": sentences, "beam": 4, "length": _LENGTH}
    request["prefix"] = installed.target_prefix
    request |= {"package": str(_with_splitter(package, folder / title)), "to": installed.to_code}
    request["paragraphs"] = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
    found: dict[str, list[Result]] = {}
    for number in range(rounds):
        found.setdefault(f"bare decoder, {title}", []).append(run(sys.executable, "bare", request, folder))
        found.setdefault(f"program's decoder, {title}", []).append(run(sys.executable, "engine", request, folder))
        if argos:
            home = folder / f"home-{title}-{number}"
            found.setdefault(f"{ARGOS}, {title}", []).append(run(argos, "argos", request, home))
    return {name: {**_least(results), "words": _words(sentences)} for name, results in found.items()}


def _package(project: Project, code: str) -> ModelPackage:
    return package_for(find_locale(code), "", project.folders["packages"], project.folders["models"])


def _with_splitter(package: Path, folder: Path) -> Path:
    """The package with a sentence splitter: Argos Translate would fetch one for a package that has none."""
    copy = folder / "with-splitter" / package.name
    copy.parent.mkdir(parents=True)
    shutil.copy(package, copy)
    with zipfile.ZipFile(copy, "a") as archive:
        member = f"{archive.namelist()[0].partition('/')[0]}/{MEMBER}"
        if member not in archive.namelist():
            archive.write(SPLITTER, member)
    return copy


def _words(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)


def table(rows: Mapping[str, Result]) -> str:
    """The rows in Markdown, with each contender's speed against the first one's."""
    lines = [
        "| contender | words | CPU s | of it decoding | words / CPU s | to bare | words / s | to bare | peak MB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    first = next(iter(rows.values()))
    for name, row in rows.items():
        if name.startswith("bare"):
            first = row
        cpu, wall = row["words"] / row["cpu"], row["words"] / row["wall"]
        by_cpu = cpu / (first["words"] / first["cpu"])
        by_wall = wall / (first["words"] / first["wall"])
        share = "-" if "workers" in name or name in OTHERS else f"{row['decoding'] / row['cpu']:.0%}"
        lines.append(
            f"| {name} | {row['words']:,} | {row['cpu']:.1f} | {share} | {cpu:,.0f} | {by_cpu:.2f} | {wall:,.0f} |"
            f" {by_wall:.2f} | {row['peak_mb']:,.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--argos", default="", help="an interpreter with Argos Translate")
    parser.add_argument("--libre", default="", help="an interpreter with LibreTranslate")
    parser.add_argument("--share", type=float, default=0.1, help="of the paragraphs or files that those get")
    parser.add_argument("--large", type=int, default=0, help="sentences for a model of 6+6 layers of width 512")
    parser.add_argument("--nllb", type=int, default=0, help="sentences for a model of the size of NLLB-200 600M")
    parser.add_argument("--locale", default="ps")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        others = {"argos": options.argos, "libre": options.libre}
        rows = {}
        if options.reports:
            rows = measure(folder, options.reports, options.rounds, others, options.share, options.locale)
        for size, count in ((LARGE, options.large), (NLLB, options.nllb)):
            if count:
                project = make_project(folder / f"sentences-{size.width}", max(1, count // 20))
                sentences = _texts(read_all(find_reports(project.folders["reports"]))[0])[1][:count]
                rows |= measure_large(folder, sentences, options.rounds, options.argos, size)
    print(table(rows))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
