"""What machines read in a page: schema.org, Open Graph, the words behind a picture."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from lxml import html as lxml_html

from translate_pipeline.articles import html
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import Site
from translate_pipeline.locales import LOCALES
from translate_pipeline.reports.model import Block, Role


def page(article: Article, **settings: Any) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(html.render(article, Site(read_furniture(article.locale), **settings)))


def data(article: Article, **settings: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page(article, **settings).findtext(".//script"))
    return found


def graph(article: Article, **settings: Any) -> list[tuple[str, str]]:
    return [
        (each.get("property"), each.get("content")) for each in page(article, **settings).xpath("//meta[@property]")
    ]


def test_a_search_engine_learns_what_the_article_is_and_what_it_was_translated_from(pashto: Article) -> None:
    found = data(pashto)
    assert (found["@type"], found["inLanguage"], found["headline"]) == ("NewsArticle", "ps", pashto.headline)
    assert found["datePublished"] == "2021-07-08T00:00:00+00:00"
    assert found["dateModified"] == "2021-07-09T16:05:00+00:00"
    assert found["translator"] == [{"@type": "Person", "name": "Zarghona Amin"}]
    assert found["creativeWorkStatus"] == "Published"
    assert found["translationOfWork"] == {
        "@type": "NewsArticle",
        "headline": pashto.source_headline,
        "url": pashto.url,
        "inLanguage": "en",
        "datePublished": "2021-07-08T00:00:00+00:00",
    }
    assert "url" not in found and "image" not in found


def test_a_draft_names_no_translator_and_says_what_made_it(dari: Article) -> None:
    found = data(dataclasses.replace(dari, translators=("Zarghona Amin",)))
    assert "translator" not in found and found["creativeWorkStatus"] == "Draft"
    assert found["digitalSourceType"] == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
    assert "digitalSourceType" not in data(dataclasses.replace(dari, engine=""))


def test_a_picture_has_an_absolute_address_where_the_site_has_one(dari: Article) -> None:
    base = "https://news.example/x/"
    assert "og:image" not in dict(graph(dari))
    assert (
        dict(graph(dari, base_url=base))["og:image"] == f"{base}fa-AF/photo.svg" == data(dari, base_url=base)["image"]
    )
    caption = next(block.text for block in dari.blocks if block.role is Role.CAPTION)
    assert dict(graph(dari, base_url=base))["og:image:alt"] == caption
    assert page(dari).find(".//img").get("alt") == caption
    bare = dataclasses.replace(dari, blocks=(Block(Role.HEADLINE, "خبر"),))
    assert page(bare).find(".//img").get("alt") == "عکس"


def test_link_previews_know_language_and_others(dari: Article) -> None:
    found = graph(dataclasses.replace(dari, languages=LOCALES))
    assert [each for each in found if each[0].startswith("og:locale")] == [
        ("og:locale", "fa_AF"),
        ("og:locale:alternate", "ps_AF"),
    ]
    assert dict(found)["article:modified_time"] == "2021-07-08T06:00:00+00:00"


def test_the_id_of_an_article_is_its_own_for_good(dari: Article, pashto: Article) -> None:
    changed = dataclasses.replace(dari, blocks=dari.blocks[:3], reviewed=True, engine="x")
    assert data(dari)["@id"] == data(changed, base_url="https://news.example/")["@id"] != data(pashto)["@id"]


def test_a_reviewed_article_names_its_editors(pashto: Article) -> None:
    foot = page(pashto).find(".//article/footer").text_content()
    assert "Zarghona Amin" in foot and "جمعه" in foot
    draft = page(dataclasses.replace(pashto, reviewed=False)).find(".//article/footer").text_content()
    assert "Zarghona Amin" not in draft
