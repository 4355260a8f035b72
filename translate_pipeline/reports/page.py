"""The text of an HTML page as leaves: runs of text that no block element parts, in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from translate_pipeline.reports.inline import Kind
from translate_pipeline.reports.markup import KINDS, Marks, Span, clip, without_marks
from translate_pipeline.reports.text import clean

_NO_TEXT = frozenset(
    "script style noscript template iframe object embed svg math canvas audio video select datalist textarea input "
    "head title meta link map progress meter".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section "
    "summary table tbody td tfoot th thead time tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CHROME_TAGS = frozenset({"nav", "aside", "footer", "form", "button", "dialog", "menu"})
_CHROME_ROLES = frozenset(
    {"navigation", "complementary", "contentinfo", "banner", "search", "dialog", "alertdialog", "menu", "menubar"}
)

# Words in the class or the id of what surrounds a story, on its own or before and after a hyphen.
_CHROME_WORDS = re.compile(
    r"(?:^|[\s_-])(?:related|also-read|read-also|see-also|read-more|recommended|recirc|more-on|most-(?:read|popular)|"
    r"popular|trending|share|sharing|sharebar|sharedaddy|social|follow|comments?|disqus|cookies?|consent|gdpr|"
    r"newsletter|subscribe|subscription|signup|sign-up|paywall|promo|promoted|sponsored|outbrain|taboola|"
    r"ad|ads|advert|adverts|advertisement|advertising|sidebar|breadcrumbs?|pagination|pager|skip|skip-links?|"
    r"menu|navbar|navigation|masthead|site-header|site-footer|footer|toolbar|copyright-notice|tag-list|tags|"
    r"(?:author|writer)s?-(?:bio|box|card|info|about|text|profile)|about-(?:the-)?author|bio|"
    r"print-only|noprint|modal|popup|widget|editors-picks)(?:$|[\s_-])",
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
_CREDIT = re.compile(r"(?:^|[\s_-])(?:credits?|photo-?credit|image-?credit|copyright|photographer)(?:$|[\s_-])", re.I)
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
        """The name of the element."""
        return str(self.element.tag)

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
    """The class and the id of an element, as one string."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


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
        if tag in _HEADINGS:
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
        for part in _PARTED.split(run):
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
            self.found.append(
                Leaf(
                    text,
                    element,
                    tuple(self.chrome),
                    linked=linked >= 0.9 * len(text),
                    strong=strong >= 0.9 * len(text),
                    spans=spans,
                )
            )

    def _whole(self, element: HtmlElement, text: str, spans: tuple[Span, ...], *, caption: bool = False) -> None:
        self._flush()
        if text:
            inner = element.find(".//a")
            linked = self.links > 0 or (inner is not None and clean(_text_of(inner)) == text)
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
    # The credit of a picture is often a span beside the caption.
    parent = element.getparent()
    return parent is not None and parent.tag == "figure" and _CREDIT.search(names(element)) is not None


def _is_unseen(element: HtmlElement) -> bool:
    return (
        element.get("hidden") is not None
        or _UNSEEN.search(element.get("class") or "") is not None
        or _NOT_SHOWN.search(element.get("style") or "") is not None
    )


def _is_chrome(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in _CHROME_TAGS or (element.get("role") or "").lower() in _CHROME_ROLES:
        return True
    if tag in ("html", "body", "main", "article"):
        return False
    return _CHROME_WORDS.search(names(element)) is not None


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
