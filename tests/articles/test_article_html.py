from __future__ import annotations

import dataclasses
import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html

from translate_pipeline.articles import html
from translate_pipeline.articles.bidi import isolate
from translate_pipeline.articles.furniture import disclosure, read_furniture
from translate_pipeline.articles.model import Article, one_line
from translate_pipeline.articles.site import Site
from translate_pipeline.locales import find_locale
from translate_pipeline.reports.model import Block, Role

HOSTILE = (
    "<script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)\' autofocus',
    "\u202eعکس\u2066 {{ 7*7 }} {% raw %} ${x}",
    "&lt;b&gt; &amp; &#x3C;",
    "[[toc]] <!-- x --> ]]>",
)


def render(article: Article) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(html.render(article, Site(read_furniture(article.locale))))


def text(node: lxml_html.HtmlElement) -> str:
    return one_line(node.text_content().replace("\n", " "))


def test_a_page_says_what_it_is_and_shows_every_block_once_in_order(article: Article) -> None:
    page = render(article)
    strings = read_furniture(article.locale)
    assert article.date
    assert (page.get("lang"), page.get("dir")) == (article.locale.tag, "rtl")
    assert page.findtext(".//title") == article.headline == text(page.find(".//h1"))
    shown = text(page.find(".//article"))
    places = [shown.index(block.text) for block in article.blocks]
    assert places == sorted(places)
    assert all(shown.count(block.text) == 1 for block in article.blocks)
    assert page.find(".//time").get("datetime") == article.date.isoformat()
    assert len(page.findall(".//main//ul")) == len(page.findall(".//figure")) == 1
    assert page.find(".//figure/img").get("src") == "photo.svg"
    [alternate] = page.xpath("//link[@hreflang]")
    assert (alternate.get("hreflang"), alternate.get("href")) == ("en", article.url)
    assert page.find(".//figure/img").get("alt") in shown
    assert text(page.find(f".//footer//a[@href='{article.url}']")) == article.source_headline
    assert disclosure(strings, article.reviewed) in shown
    assert not page.xpath("//script[@type != 'application/ld+json'] | //@style | //@*[starts-with(name(), 'on')]")


def test_only_an_unreviewed_article_carries_the_notice(article: Article) -> None:
    for reviewed in (False, True):
        notices = render(dataclasses.replace(article, reviewed=reviewed)).xpath("//*[@role='note']")
        assert bool(notices) is not reviewed
    assert "ماشین" in text(render(dataclasses.replace(article, reviewed=False)).xpath("//*[@role='note']")[0])


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FURNITURE])
def test_hostile_text_is_shown_as_text(words: str, role: Role, dari: Article) -> None:
    blocks = (*(block for block in dari.blocks if block.role is not role), Block(role, words))
    hostile = dataclasses.replace(
        dari, blocks=blocks, source=words, source_headline=words, engine=words, glossary_revision=words, image=words
    )
    plain = render(dataclasses.replace(hostile, blocks=(*blocks[:-1], Block(role, "متن")), image="", source="نام"))
    page = render(hostile)
    assert text(page).count(words) >= 4
    assert not page.xpath("//script[not(@type)] | //@onerror | //@onmouseover | //@autofocus | //body//style")
    assert json.loads(page.findtext(".//script"))["sourceOrganization"]["name"] == words
    kinds = [node.tag for node in page.iter() if node.tag not in ("bdi", "img")]
    assert kinds == [node.tag for node in plain.iter() if node.tag not in ("bdi", "img")]


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1&c='2'", True),
        ("http://xn--example/راپور", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://good.example@evil.example/", False),
        ("https://good.example\\@evil.example/", False),
        ("//example.org/x", False),
        ("https://[::1", False),
        ("java\nscript:alert(1)", False),
    ],
)
def test_only_web_addresses_are_linked(url: str, linked: bool, dari: Article) -> None:
    page = render(dataclasses.replace(dari, url=url))
    assert bool(page.xpath("//a[@hreflang='en'] | //link[@hreflang]")) is linked
    addresses = set(page.xpath("//a/@href | //link/@href")) - {"index.html", "feed.xml"}
    assert all(each.startswith("http") for each in addresses)
    assert dari.source_headline in text(page)


@pytest.mark.parametrize(
    ("image", "shown"),
    [
        ("pictures/a b.jpg", "pictures/a%20b.jpg"),
        ("https://example.org/p.jpg?w=1", "https://example.org/p.jpg?w=1"),
        ("../secret.png", None),
        ("a/%2e%2e/%2E./b.png", None),
        ("/etc/passwd", None),
        ("\\\\host\\share.png", None),
        ("file:///etc/x.png", None),
        ("javascript:x", None),
        ("", None),
    ],
)
def test_pictures_come_from_the_web_or_from_below_the_article(image: str, shown: str | None, dari: Article) -> None:
    page = render(dataclasses.replace(dari, image=image))
    assert [each.get("src") for each in page.iter("img")] == ([shown] if shown else [])
    assert len(page.findall(".//figcaption/p")) == 2


def test_a_bare_article_is_still_a_page() -> None:
    page = render(Article("untitled", find_locale("ps"), (Block(Role.PARAGRAPH, "یوه جمله."), Block(Role.QUOTE, " "))))
    assert page.findtext(".//title") == "untitled"
    assert [text(each) for each in page.findall(".//div[@class='story']/*")] == ["یوه جمله."]
    assert not page.xpath("//time | //img | //footer | //blockquote")


def test_furniture_of_a_report_is_refused(dari: Article) -> None:
    with pytest.raises(ValueError, match="furniture"):
        dataclasses.replace(dari, blocks=(Block(Role.FURNITURE, "Share"),))


@pytest.mark.parametrize(
    ("words", "isolated"),
    [
        ("به +93 79 912 3456 زنگ بزنید", ["+93 79 912 3456"]),
        ("به ۰۷۹ ۹۱۲ ۳۴۵۶ زنگ بزنید", ["۰۷۹ ۹۱۲ ۳۴۵۶"]),
        ("ببینید: https://example.org/a(b)?c=1.", ["https://example.org/a(b)?c=1"]),
        ("سازمان‌های Save the Children و AT&T، U.S. Army", ["Save the Children", "AT&T", "U.S. Army"]),
        ("نوشتهٔ C++ در Boeing 737-800 بود", ["C++", "Boeing 737-800"]),
        ("دما -۵ درجه در 2021-07-08", ["-۵", "2021-07-08"]),
        ("از ۱۰-۲۰ تا ۱۲٫۵ درصد، ساعت ۱۴:۳۰، ۱۴۰۰/۰۴/۱۷", []),
        ("در سال 2021 Reuters گفت", ["Reuters"]),
        ("بنویسید به a.b@example.org (Москва)", ["a.b@example.org", "Москва"]),
    ],
)
def test_what_runs_left_to_right_is_isolated(words: str, isolated: list[str]) -> None:
    page = lxml_html.fragment_fromstring(f"<p>{isolate(words)}</p>")
    assert [each.text for each in page.findall("bdi")] == isolated
    assert page.text_content() == words
    assert {each.text for each in page.findall("bdi") if not each.get("lang")} == {
        each for each in isolated if not re.match(r"[A-Za-z](?!ttps)", each)
    }


@given(st.text().map(one_line) | st.text("<>&'\"+-.0۱۲ aBپښ/:@#()"))
@example("http://&amp;<b>")
def test_isolation_never_changes_the_text(words: str) -> None:
    assert lxml_html.fragment_fromstring(f"<p>{isolate(words)}</p>").text_content() == words


@given(st.text())
def test_any_text_at_all_comes_out_as_text(words: str) -> None:
    block = Block(Role.PARAGRAPH, words)
    article = Article("any", find_locale("fa_AF"), (Block(Role.HEADLINE, words), block), source_headline=words)
    page = render(article)
    expected = [one_line(words)] if one_line(words) else []
    assert [each.text_content() for each in page.xpath("//div[@class='story']/p")] == expected
    assert html.render(article, Site(read_furniture(article.locale))).encode()
