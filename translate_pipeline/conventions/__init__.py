"""How Dari and Pashto are written in this house: letters, digits, punctuation, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from translate_pipeline.conventions import digits, orthography, punctuation
from translate_pipeline.conventions.convention import Rule
from translate_pipeline.conventions.registry import convention_of
from translate_pipeline.conventions.script import LATIN, NATIVE
from translate_pipeline.conventions.shield import protected, unaltered
from translate_pipeline.locales import Locale

__all__ = ["REVISION", "localize"]

REVISION = "1"
"""Changed by hand whenever the output of `localize` may change; drafts are cached under it."""

_NATIVE = re.compile(f"[{NATIVE}]")
_ROUNDS = 8


@cache
def _rules(locale: Locale) -> tuple[Rule, ...]:
    convention = convention_of(locale)
    return (
        orthography.letter_rule(convention),
        digits.numbers,
        digits.percent_rule(convention),
        punctuation.marks,
        punctuation.quotes,
        punctuation.spacing,
        orthography.zwnj,
        *convention.rules,
    )


def _settled(rules: Sequence[Rule]) -> Callable[[str], str]:
    """The rules, again and again until nothing changes: one may make room for another."""

    def shown(text: str) -> str:
        if LATIN in text and not _NATIVE.search(text):
            return text
        for rule in rules:
            text = rule(text)
        return text

    def settled(text: str) -> str:
        for _ in range(_ROUNDS):
            before = text
            text = orthography.canonical(text)
            if orthography.has_invisible(text):
                text = unaltered(text, orthography.visible)
            text = unaltered(text, shown)
            if text == before:
                break
        return text

    return settled


def localize(text: str, locale: Locale, *, protect: Sequence[tuple[int, int]] = ()) -> str:
    """A draft in the house style of `locale`.

    Doing it twice changes nothing more. Addresses, words with Latin letters, placeholders and tags stay as they are; so
    does a text that has Latin words and none of its own script.

    Args:
        text: target text, plain.
        locale: its language.
        protect: half-open spans of character offsets that come out unchanged, such as approved terms.

    Raises:
        InputError: the locale has no conventions.
    """
    return protected(text, protect, _settled(_rules(locale)))
