"""Several pictures of a report: each stands with its own caption in the article."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import html

from translate_pipeline.articles import html as web
from translate_pipeline.articles import ninjs
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.layout import lay_out
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import Site
from translate_pipeline.locales import find_locale
from translate_pipeline.reports.reader import read_report

GALLERY = Path(__file__).parents[1] / "reports" / "layouts" / "gallery.html"
PICTURES = [f"https://lens.example/k/0{number}.jpg" for number in (1, 2, 3, 4)]


def article() -> Article:
    report = read_report(GALLERY)
    return Article(report.name, find_locale("ps"), report.story, url=report.url, image=report.image)


def test_each_caption_stands_with_its_picture() -> None:
    captioned = [(group.image, group.alt[:10]) for group in lay_out(article()).body if group.image]
    assert captioned == list(zip(PICTURES, ["Noor Agha,", "His son Ja", "Glass powd", "A boy on a"], strict=True))


def test_the_pages_and_items_show_all_of_them() -> None:
    site = Site(read_furniture(find_locale("ps")))
    page = html.document_fromstring(web.render(article(), site).encode())
    shown = [(figure.find(".//img").get("src"), figure.findtext(".//figcaption")) for figure in page.iter("figure")]
    assert [source for source, _ in shown] == PICTURES
    item = json.loads(ninjs.render(article(), site))
    pictures = [each for each in item["associations"] if each["type"] == "picture"]
    assert [each["uri"] for each in pictures] == PICTURES
    assert len({each["name"] for each in pictures}) == 4
