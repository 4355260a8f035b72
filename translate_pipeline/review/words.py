"""Words and spellings that reviewers replace in the same way again and again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from rapidfuzz.distance import Levenshtein

from translate_pipeline.checks.words import folded
from translate_pipeline.conventions.persian import DariTable, Word, WordClass, dari_words
from translate_pipeline.glossary.matching import Match
from translate_pipeline.review.alignment import align, text_of
from translate_pipeline.review.occurrences import Occurrences
from translate_pipeline.review.reviewed import Reviewed
from translate_pipeline.review.suggestion import Suggestion, What, one_a_source
from translate_pipeline.review.terms import term_words

_DARI = "fa_AF"
# Argos Translate names its packages translate-<from>_<to>-<version>.
_PERSIAN_ENGINE = re.compile(r"_fa(?:-|$)")
_SAME_WORD = 0.7
_SHORTEST_STEM = 2
_JOINTS = str.maketrans("", "", " \u200c\u0654ئءأ")

_Pair = tuple[str, str]
_Pairs = dict[_Pair, dict[str, Reviewed]]


def word_corrections(
    messages: Sequence[Reviewed],
    find: Callable[[str], Sequence[Match]],
    at_least: int,
    *,
    table: DariTable | None = None,
    known: frozenset[tuple[str, str]] = frozenset(),
) -> Iterator[Suggestion]:
    """Words that reviewers replace in the same way in at least so many sources, and oftener than they write them.

    A Dari word for what an engine of Iranian Persian wrote belongs into the table of Dari words; any other word, and
    what differs in spelling only, into the list of wordings.

    Args:
        messages: of one locale.
        find: finds the glossary's names in English text.
        table: the Dari words that the project has.
        known: words by locale code that a list of the project has already, or a suggestion accounts for.
    """
    pairs: _Pairs = defaultdict(dict)
    for message in messages:
        for pair in _replaced(message, find):
            pairs[pair][message.place] = message
    _add_rewritten(pairs, messages)
    replaced: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for (old, new), where in pairs.items():
        replaced[old] |= {(place, new) for place in where}
    occurrences = Occurrences(messages)
    for (old, new), (found, word_class) in _by_stem(pairs).items():
        evidence = one_a_source(found)
        if len(evidence) < at_least:
            continue
        code = found[0].locale.code
        if (code, old) in known or (code, new) in known:
            continue
        if table is not None and dari_words(old, table, evidence[0].source) != old:
            continue
        other = {place for place, otherwise in replaced[old] if otherwise != new}
        against = len((occurrences.of(old) | other) - {message.place for message in found})
        if len(evidence) <= against:
            continue
        persian = any(_PERSIAN_ENGINE.search(message.engine) for message in evidence)
        if code == _DARI and persian and not _same_word(old, new):
            kind = str(word_class)
            yield Suggestion(What.DARI_WORD, code, "", old, new, kind, evidence, against)
        else:
            yield Suggestion(What.WORDING, code, "", old, new, "", evidence, against)


def _replaced(message: Reviewed, find: Callable[[str], Sequence[Match]]) -> Iterator[_Pair]:
    """The replacements of a message that are about words: no numbers, no Latin, no names of the glossary."""
    if not message.draft or message.draft == message.target:
        return
    terms = [match.term for match in find(message.source)]
    skipped = (term_words(text, terms, message.locale) for text in (message.draft, message.target))
    for old, new in align(message.draft, message.target).replacements(*skipped):
        if not any(char.isdigit() or (char.isascii() and char.isalpha()) for char in old + new):
            yield old, new


def _add_rewritten(pairs: _Pairs, messages: Iterable[Reviewed]) -> None:
    """Add the messages whose reviewed text lost the one and won the other in a sentence that was rewritten."""
    by_words: dict[_Pair, list[_Pair]] = defaultdict(list)
    for old, new in pairs:
        by_words[text_of(old).words[0], text_of(new).words[0]].append((old, new))
    for message in messages:
        if not message.draft or message.draft == message.target:
            continue
        alignment = align(message.draft, message.target)
        dropped, added = alignment.dropped.keys(), alignment.added.keys()
        for words in product(dropped, added):
            for old, new in by_words.get(words, ()):
                if dropped >= set(text_of(old).words) and added >= set(text_of(new).words):
                    pairs[old, new].setdefault(message.place, message)


def _by_stem(pairs: _Pairs) -> dict[_Pair, tuple[list[Reviewed], WordClass]]:
    """The pairs, those that are another with a noun's ending on both sides put to it."""
    gathered: dict[_Pair, tuple[list[Reviewed], WordClass]] = {}
    renderings: dict[str, list[str]] = defaultdict(list)
    for old, new in sorted(pairs, key=lambda pair: (len(pair[0]), pair)):
        stems = (
            (old[:end], dari)
            for end in range(_SHORTEST_STEM, len(old))
            for dari in renderings.get(old[:end], ())
            if new.startswith(dari[:-1]) and _with_ending(old[:end], dari, old) == new
        )
        stem = next(stems, None)
        if stem is None:
            gathered[old, new] = list(pairs[old, new].values()), WordClass.FIXED
            renderings[old].append(new)
        else:
            gathered[stem] = [*gathered[stem][0], *pairs[old, new].values()], WordClass.NOUN
    return gathered


def _with_ending(stem: str, dari: str, word: str) -> str:
    """What a table with one noun makes of a word."""
    return dari_words(word, DariTable((Word((stem,), (dari,), WordClass.NOUN),)))


def _same_word(old: str, new: str) -> bool:
    """Whether two words differ in spelling only."""
    left, right = (folded(each).translate(_JOINTS) for each in (old, new))
    return left == right or Levenshtein.normalized_similarity(left, right) >= _SAME_WORD
