"""Inline markup of pages and Markdown: what becomes a tag and what is too trivial for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_pipeline.catalogs.messages import messages_of
from translate_pipeline.reports import html, markdown, plaintext
from translate_pipeline.reports.inline import Inline, Kind
from translate_pipeline.reports.model import Block, Report, Role

FILLER = "Officials in Kabul said on Monday that the roads to the north had been closed by snow for three days."


def page(inner: str, head: str = "") -> Report:
    text = f"<html><head>{head}</head><body><article><h1>Snow Closes Roads</h1>{inner}"
    return html.read(f"{text}<p>{FILLER}</p></article></body></html>".encode(), Path("r.html"), "r")


def paragraph(inner: str, head: str = "") -> Block:
    return next(block for block in page(f"<p>{inner}</p>", head).story if block.role is Role.PARAGRAPH)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("He read <a href='https://x.example'>a long letter</a> aloud.", "He read <1>a long letter</1> aloud."),
        ("He read<a href='https://x.example'> a letter </a>aloud.", "He read <1>a letter</1> aloud."),
        ("He <b>read <i>a</i> letter</b> aloud.", "He <1>read <2>a</2> letter</1> aloud."),
        ("<b>He read a letter aloud to us.</b>", "He read a letter aloud to us."),
        ("<p><strong><em>He read a letter aloud.</em></strong>", "He read a letter aloud."),
        ("He <b><strong>read</strong></b> a letter aloud.", "He <1>read</1> a letter aloud."),
        ("He <b>read</b> <b>a letter</b> aloud.", "He <1>read a letter</1> aloud."),
        ("He read<a href='/a'></a> a <i> </i>letter<b>.</b>", "He read a letter."),
        ("He read <a href='javascript:alert(1)'>a letter</a> aloud.", "He read a letter aloud."),
        ("He read <a href='JAVA&#10;SCRIPT:alert(1)'>a letter</a>.", "He read a letter."),
        ("He read <a href='#note'>a letter</a> <a>aloud</a>.", "He read a letter aloud."),
        ("<b>H</b>e read a letter aloud to the men.", "He read a letter aloud to the men."),
        ("Two <a href='/a'>Afghan</a>s read a letter.", "Two <1>Afghans</1> read a letter."),
        ("The <a href='/a'>Taliban</a>'s men left.", "The <1>Taliban</1>'s men left."),
        ("The one line of it,<br>the other line.", "The one line of it,<1/> the other line."),
        ("<br>The one line of it, the other line.<br/> ", "The one line of it, the other line."),
        ("Press <code>Ctrl</code> &lt;1&gt; and \\&lt;/2&gt; to leave.",
         "Press <1>Ctrl</1> \\<1> and \\\\\\</2> to leave."),
        ("See <span class=x>the <mark>old</mark> letter</span> again.", "See the old letter again."),
        ("An <a href='/a'>open letter to all.", "An <1>open letter to all.</1>"),
        ("An \U000f0007icon \U000f8007<b>here</b> and there.", "An icon <1>here</1> and there."),
    ],
)  # fmt: skip
def test_markup_of_a_page(source: str, text: str) -> None:
    assert paragraph(source).text == text


def test_links_are_made_whole_by_the_address_of_the_page_and_those_to_itself_go() -> None:
    head = "<link rel='canonical' href='https://news.example/a/1.html'>"
    block = paragraph(
        "A <a href='../b'>letter</a> <a href='/a/1.html#x'>here</a> <a href='mailto:a@b.example'>to us</a>.", head
    )
    assert block.text == "A <1>letter</1> here <2>to us</2>."
    assert block.inline == (
        Inline(1, Kind.LINK, "https://news.example/b"),
        Inline(2, Kind.LINK, "mailto:a@b.example"),
    )


def test_a_block_of_hundreds_of_links_keeps_as_many_tags_as_a_person_can_handle() -> None:
    block = paragraph(" ".join(f"<a href='/{number}'>word{number}</a>" for number in range(300)) + ".")
    assert len(block.inline) == 99
    assert block.plain.endswith("word299.")


def test_titles_bylines_and_furniture_keep_what_belongs_to_them() -> None:
    report = page(
        "<p class='byline'>By <a href='/author'>Hamid Zaland</a></p>"
        f"<p>{FILLER}</p><h2><a href='/c'>What<br>Comes <i>Next</i></a></h2><p>{FILLER} They <i>left</i>.</p>"
        "<figure><img src='https://news.example/a.jpg'><figcaption>Snow in <a href='/g'>Ghazni</a> "
        "<span class='credit'>AFP</span></figcaption></figure>"
    )
    texts = {block.role: block.text for block in report.story}
    assert texts[Role.BYLINE] == "Hamid Zaland"
    assert texts[Role.HEADING] == "What Comes <1>Next</1>"
    assert texts[Role.CAPTION] == "Snow in <1>Ghazni</1> (AFP)"
    assert report.headline == "Snow Closes Roads"


def test_markup_of_markdown() -> None:
    text = (
        "---\nurl: https://news.example/a\n---\n# Snow *Closes* Roads\n\n"
        "He read [a **long** letter](/b 'x') aloud.  \nThey `left` <1> <br>at _once_ and [here](javascript:x).\n\n"
        f"{FILLER}\n"
    )
    report = markdown.read(text.encode(), Path("r.md"), "r")
    blocks = [block for block in report.story if block.role is Role.PARAGRAPH]
    assert blocks[0].text == (
        "He read <1>a <2>long</2> letter</1> aloud.<3/> They <4>left</4> \\<1><5/> at <6>once</6> "
        "and [here](javascript:x)."
    )
    assert blocks[0].inline[0] == Inline(1, Kind.LINK, "https://news.example/b")
    assert report.headline == "Snow Closes Roads"
    assert report.blocks[0].text == "Snow <1>Closes</1> Roads"


def test_pasted_text_that_looks_like_a_tag_is_text() -> None:
    report = plaintext.read(f"Snow Closes <1> Roads\n\nBy A\n\n{FILLER} See <2/>.\n".encode(), Path("r.txt"), "r")
    assert report.headline == "Snow Closes <1> Roads"
    assert [message.plain for message in messages_of(report)][-1].endswith("See <2/>.")


def test_a_message_tells_what_its_tags_are() -> None:
    report = page("<p>He read <a href='https://x.example/a'>a letter</a> from Herat aloud.</p>")
    message = next(each for each in messages_of(report) if "letter" in each.text)
    assert message.inline == (Inline(1, Kind.LINK, "https://x.example/a"),)
    assert message.plain == "He read a letter from Herat aloud."
