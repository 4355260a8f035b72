"""The sentences of a unit, each with the one that answers to it."""

from __future__ import annotations

from translate_pipeline.reports.inline import plain
from translate_pipeline.reports.model import Role
from translate_pipeline.translation.recall.unit import SentencePair, Unit
from translate_pipeline.translation.sentences import Sentence, split_sentences

# Beyond these a sentence was moved or merged: characters of a Dari or Pashto sentence to those of its English one.
_SHORTEST, _LONGEST = 0.4, 2.5
_SLACK = 12
# Titles are written in a style of their own.
_TITLES = frozenset({Role.HEADLINE.value, Role.HEADING.value})
_TO_ENGLISH, _TO_TARGET = str.maketrans("«»", "“”"), str.maketrans("“”", "«»")


def sentence_pairs(unit: Unit) -> list[SentencePair]:
    """The pairs of a unit whose source and target have as many sentences; none where they do not."""
    if unit.role in _TITLES:
        return []
    # Drafting asks for sentences without tags, and puts them in afterwards.
    sources, targets = split_sentences(plain(unit.source)), _target_sentences(plain(unit.target), unit.locale)
    if len(sources) != len(targets) or not all(map(_answers, sources, targets)):
        return []
    return [
        SentencePair(source.text, target.text, unit.position) for source, target in zip(sources, targets, strict=True)
    ]


def _target_sentences(target: str, locale: str) -> list[Sentence]:
    language = locale.split("_")[0]
    if "“" in target or "”" in target:
        return split_sentences(target, language)
    # A quotation of several sentences is taken apart as its English one is.
    sentences = split_sentences(target.translate(_TO_ENGLISH), language)
    return [Sentence(each.text.translate(_TO_TARGET), each.opens, each.closes) for each in sentences]


def _answers(source: Sentence, target: Sentence) -> bool:
    fits = _SHORTEST * len(source.text) - _SLACK <= len(target.text) <= _LONGEST * len(source.text) + _SLACK
    return fits and (source.opens, source.closes) == (target.opens, target.closes)
