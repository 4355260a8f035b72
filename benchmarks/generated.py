"""Sentences with glossary names in every position, the same ones for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.terms import Glossary, Kind, Term

_HERE = Path(__file__).resolve().parent
_NUMBER = re.compile(r"\{n2?\}")
_SLOT = re.compile(r"\{([a-z]+)\d?\}")


def own_templates() -> list[str]:
    """Fifty sentences with slots for names in every position."""
    return (_HERE / "templates.txt").read_text(encoding="utf-8").splitlines()


def newsdesk_templates() -> list[str]:
    """The sentences of the training corpus that have slots for names; the packaged models have seen most of them."""
    files = sorted((_HERE.parent / "training" / "newsdesk").glob("*.tsv"))
    sentences = [line.split("\t")[1] for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return [sentence for sentence in sentences if set(_SLOT.findall(sentence)) & {"place", "person", "outlet"}]


def generate(matcher: Matcher, count: int, seed: int = 1, templates: Sequence[str] = ()) -> list[str]:
    """`count` different English sentences of one to five names.

    Names are drawn in any of their spellings; one that the matcher would not read as itself in its place (a place in a
    person's name, a variant that only fits a headline) is drawn again, so that what a sentence says is known.
    """
    chance = random.Random(seed)
    templates = templates or own_templates()
    names = _names(matcher.glossary)
    sentences: dict[str, None] = {}
    while len(sentences) < count:
        template = chance.choice(templates)
        template = _NUMBER.sub(lambda _: str(chance.randint(2, 400)), template)
        slots = _SLOT.findall(template)
        chosen = [chance.choice(names[Kind(slot)]) for slot in slots]
        if len({term.name for term, _ in chosen}) < len(chosen):
            continue
        sentence = _fill(template, [name for _, name in chosen])
        found = [match.term for match in matcher.find(sentence)]
        if all(term in found for term, _ in chosen if term.kind is not Kind.TITLE):
            sentences[sentence] = None
    return list(sentences)


def _fill(template: str, names: list[str]) -> str:
    left = iter(names)
    sentence = _SLOT.sub(lambda _: next(left), template)
    return sentence[0].upper() + sentence[1:]


def _names(glossary: Glossary) -> dict[Kind, list[tuple[Term, str]]]:
    names: dict[Kind, list[tuple[Term, str]]] = {kind: [] for kind in Kind}
    for term in glossary.terms:
        names[term.kind] += [(term, name) for name in term.names]
    return names
