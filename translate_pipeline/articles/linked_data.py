"""What search engines and link previews read in a page: schema.org as JSON-LD, and Open Graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from translate_pipeline.articles.addresses import web_address
from translate_pipeline.articles.identity import article_id, timestamp
from translate_pipeline.articles.layout import Layout
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import Site, page_path
from translate_pipeline.locales import Locale

if TYPE_CHECKING:
    from markupsafe import Markup

# Inside a script element only these could end it or be taken for markup; the last two end a line in old JavaScript.
_ESCAPES = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def linked_data(article: Article, page: Layout, site: Site) -> Markup:
    """A NewsArticle of schema.org as JSON, safe inside a script element."""
    from markupsafe import Markup

    address = site.absolute(page_path(article.name, article.locale))
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": article_id(article),
        "url": address,
        "mainEntityOfPage": address,
        "headline": page.title,
        "description": page.summary,
        "inLanguage": article.locale.tag,
        "datePublished": timestamp(article.date),
        "dateModified": timestamp(article.modified),
        "image": absolute_image(page, article, site),
        "author": [{"@type": "Person", "name": block.plain} for block in page.bylines],
        "sourceOrganization": _organization(article.source),
        "publisher": _organization(site.publisher),
        "translator": [{"@type": "Person", "name": name} for name in article.translators] if article.reviewed else [],
        "creativeWorkStatus": "Published" if article.reviewed else "Draft",
        "digitalSourceType": source_type(article, "https://schema.org/{}DigitalSource"),
        "translationOfWork": _filled(
            {
                "@type": "NewsArticle",
                "headline": article.source_headline,
                "url": web_address(article.url),
                "inLanguage": "en",
                "datePublished": timestamp(article.date),
            }
        ),
    }
    return Markup(json.dumps(_filled(data), ensure_ascii=False, indent=1).translate(_ESCAPES))


def open_graph(article: Article, page: Layout, site: Site) -> list[tuple[str, str]]:
    """Properties and contents of the Open Graph protocol; what needs an absolute address only where there is one."""
    properties = [
        ("og:type", "article"),
        ("og:title", page.title),
        ("og:description", page.summary),
        ("og:locale", _territory(article.locale)),
        *(("og:locale:alternate", _territory(each)) for each in article.languages if each != article.locale),
        ("og:site_name", site.publisher),
        ("og:url", site.absolute(page_path(article.name, article.locale))),
        ("og:image", absolute_image(page, article, site)),
        ("og:image:alt", next((group.alt for group in page.body if group.image), "")),
        ("article:published_time", timestamp(article.date)),
        ("article:modified_time", timestamp(article.modified)),
        *(("article:author", block.plain) for block in page.bylines),
    ]
    if not absolute_image(page, article, site):
        properties = [each for each in properties if each[0] != "og:image:alt"]
    return [(name, content) for name, content in properties if content]


def absolute_picture(address: str, article: Article, site: Site) -> str:
    """The safe address of a picture of the page, made whole; empty where it cannot be."""
    if web_address(address) or not address or not site.base_url:
        return web_address(address)
    return f"{site.base_url}{article.locale.tag}/{address}"


def absolute_image(page: Layout, article: Article, site: Site) -> str:
    """The web address of the article's picture; empty where it has none."""
    return absolute_picture(page.image, article, site)


def source_type(article: Article, pattern: str) -> str:
    """How the text came about, by the IPTC's digital source types; empty where no machine had a part in it."""
    if not article.engine:
        return ""
    return pattern.format("CompositeWithTrainedAlgorithmicMedia" if article.reviewed else "TrainedAlgorithmicMedia")


def _organization(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name} if name else {}


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in ("", [], {}, None)}


def _territory(locale: Locale) -> str:
    """Open Graph wants language and territory."""
    return locale.code if "_" in locale.code else f"{locale.code}_AF"
