"""What the head of an HTML page says of its article: meta elements, JSON-LD, the canonical link."""

from __future__ import annotations

import datetime
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from translate_pipeline.reports.cues import byline_of
from translate_pipeline.reports.dates import parse_date
from translate_pipeline.reports.text import clean

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report)$")
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate",
    "publish-date", "dc.date", "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
# The comment that browsers write into a saved page: "saved from url=(0033)https://...".
_AUTHOR_NAMES = ("author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "author.name")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\([0-9]{4}\)(?P<url>\S+)\s*-->", re.IGNORECASE)
# The comment of the browser extension SingleFile.
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_SITE_SUFFIX = re.compile(r"\s+(?:[|»·•–—-]|::)\s+(?P<site>[^|»·•–—]{2,60})$")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; empty where it says nothing."""

    headline: str = ""
    title: str = ""
    description: str = ""
    author: str = ""
    site: str = ""
    url: str = ""
    image: str = ""
    language: str = "en"
    date: datetime.datetime | datetime.date | None = None


def read_metadata(root: HtmlElement, page: str, saved_from: str = "") -> Metadata:
    """The metadata of a page, from its tree and its text; `saved_from` is its address where its file has one."""
    meta = _meta(root)
    article = next(_articles(root), {})
    saved = _SAVED_FROM.search(page[:4096]) or _SINGLE_FILE.search(page[:4096])
    canonical = [link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower()]
    linked = _text(article.get("mainEntityOfPage"), "@id", "url")
    addresses = [*canonical, meta.get("og:url", ""), linked, saved["url"] if saved else "", saved_from]
    url = next((found for found in map(web_address, addresses) if found), "")
    images = (meta.get("og:image", ""), _text(article.get("image"), "url", "contentUrl"), meta.get("twitter:image", ""))
    author = _authors(article.get("author")) or next((meta[name] for name in _AUTHOR_NAMES if name in meta), "")
    title = clean("".join(next(iter(root.xpath("//head/title")), root.makeelement("title")).itertext()))
    return Metadata(
        headline=_text(article.get("headline"), "@value") or meta.get("og:title", ""),
        title=title,
        description=meta.get("og:description") or meta.get("description") or _text(article.get("description")),
        author=byline_of(author) or author,
        site=_text(article.get("publisher"), "name") or meta.get("og:site_name", ""),
        url=url,
        image=next((found for found in (web_address(image, url) for image in images) if found), ""),
        language=_language(root),
        date=_date(root, meta, article),
    )


def web_address(address: str, base: str = "") -> str:
    """An http or https address, made whole by the page's own; empty where it is none."""
    address = "".join(clean(address).split())
    try:
        whole = urljoin(base, address) if base else address
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if address and parts.scheme in ("http", "https") and parts.netloc else ""


def without_site(title: str) -> str:
    """A page's title without the name of the site at its end."""
    return _SITE_SUFFIX.sub("", title)


def _meta(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = clean(element.get("content") or "")
        if key and value:
            found.setdefault(key.strip().lower(), value)
    return found


def _articles(root: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(data, _DEEPEST):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
                yield item


def _items(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth and isinstance(data, list):
        for inner in data:
            yield from _items(inner, depth - 1)
    elif depth and isinstance(data, dict):
        yield data
        yield from _items(data.get("@graph"), depth - 1)
        yield from _items(data.get("mainEntity"), depth - 1)


def _text(value: object, *keys: str) -> str:
    """A value of JSON-LD as text: itself, the first of a list, or what an object holds under one of the keys."""
    for _ in range(_DEEPEST):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = next((value[key] for key in keys if value.get(key)), "")
        else:
            break
    return clean(html.unescape(value)) if isinstance(value, str) else ""


def _authors(value: object) -> str:
    """The authors of JSON-LD, as names are joined in English."""
    several = value if isinstance(value, list) else [value]
    named = list(dict.fromkeys(filter(None, (_text(each, "name") for each in several[:20]))))
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1]))) if named else ""


def _date(root: HtmlElement, meta: dict[str, str], article: dict[str, Any]) -> datetime.datetime | datetime.date | None:
    stated = [_text(article.get("datePublished")), *(meta.get(name, "") for name in _DATE_NAMES)]
    stated += [element.get("datetime") or element.get("content") or "" for element in _published(root)]
    return next((date for date in map(parse_date, stated) if date), None)


def _published(root: HtmlElement) -> list[HtmlElement]:
    found = root.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]")
    return [element for element in found if isinstance(element.tag, str)] if isinstance(found, list) else []


def _language(root: HtmlElement) -> str:
    stated = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    stated = stated.strip().replace("_", "-")
    return stated if _LANGUAGE.fullmatch(stated) else "en"
