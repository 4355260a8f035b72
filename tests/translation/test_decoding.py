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


def test_placeholders_are_pieces_of_the_vocabulary(engine: PackageEngine) -> None:
    assert len(engine.placeholders) == 10


def test_a_damaged_model_is_an_input_error(engine: PackageEngine, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(engine.package.folder, folder)
    (folder / "model" / "model.bin").write_bytes(b"nothing")
    damaged = PackageEngine(dataclasses.replace(engine.package, folder=folder))
    with pytest.raises(InputError, match="install the package again"):
        damaged.decode(["Hello."])
