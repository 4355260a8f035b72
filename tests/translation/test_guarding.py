"""Output that ran away is decoded again, and a sentence beyond the limit is never cut off."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import GLOSSARY, PLACEHOLDERS, ROOT
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import LOCALES, find_locale
from translate_pipeline.models.store import ModelPackage, package_for
from translate_pipeline.translation.chain import Link, enforce_in_turn
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.engine import Attention, Completion, Hypothesis, Progress
from translate_pipeline.translation.guarding import GuardedEngine
from translate_pipeline.translation.options import DEFAULTS, DecodingOptions
from translate_pipeline.translation.runaway import Runaway, runaway

LOOP = "او به سرک سرک سرک رفت"
SOUND = "او به سرک رفت"
# The starter models of 0.2 loop on these.
LOOPING = [
    "Despite these accusations, Ma won handily on a platform advocating closer ties with the Chinese mainland.",
    "The storm, situated about 645 miles (1040 km) west of the Cape Verde islands, is likely to dissipate before "
    "threatening any land areas, forecasters say.",
]


class Shaky:
    """An engine whose output depends on its options; words count as tokens."""

    name = "shaky"
    language = "prs"
    placeholders: tuple[str, ...] = ()
    package: ModelPackage

    def __init__(
        self, translate: Callable[[str, DecodingOptions], str | Hypothesis], longest_source: int = 100
    ) -> None:
        self.translate = translate
        self.longest_source = longest_source
        self.options = DEFAULTS
        self.asked: list[str] = []

    @property
    def signature(self) -> str:
        return f"shaky:{self.options.signature}"

    def with_options(self, options: DecodingOptions) -> Shaky:
        other = Shaky(self.translate, self.longest_source)
        other.options, other.asked, other.placeholders = options, self.asked, self.placeholders
        return other

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        self.asked += sentences
        if progress:
            progress(len(sentences))
        outputs = [self.translate(each, self.options) for each in sentences]
        return [[each if isinstance(each, Hypothesis) else Hypothesis(each)] for each in outputs]

    def places(self, questions: Sequence[tuple[str, str, str]]) -> list[int]:
        return [len(target) for _, target, _ in questions]

    def locate(self, questions: Sequence[tuple[str, str, tuple[int, int]]]) -> list[int]:
        return [0 for _ in questions]

    def complete(self, requests: Sequence[Completion]) -> list[Hypothesis]:
        return [Hypothesis(f"{request.prefix} ...") for request in requests]

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        return [Attention((), (), ()) for _ in pairs]


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        (LOOP, Runaway.LOOP),
        ("او از کابل تا هرات، از کابل تا هرات رفت", Runaway.LOOP),
        ("گرگرگرگرچه رفت", Runaway.STUTTER),
        ("", Runaway.EMPTY),
        (Hypothesis("او رفت", cut=True), Runaway.CUT),
        ("او رفت و " * 3 + "گفت که " + "الف ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف", Runaway.LONG),
        (SOUND, None),
        ("او خیلی خیلی زود به هرات رفت", None),
    ],
)
def test_what_ran_away_is_known_by_its_kind(output: str | Hypothesis, kind: Runaway | None) -> None:
    assert runaway("He went away.", output if isinstance(output, Hypothesis) else Hypothesis(output)) is kind


def test_what_the_source_repeats_is_no_fault() -> None:
    assert runaway("Bread, bread, bread bread bread, they cried.", Hypothesis("گفتند نان نان نان")) is None


def test_a_loop_is_decoded_again_with_a_penalty_and_counted() -> None:
    engine = GuardedEngine(Shaky(lambda text, options: LOOP if options.repetition_penalty == 1.0 else SOUND))
    assert engine.decode(["He went."])[0][0].text == SOUND
    assert (engine.tally.caught, engine.tally.mended) == ({"He went."}, {"He went."})


def test_the_better_of_two_broken_outputs_stays() -> None:
    hopeless = GuardedEngine(Shaky(lambda text, options: LOOP if options.no_repeat == 3 else LOOP + " سرک سرک سرک"))
    assert hopeless.decode(["He went."])[0][0].text == LOOP
    assert (len(hopeless.tally.caught), len(hopeless.tally.mended)) == (1, 0)


def test_a_sound_sentence_is_decoded_once() -> None:
    shaky = Shaky(lambda text, options: SOUND)
    GuardedEngine(shaky).decode(["He went.", "She went."])
    assert shaky.asked == ["He went.", "She went."]


def test_a_name_is_not_given_up_for_the_end_of_a_loop() -> None:
    def translate(text: str, options: DecodingOptions) -> str:
        return f"{text} {LOOP}" if options.repetition_penalty == 1.0 else SOUND if options.no_repeat == 3 else text

    shaky = Shaky(translate)
    shaky.placeholders = PLACEHOLDERS
    text = GuardedEngine(shaky).decode(["He went to ⟦0⟧."])[0][0].text
    assert text.count("⟦0⟧") == 1 and LOOP not in text


def test_a_loop_that_penalties_do_not_end_is_decoded_in_halves() -> None:
    sentence = "The road to the north was closed for two days, and nobody could pass it in either direction."
    engine = GuardedEngine(Shaky(lambda text, options: LOOP if text == sentence else f"ترجمه {len(text)}."))
    text = engine.decode([sentence])[0][0].text
    assert text == "ترجمه 45، ترجمه 45."


def test_long_sentences_reach_the_engine_in_clauses_and_come_back_whole() -> None:
    sentence = ", and ".join(f"village number {number} was cut off from the road" for number in range(40)) + "."
    shaky = Shaky(lambda text, options: text, longest_source=30)
    counts: list[int] = []
    guarded = GuardedEngine(shaky)
    (best,), _ = guarded.decode([sentence, "He went."], progress=counts.append)
    assert max(map(shaky.count_tokens, shaky.asked)) <= 30
    assert all(f"number {number} was" in best.text for number in range(40))
    assert sum(counts) == 2
    assert guarded.tally.cut == {sentence}


def test_steering_a_cut_sentence_loses_nothing_of_it() -> None:
    sentence = ", and ".join(f"village {number} was cut off" for number in range(10)) + "."
    guarded = GuardedEngine(Shaky(lambda text, options: text, longest_source=20))
    cut, whole = guarded.complete([Completion(sentence, "x"), Completion("He went.", "x")])
    assert "village 9" in cut.text
    assert whole.text == "x ..."


def test_the_glossary_is_enforced_in_each_part_of_a_long_sentence(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    matcher = Matcher(read_glossary(tmp_path))
    text = "The Taliban came to Badghis in the morning, and the Ministry of Defense sent men to Qala-e Naw at night."
    shaky = Shaky(lambda asked, options: asked, longest_source=12)
    shaky.placeholders = PLACEHOLDERS
    engine, dari = GuardedEngine(shaky), find_locale("dari")
    job = Job(text, tuple(matcher.find(text)))
    counts: list[int] = []
    (draft,) = enforce_in_turn([job], [Link(engine, Renderings(engine, dari))], dari, counts.append)
    assert draft.solved
    assert len(draft.counts) == 4
    assert sum(counts) == 1
    assert all(shaky.count_tokens(asked) <= 12 for asked in shaky.asked)
    assert engine.tally.cut == {text}


@pytest.fixture(scope="module", params=LOCALES, ids=lambda locale: locale.code)
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ModelPackage:
    return package_for(request.param, "", tmp_path_factory.mktemp("packages"), ROOT / "models")


def test_no_output_of_the_packaged_models_runs_away_on_these(package: ModelPackage) -> None:
    outputs = GuardedEngine(PackageEngine(package)).decode(LOOPING)
    assert [runaway(text, best) for text, (best, *_) in zip(LOOPING, outputs, strict=True)] == [None] * len(LOOPING)


def test_company_changes_nothing_under_guard(package: ModelPackage) -> None:
    sentences = [*LOOPING, "The road is closed.", "Officials said three policemen were killed on Thursday."]
    engine = GuardedEngine(PackageEngine(package, replace(DEFAULTS, longest_source=20)))
    together = [best.text for (best,) in engine.decode(sentences)]
    assert [engine.decode([text])[0][0].text for text in sentences] == together
    assert [best.text for (best,) in engine.decode(sentences[::-1])] == together[::-1]


def test_a_text_of_thousands_of_words_is_drafted_to_its_end(package: ModelPackage) -> None:
    sentence = " ".join(["The road to the north was closed and nobody could pass"] * 60) + " in 1398."
    engine = GuardedEngine(PackageEngine(package, replace(DEFAULTS, longest_source=40, beam=1)))
    (best,) = engine.decode([sentence])[0]
    assert len(best.text) > 0.4 * len(sentence)
    assert re.search("[0-9۰-۹]{2}", best.text[-40:]), "the year at the end is gone"
