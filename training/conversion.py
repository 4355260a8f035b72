"""From a checkpoint to a CTranslate2 model: weights put into the specification by hand, then int8."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy
import torch
from ctranslate2.specs import TransformerSpec, common_spec

from training.network import Shape

Weights = Mapping[str, torch.Tensor]


def average_weights(paths: Sequence[Path]) -> tuple[dict[str, torch.Tensor], Shape]:
    """The mean of the smoothed weights of checkpoints, and the shape they share."""
    states = [torch.load(path, map_location="cpu") for path in paths]
    first = states[0]["average"]
    mean = {name: torch.stack([state["average"][name].float() for state in states]).mean(0) for name in first}
    return mean, Shape(**states[0]["shape"])


def convert(weights: Weights, shape: Shape, vocabulary: Sequence[str], folder: Path) -> None:
    """Write the model as int8 into `folder`."""
    spec = TransformerSpec.from_config((shape.encoder_layers, shape.decoder_layers), shape.heads, pre_norm=True)
    spec.config.decoder_start_token = "</s>"
    spec.config.add_source_eos = True
    spec.config.add_source_bos = False
    _fill(spec, {name: tensor.detach().float().numpy().copy() for name, tensor in weights.items()}, shape)
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    spec.validate()
    spec.optimize(quantization="int8")
    with tempfile.TemporaryDirectory() as staging:
        spec.save(staging)
        shutil.copytree(staging, folder, dirs_exist_ok=True)


def _fill(spec: Any, weights: Mapping[str, Any], shape: Shape) -> None:
    embedding = weights["embedding.weight"]
    spec.encoder.embeddings[0].weight = embedding
    spec.decoder.embeddings.weight = embedding
    spec.decoder.projection.weight = embedding
    spec.decoder.projection.bias = weights["bias"]
    for side, layers in (("encoder", shape.encoder_layers), ("decoder", shape.decoder_layers)):
        _norm(getattr(spec, side).layer_norm, weights, f"{side}_norm")
        for number in range(layers):
            layer, name = getattr(spec, side).layer[number], f"{side}.{number}"
            _norm(layer.self_attention.layer_norm, weights, f"{name}.attention_norm")
            _joined(layer.self_attention.linear[0], weights, f"{name}.attention", ("query", "key", "value"))
            _joined(layer.self_attention.linear[1], weights, f"{name}.attention", ("output",))
            if side == "decoder":
                _norm(layer.attention.layer_norm, weights, f"{name}.source_norm")
                _joined(layer.attention.linear[0], weights, f"{name}.source_attention", ("query",))
                _joined(layer.attention.linear[1], weights, f"{name}.source_attention", ("key", "value"))
                _joined(layer.attention.linear[2], weights, f"{name}.source_attention", ("output",))
            _norm(layer.ffn.layer_norm, weights, f"{name}.feed_forward_norm")
            _joined(layer.ffn.linear_0, weights, f"{name}.feed_forward", ("inner",))
            _joined(layer.ffn.linear_1, weights, f"{name}.feed_forward", ("outer",))


def _norm(spec: common_spec.LayerNormSpec, weights: Mapping[str, Any], name: str) -> None:
    spec.gamma, spec.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _joined(spec: common_spec.LinearSpec, weights: Mapping[str, Any], name: str, parts: Sequence[str]) -> None:
    spec.weight = numpy.concatenate([weights[f"{name}.{part}.weight"] for part in parts])
    spec.bias = numpy.concatenate([weights[f"{name}.{part}.bias"] for part in parts])
