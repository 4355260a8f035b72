"""The rung of stand-ins: a term that an engine loses is replaced by a name that every engine knows, and swapped back.

An anchor is of the term's kind and not in the sentence; each must come out exactly once. Where the names fail, an
unused number of four digits stands in, which engines copy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from translate_pipeline.glossary.inflection import fit, form_in_context
from translate_pipeline.glossary.masking import restore
from translate_pipeline.glossary.matching import Match
from translate_pipeline.glossary.target_forms import form_pattern
from translate_pipeline.glossary.terms import Kind
from translate_pipeline.locales import Locale
from translate_pipeline.translation.enforcement.job import Enforced, Job, best_of, judge
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.engine import Engine


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name with the forms that engines give it, by locale code."""

    name: str
    forms: Mapping[str, Sequence[str]]


def _anchor(name: str, dari: str, pashto: str) -> Anchor:
    return Anchor(name, {"fa_AF": dari.split("|"), "ps": pashto.split("|")})


_PLACES = (
    _anchor("Paris", "پاریس", "پاریس"),
    _anchor("London", "لندن", "لندن"),
    _anchor("Berlin", "برلین|برلن", "برلین"),
    _anchor("Rome", "روم|رم", "روم"),
    _anchor("Moscow", "ماسکو|مسکو", "مسکو|ماسکو"),
    _anchor("Tokyo", "توکیو", "توکیو|ټوکیو"),
)
_PERSONS = (
    _anchor("Maria", "ماریا", "ماریا"),
    _anchor("Obama", "اوباما", "اوباما"),
    _anchor("Putin", "پوتین", "پوتین"),
    _anchor("Merkel", "مرکل", "مېرکل|میرکل"),
)
_BODIES = (
    _anchor("UNESCO", "یونسکو", "یونسکو"),
    _anchor("NATO", "ناتو", "ناټو|ناتو"),
    _anchor("Google", "گوگل", "ګوګل"),
    _anchor("Microsoft", "مایکروسافت|مایکروسافټ", "مایکروسافټ|مایکروسافت"),
)
_ANCHORS: Mapping[Kind, tuple[Anchor, ...]] = {
    Kind.PLACE: _PLACES,
    Kind.PERSON: _PERSONS,
    Kind.OUTLET: _BODIES,
    Kind.INSTITUTION: _BODIES,
}
_NUMBERS = tuple(
    _anchor(number, f"{number}|{digits}", f"{number}|{digits}")
    for number in ("7391", "4826", "9157", "3684", "5279", "8413", "6937", "2748")
    for digits in (number.translate({0x30 + value: 0x06F0 + value for value in range(10)}),)
)


def anchor(jobs: Sequence[Job], engine: Engine, locale: Locale, renderings: Renderings) -> list[Enforced]:
    """Names as stand-ins, then numbers; the better of the two."""
    named = _anchored(jobs, engine, locale, _ANCHORS)
    left = [index for index, draft in enumerate(named) if not draft.solved]
    counted = _anchored([jobs[index] for index in left], engine, locale, {})
    for index, draft in zip(left, counted, strict=True):
        named[index] = best_of([named[index], draft])
    return named


def _anchored(
    jobs: Sequence[Job], engine: Engine, locale: Locale, anchors: Mapping[Kind, tuple[Anchor, ...]]
) -> list[Enforced]:
    prepared = [_replace(job, anchors) for job in jobs]
    outputs = engine.decode([text for text, _ in prepared])
    return [
        _swap_back(job, hypotheses[0].text, pairs, engine, locale)
        for job, (_, pairs), hypotheses in zip(jobs, prepared, outputs, strict=True)
    ]


def _replace(job: Job, anchors: Mapping[Kind, tuple[Anchor, ...]]) -> tuple[str, list[tuple[Match, Anchor]]]:
    used: set[str] = set()
    pieces: list[str] = []
    pairs: list[tuple[Match, Anchor]] = []
    position = 0
    for match in job.matches:
        choice = next(
            (
                each
                for each in (*anchors.get(match.term.kind, ()), *_NUMBERS)
                if each.name not in used and not re.search(rf"\b{each.name}\b", job.text)
            ),
            None,
        )
        if choice is None or match.plural:
            continue
        used.add(choice.name)
        pairs.append((match, choice))
        pieces += [job.text[position : match.start], choice.name]
        position = match.end
    return "".join(pieces) + job.text[position:], pairs


def _swap_back(
    job: Job, output: str, pairs: Sequence[tuple[Match, Anchor]], engine: Engine, locale: Locale
) -> Enforced:
    restored = restore(output, (), locale, engine.placeholders)
    target, exact = restored.text, restored.exact
    for match, choice in pairs:
        spans = [
            found.span()
            for form in choice.forms[locale.code]
            for found in form_pattern(form, locale.code).finditer(target)
        ]
        if len(spans) != 1:
            exact = False
            continue
        ((start, end),) = spans
        form = form_in_context(match.term.forms[locale.code], target[:start], target[end:], locale)
        target = "".join(fit(form, target[:start], target[end:], locale))
    return judge(job, target, "anchor", locale, exact=exact)
