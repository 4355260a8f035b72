"""How long each command takes to say what it does, beside `argos-translate --help`.

    python -m benchmarks.startup [--rounds 5] [--argos COMMAND] [--json FILE]

The least of some rounds, in turn: processor time and time on the clock of a whole process, and its peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.newsroom import ROOT

_COMMANDS = ("", "run", "translate", "check", "package", "status", "glossary", "models")
Row = tuple[float, float, float]


def once(command: list[str]) -> Row:
    """Processor seconds, seconds and megabytes of one call."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--argos", default="", help="the argos-translate command of an environment that has it")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    calls = {
        " ".join(["translate-pipeline", *command.split(), "--help"]): [
            *(sys.executable, "-m", "translate_pipeline"),
            *command.split(),
            "--help",
        ]
        for command in _COMMANDS
    }
    if options.argos:
        calls["argos-translate --help"] = [*options.argos.split(), "--help"]
    found: dict[str, Row] = {}
    for _ in range(options.rounds):
        for name, command in calls.items():
            cpu, wall, memory = once(command)
            least = found.get(name, (cpu, wall, memory))
            found[name] = min(least[0], cpu), min(least[1], wall), max(least[2], memory)
    theirs = found.get("argos-translate --help")
    print("| command | CPU s | s | peak MB | Argos Translate takes |\n|---|--:|--:|--:|--:|")
    for name, (cpu, wall, memory) in found.items():
        ratio = f"{theirs[0] / cpu:.1f} x" if theirs and name != "argos-translate --help" else ""
        print(f"| `{name}` | {cpu:.2f} | {wall:.2f} | {memory:.0f} | {ratio} |")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
