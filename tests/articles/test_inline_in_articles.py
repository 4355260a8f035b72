"""Inline markup in articles: tags as the markup of a format, and everything else as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from translate_pipeline.articles.bidi import isolate
from translate_pipeline.articles.inline import Element, as_html, as_markdown, nodes, plain_text
from translate_pipeline.articles.markdown import escape as escape_markdown
from translate_pipeline.reports.inline import Inline, Kind, escape
from translate_pipeline.reports.model import Block, Role

INLINE = (
    Inline(1, Kind.LINK, "https://news.example/a?b=1&c=\u0627(x)"),
    Inline(2, Kind.STRONG),
    Inline(3, Kind.BREAK),
    Inline(4, Kind.EMPHASIS),
    Inline(5, Kind.LINK, "javascript:alert(1)"),
    Inline(6, Kind.CODE),
)
ADDRESS = "https://news.example/a?b=1&c=%D8%A7(x)"


def block(text: str) -> Block:
    return Block(Role.PARAGRAPH, text, INLINE)


def test_html_has_links_emphasis_and_line_breaks() -> None:
    shown = as_html(block("او <1>نامه <2>NATO</2></1> را<3/> <4>خواند</4> <6>x</6>."), isolate)
    assert shown == (
        f'او <a href="{ADDRESS.replace("&", "&amp;")}">نامه <strong><bdi dir="ltr" lang="en">NATO</bdi></strong></a> را'
        '<br><em>خواند</em> <code><bdi dir="ltr" lang="en">x</bdi></code>.'
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("او <5>نامه</5> را خواند", "او نامه را خواند"),
        ("او <9>نامه</9> را خواند", "او نامه را خواند"),
        ("او <1>نامه را خواند", "او نامه را خواند"),
        ("او <3>نامه</3> را خواند", "او نامه را خواند"),
        ("او <1></1>نامه<2/> را خواند", "او نامه را خواند"),
        ("\\<1>او\\</1>", "<1>او</1>"),
        ("<script>alert(1)</script> &amp; {{ x }}", "<script>alert(1)</script> &amp; {{ x }}"),
    ],
)
def test_what_is_no_proper_tag_leaves_its_words(text: str, words: str) -> None:
    assert nodes(block(text)) == (words,) or "".join(map(str, nodes(block(text)))) == words
    assert plain_text(block(text)) == words
    root = lxml_html.fragment_fromstring(str(as_html(block(text), isolate)), create_parent="p")
    assert root.text_content() == words
    assert not {"a", "script", "br", "strong"} & {element.tag for element in root.iter()}


def test_a_break_swallows_the_space_that_parts_its_lines() -> None:
    assert nodes(block("یک<3/> دو")) == ("یک", Element(Kind.BREAK), "دو")


def _rendered(markdown: str) -> str:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown).strip()


def test_markdown_has_links_emphasis_and_line_breaks() -> None:
    text = as_markdown(block("او <1>نامه [1] <2>NATO</2></1> را<3/> # <4>خواند</4> <6>a_b*</6>."), escape_markdown)
    assert _rendered(text) == (
        f'<p>او <a href="{ADDRESS.replace("&", "&amp;")}">نامه [1] <strong>NATO</strong></a> را<br />\n'
        "# <em>خواند</em> <code>a_b*</code>.</p>"
    )
    assert as_markdown(block("یک<3/> دو"), escape_markdown, line_break=" ") == "یک دو"


@pytest.mark.parametrize("text", ["و<4>«او»</4>و", "<2>او</2><4>رفت</4>", "<2><4>او</4> رفت</2>", "a<4>*</4>b"])
def test_markdown_emphasis_that_would_not_be_read_as_such_is_left_out(text: str) -> None:
    root = lxml_html.fragment_fromstring(_rendered(as_markdown(block(text), escape_markdown)))
    assert root.text_content() == plain_text(block(text))


PIECES = st.sampled_from(
    ["<1>", "</1>", "<2>", "</2>", "<3/>", "<4>", "</4>", "<6>", "</6>", "هرات", "a", " ", "*", "_", "«", "»", "[",
     "](x)", "`", "\\", "&lt;", "<b>", "#", "1.", "-", "!", "~~", "|", "http://a.example", "{{ x }}"]
)  # fmt: skip


def _text(tokens: list[Token]) -> str:
    parts = []
    for token in tokens:
        if token.children:
            parts.append(_text(token.children))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        else:
            parts.append(token.content)
    return "".join(parts)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_markdown_shows_the_words_whatever_they_are(text: str) -> None:
    each = block(" ".join(("x" + text + "x").split()))
    shown = _text(MarkdownIt("commonmark").parse(as_markdown(each, escape_markdown)))
    words = _words(nodes(each))
    assert " ".join(shown.split()) == " ".join(words.split())


def _words(found: tuple[str | Element, ...]) -> str:
    return "".join(
        each if isinstance(each, str) else "\n" if each.kind is Kind.BREAK else _words(each.children) for each in found
    )


@given(st.lists(PIECES, max_size=14).map("".join))
def test_html_shows_the_words_whatever_they_are(text: str) -> None:
    text = f"x{text}x"
    root = lxml_html.fragment_fromstring(str(as_html(block(text), isolate)), create_parent="p")
    for line_break in root.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    assert root.text_content() == _words(nodes(block(text)))
    assert {element.get("href") for element in root.iter("a")} <= {ADDRESS}


@given(st.text())
def test_plain_text_stays_what_it_is(text: str) -> None:
    assert "".join(map(str, nodes(block(escape(text))))) == text
