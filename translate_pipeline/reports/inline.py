r"""Inline markup as short numbered tags in a text: `<1>…</1>` around words, `<2/>` for a line break.

A break stands before the space that parts its two lines. A backslash makes a tag text: a report that says `<1>` itself
has `\<1>`, and backslashes that stand right before a tag are doubled. A text without tags is the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from urllib.parse import urlsplit


class Kind(StrEnum):
    """What a tag stands for."""

    LINK = "link"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Inline:
    """What the tag of a number is; `href` is the address of a link."""

    number: int
    kind: Kind
    href: str = ""

    @property
    def note(self) -> str:
        """A line that tells a reviewer."""
        if self.kind is Kind.BREAK:
            return f"<{self.number}/> line break"
        if self.kind is not Kind.LINK:
            return f"<{self.number}> {self.kind}"
        host = urlsplit(self.href).netloc.rpartition("@")[2].removeprefix("www.")
        return f"<{self.number}> link to {host or self.href}"


class Form(StrEnum):
    """How a tag is written: `<1>`, `</1>`, `<1/>`."""

    OPEN = "open"
    CLOSE = "close"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Token:
    """A tag as it is written: half-open offsets in the text, and `at`, its offset in the text without tags."""

    number: int
    form: Form
    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag over half-open offsets of plain text; a line break has no length."""

    number: int
    start: int
    end: int
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Tagged:
    """A plain text and its tags, which nest."""

    plain: str
    tags: tuple[Tag, ...] = ()

    @property
    def text(self) -> str:
        """The text with tags."""
        return _written(self.plain, self.tags)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A text taken apart, whatever is wrong with its tags.

    Attributes:
        plain: the text without tags.
        tokens: its tags, in order.
        pieces: where each piece of plain text begins: its offset in `plain`, and in the text.
    """

    plain: str
    tokens: tuple[Token, ...]
    pieces: tuple[tuple[int, int], ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Half-open offsets in the text for some in `plain`; tags at the ends are left outside."""
        if (start, end) == (0, 0):
            return 0, 0
        first = max((piece for piece in self.pieces if piece[0] <= start), default=(0, 0))
        last = max((piece for piece in self.pieces if piece[0] < end), default=first)
        return first[1] + start - first[0], last[1] + max(end, start) - last[0]


_TAG = re.compile(r"(?P<slashes>\\*)<(?:(?P<close>/)?(?P<number>[1-9][0-9]{0,2})|(?P<empty>[1-9][0-9]{0,2})/)>")
_SLASHES_AT_END = re.compile(r"\\+\Z")


def has_tags(text: str) -> bool:
    """Whether a text has a tag, or one that a backslash makes text."""
    return "<" in text and _TAG.search(text) is not None


def scan(text: str) -> Scanned:
    """The tags of a text and the text without them."""
    plain: list[str] = []
    tokens: list[Token] = []
    pieces: list[tuple[int, int]] = []
    length = position = 0

    def keep(start: int, end: int) -> None:
        nonlocal length
        if start < end:
            pieces.append((length, start))
            plain.append(text[start:end])
            length += end - start

    for found in _TAG.finditer(text) if "<" in text else ():
        slashes = len(found["slashes"])
        start = found.start() + slashes
        keep(position, found.start() + slashes // 2)
        position = start
        if slashes % 2 == 0:
            form = Form.EMPTY if found["empty"] else Form.CLOSE if found["close"] else Form.OPEN
            tokens.append(Token(int(found["number"] or found["empty"]), form, start, found.end(), length))
            position = found.end()
    keep(position, len(text))
    return Scanned("".join(plain), tuple(tokens), tuple(pieces))


def plain(text: str) -> str:
    """A text without its tags."""
    return scan(text).plain if has_tags(text) else text


def escape(text: str) -> str:
    """Plain text as a text with tags, of which it has none."""
    return _TAG.sub(lambda found: found["slashes"] + "\\" + found[0], text) if "<" in text else text


def parse(text: str) -> Tagged:
    """A text's tags over its plain text; those that are crossed, doubled or have no partner are left out."""
    scanned = scan(text)
    tags: list[Tag] = []
    opened: list[Token] = []
    seen: set[int] = set()
    for token in scanned.tokens:
        if token.form is Form.CLOSE:
            place = next((place for place, each in enumerate(opened) if each.number == token.number), None)
            if place is not None:
                tags.append(Tag(token.number, opened[place].at, token.at))
                # What was opened since and is still open would cross this one.
                del opened[place:]
        elif token.number not in seen:
            seen.add(token.number)
            if token.form is Form.OPEN:
                opened.append(token)
            else:
                tags.append(Tag(token.number, token.at, token.at, is_break=True))
    return Tagged(scanned.plain, tuple(sorted(tags, key=_outer_first)))


def _outer_first(tag: Tag) -> tuple[int, int, int]:
    return tag.start, -tag.end, tag.number


def _written(plain_text: str, tags: Sequence[Tag]) -> str:
    """Plain text with tags put into it; at one place what ends comes first, then breaks, then what begins."""
    marks: list[tuple[int, int, int, int, str]] = []
    for tag in tags:
        if tag.is_break:
            marks.append((tag.start, 1, 0, tag.number, f"<{tag.number}/>"))
        elif tag.start == tag.end:
            marks.append((tag.start, 2, 0, tag.number, f"<{tag.number}></{tag.number}>"))
        else:
            marks.append((tag.start, 3, -tag.end, tag.number, f"<{tag.number}>"))
            marks.append((tag.end, 0, -tag.start, -tag.number, f"</{tag.number}>"))
    parts: list[str] = []
    position = 0
    for at, *_, mark in sorted(marks):
        parts += [_before_tag(escape(plain_text[position:at])), mark]
        position = at
    return "".join(parts) + escape(plain_text[position:])


def _before_tag(text: str) -> str:
    return _SLASHES_AT_END.sub(lambda found: found[0] * 2, text)


_TOKEN = re.compile(r"[^\W_]+|\s+|.", re.DOTALL)
_WORD = r"[\w\u200c\u200d\u064b-\u065f\u0670]"
_INSIDE_WORD = re.compile(rf"(?<={_WORD})(?={_WORD})")


def mapping(old: str, new: str) -> Callable[[int, bool], int]:
    """Where an offset of `old` is in `new`; what was inserted at the place of an end stays outside of it.

    Returns:
        A function of the offset and of whether something ends there, rather than begins.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    starts, places = _starts(before), _starts(after)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()

    def moved(offset: int, ends: bool) -> int:
        for kind, i1, i2, j1, j2 in codes if ends else reversed(codes):
            start, stop = starts[i1], starts[i2]
            inside = start < offset <= stop if ends else start <= offset < stop
            if inside and kind == "equal":
                return places[j1] + offset - start
            if inside:
                return places[j2] if ends else places[j1]
        return 0 if ends and offset <= 0 else len(new) if offset >= len(old) else places[0]

    return moved


def _starts(tokens: Sequence[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts


def carry(tagged: Tagged, text: str) -> Tagged:
    """The tags of a text on another that was made of it by small changes; nothing is lost, no word is split."""
    if not tagged.tags:
        return Tagged(text)
    moved = mapping(tagged.plain, text)
    tags = []
    for tag in tagged.tags:
        if tag.is_break:
            at = to_gap(text, moved(tag.start, True))
            tags.append(replace(tag, start=at, end=at))
        else:
            start, end = moved(tag.start, False), moved(tag.end, True)
            tags.append(replace(tag, start=min(start, end), end=max(start, end)))
    return Tagged(text, nested(text, tags))


def to_gap(text: str, at: int) -> int:
    """The place at `at`, or after the word that it would split."""
    while _INSIDE_WORD.match(text, at):
        at += 1
    return at


def nested(text: str, tags: Iterable[Tag], solid: Sequence[tuple[int, int]] = ()) -> tuple[Tag, ...]:
    """Tags widened so that none splits a word or one of the `solid` spans, and none crosses another."""
    kept: list[Tag] = []
    for tag in tags:
        start, end = tag.start, tag.end
        if not tag.is_break and start < end:
            while start and _INSIDE_WORD.match(text, start):
                start -= 1
            end = to_gap(text, end)
        for left, right in solid:
            if tag.is_break:
                start = end = right if left < start < right else start
            elif start < right and left < end:
                start, end = min(start, left), max(end, right)
        kept.append(replace(tag, start=start, end=end))
    while crossing := next(((a, b) for a in kept for b in kept if a.start < b.start < a.end < b.end), None):
        # The later of two that cross takes in what they share, and then stands around the other's end.
        first, second = crossing
        kept[kept.index(second)] = replace(second, start=first.start)
    return tuple(sorted(kept, key=_outer_first))


_IGNORED_IN_ADDRESS = re.compile(r"[\t\n\r]")
_EDGES = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE = ("http:", "https:", "mailto:")


def safe_address(href: str) -> str:
    """The address of a link that may be followed: http, https, mailto or relative; empty for any other.

    Browsers take out tabs and line ends before they look at the scheme (WHATWG URL), and so does this.
    """
    address = _IGNORED_IN_ADDRESS.sub("", href.strip(_EDGES))
    if not address or address.startswith("#") or any(ord(char) < 0x20 or char in '<>"\\' for char in address):
        return ""
    address = address.replace(" ", "%20")
    scheme = _SCHEME.match(address)
    if scheme:
        return address if scheme[0].lower() in _SAFE else ""
    try:
        urlsplit(address)
    except ValueError:
        return ""
    # What stands before a colon may be a scheme that is misspelt.
    return address if ":" not in address.split("/")[0].split("?")[0] else ""
