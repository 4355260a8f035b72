"""A model package of the size of public ones, with weights drawn by lot: as slow as a true one, and useless."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

_LAYERS, _WIDTH, _HEADS, _INNER = 6, 512, 8, 2048


def make_package(models: Path, folder: Path, seed: int = 1) -> Path:
    """The starter package of `models` for Pashto with its model replaced; the file lies in a folder of its own."""
    source = next(models.glob("translate-en_ps-*.argosmodel"))
    target = folder / "random" / source.name
    target.parent.mkdir(parents=True)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        vocabulary: list[str] = []
        model = ""
        for name in old.namelist():
            place = Path(name)
            if place.parent.name != "model":
                new.writestr(name, old.read(name))
            elif "vocabulary" in place.name:
                vocabulary, model = json.loads(old.read(name)), str(place.parent)
        with tempfile.TemporaryDirectory() as staging:
            _save(vocabulary, Path(staging), seed)
            for file in sorted(Path(staging).iterdir()):
                new.write(file, f"{model}/{file.name}")
    return target


def _save(vocabulary: list[str], folder: Path, seed: int) -> None:
    import numpy
    from ctranslate2.specs import TransformerSpec

    chance = numpy.random.default_rng(seed)

    def weights(*shape: int) -> Any:
        return (chance.standard_normal(shape) * 0.05).astype(numpy.float32)

    def linear(spec: Any, outputs: int, inputs: int) -> None:
        spec.weight, spec.bias = weights(outputs, inputs), weights(outputs)

    def norm(spec: Any) -> None:
        spec.gamma, spec.beta = numpy.ones(_WIDTH, numpy.float32), numpy.zeros(_WIDTH, numpy.float32)

    spec = TransformerSpec.from_config((_LAYERS, _LAYERS), _HEADS, pre_norm=True)
    spec.config.decoder_start_token = "</s>"
    spec.config.add_source_eos = True
    spec.config.add_source_bos = False
    spec.encoder.embeddings[0].weight = weights(len(vocabulary), _WIDTH)
    spec.decoder.embeddings.weight = weights(len(vocabulary), _WIDTH)
    linear(spec.decoder.projection, len(vocabulary), _WIDTH)
    for side in (spec.encoder, spec.decoder):
        norm(side.layer_norm)
        for layer in side.layer:
            norm(layer.self_attention.layer_norm)
            linear(layer.self_attention.linear[0], 3 * _WIDTH, _WIDTH)
            linear(layer.self_attention.linear[1], _WIDTH, _WIDTH)
            if side is spec.decoder:
                norm(layer.attention.layer_norm)
                linear(layer.attention.linear[0], _WIDTH, _WIDTH)
                linear(layer.attention.linear[1], 2 * _WIDTH, _WIDTH)
                linear(layer.attention.linear[2], _WIDTH, _WIDTH)
            norm(layer.ffn.layer_norm)
            linear(layer.ffn.linear_0, _INNER, _WIDTH)
            linear(layer.ffn.linear_1, _WIDTH, _INNER)
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
