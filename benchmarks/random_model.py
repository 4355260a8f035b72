"""A model package of the size of public ones, with weights drawn by lot: as slow as a true one, and useless."""

from __future__ import annotations

import json
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Size:
    """How large a model is; a vocabulary larger than the package's is filled up with pieces that never occur."""

    layers: int
    width: int
    heads: int
    inner: int
    vocabulary: int = 0


LARGE = Size(6, 512, 8, 2048)
# NLLB-200-distilled-600M: facebook/nllb-200-distilled-600M, config.json.
NLLB = Size(12, 1024, 16, 4096, 256_206)


def make_package(models: Path, folder: Path, size: Size = LARGE, seed: int = 1) -> Path:
    """The starter package of `models` for Pashto with its model replaced; the file lies in a folder of its own."""
    source = next(models.glob("translate-en_ps-*.argosmodel"))
    target = folder / f"random-{size.width}" / source.name
    target.parent.mkdir(parents=True)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        vocabulary: list[str] = []
        model = ""
        for name in old.namelist():
            place = Path(name)
            if place.parent.name != "model":
                new.writestr(name, old.read(name))
            elif "vocabulary" in place.name:
                vocabulary, model = json.loads(old.read(name)), str(place.parent)
        with tempfile.TemporaryDirectory() as staging:
            more = (f"<more-{number}>" for number in range(max(0, size.vocabulary - len(vocabulary))))
            _save([*vocabulary, *more], size, Path(staging), seed)
            for file in sorted(Path(staging).iterdir()):
                new.write(file, f"{model}/{file.name}")
    return target


def _save(vocabulary: list[str], size: Size, folder: Path, seed: int) -> None:
    import numpy
    from ctranslate2.specs import TransformerSpec

    chance = numpy.random.default_rng(seed)

    def weights(*shape: int) -> Any:
        return chance.standard_normal(shape, numpy.float32) * numpy.float32(0.05)

    def linear(spec: Any, outputs: int, inputs: int) -> None:
        spec.weight, spec.bias = weights(outputs, inputs), weights(outputs)

    def norm(spec: Any) -> None:
        spec.gamma, spec.beta = numpy.ones(size.width, numpy.float32), numpy.zeros(size.width, numpy.float32)

    spec = TransformerSpec.from_config((size.layers, size.layers), size.heads, pre_norm=True)
    spec.config.decoder_start_token = "</s>"
    spec.config.add_source_eos = True
    spec.config.add_source_bos = False
    table = weights(len(vocabulary), size.width)
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight = spec.decoder.projection.weight = table
    spec.decoder.projection.bias = weights(len(vocabulary))
    for side in (spec.encoder, spec.decoder):
        norm(side.layer_norm)
        for layer in side.layer:
            norm(layer.self_attention.layer_norm)
            linear(layer.self_attention.linear[0], 3 * size.width, size.width)
            linear(layer.self_attention.linear[1], size.width, size.width)
            if side is spec.decoder:
                norm(layer.attention.layer_norm)
                linear(layer.attention.linear[0], size.width, size.width)
                linear(layer.attention.linear[1], 2 * size.width, size.width)
                linear(layer.attention.linear[2], size.width, size.width)
            norm(layer.ffn.layer_norm)
            linear(layer.ffn.linear_0, size.inner, size.width)
            linear(layer.ffn.linear_1, size.width, size.inner)
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
