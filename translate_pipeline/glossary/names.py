"""Names that English text marks by capitals and that the glossary may not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from translate_pipeline.glossary.capitals import TRANSLATED_WORDS, starts_sentence
from translate_pipeline.glossary.matching import Match
from translate_pipeline.glossary.terms import Kind

Span = tuple[int, int]

_LOWER = r"[a-z\u00c0-\u024f]"
_WORD = rf"[A-Z](?:{_LOWER}|['’])*{_LOWER}(?:-[A-Z]?{_LOWER}+)*|[A-Z]\.(?=\s[A-Z])|[A-Z][a-z]+[A-Z][a-z]+"
_PARTICLE = r"(?:al|bin|ben|de|der|van|von|ul|e|i)"
_NAME = re.compile(rf"(?<![\w'’.-])(?:{_WORD})(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])?(?:{_WORD}))*(?![\w-])")
_POSSESSIVE = re.compile(r"['’]s?$")
_ACRONYM = r"[A-Z][A-Z0-9]+(?:[/-][A-Z0-9]{2,})*|(?:[A-Z]\.){2,}"
_PART = rf"(?:{_ACRONYM}|{_WORD})(?:['’]s)?"
_SEQUENCE = re.compile(
    rf"(?<![\w'’.@#/-])(?:{_PART})(?:[ \u00a0](?:(?:{_PARTICLE}|&)[ \u00a0])?(?:{_PART}))*(?![\w@/-])"
)
_JOIN = re.compile(r"[ \u00a0](?:of|for|on)(?: the)?[ \u00a0]")
_AND = re.compile(r",? and(?: the)?[ \u00a0]")
_DATELINE = re.compile(r"([A-Z][A-Z'’ -]+[A-Z])(?:, [A-Z]\w+)?,?(?: \([^)]*\))? ?[—–-]+ ")
_OPENING = re.compile(r"(?:[\"“«]|(?<!\w)['‘]|[—–] ?|(?<=\s)--? )$")
_TITLE = re.compile(r"\b(?:Dr|Gen|Mr|Mrs|Ms|Lt|Col|Maj|Capt|Brig|Sgt|Prof|Gov|Sen|Rep)\.[ \u00a0]$")
_SHOUTING = 0.7
_WITH_AND = frozenset("Agency Commission Committee Department Directorate Fund Ministry Office Organization".split())

# Words that English capitalises before a name, beside those that it always does.
_BEFORE_NAMES = frozenset(
    """
    Provincial Deputy Acting Former Senior Brig Gen Lt Col Maj Capt Sgt Sen Rep Gov Then Dozens Hundreds Thousands Two
    Three Four Five Six Seven Eight Nine Ten
    """.split()
)

# Names of peoples that are common surnames.
_SURNAMES_TOO = frozenset("Nuristani Hazara Baloch Tajik Uzbek Turkmen".split())

# What an institution's name has as its head: it stays in the name, and may be followed by "of" or "for".
INSTITUTION_HEADS = frozenset(
    """
    Academy Agency Alliance Assembly Association Authority Bank Board Bureau Center Centre Chamber Commission Committee
    Company Confederation Corporation Council Court Department Directorate Embassy Federation Foundation Front Fund
    General Group Hospital Institute Institution League Ministry Mission Movement Museum Network Office Organisation
    Organization Parliament Party Programme Program Service Society Union University
    """.split()
)

# Heads of which a town has few enough for each to be a name: Herat Museum, but not Herat Department.
_PUBLIC = frozenset("Academy Bank Hospital Institute Museum University".split())

# Capitals that are no name: the clock, measures, numerals, abbreviations that every language has.
_NO_ACRONYM = frozenset(
    "AM PM GMT UTC OK TV ID II III IV VI VII VIII IX XI XII MP CEO PDF SMS DVD CD NGO VIP FAQ HIV".split()
)


def find_names(text: str, matches: Sequence[Match]) -> list[tuple[int, int]]:
    """Spans of capitalised words that look like names outside the glossary's matches, without possessive endings.

    A name at the start of a sentence counts when it has two words, since any word is capitalised there.
    """
    spans = []
    for found in _NAME.finditer(text):
        start, end = found.span()
        words = list(re.finditer(r"[^ \u00a0]+", found[0]))
        opening = _opens(text, start)
        while words and _ordinary(words[0][0], lone=opening and len(words) == 1):
            words.pop(0)
            opening = False
        while words and _POSSESSIVE.sub("", words[-1][0]) in TRANSLATED_WORDS:
            words.pop()
        if not words:
            continue
        end = start + words[-1].end()
        start += words[0].start()
        ending = _POSSESSIVE.search(text[start:end])
        end -= len(ending[0]) if ending else 0
        if not any(start < match.stop and match.start < end for match in matches):
            spans.append((start, end))
    return spans


def find_candidates(text: str, matches: Sequence[Match], known: frozenset[str] = frozenset()) -> list[Span]:
    """Spans of names that a glossary could have and this one lacks, as a terminologist would write them.

    Unlike `find_names`, these are whole names: an institution keeps its head and its complement (Ministry of Rural
    Rehabilitation and Development) even where the glossary has a part of it; acronyms and all-caps datelines count.

    Args:
        known: names seen elsewhere in the report; one of them counts at the start of a sentence too.
    """
    if _shouts(text):
        return []
    spans = []
    dateline = _DATELINE.match(text)
    if dateline and not _overlaps((0, dateline.end(1)), matches):
        spans.append((0, dateline.end(1)))
    after = dateline.end() if dateline else 0
    for start, end in _sequences(text):
        if start >= after:
            spans += _names_in(text, (start, end), matches, known)
    return spans


def is_acronym(name: str) -> bool:
    """Whether a name is written in capitals alone: SIGAR, RFE/RL, U.N."""
    return re.fullmatch(_ACRONYM, name) is not None


def is_dateline(text: str, span: Span) -> bool:
    """Whether a name is the place, in capitals, that a story is sent from."""
    found = _DATELINE.match(text)
    return found is not None and found.span(1) == span


def abbreviates(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym are the initials of a name's capitalised words."""
    initials = "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper())
    return len(acronym) > 1 and re.sub(r"\W", "", acronym).upper() == initials


def _shouts(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char.isupper() for char in letters) > _SHOUTING * len(letters)


def _overlaps(span: Span, matches: Sequence[Match]) -> bool:
    return any(span[0] < match.stop and match.start < span[1] for match in matches)


def _sequences(text: str) -> Iterator[Span]:
    """Capitalised sequences; one with an institution's head takes its complement in: Bank of X, Ministry of X and Y."""
    joined: list[Span] = []
    complement = False
    for start, end in (found.span() for found in _SEQUENCE.finditer(text)):
        so_far = text[slice(*joined[-1])] if joined else ""
        between = text[joined[-1][1] : start] if joined else ""
        begins = _JOIN.fullmatch(between) is not None and _has_head(so_far)
        goes_on = complement and _AND.fullmatch(between) is not None and _has_head(so_far, _WITH_AND)
        if begins or goes_on:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
        complement = begins
    yield from joined


def _has_head(name: str, heads: frozenset[str] = INSTITUTION_HEADS) -> bool:
    return any(word in heads for word in re.findall(r"\w+", name))


def _names_in(text: str, span: Span, matches: Sequence[Match], known: frozenset[str]) -> Iterator[Span]:
    inside = [match for match in matches if span[0] < match.stop and match.start < span[1]]
    trimmed = _trimmed(text, span, known, keep_head=True)
    if trimmed and _whole_institution(text, trimmed, inside):
        yield trimmed
        return
    if trimmed and _named_after_place(text, trimmed, inside):
        yield trimmed
        return
    edges = [span[0], *(edge for match in inside for edge in (match.start, match.stop)), span[1]]
    for start, end in list(pairwise(edges))[::2]:
        piece = _trimmed(text, (start, end), known, keep_head=not inside) if start < end else None
        if piece:
            yield piece


def _whole_institution(text: str, span: Span, inside: Sequence[Match]) -> bool:
    """Whether a name with a match inside is an institution of its own: its head is not the match's."""
    if not inside:
        return False
    outside = "".join(
        char
        for index, char in enumerate(text[slice(*span)], span[0])
        if not any(m.start <= index < m.stop for m in inside)
    )
    heads = [word for word in re.findall(r"\w+", outside) if word in INSTITUTION_HEADS and word != "General"]
    others = [word for word in re.findall(r"\w+", outside) if word[0].isupper() and word not in TRANSLATED_WORDS]
    return bool(heads) and (bool(others) or " of " in outside or not _PUBLIC.isdisjoint(heads))


def _named_after_place(text: str, span: Span, inside: Sequence[Match]) -> bool:
    """Whether a person's name ends in a place's, as Abdul Qadir Wardak does: nothing parts them."""
    if (
        len(inside) != 1
        or inside[0].term.kind is not Kind.PLACE
        or (inside[0].end, inside[0].stop) != (span[1], span[1])
    ):
        return False
    others = text[span[0] : inside[0].start].split()
    return len(others) > 0 and not any(word in TRANSLATED_WORDS or is_acronym(word) for word in others)


def _trimmed(text: str, span: Span, known: frozenset[str], *, keep_head: bool) -> Span | None:
    """A span without ordinary words at its ends; None where nothing is left."""
    words = [
        (span[0] + word.start(), _POSSESSIVE.sub("", word[0]))
        for word in re.finditer(r"[^ \u00a0]+", text[slice(*span)])
    ]
    institution = keep_head and len(words) > 1 and _has_head(text[slice(*span)])
    while words and _ordinary_part(words[0][1], institution=institution, last=len(words) == 1):
        words.pop(0)
    while words and not (institution and words[-1][1] in INSTITUTION_HEADS) and _ordinary_part(words[-1][1]):
        if len(words) > 1 and words[-1][1] in _SURNAMES_TOO:
            break
        words.pop()
    if not words or all(word in TRANSLATED_WORDS or not word[0].isupper() for _, word in words):
        return None
    start, end = words[0][0], words[-1][0] + len(words[-1][1])
    name = text[start:end]
    if len(words) == 1 and _opens(text, start) and not is_acronym(name) and name not in known:
        return None
    return start, end


def _ordinary_part(word: str, *, institution: bool = False, last: bool = False) -> bool:
    if institution and not last and word in ("Afghan", "National", "International", "Supreme", "High", "Central"):
        return False
    if institution and word in INSTITUTION_HEADS:
        return False
    return word in TRANSLATED_WORDS or word in _BEFORE_NAMES or word in _NO_ACRONYM or not word[0].isupper()


def _ordinary(word: str, *, lone: bool) -> bool:
    return lone or _POSSESSIVE.sub("", word) in TRANSLATED_WORDS


def _opens(text: str, position: int) -> bool:
    """Whether any word would be capitalised here: at the start of a sentence, a quotation, or after a dateline."""
    before = text[:position]
    return not _TITLE.search(before) and (starts_sentence(text, position) or bool(_OPENING.search(before)))
