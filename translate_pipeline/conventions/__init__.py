"""How Dari and Pashto are written in this house: letters, digits, punctuation, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from translate_pipeline.conventions import digits, orthography, punctuation, units
from translate_pipeline.conventions.convention import Rule
from translate_pipeline.conventions.persian import DariTable, dari_words
from translate_pipeline.conventions.registry import convention_of
from translate_pipeline.conventions.script import LATIN, NATIVE
from translate_pipeline.conventions.shield import may_hide, protected, unaltered
from translate_pipeline.locales import Locale

__all__ = ["REVISION", "localize"]

REVISION = "2"
"""Changed by hand whenever the output of `localize` may change; drafts are cached under it."""

_NATIVE = re.compile(f"[{NATIVE}]")
_ROUNDS = 8


@cache
def _rules(locale: Locale) -> tuple[Rule, ...]:
    # First those that most often find something: the round is over when all have been quiet since the last that did.
    convention = convention_of(locale)
    return (
        orthography.letter_rule(convention),
        digits.numbers,
        *convention.rules,
        units.age_rule(convention.units),
        digits.percent_rule(convention),
        punctuation.marks,
        punctuation.quotes,
        punctuation.spacing,
        orthography.zwnj,
        orthography.canonical,
    )


def _dari_rule(persian: DariTable, source: str) -> Rule:
    last = ""

    def dari(text: str) -> str:
        nonlocal last
        if text != last:
            last = dari_words(text, persian, source)
        return last

    return dari


@cache
def _spelled_out(locale: Locale) -> Rule:
    return units.rule(convention_of(locale).units)


def _settled(rules: Sequence[Rule], spelled_out: Rule) -> Callable[[str], str]:
    """The rules, again and again until nothing changes: one may make room for another."""

    turns = tuple(rules) * _ROUNDS

    def shown(text: str) -> str:
        if LATIN in text and not _NATIVE.search(text):
            return text
        quiet = 0
        for rule in turns:
            after = rule(text)
            quiet = 0 if after != text else quiet + 1
            if quiet == len(rules):
                break
            text = after
        return text

    def settled(text: str) -> str:
        for _ in range(_ROUNDS):
            before = text
            text = orthography.canonical(text)
            if orthography.has_invisible(text):
                text = unaltered(text, orthography.visible)
            if _NATIVE.search(text):
                text = spelled_out(text)
            text = unaltered(text, shown)
            # Text without Latin words, tokens and signs was all there for the rules to see.
            if text == before or not (may_hide(text) or units.hinted(text) or orthography.has_invisible(text)):
                break
        return text

    return settled


def localize(
    text: str,
    locale: Locale,
    *,
    protect: Sequence[tuple[int, int]] = (),
    persian: DariTable | None = None,
    source: str = "",
) -> str:
    """A draft in the house style of `locale`.

    Doing it twice changes nothing more. Addresses, words with Latin letters, placeholders and tags stay as they are; so
    does a text that has Latin words and none of its own script.

    Args:
        text: target text, plain.
        locale: its language.
        protect: half-open spans of character offsets that come out unchanged, such as approved terms.
        persian: given where the engine speaks Iranian Persian and the locale is Dari: its words become Dari.
        source: the English text; it decides what some words of `persian` mean, and where a quotation ends that the
            draft left open.

    Raises:
        InputError: the locale has no conventions.
    """
    rules = _rules(locale)
    if persian is not None:
        rules = (rules[0], _dari_rule(persian, source), *rules[1:])
    text = protected(text, protect, _settled(rules, _spelled_out(locale)))
    return punctuation.completed(text, source) if source else text
