"""Inline markup in an article: the tags of a block's text as links, emphasis and line breaks of a format.

A tag that the block does not know, or that is crossed or has no partner, leaves its words as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from translate_pipeline.reports.inline import Inline, Kind, Tag, parse, safe_address
from translate_pipeline.reports.model import Block

if TYPE_CHECKING:
    from markupsafe import Markup

# RFC 3986: reserved and unreserved characters and the percent sign; everything else is percent-encoded.
_URL_CHARACTERS = "%/:?#[]@!$&'()*+,;=-._~"
_ELEMENTS = {Kind.EMPHASIS: "em", Kind.STRONG: "strong", Kind.CODE: "code"}
_MARKS = {Kind.EMPHASIS: "*", Kind.STRONG: "**"}
# Between backticks nothing can be escaped, neither from Markdown nor from the templates of a site generator.
_PLAIN_CODE = re.compile(r"[^\s`{}%<>&\\\[\]|$]+(?: [^\s`{}%<>&\\\[\]|$]+)*")


@dataclass(frozen=True, slots=True)
class Element:
    """Words under a tag, or a line break, which holds none.

    Attributes:
        href: the address of a link, percent-encoded, of a scheme that a reader may follow.
    """

    kind: Kind
    href: str = ""
    children: tuple[str | Element, ...] = ()


def nodes(block: Block) -> tuple[str | Element, ...]:
    """The text of a block as plain strings and elements; the space after a line break is left out."""
    tagged = parse(block.text)
    known = {each.number: each for each in block.inline}
    tags = [tag for tag in tagged.tags if tag.number in known and _fits(tag, known[tag.number])]
    return _within(tagged.plain, 0, len(tagged.plain), tags, known)


def _fits(tag: Tag, inline: Inline) -> bool:
    if tag.is_break or inline.kind is Kind.BREAK:
        return tag.is_break and inline.kind is Kind.BREAK
    return tag.start < tag.end and (inline.kind is not Kind.LINK or bool(safe_address(inline.href)))


def _within(
    text: str, start: int, end: int, tags: Sequence[Tag], known: dict[int, Inline]
) -> tuple[str | Element, ...]:
    """The nodes of a part of the text; `tags` are those in it, outer ones first."""
    found: list[str | Element] = []
    position = start
    rest = list(tags)
    while rest:
        tag = rest.pop(0)
        inner = [] if tag.is_break else [each for each in rest if each.start < tag.end and each.end <= tag.end]
        rest = [each for each in rest if each not in inner]
        if position < tag.start:
            found.append(text[position : tag.start])
        position = max(position, tag.end)
        if tag.is_break:
            found.append(Element(Kind.BREAK))
            position += text[position:end].startswith(" ")
        else:
            inline = known[tag.number]
            href = quote(safe_address(inline.href), safe=_URL_CHARACTERS) if inline.kind is Kind.LINK else ""
            found.append(Element(inline.kind, href, _within(text, tag.start, tag.end, inner, known)))
    if position < end:
        found.append(text[position:end])
    return tuple(found)


def plain_text(block: Block) -> str:
    """The text of a block as titles, descriptions and feeds have it."""
    return block.plain


def as_html(block: Block, show: Callable[[str], Markup]) -> Markup:
    """The text of a block in HTML, with `a`, `em`, `strong`, `code` and `br`.

    Args:
        show: escapes plain text, and isolates what runs the other way.
    """
    from markupsafe import Markup

    def of(children: Sequence[str | Element]) -> Markup:
        return Markup("").join(show(each) if isinstance(each, str) else element(each) for each in children)

    def element(each: Element) -> Markup:
        if each.kind is Kind.BREAK:
            return Markup("<br>")
        if each.kind is Kind.LINK:
            return Markup('<a href="{}">{}</a>').format(each.href, of(each.children))
        return Markup("<{0}>{1}</{0}>").format(Markup(_ELEMENTS[each.kind]), of(each.children))

    return of(nodes(block))


def as_markdown(block: Block, escape: Callable[[str], str], *, line_break: str = "  \n") -> str:
    """The text of a block in Markdown.

    Emphasis that CommonMark would not read as such where it stands (0.31, 6.2) is left out; its words stay.

    Args:
        escape: makes Markdown of plain text, wherever it may stand, also at the beginning of a line.
        line_break: what stands for a break: a space in headings and table cells.
    """
    plain = block.plain

    def of(children: Sequence[str | Element], before: str, after: str) -> str:
        parts: list[str] = []
        for index, each in enumerate(children):
            last = before if not index else _last(children[index - 1])
            following = _first(children[index + 1]) if index + 1 < len(children) else after
            parts.append(escape(each) if isinstance(each, str) else element(each, last, following))
        return "".join(parts)

    def element(each: Element, before: str, after: str) -> str:
        if each.kind is Kind.BREAK:
            return line_break
        if each.kind is Kind.LINK:
            # A link in angle brackets needs no escape but that of entities.
            return f"[{of(each.children, '[', ']')}](<{each.href.replace('&', '&amp;')}>)"
        inside = _words(each)
        if each.kind is Kind.CODE and _PLAIN_CODE.fullmatch(inside) and "`" not in (before, after):
            return f"`{inside}`"
        mark = _MARKS.get(each.kind, "")
        if not mark or mark[0] in (before, after) or not _flanks(before, inside, after):
            return of(each.children, before, after)
        return mark + of(each.children, mark[0], mark[0]) + mark

    return of(nodes(block), " ", " ") if block.inline else escape(plain)


def _flanks(before: str, inside: str, after: str) -> bool:
    """Whether marks right around `inside` open and close emphasis."""
    opens = not inside[:1].isspace() and (
        not _is_punctuation(inside[:1]) or before.isspace() or _is_punctuation(before)
    )
    closes = not inside[-1:].isspace() and (
        not _is_punctuation(inside[-1:]) or after.isspace() or _is_punctuation(after)
    )
    return bool(inside) and opens and closes


def _is_punctuation(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "PS"


def _words(node: str | Element) -> str:
    if isinstance(node, str):
        return node
    return "\n" if node.kind is Kind.BREAK else "".join(map(_words, node.children))


def _first(node: str | Element) -> str:
    """The character that the Markdown of a node begins with, as far as emphasis looks at it."""
    if isinstance(node, Element):
        return {Kind.LINK: "[", Kind.BREAK: "\n", Kind.CODE: "`"}.get(node.kind, "*")
    return node[:1]


def _last(node: str | Element) -> str:
    if isinstance(node, Element):
        return {Kind.LINK: ")", Kind.BREAK: "\n", Kind.CODE: "`"}.get(node.kind, "*")
    return node[-1:]
