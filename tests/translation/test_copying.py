"""Each placeholder comes out of the guard as often as it went in, whatever the engine made of it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import GLOSSARY, PLACEHOLDERS, ROOT, FakeEngine
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import find_locale
from translate_pipeline.models.store import ModelPackage, install_package
from translate_pipeline.translation.copying import put_right
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.enforcement.ladder import enforce
from translate_pipeline.translation.engine import Attention, Completion, Hypothesis
from translate_pipeline.translation.guarding import GuardedEngine
from translate_pipeline.translation.options import DEFAULTS, DecodingOptions
from translate_pipeline.translation.runaway import slips

MARK = re.compile("⟦.⟧")
# Names, offices and numbers as the program masks them. The packaged models alone lose or double some of these.
MASKED = [
    "⟦0⟧ denied that any of its trucks had been seen in ⟦1⟧, where ⟦2⟧ said ⟦3⟧ shops were looted.",
    "According to ⟦6⟧, a ⟦1⟧ for the ⟦4⟧, most were let go within hours, but 18 were still held on Tuesday night.",
    "⟦9⟧ will open its office in ⟦0⟧ again, closed ⟦1⟧ years ago after an attack on the consulate in ⟦2⟧.",
    "The word “guest,” wrote ⟦7⟧ in its editorial, has been used so often in ⟦9⟧ and ⟦1⟧ that nobody hears it.",
    "About 60 percent of the voters in ⟦3⟧'s ⟦0⟧, ⟦1⟧, and ⟦2⟧ districts stayed home, against 38 percent in ⟦5⟧.",
    "Bread prices in ⟦0⟧ and ⟦1⟧ have fallen from ⟦2⟧ afghanis to about 10, ⟦3⟧ of the bakers' union said.",
    "⟦0⟧ percent of the men in ⟦1⟧ say that they trust ⟦2⟧, a ⟦3⟧ said, and two percent that they do not.",
    "A late winter in ⟦5⟧ means work for ⟦4⟧.",
    "⟦3⟧, ⟦2⟧, ⟦1⟧, and ⟦0⟧",
    "Who asked ⟦8⟧?",
]


class Obedient(FakeEngine):
    """Goes on from what it is given, and may write any placeholder that is not kept from it."""

    package: ModelPackage

    def __init__(self, output: str, rng: random.Random):
        super().__init__(lambda sentence: output, PLACEHOLDERS)
        self.rng = rng
        self.options = DEFAULTS
        self.longest_source = 100

    def places(self, questions: Sequence[tuple[str, str, str]]) -> list[int]:
        return [
            self.rng.choice([0, *(found.end() for found in re.finditer(" ", target)), len(target)])
            for _, target, _ in questions
        ]

    def with_options(self, options: DecodingOptions) -> Obedient:
        return self

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def locate(self, questions: Sequence[tuple[str, str, tuple[int, int]]]) -> list[int]:
        return [0 for _ in questions]

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        return [Attention((), (), ()) for _ in pairs]

    def complete(self, requests: Sequence[Completion]) -> list[Hypothesis]:
        outputs = []
        for request in requests:
            free = [each for each in PLACEHOLDERS if each not in request.suppress]
            chosen = self.rng.sample(free, self.rng.randrange(len(free) + 1))
            outputs.append(Hypothesis(" ".join([request.prefix, *chosen, "او", "رفت."]).strip()))
        return outputs


WORDS = ["شاروال", "دیروز", "خبر", "داد", "که", "سرک", "بسته", "شده", "بود"]


@given(
    st.permutations(PLACEHOLDERS),
    st.integers(1, 3),
    st.lists(st.sampled_from(WORDS), unique=True),
    st.lists(st.sampled_from(PLACEHOLDERS), max_size=4),
    st.randoms(),
)
def test_what_an_obedient_engine_slipped_is_put_right(
    marks: list[str], number: int, words: list[str], written: list[str], rng: random.Random
) -> None:
    output = [*words, *written]
    rng.shuffle(output)
    text = " and then the men went with ".join(["They", *marks[:number]]) + "."
    engine = Obedient(" ".join(output), rng)
    slipped = [Hypothesis(" ".join(output))]
    righted = put_right(engine, {text: slipped})
    assert bool(righted) == bool(slips(text, slipped[0].text, PLACEHOLDERS))
    for found in righted.values():
        assert sorted(MARK.findall(found[0].text)) == sorted(marks[:number])


def test_a_likelier_output_is_better_than_a_forced_one() -> None:
    engine = FakeEngine(lambda sentence: ["او رفت.", "او به ⟦0⟧ رفت.", "⟦0⟧ رفت."], PLACEHOLDERS)
    found = put_right(engine, {"He went to ⟦0⟧.": [Hypothesis("او رفت.")]})  # type: ignore[arg-type]
    assert found["He went to ⟦0⟧."] == [Hypothesis("او به ⟦0⟧ رفت.")]


def test_words_before_the_slip_stay() -> None:
    engine = Obedient("", random.Random(1))
    sentence = "The mayor met ⟦0⟧ in the new hall."
    found = put_right(engine, {sentence: [Hypothesis("شاروال با ⟦0⟧ در تالار نو ⟦1⟧ دید.")]})
    assert found[sentence] == [Hypothesis("شاروال با ⟦0⟧ در تالار نو او رفت.")]


class Placing(Obedient):
    """Says what it is asked, names the end of the second word as the place, and writes nothing of its own."""

    def __init__(self) -> None:
        super().__init__("", random.Random(0))
        self.questions: list[tuple[str, str, str]] = []
        self.requests: list[Completion] = []

    def places(self, questions: Sequence[tuple[str, str, str]]) -> list[int]:
        self.questions += questions
        return [[found.end() for found in re.finditer(" ", target)][1] for _, target, _ in questions]

    def complete(self, requests: Sequence[Completion]) -> list[Hypothesis]:
        self.requests += requests
        return [Hypothesis(f"{request.prefix} در تالار نو دید.") for request in requests]


def test_a_lost_placeholder_goes_where_the_engine_says_and_a_second_one_not_before_it() -> None:
    engine = Placing()
    sentence = "The mayor met ⟦0⟧ and ⟦1⟧ in the new hall."
    found = put_right(engine, {sentence: [Hypothesis("شاروال دیروز در تالار نو دید.")]})
    assert [each.prefix for each in engine.requests] == ["شاروال دیروز ⟦0⟧", "شاروال دیروز ⟦0⟧ ⟦1⟧"]
    assert [each.suppress for each in engine.requests] == [
        tuple(mark for mark in PLACEHOLDERS if mark != "⟦1⟧"),
        PLACEHOLDERS,
    ]
    assert found[sentence] == [Hypothesis("شاروال دیروز ⟦0⟧ ⟦1⟧ در تالار نو دید.", forced=True)]


def test_one_that_stands_after_a_doubled_one_is_not_taken_for_lost() -> None:
    engine = Placing()
    sentence = "The mayor met ⟦0⟧ in ⟦1⟧."
    put_right(engine, {sentence: [Hypothesis("شاروال ⟦0⟧ دیروز ⟦0⟧ در ⟦1⟧ دید.")]})
    first = engine.requests[0]
    assert first.prefix == "شاروال ⟦0⟧ دیروز" and "⟦1⟧" not in first.suppress and "⟦0⟧" in first.suppress


def test_an_output_that_the_decoder_broke_off_is_not_right() -> None:
    class Endless(Placing):
        def complete(self, requests: Sequence[Completion]) -> list[Hypothesis]:
            return [replace(each, cut=True) for each in super().complete(requests)]

    sentence = "The mayor met ⟦0⟧ in the new hall."
    assert put_right(Endless(), {sentence: [Hypothesis("شاروال دیروز در تالار نو دید.")]}) == {}


def test_a_wide_beam_is_not_decoded_twice() -> None:
    engine = Placing()
    sentence = "The mayor met ⟦0⟧ in the new hall."
    put_right(engine, {sentence: [Hypothesis(f"شاروال دیروز {number} بار دید.") for number in range(8)]})
    assert engine.asked == []


def test_the_ladder_names_a_draft_that_was_forced(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    matcher, dari = Matcher(read_glossary(tmp_path)), find_locale("dari")
    engine = GuardedEngine(Obedient("شاروال دیروز خبر داد.", random.Random(3)))
    text = "Reuters said the Taliban left Badghis."
    (draft,) = enforce([Job(text, tuple(matcher.find(text)))], engine, dari)
    assert (draft.rung, draft.missing, draft.exact) == ("splice", 0, True)
    assert all(name in draft.target for name in ("رویترز", "طالبان", "بادغیس"))


@pytest.mark.parametrize("code", ["prs", "ps"])
@pytest.mark.parametrize("beam", [1, 4])
def test_the_packaged_models_under_guard_copy_every_placeholder(code: str, beam: int, tmp_path: Path) -> None:
    (path,) = (ROOT / "models").glob(f"translate-en_{code}-*.argosmodel")
    bare = PackageEngine(install_package(path, tmp_path), replace(DEFAULTS, beam=beam))
    guarded = GuardedEngine(bare)
    outputs = [found[0].text for found in guarded.decode(MASKED)]
    for sentence, output in zip(MASKED, outputs, strict=True):
        assert sorted(MARK.findall(output)) == sorted(MARK.findall(sentence)), (sentence, output)
    alone = [found[0].text for found in bare.decode(MASKED)]
    assert any(slips(sentence, output, PLACEHOLDERS) for sentence, output in zip(MASKED, alone, strict=True))
    assert guarded.tally.placeholders
    # Invariant 4: a sentence comes out the same with and without its neighbours.
    assert [guarded.decode([each])[0][0].text for each in MASKED] == outputs


@pytest.mark.parametrize("code", ["prs", "ps"])
def test_the_model_tells_where_it_would_write_a_placeholder(code: str, tmp_path: Path) -> None:
    (path,) = (ROOT / "models").glob(f"translate-en_{code}-*.argosmodel")
    engine = PackageEngine(install_package(path, tmp_path))
    source = "Three people were killed in ⟦0⟧ on Sunday."
    target = engine.decode([source])[0][0].text
    place = target.index("⟦0⟧")
    assert engine.places([(source, target.replace("⟦0⟧ ", ""), "⟦0⟧")]) == [place]
    assert engine.places([("⟦0⟧ left.", "", "⟦0⟧")]) == [0]
