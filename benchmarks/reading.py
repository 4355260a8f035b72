"""How well saved pages are read: precision and recall of blocks, beside other extractors.

    python -m benchmarks.reading [--unseen] [--json FILE] [--missed] [LAYOUT...]

The pages of `tests/reports/layouts` were written for this project; beside each stands what a person would take from it,
one block a line. Those in `unseen` were written after the reader and it was not changed for them. A block counts where
its text is the same after spaces and quotation marks are brought to one form. The others give lines without roles, so
all are compared by the text alone; ours is counted with its roles too.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from translate_pipeline.reports.model import Report
from translate_pipeline.reports.reader import read_report
from translate_pipeline.reports.text import clean

LAYOUTS = Path(__file__).parents[1] / "tests" / "reports" / "layouts"
_QUOTES = str.maketrans("“”‘’", "\"\"''")

_PARTING = frozenset("p div li ul ol h1 h2 h3 h4 h5 h6 td th tr table blockquote figure figcaption section br".split())

Blocks = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Score:
    """Blocks found that are expected, all found, and all expected."""

    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what is expected that was found."""
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / (self.found + self.expected) if self.found + self.expected else 0.0

    def __add__(self, other: Score) -> Score:
        """Both together."""
        return Score(self.right + other.right, self.found + other.found, self.expected + other.expected)


def layouts(*, unseen: bool = False) -> list[Path]:
    """The pages that the reader was made with, or those that it was not."""
    folder = LAYOUTS / "unseen" if unseen else LAYOUTS
    return sorted(path for path in folder.glob("*.html") if path.with_suffix(".tsv").exists())


def expected_of(path: Path) -> Blocks:
    """What a person would take from a page: role and text of each block."""
    lines = path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    return Counter((role, normal(text)) for role, _, text in (line.partition("\t") for line in lines) if role)


def ours(path: Path) -> Blocks:
    """What our reader takes from it."""
    return blocks_of(read_report(path))


def blocks_of(report: Report) -> Blocks:
    """Role and text of each block of a report's story."""
    return Counter((block.role.value, normal(block.plain)) for block in report.story)


def normal(text: str) -> str:
    """A text with spaces and quotation marks in one form."""
    return clean(text).translate(_QUOTES)


def score(found: Blocks, expected: Blocks, *, roles: bool = False) -> Score:
    """How far two agree, by their texts or by their roles too."""
    if not roles:
        found, expected = _texts(found), _texts(expected)
    return Score((found & expected).total(), found.total(), expected.total())


def _texts(blocks: Blocks) -> Blocks:
    counted: Blocks = Counter()
    for (_, text), number in blocks.items():
        counted["", text] += number
    return counted


def _lines(text: str | None) -> Blocks:
    # Marks of lists and headings of an extractor's output are no fault of it.
    lines = (normal(line.strip().lstrip("-#>* ").strip()) for line in (text or "").splitlines())
    return Counter(("", line) for line in lines if line)


def _trafilatura(page: str, **options: bool) -> Blocks:
    import trafilatura

    return _lines(trafilatura.extract(page, include_comments=False, **options))


def _readability(page: str) -> Blocks:
    from lxml import html
    from trafilatura.readability_lxml import Document

    root = html.document_fromstring(Document(html.document_fromstring(page.encode())).summary())
    # Its result is a page; a line is what no element of a block parts.
    lines: list[list[str]] = [[]]
    for element in root.iter():
        if element.tag in _PARTING:
            lines.append([])
        lines[-1].append(element.text or "")
        if element.tail and element.tag in _PARTING and element.tag != "br":
            lines.append([element.tail])
        else:
            lines[-1].append(element.tail or "")
    return _lines("\n".join(" ".join("".join(line).split()) for line in lines))


OTHERS: dict[str, Callable[[str], Blocks]] = {
    "trafilatura": _trafilatura,
    "trafilatura, for recall": lambda page: _trafilatura(page, favor_recall=True),
    "trafilatura, for precision": lambda page: _trafilatura(page, favor_precision=True),
    "readability": _readability,
}


def page_of(path: Path) -> str:
    """The text of a page."""
    from translate_pipeline.reports.decoding import declared_charset, decode

    data = path.read_bytes()
    return decode(data, path, declared_charset(data))


def _line(name: str, each: Score, *more: str) -> str:
    figures = f"{each.precision:10.1%}{each.recall:9.1%}{each.f1:9.1%}"
    return f"{name:28}{each.expected:7}{figures}" + "".join(f"{cell:>9}" for cell in more)


def measure(pages: Iterable[Path], *, missed: bool = False) -> dict[str, dict[str, float]]:
    """Print the tables and give their figures."""
    pages = list(pages)
    print(f"{'layout':28}{'blocks':>7}{'precision':>10}{'recall':>9}{'F1':>9}{'roles':>9}")
    total, with_roles = Score(0, 0, 0), Score(0, 0, 0)
    figures: dict[str, dict[str, float]] = {}
    for path in pages:
        found, expected = ours(path), expected_of(path)
        each, strict = score(found, expected), score(found, expected, roles=True)
        total, with_roles = total + each, with_roles + strict
        print(_line(path.stem, each, f"{strict.f1:.1%}"))
        figures[path.stem] = {"precision": each.precision, "recall": each.recall, "f1_with_roles": strict.f1}
        if missed:
            for sign, rest in (("-", expected - found), ("+", found - expected)):
                for role, text in rest:
                    print(f"    {sign} {role}: {text[:140]}")
    print(_line("all", total, f"{with_roles.f1:.1%}"))
    figures["all"] = {"precision": total.precision, "recall": total.recall, "f1_with_roles": with_roles.f1}
    print(f"\n{'extractor':28}{'blocks':>7}{'precision':>10}{'recall':>9}{'F1':>9}")
    print(_line("translate-pipeline", total))
    for name, extract in OTHERS.items():
        other = Score(0, 0, 0)
        for path in pages:
            other += score(extract(page_of(path)), expected_of(path))
        print(_line(name, other))
        figures[name] = {"precision": other.precision, "recall": other.recall}
    return figures


def main() -> None:
    """Read the pages and say how well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("layouts", nargs="*", help="only these, by the stems of their files")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--missed", action="store_true", help="show the blocks that are missing (-) or too many (+)")
    parser.add_argument("--unseen", action="store_true", help="the pages that the reader was not made with")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    pages = [path for path in layouts(unseen=options.unseen) if not options.layouts or path.stem in options.layouts]
    figures = measure(pages, missed=options.missed)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
