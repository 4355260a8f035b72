"""Web pages that are built in other ways than the samples."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from translate_pipeline.reports.html import read
from translate_pipeline.reports.model import Report

HEADLINE = "Two Killed In Kabul Blast As Talks Go On"
PARAGRAPHS = [
    "A bomb killed two people in Kabul on Monday, the police said in a statement.",
    "Nobody has claimed responsibility for the attack, which hit a bus near the river.",
    "The interior ministry said that three more people were taken to a hospital nearby.",
    "Residents said they heard gunfire after the blast, and that all roads were closed.",
]
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def read_page(page: str) -> Report:
    return read(page.encode(), Path("story.html"), "story")


def story(report: Report) -> list[tuple[str, str]]:
    return [(block.role.value, block.text) for block in report.story]


PLAIN = [("headline", HEADLINE), *(("paragraph", text) for text in PARAGRAPHS)]


@pytest.mark.parametrize(
    "page",
    [
        f"<title>{HEADLINE} | News Example</title>{BODY}",
        f"<body><h1>{HEADLINE}</h1>{BODY}</body>",
        # The whole page in a form or in a box with a telling class is still the story.
        f"<form><div class='has sidebar'><h1>{HEADLINE}</h1><div class='share related'>{BODY}</div></div></form>",
        f"<h1>{HEADLINE}</h1><table><tr><td>{BODY}</td></tr></table>",
        f"<h1>{HEADLINE}</h1><div>{'<br><br>'.join(PARAGRAPHS)}</div>",
        f"<h1>{HEADLINE}</h1>" + "".join(f"<section><div><p>{text}</p></div></section>" for text in PARAGRAPHS),
        f"<h1>{HEADLINE}</h1><main><p>{PARAGRAPHS[0]}</p><div id='rest'>"
        + "".join(f"<p>{text}</p>" for text in PARAGRAPHS[1:])
        + "</div></main>",
        f"<header><h1>News Example</h1></header><article><h1>{HEADLINE}</h1>{BODY}</article>"
        "<aside><h2>Most Read</h2><p>A long paragraph about another story, which nobody asked for here.</p></aside>",
    ],
)
def test_the_story_is_found_however_the_page_is_built(page: str) -> None:
    assert story(read_page(page)) == PLAIN


def test_a_short_lead_in_a_box_of_its_own_is_not_lost() -> None:
    rest = "".join(f"<p>{text}</p>" for text in PARAGRAPHS * 5)
    page = f"<article><h1>{HEADLINE}</h1><div class='top'><p>Kabul is quiet again, the police said on Monday.</p></div>"
    texts = [text for _, text in story(read_page(f"{page}<div class='body'>{rest}</div></article>"))]
    assert texts[1:] == ["Kabul is quiet again, the police said on Monday.", *PARAGRAPHS * 5]


def test_inline_markup_becomes_tags_and_roles_follow_the_elements() -> None:
    page = (
        f"<article><h1>{HEADLINE}</h1><p>By <a href='/x'>Hamid Zaland</a></p><p>May 4, 2021</p>{BODY}"
        "<h2>What <i>Next</i></h2><p>It was <b>the</b> <a href='/y'>third attack</a> of&nbsp;the week<sup>,</sup> and "
        "not the last.</p><blockquote>We heard a noise, and then there was smoke everywhere.</blockquote>"
        "<ul><li>Facebook</li><li><a href='/z'>a bus</a> of the ministry</li></ul>"
        "<figure><img src='https://news.example/a.jpg'><figcaption>The bus</figcaption><span class='credit'>AFP</span>"
        "</figure><p>Related</p><p><a href='/b'>Taliban Takes Border</a></p><p>With reporting by AP</p></article>"
    )
    report = read_page(page)
    assert story(report) == [
        PLAIN[0],
        ("byline", "Hamid Zaland"),
        *PLAIN[1:],
        ("heading", "What <1>Next</1>"),
        ("paragraph", "It was <1>the</1> <2>third attack</2> of the week, and not the last."),
        ("quote", "We heard a noise, and then there was smoke everywhere."),
        ("list-item", "Facebook"),
        ("list-item", "<1>a bus</1> of the ministry"),
        ("caption", "The bus (AFP)"),
        ("source-note", "With reporting by AP"),
    ]
    assert report.date == datetime.date(2021, 5, 4)
    assert report.image == "https://news.example/a.jpg"


def test_the_page_says_who_published_it_and_where() -> None:
    graph = (
        '{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["ReportageNewsArticle"], "publisher": '
        '[{"name": "Azadi &amp; Co"}], "author": {"name": "Roya Samadi"}, "datePublished": "2021-07-08"}]}'
    )
    page = (
        "<!-- saved from url=(0033)https://news.example/a/1.html --><html lang='en-US'><head>"
        f"<script type='application/ld+json'>{{broken</script><script type='application/ld+json'>{graph}</script>"
        f"<link rel='canonical' href='javascript:alert(1)'></head><h1>{HEADLINE}</h1>{BODY}</html>"
    )
    report = read_page(page)
    assert (report.source, report.url) == ("Azadi & Co", "https://news.example/a/1.html")
    assert (report.date, report.language) == (datetime.date(2021, 7, 8), "en-US")
    assert ("byline", "Roya Samadi") in story(report)


def test_an_author_named_inside_a_line_of_details_is_the_byline() -> None:
    details = "<div class='meta'>Posted <span class='author vcard'>Hamid Zaland</span> <time>May 4, 2021</time></div>"
    report = read_page(f"<article><h1>{HEADLINE}</h1>{details}{BODY}</article>")
    assert story(report) == [PLAIN[0], ("byline", "Hamid Zaland"), *PLAIN[1:]]
    assert report.date == datetime.date(2021, 5, 4)


def test_nothing_outside_the_page_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of this machine")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><h1>{HEADLINE}</h1>{BODY}<p>It is &x; indeed.</p>'
    assert "secret of" not in " ".join(block.text for block in read_page(page).blocks)


def test_what_a_page_hides_is_no_text() -> None:
    page = f"<h1>{HEADLINE}</h1>{BODY}<p>Open<span class='sr-only'> (a window)</span> to all, the police said.</p>"
    page += "<p hidden>Invisible words that nobody sees on the page, ever.</p><script>var x = 'words';</script>"
    texts = [block.text for block in read_page(page).blocks]
    assert texts[-1] == "Open to all, the police said."
