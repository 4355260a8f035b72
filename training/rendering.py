"""Templates filled and masked afresh each time they are trained on."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from training.templates import NAME, NUMBER, TERM, Template, Unit
from translate_pipeline.conventions import localize
from translate_pipeline.glossary.inflection import fit, form_in_context
from translate_pipeline.glossary.terms import Forms, Glossary, Kind, Term
from translate_pipeline.locales import find_locale

PLACEHOLDERS = tuple(f"⟦{digit}⟧" for digit in range(10))
MOST = 8
NOTHING, SOME, EVERYTHING = "nothing", "some", "everything"
MODES = (NOTHING, SOME, EVERYTHING)
_MODE_WEIGHTS = (25, 30, 45)
_NUMBER_MASKED = 0.12
_NUMBER_CHANGED = 0.3
_PLACE_CHANGED = 0.2
_SMALL = {
    2: ("two", "دو", "دوه"),
    3: ("three", "سه", "درې"),
    4: ("four", "چهار", "څلور"),
    5: ("five", "پنج", "پنځه"),
    6: ("six", "شش", "شپږ"),
    7: ("seven", "هفت", "اووه"),
    8: ("eight", "هشت", "اته"),
    9: ("nine", "نُه", "نهه"),
    10: ("ten", "ده", "لس"),
    11: ("eleven", "یازده", "یوولس"),
    12: ("twelve", "دوازده", "دولس"),
}
_AND = {"en": " and ", "fa_AF": " و ", "ps": " او "}
_COMMA = {"en": ", ", "fa_AF": "، ", "ps": "، "}
_STOP = re.compile(r"[.?!؟۔…»\"”]$")
_PLAIN_NUMBER = re.compile("[1-9][0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A training example: English, its translations by locale code, and the placeholders both hold."""

    english: str
    targets: Mapping[str, str]
    placeholders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """What is written for a unit: a placeholder, texts by side, or forms of a term with the English name chosen."""

    texts: Mapping[str, str]
    forms: Mapping[str, Forms] | None = None


class Renderer:
    """Fills slots from the glossary and masks units with placeholders; all chance comes from `rng`."""

    def __init__(self, glossary: Glossary, rng: random.Random):
        self._rng = rng
        self._terms: dict[str, list[Term]] = {}
        for term in glossary.terms:
            self._terms.setdefault(term.kind.value, []).append(term)
        self._places = {term.name for term in self._terms.get(Kind.PLACE.value, ())}

    def render(self, templates: Sequence[Template], mode: str | None = None) -> Rendered:
        """One example of one or several templates in a row, in the languages that all of them have."""
        rng = self._rng
        mode = mode or rng.choices(MODES, _MODE_WEIGHTS)[0]
        masked = [
            (index, number)
            for index, template in enumerate(templates)
            for number in _in_order(template)
            if self._masks(template.units[number], mode)
        ]
        if len(masked) > MOST:
            masked = sorted(rng.sample(masked, MOST))
        marks = list(PLACEHOLDERS)
        if rng.random() < 0.5:
            rng.shuffle(marks)
        placeholders = dict(zip(masked, marks, strict=False))
        parts = [
            self._sides(template, {number: mark for (at, number), mark in placeholders.items() if at == index})
            for index, template in enumerate(templates)
        ]
        codes = [code for code in parts[0] if all(code in part for part in parts)]
        texts = {code: _joined([part[code] for part in parts], code) for code in codes}
        english = texts.pop("en")
        return Rendered(english, texts, tuple(placeholders.values()))

    def names_in_a_row(self) -> Rendered:
        """Placeholders alone, one to six in a row: nothing but copying."""
        marks = self._rng.sample(PLACEHOLDERS, self._rng.choice((1, 2, 2, 3, 3, 4, 5, 6)))
        if len(marks) == 1:
            texts = dict.fromkeys(_AND, marks[0])
        else:
            texts = {code: _COMMA[code].join(marks[:-1]) + _AND[code] + marks[-1] for code in _AND}
        return Rendered(texts.pop("en"), texts, tuple(marks))

    def _masks(self, unit: Unit, mode: str) -> bool:
        if mode == NOTHING:
            return False
        if unit.kind == NUMBER or (unit.kind.startswith("n") and unit.kind != NAME):
            return self._rng.random() < _NUMBER_MASKED
        return mode == EVERYTHING or self._rng.random() < 0.5

    def _sides(self, template: Template, placeholders: Mapping[int, str]) -> dict[str, str]:
        shared: dict[str, Filling] = {}
        fillings = []
        for number, unit in enumerate(template.units):
            if number in placeholders:
                fillings.append(Filling(dict.fromkeys(template.sides, placeholders[number])))
            elif unit.texts:
                fillings.append(self._rewritten(unit))
            else:
                fillings.append(shared.setdefault(unit.kind, self._slot(unit.kind)))
        return {
            code: _english(side, fillings) if code == "en" else _target(side, fillings, code)
            for code, side in template.sides.items()
        }

    def _rewritten(self, unit: Unit) -> Filling:
        rng = self._rng
        if unit.kind == TERM and unit.term in self._places and rng.random() < _PLACE_CHANGED:
            return self._named(Kind.PLACE.value)
        number = unit.texts["en"]
        if unit.kind == NUMBER and _PLAIN_NUMBER.fullmatch(number) and rng.random() < _NUMBER_CHANGED:
            return Filling(dict.fromkeys(unit.texts, str(self._like(int(number)))))
        return Filling(unit.texts)

    def _like(self, number: int) -> int:
        low, high = next(
            (low, high)
            for low, high in ((10, 31), (32, 99), (100, 999), (1000, 1899), (1900, 2030), (2031, 9999))
            if low <= number <= high
        )
        return self._rng.randint(low, high)

    def _slot(self, kind: str) -> Filling:
        kind = kind.rstrip("0123456789")
        return self._number() if kind == "n" else self._named(kind)

    def _named(self, kind: str) -> Filling:
        term = self._rng.choice(self._terms[kind])
        name = self._rng.choice(term.variants) if term.variants and self._rng.random() < 0.25 else term.name
        return Filling({"en": name}, term.forms)

    def _number(self) -> Filling:
        rng = self._rng
        value = rng.choice(
            (rng.randint(2, 12), rng.randint(2, 12), rng.randint(13, 60), rng.randint(13, 99), rng.randint(100, 999))
        )
        if value in _SMALL and rng.random() < 0.5:
            english, dari, pashto = _SMALL[value]
            return Filling({"en": english, "fa_AF": dari, "ps": pashto})
        if rng.random() < 0.07:
            value = rng.randint(1, 99) * 1000 + rng.choice((0, 0, 500, rng.randint(0, 999)))
        return Filling(dict.fromkeys(("en", "fa_AF", "ps"), f"{value:,}"))


def _in_order(template: Template) -> list[int]:
    return [piece for piece in template.sides["en"] if isinstance(piece, int)]


def _english(side: Iterable[str | int], fillings: Sequence[Filling]) -> str:
    text = "".join(piece if isinstance(piece, str) else fillings[piece].texts["en"] for piece in side)
    return text[:1].upper() + text[1:] if text[:1].islower() and text.endswith(".") else text


def _target(side: Sequence[str | int], fillings: Sequence[Filling], code: str) -> str:
    """A target side, slots filled first and normalised after, so that no rule ever sees a slot's name."""
    locale = find_locale(code)
    written = ""
    rest = [piece if isinstance(piece, str) else "" for piece in side]
    for index, piece in enumerate(side):
        if isinstance(piece, str):
            written += rest[index]
            continue
        filling = fillings[piece]
        if filling.forms is None:
            written += filling.texts[code]
            continue
        after = "".join(rest[index + 1 : index + 2])
        form = form_in_context(filling.forms[code], written, after, locale)
        written, form, after = fit(form, written, after, locale)
        rest[index + 1 : index + 2] = [after] if index + 1 < len(side) else []
        written += form
    return localize(written, locale)


def _joined(parts: Sequence[str], code: str) -> str:
    text = parts[0]
    for part in parts[1:]:
        text += (" " if _STOP.search(text) else _COMMA[code]) + part
    return text
