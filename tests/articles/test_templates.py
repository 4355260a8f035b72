"""A project's own templates: whole ones, single blocks, and what is wrong with them in one line."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from lxml import html as lxml_html

from translate_pipeline.articles import html
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import Site
from translate_pipeline.errors import InputError


def render(article: Article, folder: Path) -> str:
    return html.render(article, Site(read_furniture(article.locale), templates=folder))


def test_a_block_of_the_page_can_be_replaced_and_the_rest_stays(dari: Article, tmp_path: Path) -> None:
    header = "{% block site_header %}<header><b>{{ page.title }}</b></header>{% endblock %}\n"
    own = '{% extends "starter/article.html.j2" %}\n' + header
    (tmp_path / "article.html.j2").write_text(own, encoding="utf-8")
    (tmp_path / "article.css").write_text("b { color: red; }", encoding="utf-8")
    page = lxml_html.document_fromstring(render(dari, tmp_path))
    assert page.findtext(".//header/b") == dari.headline == page.findtext(".//h1")
    assert page.xpath("//header[@class='site']") == []
    assert page.findtext(".//style") == "\nb { color: red; }"
    assert render(dari, tmp_path / "missing") != render(dari, tmp_path)


def test_what_a_template_prints_is_escaped(dari: Article, tmp_path: Path) -> None:
    (tmp_path / "article.html.j2").write_text("<p>{{ article.source }}</p>", encoding="utf-8")
    hostile = "{{ 7 * 7 }} {% raw %} <script>alert(1)</script>"
    page = render(dataclasses.replace(dari, source=hostile), tmp_path)
    assert lxml_html.fragment_fromstring(page).text_content() == hostile


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("<p>\n{% if %}", 2, "Expected an expression"),
        ("<p>\n\n{{ artcle.name }}", 3, "'artcle' is undefined"),
        ("{{ article.headlin }}", 1, "no attribute 'headlin'"),
        ('{% extends "starter/none.html.j2" %}', 1, "none.html.j2"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("{{ ''.__class__.__mro__ }}", 1, "__class__"),
        ("\n{{ article.blocks.append(1) }}", 2, ""),
        ("{% for x in range(10000000) %}{% endfor %}", 1, "range"),
        ('{{ gettext("Weather") }}', None, "no Dari translation of 'Weather'"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, line: int | None, words: str, dari: Article, tmp_path: Path) -> None:
    path = tmp_path / "article.html.j2"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        render(dari, tmp_path)
    assert words in str(caught.value)
    if line is not None:
        assert (caught.value.path, caught.value.line) == (path, line)


def test_a_template_in_another_encoding_is_refused(dari: Article, tmp_path: Path) -> None:
    (tmp_path / "article.html.j2").write_bytes(b"<p>\xff</p>")
    with pytest.raises(InputError, match="not UTF-8"):
        render(dari, tmp_path)


def test_a_style_sheet_cannot_end_its_element(dari: Article, tmp_path: Path) -> None:
    (tmp_path / "article.css").write_text("p { } </STYLE><script>", encoding="utf-8")
    with pytest.raises(InputError, match="style sheet"):
        render(dari, tmp_path)
