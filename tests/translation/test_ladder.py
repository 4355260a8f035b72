"""Whatever an engine does to names, every term is enforced or counted as missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import GLOSSARY, PLACEHOLDERS, FakeEngine
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import count_terms
from translate_pipeline.locales import find_locale
from translate_pipeline.translation.enforcement.job import Enforced, Job
from translate_pipeline.translation.enforcement.ladder import enforce

DARI = find_locale("dari")
SENTENCES = [
    "The governor of Badghis told Reuters that the Taliban attacked Qala-e-Naw.",
    "The Taliban rejected the Taliban's own report.",
    "Nothing happened.",
]


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder: Path = tmp_path_factory.mktemp("glossaries")
    (folder / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return Matcher(read_glossary(folder))


def _enforce(matcher: Matcher, engine: FakeEngine) -> list[Enforced]:
    jobs = [Job(text, tuple(matcher.find(text))) for text in SENTENCES]
    drafts = enforce(jobs, engine, DARI)
    for job, draft in zip(jobs, drafts, strict=True):
        required = Counter(match.term for match in job.matches)
        assert {count.term: count.required for count in draft.counts} == required
        assert list(draft.counts) == count_terms(required, draft.target, DARI), "counted otherwise than it is"
        assert not any(placeholder in draft.target for placeholder in PLACEHOLDERS)
    return drafts


def test_an_obedient_engine_needs_one_rung(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: sentence, PLACEHOLDERS)
    drafts = _enforce(matcher, engine)
    assert [draft.missing for draft in drafts] == [0, 0, 0]
    assert [draft.rung for draft in drafts] == ["mask", "mask", "plain"]
    assert len(engine.asked) == 3


def test_a_wider_beam_helps_where_the_best_hypothesis_lost_a_name(matcher: Matcher) -> None:
    engine = FakeEngine(lambda sentence: [sentence.replace("⟦1⟧", ""), sentence], PLACEHOLDERS)
    drafts = _enforce(matcher, engine)
    assert [draft.missing for draft in drafts] == [0, 0, 0]
    assert [draft.rung for draft in drafts[:2]] == ["candidates", "candidates"]


def test_an_engine_that_knows_the_names_needs_no_placeholders(matcher: Matcher) -> None:
    names = {"governor": "والی", "Badghis": "بادغیس", "Reuters": "رویترز", "Taliban": "طالبان", "Qala-e-Naw": "قلعه نو"}

    def translate(sentence: str) -> str:
        for name, form in names.items():
            sentence = sentence.replace(name, form)
        return sentence

    drafts = _enforce(matcher, FakeEngine(translate))
    assert [draft.missing for draft in drafts] == [0, 0, 0]


@pytest.mark.parametrize(
    "translate",
    [
        lambda sentence: "",
        lambda sentence: "گفت",
        lambda sentence: sentence.replace("⟦0⟧", ""),
        lambda sentence: sentence + " ⟦0⟧",
        lambda sentence: sentence.replace("⟦", "").replace("⟧", ""),
        lambda sentence: sentence.replace("⟦0⟧", "⟦5⟧"),
        lambda sentence: " ".join("⟦0⟧" for _ in range(50)),
        lambda sentence: sentence.replace("⟦1⟧", "⟦ 1 ⟧"),
        lambda sentence: " ".join(reversed(sentence.split())),
        lambda sentence: "⁇ " + sentence,
    ],
    ids=["silent", "deaf", "drops", "doubles", "unwraps", "renames", "loops", "splits", "reorders", "unknown"],
)
def test_hostile_engines_are_never_believed(matcher: Matcher, translate: Callable[[str], str]) -> None:
    _enforce(matcher, FakeEngine(translate, PLACEHOLDERS))


def test_a_sentence_without_names_never_gains_a_placeholder(matcher: Matcher) -> None:
    drafts = _enforce(matcher, FakeEngine(lambda sentence: "چیزی ⟦3⟧ نشد", PLACEHOLDERS))
    assert drafts[2].target == "چیزی نشد"
    assert not drafts[2].exact
