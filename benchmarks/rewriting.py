"""Rewriting of renderings on machine output that is not ours: what public systems made of a text.

    python -m benchmarks.rewriting ENGLISH TARGET... [--list]

ENGLISH and each TARGET hold one sentence a line. Prints, for each TARGET, how many names of the glossary the output
has in an accepted form as it is and after rewriting, and with --list each different rewrite with its count and an
example, for a person to judge.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import count_terms
from translate_pipeline.locales import find_locale
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.enforcement.plain import rewrite_term
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.engine import Hypothesis, Progress

_ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("english", type=Path)
    parser.add_argument("targets", type=Path, nargs="+")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    matcher = Matcher(read_glossary(_ROOT / "glossaries"))
    english = options.english.read_text(encoding="utf-8").splitlines()
    print("| output | names | accepted as they are | accepted after rewriting | rewrites |\n|---|---|---|---|---|")
    for path in options.targets:
        targets = path.read_text(encoding="utf-8").splitlines()
        names, before, after, rewrites = _measure(matcher, english, targets)
        shares = f"{before} ({before / names:.1%}) | {after} ({after / names:.1%})"
        print(f"| {path.name} | {names} | {shares} | {rewrites.total()} |")
        if options.list:
            for (term, old, new), count in sorted(rewrites.items()):
                print(f"    {count} {term}: {old} -> {new}")


class _NoEngine:
    """The output is there already: only what is known without asking an engine can be rewritten."""

    name = signature = language = "none"
    placeholders: tuple[str, ...] = ()

    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        raise NotImplementedError


def _measure(
    matcher: Matcher, english: Sequence[str], targets: Sequence[str]
) -> tuple[int, int, int, Counter[tuple[str, str, str]]]:
    locale = find_locale("dari")
    renderings = Renderings(_NoEngine(), locale)
    names = before = after = 0
    rewrites: Counter[tuple[str, str, str]] = Counter()
    for source, target in zip(english, targets, strict=True):
        job = Job(source, tuple(matcher.find(source)))
        for count in count_terms(job.required, target, locale):
            names += count.required
            before += count.required - count.missing
            after += count.required - count.missing
            if not count.missing:
                continue
            known = renderings.of(count.term)
            rewritten = rewrite_term(target, count.term, count.missing, job, locale, known)
            if rewritten != target:
                after += count.missing
                rewrites[count.term.name, *_difference(target, rewritten)] += count.missing
                target = rewritten
    return names, before, after, rewrites


def _difference(before: str, after: str) -> tuple[str, str]:
    """The words that differ."""
    old, new = before.split(), after.split()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return " ".join(old), " ".join(new)


if __name__ == "__main__":
    main()
