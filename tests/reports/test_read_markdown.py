"""Markdown and its front matter."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from translate_pipeline.errors import InputError
from translate_pipeline.reports.markdown import read
from translate_pipeline.reports.model import Report

FIRST = "A bomb killed two people in Kabul on Monday, the police said."


def read_text(text: str) -> Report:
    return read(text.encode(), Path("story.md"), "story")


def story(report: Report) -> list[tuple[str, str]]:
    return [(block.role.value, block.text) for block in report.story]


def test_front_matter_gives_the_head_as_it_is_written() -> None:
    report = read_text(
        "---\r\ntitle: No\r\ndate: 2021-07-08T16:25:00Z\r\nauthors: [Roya Samadi, Hamid Zaland]\r\n"
        f"source: Radio Azadi\r\nurl: https://news.example/1\r\nimage: /a.jpg\r\n"
        f"description: Short.\r\nlang: en_GB\r\n---\r\n\r\n{FIRST}\r\n"
    )
    assert story(report) == [
        ("headline", "No"),
        ("standfirst", "Short."),
        ("byline", "Roya Samadi, Hamid Zaland"),
        ("paragraph", FIRST),
    ]
    assert report.date == datetime.datetime(2021, 7, 8, 16, 25, tzinfo=datetime.UTC)
    assert (report.source, report.url, report.image, report.language) == (
        *("Radio Azadi", "https://news.example/1", "https://news.example/a.jpg"),
        "en-GB",
    )


def test_without_front_matter_the_text_gives_the_head() -> None:
    report = read_text(
        "# Two *Killed* In Kabul\n\nBy Hamid Zaland\n\nMay 4, 2021\n\n"
        f"![A bus](https://news.example/b.jpg 'The bus. (AFP)')\n\n**What we know so far.**\n\n"
        f"{FIRST}\n\n# Later\n\n{FIRST}\n\n*With reporting by AP*\n"
    )
    assert story(report) == [
        ("headline", "Two <1>Killed</1> In Kabul"),
        ("standfirst", "What we know so far."),
        ("byline", "Hamid Zaland"),
        ("caption", "The bus. (AFP)"),
        ("paragraph", FIRST),
        ("heading", "Later"),
        ("paragraph", FIRST),
        ("source-note", "With reporting by AP"),
    ]
    assert report.date == datetime.date(2021, 5, 4)
    assert report.image == "https://news.example/b.jpg"


def test_inline_markup_becomes_tags_and_blocks_keep_their_roles() -> None:
    report = read_text(
        f"# Kabul\n\n{FIRST}\n\nIt *was* [the **third**](https://x.example) `attack` <b>of</b>\nthe ~~week~~"
        " &amp; year.\n\n> We ran.\n\n1. one\n   - two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "    Pasted with an indent.\n\n"
        "<figure><figcaption>A <i>bus</i></figcaption></figure>\n\n<script>alert(1)</script>\n\n<!-- note -->\n\n"
        "***\n\n## Related\n\n- [Taliban Takes Border](https://x.example/2)\n"
    )
    assert story(report)[2:] == [
        ("paragraph", "It <1>was</1> <2>the <3>third</3></2> <4>attack</4> of the week & year."),
        ("quote", "We ran."),
        ("list-item", "one"),
        ("list-item", "two"),
        ("list-item", "a | b"),
        ("list-item", "1 | 2"),
        ("paragraph", "Pasted with an indent."),
        ("caption", "A <1>bus</1>"),
    ]


@pytest.mark.parametrize(
    ("front", "line", "said"),
    [
        ("title: 'open", 2, "front matter"),
        ("title: x\nbyline: [a", 3, "front matter"),
        ("title: x: y", 2, "quote the value"),
        ("- a\n- b", 2, "names and values"),
        ("title: x\ndate: 2021-13-45", 3, "write it as"),
        ("title: x\nurl: javascript:alert(1)", 3, "https://"),
        ("title: \x07", None, ""),
    ],
)
def test_bad_front_matter_is_refused_with_its_line(front: str, line: int | None, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read_text(f"---\n{front}\n---\n\n# Kabul\n\n{FIRST}\n")
    assert said in str(refused.value)
    assert refused.value.line == line


def test_front_matter_without_an_end_is_refused() -> None:
    with pytest.raises(InputError, match=r"story\.md:1: .* no end"):
        read_text(f"---\ntitle: x\n\n{FIRST}\n")
