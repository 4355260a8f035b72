"""An article as Markdown (CommonMark) under YAML front matter, for site generators and content systems.

The title stands in the front matter only: generators print it from there.
"""

from __future__ import annotations

import re
import sys

from translate_pipeline.articles.addresses import web_address
from translate_pipeline.articles.furniture import Furniture, disclosure
from translate_pipeline.articles.layout import Group, Layout, lay_out
from translate_pipeline.articles.model import Article
from translate_pipeline.reports.model import Role

# `<` and `&` become entities because not every Markdown knows a backslash before them; the rest is CommonMark 0.31,
# 2.4, and the marks of widespread extensions (tables, strike-through, mathematics, Liquid, footnotes).
_SYNTAX = re.compile(r"[\\`*_{}\[\]>|~$^=#]")
_LINE_START = re.compile(r"[-+:%(]|[0-9A-Za-z]{1,9}[.)](?=\s|$)")
_BARE_LINK = re.compile(r"(?i)(https?|ftp)(?=://)|(www)(?=\.)")


def render(article: Article, strings: Furniture) -> str:
    """The Markdown file of `article`.

    Raises:
        InputError: one of the fixed strings has no translation.
    """
    page = lay_out(article)
    parts = [*_notice(article, strings), *[f"**{escape(text)}**" for text in page.standfirsts]]
    parts += [escape(text) for text in page.bylines]
    for group in page.body:
        parts += _group(group, strings)
    parts += _foot(article, strings)
    return f"---\n{_front_matter(article, page)}---\n\n" + "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """`text`, one line of it, as Markdown that shows exactly `text`, wherever a block or a phrase may stand."""
    text = _SYNTAX.sub(r"\\\g<0>", text).replace("&", "&amp;").replace("<", "&lt;")
    # GFM turns bare addresses into links, and would then show the backslashes inside them.
    text = _BARE_LINK.sub(r"\g<0>\\", text)
    start = _LINE_START.match(text)
    return f"{text[: start.end() - 1]}\\{text[start.end() - 1 :]}" if start else text


def _front_matter(article: Article, page: Layout) -> str:
    import yaml
    from babel import Locale as BabelLocale

    data = {
        "title": page.title,
        "lang": article.locale.tag,
        "dir": BabelLocale.parse(article.locale.code).text_direction,
        "date": article.date.isoformat() if article.date else None,
        "source": article.source,
        "original_title": article.source_headline,
        "original_url": web_address(article.url),
        "image": next((group.image for group in page.body if group.image), ""),
        "reviewed": article.reviewed,
        "engine": article.engine,
        "glossary_revision": article.glossary_revision,
    }
    kept = {key: value for key, value in data.items() if value not in ("", None)}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=sys.maxsize)


def _notice(article: Article, strings: Furniture) -> list[str]:
    if article.reviewed:
        return []
    lines = [f"> **{escape(disclosure(strings, reviewed=False))}**"]
    if original := web_address(article.url):
        invitation = strings.gettext("Read the English original")
        lines += [">", f"> {_link(invitation, original)}"]
    return ["\n".join(lines)]


def _group(group: Group, strings: Furniture) -> list[str]:
    texts = [escape(text) for text in group.texts]
    match group.role:
        case Role.CAPTION:
            photo = escape(strings.gettext("Photo"))
            picture = [f"![{photo}]({_destination(group.image)})"] if group.image else []
            return picture + [f"**{photo}:** {text}" for text in texts]
        case Role.LIST_ITEM:
            return ["\n".join(f"- {text}" for text in texts)]
        case Role.QUOTE:
            return ["\n>\n".join(f"> {text}" for text in texts)]
        case Role.HEADING | Role.HEADLINE:
            return [f"## {text}" for text in texts]
        case Role.STANDFIRST:
            return [f"**{text}**" for text in texts]
        case _:
            return texts


def _foot(article: Article, strings: Furniture) -> list[str]:
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
        lines.append(f"**{escape(label)}:** {_link(headline, original) if original else escape(headline)}")
    return ["---", *lines] if lines else []


def _link(text: str, address: str) -> str:
    return f"[{escape(text)}]({_destination(address)})"


def _destination(address: str) -> str:
    return f"<{address.replace('&', '&amp;')}>"
