"""Tiny models of every family: built, installed, and the same here, in Argos Translate and in Transformers."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import ROOT
from tests.models.argos import PYTHON, Job, needs_argos, run_jobs
from translate_pipeline.locales import find_locale
from translate_pipeline.models.pieces import CONTROL, read_pieces
from translate_pipeline.models.store import ModelPackage, install_package
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.decoding.pieces import MODEL
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
STARTER = sorted((ROOT / "models").glob("translate-en_ps-*.argosmodel"))[-1]
SENTENCES = (ROOT / "translate_pipeline" / "models" / "control.txt").read_text(encoding="utf-8").splitlines()[:4]
# As Argos Translate 1.11 calls the decoder, and as Transformers does with one beam.
AS_ARGOS = DecodingOptions(beam=4, length_penalty=0.2, no_repeat=0, unknowns=True, compute_type="auto")
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


@needs_argos
def test_what_random_weights_write_is_refused(workshop: Workshop, tmp_path: Path) -> None:
    assert run_command(tmp_path, "init").returncode == 0
    result = run_command(tmp_path, "models", "verify", workshop.file("nllb"))
    assert result.returncode == 2 and "control sentences" in result.stderr and "became" in result.stderr


@needs_argos
def test_every_token_that_is_no_text_is_a_control_piece(workshop: Workshop) -> None:
    for name, _, _, _ in MODELS:
        package = workshop.package(name)
        vocabulary = json.loads((package.folder / "model" / "shared_vocabulary.json").read_text(encoding="utf-8"))
        kinds = {piece.text: piece.kind for piece in read_pieces((package.folder / MODEL).read_bytes())}
        tags = [token for token in vocabulary if TAG.fullmatch(token) and token != "<unk>"]
        assert {kinds.get(tag) for tag in tags} <= {CONTROL}
        # Nobody can have one read by writing it into a report.
        cut = PackageEngine(package).pieces.cut(" ".join(["The road", *tags, "is closed."]))
        assert not set(cut) & set(tags)


@needs_argos
def test_transformers_weights_are_converted_by_the_command_itself(workshop: Workshop, tmp_path: Path) -> None:
    """In the environment that can; in this one the command says what it needs."""
    arguments = ["models", "build", workshop.folder / "opus-many", "--family", "marian", "--locale", "ps"]
    arguments += ["--code", "pbt", "--output", tmp_path / "built"]
    if importlib.util.find_spec("torch") is None:
        refused = run_command(tmp_path, *arguments)
        assert refused.returncode == 2 and "pip install 'translate-pipeline[convert]'" in refused.stderr
        assert not (tmp_path / "built").exists()
    start = "from translate_pipeline.cli import main; main()"
    result = subprocess.run(
        [PYTHON, "-c", start, *map(str, arguments)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    assert [path.name for path in (tmp_path / "built").iterdir()] == ["opus-many-ps.argosmodel"]


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter model as a converter leaves it: a folder with model, vocabulary and SentencePiece file."""
    folder = tmp_path_factory.mktemp("starter")
    with zipfile.ZipFile(STARTER) as archive:
        archive.extractall(folder)
    (package,) = folder.iterdir()
    shutil.copy(package / MODEL, package / "model")
    return package / "model"


def test_a_model_of_opennmt_drafts_as_its_own_package_does(starter: Path, tmp_path: Path) -> None:
    """Twice the same bytes, and installed like any other."""
    arguments = (
        "models",
        "build",
        starter,
        "--family",
        "opennmt",
        "--locale",
        "ps",
        "--code",
        "<2ps>",
        "--name",
        "own",
    )
    for output in ("one", "two"):
        result = run_command(tmp_path, *arguments, "--output", output)
        assert result.returncode == 0, result.stderr
    (built,) = (tmp_path / "one").iterdir()
    assert built.read_bytes() == (tmp_path / "two" / built.name).read_bytes()
    assert run_command(tmp_path, "init").returncode == 0
    assert run_command(tmp_path, "models", "verify", built).returncode == 0
    own = PackageEngine(install_package(built, tmp_path / "packages"))
    original = PackageEngine(install_package(STARTER, tmp_path / "packages"))
    assert own.decode(SENTENCES) == original.decode(SENTENCES)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--family", "nlb", "--locale", "ps"), "unknown family 'nlb'; did you mean 'nllb'?"),
        (("--family", "nllb", "--locale", "ps"), "no token for Pashto (pbt_Arab)"),
        (("--family", "m2m100", "--locale", "fa_AF"), "no token for Dari (__fa__)"),
        (("--family", "marian", "--locale", "ps", "--code", "pbt"), "no token for Pashto (>>pbt<<)"),
        (("--family", "opennmt", "--locale", "xx"), "unknown locale 'xx'"),
        (("--family", "opennmt", "--locale", "ps", "--name", "../x"), "no name for a package"),
        (("--family", "opennmt", "--locale", "ps", "--quantization", "int4"), "unknown quantization 'int4'"),
        (("--family", "opennmt", "--locale", "ps", "--tokenizer", "other.model"), "has 0 of 1 pieces"),
        (("--family", "opennmt", "--locale", "ps", "--tokenizer", "broken.model"), "no SentencePiece model"),
    ],
    ids=["family", "token", "tag", "code", "locale", "name", "numbers", "foreign", "broken"],
)
def test_faults_are_named_in_a_line(starter: Path, tmp_path: Path, arguments: tuple[str, ...], problem: str) -> None:
    # A SentencePiece model of one piece; and one cut off within it.
    (tmp_path / "other.model").write_bytes(b"\x0a\x05\x0a\x03abc")
    (tmp_path / "broken.model").write_bytes(b"\x0a\x05\x0a\x03ab")
    result = run_command(tmp_path, "models", "build", starter, *arguments, "--output", "built")
    assert result.returncode == 2 and problem in result.stderr and result.stderr.count("\n") == 1
    assert not (tmp_path / "built").exists()


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "shared_vocabulary.json", MODEL])
def test_a_model_must_be_whole(starter: Path, tmp_path: Path, missing: str) -> None:
    model = tmp_path / "model"
    shutil.copytree(starter, model, ignore=shutil.ignore_patterns(missing))
    result = run_command(tmp_path, "models", "build", model, "--family", "opennmt", "--locale", "ps")
    assert result.returncode == 2 and result.stderr.count("\n") == 1
    assert not list(tmp_path.glob("*.argosmodel"))
