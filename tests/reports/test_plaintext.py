"""Pasted text, in the ways people paste it."""

from __future__ import annotations

import datetime
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_pipeline.reports.furniture import is_furniture
from translate_pipeline.reports.model import Report, Role
from translate_pipeline.reports.plaintext import read
from translate_pipeline.reports.reader import read_report

SAMPLES = Path(__file__).parents[2] / "reports"
HEADLINE = "Two Killed In Kabul Blast As Talks Go On"
FIRST = "A bomb killed two people in Kabul on Monday, the police said."
SECOND = "Nobody has claimed responsibility so far."


def read_text(*blocks: str, between: str = "\n\n") -> Report:
    return read(between.join(blocks).encode(), Path("story.txt"), "story")


def roles(report: Report) -> list[tuple[str, str]]:
    return [(block.role.value, block.text) for block in report.story]


@pytest.mark.parametrize("sample", ["herat-flood.txt", "qala-e-naw-fighting.txt"])
@pytest.mark.parametrize(("width", "blank"), [(0, True), (0, False), (64, True), (80, True)])
def test_a_paste_with_or_without_blank_lines_or_wrapped_reads_the_same(sample: str, width: int, blank: bool) -> None:
    whole = read_report(SAMPLES / sample)
    lines = (SAMPLES / sample).read_text(encoding="utf-8").replace("\u00a0", " ").split("\n")
    lines = [line.strip() for line in lines if line.strip()]
    pasted = [textwrap.fill(line, width) if width else line for line in lines]
    assert read_text(*pasted, between="\n\n" if blank else "\n").blocks == whole.blocks


def test_wrapped_text_without_blank_lines_is_parted_at_short_lines_and_indents() -> None:
    first = textwrap.fill(FIRST + " The blast hit a bus that carried workers of the ministry of mines.", 60)
    second = textwrap.fill(SECOND + " The Taliban said it had nothing to do with the attack.", 60)
    report = read_text(HEADLINE, "May 4, 2021", first, "    " + second, between="\n")
    assert [role for role, _ in roles(report)] == ["headline", "paragraph", "paragraph"]
    assert "\n" not in "".join(text for _, text in roles(report))


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("July 08, 2021 16:25 GMT", datetime.datetime(2021, 7, 8, 16, 25, tzinfo=datetime.UTC)),
        ("Thursday, July 8, 2021 at 4:25 p.m.", datetime.datetime(2021, 7, 8, 16, 25)),
        ("Published 8 July 2021", datetime.date(2021, 7, 8)),
        ("8 Jul 2021, 16:25 UTC+4:30", "2021-07-08T16:25:00+04:30"),
        ("2021-07-08", datetime.date(2021, 7, 8)),
        ("2021-07-08T16:25:00Z", datetime.datetime(2021, 7, 8, 16, 25, tzinfo=datetime.UTC)),
        ("Last Updated: May 04, 2021", datetime.date(2021, 5, 4)),
        ("Last Updated: May 05, 2021\n\nMay 04, 2021", datetime.date(2021, 5, 4)),
        ("February 30, 2021", None),
    ],
)
def test_the_date_line_is_read_and_is_no_part_of_the_story(line: str, date: object) -> None:
    report = read_text(HEADLINE, line, "By Hamid Zaland", FIRST)
    assert report.date == (datetime.datetime.fromisoformat(date) if isinstance(date, str) else date)
    if date:
        assert roles(report) == [("headline", HEADLINE), ("byline", "Hamid Zaland"), ("paragraph", FIRST)]


def test_a_head_in_another_order_is_understood() -> None:
    standfirst = "The police say the bomb was hidden in a bus."
    caption = "A burned bus in Kabul on May 4. (AFP)"
    report = read_text("Afghanistan", HEADLINE, standfirst, "By Hamid Zaland", "May 4, 2021", caption, FIRST, SECOND)
    assert roles(report) == [
        ("headline", HEADLINE),
        ("standfirst", standfirst),
        ("byline", "Hamid Zaland"),
        ("caption", caption),
        ("paragraph", FIRST),
        ("paragraph", SECOND),
    ]


def test_a_head_pasted_with_its_labels_is_understood() -> None:
    report = read_text(
        *("Gandhara", "SEE ALSO:", "Who Is Who In Kabul", HEADLINE, "July 8, 2021", "Hamid Zaland", "Listen", FIRST),
        between="\n",
    )
    assert roles(report) == [("headline", HEADLINE), ("byline", "Hamid Zaland"), ("paragraph", FIRST)]


def test_lists_subheadings_and_pictures_inside_a_story() -> None:
    caption = "A street in western Kabul"
    report = read_text(
        *(
            HEADLINE,
            FIRST,
            "What Happened Next",
            SECOND,
            "16x9 Image",
            caption,
            "- Facebook",
            "* two buses",
            "• X",
            FIRST,
        )
    )
    assert roles(report)[1:] == [
        ("paragraph", FIRST),
        ("heading", "What Happened Next"),
        ("paragraph", SECOND),
        ("caption", caption),
        ("list-item", "Facebook"),
        ("list-item", "two buses"),
        ("list-item", "X"),
        ("paragraph", FIRST),
    ]


def test_a_box_of_links_ends_where_the_story_goes_on() -> None:
    report = read_text(HEADLINE, FIRST, "Related", "Taliban Takes Border", "SEE ALSO:", "Why Now?", SECOND, FIRST)
    assert roles(report)[1:] == [("paragraph", FIRST), ("paragraph", SECOND), ("paragraph", FIRST)]


@pytest.mark.parametrize(
    "note",
    [
        "With reporting by Reuters, AFP, and Tolo News",
        "Based on reporting by AP and dpa",
        "With additional reporting by Ghulam Sakhi in Kabul",
        "Written by Frud Bezhan in Prague based on reporting by RFE/RL's Radio Azadi correspondents in Kabul, whose "
        "names are withheld for their safety",
        "RFE/RL's Radio Azadi contributed to this report.",
    ],
)
def test_source_notes_are_told_from_paragraphs(note: str) -> None:
    like = "Based on reports from the north, the army said that it had retaken two districts."
    blurb = "Hamid Zaland is a reporter who covers health."
    report = read_text(HEADLINE, FIRST, like, "Reports from Herat say that people fled.", note, blurb)
    assert [role for role, _ in roles(report)] == ["headline", *["paragraph"] * 3, "source-note"]


def test_a_paragraph_that_looks_a_little_like_something_else_stays_one() -> None:
    paragraphs = (
        "By Thursday the fighters had reached the outskirts of the city, residents said.",
        "He told Agence France-Presse (AFP).",
        "Written by hand on a wall, the message named three men who worked with the army.",
        "Share prices fell in Kabul after the bank closed its doors.",
        "Copyright law was never enforced in Kabul, the publisher said.",
        "Hamid Zaland is a reporter who was beaten by the police, his family said.",
    )
    report = read_text(HEADLINE, *paragraphs, FIRST)
    assert [text for role, text in roles(report) if role == "paragraph"] == [*paragraphs, FIRST]


WORD = st.text("abdeghiklmnoprstuwyäé’", min_size=1, max_size=9) | st.sampled_from(
    [
        "By",
        "Share",
        "Related",
        "(AFP)",
        "Photo:",
        "reporting",
        "by",
        "—",
        "Kabul",
        "Gen.",
        "5:40",
        "and",
        "SEE",
        "photo)",
    ]
)
PARAGRAPH = st.lists(WORD, min_size=4, max_size=40).map(lambda words: f"The {' '.join(words)}.")


@settings(max_examples=150, deadline=None)
@given(paragraphs=st.lists(PARAGRAPH, min_size=1, max_size=12), between=st.sampled_from(["\n", "\n\n", "\r\n\r\n"]))
def test_no_paragraph_is_lost(paragraphs: list[str], between: str) -> None:
    report = read_text(HEADLINE, *paragraphs, between=between)
    kept = " ".join(block.text for block in report.story if block.role is not Role.HEADLINE)
    for paragraph in paragraphs:
        assert is_furniture(paragraph) or paragraph in kept


@settings(max_examples=100, deadline=None)
@given(paragraphs=st.lists(PARAGRAPH, min_size=1, max_size=8), width=st.integers(40, 100))
def test_wrapping_changes_no_word(paragraphs: list[str], width: int) -> None:
    report = read_text(HEADLINE, *(textwrap.fill(text, width) for text in paragraphs))
    assert " ".join(block.text for block in report.blocks) == " ".join([HEADLINE, *paragraphs])
