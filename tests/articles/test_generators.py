"""Articles for site generators: what Hugo, Pelican and Jekyll make of them, and what YAML and Markdown readers see."""

from __future__ import annotations

import dataclasses
import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown import Markdown
from markdown_it import MarkdownIt

from translate_pipeline.articles import generators
from translate_pipeline.articles.formats import find_format
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.model import Article, one_line
from translate_pipeline.articles.site import Site
from translate_pipeline.locales import find_locale
from translate_pipeline.reports.inline import Inline, Kind
from translate_pipeline.reports.inline import escape as without_tags
from translate_pipeline.reports.model import Block, Role

HOSTILE = (
    "<script>window.hit = 1</script>",
    "</script><img src=x onerror=window.hit=1>",
    '" onmouseover="window.hit=1\' autofocus',
    "\u202eعکس\u2066 {{ 7*7 }} {% raw %} {{< ref x >}} ${x}",
    "&lt;b&gt; &amp; &#x3C; &copy;",
    "[[toc]] [TOC] [a](b) ![c](d) {: #x} <!-- x --> ]]>",
    "نقل: «قول» # ۱. - 'x' \"y\" -- ... :smile: www.a.example a@b.example",
    "۱. متن - ب",
    "--- متن: # ب",
)
SYNTAX = "#*_`[]()<>&|~!\\-+.1234567890:=\"'{}$^%@ aپ۱\u200c\u00a0\t\n"
FORMATS = ("hugo", "pelican", "jekyll")


def write(article: Article, folder: Path, *formats: str) -> None:
    for name in formats:
        chosen = find_format(name)
        path = folder / chosen.file(article)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(str(chosen.render(article, Site(read_furniture(article.locale)))).encode())


@pytest.fixture
def hostile(dari: Article) -> Article:
    """An article of which every text tries to be more than text."""
    roles = (Role.STANDFIRST, Role.CAPTION, Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM, Role.QUOTE, Role.SOURCE_NOTE)
    texts = [(role, words) for words in HOSTILE for role in roles]
    blocks = (Block(Role.HEADLINE, "".join(HOSTILE[:2]) + HOSTILE[6]), *(Block(*each) for each in texts))
    return dataclasses.replace(
        dari, blocks=blocks, source=HOSTILE[3], source_headline=HOSTILE[1], engine=HOSTILE[4], url="", name="hostile"
    )


def shown_in(page: lxml_html.HtmlElement) -> str:
    return one_line(page.text_content().replace("\n", " "))


@given(words=st.text(SYNTAX, min_size=1) | st.text() | st.sampled_from(HOSTILE))
@example("a.b www.x.org http://x")
@example("1) x")
@example("۱. x")
@example("\\<1>")
def test_any_text_is_text_to_every_reader_of_markdown(words: str) -> None:
    words = one_line(words)
    markup = generators.escape(words)
    for read in (_commonmark, _python_markdown):
        shown = lxml_html.fragment_fromstring(read(f"{markup}\n") or "<p></p>", create_parent="div")
        assert one_line(shown.text_content()) == one_line(words)
        assert {each.tag for each in shown.iter()} <= {"div", "p"}


def _commonmark(text: str) -> str:
    return (
        MarkdownIt("commonmark", {"html": True, "typographer": True, "linkify": False})
        .enable(["table", "strikethrough", "smartquotes", "replacements"])
        .render(text)
    )


def _python_markdown(text: str) -> str:
    return str(Markdown(extensions=["extra", "toc", "smarty"]).convert(text))


@pytest.mark.parametrize("name", ["hugo", "jekyll"])
def test_front_matter_is_yaml_that_says_what_the_article_says(name: str, hostile: Article, pashto: Article) -> None:
    for article in (hostile, pashto):
        text = str(find_format(name).render(article, Site(read_furniture(article.locale))))
        opening, front, body = text.split("---\n", 2)
        data = yaml.safe_load(front)
        assert opening == ""
        assert (data["title"], data["source"], data["original_title"]) == (
            article.headline,
            article.source,
            article.source_headline,
        )
        assert data["reviewed"] is article.reviewed
        assert datetime.date.fromisoformat(data["date"][:10]) == datetime.date(2021, 7, 8)
        assert "{{" not in body and "{%" not in body
        shown = shown_in(lxml_html.fragment_fromstring(_commonmark(body), create_parent="div"))
        assert all(block.text in shown for block in article.blocks if block.role is not Role.HEADLINE)


def test_inline_markup_reaches_the_page(dari: Article) -> None:
    inline = (Inline(1, Kind.LINK, "https://news.example/a_(b)?c=*d*"), Inline(2, Kind.STRONG), Inline(3, Kind.BREAK))
    text = "متن <1>پیوند*</1> و <2>واژه</2><3/> " + without_tags("<9>")
    article = dataclasses.replace(dari, blocks=(Block(Role.PARAGRAPH, text, inline),))
    for name in FORMATS:
        markup = str(find_format(name).render(article, Site(read_furniture(article.locale))))
        for read in (_commonmark, _python_markdown):
            page = lxml_html.fragment_fromstring(read(markup.split("\n\n", 1)[1]), create_parent="div")
            link = page.xpath("//a[text() = 'پیوند*']")
            assert [each.get("href") for each in link] == ["https://news.example/a_(b)?c=*d*"]
            assert page.xpath("//strong[text() = 'واژه']") and page.xpath("//br") and "<9>" in page.text_content()


def build_with_pelican(folder: Path) -> None:
    """Build the site of what lies in `folder` as it was packaged, into `out`."""
    settings = "SITENAME = 'x'\nDEFAULT_LANG = 'fa-AF'\nTIMEZONE = 'UTC'\nFEED_ALL_ATOM = CATEGORY_FEED_ATOM = None\n"
    (folder / "pelicanconf.py").write_text(settings, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pelican",
        "pelican/content",
        "-s",
        "pelicanconf.py",
        "-o",
        "out",
        "--fatal",
        "errors",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_pelican_builds_a_site_of_both_languages(
    dari: Article, pashto: Article, hostile: Article, tmp_path: Path
) -> None:
    pytest.importorskip("pelican")
    for article in (dari, dataclasses.replace(pashto, name=dari.name), hostile):
        write(article, tmp_path, "pelican")
    build_with_pelican(tmp_path)

    def page(name: str) -> lxml_html.HtmlElement:
        return lxml_html.document_fromstring((tmp_path / "out" / name).read_text(encoding="utf-8"))

    own = page(f"{dari.name}.html")
    assert all(block.text in shown_in(own) for block in dari.blocks)
    assert own.xpath("//link[@hreflang='ps']/@href | //a[@hreflang='ps']/@href")
    assert pashto.headline in shown_in(page(f"{dari.name}-ps.html"))
    bad = page("hostile.html")
    plain = page(f"{dari.name}.html")
    assert all(one_line(block.text) in shown_in(bad) for block in hostile.blocks)
    assert bad.xpath("//script | //@onerror | //@onmouseover | //@autofocus") == plain.xpath("//script | //@onerror")


HUGO = """
defaultContentLanguage = "fa-af"
[languages.fa-af]
weight = 1
[languages.ps]
weight = 2
"""
SINGLE = """<html lang="{{ .Language.Lang }}"><title>{{ .Title }}</title><body><h1>{{ .Title }}</h1>{{ .Content }}
{{ range .Translations }}<a rel="alternate" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</body></html>"""


def test_hugo_builds_page_bundles_of_both_languages(
    dari: Article, pashto: Article, hostile: Article, tmp_path: Path
) -> None:
    hugo = shutil.which("hugo")
    if not hugo:
        pytest.skip("needs hugo on the PATH")
    for article in (dari, dataclasses.replace(pashto, name=dari.name), hostile):
        write(article, tmp_path, "hugo")
    folder = tmp_path / "hugo"
    (folder / "config.toml").write_text(HUGO, encoding="utf-8")
    (folder / "layouts" / "_default").mkdir(parents=True)
    (folder / "layouts" / "_default" / "single.html").write_text(SINGLE, encoding="utf-8")
    done = subprocess.run([hugo, "--destination", "out"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout

    def page(path: str) -> lxml_html.HtmlElement:
        return lxml_html.document_fromstring((folder / "out" / path / "index.html").read_text(encoding="utf-8"))

    own, other = page(dari.name), page(f"ps/{dari.name}")
    assert all(block.text in shown_in(own) for block in dari.blocks)
    assert all(block.text in shown_in(other) for block in pashto.blocks)
    assert own.xpath("//a[@rel='alternate']/@href") == [f"/ps/{dari.name}/"]
    bad = page("hostile")
    assert all(one_line(block.text) in shown_in(bad) for block in hostile.blocks)
    assert not bad.xpath("//script | //@onerror | //@onmouseover | //@autofocus")


def test_jekyll_builds_posts_of_both_languages(
    dari: Article, pashto: Article, hostile: Article, tmp_path: Path
) -> None:
    jekyll = shutil.which("jekyll")
    if not jekyll:
        pytest.skip("needs jekyll on the PATH")
    for article in (dari, dataclasses.replace(pashto, name=dari.name), hostile):
        write(article, tmp_path, "jekyll")
    folder = tmp_path / "jekyll"
    (folder / "_config.yml").write_text("defaults: [{scope: {path: ''}, values: {layout: post}}]\n", encoding="utf-8")
    (folder / "_layouts").mkdir()
    layout = "<html><body><h1>{{ page.title | escape }}</h1>{{ content }}</body></html>"
    (folder / "_layouts" / "post.html").write_text(layout, encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run([jekyll, "build", "-q"], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

    def page(path: str) -> lxml_html.HtmlElement:
        return lxml_html.document_fromstring((folder / "_site" / path / "index.html").read_text(encoding="utf-8"))

    assert all(block.text in shown_in(page(f"fa-AF/{dari.name}")) for block in dari.blocks)
    assert all(block.text in shown_in(page(f"ps/{dari.name}")) for block in pashto.blocks)
    bad = page("fa-AF/hostile")
    assert all(one_line(block.text) in shown_in(bad) for block in hostile.blocks)
    assert not bad.xpath("//script | //@onerror | //@onmouseover | //@autofocus")


def test_articles_of_a_report_lie_side_by_side(dari: Article) -> None:
    other = dataclasses.replace(dari, locale=find_locale("ps"))
    paths = {name: [find_format(name).file(each) for each in (dari, other)] for name in FORMATS}
    assert paths["hugo"] == [f"hugo/content/{dari.name}/index.fa-af.md", f"hugo/content/{dari.name}/index.ps.md"]
    assert paths["jekyll"][0] == f"jekyll/_posts/2021-07-08-{dari.name}.fa-AF.md"
    assert all(len(set(each)) == 2 for each in paths.values())
