from __future__ import annotations

import dataclasses

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from translate_pipeline.articles import markdown
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.model import Article, one_line
from translate_pipeline.articles.site import Site
from translate_pipeline.locales import find_locale
from translate_pipeline.reports.model import Block, Role

SYNTAX = "#*_`[]()<>&|~!\\-+.1234567890:=\"'{}$^%@ aپ\u200c\u00a0\t\n"
TAGS = {
    Role.PARAGRAPH: "p",
    Role.HEADING: "h2",
    Role.QUOTE: "blockquote/p",
    Role.LIST_ITEM: "ul/li",
    Role.SOURCE_NOTE: "p",
    Role.BYLINE: "p",
    Role.STANDFIRST: "p/strong",
}


def parts(article: Article) -> tuple[dict[str, object], lxml_html.HtmlElement]:
    """The front matter, and the body as a strict reader with tables, strike-through and links would show it."""
    rendered = markdown.render(article, Site(read_furniture(article.locale)))
    opening, front, body = rendered.split("---\n", 2)
    assert opening == ""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return yaml.safe_load(front), lxml_html.fragment_fromstring(reader.render(body), create_parent="div")


def test_front_matter_and_body_carry_the_whole_article(article: Article) -> None:
    front, body = parts(article)
    assert article.date
    assert list(front)[:4] == ["title", "lang", "dir", "date"]
    assert article.modified
    assert front.pop("translators", []) == list(article.translators)
    assert front == {
        "title": article.headline,
        "lang": article.locale.tag,
        "dir": "rtl",
        "date": article.date.isoformat(),
        "modified": article.modified.isoformat(),
        "source": article.source,
        "original_title": article.source_headline,
        "original_url": article.url,
        "image": "photo.svg",
        "reviewed": article.reviewed,
        "engine": article.engine,
        "glossary_revision": article.glossary_revision,
    }
    shown = body.text_content()
    places = [shown.index(block.text) for block in article.blocks if block.role is not Role.HEADLINE]
    assert len(places) == len(article.blocks) - 1
    assert places[2:] == sorted(places[2:])
    assert (article.url in body.xpath("./blockquote[1]//a/@href")) is not article.reviewed
    assert body.xpath("//img/@src") == ["photo.svg"]


@given(
    role=st.sampled_from(list(TAGS)), words=st.lists(st.text(SYNTAX, min_size=1) | st.text(), min_size=1, max_size=3)
)
@example(role=Role.PARAGRAPH, words=["<script>x</script>", "# no", "1. no", "- no", "---", "==="])
@example(role=Role.PARAGRAPH, words=["[a]: http://x", "[[toc]]", "&copy; &#35;", "a|b", "www.a_b.c", "    code"])
@example(role=Role.HEADING, words=["title ##", "\\", "{#id} {{ x }}"])
@example(role=Role.LIST_ITEM, words=["- - a", "[ ] task", "1) x", "> q", "+"])
@example(role=Role.STANDFIRST, words=["*a*", "**", "\\", "a\\*"])
def test_any_text_comes_out_as_text(role: Role, words: list[str]) -> None:
    _, body = parts(Article("any", find_locale("ps"), tuple(Block(role, each) for each in words), reviewed=True))
    # Markdown reads U+0000 as U+FFFD; the model has taken it out before.
    expected = [one_line(each) for each in words if one_line(each)]
    shown = body.xpath(f"./{TAGS[role]}")
    footer = body.xpath("./hr/following-sibling::*")
    assert [each.text_content() for each in shown if each not in footer] == expected
    allowed = {"div", "hr", "p", *TAGS[role].split("/")}
    assert {node.tag for node in body.iter()} <= allowed


@pytest.mark.parametrize(
    "words",
    [
        "a: b # c",
        "- x",
        "---",
        "'\"",
        "!!python/object:os.system",
        "{a: 1}",
        "yes",
        "2021-07-08",
        "نقل: «قول»\u202e",
        "| x",
    ],
)
def test_a_headline_cannot_break_the_front_matter(words: str, dari: Article) -> None:
    front, _ = parts(dataclasses.replace(dari, blocks=(Block(Role.HEADLINE, words),), source=words))
    assert (front["title"], front["source"]) == (words, words)
    assert front["lang"] == "fa-AF"


def test_addresses_are_destinations_and_nothing_else(dari: Article) -> None:
    url = "https://example.org/a_(b)>c?x=1&copy;=2#`d`"
    _, body = parts(dataclasses.replace(dari, url=url, image="a) b.svg"))
    assert set(body.xpath("//a/@href")) == {"https://example.org/a_(b)%3Ec?x=1&copy;=2#%60d%60"}
    assert body.xpath("//img/@src") == ["a)%20b.svg"]
    _, body = parts(dataclasses.replace(dari, url="javascript:alert(1)", image="../x"))
    assert not body.xpath("//a | //img")
