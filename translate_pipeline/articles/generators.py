"""An article as a page of a site generator: Hugo, Pelican, Jekyll.

Their Markdown differs (goldmark, Python-Markdown, kramdown), and before it come shortcodes, Liquid, smart quotes and
links made of bare addresses. What all of them leave alone is a character reference.
"""

from __future__ import annotations

import html
import re

from translate_pipeline.articles.addresses import web_address
from translate_pipeline.articles.layout import lay_out
from translate_pipeline.articles.markdown import body, direction, front_matter
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import Site

# Marks of Markdown, HTML, Liquid, mathematics and smart quotes; dots and dashes beside their like (ellipses, dashes);
# what makes an address or the code of an emoji; and at the beginning, where a phrase may begin a block.
_MARKS = re.compile(
    r"""[\\`*_{}\[\]<>|~$^=#&"'@!%]
      | (?<= \.) \. | \. (?= \.) | (?<= -) - | - (?= -)
      | (?<= [A-Za-z]) \. (?= [A-Za-z0-9]) | : (?= [A-Za-z0-9/+-])
      | ^ [-+:(] | ^ [^\W_]{1,9} [.)]""",
    re.VERBOSE,
)


def hugo(article: Article, site: Site) -> str:
    """A page of Hugo, for a page bundle that holds one of each language.

    Raises:
        InputError: one of the fixed strings has no translation.
    """
    page = lay_out(article)
    data = {
        "title": page.title,
        "date": article.date.isoformat() if article.date else None,
        "lastmod": article.modified.isoformat() if article.modified else None,
        "description": page.summary,
        "images": [page.image] if page.image else [],
        **_facts(article),
    }
    return front_matter(data) + body(article, page, site.strings, escape)


def jekyll(article: Article, site: Site) -> str:
    """A post of Jekyll; `ref` is the same in every language.

    Raises:
        InputError: one of the fixed strings has no translation.
    """
    page = lay_out(article)
    data = {
        "title": page.title,
        "date": article.date.isoformat() if article.date else None,
        "last_modified_at": article.modified.isoformat() if article.modified else None,
        "lang": article.locale.tag,
        "ref": article.name,
        "permalink": f"/{article.locale.tag}/{article.name}/",
        "render_with_liquid": False,
        "description": page.summary,
        "image": page.image,
        **_facts(article),
    }
    return front_matter(data) + body(article, page, site.strings, escape)


def pelican(article: Article, site: Site) -> str:
    """An article of Pelican, which compares languages in lower case and prints titles and other facts as HTML.

    Raises:
        InputError: one of the fixed strings has no translation.
    """
    page = lay_out(article)
    facts = {key.capitalize(): html.escape(str(value)) for key, value in _facts(article).items()}
    lines = {
        "Title": html.escape(page.title, quote=False),
        "Date": article.date.isoformat() if article.date else "",
        "Modified": article.modified.isoformat() if article.modified else "",
        "Lang": article.locale.tag.lower(),
        "Slug": article.name,
        "Summary": escape(page.summary),
        **facts,
    }
    head = "".join(f"{key}: {value}\n" for key, value in lines.items() if value)
    return f"{head}\n{body(article, page, site.strings, escape)}"


def escape(text: str) -> str:
    """`text`, one line of it, as Markdown that each of the generators shows as exactly `text`."""
    return _MARKS.sub(lambda mark: mark[0][:-1] + f"&#{ord(mark[0][-1])};", text)


def _facts(article: Article) -> dict[str, object]:
    """Where the article comes from, for themes that want to show it."""
    facts: dict[str, object] = {
        "dir": direction(article),
        "source": article.source,
        "original_title": article.source_headline,
        "original_url": web_address(article.url),
        "translators": ", ".join(article.translators) if article.reviewed else "",
        "reviewed": article.reviewed,
        "engine": article.engine,
        "glossary_revision": article.glossary_revision,
    }
    return {key: value for key, value in facts.items() if value != ""}
