"""The text of an HTML page as leaves: runs of text that no block element parts, in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from translate_pipeline.reports.cues import byline_of
from translate_pipeline.reports.dates import parse_date
from translate_pipeline.reports.furniture import is_furniture
from translate_pipeline.reports.inline import Kind
from translate_pipeline.reports.markup import KINDS, Marks, Span, clip, without_marks
from translate_pipeline.reports.text import clean

_NO_TEXT = frozenset(
    "script style noscript template iframe object embed svg math canvas audio video select datalist textarea input "
    "head title meta link map progress meter amp-ad amp-analytics amp-consent amp-embed amp-iframe amp-list "
    "amp-sidebar amp-social-share amp-sticky-ad amp-user-notification amp-video".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section "
    "summary table tbody td tfoot th thead time tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CHROME_TAGS = frozenset({"nav", "aside", "footer", "form", "button", "dialog", "menu"})
_CHROME_ROLES = frozenset(
    {
        "navigation",
        "complementary",
        "contentinfo",
        "banner",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "alert",
        "status",
    }
)

# Words in the class or the id of what surrounds a story, on its own or before and after a hyphen.
_CHROME_WORDS = re.compile(
    r"(?:^|[\s_-])(?:related|related-?(?:posts?|stories|articles?|links?|content)|also-read|read-also|see-also|read-more|recommended|recirc|more-on|most-(?:read|popular)|"
    r"popular|trending|share|sharing|sharebar|sharedaddy|social|follow|comments?|disqus|cookies?|consent|gdpr|"
    r"newsletter|subscribe|subscription|signup|sign-up|paywall|promo|promoted|sponsored|outbrain|taboola|"
    r"ad|ads|advert|adverts|advertisement|advertising|sidebar|breadcrumbs?|pagination|pager|skip|skip-links?|"
    r"menu|navbar|navigation|masthead|site-header|site-footer|footer|toolbar|copyright-notice|tag-list|tags|"
    r"(?:author|writer)s?-(?:bio|box|card|info|about|text|profile)|about-(?:the-)?author|bio|"
    r"print-only|noprint|modal|popup|widget|editors-picks|reflist|references|navbox|infobox|catlinks|toc|editsection|"
    r"key-events|load-more)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader-text|screenreader|u-hidden|a11y-hidden)(?:$|\s)", re.IGNORECASE
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:captions?|wp-caption-text|image-caption|photo-caption|cutline|figcaption)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:^|[\s_-])(?:credits?|photo-?credit|image-?credit|copyright|photographer|source-?text|image-source)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMES = ("class", "id", "itemprop", "data-component", "data-gu-name", "data-testid", "data-qa", "data-test-id")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# The mark of a reference, as [1] or [citation needed].
_MARK = re.compile(r"\s*\[[^\[\]]{1,40}\]\s*")
# What sites put behind a caption.
_OFFER = re.compile(
    r"\s+(?:purchase licensing rights|buy this (?:photo|picture|image)|view gallery|opens? (?:in )?new tab)\W*$", re.I
)
_LONGEST_CELL = 200
_LONGEST_BOX = 500
_LONGEST_CAPTION = 1500

# Marks of inline markup may stand between two line breaks.
_PARTED = re.compile("\n[\\s\U000f0000-\U000ffffd]*\n")
_BREAK = "\n"
_DATA = re.compile(r"data:[a-z0-9+.-]{1,40}/[a-z0-9+.-]{1,60}(?:;[a-z0-9=_-]{1,40})*,[^\s\"'<>)]{64,}", re.IGNORECASE)

MarksOf = Callable[[HtmlElement], tuple[str, str]]


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A run of text on a page.

    Attributes:
        text: clean text, without markup.
        element: the block element that it stands in.
        chrome: the elements around it that look like a part of the site, outermost first.
        linked: whether nearly all of it is a link or a button.
        strong: whether all of it is bold.
        caption: whether it is a caption; its credit is joined in brackets.
        spans: the inline markup over the text.
    """

    text: str
    element: HtmlElement
    chrome: tuple[HtmlElement, ...] = ()
    linked: bool = False
    strong: bool = False
    caption: bool = False
    spans: tuple[Span, ...] = ()

    @property
    def tag(self) -> str:
        """The name of the element; of a heading of any other name that of its level."""
        level = _level(self.element)
        return f"h{level}" if level else str(self.element.tag)

    def inside(self, *tags: str) -> bool:
        """Whether the element or one around it has one of the names."""
        return self.tag in tags or next(self.element.iterancestors(*tags), None) is not None


def without_data(page: str) -> str:
    """A page without the pictures and fonts that are written into it, which may be most of it."""
    return _DATA.sub("data:,", page) if "data:" in page else page


def parse(text: str) -> HtmlElement | None:
    """The tree of a page; None where it has no element. Nothing is fetched, no entity is resolved from outside."""
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def leaves(root: HtmlElement, url: str = "") -> list[Leaf]:
    """All text that the page shows, in reading order.

    Args:
        url: the page's address, which makes those of its links whole.
    """
    return _Walk(url).over(root)


def names(element: HtmlElement) -> str:
    """What an element is called: its class, its id and the like, as one string of words with hyphens."""
    found = " ".join(filter(None, map(element.get, _NAMES)))
    return f"{found} {_CAPITAL.sub('-', found)}" if found else ""


@dataclass(slots=True)
class _Walk:
    url: str = ""
    marks: Marks = field(default_factory=Marks)
    marked: list[tuple[HtmlElement, str, str]] = field(default_factory=list)
    found: list[Leaf] = field(default_factory=list)
    blocks: list[HtmlElement] = field(default_factory=list)
    chrome: list[HtmlElement] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    links: int = 0
    bolds: int = 0
    linked: int = 0
    strong: int = 0
    sources: dict[HtmlElement, str] = field(default_factory=dict)

    def over(self, root: HtmlElement) -> list[Leaf]:
        self.blocks.append(root)
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                if not self._enter(element):
                    walk.skip_subtree()
            else:
                self._leave(element)
                if element is not root:
                    self._add(element.tail)
        self._flush()
        return self.found

    def _enter(self, element: HtmlElement) -> bool:
        """Take an element in; False where its children are not to be walked."""
        tag = element.tag
        if _stands_apart(element):
            self._flush()
            self.blocks.append(element)
        if _is_chrome(element):
            self.chrome.append(element)
        if tag in ("a", "button"):
            self.links += 1
        if tag in ("b", "strong"):
            self.bolds += 1
        if tag in _NO_TEXT or _is_unseen(element):
            return False
        if tag == "tr" and _is_data(next(element.iterancestors("table"), element)):
            self._row(element)
            return False
        if _level(element):
            self._whole(element, *self.marks.read(_text_of(element, self._marks_of)))
            return False
        caption, spans = self._caption_of(element)
        if caption:
            self._whole(element, caption, spans, caption=True)
            return False
        before, after = self._marks_of(element)
        self.run.append(before)
        if after:
            self.marked.append((element, before, after))
        if tag == "br":
            self.run.append(_BREAK)
        self._add(element.text)
        return True

    def _leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if self.marked and self.marked[-1][0] is element:
            self.run.append(self.marked.pop()[2])
        if _stands_apart(element):
            self._flush()
            self.blocks.pop()
        if self.chrome and self.chrome[-1] is element:
            self.chrome.pop()
        if tag in ("a", "button"):
            self.links -= 1
        if tag in ("b", "strong"):
            self.bolds -= 1

    def _add(self, text: str | None) -> None:
        if not text:
            return
        # A line break of the file is a space; only <br> breaks.
        text = without_marks(text)
        self.run.append(" ".join(text.split("\n")))
        length = len(text.strip())
        self.linked += length if self.links else 0
        self.strong += length if self.bolds else 0

    def _flush(self) -> None:
        run, linked, strong = "".join(self.run), self.linked, self.strong
        # What is open goes on in the next run.
        self.run, self.linked, self.strong = [before for _, before, _ in self.marked], 0, 0
        for part in self._parts(run):
            text, spans = self.marks.read(part)
            if not text:
                continue
            element = self.blocks[-1]
            if (
                self.found
                and self.found[-1].caption
                and _CREDIT.search(names(element))
                and _share_figure(self.found[-1].element, element)
            ):
                above = self.found.pop()
                caption = _credited(above.text, text)
                self.found.append(Leaf(caption, above.element, above.chrome, caption=True, spans=above.spans))
                continue
            if _is_source(element) and (figure := next(element.iterancestors("figure"), None)) is not None:
                # Some pages name the source of a picture above its caption.
                self.sources[figure] = text
                continue
            self.found.append(
                Leaf(
                    text,
                    element,
                    tuple(self.chrome),
                    linked=linked >= 0.9 * len(text) or _is_link(text, spans),
                    strong=strong >= 0.9 * len(text),
                    spans=spans,
                )
            )

    def _parts(self, run: str) -> list[str]:
        """A run parted where two line breaks stand; at each of them where one of its lines is no running text."""
        parts = _PARTED.split(run)
        if _BREAK not in run:
            return parts
        whole: list[str] = []
        for part in parts:
            lines = part.split(_BREAK)
            whole += lines if len(lines) > 1 and any(map(_stands_alone, map(self._shown, lines))) else [part]
        return whole

    def _shown(self, marked: str) -> str:
        return clean(without_marks(marked))

    def _row(self, row: HtmlElement) -> None:
        self._flush()
        cells = [clean(_text_of(cell)) for cell in row.iterchildren("td", "th")]
        if text := " | ".join(filter(None, cells)):
            self.found.append(Leaf(text, row, tuple(self.chrome)))

    def _whole(self, element: HtmlElement, text: str, spans: tuple[Span, ...], *, caption: bool = False) -> None:
        self._flush()
        if text:
            inner = element.find(".//a")
            linked = self.links > 0 or (inner is not None and clean(_text_of(inner)) == text)
            figure = next(element.iterancestors("figure"), None) if caption else None
            source = self.sources.pop(figure, "") if figure is not None else ""
            if source and source not in text:
                text = _credited(text, source)
            self.found.append(Leaf(text, element, tuple(self.chrome), linked=linked, caption=caption, spans=spans))

    def _marks_of(self, element: HtmlElement) -> tuple[str, str]:
        """What to write before and after an element's text."""
        if element.tag == "br":
            return self.marks.line_break(), ""
        kind = KINDS.get(element.tag)
        if kind is None:
            return "", ""
        return self.marks.open(kind, self._address(element) if kind is Kind.LINK else "")

    def _address(self, link: HtmlElement) -> str:
        """Where a link leads; empty where that is the page itself."""
        href = (link.get("href") or "").strip()
        try:
            whole = urljoin(self.url, href) if self.url else href
        except ValueError:
            return ""
        return "" if self.url and whole.partition("#")[0] == self.url.partition("#")[0] else whole

    def _caption_of(self, element: HtmlElement) -> tuple[str, tuple[Span, ...]]:
        """The caption that an element holds, its credit in brackets at its end, and its markup; empty where none."""
        if element.tag not in ("figcaption", "caption") and not _CAPTION.search(element.get("class") or ""):
            return "", ()
        if element.tag not in ("figcaption", "div", "p", "span", "figure", "section", "small", "em", "dd"):
            return "", ()
        text, spans = self.marks.read(_text_of(element, self._marks_of))
        if offer := _OFFER.search(text):
            text, spans = text[: offer.start()], clip(spans, offer.start())
        if len(text) > _LONGEST_CAPTION or element.find(".//h1") is not None:
            return "", ()
        for inner in element.iterdescendants():
            if isinstance(inner.tag, str) and (inner.tag == "cite" or _CREDIT.search(inner.get("class") or "")):
                credit = clean(_text_of(inner))
                if credit and text.endswith(credit) and text != credit:
                    bare = text.removesuffix(credit).rstrip(" |–—-")
                    return _credited(bare, credit), clip(spans, len(bare))
        return text, spans


def _is_block(tag: str) -> bool:
    # An element of an unknown name with a hyphen is a site's own component.
    return tag in _BLOCKS or "-" in tag


def _stands_apart(element: HtmlElement) -> bool:
    if _is_block(element.tag):
        return True
    parent = element.getparent()
    if parent is None or element.tag not in ("span", "a", "cite", "small", "em", "i"):
        return False
    # The credit of a picture is often a span beside the caption; a part of the site may be one among details.
    called = names(element)
    if parent.tag == "figure" or next(element.iterancestors("figure"), None) is not None:
        return _CREDIT.search(called) is not None and next(element.iterancestors("figcaption"), None) is None
    return parent.tag in ("div", "section", "header", "footer") and _CHROME_WORDS.search(called) is not None


def _level(element: HtmlElement) -> int:
    """The level of a heading; 0 of what is none."""
    if element.tag in _HEADINGS:
        return int(element.tag[1])
    if element.get("role") != "heading" or element.tag in ("body", "main", "article", "a", "span"):
        return 0
    level = element.get("aria-level") or "2"
    return int(level) if level in ("1", "2", "3", "4", "5", "6") else 2


def _is_source(element: HtmlElement) -> bool:
    """Whether an element in a figure, above its caption, names who made the picture."""
    return element.tag == "span" and _CREDIT.search(names(element)) is not None


def _is_link(text: str, spans: Sequence[Span]) -> bool:
    """Whether nearly all of a text is links."""
    return sum(each.end - each.start for each in spans if each.kind is Kind.LINK) >= 0.9 * len(text)


def _stands_alone(line: str) -> bool:
    return bool(line) and bool(parse_date(line) or byline_of(line) or is_furniture(line))


def _is_data(table: HtmlElement) -> bool:
    """Whether a table holds short texts in rows and columns, and is not there to arrange the page."""
    if table.tag != "table" or table.get("role") in ("presentation", "none"):
        return False
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    wide = [row for row in rows if sum(1 for _ in row.iterchildren("td", "th")) > 1]
    if len(rows) < 2 or len(wide) < 0.6 * len(rows) or table.find(".//table") is not None:
        return False
    # What is not text, or text of several paragraphs, arranges.
    if any(True for _ in table.iter("h1", "h2", "h3", "form", "figure", "blockquote", "article", "nav")):
        return False
    cells = [cell for row in rows for cell in row.iterchildren("td", "th")]
    return all(len(clean(_text_of(cell))) <= _LONGEST_CELL and len(cell.findall(".//p")) < 2 for cell in cells)


def _is_unseen(element: HtmlElement) -> bool:
    return (
        element.get("hidden") is not None
        or _UNSEEN.search(element.get("class") or "") is not None
        or _NOT_SHOWN.search(element.get("style") or "") is not None
        or (element.tag == "sup" and _MARK.fullmatch("".join(element.itertext())) is not None)
        or (element.get("placeholder") is not None and element.tag not in ("input", "textarea"))
    )


def _is_chrome(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in _CHROME_TAGS or (element.get("role") or "").lower() in _CHROME_ROLES:
        return True
    if tag in ("html", "body", "main", "article"):
        return False
    return _CHROME_WORDS.search(names(element)) is not None or _asks(element)


def _asks(element: HtmlElement) -> bool:
    """Whether an element is a small box with a button or a field: to sign up, to share, to agree."""
    if element.tag not in ("div", "section") or element.find(".//h1") is not None:
        return False
    if not any(True for _ in element.iter("button", "input", "textarea")):
        return False
    if any(True for _ in element.iter("figure", "figcaption", "time", "article", "table", "ul")):
        return False
    return len(clean(_text_of(element))) <= _LONGEST_BOX


def _text_of(element: HtmlElement, marks_of: MarksOf = lambda element: ("", "")) -> str:
    """The text that an element shows, with spaces where blocks or breaks part it.

    Args:
        marks_of: what to write before and after the text of an element inside it.
    """
    parts: list[str] = []
    closing: dict[HtmlElement, str] = {}
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if not isinstance(inner.tag, str):
            continue
        if event == "start":
            if inner is not element:
                before, closing[inner] = marks_of(inner)
                parts.append(before)
            if inner.tag == "br" or _is_block(inner.tag):
                parts.append(" ")
            if inner.tag in _NO_TEXT or (inner is not element and _is_unseen(inner)):
                walk.skip_subtree()
            else:
                parts.append(without_marks(inner.text or ""))
        else:
            if _is_block(inner.tag):
                parts.append(" ")
            if inner is not element:
                parts += (closing.pop(inner, ""), without_marks(inner.tail or ""))
    return "".join(parts)


def _credited(caption: str, credit: str) -> str:
    bare = credit
    if re.fullmatch(r"[(\[][^()\[\]]*[)\]]", credit):
        bare = credit[1:-1]
    return f"{caption} ({bare.strip()})" if bare.strip() else caption


def _share_figure(caption: HtmlElement, credit: HtmlElement) -> bool:
    """Whether a credit stands right beside a caption: in one figure, or under one parent."""
    figure = next(caption.iterancestors("figure"), caption.getparent())
    return figure is not None and figure in credit.iterancestors()
