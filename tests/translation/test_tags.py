"""Tags in drafts: around the right words, never lost, never across each other or through a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import GLOSSARY, PLACEHOLDERS, ROOT, FakeEngine
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import find_forms
from translate_pipeline.locales import find_locale
from translate_pipeline.models.store import package_for
from translate_pipeline.reports.inline import parse, plain
from translate_pipeline.reports.model import Role
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.drafting import Drafter, Request
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.engine import Attention
from translate_pipeline.translation.memory import Memory
from translate_pipeline.translation.tags import Part, place_tags

DARI = find_locale("dari")
WORD = re.compile(r"⟦\d⟧|\w[\w'’,]*")


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder: Path = tmp_path_factory.mktemp("glossaries")
    (folder / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return Matcher(read_glossary(folder))


class AttentiveEngine(FakeEngine):
    """An engine that looks at the English word that a dictionary has for each word it writes."""

    def __init__(self, sentences: Mapping[str, str], words: Mapping[str, str]):
        super().__init__(sentences.__getitem__, PLACEHOLDERS)
        self.words = words

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        found = []
        for source, target in pairs:
            theirs = list(WORD.finditer(source))
            mine = list(WORD.finditer(target))
            rows = [
                [0.9 if self.words.get(word[0], word[0]) == other[0].lower() else 0.01 for other in theirs]
                for word in mine
            ]
            found.append(Attention([each.span() for each in theirs], [each.span() for each in mine], rows))
        return found


def draft(engine: FakeEngine, matcher: Matcher, text: str, role: Role = Role.PARAGRAPH) -> str:
    with Memory(None) as memory:
        request = Request(role, text)
        return Drafter(engine, matcher, DARI, memory).draft([request])[request].text


def findings(matcher: Matcher, source: str, target: str) -> dict[str, str]:
    message = CheckedMessage(source, target, "paragraph", DARI, tuple(matcher.find(plain(source))))
    return {each.check: each.message for each in check_message(message) if each.check.startswith("tag")}


@pytest.mark.parametrize(
    ("source", "output", "target"),
    [
        # A name, though it moves; with an article; two of them; one tag around both.
        ("Men left <1>Herat</1> for Badghis.", "مردان به ⟦1⟧ از ⟦0⟧ رفتند.", "مردان به بادغیس از <1>هرات</1> رفتند."),
        ("<1>The Taliban</1> left Herat.", "از ⟦1⟧ ⟦0⟧ رفتند.", "از هرات <1>طالبان</1> رفتند."),
        ("<1>Herat</1> and <2>Badghis</2> are far.", "⟦1⟧ و ⟦0⟧ دور اند.", "<2>بادغیس</2> و <1>هرات</1> دور اند."),
        ("<1>Herat and Badghis</1> are far.", "⟦0⟧ و ⟦1⟧ دور اند.", "<1>هرات و بادغیس</1> دور اند."),
        ("The <1><2>Defense</2> Ministry</1> left.", "از ⟦0⟧ رفتند.", "از <1><2>وزارت دفاع</2></1> رفتند."),
        # A number, whose digits are localized; an address; an unlisted name, which stays in Latin letters.
        ("They had <1>4,120</1> men.", "آنها ⟦0⟧ مرد داشتند.", "آنها <1>۴٬۱۲۰</1> مرد داشتند."),
        ("It is at <1>www.news.example</1> now.", "اکنون در ⟦0⟧ است.", "اکنون در <1>www.news.example</1> است."),
        ("He met <1>Zalmay Hotak</1> there.", "او با ⟦0⟧ دید.", "او با <1>Zalmay Hotak</1> دید."),
        # The second of two.
        ("From Herat to <1>Herat</1> he walked.", "از ⟦0⟧ تا ⟦1⟧ رفت.", "از هرات تا <1>هرات</1> رفت."),
        # A quotation.
        ('He said "<1>we left</1>" to me.', 'او گفت "ما رفتیم" و بس.', "او گفت «<1>ما رفتیم</1>» و بس."),
        # A whole sentence.
        ("<1>He left early.</1> She stayed.", "او زود رفت.", "<1>او زود رفت.</1> او زود رفت."),
        ("<1>He left early</1>.", "او زود رفت.", "<1>او زود رفت</1>."),
    ],
)  # fmt: skip
def test_a_tag_stands_around_what_it_names(matcher: Matcher, source: str, output: str, target: str) -> None:
    assert draft(FakeEngine(lambda sentence: output, PLACEHOLDERS), matcher, source) == target
    assert not findings(matcher, source, target)


ENGLISH = "He read a long letter in ⟦0⟧ today."
DARI_WORDS = {"او": "he", "امروز": "today", "نامه": "letter", "دراز": "long", "را": "a", "خواند": "read"}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("He read a <1>long letter</1> in Herat today.", "او امروز در هرات <1>نامه دراز</1> را خواند."),
        ("He <1>read</1> <2>a long letter</2> in Herat today.", "او امروز در هرات <2>نامه دراز</2> را <1>خواند</1>."),
        ("He read a long letter <1>in Herat today</1>.", "او <1>امروز در هرات</1> نامه دراز را خواند."),
        ("He read a <1><2>long</2> letter</1> in Herat today.", "او امروز در هرات <1>نامه <2>دراز</2></1> را خواند."),
    ],
)
def test_attention_finds_words_that_are_no_names(matcher: Matcher, source: str, target: str) -> None:
    engine = AttentiveEngine({ENGLISH: "او امروز در ⟦0⟧ نامه دراز را خواند."}, DARI_WORDS)
    assert draft(engine, matcher, source) == target
    assert not findings(matcher, source, target)


@pytest.mark.parametrize(
    ("locale", "target"),
    [("dari", "راه مکتب روز پنجشنبه بسته است."), ("pashto", "د ښوونځي لار د پنجشنبې په ورځ تړلې ده.")],
)
def test_the_packaged_models_look_at_what_they_translate(tmp_path: Path, locale: str, target: str) -> None:
    engine = PackageEngine(package_for(find_locale(locale), "", tmp_path, ROOT / "models"))
    tagged = parse("The road to the school is closed on <1>Thursday</1>.")
    part = Part((0, len(tagged.plain)), (0, len(target)), Job(tagged.plain))
    (tag,) = place_tags(tagged, [part], target, engine, find_locale(locale)).tags
    words = target[tag.start : tag.end]
    assert "پنجشنب" in words
    assert len(words.split()) < 4


def test_where_nothing_tells_the_sentence_is_tagged_and_a_finding_says_so(matcher: Matcher) -> None:
    source = "He left early. He read a <1>letter</1> aloud."
    engine = FakeEngine({"He left early.": "او رفت.", "He read a letter aloud.": "او نامه را خواند."}.__getitem__)
    target = draft(engine, matcher, source)
    assert target == "او رفت. <1>او نامه را خواند.</1>"
    assert findings(matcher, source, target) == {
        "tag-place": "<1> stands around a whole sentence, in the source around 'letter'"
    }


def test_line_breaks_stand_where_lines_end(matcher: Matcher) -> None:
    engine = FakeEngine({"Kabul Desk": "میز کابل", "News Example": "نمونه خبر", "He left.": "او رفت."}.__getitem__)
    assert draft(engine, matcher, "Kabul Desk<1/> News Example<2/> He left.") == "میز کابل<1/> نمونه خبر<2/> او رفت."
    wrapped = FakeEngine(lambda sentence: "او صبح زود، از خانه رفت.")
    assert draft(wrapped, matcher, "Early in the morning<1/> he left his house.") == "او صبح زود،<1/> از خانه رفت."


def test_a_title_keeps_its_tags(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: "حمله در ⟦0⟧.", PLACEHOLDERS)
    assert draft(engine, matcher, "Attack In <1>Herat</1>", Role.HEADLINE) == "حمله در <1>هرات</1>"


def test_a_text_without_tags_is_drafted_as_before(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: "<1> ⟦0⟧ رفت.", PLACEHOLDERS)
    assert plain(draft(engine, matcher, "He left Herat.")) == "<1> هرات رفت."


WORDS = st.sampled_from(["Herat", "the", "Taliban", "men", "12", "left", "Qala-e Naw", "Hotak", "left. They", "news,"])
TARGET = st.sampled_from(
    ["⟦0⟧", "⟦1⟧", "⟦2⟧", "هرات", "قلعه نو", "رفتند", "و", "Hotak", "۱۲", "12", "«", "،", "می\u200cرود"]
)


@st.composite
def tagged_sources(draw: st.DrawFn) -> str:
    words = [*draw(st.lists(WORDS, min_size=1, max_size=8)), "there."]
    number = 0

    def around(start: int, end: int) -> None:
        nonlocal number
        if start < end and number < 4 and draw(st.booleans()):
            number += 1
            mine = number
            left = draw(st.integers(start, end - 1))
            right = draw(st.integers(left + 1, end))
            around(left, right)
            words[left] = f"<{mine}>{words[left]}"
            words[right - 1] = f"{words[right - 1]}</{mine}>"

    around(0, len(words))
    text = " ".join(words)
    return text.replace("men ", f"men<{number + 1}/> ", 1) if draw(st.booleans()) else text


@given(source=tagged_sources(), output=st.lists(TARGET, max_size=10))
@settings(max_examples=150)
def test_whatever_an_engine_says_no_tag_is_lost(matcher: Matcher, source: str, output: list[str]) -> None:
    target = draft(FakeEngine(lambda sentence: " ".join([*output, "رفت"]), PLACEHOLDERS), matcher, source)
    tagged = parse(target)
    assert tagged.text == target
    assert "tags" not in findings(matcher, source, target)
    forms = find_forms([match.term for match in matcher.find(plain(source))], tagged.plain, DARI)
    for tag in tagged.tags:
        assert not any(form.start < place < form.end for form in forms for place in (tag.start, tag.end))
