"""The Atom feed of a language (RFC 4287). Its dates are those of the articles, so that it changes only when they do."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from translate_pipeline.articles.identity import name_based, read_machine_date, timestamp
from translate_pipeline.articles.manifest import Entry
from translate_pipeline.articles.site import FEED, INDEX, Site, page_path

if TYPE_CHECKING:
    from lxml.etree import _Element

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
# Atom demands a date of change; an article without any date gets the first one there is.
_EPOCH = "1970-01-01T00:00:00+00:00"
_LONGEST = 50
# XML 1.0, 2.2: characters that cannot stand in a document in any form.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def collect(entries: Sequence[Entry], site: Site) -> str:
    """The feed of the articles of a language, the latest change first, at most 50 of them.

    Raises:
        InputError: one of the fixed strings has no translation.
    """
    from lxml import etree

    tag = site.strings.locale.tag
    newest = sorted(sorted(entries, key=lambda each: each.name), key=_updated, reverse=True)[:_LONGEST]
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    feed.set(f"{{{_XML}}}lang", tag)
    _text(feed, "id", name_based(f"{site.base_url or site.publisher}#feed/{tag}"))
    _text(feed, "title", site.title)
    _text(feed, "updated", max(map(_updated, newest), default=_EPOCH))
    _text(_child(feed, "author"), "name", site.title)
    _link(feed, "self", site.absolute(f"{tag}/{FEED}") or FEED, "application/atom+xml")
    _link(feed, "alternate", site.absolute(f"{tag}/{INDEX}") or INDEX, "text/html")
    for entry in newest:
        _add(feed, entry, site)
    etree.indent(feed, " ")
    return etree.tostring(feed, encoding="UTF-8", xml_declaration=True).decode() + "\n"


def _add(feed: _Element, entry: Entry, site: Site) -> None:
    item = _child(feed, "entry")
    _text(item, "id", entry.id)
    _text(item, "title", entry.title)
    _text(item, "updated", _updated(entry))
    if published := timestamp(read_machine_date(entry.published)):
        _text(item, "published", published)
    if entry.source:
        _text(_child(item, "author"), "name", entry.source)
    path = page_path(entry.name, site.strings.locale)
    _link(item, "alternate", site.absolute(path) or quote(path.partition("/")[2]), "text/html")
    if entry.url:
        _link(item, "via", entry.url, "text/html", language="en")
    # Readers of a feed see the summary first, so that is where it must say what nobody has reviewed.
    notice = "" if entry.reviewed else entry.disclosure
    _text(item, "summary", " ".join(filter(None, (notice, entry.summary))))


def _updated(entry: Entry) -> str:
    moment = datetime.datetime.fromisoformat(timestamp(read_machine_date(entry.modified or entry.published)) or _EPOCH)
    try:
        return moment.astimezone(datetime.UTC).isoformat(timespec="seconds")
    except OverflowError:
        # In the year 1 or 9999, which some systems write for none.
        return _EPOCH


def _child(parent: _Element, name: str) -> _Element:
    from lxml import etree

    return etree.SubElement(parent, f"{{{_ATOM}}}{name}")


def _text(parent: _Element, name: str, text: str) -> None:
    _child(parent, name).text = _NOT_XML.sub("\ufffd", text)


def _link(parent: _Element, relation: str, address: str, kind: str, language: str = "") -> None:
    link = _child(parent, "link")
    link.set("rel", relation)
    link.set("type", kind)
    if language:
        link.set("hreflang", language)
    link.set("href", address)
