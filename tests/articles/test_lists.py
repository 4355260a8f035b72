"""The page and the feed that list articles, with any text and any date in them."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import PurePosixPath

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from translate_pipeline.articles import feed, html
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.manifest import Entry, Origin, describe, manifest_text, read_manifest
from translate_pipeline.articles.model import Article, one_line
from translate_pipeline.articles.site import Site
from translate_pipeline.locales import LOCALES, find_locale
from translate_pipeline.reports.inline import escape
from translate_pipeline.reports.model import Block, Role

DARI = find_locale("dari")
SITE = Site(read_furniture(DARI))
ZONES = (None, datetime.UTC, datetime.timezone(datetime.timedelta(hours=4, minutes=30)))
ATOM = "{http://www.w3.org/2005/Atom}"


def entry(article: Article) -> Entry:
    return describe(article, SITE.strings, {}, Origin(PurePosixPath("a.html"), b"", PurePosixPath("a.po"), b""))


@given(words=st.text(min_size=1), date=st.none() | st.dates() | st.datetimes(timezones=st.sampled_from(ZONES)))
@example(words="\uffff\ufffe<b>&amp;", date=None)
@example(words="x", date=datetime.datetime(1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=5))))
def test_any_text_and_any_date_can_be_listed(words: str, date: datetime.datetime | datetime.date | None) -> None:
    block = Block(Role.HEADLINE, escape(one_line(words)))
    listed = entry(Article("any", DARI, (block,), date=date, source=words))
    page = lxml_html.document_fromstring(html.collect([listed], SITE, LOCALES))
    title = one_line(words) or "any"
    assert one_line(page.find(".//main//h2").text_content()) == title
    atom = etree.fromstring(feed.collect([listed], SITE).encode())
    shown = title.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    assert atom.findtext(f"{ATOM}entry/{ATOM}title") == shown
    for moment in (atom.findtext(f"{ATOM}updated"), atom.findtext(f"{ATOM}entry/{ATOM}updated")):
        assert datetime.datetime.fromisoformat(str(moment)).tzinfo is not None


def test_what_the_manifest_keeps_is_all_that_lists_need(dari: Article, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "manifest.json").write_text(manifest_text(DARI, [entry(dari)]), encoding="utf-8")
    kept = read_manifest(tmp_path / "manifest.json")
    assert html.collect(kept, SITE, LOCALES) == html.collect([entry(dari)], SITE, LOCALES)
    assert feed.collect(kept, SITE) == feed.collect([entry(dari)], SITE)


def test_the_feed_tells_its_readers_what_nobody_has_reviewed(dari: Article) -> None:
    summaries = []
    for reviewed in (True, False):
        atom = etree.fromstring(feed.collect([entry(dataclasses.replace(dari, reviewed=reviewed))], SITE).encode())
        summaries.append(str(atom.findtext(f"{ATOM}entry/{ATOM}summary")))
    assert ["ترجمهٔ ماشینی" in each for each in summaries] == [False, True]
    page = html.collect([entry(dari)], SITE, LOCALES)
    assert "بازبینی نشده" in page and "بازبینی نشده" not in html.collect([], SITE, LOCALES)
