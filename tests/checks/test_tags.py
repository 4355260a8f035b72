"""Checks of tags: damage to the tags of good messages is reported, and all other checks see the words alone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from benchmarks.damage import read_good
from tests.conftest import ROOT
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message, fix_message
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import find_locale
from translate_pipeline.reports.inline import Tag, Tagged, parse, plain

DARI = find_locale("dari")
COUNT = 100


@pytest.fixture(scope="module")
def good() -> list[CheckedMessage]:
    """Good messages of four words and more, with a link around two words, emphasis around one, and a line break."""
    messages = read_good(Matcher(read_glossary(ROOT / "glossaries")))
    return [_with_tags(each) for each in messages if len(each.target.split()) > 6][:COUNT]


def _with_tags(message: CheckedMessage) -> CheckedMessage:
    texts = []
    for text in (message.source, message.target):
        words = [found.span() for found in re.finditer(r"[^\W_]+(?:['’.\u200c][^\W_]+)*", text)]
        space = text.index(" ", words[-3][0])
        tags = (Tag(1, words[0][0], words[2][1]), Tag(2, words[1][0], words[1][1]), Tag(3, space, space, is_break=True))
        texts.append(Tagged(text, tags).text)
    return replace(message, source=texts[0], target=texts[1])


def test_the_same_is_found_with_tags_as_without(good: list[CheckedMessage]) -> None:
    for message in good:
        bare = replace(message, source=plain(message.source), target=plain(message.target))
        with_tags = [(each.check, each.message) for each in check_message(message) if each.check != "tag-place"]
        assert with_tags == [(each.check, each.message) for each in check_message(bare)]


def _changed(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def _crossed(text: str) -> str:
    first = text.replace("<2>", "", 1).replace("</2>", "", 1)
    return re.sub(r"(\S+)</1>(.*?)(\w+)", r"<2>\1</1>\2\3</2>", first, count=1)


@pytest.mark.parametrize(
    "damage",
    [
        _changed("<1>", ""),
        _changed("</1>", ""),
        lambda text: re.sub("</?2>", "", text),
        _changed("<3/>", ""),
        _changed("<3/>", "<3/> <3/>"),
        _changed("<3/>", "<3/><4/>"),
        _changed("<3/>", "<b>x</b>"),
        lambda text: text.replace("<1>", "<2>", 1).replace("</1>", "</2>", 1),
        lambda text: text.replace("<1>", "@").replace("</1>", "<1>").replace("@", "</1>"),
        lambda text: re.sub("<2>.*</2>", lambda found: plain(found[0]) + "<2></2>", text),
        _crossed,
        lambda text: text.translate({ord("1"): "۱"}),
        _changed("<3/>", "&lt;3/&gt;"),
        _changed("</1>", "<1>"),
    ],
)
def test_damage_to_tags_is_an_error(good: list[CheckedMessage], damage: Callable[[str], str]) -> None:
    for message in good:
        target = damage(message.target)
        assert target != message.target
        assert {"tags", "leftover"} & {each.check for each in check_message(replace(message, target=target))}, target


def test_where_a_tag_is_wrong_the_finding_points_at_it() -> None:
    message = CheckedMessage("A <1>b</1>.", "یک <1>دو</1> <7>سه</1>.", "paragraph", DARI)
    places = [message.target[each.start : each.end] for each in check_message(message) if each.check == "tags"]
    assert places == ["<7>", "</1>"]


def test_findings_of_other_checks_point_into_the_text_with_tags() -> None:
    message = CheckedMessage("A <1>book</1>, 12.", "یک <1>كتاب</1>، ۱۳.", "paragraph", DARI)
    places = {each.check: message.target[each.start : each.end] for each in check_message(message)}
    assert places["letter"] == "ك"
    assert "13" in str([each.message for each in check_message(message)]) or places["number"] == "۱۳"


def test_the_numbers_of_tags_are_no_numbers_and_their_letters_no_words() -> None:
    message = CheckedMessage(
        "He read <1>it</1>,<2/> then left.", "او <1>آن</1> را خواند،<2/> سپس رفت.", "paragraph", DARI
    )
    assert not check_message(message)


@pytest.mark.parametrize(
    ("target", "mended"),
    [
        ("او < 1 >نامه</ 1> را خواند<2 />، رفت.", "او <1>نامه</1> را خواند<2/>، رفت."),
        ("او <۱>نامه</۱> را خواند<۲/>، رفت.", "او <1>نامه</1> را خواند<2/>، رفت."),
        ("او &lt;1&gt;نامه&lt;/1&gt; را خواند<2/>، رفت.", "او <1>نامه</1> را خواند<2/>، رفت."),
        ("او <1>نامه<1> را خواند<2>، رفت.", "او <1>نامه</1> را خواند<2/>، رفت."),
        ("او <1>نامه</1> را  خواند<2/>, رفت .", "او <1>نامه</1> را خواند<2/>، رفت."),
        ("او <1>كتاب</1> را خواند<2/>، رفت.", "او <1>کتاب</1> را خواند<2/>، رفت."),
        # What only a person can tell stays.
        ("او <1>نامه را خواند<2/>، رفت.", "او <1>نامه را خواند<2/>، رفت."),
        ("او نامه را خواند، رفت.", "او نامه را خواند، رفت."),
        ("او <1>كتاب را خواند<2/>، رفت.", "او <1>كتاب را خواند<2/>، رفت."),
    ],
)
def test_safe_mending(target: str, mended: str) -> None:
    message = CheckedMessage("He read <1>the letter</1><2/>, he left.", target, "paragraph", DARI)
    assert fix_message(message) == mended
    assert fix_message(replace(message, target=mended)) == mended


def test_mending_good_messages_keeps_all_tags(good: list[CheckedMessage]) -> None:
    chance = random.Random(7)
    for message in good:
        tagged = parse(message.target)
        spoilt = Tagged(tagged.plain, tagged.tags).text.replace("ی", chance.choice("يی")).replace("،", ",")
        fixed = fix_message(replace(message, target=spoilt))
        assert [(tag.number, tag.is_break) for tag in parse(fixed).tags] == [(1, False), (2, False), (3, True)]


@pytest.mark.parametrize(
    ("source", "target", "says"),
    [
        ("He read <1>it</1>.", "<1>او آن را خواند.</1>", "whole sentence"),
        ("He left. She <1>read</1> it.", "او رفت. <1>او آن را خواند</1>.", "whole sentence"),
        ("He read <1>the letter</1>.", "او نام<1>ه را</1> خواند.", "divides a word"),
        ("Men in <1>Herat</1> left for Kabul.", "مردان در هرات به <1>کابل</1> رفتند.", "Herat"),
        ("One line<1/> and another.", "یک سطر و دیگری.<1/>", "edge"),
    ],
)
def test_tags_at_a_wrong_place_are_told(source: str, target: str, says: str) -> None:
    matcher = Matcher(read_glossary(ROOT / "glossaries"))
    message = CheckedMessage(source, target, "paragraph", DARI, tuple(matcher.find(plain(source))))
    (finding,) = [each for each in check_message(message) if each.check.startswith("tag")]
    assert finding.check == "tag-place"
    assert says in finding.message


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("<1>He left.</1> She read.", "<1>او رفت.</1> او خواند."),
        ("<1>Read the letter</1>", "<1>نامه را بخوانید</1>"),
        ("He read <1>the letter</1>.", "او <1>نامه</1> را خواند."),
        ("<1>He</1> read \\<2>.", "<1>او</1> \\<2> را خواند."),
    ],
)
def test_good_tags_are_passed(source: str, target: str) -> None:
    assert not [
        each for each in check_message(CheckedMessage(source, target, "paragraph", DARI)) if "tag" in each.check
    ]
