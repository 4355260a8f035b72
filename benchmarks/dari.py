"""The table of Dari words, measured on a Persian text that has a Dari fellow.

    python -m benchmarks.dari ENGLISH PERSIAN DARI [--table glossaries/dari.csv] [--rules]

Each file holds one sentence a line, in step. Prints chrF++ of the Persian against the Dari, as it is and with the words
of the table made Dari, and how often the Dari agrees, contradicts or is silent: where a row fires, does the same line
of the Dari have the row's Dari word, its Persian word, or neither? `--rules` prints that for each row. Needs the extra
`evaluate` (sacrebleu) for the scores, and does without where it is missing. Last comes the speed of all conventions and
the table together, in messages a second of processor time, the best of five rounds.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translate_pipeline.conventions import localize
from translate_pipeline.conventions.orthography import letter_rule
from translate_pipeline.conventions.persian import DariTable, Word, WordClass, read_table, to_dari
from translate_pipeline.conventions.registry import convention_of
from translate_pipeline.locales import find_locale

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Verdict:
    """How often the Dari text spoke for a row, against it, or not at all."""

    agree: int = 0
    contradict: int = 0
    silent: int = 0

    def __add__(self, other: Verdict) -> Verdict:
        """Both counts together."""
        return Verdict(self.agree + other.agree, self.contradict + other.contradict, self.silent + other.silent)

    @property
    def out(self) -> bool:
        """Whether the row contradicts more often than it agrees."""
        return self.contradict > self.agree

    @property
    def fired(self) -> int:
        """How often the row fired."""
        return self.agree + self.contradict + self.silent


def _bare(words: Iterable[Word], persian: bool) -> dict[Word, DariTable]:
    """For each row a table that finds its Persian, or its Dari, wherever it stands."""
    tables = {}
    for word in words:
        shown = word.persian if persian else tuple(dict.fromkeys((*word.dari, *filter(None, [word.plural]))))
        word_class = WordClass.PERSON if word.word_class is not WordClass.KEEP else WordClass.KEEP
        tables[word] = DariTable(
            (replace(word, persian=shown, dari=("-",), word_class=word_class, context=(), english=()),)
        )
    return tables


def verdicts(
    table: DariTable, english: Sequence[str], persian: Sequence[str], dari: Sequence[str]
) -> dict[Word, Verdict]:
    """For each row that fired, what the Dari lines say of it."""
    words = [word for word in table.words if word.word_class is not WordClass.KEEP]
    own, foreign = _bare(words, persian=False), _bare(words, persian=True)
    result: dict[Word, Verdict] = {}
    for source, line, reference in zip(english, persian, dari, strict=True):
        fired = Counter(each.word for each in table.find(line, source))
        for word, count in fired.items():
            agree = min(count, len(own[word].find(reference)))
            contradict = min(count - agree, len(foreign[word].find(reference)))
            verdict = Verdict(agree, contradict, count - agree - contradict)
            result[word] = result.get(word, Verdict()) + verdict
    return result


def _score(hypotheses: Sequence[str], references: Sequence[str]) -> str:
    try:
        from sacrebleu.metrics import CHRF
    except ImportError:
        return "-"
    metric = CHRF(word_order=2)
    return f"{metric.corpus_score(hypotheses, [references]).score:.1f}"


def _speed(table: DariTable, english: Sequence[str], persian: Sequence[str]) -> float:
    """Messages a second that the conventions and the table make Dari, in processor time, best of five."""
    locale, best = find_locale("fa_AF"), float("inf")
    for _ in range(5):
        start = time.process_time()
        for source, line in zip(english, persian, strict=True):
            localize(line, locale, persian=table, source=source)
        best = min(best, time.process_time() - start)
    return len(persian) / best


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("english", "persian", "dari"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--table", type=Path, default=_ROOT / "glossaries" / "dari.csv")
    parser.add_argument("--rules", action="store_true", help="print each row's counts")
    options = parser.parse_args()
    letters = letter_rule(convention_of(find_locale("fa_AF")))
    paths = (options.english, options.persian, options.dari)
    english, persian, dari = (path.read_text(encoding="utf-8").splitlines() for path in paths)
    persian, dari = [letters(line) for line in persian], [letters(line) for line in dari]
    table = read_table(options.table)
    changed = [to_dari(line, table, source=source) for line, source in zip(persian, english, strict=True)]
    found = verdicts(table, english, persian, dari)
    _print_summary(found, _score(persian, dari), _score(changed, dari))
    print(f"{_speed(table, english, persian):,.0f} messages a second")
    if options.rules:
        _print_rules(found)


def _print_summary(found: Mapping[Word, Verdict], before: str, after: str) -> None:
    total = sum(found.values(), Verdict())
    print(f"chrF++ {before} -> {after}; rows that fired {len(found)}; fired {total.fired}: ", end="")
    print(f"agree {total.agree}, contradict {total.contradict}, silent {total.silent}")
    print(f"out: {', '.join(word.persian[0] for word, verdict in found.items() if verdict.out) or 'none'}")


def _print_rules(found: Mapping[Word, Verdict]) -> None:
    print("\n| Persian | Dari | agree | contradict | silent |\n|---|---|---|---|---|")
    for word, verdict in sorted(found.items(), key=lambda item: (-item[1].fired, item[0].persian)):
        figures = f"{verdict.agree} | {verdict.contradict} | {verdict.silent}"
        print(f"| {word.persian[0]} | {word.dari[0]} | {figures} |")


if __name__ == "__main__":
    main()
