"""Texts with tags: written, read back, carried over to another text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_pipeline.reports.inline import (
    Inline,
    Kind,
    Tag,
    Tagged,
    carry,
    escape,
    nested,
    parse,
    plain,
    safe_address,
    scan,
)

# Pieces that are most of what could be taken for a tag.
PIECES = st.sampled_from(["<1>", "</1>", "<2/>", "\\", "<", ">", "1", "/", "a", "هرات", " ", "<b>", "&lt;1&gt;", "<0>"])
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@st.composite
def tagged_texts(draw: st.DrawFn) -> Tagged:
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    tags = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        start, end = sorted((draw(places), draw(places)))
        tags.append(Tag(number, start, start, is_break=True) if draw(st.booleans()) else Tag(number, start, end))
    return Tagged(text, tuple(tags))


@given(TEXTS)
def test_text_that_looks_like_tags_stays_text(text: str) -> None:
    assert parse(escape(text)) == Tagged(text)
    assert plain(escape(text)) == text


@given(tagged_texts())
def test_what_is_written_is_read_back(tagged: Tagged) -> None:
    whole = Tagged(tagged.plain, nested("", tagged.tags))
    again = parse(whole.text)
    assert again.plain == whole.plain
    assert {(tag.number, tag.start, tag.end) for tag in again.tags} == {
        (tag.number, tag.start, tag.end) for tag in whole.tags
    }
    assert again.text == parse(again.text).text


@given(TEXTS, st.data())
def test_offsets_of_the_plain_text_lead_back_to_the_same_words(text: str, data: st.DataObject) -> None:
    scanned = scan(text)
    start = data.draw(st.integers(0, len(scanned.plain)))
    end = data.draw(st.integers(start, len(scanned.plain)))
    left, right = scanned.place(start, end)
    if start < end:
        assert (text[left], text[right - 1]) == (scanned.plain[start], scanned.plain[end - 1])
        # Nothing but tags and the backslashes of escapes stands between that is not in the plain text.
        inner = [each for each in scanned.tokens if left <= each.start < right]
        assert all(left < each.start and each.end < right for each in inner)
        tags = sum(each.end - each.start for each in inner)
        assert 0 <= right - left - tags - (end - start) <= text.count("\\")


@given(tagged_texts(), TEXTS)
def test_tags_carried_to_any_other_text_are_all_there(tagged: Tagged, text: str) -> None:
    carried = carry(tagged, text)
    assert carried.plain == text
    assert parse(carried.text).plain == text
    assert {tag.number for tag in parse(carried.text).tags} == {tag.number for tag in tagged.tags}


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("<1>12 دسمبر</1> در <2>هرات</2> بود.", "۱۲ دسمبر در هرات بود.", "<1>۱۲ دسمبر</1> در <2>هرات</2> بود."),
        ("او <1>می رود</1>.", "او می\u200cرود.", "او <1>می\u200cرود</1>."),
        ('او گفت <1>"نه"</1>.', "او گفت «نه».", "او گفت <1>«نه»</1>."),
        ("یک<1/> دو", "یک دو سه", "یک<1/> دو سه"),
        ("<1>الف</1> ب", "<2> الف ب", "\\<2> <1>الف</1> ب"),
    ],
)
def test_tags_go_with_their_words(before: str, text: str, after: str) -> None:
    assert carry(parse(before), text).text == after


def test_broken_tags_leave_their_words() -> None:
    assert parse("<1>a <2>b</1> c</2> d</3> <4>").tags == (Tag(1, 0, 3),)
    assert plain("<1>a <2>b</1> c</2> d</3> <4>") == "a b c d "


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)", "JaVaScript:alert(1)", " java\nscript:alert(1)", "\x01javascript:alert(1)",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "#top", "", "  ", "java script:x", 'http://a"b',
        "x\\y", "javascript&colon;:x", "blob:x",
    ],
)  # fmt: skip
def test_unsafe_addresses_are_no_links(href: str) -> None:
    assert safe_address(href) == ""


@pytest.mark.parametrize(
    "href", ["https://news.example/a?b=c:d#e", "mailto:desk@news.example", "/a/b.html", "b.html", "//news.example/a"]
)
def test_safe_addresses_are_kept(href: str) -> None:
    assert safe_address(href) == href


def test_a_reviewer_is_told_what_a_tag_is() -> None:
    assert Inline(1, Kind.LINK, "https://me@www.news.example/a").note == "<1> link to news.example"
    assert Inline(2, Kind.BREAK).note == "<2/> line break"
    assert Inline(3, Kind.EMPHASIS).note == "<3> emphasis"


@given(TEXTS, TEXTS)
def test_whatever_a_person_wrote_can_be_read(one: str, other: str) -> None:
    tagged = parse(one)
    assert parse(tagged.text) == tagged
    assert carry(tagged, other).plain == other
