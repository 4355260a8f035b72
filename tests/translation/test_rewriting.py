"""An engine's own rendering of a name becomes the approved form; no other word is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import GLOSSARY, FakeEngine
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.terms import Forms, Kind, Term
from translate_pipeline.locales import find_locale
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.enforcement.ladder import enforce
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.enforcement.spelling import other_spellings
from translate_pipeline.translation.engine import Completion, Hypothesis, SteerableEngine

DARI = find_locale("dari")


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder: Path = tmp_path_factory.mktemp("glossaries")
    rows = "Germany,,place,جرمنی,,جرمني,,exact,\nCalifornia,,place,کالیفورنیا,,کلیفورنیا,,exact,\n"
    (folder / "terms.csv").write_text(GLOSSARY + rows, encoding="utf-8")
    return Matcher(read_glossary(folder))


def _draft(matcher: Matcher, engine: FakeEngine, text: str) -> tuple[str, str, int]:
    (draft,) = enforce([Job(text, tuple(matcher.find(text)))], engine, DARI)
    return draft.target, draft.rung, draft.missing


def test_a_country_that_the_engine_calls_as_iranians_do(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: "او به آلمان رفت.")
    assert _draft(matcher, engine, "He went to Germany.") == ("او به جرمنی رفت.", "rewrite", 0)


def test_a_name_spelled_by_ear(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: "او از کالیفرنیا آمد.")
    assert _draft(matcher, engine, "He came from California.") == ("او از کالیفورنیا آمد.", "rewrite", 0)


def test_a_rendering_is_learned_from_carriers(matcher: Matcher) -> None:
    names = {"Badghis": "بدغستان", "Paris": "پاریس", "London": "لندن"}

    def translate(sentence: str) -> str:
        for name, form in names.items():
            sentence = sentence.replace(name, form)
        return sentence

    engine = FakeEngine(translate)
    assert _draft(matcher, engine, "Badghis is calm.") == ("بادغیس is calm.", "rewrite", 0)
    renderings = Renderings(engine, DARI)
    renderings.learn(matcher.glossary.terms[:1])
    assert renderings.take_learned() == {"Badghis": ("بدغستان",)}
    asked = len(engine.asked)
    renderings.learn(matcher.glossary.terms[:1])
    assert len(engine.asked) == asked


def test_nothing_is_rewritten_where_the_counts_differ(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: "آلمان و آلمان")
    target, _, missing = _draft(matcher, engine, "He went to Germany.")
    assert (target, missing) == ("آلمان و آلمان", 1)


@pytest.mark.parametrize(
    ("form", "target"),
    [
        ("پاکستان", "مردم پاکستانی"),
        ("هند", "در هلند"),
        ("ایران", "یک یار"),
        ("لاس انجلس", "لس، آنجلس"),
    ],
)
def test_a_likeness_is_not_a_spelling(form: str, target: str) -> None:
    assert other_spellings(form, target) == []


def test_another_spelling_of_two_words() -> None:
    target = "پولیس لس آنجلس گفت"
    assert [target[start:end] for start, end in other_spellings("لاس انجلس", target)] == ["لس آنجلس"]


def test_an_anchor_stands_in_for_a_name_that_the_engine_loses(matcher: Matcher) -> None:
    def translate(sentence: str) -> str:
        return "او از پاریس آمد." if "Paris" in sentence else "او آمد."

    assert _draft(matcher, FakeEngine(translate), "He came from Badghis.") == ("او از بادغیس آمد.", "anchor", 0)


def test_a_number_stands_in_where_no_name_can(matcher: Matcher) -> None:
    def translate(sentence: str) -> str:
        return "۷۳۹۱ آمد." if "7391" in sentence else "آمد."

    assert _draft(matcher, FakeEngine(translate), "The governor came.") == ("والی آمد.", "anchor", 0)


class SteeredEngine(FakeEngine):
    """Loses every name, and goes on obediently from what it is given."""

    def locate(self, questions: list[tuple[str, str, tuple[int, int]]]) -> list[int]:
        return [target.rfind(" ") + 1 for _, target, _ in questions]

    def complete(self, requests: list[Completion]) -> list[Hypothesis]:
        return [Hypothesis(f"{request.prefix} رفت.") for request in requests]


def test_the_last_rung_forces_the_names_in(matcher: Matcher) -> None:
    engine = SteeredEngine(lambda sentence: "او گفت که رفت.")
    assert isinstance(engine, SteerableEngine)
    target, rung, missing = _draft(matcher, engine, "Reuters said the Taliban left Badghis.")
    assert (rung, missing) == ("splice", 0)
    assert all(name in target for name in ("رویترز", "طالبان", "بادغیس"))


def test_what_no_rung_solves_keeps_the_best_draft(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: "رویترز گفت.")
    target, _, missing = _draft(matcher, engine, "Reuters said the Taliban left.")
    assert (target, missing) == ("رویترز گفت.", 1)


def test_a_term_of_one_kind_has_no_names_of_countries() -> None:
    forms = {"fa_AF": Forms("جرمنی"), "ps": Forms("جرمني")}
    person = Term("Germany", Kind.PERSON, forms)
    assert Renderings(FakeEngine(lambda sentence: sentence), DARI).of(person) == ()
