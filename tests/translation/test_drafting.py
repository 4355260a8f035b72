"""What a draft becomes after the engine: conventions, roles, and Persian made Dari."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import GLOSSARY, PLACEHOLDERS, ROOT, FakeEngine
from translate_pipeline.conventions.persian import TABLE_NAME, read_table
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import find_locale
from translate_pipeline.reports.model import Role
from translate_pipeline.translation.drafting import Drafter, Request
from translate_pipeline.translation.memory import Memory

DARI = find_locale("dari")


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder: Path = tmp_path_factory.mktemp("glossaries")
    (folder / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return Matcher(read_glossary(folder))


def _draft(drafter: Drafter, text: str, role: Role = Role.PARAGRAPH) -> str:
    request = Request(role, text)
    return drafter.draft([request])[request].text


def test_an_engine_that_speaks_iranian_persian_drafts_dari(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: "دانشگاه استان هرات در ۸ ژوئیه باز شد.")
    table = read_table(ROOT / "glossaries" / TABLE_NAME)
    with Memory(None) as memory:
        drafter = Drafter(engine, matcher, DARI, memory, persian=table)
        assert _draft(drafter, "The university of Herat province opened on July 8.") == (
            "پوهنتون ولایت هرات در ۸ جولای باز شد."
        )


def test_a_headline_has_no_full_stop_and_a_paragraph_keeps_it(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: "او رفت.")
    with Memory(None) as memory:
        drafter = Drafter(engine, matcher, DARI, memory)
        assert _draft(drafter, "He Left", Role.HEADLINE) == "او رفت"
        assert _draft(drafter, "He left.") == "او رفت."


@pytest.mark.parametrize("role", [Role.HEADLINE, Role.HEADING])
def test_the_capitals_of_a_title_are_no_names(matcher: Matcher, role: Role) -> None:
    engine = FakeEngine(lambda sentence: sentence, PLACEHOLDERS)
    with Memory(None) as memory:
        drafter = Drafter(engine, matcher, DARI, memory)
        request = Request(role, "Women Open New School In Herat", frozenset({"women", "open", "new", "school"}))
        drafter.draft([request])
    assert engine.asked == ["Women open new school in ⟦0⟧"]


def test_solar_dates_on_request(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: "در ۸ جولای ۲۰۲۱ رفت.")
    with Memory(None) as memory:
        drafter = Drafter(engine, matcher, DARI, memory, solar_dates=True)
        assert _draft(drafter, "He left on July 8, 2021.") == "در ۸ جولای ۲۰۲۱ (۱۷ سرطان ۱۴۰۰) رفت."


def test_digits_quotes_and_names_are_in_house_style(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: 'او گفت "1,200 تن در هرات" اند?')
    with Memory(None) as memory:
        drafter = Drafter(engine, matcher, DARI, memory)
        assert _draft(drafter, 'He asked: "Are 1,200 in Herat?"') == "او گفت «۱٬۲۰۰ تن در هرات» اند؟"


def test_each_different_sentence_is_asked_once(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: "او رفت.")
    with Memory(None) as memory:
        drafter = Drafter(engine, matcher, DARI, memory)
        drafter.draft([Request(Role.PARAGRAPH, "He left. He left. She came."), Request(Role.QUOTE, "She came.")])
        assert sorted(engine.asked) == ["He left.", "She came."]
        again = Drafter(engine, matcher, DARI, memory)
        again.draft([Request(Role.PARAGRAPH, "He left.")])
        assert (again.tally.decoded, again.tally.cached, len(engine.asked)) == (0, 1, 2)
