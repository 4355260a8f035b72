"""Finding the glossary's names in English text, all terms in one pass.

The longest match wins, a name inside a longer name is not matched, and an English possessive or plural belongs to
the match.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ahocorasick

from translate_pipeline.glossary.capitals import TRANSLATED_WORDS
from translate_pipeline.glossary.folding import Folded, fold
from translate_pipeline.glossary.terms import Case, Glossary, Kind, Term

_SUFFIX = re.compile(r"(?P<plural>(?:e?s)?)(?P<possessive>'s|(?<=s)'(?!\w))?(?!\w)")
_POSSESSIVE = re.compile(r"(?:'s(?!\w))?")
_NO_PLURAL = frozenset({Kind.PERSON, Kind.KEEP})
_WORD = re.compile(r"[^\W\d_]+")
_WORD_BEFORE = re.compile(r"(?<!\w)([A-Z][^\W\d_]+) $")
_LONGEST_WORD = 40
_WORD_AFTER = re.compile(r" ([A-Z][^\W\d_]+)")
# Places whose names persons bear too: Western given names, Afghan given names and surnames.
_ALSO_PERSONS = frozenset(
    "Chad Charlotte Florence Georgia Israel Jordan Sydney Victoria Virginia".split()
    + "Farah Jaji Safi Shinwari Wardak Zazai".split()
)
_PARTICLES = frozenset("a al and bin da de e el i ibn la of on the u ul wa y ye".split())

_GIVEN_NAMES = frozenset(
    """
    Abdul Abdullah Ahmad Ahmed Akbar Ali Amin Amir Anwar Aziz Bashir Fahim Faiz Farid Fazal Ghafoor Ghulam Gul Habib
    Haji Hamid Haroon Hasan Hassan Hussain Hussein Ibrahim Ismail Jalil Jamil Jan Javed Karim Khalid Khalil Latif
    Mahmud Malik Masood Mir Mirza Mohammad Mohammed Muhammad Mustafa Nabi Nader Najib Naseer Nasir Nazir Omar Qadir
    Qasim Rahim Rahman Rashid Rasul Rauf Salim Sami Samad Sardar Sayed Sayyed Shafiq Shah Sher Wahid Wakil Wali Yusuf
    Zahir Zalmay Zaman
    """.split()
)


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
        self._person_words = _words_of_persons(glossary)
        # Abbreviations are looked for in the text as it is: in lower case every `us` of every word would be one.
        self._capitals, self._words = _automata(glossary)

    def find(self, text: str) -> list[Match]:
        """The matches in `text`, in order, none overlapping another."""
        folded = fold(text)
        candidates = self._candidates(folded, folded.text, self._capitals)
        candidates += self._candidates(folded, _lower(folded.text), self._words)
        if not candidates:
            return []
        if len(candidates) > 1:
            candidates.sort(key=lambda match: (match.start - match.end, match.start))
        taken = bytearray(len(text))
        found: list[Match] = []
        for match in candidates:
            if 1 not in taken[match.start : match.stop]:
                taken[match.start : match.stop] = b"\1" * (match.stop - match.start)
                found.append(match)
        found.sort(key=lambda match: match.start)
        return [match for match in _with_abbreviations(text, found) if not self._is_persons_name(text, match, found)]

    def _candidates(self, folded: Folded, searched: str, automaton: Any) -> list[Match]:
        found: list[Match] = []
        if not len(automaton):
            return found
        plain, original = folded.text, folded.original
        size = len(plain)
        for last, (length, values) in automaton.iter(searched):
            start, end = last - length + 1, last + 1
            if start and plain[start - 1].isalnum() and plain[start].isalnum():
                continue
            following = plain[end] if end < size else " "
            if following in " .,":
                stop, plural = end, False
            elif following.isalnum() and following not in "es":
                continue
            else:
                suffix = _suffix(plain, end)
                if suffix is None:
                    continue
                stop, plural = suffix
            for term, pattern in values:
                if plural and term.kind in _NO_PLURAL:
                    continue
                if term.case is Case.FOLD or _capitals_fit(pattern, plain[start:end]):
                    places = original(start), original(end - 1) + 1, original(stop - 1) + 1
                    found.append(Match(term, *places, plural))
                    break
        return found

    def _is_persons_name(self, text: str, match: Match, found: Sequence[Match]) -> bool:
        """Whether a place's name is a part of a person's here: Farah Karimi, Gen. Abdul Qadir Wardak."""
        name = text[match.start : match.end]
        if match.term.kind is not Kind.PLACE or " " in name:
            return False
        before = _WORD_BEFORE.search(text, max(0, match.start - _LONGEST_WORD), match.start)
        if before and before[1] in self._person_words and before[1] not in TRANSLATED_WORDS:
            return True
        if name not in _ALSO_PERSONS:
            return False
        after = _WORD_AFTER.match(text, match.end)
        followed = after and (after[1] in self._person_words or not _is_title_case(text))
        titled = any(other.term.kind is Kind.TITLE and other.stop == match.start - 1 for other in found)
        return titled or bool(followed and after and after[1] not in TRANSLATED_WORDS)


def _automata(glossary: Glossary) -> tuple[Any, Any]:
    capitals: dict[str, list[tuple[Term, str]]] = {}
    words: dict[str, list[tuple[Term, str]]] = {}
    for term in glossary.terms:
        for name in term.names:
            pattern = fold(name).text
            if term.case is Case.EXACT and pattern.isupper() and " " not in pattern:
                capitals.setdefault(pattern, []).append((term, pattern))
            else:
                words.setdefault(_lower(pattern), []).append((term, pattern))
    return _automaton(capitals), _automaton(words)


def _automaton(patterns: Mapping[str, list[tuple[Term, str]]]) -> Any:
    automaton = ahocorasick.Automaton()
    for key, values in patterns.items():
        automaton.add_word(key, (len(key), values))
    automaton.make_automaton()
    return automaton


def _words_of_persons(glossary: Glossary) -> frozenset[str]:
    """The given names and surnames of the glossary's persons that are no place's name."""
    words = {word for term in glossary.terms if term.kind is Kind.PERSON for word in term.name.split()}
    words |= _GIVEN_NAMES
    return frozenset(words.difference(*(term.names for term in glossary.terms if term.kind is Kind.PLACE)))


def _is_title_case(text: str) -> bool:
    """Whether most long words are capitalised, as in a headline."""
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return len(words) > 4 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _with_abbreviations(text: str, matches: list[Match]) -> list[Match]:
    """Take an abbreviation in brackets into the name it abbreviates: "World Food Program (WFP)" is said once.

    One that abbreviates something else is no match: "International Cricket Council (ICC)" is not the Criminal Court.
    """
    merged: list[Match] = []
    for match in matches:
        last = merged[-1] if merged else None
        bracketed = last and text[last.stop : match.start] == " (" and text[match.stop : match.stop + 1] == ")"
        if last and bracketed and last.term is match.term:
            end = match.stop + 1
            merged[-1] = replace(last, end=end, stop=end)
        elif not _abbreviates_other_words(text, match):
            merged.append(match)
    return merged


def _abbreviates_other_words(text: str, match: Match) -> bool:
    """Whether a match is an abbreviation in brackets, after words that it abbreviates and that are not its name.

    A term that is known by its abbreviation only, or under a name that does not spell it, may be anything.
    """
    letters = "".join(_WORD.findall(text[match.start : match.end]))
    bracketed = text[: match.start].endswith(" (") and text[match.stop : match.stop + 1] == ")"
    if not bracketed or not letters.isupper() or len(letters) < 2:
        return False
    words = _words_abbreviated(text[: match.start], letters)
    names = [spelled for name in match.term.names if (spelled := _words_abbreviated(name, letters))]
    return bool(words and names) and all(2 * len(words & spelled) < len(words) for spelled in names)


def _words_abbreviated(text: str, letters: str) -> frozenset[str]:
    """The last words of a text that begin with these letters, particles passed over; none where they do not."""
    words: list[str] = []
    for word in reversed(_WORD.findall(text.lower())):
        if word[0] == letters[-1 - len(words)].lower():
            words.append(word)
        elif word not in _PARTICLES:
            break
        if len(words) == len(letters):
            return frozenset(words)
    return frozenset()


def _lower(text: str) -> str:
    lowered = text.lower()
    return (
        lowered
        if len(lowered) == len(text)
        else "".join(low if len(low := char.lower()) == 1 else char for char in text)
    )


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
