"""Speed of finding names in the sample reports: the project's glossary padded with invented names to 10,000 terms.

    python -m benchmarks.matching [--terms 10000]

Prints megabytes of text for a second of processor time, the best of five rounds, and the same for one `re` alternation
of all names as a peer.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from pathlib import Path

from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.terms import Glossary, Kind, Term
from translate_pipeline.reports.reader import find_reports, read_all

_ROOT = Path(__file__).resolve().parent.parent
_SYLLABLES = "ba dar far gul han jal kar lud mir nem pul qo ran sha ta wal zar".split()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--terms", type=int, default=10_000)
    options = parser.parse_args()
    glossary = read_glossary(_ROOT / "glossaries")
    reports, _ = read_all(find_reports(_ROOT / "reports"))
    blocks = [block.text for report in reports for block in report.story] * 40
    padded = _pad(glossary, options.terms)
    matcher = Matcher(padded)
    megabytes = sum(map(len, blocks)) / 1e6
    print("| method | terms | matches | MB a second |\n|---|---|---|---|")
    fastest = float("inf")
    for _ in range(5):
        started = time.process_time()
        found = sum(len(matcher.find(block)) for block in blocks)
        fastest = min(fastest, time.process_time() - started)
    ours = megabytes / fastest
    print(f"| this program | {len(padded.terms):,} | {found:,} | {ours:.1f} |")
    names = sorted((re.escape(name) for term in padded.terms for name in term.names), key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(names)})\b")
    few = blocks[: len(blocks) // 20]
    started = time.process_time()
    found = sum(len(pattern.findall(block)) for block in few)
    peer = sum(map(len, few)) / 1e6 / (time.process_time() - started)
    print(f"| one `re` alternation, exact spellings | {len(padded.terms):,} | {found * 20:,} | {peer:.2f} |")


def _pad(glossary: Glossary, count: int) -> Glossary:
    chance = random.Random(1)
    forms = glossary.terms[0].forms
    names: dict[str, None] = {}
    while len(names) < count - len(glossary.terms):
        words = (
            "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).title() for _ in range(chance.randint(1, 2))
        )
        names[" ".join(words)] = None
    return Glossary((*glossary.terms, *(Term(name, Kind.PLACE, forms) for name in names)))


if __name__ == "__main__":
    main()
