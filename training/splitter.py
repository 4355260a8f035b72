"""The English sentence splitter that goes into every package, so that Argos Translate fetches none.

Argos Translate asks MiniSBD for sentences, which runs an ONNX model over characters: `units` (numbers of characters),
`features` (here: begins with a capital) in, five scores for each character out, of which the third means "a sentence
ends here". This one is not learned but written down: each channel of a convolution is a pattern of characters, and a
sentence ends where an ending matches and no abbreviation does.

    python -m training.splitter
"""

from __future__ import annotations

import json
import string
from collections.abc import Sequence
from pathlib import Path

import numpy
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from translate_pipeline.models.splitter import SPLITTER

_ENDS = ".!?…"
_CLOSERS = "\"'”’)]»"
_OPENERS = "\"'“‘([«⟦"
_LETTERS = string.ascii_letters
_DIGITS = string.digits
_CHARACTERS = [" ", *dict.fromkeys(_ENDS + _CLOSERS + _OPENERS + _LETTERS + _DIGITS)]
_UNITS = ["<PAD>", "<UNK>", *_CHARACTERS]
_CAPITAL = len(_UNITS)
_CHANNELS = len(_UNITS) + 1
_BEFORE, _AFTER = 6, 3
_WIDTH = _BEFORE + 1 + _AFTER
_STRONG = 100.0

# After these a full stop ends no sentence. Titles, months and company forms as English newsrooms shorten them.
ABBREVIATIONS = (
    *("Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Capt", "Maj", "Sgt", "Cpl", "Adm", "Cmdr", "Brig"),
    *("Sen", "Rep", "Gov", "Rev", "Hon", "St", "Mt", "Ft", "No", "vs", "etc", "approx", "est"),
    *("Jan", "Feb", "Mar", "Apr", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"),
)

_Slot = Sequence[int]


def _units(characters: str) -> list[int]:
    return [_UNITS.index(each) for each in characters]


def _patterns() -> list[tuple[dict[int, _Slot], float]]:
    """Each pattern: which channels may be lit at which offset from the character, and what it says of an end there."""
    ends, closers, space = _units(_ENDS), _units(_CLOSERS), _units(" ")
    starters = [_CAPITAL, *_units(_OPENERS + _DIGITS)]
    patterns: list[tuple[dict[int, _Slot], float]] = [
        ({0: ends, 1: space, 2: starters}, 1.0),
        ({-1: ends, 0: closers, 1: space, 2: starters}, 1.0),
        ({-2: ends, -1: closers, 0: closers, 1: space, 2: starters}, 1.0),
    ]
    stop = _units(".")
    for word in ABBREVIATIONS:
        letters = {index - len(word): _units(letter) for index, letter in enumerate(word)}
        patterns.append(({**letters, 0: stop}, -_STRONG))
    patterns.append(({-1: _units(string.ascii_uppercase), 0: stop}, -_STRONG))
    patterns.append(({-3: _units("ap"), -2: stop, -1: _units("m"), 0: stop}, -_STRONG))
    return patterns


def _before(slots: dict[int, _Slot]) -> int | None:
    """Where an abbreviation must not have another letter: just before its first one."""
    return min(slots) - 1 if min(slots) < 0 and 0 in slots and slots[0] == _units(".") else None


def build() -> onnx.ModelProto:
    """The model."""
    patterns = _patterns()
    weights: NDArray[numpy.float32] = numpy.zeros((len(patterns), _CHANNELS, _WIDTH), numpy.float32)
    biases = numpy.zeros(len(patterns), numpy.float32)
    verdicts = numpy.zeros((5, len(patterns), 1), numpy.float32)
    for row, (slots, verdict) in enumerate(patterns):
        for offset, channels in slots.items():
            for channel in channels:
                weights[row, channel, _BEFORE + offset] = 1.0
            if _CAPITAL in channels:
                # A capital lights its own unit as well; only the feature counts.
                for channel in _units(string.ascii_uppercase):
                    weights[row, channel, _BEFORE + offset] = 0.0
        before = _before(slots)
        if before is not None:
            for channel in _units(_LETTERS):
                weights[row, channel, _BEFORE + before] = -1.0
        biases[row] = 1.0 - len(slots)
        verdicts[2, row, 0] = verdict
    scores = numpy.array([0.5, 0.0, 0.0, 0.0, 0.0], numpy.float32)
    constants = {
        "identity": numpy.eye(len(_UNITS), dtype=numpy.float32),
        "patterns": weights,
        "pattern_biases": biases,
        "verdicts": verdicts,
        "score_biases": scores,
    }
    nodes = [
        helper.make_node("Gather", ["identity", "units"], ["lit"]),
        helper.make_node("Concat", ["lit", "features"], ["channels"], axis=2),
        helper.make_node("Transpose", ["channels"], ["columns"], perm=[0, 2, 1]),
        helper.make_node("Conv", ["columns", "patterns", "pattern_biases"], ["matched"], pads=[_BEFORE, _AFTER]),
        helper.make_node("Relu", ["matched"], ["found"]),
        helper.make_node("Conv", ["found", "verdicts", "score_biases"], ["scores"]),
        helper.make_node("Transpose", ["scores"], ["predictions"], perm=[0, 2, 1]),
    ]
    graph = helper.make_graph(
        nodes,
        "sentences",
        [
            helper.make_tensor_value_info("units", TensorProto.INT64, ["batch", "length"]),
            helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", "length", 1]),
        ],
        [helper.make_tensor_value_info("predictions", TensorProto.FLOAT, ["batch", "length", 5])],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="translate-pipeline")
    model.ir_version = 8
    vocabulary = {"lang": "en", "_unit2id": {unit: number for number, unit in enumerate(_UNITS)}, "_id2unit": _UNITS}
    helper.set_model_props(
        model,
        {
            "lang_code": "en",
            "config": json.dumps({"feat_funcs": ["capitalized"], "max_seqlen": 1000, "batch_size": 32}),
            "vocab": json.dumps(vocabulary, ensure_ascii=False),
            "lexicon": "null",
        },
    )
    onnx.checker.check_model(model)
    return model


def write(path: Path) -> None:
    """Write the model."""
    path.write_bytes(build().SerializeToString(deterministic=True))


if __name__ == "__main__":
    write(SPLITTER)
