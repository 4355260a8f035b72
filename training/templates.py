"""Aligned sentences taken apart: literal text, and units that can be masked or filled on all sides alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from training.corpora import Line
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.names import find_names
from translate_pipeline.glossary.target_forms import find_forms
from translate_pipeline.locales import find_locale

TERM, NUMBER, NAME = "term", "number", "name"
_SLOT = re.compile(r"\{[a-z0-9]+\}")
_NUMBER = re.compile(r"(?<![\w.,٫٬])[0-9۰-۹٠-٩]+(?:[.,٫٬][0-9۰-۹٠-٩]+)*(?![0-9۰-۹٠-٩A-Za-z])")
_ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬", "01234567890123456789.,")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """What can stand as a placeholder: a slot (`kind` is its name, such as `place2`), a term, a number, a name.

    Attributes:
        texts: what stands there on each side, English under `en`; empty for slots.
        term: English name of the glossary term; empty for other kinds.
    """

    kind: str
    texts: Mapping[str, str]
    term: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence on all its sides: each side is literal text (str) and numbers of units (int) in turn.

    Attributes:
        file: of newsdesk, which it is from; empty elsewhere.
    """

    corpus: str
    sides: Mapping[str, tuple[str | int, ...]]
    units: tuple[Unit, ...]
    file: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The target locales."""
        return tuple(code for code in self.sides if code != "en")

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Template:
        """The template of a JSON object."""
        units = tuple(Unit(unit["kind"], unit["texts"], unit["term"]) for unit in data["units"])
        sides = {code: tuple(side) for code, side in data["sides"].items()}
        return cls(data["corpus"], sides, units, data.get("file", ""))


def make_template(line: Line, matcher: Matcher | None) -> Template:
    """Find the units of a line: its slots; terms, numbers and untranslated names that stand as often on every side.

    Args:
        matcher: finds the glossary's terms; None for lists of names, which are one unit already.
    """
    texts = {"en": line.english, **line.targets}
    taken: dict[str, list[Span]] = {code: [] for code in texts}
    units: list[Unit] = []
    spans: list[dict[str, Span]] = []

    def add(kind: str, where: dict[str, list[Span]], term: str = "") -> None:
        counts = {len(found) for found in where.values()}
        if len(counts) != 1:
            return
        for places in zip(*where.values(), strict=True):
            place = dict(zip(where, places, strict=True))
            if all(_free(span, taken[code]) for code, span in place.items()):
                for code, span in place.items():
                    taken[code].append(span)
                found = place if kind in (TERM, NUMBER, NAME) else {}
                units.append(Unit(kind, {code: texts[code][slice(*span)] for code, span in found.items()}, term))
                spans.append(place)

    for slot in sorted(set(_SLOT.findall(line.english))):
        add(slot[1:-1], {code: _spans(slot, text) for code, text in texts.items()})
    if matcher is not None:
        _add_terms(line, matcher, add)
        values: dict[str, dict[str, list[Span]]] = {code: {} for code in texts}
        for code, text in texts.items():
            for found in _NUMBER.finditer(text):
                values[code].setdefault(found[0].translate(_ASCII).replace(",", ""), []).append(found.span())
        for value in values["en"]:
            add(NUMBER, {code: values[code].get(value, []) for code in texts})
        for start, end in find_names(line.english, matcher.find(line.english)):
            name = line.english[start:end]
            add(NAME, {code: _spans(name, text) for code, text in texts.items()})
    sides = {code: _cut(text, [place.get(code) for place in spans]) for code, text in texts.items()}
    return Template(line.corpus, sides, tuple(units), line.topic.partition("/")[0])


def _add_terms(line: Line, matcher: Matcher, add: Any) -> None:
    matches = [match for match in matcher.find(line.english) if not match.plural]
    skipped = {match.term for match in matcher.find(line.english) if match.plural}
    counts = Counter(match.term for match in matches)
    found = {code: find_forms(counts, text, find_locale(code)) for code, text in line.targets.items()}
    for term in counts:
        if term in skipped:
            continue
        where = {"en": [(match.start, match.end) for match in matches if match.term is term]}
        for code, occurrences in found.items():
            where[code] = [(each.start, each.end) for each in occurrences if each.term is term]
        add(TERM, where, term.name)


def _spans(needle: str, text: str) -> list[Span]:
    return [found.span() for found in re.finditer(rf"(?<!\w){re.escape(needle)}(?!\w)", text)]


def _free(span: Span, taken: list[Span]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def _cut(text: str, spans: list[Span | None]) -> tuple[str | int, ...]:
    pieces: list[str | int] = []
    position = 0
    for (start, end), number in sorted((span, number) for number, span in enumerate(spans) if span):
        pieces += [text[position:start], number]
        position = end
    return tuple(piece for piece in (*pieces, text[position:]) if piece != "")
