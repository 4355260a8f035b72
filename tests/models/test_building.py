"""Tiny models of every family: built, installed, and the same here, in Argos Translate and in Transformers."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import ROOT
from tests.models.argos import PYTHON, Job, needs_argos, run_jobs
from translate_pipeline.locales import find_locale
from translate_pipeline.models.store import ModelPackage, install_package
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.options import DecodingOptions

# The model's name, its family, locale, and how it calls the language.
MODELS = [
    ("nllb", "nllb", "fa_AF", "prs_Arab"),
    ("m2m", "m2m100", "ps", "ps"),
    ("small", "small100", "fa_AF", "fa"),
    ("madlad", "madlad", "ps", "ps"),
    ("opus", "marian", "fa_AF", ""),
    ("opus-many", "marian", "ps", "pbt"),
]
SENTENCES = (ROOT / "translate_pipeline" / "models" / "control.txt").read_text(encoding="utf-8").splitlines()[:4]
# As Argos Translate 1.11 calls the decoder, and as Transformers does with one beam.
AS_ARGOS = DecodingOptions(beam=4, length_penalty=0.2, no_repeat=0, unknowns=True)
GREEDY = DecodingOptions(beam=1, no_repeat=0, unknowns=True)
# Tokens that CTranslate2 writes at most where it is told nothing, and those that our decoder allows besides its ratio.
LONGEST, EXTRA = 256, 24
MOST = 200
TAG = re.compile(r"__[a-z]{2,3}__|<2\w+>|>>\w+<<|<unk>")

each_model = pytest.mark.parametrize(
    ("name", "family", "locale", "code"), MODELS, ids=[f"{name}-{locale}" for name, _, locale, _ in MODELS]
)


class Workshop:
    """Where the tiny models lie: converted, built and installed, with what Transformers makes of the sentences."""

    def __init__(self, folder: Path, transformers: Mapping[str, list[str]]):
        self.folder = folder
        self.transformers = transformers

    def file(self, name: str) -> Path:
        (path,) = (self.folder / "built").glob(f"{name}-[fp]*.argosmodel")
        return path

    def package(self, name: str) -> ModelPackage:
        """Installed without trial: what random models write is refused, and rightly so."""
        return install_package(self.file(name), self.folder / "packages")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    folder = tmp_path_factory.mktemp("tiny")
    lines = (ROOT / "training" / "newsdesk" / "a_security.tsv").read_text(encoding="utf-8").splitlines()[:300]
    rows = [line.split("\t") for line in lines]
    asked = {
        "root": str(ROOT),
        "folder": str(folder),
        "english": [row[1] for row in rows],
        "target": [text for row in rows for text in row[2:4]],
        "sentences": SENTENCES,
        "wanted": [(name, family, code) for name, family, _, code in MODELS],
    }
    script = ROOT / "tests" / "environments" / "tiny_models.py"
    result = subprocess.run([PYTHON, script], input=json.dumps(asked), capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    for name, family, locale, code in MODELS:
        given = ["--code", code] if code else []
        built = run_command(
            folder, "models", "build", f"{name}-converted", "--family", family, "--locale", locale, "--name", name,
            "--output", "built", "--license", "MIT", *given,
        )  # fmt: skip
        assert built.returncode == 0, built.stderr
    return Workshop(folder, json.loads(result.stdout))


def letters(text: str) -> str:
    return "".join(TAG.sub(" ", text).split())[:MOST]


def translations(package: ModelPackage, options: DecodingOptions) -> list[str]:
    """One by one, as long as CTranslate2 lets them become: random models run away now and then."""
    found = []
    for sentence in SENTENCES:
        tokens = len(PackageEngine(package).pieces.cut(sentence))
        engine = PackageEngine(package, replace(options, longest=(LONGEST - EXTRA + 0.5) / tokens))
        found.append(engine.decode([sentence])[0][0].text)
    return found


@pytest.fixture(scope="module")
def in_argos(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Each sentence, and all as one paragraph."""
    texts = [*SENTENCES, " ".join(SENTENCES)]
    jobs = [Job([workshop.file(name)], workshop.package(name).to_code, texts) for name, *_ in MODELS]
    done = run_jobs(jobs, tmp_path_factory.mktemp("home"))
    return {name: each for (name, *_), each in zip(MODELS, done, strict=True)}


@needs_argos
@each_model
def test_the_same_as_in_argos_translate(
    workshop: Workshop, in_argos: dict[str, list[str]], name: str, family: str, locale: str, code: str
) -> None:
    package = workshop.package(name)
    assert package.locales == (find_locale(locale),)
    ours = translations(package, AS_ARGOS)
    assert len(set(ours)) > 1
    assert not any(TAG.search(text) for text in ours)
    # Argos Translate makes a space of every low line.
    spaced = [text.replace("_", " ").split() for text in ours]
    assert [text.split() for text in in_argos[name][:-1]] == spaced
    assert not TAG.search(in_argos[name][-1])


@needs_argos
@each_model
def test_the_same_as_in_transformers(workshop: Workshop, name: str, family: str, locale: str, code: str) -> None:
    """Up to the point where runaways are cut off; Transformers leaves language tokens in, with spaces around."""
    ours = translations(workshop.package(name), GREEDY)
    assert [letters(text) for text in ours] == [letters(text) for text in workshop.transformers[name]]
