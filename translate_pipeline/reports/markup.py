"""Inline markup as readers meet it: collected beside the text, brought down to what matters, written as tags.

Trivial markup is left out: emphasis of a whole block or of a part of a word, links and emphasis around nothing, the
same twice within itself. Spaces go outside. A link whose address no article may carry leaves its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from translate_pipeline.reports.inline import Inline, Kind, Tag, Tagged, escape, safe_address
from translate_pipeline.reports.model import Block, Role
from translate_pipeline.reports.text import clean

# A private-use plane of Unicode; icon fonts are all that uses it, and an icon is no text.
_FIRST_OPEN, _FIRST_CLOSE, _BREAK = 0xF0000, 0xF8000, "\U000ffff0"
_MOST = 0x7000
# No person can put more tags into a sentence; a block with more is a list of links, and keeps the first.
MOST_TAGS = 99
_MARK = re.compile("[\U000f0000-\U000ffffd]")
_WORD = re.compile(r"[\w'’-]")

_TITLES = frozenset({Role.HEADLINE, Role.HEADING})
_BARE = frozenset({Role.BYLINE, Role.FURNITURE})

KINDS = {
    "a": Kind.LINK,
    "em": Kind.EMPHASIS,
    "i": Kind.EMPHASIS,
    "strong": Kind.STRONG,
    "b": Kind.STRONG,
    "code": Kind.CODE,
    "kbd": Kind.CODE,
    "samp": Kind.CODE,
}
"""What elements of HTML are; all others are no inline markup here."""


@dataclass(frozen=True, slots=True)
class Span:
    """Markup over half-open offsets of plain text; a line break has no length."""

    start: int
    end: int
    kind: Kind
    href: str = ""


@dataclass(slots=True)
class Marks:
    """Markup on its way into a text: marks stand in the text until it has been cleaned.

    A text may be parted anywhere: what is not closed in a part goes to its end, what was not opened in it comes from
    its beginning.
    """

    opened: list[tuple[Kind, str]] = field(default_factory=list)

    def open(self, kind: Kind, href: str = "") -> tuple[str, str]:
        """The marks to put before and after the words; empty ones for a link that leads nowhere."""
        href = safe_address(href) if kind is Kind.LINK else ""
        if (kind is Kind.LINK and not href) or len(self.opened) >= _MOST:
            return "", ""
        index = len(self.opened)
        self.opened.append((kind, href))
        return chr(_FIRST_OPEN + index), chr(_FIRST_CLOSE + index)

    def line_break(self) -> str:
        """The mark of a line break."""
        return _BREAK

    def read(self, marked: str) -> tuple[str, tuple[Span, ...]]:
        """The clean text of a text with marks, and the markup over it."""
        text = clean(_MARK.sub("", marked))
        if not _MARK.search(marked):
            return text, ()
        spans: list[Span] = []
        begun: dict[int, int] = {}
        shown: list[str] = []
        for char in clean(marked):
            code = ord(char)
            if not _MARK.match(char):
                # A mark may have kept two spaces from becoming one, or one at an end from going.
                if char != " " or (shown and shown[-1] != " "):
                    shown.append(char)
            elif char == _BREAK:
                spans.append(Span(len(shown), len(shown), Kind.BREAK))
            elif code >= _FIRST_CLOSE:
                index = code - _FIRST_CLOSE
                spans.append(Span(begun.pop(index, 0), len(shown), *self.opened[index]))
            else:
                begun[code - _FIRST_OPEN] = len(shown)
        spans += [Span(start, len(shown), *self.opened[index]) for index, start in begun.items()]
        # Where a mark kept letters from joining or a joiner from going, the text counts, not its markup.
        return (text, settle(text, spans)) if "".join(shown).rstrip() == text else (text, ())


def without_marks(text: str) -> str:
    """Text of a file, without characters that would be taken for marks."""
    return _MARK.sub("", text)


def clip(spans: Iterable[Span], length: int) -> tuple[Span, ...]:
    """The markup on the first `length` characters of a text."""
    return tuple(replace(each, end=min(each.end, length)) for each in spans if each.start < length)


def settle(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Markup without what is trivial wherever it stands, in order, outer before inner; it nests."""
    kept: list[Span] = []
    for each in sorted((_trimmed(text, each) for each in spans), key=_outer_first):
        if len(kept) == MOST_TAGS:
            break
        if each.kind is Kind.BREAK:
            same = any(other.kind is Kind.BREAK and other.start == each.start for other in kept)
            if 0 < each.start < len(text) and not same:
                kept.append(each)
        elif any(char.isalnum() for char in text[each.start : each.end]):
            _add(kept, each, text)
    return tuple(sorted(kept, key=_outer_first))


def _outer_first(span: Span) -> tuple[int, int, bool]:
    return span.start, -span.end, span.kind is not Kind.LINK


def _trimmed(text: str, span: Span) -> Span:
    """A span without spaces at its ends; a link goes around whole words, and a break before its space."""
    start, end = min(span.start, len(text)), min(span.end, len(text))
    if span.kind is Kind.BREAK:
        while start and text[start - 1] == " ":
            start -= 1
        return replace(span, start=start, end=start)
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    if start < end and (_splits(text, start) or _splits(text, end)):
        if span.kind is not Kind.LINK:
            return replace(span, start=start, end=start)
        while _splits(text, start):
            start -= 1
        while _splits(text, end):
            end += 1
    return replace(span, start=start, end=end)


def _splits(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _add(kept: list[Span], span: Span, text: str) -> None:
    for place, other in enumerate(kept):
        if other.kind is Kind.BREAK:
            continue
        same = (other.kind, other.href) == (span.kind, span.href)
        if span.start < other.end < span.end and span.start != other.start and not same:
            # Crossing, as only broken pages have it: what reaches out is cut off.
            span = replace(span, end=other.end)
        inside = other.start <= span.start and span.end <= other.end
        if inside and (same or (other.kind is span.kind is Kind.LINK)):
            return
        if same and span.start <= other.end + 1 and not text[other.end : span.start].strip():
            kept[place] = replace(other, end=max(other.end, span.end))
            return
    kept.append(span)


def block_of(role: Role, text: str, spans: Sequence[Span] = ()) -> Block:
    """The block of a plain text, with the markup that its role keeps; a `<1>` that the text itself has stays text.

    Bylines and furniture keep none. Titles keep no line breaks, which are layout, and no link to what they head.
    """
    kept = [each for each in spans if _keeps(role, each, len(text))]
    if not kept:
        return Block(role, escape(text))
    tags = [Tag(number, each.start, each.end, each.kind is Kind.BREAK) for number, each in enumerate(kept, 1)]
    inline = tuple(Inline(number, each.kind, each.href) for number, each in enumerate(kept, 1))
    return Block(role, Tagged(text, tuple(tags)).text, inline)


def _keeps(role: Role, span: Span, length: int) -> bool:
    if role in _BARE:
        return False
    if span.kind is Kind.BREAK:
        return role not in _TITLES
    whole = (span.start, span.end) == (0, length)
    return not (whole and (span.kind is not Kind.LINK or role in _TITLES))
