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
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from lxml.html import HtmlElement

from translate_pipeline.errors import InputError
from translate_pipeline.reports.cues import byline_of, has_credit, has_dateline, is_sentence, is_source_note, is_title
from translate_pipeline.reports.dates import parse_date, says_updated
from translate_pipeline.reports.decoding import MAX_BYTES, declared_charset, decode
from translate_pipeline.reports.furniture import is_blurb, is_furniture, opens_box
from translate_pipeline.reports.metadata import Metadata, read_metadata, web_address, without_site
from translate_pipeline.reports.model import Block, Report, Role
from translate_pipeline.reports.page import Leaf, leaves, names, parse, without_data
from translate_pipeline.reports.story import Piece, sort_story
from translate_pipeline.reports.text import clean

# trafilatura reports an odd page on its logger; here a page is either read or refused.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

# The share of the running text that the body must hold; the rest may stand in a lead or a last box of its own.
_MOST = 0.85
_SHORTEST_PROSE = 40
_MOST_LEADS = 3
_MOST_PICTURES = 3
_MOST_OF_TITLE = 0.5
_MOST_OF_BOX = 0.5
_SHORTEST_PULLED = 15
_SHORTEST_VOTE = 30
_LONGEST_BYLINE = 100

_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:standfirst|dek|deck|sub|subline|strapline|rubric|subtitle|sub-?headline|subhead|summary|lead|lede|intro|excerpt|abstract|"
    r"description)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|authors?|by-author|writer)(?:$|[\s_-])", re.IGNORECASE)
_PULLED = re.compile(r"(?:^|[\s_-])(?:quote|pull|pull-?quote|callout|highlight)(?:$|[\s_-])", re.IGNORECASE)
_MARK = re.compile(r"\[[^\[\]]{1,40}\]")
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

    Raises:
        InputError: without the pictures written into it, it is larger than MAX_BYTES.
    """
    page = without_data(page)
    if len(page) > MAX_BYTES:
        problem = f"holds more than {MAX_BYTES >> 20} MB of text"
        raise InputError(problem, remedy="is it a report? keep only its text", path=path)
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
        image=meta.image or _leading_image(found, layout, meta.url),
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
    headline = _headline(found, meta, is_chrome, is_prose, within[0] if within else len(found))
    # A headline below the whole body is that of another story.
    headline = headline if within and headline <= within[-1] else -1
    inside = [place for place in within if place > headline]
    # Between the headline and the first paragraph stand date, byline and picture, though the body may hold them too.
    start = _start(found, inside, is_prose, is_chrome, meta) if inside else headline + 1
    end = inside[-1] + 1 if inside else start
    scope = body if headline < 0 else _common(found[headline].element, body)
    return _Layout(headline, start, end, body, scope, is_chrome, is_prose)


def _start(found: Sequence[Leaf], inside: Sequence[int], is_prose: Test, is_chrome: Test, meta: Metadata) -> int:
    """The place of the first paragraph: running text that leads in or stands above date and byline is none."""
    proses = [place for place in inside if is_prose(found[place])]
    for place, below in pairwise(proses[: _MOST_LEADS + 1]):
        leaf = found[place]
        between = [found[at] for at in range(place + 1, below) if not is_chrome(found[at])]
        leads = (
            (place == proses[0] and _leads(leaf, names(leaf.element), meta))
            or any(parse_date(other.text) or byline_of(other.text) for other in between)
            or any(_BYLINE.search(names(other.element)) for other in between)
        )
        if not leads or has_dateline(leaf.text):
            return place
    return proses[min(_MOST_LEADS, len(proses) - 1)] if proses else inside[0]


def _leads(leaf: Leaf, called: str, meta: Metadata) -> bool:
    """Whether a leaf is a standfirst by its name or by what the page says of itself."""
    return _STANDFIRST.search(called) is not None or (
        meta.description != "" and _key(leaf.text) == _key(meta.description)
    )


def _votes(root: HtmlElement, found: Sequence[Leaf]) -> frozenset[Leaf]:
    """The leaves that trafilatura takes for running text; all that look like it where it finds none."""
    extracted = _extracted(root)
    # The marks of references are left out of the leaves, but not by trafilatura.
    lines = {_unmarked(line) for line in extracted.splitlines()}
    whole = _unmarked(extracted)
    prose = [leaf for leaf in found if _is_prose(leaf)]
    texts = [(leaf, _unmarked(leaf.text)) for leaf in prose]
    voted = [leaf for leaf, text in texts if text in lines or (len(text) >= _SHORTEST_VOTE and text in whole)]
    return frozenset(voted or prose)


def _unmarked(text: str) -> str:
    return clean(_MARK.sub("", text))


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
    boxes = _boxes(found)
    mistaken = {element for element, weight in weights.items() if weight >= 0.5 * total}

    def is_chrome(leaf: Leaf) -> bool:
        if any(element not in mistaken for element in leaf.chrome):
            return True
        return bool(boxes) and any(each in boxes for each in (leaf.element, *leaf.element.iterancestors()))

    boxes -= {box for box in boxes if _weight(found, voted, box) >= _MOST_OF_BOX * total}
    return is_chrome


def _boxes(found: Sequence[Leaf]) -> set[HtmlElement]:
    """The elements that begin with a title as "Related" and hold links to other stories."""
    boxes: set[HtmlElement] = set()
    for place, leaf in enumerate(found):
        if not opens_box(leaf.text):
            continue
        above = found[place - 1].element if place else None
        outside = {above, *above.iterancestors()} if above is not None else set()
        box = leaf.element
        while (parent := box.getparent()) is not None and parent not in outside and parent.tag not in ("body", "html"):
            box = parent
        inside = [other for other in found[place + 1 :] if _is_in(other.element, box)]
        if box.tag not in ("article", "main") and any(other.linked for other in inside):
            boxes.add(box)
    return boxes


def _weight(found: Sequence[Leaf], voted: frozenset[Leaf], box: HtmlElement) -> int:
    return sum(len(leaf.text) for leaf in found if leaf in voted and _is_in(leaf.element, box))


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


def _headline(found: Sequence[Leaf], meta: Metadata, is_chrome: Test, is_prose: Test, first: int) -> int:
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
    lesser = [place for place, leaf in enumerate(found) if leaf.tag in ("h2", "h3") and _key(leaf.text) in stated]
    return lesser[0] if lesser else _titled(found, meta, is_chrome, is_prose)


def _headed(found: Sequence[Leaf], is_chrome: Test, is_prose: Test) -> int:
    """The place of the last heading above the text; -1 where there is none."""
    place = -1
    for at, leaf in enumerate(found):
        if is_prose(leaf):
            break
        if leaf.tag in ("h2", "h3") and not is_chrome(leaf) and not is_furniture(leaf.text):
            place = at
    return place


def _titled(found: Sequence[Leaf], meta: Metadata, is_chrome: Test, is_prose: Test) -> int:
    """The place of the line above the text that is the page's title, or most of it without the name of the site."""
    titles = [_key(text) for text in (meta.headline, meta.title) if text]
    part = -1
    for place, leaf in enumerate(found):
        key = _key(leaf.text)
        if is_prose(leaf):
            break
        if is_chrome(leaf) or leaf.linked or len(key.split()) < 3:
            continue
        if key in titles:
            return place
        if part < 0 and any(key in title and len(key) >= _MOST_OF_TITLE * len(title) for title in titles):
            part = place
    # A part of the title may be the name of the site; where the page has a heading above its text, that is it.
    heading = _headed(found, is_chrome, is_prose) if not meta.headline else -1
    return heading if heading >= 0 else part


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
            rest.append(_piece(leaf, place, layout, meta.url))
    author = meta.author if not _ADDRESS.match(meta.author) else ""
    author = author or _author_on_page(found, layout)
    if author and not any(piece.role is Role.BYLINE for piece in head):
        at = next((place for place, piece in enumerate(head) if piece.role is Role.HEADLINE), -1) + 1
        head.insert(at, Piece(Role.BYLINE, byline_of(author) or author))
    head = _one_byline(head)
    names_of = author or next((piece.text for piece in head if piece.role is Role.BYLINE), "")
    story = sort_story(_without_pulled(rest, found[layout.start :]))
    return [piece.block(piece.role) for piece in head if piece.text] + _ended(story, names_of)


def _one_byline(head: Sequence[Piece]) -> list[Piece]:
    """The head with its first byline; what else is named like one is an office or a place, unless it begins with By."""
    first = next((piece for piece in head if piece.role is Role.BYLINE), None)
    return [
        replace(piece, role=Role.FURNITURE) if piece.role is Role.BYLINE and piece is not first else piece
        for piece in head
    ]


def _without_pulled(pieces: Sequence[Piece], found: Sequence[Leaf]) -> list[Piece]:
    """The pieces, with sentences that the page shows a second time, to catch the eye, as furniture."""
    keys = [_key(piece.text) for piece in pieces]
    whole = "\n".join(keys)
    kept: list[Piece] = []
    for piece, key, leaf in zip(pieces, keys, found, strict=True):
        named = leaf.inside("blockquote", "aside") or _PULLED.search(names(leaf.element)) is not None
        parent = leaf.element.getparent()
        named = named or (parent is not None and _PULLED.search(names(parent)) is not None)
        pulled = named and len(key) >= _SHORTEST_PULLED and whole.count(key) > 1
        kept.append(replace(piece, role=Role.FURNITURE) if pulled else piece)
    return kept


def _ended(blocks: list[Block], author: str) -> list[Block]:
    """The story, with what presents its author, and a heading with nothing below it, as furniture."""
    people = [name for name in re.split(r",\s+|\s+and\s+", author) if " " in name]
    ended = [
        replace(block, role=Role.FURNITURE, text=block.text, inline=())
        if block.role is Role.PARAGRAPH
        and block.plain.startswith(tuple(people))
        and people
        and is_blurb(block.plain)
        and not any(
            below.role is Role.PARAGRAPH and not below.plain.startswith(tuple(people)) for below in blocks[at + 1 :]
        )
        else block
        for at, block in enumerate(blocks)
    ]
    for at in reversed(range(len(ended))):
        if ended[at].role is Role.HEADING:
            ended[at] = replace(ended[at], role=Role.FURNITURE, inline=())
        elif ended[at].role is not Role.FURNITURE:
            break
    return ended


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
    image = _picture_of(leaf, meta.url) if role is Role.CAPTION else ""
    return Piece(role, text, spans=leaf.spans if text == leaf.text else (), image=image)


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
    if _leads(leaf, classes, meta):
        return body_role(leaf) if leaf.tag == "li" else Role.STANDFIRST
    if meta.author and leaf.text.startswith(meta.author) and is_sentence(leaf.text):
        return Role.FURNITURE
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


def _piece(leaf: Leaf, place: int, layout: _Layout, url: str) -> Piece:
    chrome = layout.is_chrome(leaf) or not _is_in(leaf.element, layout.scope)
    if chrome:
        return Piece(Role.FURNITURE, leaf.text)
    if place < layout.end and _is_in(leaf.element, layout.body):
        role = body_role(leaf)
        image = _picture_of(leaf, url) if role is Role.CAPTION else ""
        return Piece(role, leaf.text, linked=leaf.linked, spans=leaf.spans, image=image)
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
    if leaf.tag == "tr" or leaf.inside("li", "dd", "dt"):
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
        # Byline and date may stand in one line, in elements of their own.
        inner = [clean("".join(each.itertext())) for each in leaf.element.iter("span", "a", "em", "i", "small", "b")]
        for text in (stated or "", leaf.text, *inner):
            if date := parse_date(text):
                stamps.append((says_updated(text), date))
                break
    return next((date for _, date in sorted(stamps, key=lambda stamp: stamp[0])), None)


def _picture_of(caption: Leaf, url: str) -> str:
    """The whole address of the picture that a caption belongs to; empty where the page gives none.

    It stands in the figure around the caption, or beside it, with no other caption between.
    """
    figure = next(caption.element.iterancestors("figure"), None)
    around = [figure] if figure is not None else [*caption.element.iterancestors()][:3]
    for element in around:
        pictures = list(element.iter("img", "amp-img"))
        if pictures:
            addresses = (_address_of(each, url) for each in (pictures if figure is not None else pictures[:1]))
            return next((address for address in addresses if address), "") if len(pictures) < _MOST_PICTURES else ""
    return ""


def _address_of(picture: HtmlElement, url: str) -> str:
    """Where a picture is on the web: not what a browser saved beside the page, or wrote into it."""
    for name in ("src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset"):
        stated = (picture.get(name) or "").strip()
        first = stated.split(",")[0].split()[0] if "srcset" in name and stated.split(",")[0].split() else stated
        if first and not first.startswith("data:") and "_files/" not in first and (found := web_address(first, url)):
            return found
    return ""


def _leading_image(found: Sequence[Leaf], layout: _Layout, url: str) -> str:
    """The address of the picture above the first caption of the story."""
    captions = (
        leaf
        for place, leaf in enumerate(found[: layout.end])
        if leaf.caption and not layout.is_chrome(leaf) and place > layout.headline
    )
    first = next(captions, None)
    return _picture_of(first, url) if first is not None else ""


def _is_in(element: HtmlElement, around: HtmlElement) -> bool:
    return element is around or any(above is around for above in element.iterancestors())


def _common(one: HtmlElement, other: HtmlElement) -> HtmlElement:
    """The smallest element around both."""
    above = {one, *one.iterancestors()}
    return next(element for element in (other, *other.iterancestors()) if element in above)
