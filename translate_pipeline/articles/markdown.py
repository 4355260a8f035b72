"""An article as Markdown (CommonMark) under YAML front matter, for content systems that read no site generator's files.

The title stands in the front matter only: generators print it from there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

from translate_pipeline.articles.addresses import web_address
from translate_pipeline.articles.furniture import Furniture, disclosure
from translate_pipeline.articles.inline import as_markdown
from translate_pipeline.articles.layout import Group, Layout, lay_out
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import Site
from translate_pipeline.reports.model import Block, Role

Escape = Callable[[str], str]

# `<` and `&` become entities because not every Markdown knows a backslash before them; the rest is CommonMark 0.31,
# 2.4, and the marks of widespread extensions (tables, strike-through, mathematics, Liquid, footnotes).
_SYNTAX = re.compile(r"[\\`*_{}\[\]>|~$^=#]")
_LINE_START = re.compile(r"[-+:%(]|[0-9A-Za-z]{1,9}[.)](?=\s|$)")
_BARE_LINK = re.compile(r"(?i)(https?|ftp)(?=://)|(www)(?=\.)")


def render(article: Article, site: Site) -> str:
    """The Markdown file of `article`.

    Raises:
        InputError: one of the fixed strings has no translation.
    """
    page = lay_out(article)
    data = {
        "title": page.title,
        "lang": article.locale.tag,
        "dir": direction(article),
        "date": article.date.isoformat() if article.date else None,
        "modified": article.modified.isoformat() if article.modified else None,
        "source": article.source,
        "original_title": article.source_headline,
        "original_url": web_address(article.url),
        "image": page.image,
        "translators": list(article.translators) if article.reviewed else [],
        "reviewed": article.reviewed,
        "engine": article.engine,
        "glossary_revision": article.glossary_revision,
    }
    return front_matter(data) + body(article, page, site.strings, escape)


def escape(text: str) -> str:
    """`text`, one line of it, as Markdown that shows exactly `text`, wherever a block or a phrase may stand."""
    text = _SYNTAX.sub(r"\\\g<0>", text).replace("&", "&amp;").replace("<", "&lt;")
    # GFM turns bare addresses into links, and would then show the backslashes inside them.
    text = _BARE_LINK.sub(r"\g<0>\\", text)
    start = _LINE_START.match(text)
    return f"{text[: start.end() - 1]}\\{text[start.end() - 1 :]}" if start else text


def direction(article: Article) -> str:
    """Which way the article's language runs: `rtl` or `ltr`."""
    from babel import Locale as BabelLocale

    return BabelLocale.parse(article.locale.code).text_direction


def front_matter(data: Mapping[str, Any]) -> str:
    """What holds something in `data`, as YAML between the marks of front matter."""
    import yaml

    kept = {key: value for key, value in data.items() if value not in ("", None, [])}
    return f"---\n{yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=sys.maxsize)}---\n\n"


def body(article: Article, page: Layout, strings: Furniture, escape: Escape) -> str:
    """The article below its title.

    Args:
        escape: makes Markdown of plain text for the dialect that is to read it.

    Raises:
        InputError: one of the fixed strings has no translation.
    """
    parts = [*_notice(article, strings, escape), *[f"**{escape(block.plain)}**" for block in page.standfirsts]]
    parts += [as_markdown(block, escape) for block in page.bylines]
    for group in page.body:
        parts += _group(group, strings, escape)
    parts += _foot(article, strings, escape)
    return "\n\n".join(parts) + "\n"


def _notice(article: Article, strings: Furniture, escape: Escape) -> list[str]:
    if article.reviewed:
        return []
    lines = [f"> **{escape(disclosure(strings, reviewed=False))}**"]
    if original := web_address(article.url):
        invitation = strings.gettext("Read the English original")
        lines += [">", f"> {_link(invitation, original, escape)}"]
    return ["\n".join(lines)]


def _group(group: Group, strings: Furniture, escape: Escape) -> list[str]:
    texts = [as_markdown(block, escape) for block in group.blocks]
    match group.role:
        case Role.CAPTION:
            photo = strings.gettext("Photo")
            alt = escape(group.alt or photo)
            picture = [f"![{alt}]({_destination(group.image)})"] if group.image else []
            return picture + [f"**{escape(photo)}:** {text}" for text in texts]
        case Role.LIST_ITEM:
            return ["\n".join(f"- {text}" for text in texts)]
        case Role.QUOTE:
            return ["\n>\n".join(f"> {text}" for text in texts)]
        case Role.HEADING | Role.HEADLINE:
            return [f"## {_flat(block, escape)}" for block in group.blocks]
        case Role.STANDFIRST:
            return [f"**{escape(block.plain)}**" for block in group.blocks]
        case _:
            return texts


def _flat(block: Block, escape: Escape) -> str:
    return as_markdown(block, escape, line_break=" ")


def _foot(article: Article, strings: Furniture, escape: Escape) -> list[str]:
    lines = []
    if article.reviewed:
        lines.append(escape(disclosure(strings, reviewed=True)))
    if article.source:
        label = strings.gettext("Source")
        lines.append(f"**{escape(label)}:** {escape(article.source)}")
    original = web_address(article.url)
    if original or article.source_headline:
        label = strings.gettext("Original report (English)")
        headline = article.source_headline or original
        shown = _link(headline, original, escape) if original else escape(headline)
        lines.append(f"**{escape(label)}:** {shown}")
    return ["---", *lines] if lines else []


def _link(text: str, address: str, escape: Escape) -> str:
    return f"[{escape(text)}]({_destination(address)})"


def _destination(address: str) -> str:
    return f"<{address.replace('&', '&amp;')}>"
