"""A sentence too long for an engine: cut at clause boundaries, its translations joined again.

Boundaries are sought near the middle and outside quotations and brackets, the best kind first: a semicolon or dash, a
comma before a conjunction, a conjunction, a comma, any space. A text without a space is cut by letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

_AFTER_COMMA = (
    "and|but|or|nor|yet|so|while|whereas|which|who|whose|where|when|because|although|though|as|after|before|since|"
    "until|unless|if|with|including|saying|adding|following|according"
)
_CONJUNCTION = "and|but|while|whereas|because|although|though|after|before|since|until|unless|if|which|who|where|that"
_KINDS = (
    re.compile(r"(?P<mark>;)\s+|\s(?P<dash>[–—-]{1,2})\s|(?<=\w)(?P<long>—)(?=\w)"),
    re.compile(rf"(?P<mark>,)\s+(?=(?:{_AFTER_COMMA})\b)"),
    re.compile(rf"(?P<mark>)\s+(?=(?:{_CONJUNCTION})\b)"),
    re.compile(r"(?P<mark>[,:])\s+"),
)
_SPACE = re.compile(r"(?P<mark>)\s+")
# Where in a text a boundary may lie, in shares of its length.
_WINDOWS = ((0.25, 0.75), (0.1, 0.9))
_ANYWHERE = ((0.0, 1.0),)
_OPENING, _CLOSING = "“([«", "”)]»"
_TARGET_MARKS = {",": "،", ";": "؛", ":": ":", "–": " –", "": ""}
_ENDING = ".۔!?؟،؛:,; "


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence.

    Attributes:
        start: where it begins in the sentence.
        mark: what parts it from the next one: `,`, `;`, `:`, `–` for every dash, or nothing.
    """

    text: str
    start: int = 0
    mark: str = ""

    @property
    def end(self) -> int:
        """Where it ends in the sentence."""
        return self.start + len(self.text)


Fits = Callable[[int, int], bool]


def split_clauses(text: str, fits: Fits, keep: Sequence[tuple[int, int]] = ()) -> list[Clause]:
    """The halvings of `text` after which every part fits; together they hold every word of it.

    Args:
        fits: whether the text between two offsets is short enough.
        keep: spans, such as names, that are not cut in two as long as there is another place.
    """
    return _split(text, 0, len(text), fits, keep)


def halves(text: str) -> list[Clause]:
    """The two halves of a sentence, at its best boundary; the sentence where there is none."""
    return split_clauses(text, lambda start, end: (start, end) != (0, len(text)))


def _split(text: str, start: int, end: int, fits: Fits, keep: Sequence[tuple[int, int]]) -> list[Clause]:
    part = text[start:end]
    if len(part) < 2 or fits(start, end):
        return [Clause(part, start)]
    left_end, right_start, mark = _boundary(part, [(first - start, last - start) for first, last in keep])
    left = _split(text, start, start + left_end, fits, keep)
    right = _split(text, start + right_start, end, fits, keep)
    return [*left[:-1], replace(left[-1], mark=mark), *right]


def join_clauses(clauses: Sequence[Clause], targets: Sequence[str]) -> str:
    """The target of a sentence from those of its clauses.

    An engine ends a clause like a sentence; that end gives way to the mark of the source.
    """
    pieces = []
    last = len(clauses) - 1
    for index, (clause, target) in enumerate(zip(clauses, targets, strict=True)):
        text = target.strip()
        if index < last and text:
            text = text.rstrip(_ENDING) + _TARGET_MARKS[clause.mark]
        if text:
            pieces.append(text)
    return " ".join(pieces)


def _boundary(text: str, keep: Sequence[tuple[int, int]]) -> tuple[int, int, str]:
    """Where to cut: the end of the left part, the start of the right one, and the mark between them."""
    middle = len(text) / 2
    outside = _outside(text)
    whole = [not any(start < place < end for start, end in keep) for place in range(len(text) + 1)]
    anywhere = [True] * len(whole)
    best = [here and there for here, there in zip(outside, whole, strict=True)]
    for kinds, windows, places in (
        (_KINDS, _WINDOWS, best),
        (_KINDS, _WINDOWS, whole),
        ((_SPACE,), _ANYWHERE, whole),
        ((_SPACE,), _ANYWHERE, anywhere),
    ):
        for low, high in windows:
            for kind in kinds:
                found = [each for each in _cuts(kind, text) if low <= each[0] / len(text) <= high and places[each[0]]]
                if found:
                    return min(found, key=lambda each: (abs(each[0] - middle), each[0]))
    return int(middle), int(middle), ""


def _cuts(kind: re.Pattern[str], text: str) -> Iterator[tuple[int, int, str]]:
    for found in kind.finditer(text):
        if not text[: found.start()].strip() or not text[found.end() :].strip():
            continue
        groups = found.groupdict()
        mark = groups["mark"] or ("–" if groups.get("dash") or groups.get("long") else "")
        if not (kind is _KINDS[2] and _inside_a_name(text, found.start(), found.end())):
            yield found.start(), found.end(), mark


def _inside_a_name(text: str, start: int, end: int) -> bool:
    """Whether a conjunction stands between two capitalised words, as in Ministry of Borders and Tribes."""
    before = text[:start].rsplit(maxsplit=1)[-1]
    after = text[end:].split(maxsplit=2)
    return before[:1].isupper() and len(after) > 1 and after[1][:1].isupper()


def _outside(text: str) -> list[bool]:
    """For each character, whether it stands outside quotations and brackets."""
    depth, straight = 0, False
    places = []
    for character in text:
        if character in _CLOSING:
            depth = max(0, depth - 1)
        places.append(not depth and not straight)
        if character in _OPENING:
            depth += 1
        elif character == '"':
            straight = not straight
    return [*places, True]
