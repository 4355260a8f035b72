"""An article as ninjs 3.1, the IPTC's news in JSON, for the systems of agencies and newsrooms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from translate_pipeline.articles.addresses import web_address
from translate_pipeline.articles.bidi import isolate
from translate_pipeline.articles.furniture import disclosure
from translate_pipeline.articles.identity import article_id, name_based, timestamp
from translate_pipeline.articles.inline import as_html
from translate_pipeline.articles.layout import Group, Layout, lay_out
from translate_pipeline.articles.linked_data import absolute_picture, source_type
from translate_pipeline.articles.markdown import direction
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import Site, page_path
from translate_pipeline.reports.model import Block, Role

if TYPE_CHECKING:
    from markupsafe import Markup

_STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# The IPTC's item relations have this code for the item that another was translated from.
_TRANSLATED_FROM = "translatedFrom"
_ELEMENTS = {Role.HEADING: "h2", Role.HEADLINE: "h2"}


def render(article: Article, site: Site) -> str:
    """The ninjs object of `article`; what nobody has reviewed is withheld.

    Raises:
        InputError: one of the fixed strings has no translation.
    """
    page = lay_out(article)
    markup, plain = _markup(article, page, site), _plain(page)
    summary = {"role": "summary", "contentType": "text/plain", "value": page.summary}
    item: dict[str, Any] = {
        "standard": _STANDARD,
        "uri": article_id(article),
        "type": "text",
        "representationType": "full",
        "language": article.locale.tag,
        "versionCreated": timestamp(article.modified),
        "contentCreated": timestamp(article.date),
        "pubStatus": "usable" if article.reviewed else "withheld",
        "slugline": article.name,
        "edNote": _note(article, site),
        "headlines": [{"role": "main", "contentType": "text/plain", "value": page.title}],
        "descriptions": [summary] if page.summary else [],
        "by": "، ".join(block.plain for block in page.bylines),
        "bodies": [
            {"role": "main", "contentType": "text/html", "value": markup},
            {"role": "plain", "contentType": "text/plain", "value": plain, "wordCount": len(plain.split())},
        ],
        "infoSources": _sources(article),
        "digitalSourceType": _source_type(article),
        "renditions": _renditions(article, site),
        "associations": [*_original(article), *_picture(article, page, site)],
    }
    return json.dumps(_filled(item), ensure_ascii=False, indent=2) + "\n"


def _note(article: Article, site: Site) -> str:
    """For the editors who receive it, in English and in their language."""
    language = article.locale.english
    if article.reviewed:
        people = f" by {', '.join(article.translators)}" if article.translators else ""
        state = f"Reviewed {language} translation from English, approved{people}."
    else:
        state = f"Unreviewed machine translation from English into {language}; not for publication before review."
    facts = [
        f"Engine: {article.engine}." if article.engine else "",
        f"Glossary: {article.glossary_revision}." if article.glossary_revision else "",
        disclosure(site.strings, article.reviewed),
    ]
    return " ".join(filter(None, (state, *facts)))


def _sources(article: Article) -> list[dict[str, str]]:
    people = article.translators if article.reviewed else ()
    named = [
        (article.source, "originator"),
        (article.engine, "machine translation"),
        *((name, "translation editor") for name in people),
    ]
    return [{"name": name, "role": role} for name, role in named if name]


def _source_type(article: Article) -> dict[str, str]:
    kind = source_type(article, "{}")
    return {"uri": f"{_SOURCE_TYPES}{kind[0].lower()}{kind[1:]}"} if kind else {}


def _renditions(article: Article, site: Site) -> list[dict[str, str]]:
    address = site.absolute(page_path(article.name, article.locale)) if article.locale in article.languages else ""
    return [{"name": "web", "href": address, "contentType": "text/html"}] if address else []


def _original(article: Article) -> list[dict[str, Any]]:
    """The English report; where its address is not known, a name that every translation of it gives it."""
    headline = article.source_headline
    item = {
        "name": "original",
        "rel": _TRANSLATED_FROM,
        "uri": web_address(article.url) or name_based(f"{article.url}#{article.name}/en"),
        "type": "text",
        "representationType": "partial",
        "language": "en",
        "contentCreated": timestamp(article.date),
        "headlines": [{"role": "main", "contentType": "text/plain", "value": headline}] if headline else [],
    }
    return [_filled(item)]


def _picture(article: Article, page: Layout, site: Site) -> list[dict[str, Any]]:
    pictures = [(group, absolute_picture(group.image, article, site)) for group in page.body if group.image]
    return [_one_picture(group, address, at) for at, (group, address) in enumerate(pictures, 1) if address]


def _one_picture(group: Group, address: str, number: int) -> dict[str, Any]:
    captions = [block.plain for block in group.blocks]
    item = {
        "name": "picture" if number == 1 else f"picture-{number}",
        "rel": "illustration",
        "uri": address,
        "type": "picture",
        "descriptions": [{"role": "caption", "contentType": "text/plain", "value": each} for each in captions],
        "renditions": [{"name": "main", "href": address}],
    }
    return _filled(item)


def _plain(page: Layout) -> str:
    """The text without captions, one block a line."""
    told = (block.plain for group in page.body if group.role is not Role.CAPTION for block in group.blocks)
    return "\n".join([*(block.plain for block in page.standfirsts), *told])


def _markup(article: Article, page: Layout, site: Site) -> str:
    from markupsafe import Markup

    parts: list[Markup] = []
    if not article.reviewed:
        parts.append(Markup("<p><strong>{}</strong></p>").format(disclosure(site.strings, reviewed=False)))
    parts += [Markup("<p>{}</p>").format(as_html(block, isolate)) for block in page.standfirsts]
    parts += [_group(group, absolute_picture(group.image, article, site)) for group in page.body]
    whole = Markup('<div lang="{}" dir="{}">\n{}\n</div>')
    return str(whole.format(article.locale.tag, direction(article), Markup("\n").join(parts)))


def _group(group: Group, image: str) -> Markup:
    from markupsafe import Markup

    def wrapped(blocks: tuple[Block, ...], element: str) -> Markup:
        tag = Markup(element)
        return Markup("").join(Markup("<{0}>{1}</{0}>").format(tag, as_html(block, isolate)) for block in blocks)

    match group.role:
        case Role.CAPTION:
            if not group.image or not image:
                return wrapped(group.blocks, "p")
            picture = Markup('<img src="{}" alt="{}">').format(image, group.alt)
            return Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(picture, wrapped(group.blocks, "p"))
        case Role.LIST_ITEM:
            return Markup("<ul>{}</ul>").format(wrapped(group.blocks, "li"))
        case Role.QUOTE:
            return Markup("<blockquote>{}</blockquote>").format(wrapped(group.blocks, "p"))
        case _:
            return wrapped(group.blocks, _ELEMENTS.get(group.role, "p"))


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value not in ("", [], {})}
