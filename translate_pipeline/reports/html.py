"""Saved web pages: the story out of what surrounds it.

The page is walked once, as leaves. trafilatura says which of them are the running text; the smallest element around
nearly all of that is the body. Whatever stands in the body stays, also where trafilatura would drop it; what looks like
a part of the site (by element, role or class) becomes furniture.
"""

from __future__ import annotations

import copy
import datetime
import logging
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml.html import HtmlElement

from translate_pipeline.reports.cues import byline_of, has_credit, has_dateline, is_sentence, is_source_note, is_title
from translate_pipeline.reports.dates import parse_date, says_updated
from translate_pipeline.reports.decoding import declared_charset, decode
from translate_pipeline.reports.furniture import is_furniture
from translate_pipeline.reports.markup import block_of
from translate_pipeline.reports.metadata import Metadata, read_metadata, web_address, without_site
from translate_pipeline.reports.model import Block, Report, Role
from translate_pipeline.reports.page import Leaf, leaves, names, parse, without_data
from translate_pipeline.reports.story import Piece, sort_story
from translate_pipeline.reports.text import clean

# trafilatura reports an odd page on its logger; here a page is either read or refused.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

# The share of the running text that the body must hold; the rest may stand in a lead or a last box of its own.
_MOST = 0.9
_SHORTEST_PROSE = 40
_SHORTEST_VOTE = 30
_LONGEST_BYLINE = 100

_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:standfirst|dek|deck|subtitle|sub-?headline|subhead|summary|lead|lede|intro|excerpt|abstract|"
    r"description)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|authors?|by-author|writer)(?:$|[\s_-])", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:", re.IGNORECASE)

Test = Callable[[Leaf], bool]


def read(data: bytes, path: Path, name: str) -> Report:
    """The report in an HTML page.

    Raises:
        InputError: the page is in an unknown encoding.
    """
    return read_page(decode(data, path, declared_charset(data)), path, name)


def read_page(page: str, path: Path, name: str, *, saved_from: str = "") -> Report:
    """The report in the text of an HTML page.

    Args:
        page: the text.
        path: the file that it is from.
        name: of the report.
        saved_from: the address of the page where the file around it has one.
    """
    page = without_data(page)
    root = parse(page)
    if root is None:
        return Report(name=name, path=path, blocks=())
    meta = read_metadata(root, page, saved_from)
    found = leaves(root, meta.url)
    layout = _layout(root, found, meta)
    blocks = _blocks(found, layout, meta)
    return Report(
        name=name,
        path=path,
        blocks=tuple(blocks),
        date=meta.date or _date_on_page(found, layout),
        source=meta.site,
        url=meta.url,
        image=meta.image or _image(found, layout, meta.url),
        language=meta.language,
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the story stands among the leaves.

    Attributes:
        headline: the place of its headline; -1 where only the metadata has one.
        start: the place of the first leaf of the body.
        end: the place after the last one.
        body: the element around the body.
        scope: the element around the headline and the body.
        is_chrome: whether a leaf belongs to the site.
        is_prose: whether a leaf is running text of the story.
    """

    headline: int
    start: int
    end: int
    body: HtmlElement
    scope: HtmlElement
    is_chrome: Test
    is_prose: Test


def _layout(root: HtmlElement, found: Sequence[Leaf], meta: Metadata) -> _Layout:
    voted = _votes(root, found)
    is_chrome = _chrome_test(found, voted)

    def is_prose(leaf: Leaf) -> bool:
        return leaf in voted and not is_chrome(leaf)

    prose = [leaf for leaf in found if is_prose(leaf)] or [leaf for leaf in found if not is_chrome(leaf)]
    body = _around(prose, root)
    within = [place for place, leaf in enumerate(found) if _is_in(leaf.element, body)]
    headline = _headline(found, meta, is_chrome, within[0] if within else len(found))
    # A headline below the whole body is that of another story.
    headline = headline if within and headline <= within[-1] else -1
    inside = [place for place in within if place > headline]
    # Between the headline and the first paragraph stand date, byline and picture, though the body may hold them too.
    start = next((place for place in inside if is_prose(found[place])), inside[0] if inside else headline + 1)
    end = inside[-1] + 1 if inside else start
    scope = body if headline < 0 else _common(found[headline].element, body)
    return _Layout(headline, start, end, body, scope, is_chrome, is_prose)


def _votes(root: HtmlElement, found: Sequence[Leaf]) -> frozenset[Leaf]:
    """The leaves that trafilatura takes for running text; all that look like it where it finds none."""
    extracted = _extracted(root)
    lines = {clean(line) for line in extracted.splitlines()}
    whole = clean(extracted)
    prose = [leaf for leaf in found if _is_prose(leaf)]
    voted = [leaf for leaf in prose if leaf.text in lines or (len(leaf.text) >= _SHORTEST_VOTE and leaf.text in whole)]
    return frozenset(voted or prose)


def _extracted(root: HtmlElement) -> str:
    import trafilatura

    try:
        text = trafilatura.extract(copy.deepcopy(root), include_comments=False, favor_recall=True, deduplicate=False)
    except Exception:
        # It only gives evidence, and what it may raise on a broken page is not known.
        return ""
    return text if isinstance(text, str) else ""


def _is_prose(leaf: Leaf) -> bool:
    return (
        len(leaf.text) >= _SHORTEST_PROSE
        and not leaf.linked
        and not leaf.caption
        and is_sentence(leaf.text)
        and not is_furniture(leaf.text)
    )


def _chrome_test(found: Sequence[Leaf], voted: frozenset[Leaf]) -> Test:
    """Whether a leaf belongs to the site; what holds half of the running text does not, whatever its class says."""
    weights: Counter[HtmlElement] = Counter()
    total = 0
    for leaf in found:
        if leaf in voted:
            total += len(leaf.text)
            weights.update(dict.fromkeys(leaf.chrome, len(leaf.text)))
    mistaken = {element for element, weight in weights.items() if weight >= 0.5 * total}

    def is_chrome(leaf: Leaf) -> bool:
        return any(element not in mistaken for element in leaf.chrome)

    return is_chrome


def _around(prose: Sequence[Leaf], root: HtmlElement) -> HtmlElement:
    """The smallest element that holds nearly all of the prose, wider than a paragraph."""
    weights: Counter[HtmlElement] = Counter()
    depths: dict[HtmlElement, int] = {}
    for leaf in prose:
        line = [leaf.element, *leaf.element.iterancestors()]
        for above, element in enumerate(reversed(line)):
            weights[element] += len(leaf.text)
            depths[element] = above
    total = sum(len(leaf.text) for leaf in prose)
    around = [element for element, weight in weights.items() if weight >= _MOST * total]
    body = max(around, key=depths.__getitem__, default=root)
    while body.tag in ("p", "li", "ul", "ol", "blockquote", "td", "tr", "tbody"):
        parent = body.getparent()
        if parent is None:
            break
        body = parent
    return body


def _headline(found: Sequence[Leaf], meta: Metadata, is_chrome: Test, first: int) -> int:
    """The place of the headline, given that of the body's first leaf; -1 where no leaf holds it."""
    tops = [place for place, leaf in enumerate(found) if leaf.tag == "h1"]
    stated = {_key(text) for text in (meta.headline, meta.title, without_site(meta.title)) if text}
    for place in tops:
        if _key(found[place].text) in stated:
            return place
    proper = [place for place in tops if not is_chrome(found[place]) and _key(found[place].text) != _key(meta.site)]
    above = [place for place in proper if place <= first]
    if above or proper:
        return above[-1] if above else proper[0]
    return next(
        (place for place, leaf in enumerate(found) if leaf.tag in ("h2", "h3") and _key(leaf.text) in stated), -1
    )


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.replace("’", "'").casefold()).strip()


def _blocks(found: Sequence[Leaf], layout: _Layout, meta: Metadata) -> list[Block]:
    head: list[Piece] = []
    rest: list[Piece] = []
    if layout.headline < 0:
        head.append(Piece(Role.HEADLINE, meta.headline or without_site(meta.title)))
    for place, leaf in enumerate(found):
        if place < layout.start:
            head.append(_head_piece(found, place, layout, meta))
        else:
            rest.append(_piece(leaf, place, layout))
    author = meta.author if not _ADDRESS.match(meta.author) else ""
    author = author or _author_on_page(found, layout)
    if author and not any(piece.role is Role.BYLINE for piece in head):
        at = next((place for place, piece in enumerate(head) if piece.role is Role.HEADLINE), -1) + 1
        head.insert(at, Piece(Role.BYLINE, byline_of(author) or author))
    return [block_of(piece.role, piece.text, piece.spans) for piece in head if piece.text] + sort_story(rest)


def _author_on_page(found: Sequence[Leaf], layout: _Layout) -> str:
    """The author that an inline element above the story names, among a date and other words."""
    for leaf in found[layout.headline + 1 : layout.start]:
        if layout.is_chrome(leaf) or not _is_in(leaf.element, layout.scope):
            continue
        for element in leaf.element.iterdescendants("a", "span", "b", "strong", "cite", "em"):
            if element.get("rel") == "author" or _BYLINE.search(element.get("class") or ""):
                author = clean("".join(element.itertext()))
                if 0 < len(author) <= _LONGEST_BYLINE:
                    return author
    return ""


def _head_piece(found: Sequence[Leaf], place: int, layout: _Layout, meta: Metadata) -> Piece:
    leaf = found[place]
    role, text = _head_role(found, place, layout, meta), leaf.text
    if role is Role.BYLINE:
        text = byline_of(text) or text
    return Piece(role, text, spans=leaf.spans if text == leaf.text else ())


def _head_role(found: Sequence[Leaf], place: int, layout: _Layout, meta: Metadata) -> Role:
    leaf = found[place]
    if place == layout.headline:
        return Role.HEADLINE
    if layout.is_chrome(leaf) or not _is_in(leaf.element, layout.scope):
        return Role.FURNITURE
    if leaf.caption:
        return Role.CAPTION
    if place < layout.headline or parse_date(leaf.text) or is_furniture(leaf.text):
        return Role.FURNITURE
    classes = _classes(leaf, layout.scope)
    if byline_of(leaf.text) or (len(leaf.text) <= _LONGEST_BYLINE and _BYLINE.search(classes)):
        return Role.BYLINE
    if has_credit(leaf.text, in_head=True):
        return Role.CAPTION
    if is_source_note(leaf.text):
        return Role.SOURCE_NOTE
    if _STANDFIRST.search(classes) or (meta.description and _key(leaf.text) == _key(meta.description)):
        return Role.STANDFIRST
    below = found[place + 1 : layout.start]
    if is_sentence(leaf.text) and not leaf.linked:
        dated = any(parse_date(other.text) or byline_of(other.text) for other in below)
        return Role.STANDFIRST if dated and not has_dateline(leaf.text) else Role.PARAGRAPH
    if _is_in(leaf.element, layout.body) and leaf.tag in ("p", "h2", "h3", "h4", "li"):
        return body_role(leaf)
    return Role.FURNITURE


def _classes(leaf: Leaf, scope: HtmlElement) -> str:
    """The classes of a leaf's element and those close around it, below the scope."""
    close = [leaf.element]
    for element in leaf.element.iterancestors():
        if element is scope or len(close) == 3:
            break
        close.append(element)
    return " ".join(names(element) for element in close)


def _piece(leaf: Leaf, place: int, layout: _Layout) -> Piece:
    chrome = layout.is_chrome(leaf) or not _is_in(leaf.element, layout.scope)
    if chrome:
        return Piece(Role.FURNITURE, leaf.text)
    if place < layout.end and _is_in(leaf.element, layout.body):
        return Piece(body_role(leaf), leaf.text, linked=leaf.linked, spans=leaf.spans)
    # Below the body only what is certain: a note, or a paragraph that trafilatura took too.
    kept = is_source_note(leaf.text) or (leaf.tag == "p" and layout.is_prose(leaf))
    return Piece(Role.PARAGRAPH if kept else Role.FURNITURE, leaf.text, linked=leaf.linked, spans=leaf.spans)


def body_role(leaf: Leaf) -> Role:
    """What a leaf of the running text is."""
    if leaf.caption:
        return Role.CAPTION
    if leaf.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return Role.HEADING
    if leaf.inside("blockquote"):
        return Role.QUOTE
    if leaf.inside("li", "dd", "dt"):
        return Role.LIST_ITEM
    if leaf.tag == "time" or (leaf.linked and not is_sentence(leaf.text)):
        return Role.FURNITURE
    if leaf.strong and is_title(leaf.text) and not is_source_note(leaf.text):
        return Role.HEADING
    # A short text outside of any paragraph is a label; running text there is a paragraph.
    label = leaf.tag not in ("p", "td", "th", "pre") and len(leaf.text) < _SHORTEST_PROSE
    if label and not is_sentence(leaf.text) and not is_source_note(leaf.text):
        return Role.FURNITURE
    return Role.PARAGRAPH


def _date_on_page(found: Sequence[Leaf], layout: _Layout) -> datetime.datetime | datetime.date | None:
    """The date that the page shows above the story: of the first time element or date line that tells no update."""
    stamps: list[tuple[bool, datetime.datetime | datetime.date]] = []
    for leaf in found[max(layout.headline, 0) : layout.start]:
        if layout.is_chrome(leaf) or not _is_in(leaf.element, layout.scope):
            continue
        stated = leaf.element.get("datetime") if leaf.tag == "time" else None
        if date := parse_date(stated or "") or parse_date(leaf.text):
            stamps.append((says_updated(leaf.text), date))
    return next((date for _, date in sorted(stamps, key=lambda stamp: stamp[0])), None)


def _image(found: Sequence[Leaf], layout: _Layout, url: str) -> str:
    """The address of the picture above the first caption of the story, where the page gives a whole one."""
    for place, leaf in enumerate(found[: layout.end]):
        if not leaf.caption or layout.is_chrome(leaf) or place < layout.headline:
            continue
        figure = next(leaf.element.iterancestors("figure"), leaf.element.getparent())
        pictures = figure.iter("img") if figure is not None else ()
        addresses = (web_address(picture.get("src") or "", url) for picture in pictures)
        return next((address for address in addresses if address), "")
    return ""


def _is_in(element: HtmlElement, around: HtmlElement) -> bool:
    return element is around or any(above is around for above in element.iterancestors())


def _common(one: HtmlElement, other: HtmlElement) -> HtmlElement:
    """The smallest element around both."""
    above = {one, *one.iterancestors()}
    return next(element for element in (other, *other.iterancestors()) if element in above)
