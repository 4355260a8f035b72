"""The packages: metadata as the program reads it, pieces that keep what must be kept, a model that decodes alike."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.models.argos import PYTHON
from training.packaging import metadata, package_name
from training.pieces import LANGUAGE_TOKENS, train_pieces
from training.rendering import PLACEHOLDERS
from translate_pipeline.locales import LOCALES, find_locale
from translate_pipeline.models.store import install_package
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.options import DecodingOptions

NEWSDESK = Path(__file__).parents[2] / "training" / "newsdesk"


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pieces") / "sentencepiece.model"
    texts = (NEWSDESK / "m_short.tsv").read_text(encoding="utf-8").replace("{place}", "⟦3⟧'s 12 ۱۲").splitlines()
    train_pieces((cell for row in texts for cell in row.split("\t")[1:]), path, 600)
    return path


def test_metadata_names_language_prefix_and_placeholders() -> None:
    for locale in LOCALES:
        values = metadata(locale)
        assert values["from_code"] == "en" and values["to_code"] in locale.model_codes
        assert values["target_prefix"] == LANGUAGE_TOKENS[locale.code]
        assert values["placeholders"] == [f"⟦{digit}⟧" for digit in range(10)]
        assert values["licence"] == "CC BY-SA 4.0"
    assert package_name(find_locale("dari")) == "translate-en_prs-0_4"


def test_pieces_keep_placeholders_digits_and_zwnj_and_fold_english_case(pieces: Path) -> None:
    import sentencepiece

    model = sentencepiece.SentencePieceProcessor(model_file=str(pieces))
    for mark in PLACEHOLDERS:
        around = model.encode(f"({mark}'s-{mark}", out_type=str)
        assert around.count(mark) == 2
    assert [piece for piece in model.encode("۱۲۳", out_type=str) if piece != "▁"] == ["۱", "۲", "۳"]
    assert "2" in model.encode("12", out_type=str)
    assert model.decode(model.encode("می‌رود ⟦3⟧")) == "می‌رود ⟦3⟧"
    assert model.encode("Kabul GOVERNMENT") == model.encode("kabul government")
    for token in LANGUAGE_TOKENS.values():
        assert model.piece_to_id(token) != model.unk_id()
        assert token not in model.encode(f"said {token}", out_type=str)


def _run_where_pytorch_is(test: str) -> None:
    """Run a test of this file in Argos Translate's environment, with what that one lacks taken from this one."""
    if not PYTHON.exists():
        pytest.skip("no PyTorch here and no .venv-argos: make .venv-argos/installed")
    path = os.pathsep.join([str(ROOT), *(each for each in sys.path if each)])
    command = [PYTHON, "-m", "pytest", "-rs", "-p", "no:cacheprovider", f"{__file__}::{test}"]
    result = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0 and "skipped" not in result.stdout, result.stdout + result.stderr


def test_the_losses_written_out_have_the_gradient_of_those_spelled_out() -> None:
    try:
        import torch
    except ImportError:
        _run_where_pytorch_is("test_the_losses_written_out_have_the_gradient_of_those_spelled_out")
        return
    from torch.nn import functional

    from training.scoring import scored

    torch.manual_seed(1)
    states, weight, bias = torch.randn(600, 24), torch.randn(90, 24), torch.randn(90)
    labels, forbidden = torch.randint(0, 90, (600,)), torch.rand(600, 10) < 0.4
    inputs = tuple(each.requires_grad_() for each in (states, weight, bias))
    ours = scored(states, weight, bias, labels, forbidden, 5, smoothing=0.1, forbidding=8.0)
    scores = functional.linear(states, weight, bias)
    risk = (scores.softmax(-1)[:, 5:15] * forbidden).sum(-1).clamp(max=0.999)
    theirs = functional.cross_entropy(scores, labels, label_smoothing=0.1) - 8 * torch.log1p(-risk).mean()
    assert torch.allclose(ours, theirs, rtol=1e-4)
    for own, other in zip(torch.autograd.grad(ours, inputs), torch.autograd.grad(theirs, inputs), strict=True):
        assert torch.allclose(own, other, rtol=1e-3, atol=1e-3 * float(other.abs().max()))


def test_a_package_decodes_greedily_as_the_network_does(pieces: Path, tmp_path: Path) -> None:
    try:
        import torch
    except ImportError:
        _run_where_pytorch_is("test_a_package_decodes_greedily_as_the_network_does")
        return
    import ctranslate2
    import sentencepiece

    from training.network import Network, Shape
    from training.packaging import write_packages

    torch.manual_seed(3)
    model = sentencepiece.SentencePieceProcessor(model_file=str(pieces))
    sizes = {"width": 64, "inner": 128, "heads": 4, "encoder_layers": 2, "decoder_layers": 2, "dropout": 0.0}
    network = Network(Shape(model.vocab_size(), **sizes)).eval()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(0.15 * torch.randn_like(parameter))
    build = tmp_path / "build"
    (build / "checkpoints").mkdir(parents=True)
    (build / "sentencepiece.model").write_bytes(pieces.read_bytes())
    state = {"average": network.state_dict(), "shape": {"vocabulary": model.vocab_size(), **sizes}, "minutes": 1.0}
    torch.save(state, build / "checkpoints" / "step-0000001.pt")
    chosen = best = 0
    for path in write_packages(build, tmp_path / "models", 1):
        assert path.stat().st_size < 16_000_000
        package = install_package(path, tmp_path / "installed")
        engine = PackageEngine(package, DecodingOptions(beam=1))
        assert engine.placeholders == PLACEHOLDERS and len(engine.decode(["people said"])) == 1
        translator = ctranslate2.Translator(str(package.folder / "model"), compute_type="float32")
        for source in ("people said", "⟦3⟧'s house", "in 12 ⟦0⟧", "the government report, the people and the ⟦9⟧"):
            options = {"target_prefix": [[package.target_prefix]], "beam_size": 1, "max_decoding_length": 12}
            (result,) = translator.translate_batch([model.encode(source, out_type=str)], **options)
            output = [2, *map(model.piece_to_id, result.hypotheses[0])]
            with torch.no_grad():
                memory = network.encode(torch.tensor([[*model.encode(source), 2]]), None)
                scores = network.logits(network.decode(torch.tensor([output]), memory, None))[0]
            for row, piece in zip(scores[1:-1], output[2:], strict=True):
                # int8 weights may turn over what is all but equal, nothing more.
                assert row[piece] >= row.max() - 0.05 * (row.max() - row.min())
                chosen, best = chosen + 1, best + int(row[piece] == row.max())
    assert chosen > 20 and best >= 0.8 * chosen
