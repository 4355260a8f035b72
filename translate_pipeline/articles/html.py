"""An article as a web page: one file that needs nothing but its picture, and runs no script."""

from __future__ import annotations

import base64
import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from translate_pipeline.articles.addresses import web_address
from translate_pipeline.articles.furniture import disclosure
from translate_pipeline.articles.identity import machine_date, read_machine_date
from translate_pipeline.articles.layout import lay_out
from translate_pipeline.articles.linked_data import linked_data, open_graph
from translate_pipeline.articles.manifest import Entry
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import FEED, INDEX, Site, page_path
from translate_pipeline.articles.templating import render_template, style_sheet
from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale
from translate_pipeline.reports.model import Role


@dataclass(frozen=True, slots=True)
class _Link:
    """A page in some language: its address for machines, absolute where the site's is known, and for readers.

    Readers follow relative links, so that the folder can be read, moved and tried out anywhere.
    """

    tag: str
    name: str
    address: str
    path: str


@dataclass(frozen=True, slots=True)
class _Item:
    """An article in the list of a language: its page, and its date in words and for machines."""

    entry: Entry
    address: str
    day: str
    moment: str


def render(article: Article, site: Site) -> str:
    """The page of `article`.

    Raises:
        InputError: one of the fixed strings has no translation, or a template has a fault.
    """
    page = lay_out(article)
    links = [_link(each, page_path(article.name, each), site) for each in article.languages]
    return render_template(
        "article.html.j2",
        site.templates,
        _shared(site)
        | {
            "article": article,
            "page": page,
            "languages": links,
            "canonical": site.absolute(page_path(article.name, article.locale)),
            "original": web_address(article.url),
            "day": _in_words(article.date, article.locale),
            "moment": machine_date(article.date),
            "revised_day": _in_words(article.modified, article.locale) if article.reviewed else "",
            "revised": machine_date(article.modified),
            "disclosure": disclosure(site.strings, article.reviewed),
            "linked_data": linked_data(article, page, site),
            "open_graph": open_graph(article, page, site),
            "Role": Role,
        },
    )


def collect(entries: Sequence[Entry], site: Site, languages: Iterable[Locale]) -> str:
    """The page that lists the articles of a language, the newest first.

    Args:
        languages: all that have such a page.

    Raises:
        InputError: one of the fixed strings has no translation, or a template has a fault.
    """
    locale = site.strings.locale
    items = []
    for entry in sorted(entries, key=lambda each: each.name):
        date = read_machine_date(entry.published)
        address = quote(page_path(entry.name, locale).partition("/")[2])
        items.append(_Item(entry, address, _in_words(date, locale), entry.published))
    items.sort(key=lambda item: item.moment[:10], reverse=True)
    links = [_link(each, f"{each.tag}/{INDEX}", site) for each in languages]
    values = {"items": items, "languages": links, "locale": locale}
    values["canonical"] = site.absolute(f"{locale.tag}/{INDEX}")
    return render_template("index.html.j2", site.templates, _shared(site) | values)


def _shared(site: Site) -> dict[str, Any]:
    from babel import Locale as BabelLocale
    from markupsafe import Markup

    style = style_sheet(site.templates)
    return {
        "site": site,
        "direction": BabelLocale.parse(site.strings.locale.code).text_direction,
        "index": INDEX,
        "feed": FEED,
        "style": Markup(style),
        "style_hash": base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        "gettext": site.strings.gettext,
    }


def _link(locale: Locale, path: str, site: Site) -> _Link:
    relative = f"../{quote(path)}"
    return _Link(locale.tag, locale.native, site.absolute(path) or relative, relative)


def _in_words(date: datetime.datetime | datetime.date | None, locale: Locale) -> str:
    from translate_pipeline.conventions.dates import head_date

    if date is None:
        return ""
    try:
        return head_date(date.date() if isinstance(date, datetime.datetime) else date, locale)
    except InputError:
        # A day that the Solar Hijri calendar does not know: 0001-01-01 is what some systems write for none.
        return ""
