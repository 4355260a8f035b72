"""How often a tag finds its words: links put on good translations whose right place is known.

The sentences are those of `tests/checks/good_messages.tsv` (CC0), their translations a person's. A name of the glossary
or a number that stands once in both is tagged in the source, and where the tag comes out is compared with where it
belongs. By form, the program knows what it looks for, as in a draft; by attention, it is told of no name and no number.
Weekdays and months are what the engine writes in words of its own, and has only attention for.

    python -m benchmarks.tags [--messages N] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.damage import read_good
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.conventions.registry import convention_of
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import find_forms
from translate_pipeline.models.store import package_for
from translate_pipeline.reports.inline import Tag, Tagged
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.numerals import number_spans
from translate_pipeline.translation.tags import Part, place_tags

ROOT = Path(__file__).resolve().parent.parent
_NATIVE = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()
Span = tuple[int, int]


def _once(pattern: str, text: str) -> Span | None:
    found = [each.span() for each in re.finditer(pattern, text)]
    return found[0] if len(found) == 1 else None


def _known(message: CheckedMessage) -> Iterator[tuple[str, Span, Span]]:
    """What kind of words stand at a span of the source, and at which of the target."""
    required = Counter(match.term for match in message.matches)
    forms = find_forms(required, message.target, message.locale)
    for match in message.matches:
        places = [(form.start, form.end) for form in forms if form.term == match.term]
        if required[match.term] == len(places) == 1:
            yield "name", (match.start, match.end), places[0]
    taken = [(match.start, match.stop) for match in message.matches]
    for start, end in number_spans(message.source):
        number = re.escape(message.source[start:end].translate(_NATIVE).replace(",", "٬"))
        place = _once(rf"(?<![\w٫٬]){number}(?![\w٫٬])", message.target)
        if place and all(end <= left or right <= start for left, right in taken):
            yield "number", (start, end), place
    convention = convention_of(message.locale)
    for english, native in [
        *zip(_DAYS, convention.weekdays, strict=True),
        *zip(_MONTHS, convention.months, strict=True),
    ]:
        span, place = _once(rf"\b{english}\b", message.source), _once(rf"(?<!\w){native}(?!\w)", message.target)
        if span and place:
            yield "weekday or month", span, place


def _outcome(found: Tag, right: Span, target: str) -> str:
    words = target[found.start : found.end]
    if (found.start, found.end) == right:
        return "right"
    if found.start <= right[0] and right[1] <= found.end:
        return "too wide" if len(words) < 0.7 * len(target) else "edge"
    return "part" if found.start < right[1] and right[0] < found.end else "wrong"


def measure(count: int) -> list[dict[str, object]]:
    """One row for each language, kind of words and way of looking."""
    matcher = Matcher(read_glossary(ROOT / "glossaries"))
    tallies: dict[tuple[str, str, str], Counter[str]] = {}
    engines: dict[str, PackageEngine] = {}
    for message in read_good(matcher)[: 2 * count]:
        code = message.locale.code
        if code not in engines:
            folder = ROOT / ".translate-pipeline" / "packages"
            engines[code] = PackageEngine(package_for(message.locale, None, folder, ROOT / "models"))
        whole = ((0, len(message.source)), (0, len(message.target)))
        for kind, span, right in _known(message):
            tagged = Tagged(message.source, (Tag(1, *span),))
            by_form = Job(message.source, message.matches, (), tuple(number_spans(message.source)))
            ways = {"form": by_form, "attention": Job(message.source)}
            if kind == "weekday or month":
                ways = {"attention": by_form}
            for way, job in ways.items():
                part = Part(*whole, job)
                (tag,) = place_tags(tagged, [part], message.target, engines[code], message.locale).tags
                tally = tallies.setdefault((code, kind, way), Counter())
                tally[_outcome(tag, right, message.target)] += 1
    return [
        {"locale": code, "kind": kind, "way": way, "tags": tally.total(), **{name: tally[name] for name in OUTCOMES}}
        for (code, kind, way), tally in sorted(tallies.items())
    ]


OUTCOMES = ("right", "too wide", "part", "edge", "wrong")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Where tags come out.")
    parser.add_argument("--messages", type=int, default=476, help="sentences of the file, from its beginning")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = measure(options.messages)
    print("| locale | words | found by | tags | " + " | ".join(OUTCOMES) + " |")
    print("|---|---|---|---|" + "---|" * len(OUTCOMES))
    for row in rows:
        shares = [f"{100 * int(str(row[name])) / int(str(row['tags'])):.1f}%" for name in OUTCOMES]
        print(f"| {row['locale']} | {row['kind']} | {row['way']} | {row['tags']} | " + " | ".join(shares) + " |")
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
