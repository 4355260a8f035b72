"""The packaged models really translate, and what a sentence becomes depends on nothing but the sentence."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from translate_pipeline.errors import InputError
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.models.store import package_for
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.engine import Completion
from translate_pipeline.translation.options import DecodingOptions

SENTENCES = [
    "The claims could not be independently verified.",
    "The militants entered the city from three sides on Thursday, officials said.",
    "Officials said three policemen were killed on Thursday.",
    "The road is closed.",
    "Officials said three policemen were killed in ⟦0⟧ on Thursday, and that the fighting continued for two days.",
    "Residents say the price of bread has risen.",
]


@pytest.fixture(scope="module", params=LOCALES, ids=lambda locale: locale.code)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PackageEngine:
    locale: Locale = request.param
    packages: Path = tmp_path_factory.mktemp("packages")
    return PackageEngine(package_for(locale, "", packages, ROOT / "models"))


def test_the_packaged_model_writes_its_language(engine: PackageEngine) -> None:
    for (best,) in engine.decode(SENTENCES):
        assert re.search("[\u0600-\u06ff]{3}", best.text)
        assert not re.search("[A-Za-z]{3}", best.text)


def test_order_company_and_repetition_change_nothing(engine: PackageEngine) -> None:
    together = [best.text for (best,) in engine.decode(SENTENCES)]
    assert [best.text for (best,) in engine.decode(SENTENCES[::-1])] == together[::-1]
    assert [engine.decode([text])[0][0].text for text in SENTENCES] == together
    assert [best.text for (best,) in engine.decode([*SENTENCES, *SENTENCES])] == together * 2


def test_progress_counts_every_sentence(engine: PackageEngine) -> None:
    counts: list[int] = []
    engine.decode([*SENTENCES, SENTENCES[0]], progress=counts.append)
    assert sum(counts) == len(SENTENCES) + 1


def test_candidates_are_different_and_the_best_comes_first(engine: PackageEngine) -> None:
    (hypotheses,) = engine.decode(SENTENCES[:1], candidates=4)
    assert len({each.text for each in hypotheses}) > 1
    assert [each.score for each in hypotheses] == sorted((each.score for each in hypotheses), reverse=True)


def test_a_package_says_how_it_decodes_best_and_the_project_has_the_last_word(engine: PackageEngine) -> None:
    plain = dataclasses.replace(engine.package, decoding={})
    asking = dataclasses.replace(plain, decoding={"repetition_penalty": 1.5, "no_repeat": "often", "beam": 1, "x": 2})
    usual = PackageEngine(plain).decode(SENTENCES)
    steered = PackageEngine(plain, DecodingOptions(repetition_penalty=1.5)).decode(SENTENCES)
    assert steered != usual
    assert PackageEngine(asking).decode(SENTENCES) == steered
    own = DecodingOptions(repetition_penalty=1.01)
    assert PackageEngine(asking, own).decode(SENTENCES) == PackageEngine(plain, own).decode(SENTENCES)
    absurd = dataclasses.replace(plain, decoding={"repetition_penalty": 1000.0})
    assert PackageEngine(absurd).decode(SENTENCES) == usual


@pytest.mark.parametrize("beam", [1, 4])
def test_a_coverage_penalty_goes_with_any_beam_and_any_prefix(engine: PackageEngine, beam: int) -> None:
    steered = PackageEngine(engine.package, DecodingOptions(beam=beam, coverage_penalty=0.5))
    together = [best.text for (best,) in steered.decode(SENTENCES)]
    assert [steered.decode([text])[0][0].text for text in SENTENCES] == together
    prefix = together[0].split()[0]
    (finished,) = steered.complete([Completion(SENTENCES[0], prefix, ("⟦3⟧",))])
    assert finished.startswith(prefix)
    assert len(steered.decode(SENTENCES[:1], candidates=3)[0]) == 3


def test_placeholders_are_pieces_of_the_vocabulary(engine: PackageEngine) -> None:
    assert len(engine.placeholders) == 10


def test_a_damaged_model_is_an_input_error(engine: PackageEngine, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(engine.package.folder, folder)
    (folder / "model" / "model.bin").write_bytes(b"nothing")
    damaged = PackageEngine(dataclasses.replace(engine.package, folder=folder))
    with pytest.raises(InputError, match="install the package again"):
        damaged.decode(["Hello."])
