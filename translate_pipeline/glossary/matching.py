"""Finding the glossary's names in English text, all terms in one pass.

The longest match wins, a name inside a longer name is not matched, and an English possessive or plural belongs to
the match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import ahocorasick

from translate_pipeline.glossary.folding import fold
from translate_pipeline.glossary.terms import Case, Glossary, Kind, Term

_SUFFIX = re.compile(r"(?P<plural>(?:e?s)?)(?P<possessive>'s|(?<=s)'(?!\w))?(?!\w)")
_POSSESSIVE = re.compile(r"(?:'s(?!\w))?")
_NO_PLURAL = frozenset({Kind.PERSON, Kind.KEEP})
_PARTICLES = frozenset("a al and bin da de e el i ibn la of on the u ul wa y ye".split())


@dataclass(frozen=True, slots=True)
class Match:
    """A term in a source text.

    Attributes:
        start, end: offsets of the name itself.
        stop: end of the name with its possessive or plural ending.
        plural: the name stands in the English plural.
    """

    term: Term
    start: int
    end: int
    stop: int
    plural: bool = False


class Matcher:
    """All names of a glossary, ready to be found."""

    def __init__(self, glossary: Glossary):
        self.glossary = glossary
        self._automaton = ahocorasick.Automaton()
        patterns: dict[str, list[tuple[Term, str]]] = {}
        for term in glossary.terms:
            for name in term.names:
                pattern = fold(name).text
                patterns.setdefault(pattern.lower(), []).append((term, pattern))
        for key, values in patterns.items():
            self._automaton.add_word(key, (len(key), values))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Match]:
        """The matches in `text`, in order, none overlapping another."""
        if not len(self._automaton):
            return []
        candidates = sorted(self._candidates(text), key=lambda match: (match.start - match.end, match.start))
        taken = bytearray(len(text))
        found = []
        for match in candidates:
            if not any(taken[match.start : match.stop]):
                taken[match.start : match.stop] = b"\1" * (match.stop - match.start)
                found.append(match)
        return _with_abbreviations(text, sorted(found, key=lambda match: match.start))

    def _candidates(self, text: str) -> Iterator[Match]:
        folded = fold(text)
        plain = folded.text
        for last, (length, values) in self._automaton.iter(_lower(plain)):
            start, end = last - length + 1, last + 1
            if start and _joins(plain[start - 1], plain[start]):
                continue
            suffix = _suffix(plain, end)
            if suffix is None:
                continue
            stop, plural = suffix
            for term, pattern in values:
                if plural and term.kind in _NO_PLURAL:
                    continue
                if term.case is Case.FOLD or _capitals_fit(pattern, plain[start:end]):
                    yield Match(
                        term,
                        folded.original(start),
                        folded.original(end - 1) + 1,
                        folded.original(stop - 1) + 1,
                        plural,
                    )
                    break


def _with_abbreviations(text: str, matches: list[Match]) -> list[Match]:
    """Take an abbreviation in brackets into the name it abbreviates: "World Food Program (WFP)" is said once."""
    merged: list[Match] = []
    for match in matches:
        last = merged[-1] if merged else None
        bracketed = last and text[last.stop : match.start] == " (" and text[match.stop : match.stop + 1] == ")"
        if last and bracketed and last.term is match.term:
            end = match.stop + 1
            merged[-1] = replace(last, end=end, stop=end)
        else:
            merged.append(match)
    return merged


def _lower(text: str) -> str:
    lowered = text.lower()
    return (
        lowered
        if len(lowered) == len(text)
        else "".join(low if len(low := char.lower()) == 1 else char for char in text)
    )


def _joins(left: str, right: str) -> bool:
    return (left.isalnum() or left == "_") and (right.isalnum() or right == "_")


def _suffix(text: str, end: int) -> tuple[int, bool] | None:
    """Where the match with its English ending stops and whether it is a plural; None inside a longer word."""
    if end == len(text):
        return end, False
    if not text[end - 1].isalnum():
        found = _POSSESSIVE.match(text, end)
        return (found.end() if found else end), False
    found = _SUFFIX.match(text, end)
    return (found.end(), bool(found["plural"])) if found else None


def _capitals_fit(pattern: str, text: str) -> bool:
    """Whether `text` has at least the capitals of `pattern`: more is a headline's doing, fewer is another word."""
    if text == pattern:
        return True
    if len(pattern) < 4 and not pattern.isupper() and text.isupper():
        return False
    wanted, got = re.split(r"(\W+)", pattern), re.split(r"(\W+)", text)
    for want, have in zip(wanted, got, strict=True):
        if want == have or want.lower() in _PARTICLES:
            continue
        if have.isupper() or (have[:1].isupper() and have[1:] == want[1:]):
            continue
        return False
    return True
