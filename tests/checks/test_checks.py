"""Each check finds its damage and is silent on good text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import GLOSSARY
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import find_locale

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
        ("He left.", "او ⟦3⟧ رفت.", ["leftover"]),
        ("He left.", "او ⁇ رفت.", ["leftover"]),
        ("He left.", "<2prs> او رفت.", ["leftover", "latin"]),
        ("He left.", "او رفت رفت رفت.", ["repetition"]),
        ("He left home.", "او از خانه رفت از خانه رفت از خانه رفت.", ["repetition"]),
        ("69 died.", "۹۶ تن کشته شدند.", ["number", "number"]),
        ("It cost 3.5 million.", "۳۵ میلیون", ["number", "number"]),
        ("Zalmay left.", "Zalmay رفت.", ["latin"]),
    ],
)
def test_damage_is_found(matcher: Matcher, source: str, target: str, checks: list[str]) -> None:
    assert _checks(matcher, source, "dari", target) == checks


def test_a_finding_points_at_the_place(matcher: Matcher) -> None:
    target = "او ⟦3⟧ رفت."
    message = CheckedMessage("He left.", target, "paragraph", find_locale("dari"))
    (finding,) = check_message(message)
    assert target[finding.start : finding.end] == "⟦3⟧"
