"""The noun of this room: what one target language asks for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from translate_pipeline.conventions.units import Units

Rule = Callable[[str], str]

# Harakat, hamza above, superscript alef: both languages write them now and then.
MARKS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0670")


def _presentation_forms() -> dict[str, str]:
    """Presentation forms and the letters they show (Unicode compatibility decompositions).

    Left out: forms of lone marks, which decompose to a space, and the pious phrases and signs of U+FDF0-FDFF, of which
    only Allah is a plain word.
    """
    forms = {}
    for code in (*range(0xFB50, 0xFDF0), 0xFDF2, *range(0xFE70, 0xFEFD)):
        form = chr(code)
        shown = unicodedata.normalize("NFKC", form).replace("\u0640", "")
        if shown and shown != form and not shown.startswith(" "):
            forms[form] = shown
    return forms


_FORMS = _presentation_forms()


@dataclass(frozen=True, slots=True)
class Convention:
    """One language's orthography and house style; the third language is one more of these.

    Attributes:
        letters: letters and marks that belong in its text.
        wrong: letters that never do, each with what is written instead.
        percent: the word after a number.
        months: Gregorian, January first, as written in Afghanistan.
        solar_months: of the Solar Hijri year, Hamal (Wray) first.
        weekdays: Monday first, as `datetime.date.weekday` counts.
        date: pattern of a day and month, with `{day}` and `{month}`.
        date_year: the same with `{year}`.
        units: money, measures and ages.
        rules: what is particular to the language; each takes and returns text, and may run on its own result.
    """

    letters: frozenset[str]
    wrong: Mapping[str, str]
    percent: str
    months: tuple[str, ...]
    solar_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    date: str
    date_year: str
    units: Units
    rules: tuple[Rule, ...]


def wrong_letters(remedies: Mapping[str, str]) -> dict[str, str]:
    """`remedies` (letter -> what is written instead) and the presentation forms, led on to the language's letters."""
    forms = {form: "".join(remedies.get(letter, letter) for letter in shown) for form, shown in _FORMS.items()}
    return forms | dict(remedies)
