"""Each check finds its damage and is silent on good text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import GLOSSARY
from translate_pipeline.checks.check import Check, Example
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.names import inconsistent_names
from translate_pipeline.checks.optout import opted_out
from translate_pipeline.checks.registry import CHECKS, check_message, fix_message
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import LOCALES, Locale, find_locale

GOOD = [
    ("Three policemen were killed in Herat on Thursday.", "dari", "سه پولیس روز پنجشنبه در هرات کشته شدند."),
    ("The Taliban's spokesman denied it.", "pashto", "د طالبانو ویاند دا رد کړه."),
    ("The United Nations gave $3.5 million.", "pashto", "ملګرو ملتونو ۳٫۵ میلیونه ډالر ورکړل."),
    ("More than 1,200 families fled on July 8, 2021.", "dari", "بیش از ۱۲۰۰ خانواده به تاریخ ۸ جولای ۲۰۲۱ گریختند."),
    ("About 1,200 loaves, 90 percent.", "dari", "حدود ۱٬۲۰۰ نان، ۹۰ درصد."),
    ("See https://news.example/a1", "dari", "ببینید https://news.example/a1"),
    ("The 2nd of 4 roads", "dari", "دومین سرک از چهار سرک"),
]


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder: Path = tmp_path_factory.mktemp("glossaries")
    (folder / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return Matcher(read_glossary(folder))


def _checks(matcher: Matcher, source: str, language: str, target: str) -> list[str]:
    message = CheckedMessage(source, target, "paragraph", find_locale(language), tuple(matcher.find(source)))
    return [finding.check for finding in check_message(message)]


@pytest.mark.parametrize(("source", "language", "target"), GOOD)
def test_good_text_has_no_findings(matcher: Matcher, source: str, language: str, target: str) -> None:
    assert _checks(matcher, source, language, target) == []


@pytest.mark.parametrize(
    ("source", "target", "checks"),
    [
        ("He left.", "", ["empty"]),
        ("He left Herat.", "He left Herat.", ["source-copy", "term", "latin", "latin"]),
        ("Three died in Herat.", "سه تن کشته شدند.", ["term"]),
        ("Herat and Herat", "هرات", ["term"]),
        ("See www.news.example.", "ببینید.", ["address"]),
        ("Send {count} files.", "دوسیه‌ها را بفرست.", ["placeholder"]),
        ("Send %d files.", "دوسیه‌ها را بفرست.", ["placeholder"]),
        ("He left.", "او ⟦3⟧ رفت.", ["leftover"]),
        ("He left.", "او ⁇ رفت.", ["leftover"]),
        ("He left.", "<2prs> او رفت.", ["leftover", "latin"]),
        ("He left.", "او {name} رفت.", ["leftover"]),
        ("He left.", "او رفت رفت رفت.", ["repetition"]),
        ("He left home.", "او از خانه رفت از خانه رفت از خانه رفت.", ["repetition"]),
        ("69 died.", "۹۶ تن کشته شدند.", ["number", "number"]),
        ("It cost 3.5 million.", "۳۵ میلیون", ["number", "number", "end-mark"]),
        ("They sent 40 million.", "میلیون‌ها فرستادند.", ["number", "number"]),
        ("Four men left.", "سه مرد رفتند.", ["number", "number"]),
        ("He left on Monday.", "او روز سه‌شنبه رفت.", ["date"]),
        ("He left in July.", "او در جون رفت.", ["date"]),
        ("He did not leave.", "او رفت.", ["negation"]),
        ("Zalmay left.", "Zalmay رفت.", ["latin"]),
        ("He left.", "او رفت؛ كسی ندید.", ["letter"]),
        ("He left.", "او \u200eرفت.", ["bidi"]),
        ("12 men", "12 مرد", ["digits"]),
        ("Who left?", "کی رفت.", ["question"]),
    ],
)
def test_damage_is_found(matcher: Matcher, source: str, target: str, checks: list[str]) -> None:
    assert _checks(matcher, source, "dari", target) == checks


@pytest.mark.parametrize(
    ("source", "language", "target"),
    [
        ("12 of 3,500 homes", "dari", "دوازده باب از ۳۵۰۰ خانه"),
        ("40,000 people", "dari", "۴۰ هزار نفر"),
        ("40,000 people", "pashto", "۴۰ زره کسان"),
        ("90 percent", "pashto", "۹۰ سلنه"),
        ("twenty-three men", "dari", "بیست و سه مرد"),
        ("twenty-three men", "dari", "بیست‌وسه مرد"),
        ("thirty-five men", "pashto", "پنځه دېرش سړي"),
        ("four-month-old", "dari", "چهارماهه"),
        ("the 17th century", "dari", "قرن هفدهم"),
        ("at 3 p.m. sharp", "dari", "درست ساعت ۱۵"),
        ("in the 1990s", "dari", "در دهه ۹۰"),
        ("in 2021", "dari", "در سال ۱۴۰۰"),
        ("$2.2 billion", "pashto", "۲٫۲ میلیارده ډالر"),
        ("He may leave.", "dari", "او شاید برود."),
        ("not only men", "dari", "مردان و دیگران"),
    ],
)
def test_another_way_of_saying_it_is_no_damage(matcher: Matcher, source: str, language: str, target: str) -> None:
    assert _checks(matcher, source, language, target) == []


def test_a_finding_points_at_the_place(matcher: Matcher) -> None:
    target = "او ⟦3⟧ رفت."
    message = CheckedMessage("He left.", target, "paragraph", find_locale("dari"))
    (finding,) = check_message(message)
    assert target[finding.start : finding.end] == "⟦3⟧"


def test_a_comment_turns_checks_off() -> None:
    message = CheckedMessage(
        "12 men", "Acme 12", "", find_locale("dari"), skip=opted_out("Ann: ok\nno-check: latin, digits")
    )
    assert check_message(message) == ()


def _examples() -> list[tuple[Check, str, Example]]:
    return [(check, code, example) for check in CHECKS for code, example in check.examples.items()]


@pytest.mark.parametrize(("check", "code", "example"), _examples(), ids=lambda each: getattr(each, "id", None))
def test_the_examples_of_a_check_are_true(matcher: Matcher, check: Check, code: str, example: Example) -> None:
    matches = tuple(matcher.find(example.source))
    wrong = CheckedMessage(example.source, example.wrong, example.role, find_locale(code), matches)
    right = CheckedMessage(example.source, example.right, example.role, find_locale(code), matches)
    assert check.id in [finding.check for finding in check_message(wrong)]
    assert check_message(right) == ()
    if check.fix:
        assert fix_message(wrong) == example.right


@given(st.text('اگګكکيیېى \u200c\u200f\u0640،,;؟?.«»"“12۱aZ()', max_size=30), st.sampled_from(LOCALES))
def test_fixing_twice_changes_nothing_more(target: str, locale: Locale) -> None:
    message = CheckedMessage("He left.", target, "paragraph", locale)
    fixed = fix_message(message)
    assert fix_message(replace(message, target=fixed)) == fixed


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(LOCALES))
def test_any_text_can_be_checked(source: str, target: str, locale: Locale) -> None:
    for finding in check_message(CheckedMessage(source, target, "headline", locale)):
        assert 0 <= finding.start <= finding.end <= len(target)


def test_a_name_in_two_spellings_is_found_across_messages() -> None:
    dari = find_locale("dari")
    messages = [
        CheckedMessage("Police chief Najibullah Tokhmi left.", "نجیب‌الله توخمی رفت.", "", dari),
        CheckedMessage("Then Najibullah Tokhmi spoke.", "سپس نجیب‌الله توخمی سخن گفت.", "", dari),
        CheckedMessage("Najibullah Tokhmi denied it.", "نجیب‌الله تخمی آن را رد کرد.", "", dari),
    ]
    ((index, finding),) = inconsistent_names(messages)
    assert (index, finding.check) == (2, "name")
    assert messages[2].target[finding.start : finding.end] == "تخمی"


def test_case_endings_are_no_second_spelling() -> None:
    pashto = find_locale("pashto")
    messages = [
        CheckedMessage("Gen. Murad Karsani left.", "جنرال مراد کرسانی ولاړ.", "", pashto),
        CheckedMessage("They saw Murad Karsani.", "مراد کرساني یې ولید.", "", pashto),
    ]
    assert list(inconsistent_names(messages)) == []


_ODD = st.text(
    st.sampled_from("0123۱۲۳٫٬،.,:%-–/$ \u200cabNo⟦⟧<1>«»“”\"'()؟?چهاردرصدسلنهميې٤هٔ\u202e"), max_size=40
) | st.text(max_size=40)


@settings(max_examples=400)
@given(_ODD, _ODD, st.sampled_from(["headline", "paragraph", ""]), st.sampled_from(["dari", "pashto"]))
def test_no_text_makes_a_check_fall(source: str, target: str, role: str, language: str) -> None:
    message = CheckedMessage(source, target, role, find_locale(language))
    for finding in check_message(message):
        assert 0 <= finding.start <= finding.end <= len(target)
    fixed = fix_message(message)
    assert fix_message(replace(message, target=fixed)) == fixed
