"""What a single line of a report is, told from its words alone; shared by all readers."""

from __future__ import annotations

import re

_BYLINE = re.compile(r"(?:written\s+|story\s+|reported\s+)?by:?\s+(?P<who>\S.{0,118})", re.IGNORECASE)

_MATERIAL = r"(?:reporting|material|reports|information|stories|dispatches)"
_SOURCE_NOTE = re.compile(
    rf"with\s+(?:(?:additional|contributing|some|further)\s+)?(?:\S+\s+)?{_MATERIAL}\s+(?:by|from)\s.+"
    r"|(?:(?:additional|contributing|further)\s+)?reporting\s+by\s.+"
    rf"|(?:written|compiled|edited|translated|adapted)\s.{{1,80}}\bbased\s+on\s.{{0,60}}{_MATERIAL}\s.+"
    r"|.{1,200}\bcontributed\s+(?:reporting\s+)?to\s+this\s+(?:report|story|article)\.?",
    re.IGNORECASE,
)
_BASED_ON = re.compile(
    rf"(?:this\s+(?:story|report|article)\s+(?:is|was)\s+)?based\s+(?:in\s+part\s+)?on\s+(?:\S+\s+){{0,3}}?{_MATERIAL}"
    r"\s+(?:\S+\s+){0,2}?(?:by|from)\s(?P<who>.+)",
    re.IGNORECASE,
)
_LONGEST_NOTE = 300

_AGENCY = (
    r"photo(?:graph|graphs|s)?|picture|image|illustration|illustrative|file|courtesy|screenshot|screen\s+grab|video|"
    r"AFP|AP|EPA(?:-EFE)?|Reuters|Getty(?:\s+Images)?|TASS|Xinhua|RFE/RL|dpa|Anadolu|Shutterstock|social\s+media"
)
_CREDIT = re.compile(rf"[(\[](?P<credit>[^()\[\]]{{0,80}}\b(?:{_AGENCY})\b[^()\[\]]{{0,80}})[)\]](?P<stop>\.?)", re.I)
_SAYS_PHOTO = re.compile(r"\b(?:photo|picture|image|illustrative|courtesy|screenshot)", re.IGNORECASE)
# In the head of a report a name in brackets after a full sentence is a credit, whatever the name.
_LOOSE_CREDIT = re.compile(r".*[.!?][\"”’']?\s[(\[][A-Z][^()\[\].]{1,60}[)\]]")
_LONGEST_CAPTION = 500

_SENTENCE_END = re.compile(r"[.!?…:;][\"”’'»)\]]*$")
_WORD = re.compile(r"[^\W_][\w'’.-]*")
_SMALL_WORDS = frozenset(
    "a an and as at but by for from in into nor of off on onto or over per the to up via vs with after amid dpa".split()
)

_DATELINE = re.compile(
    r"(?:[A-Z][A-Z'’ .-]{2,40})(?:,\s[^.]{2,40}?)?(?:\s\([^()]{2,20}\))?\s*(?:--|—|–)\s",
)


def byline_of(line: str) -> str:
    """Who a line "By X" names; empty where it is no byline."""
    found = _BYLINE.fullmatch(line)
    if not found:
        return ""
    who = found["who"].strip()
    proper = who[:1].isupper() and ":" not in who and _share_of_capitals(who) >= 0.5
    closed = who.endswith((".", "!", "?")) and not re.search(r"\b(?:[A-Z]|Jr|Sr)\.$", who)
    return who if proper and not closed else ""


def is_source_note(line: str) -> bool:
    """Whether a line says who else reported, as "With reporting by ..."."""
    if len(line) > _LONGEST_NOTE:
        return False
    line = line[1:-1] if line[:1] in "([" and line[-1:] in ")]" else line
    if _SOURCE_NOTE.fullmatch(line):
        return True
    # "Based on reports from the north, the army ..." begins a paragraph; a note goes on with names only.
    found = _BASED_ON.fullmatch(line)
    return found is not None and _share_of_capitals(found["who"]) >= 0.5


def has_credit(line: str, *, in_head: bool) -> bool:
    """Whether a line ends with a picture's credit in brackets, which makes it a caption.

    Args:
        line: the line.
        in_head: it stands above the first paragraph, where any name in brackets will do.
    """
    if len(line) > _LONGEST_CAPTION:
        return False
    loose = _LOOSE_CREDIT.fullmatch(line) is not None
    credit = next((found for found in _CREDIT.finditer(line) if found.end() == len(line)), None)
    if credit is None:
        return in_head and loose
    # "... told Agence France-Presse (AFP)." ends a paragraph, not a caption.
    return loose or _SAYS_PHOTO.search(credit["credit"]) is not None or (in_head and not credit["stop"])


def has_dateline(line: str) -> bool:
    """Whether a line begins with a place in capitals and a dash, as the first paragraph of a report may."""
    return _DATELINE.match(line) is not None


def is_title(line: str) -> bool:
    """Whether a line is set as a title: few words, most of the longer ones with a capital, no full stop."""
    words = _WORD.findall(line)
    if not 1 <= len(words) <= 24 or re.search(r"[.;:…][\"”’'»)\]]*$", line) or re.search(r"[a-z]{2}\.\s", line):
        return False
    return _share_of_capitals(line) >= 0.75


def _share_of_capitals(line: str) -> float:
    words = [word for word in _WORD.findall(line) if word.casefold() not in _SMALL_WORDS]
    return sum(1 for word in words if not word[0].islower()) / len(words) if words else 1.0


def is_sentence(line: str) -> bool:
    """Whether a line reads as running text and not as a title, a label or a name."""
    words = len(line.split())
    if words >= 25:
        return True
    return words >= 3 and _SENTENCE_END.search(line) is not None and not is_title(line)
