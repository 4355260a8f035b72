"""What is learned from reviewed messages, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import GLOSSARY
from translate_pipeline.conventions.persian import read_table
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.terms import Kind
from translate_pipeline.locales import find_locale
from translate_pipeline.review.reviewed import Reviewed
from translate_pipeline.review.suggestion import Suggestion
from translate_pipeline.stages.learning import suggestions

FROM_PERSIAN = "translate-en_fa-1_5"


@pytest.fixture
def matcher(tmp_path: Path) -> Matcher:
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return Matcher(read_glossary(tmp_path))


def messages(locale: str, *texts: tuple[str, str, str], engine: str = "translate-en_prs-0_2") -> list[Reviewed]:
    """Source, draft and reviewed text of each message."""
    return [
        Reviewed(find_locale(locale), f"{locale}.po:{line}", source, reviewed, draft, engine)
        for line, (source, draft, reviewed) in enumerate(texts, 1)
    ]


def shown(found: Sequence[Suggestion]) -> list[tuple[str, str, str, str, str, int, int]]:
    return [
        (str(each.what), each.term, each.now, each.suggested, each.kind, each.count, each.against) for each in found
    ]


def test_a_form_that_reviewers_always_replace_becomes_the_approved_one(matcher: Matcher) -> None:
    given = messages(
        "fa_AF",
        ("The United Nations sent aid.", "سازمان ملل متحد کمک فرستاد.", "ملل متحد کمک فرستاد."),
        ("Aid came from the UN.", "کمک از سازمان ملل متحد آمد.", "کمک از سوی ملل متحد رسید."),
        ("The UN in Herat is closed.", "سازمان ملل متحد در هرات بسته است.", "دفتر ملل متحد در هرات بسته است."),
    )
    assert shown(suggestions(given, matcher, 2)) == [
        ("approved", "United Nations", "سازمان ملل متحد", "ملل متحد", "", 3, 0)
    ]
    assert suggestions(given, matcher, 4) == []


def test_a_form_that_reviewers_sometimes_replace_becomes_an_accepted_one(matcher: Matcher) -> None:
    given = messages(
        "fa_AF",
        ("Two died in Herat.", "دو تن در هرات جان دادند.", "دو تن در هری جان دادند."),
        ("Herat is quiet.", "هرات آرام است.", "هری آرام است."),
        ("Rain fell in Herat.", "در هرات باران بارید.", "در هرات باران بارید."),
    )
    assert shown(suggestions(given, matcher, 2)) == [("accepted", "Herat", "هرات", "هری", "", 2, 1)]


def test_of_two_forms_that_reviewers_write_neither_becomes_the_approved_one(matcher: Matcher) -> None:
    given = messages(
        "fa_AF",
        ("Two died in Herat.", "دو تن در هرات جان دادند.", "دو تن در هری جان دادند."),
        ("Herat is quiet.", "هرات آرام است.", "هری آرام است."),
        ("Rain fell in Herat.", "در هرات باران بارید.", "در هراه باران بارید."),
        ("Snow fell in Herat.", "در هرات برف بارید.", "در هراه برف بارید."),
    )
    assert [(each[0], each[3], each[6]) for each in shown(suggestions(given, matcher, 2))] == [
        ("accepted", "هراه", 2),
        ("accepted", "هری", 2),
    ]


def test_the_pashto_oblique_and_the_plural_are_known_as_such(matcher: Matcher) -> None:
    oblique = messages(
        "ps",
        ("The governor's office is closed.", "د والي دفتر تړلی دی.", "د واليه دفتر تړلی دی."),
        ("He met the governor's guests.", "هغه د والي مېلمانه ولیدل.", "هغه د واليه مېلمانه ولیدل."),
    )
    assert [each[:4] for each in shown(suggestions(oblique, matcher, 2))] == [("oblique", "governor", "والي", "واليه")]
    plural = messages(
        "fa_AF",
        ("The governors met.", "والی دیدار کردند.", "والیان دیدار کردند."),
        ("Three governors resigned.", "سه والی استعفا دادند.", "سه تن از والیان استعفا دادند."),
    )
    assert [each[:4] for each in shown(suggestions(plural, matcher, 2))] == [("plural", "governor", "والی", "والیان")]


def test_a_name_that_the_glossary_lacks_is_found_by_its_sound_or_by_its_company(matcher: Matcher) -> None:
    given = messages(
        "fa_AF",
        (
            "Officials said Sardar Karimi was killed.",
            "مقام‌ها گفتند سردار کریمي کشته شد.",
            "مقام‌ها گفتند سردار کریمی کشته شد.",
        ),
        ("A lawyer for Sardar Karimi denied it.", "وکیل سردار کرمی رد کرد.", "وکیل سردار کریمی آن را رد کرد."),
        ("It rained in Breshna Kot today.", "امروز باران شد.", "امروز در آن شهرک باران بارید."),
        ("The road to Breshna Kot is open.", "راه باز است.", "راه آن شهرک باز است."),
    )
    assert shown(suggestions(given, matcher, 2)) == [
        ("new-term", "Sardar Karimi", "سردار کرمی", "سردار کریمی", "person", 2, 0)
    ]
    thrice = messages(
        "ps",
        ("It rained at the Red Bridge today.", "نن باران وشو.", "نن په سره پله کې باران وشو."),
        ("The road to the Red Bridge is open.", "لار خلاصه ده.", "د سره پله لار خلاصه ده."),
        ("They live near the Red Bridge now.", "هلته اوسي.", "اوس سره پله ته نژدې اوسي."),
        ("Nobody came.", "هېڅوک رانغلل.", "هېڅوک رانغلل."),
    )
    found = suggestions(thrice, matcher, 2, kinds={"redbridge": Kind.PLACE})
    assert shown(found) == [("new-term", "Red Bridge", "", "سره پله", "place", 3, 0)]


def test_dari_for_what_an_engine_of_iranian_persian_wrote_is_a_row_of_the_dari_table(
    matcher: Matcher, tmp_path: Path
) -> None:
    texts = (
        ("He works at the hospital.", "او در بیمارستان کار می‌کند.", "او در شفاخانه کار می‌کند."),
        ("The hospitals are full.", "بیمارستان‌ها پر هستند.", "شفاخانه‌ها پر هستند."),
        ("She left the hospital.", "او بیمارستان را ترک کرد.", "او از شفاخانه رخصت شد."),
    )
    found = suggestions(messages("fa_AF", *texts, engine=FROM_PERSIAN), matcher, 3)
    assert shown(found) == [("dari-word", "", "بیمارستان", "شفاخانه", "noun", 3, 0)]
    table = tmp_path / "dari.csv"
    table.write_text("persian,dari,class,plural,context,english,note\nبیمارستان,شفاخانه,noun,,,,\n", encoding="utf-8")
    assert suggestions(messages("fa_AF", *texts, engine=FROM_PERSIAN), matcher, 3, table=read_table(table)) == []
    (wording,) = suggestions(messages("fa_AF", *texts), matcher, 3)
    assert (wording.what, wording.kind) == ("wording", "")


def test_a_spelling_is_a_wording_in_either_locale(matcher: Matcher) -> None:
    given = [
        *messages(
            "fa_AF",
            ("He is responsible.", "او مسول است.", "او مسئول است."),
            ("Who is responsible?", "کی مسول است؟", "مسئول کیست؟"),
            ("It goes on.", "این ادامه می یابد.", "این ادامه می‌یابد."),
            ("It went on for long.", "دیر ادامه می یابد.", "دیر ادامه می‌یابد."),
            engine=FROM_PERSIAN,
        ),
        *messages("ps", ("He said so.", "هغه ووئیل.", "هغه وویل."), ("She said no.", "هغې نه ووئیل.", "هغې نه وویل.")),
    ]
    assert [each[:4] for each in shown(suggestions(given, matcher, 2))] == [
        ("wording", "", "مسول", "مسئول"),
        ("wording", "", "می یابد", "می‌یابد"),
        ("wording", "", "ووئیل", "وویل"),
    ]


def test_what_reviewers_leave_or_write_themselves_is_evidence_against(matcher: Matcher) -> None:
    replaced = (
        ("He went by bus.", "او با اتوبوس رفت.", "او با بس رفت."),
        ("The bus was late.", "اتوبوس دیر کرد.", "بس دیر کرد."),
    )
    left = ("The bus left.", "اتوبوس حرکت کرد.", "اتوبوس حرکت کرد.")
    written = ("Buses stood there.", "", "اتوبوس آنجا ایستاده بود.")
    otherwise = ("A bus fell.", "اتوبوس افتاد.", "موتر افتاد.")
    (one,) = suggestions(messages("fa_AF", *replaced, left), matcher, 2)
    assert (one.count, one.against) == (2, 1)
    assert suggestions(messages("fa_AF", *replaced, left, written), matcher, 2) == []
    assert suggestions(messages("fa_AF", *replaced, left, otherwise), matcher, 2) == []


def test_one_decision_that_stands_in_many_reports_is_one(matcher: Matcher) -> None:
    given = messages("fa_AF", *[("He went by bus.", "او با اتوبوس رفت.", "او با بس رفت.")] * 5)
    assert suggestions(given, matcher, 2) == []


def test_words_that_only_moved_and_rewritten_sentences_teach_nothing(matcher: Matcher) -> None:
    given = messages(
        "fa_AF",
        ("The big market burned.", "بزرگ بازار سوخت.", "بازار بزرگ سوخت."),
        ("The big market opened.", "بزرگ بازار باز شد.", "بازار بزرگ باز شد."),
        (
            "Snow closed the pass for the third day and rescuers could not reach the villages.",
            "برف روز سوم را بست و نجات دهندگان نتوانستند روستاها را برسند.",
            "به‌سبب برف‌باری کوتل برای سومین روز مسدود ماند و گروه‌های امداد به قریه‌ها نرسیدند.",
        ),
        ("Snow fell.", "", "برف بارید."),
    )
    assert suggestions(given, matcher, 2) == []


def test_a_message_without_a_draft_or_a_text_without_words_is_no_fault(matcher: Matcher) -> None:
    given = messages("ps", ("…", "؟", "!"), ("7", "۷", "۸"), ("Herat", "", ""), ("Herat", "هرات", "—"))
    assert suggestions(given, matcher, 1) == []
