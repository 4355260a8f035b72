"""The check of names across messages: one English name that the glossary lacks, written in two ways.

Which words of a target render a name is guessed from the consonants: both are brought down to classes of letters that
transliterations interchange (s for س ص ث, k for ک ق, t for ت ط ټ ...), vowels dropped.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from translate_pipeline.checks.check import Check, Spot, both
from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.words import folded, tokens
from translate_pipeline.glossary.names import find_names
from translate_pipeline.reports.inline import scan

_ENGLISH = re.compile(r"sch|tch|kh|gh|ch|sh|zh|th|ph|dh|ck|qu|[a-z]")
_ENGLISH_CLASSES = {
    **dict.fromkeys("b p".split(), "b"),
    **dict.fromkeys("f ph".split(), "f"),
    **dict.fromkeys("t d th dh".split(), "t"),
    **dict.fromkeys("s z c".split(), "s"),
    **dict.fromkeys("sh ch zh j sch tch".split(), "j"),
    **dict.fromkeys("k q ck qu".split(), "k"),
    **dict.fromkeys("g gh".split(), "g"),
    "kh": "x",
    "x": "ks",
    "m": "m",
    "n": "n",
    "l": "l",
    "r": "r",
}
_TARGET_CLASSES = {
    **dict.fromkeys("بپ", "b"),
    "ف": "f",
    **dict.fromkeys("تطد", "t"),
    **dict.fromkeys("سصثزذضظڅځ", "s"),
    **dict.fromkeys("شچجژږ", "j"),
    **dict.fromkeys("کق", "k"),
    **dict.fromkeys("گغ", "g"),
    **dict.fromkeys("خښ", "x"),
    "م": "m",
    "ن": "n",
    "ل": "l",
    "ر": "r",
}
_FEWEST = 3
_ENDING = re.compile(r"(?:\u200c?(?:ها|های|ی|ه|و|ان|انو|یانو|یان|ې))$")


@lru_cache(maxsize=4096)
def _english_key(name: str) -> str:
    found = _ENGLISH.findall(name.lower())
    return _squeezed("".join(_ENGLISH_CLASSES.get(letter, "") for letter in found))


@lru_cache(maxsize=8192)
def _target_key(word: str) -> str:
    return _squeezed("".join(_TARGET_CLASSES.get(letter, "") for letter in word))


def _squeezed(key: str) -> str:
    return re.sub(r"(.)\1+", r"\1", key)


def sounds_alike(name: str, rendering: str) -> bool:
    """Whether a rendering in Dari or Pashto has the consonants of an English name, three of them at least."""
    key = _english_key(name)
    return len(key) >= _FEWEST and _target_key(folded(rendering)) == key


def _rendering(name: str, message: CheckedMessage) -> tuple[str, int, int] | None:
    """The one word of a target that sounds like a name: as written, and its offsets."""
    key = _english_key(name)
    if len(key) < _FEWEST:
        return None
    found = {
        token[0]: token.span()
        for token in tokens(message.target)
        if abs(len(token[0]) - len(name)) < 5 and _target_key(folded(token[0])) == key
    }
    if len(found) != 1:
        return None
    ((word, (start, end)),) = found.items()
    return word, start, end


def _stem(word: str) -> str:
    """A rendering without vowel marks and the endings that case and number add."""
    plain = folded(word)
    stem = _ENDING.sub("", plain)
    return stem if len(stem) >= 3 else plain


def inconsistent_names(messages: Sequence[CheckedMessage]) -> Iterator[tuple[int, Finding]]:
    """Messages in which a name is written otherwise than in most messages of its locale.

    Yields:
        The index of a message, and the finding on it.
    """
    places: dict[tuple[str, str], list[tuple[str, int, int, int]]] = defaultdict(list)
    for index, message in enumerate(messages):
        if not message.target or "name" in message.skip or "all" in message.skip:
            continue
        bare = message.bare
        for start, end in find_names(bare.source, message.matches):
            for word in set(re.findall(r"[A-Z][^\W\d_]{2,}", bare.source[start:end])):
                rendering = _rendering(word, bare)
                if rendering:
                    place = rendering[1:] if bare is message else scan(message.target).place(*rendering[1:])
                    places[message.locale.code, word].append((rendering[0], index, *place))
    check = CHECKS[0]
    for (_, name), found in places.items():
        stems = Counter(_stem(word) for word, *_ in found)
        if len(stems) < 2:
            continue
        usual = max(stems, key=lambda stem: stems[stem])
        example = next(word for word, *_ in found if _stem(word) == usual)
        for word, index, start, end in found:
            if _stem(word) != usual:
                problem = f"{name} is {word} here and {example} elsewhere ({stems[usual]} times)"
                yield index, Finding(check.id, check.severity, problem, start, end)


def _alone(message: CheckedMessage) -> Iterable[Spot]:
    """One message has nothing to differ from: see `inconsistent_names`."""
    return ()


CHECKS = (
    Check(
        "name",
        Severity.WARNING,
        "The same English name is spelled in two ways, in one report or across the catalogs of a run.",
        "Only names that the glossary lacks; those it has are the business of `term`. The spelling that stands in most "
        "messages counts as the usual one, of equals the first. Endings of case and number do not count.",
        both(
            "Police chief Najibullah Tokhi left.",
            ("تخی (توخی elsewhere)", "توخی"),
            ("تخي (توخي elsewhere)", "توخي"),
        ),
        _alone,
    ),
)
