"""The five sample reports, read word for word as a person would read them."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from translate_pipeline.reports.model import Report, Role
from translate_pipeline.reports.reader import find_reports, read_report, read_reports

SAMPLES = Path(__file__).parents[2] / "reports"
UTC = datetime.UTC


@dataclass(frozen=True)
class Expected:
    file: str
    headline: str
    caption: str
    byline: str
    date: datetime.date
    note: str
    first: str
    last: str
    paragraphs: int
    anywhere: tuple[str, ...]
    lines: tuple[str, ...] = ()
    quotes: int = 0
    headings: tuple[str, ...] = ()
    items: int = 0
    standfirst: str = ""
    source: str = ""
    url: str = ""
    image: str = ""


EXPECTED = (
    Expected(
        file="qala-e-naw-fighting.txt",
        headline="Afghan Forces Push Taliban Back From Center Of Qala-e Naw, Officials Say",
        caption="Afghan soldiers stand near a checkpoint on the road into Qala-e-Naw, the capital of Badghis Province, "
        "on July 7. (file photo, AFP)",
        byline="RFE/RL's Radio Azadi",
        date=datetime.datetime(2021, 7, 8, 16, 25, tzinfo=UTC),
        note="With reporting by Reuters, AFP, and Tolo News",
        first="Afghan officials said on Thursday",
        last="The Independent Election Commission said",
        paragraphs=14,
        lines=(
            *("Afghanistan", "16x9 Image", "Share", "Print", "Related", "Facebook", "Twitter", "Telegram"),
            "Breaking News",
        ),
        anywhere=(
            *("Accessibility links", "Skip to", "SEE ALSO", "Who Controls The Roads", "best-known broadcasters"),
            *("Its reporters work in Dari", "More On This Story", "Hundreds Of Families Leave Badghis", "Explainer:"),
            *("Taliban Takes Border Crossing", "Subscribe", "Follow Us", "Most Popular", "Back to top"),
            "All rights reserved",
        ),
    ),
    Expected(
        file="herat-flood.txt",
        headline="Flash Floods Kill At Least 37 In Herat As Rain Destroys Homes And Crops",
        caption="Villagers search for their belongings after floods hit the Zindajan district of Herat Province on "
        "May 3. (Photo: Ariana News)",
        byline="Shafiqa Barakzad",
        date=datetime.date(2021, 5, 4),
        note="Based on reporting by AP and dpa",
        first="HERAT, Afghanistan -- Flash floods",
        last="Afghanistan has floods nearly every spring.",
        paragraphs=12,
        anywhere=(
            *("Home > Afghanistan", "Read more:", "Afghan Farmers Count The Cost", "Share this article"),
            *("weekly newsletter", "Copyright (c) 2021", "Terms of use"),
        ),
    ),
    Expected(
        file="kandahar-polio.html",
        headline="Polio Workers Return To Kandahar Villages After Five-Year Gap",
        standfirst="Health officials say door-to-door vaccination has resumed in parts of southern Afghanistan, but "
        "many families still cannot be reached.",
        caption="A health worker gives polio drops to a child in Kandahar's Panjwai district on March 12. "
        "(Photo: Pajhwok Afghan News)",
        byline="Hamid Zaland",
        date=datetime.datetime(2023, 3, 13, 14, 40, tzinfo=UTC),
        note="With reporting by Reuters, Ariana News, and Pajhwok Afghan News",
        first="KANDAHAR, Afghanistan -- Polio workers have started",
        last="The next campaign is planned for May.",
        paragraphs=11,
        quotes=1,
        source="News Example",
        url="https://news.example/a/kandahar-polio-vaccination/32314159.html",
        image="https://news.example/img/kandahar-polio-w1200.jpg",
        lines=(
            *("News Example", "Afghanistan", "Home", "Health", "Iran", "Central Asia", "Video", "Search", "Contact"),
        ),
        anywhere=(
            *("Skip to main", "We use cookies", "Accept all", "Only necessary", "Watch Live", "Search the site"),
            *("Share on", "Email this", "Print this", "Related Stories", "Measles Cases Rise", "Clinics Close As"),
            *("is a reporter who covers", "He joined News Example", "Subscribe to this author", "Comments (2)"),
            *("reader_77", "please write about Zabul", "M. from Toronto", "My aunt was", "Post comment", "About Us"),
            *("Privacy Policy", "All Rights Reserved", "turn on JavaScript", "| News Example", "dataLayer"),
            *("Invented sample text", "visually-hidden"),
        ),
    ),
    Expected(
        file="electricity-imports.html",
        headline="Kabul Left In The Dark As Uzbekistan Cuts Power Supplies By Half",
        caption="Workers repair a power line north of Kabul on January 15. (AFP)",
        byline="RFE/RL's Radio Azadi",
        date=datetime.datetime(2024, 1, 17, 11, 52, tzinfo=UTC),
        note="Based on reporting by AP, dpa, and the BBC",
        first="Millions of people in Kabul have had only four hours of electricity a day since",
        last="The World Food Program said some bakeries",
        paragraphs=12,
        headings=("Four Neighbors", "Unpaid Bills"),
        items=4,
        lines=("Afghanistan", "16x9 Image", "News Example", "News", "Features", "Share", "Print", "Podcasts"),
        anywhere=(
            *("Radio Schedule", "Comments (14)", "SEE ALSO", "Afghan Coal Prices", "Advertisement"),
            *("has served listeners", "Editors' Picks", "The Tailors Who", "A Dam, A River", "Follow Us"),
            *("Get Our App", "All Rights Reserved", "Back to top", "openShare", "pageId", "Invented sample text"),
        ),
    ),
    Expected(
        file="kabul-book-fair.md",
        headline="Readers Fill Kabul Book Fair Despite Long List Of Banned Titles",
        standfirst="More than 40,000 people came to a four-day book fair in Kabul, but publishers said hundreds of "
        "books had to stay at home.",
        caption="Visitors look at books at a fair in western Kabul on October 10. (Ariana News)",
        byline="Roya Samadi",
        date=datetime.date(2025, 10, 12),
        note="With reporting by Reuters, AFP, the BBC, and Pajhwok Afghan News",
        first="KABUL -- A book fair in the Afghan capital drew more than 40,000 visitors in four days",
        last="Danishyar said the next fair would open",
        paragraphs=13,
        quotes=1,
        headings=("A List Of 679 Titles", "Women On One Day Only", "Libraries In The Provinces"),
        items=3,
        source="https://news.example",
        url="https://news.example/a/kabul-book-fair-banned-titles/33555120.html",
        image="https://news.example/img/kabul-book-fair-w1080.jpg",
        lines=("---",),
        anywhere=("tags:", "invented: true", "33540077", "33500410", "w1080.jpg", "*", "](https"),
    ),
)


def texts(report: Report, role: Role) -> list[str]:
    return [block.plain for block in report.blocks if block.role is role]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected.file)
def test_a_sample_gives_its_story_and_nothing_else(expected: Expected) -> None:
    report = read_report(SAMPLES / expected.file)
    assert report.name == Path(expected.file).stem
    assert texts(report, Role.HEADLINE) == [expected.headline]
    assert texts(report, Role.STANDFIRST) == [expected.standfirst] * bool(expected.standfirst)
    assert texts(report, Role.CAPTION) == [expected.caption]
    assert texts(report, Role.BYLINE) == [expected.byline]
    assert texts(report, Role.SOURCE_NOTE) == [expected.note]
    assert tuple(texts(report, Role.HEADING)) == expected.headings
    paragraphs = texts(report, Role.PARAGRAPH)
    counts = Counter(block.role for block in report.blocks)
    assert (len(paragraphs), counts[Role.QUOTE], counts[Role.LIST_ITEM]) == (
        expected.paragraphs,
        expected.quotes,
        expected.items,
    )
    assert paragraphs[0].startswith(expected.first)
    assert paragraphs[-1].startswith(expected.last)
    assert (report.date, type(report.date)) == (expected.date, type(expected.date))
    assert (report.source, report.url, report.image) == (expected.source, expected.url, expected.image)
    for block in report.story:
        assert block.plain not in expected.lines
        assert not [words for words in expected.anywhere if words in block.plain]


def test_headings_lists_and_quotes_keep_their_places() -> None:
    story = [block.role for block in read_report(SAMPLES / "kabul-book-fair.md").story]
    body = story[story.index(Role.PARAGRAPH) :]
    assert body[3] is Role.HEADING
    assert body[6] is Role.QUOTE
    assert body[7] is Role.HEADING
    power = [block.role for block in read_report(SAMPLES / "electricity-imports.html").story]
    at = power.index(Role.LIST_ITEM)
    assert power[:at].count(Role.PARAGRAPH) == 6
    assert power[at : at + 5] == [Role.LIST_ITEM] * 4 + [Role.PARAGRAPH]


def test_what_is_left_out_of_the_story_is_kept_as_furniture() -> None:
    report = read_report(SAMPLES / "qala-e-naw-fighting.txt")
    lines = (SAMPLES / "qala-e-naw-fighting.txt").read_text(encoding="utf-8").split("\n\n")
    assert len(report.blocks) == len(lines)
    assert "Hundreds Of Families Leave Badghis As Front Line Moves" in texts(report, Role.FURNITURE)


def test_all_samples_are_found_and_read_together() -> None:
    paths = find_reports(SAMPLES)
    assert {path.name for path in paths} >= {expected.file for expected in EXPECTED}
    assert all(isinstance(outcome, Report) for outcome in read_reports(paths))
