"""How an engine decodes: what a project file may set for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

DEVICES = ("auto", "cpu", "cuda")
COMPUTE_TYPES = (
    "default",
    "auto",
    "int8",
    "int8_float32",
    "int8_float16",
    "int8_bfloat16",
    "float16",
    "bfloat16",
    "float32",
)


@dataclass(frozen=True, slots=True)
class DecodingOptions:
    """Options of CTranslate2's decoder, under the names of the project file.

    Attributes:
        beam: hypotheses kept alive, 1 to 16; more is slower and a little better.
        length_penalty: the exponent of the length by which a hypothesis's score is divided; 0 favours short ones.
        no_repeat: no run of this many tokens comes twice in a sentence; 0 allows it.
        repetition_penalty: above 1 tokens that stand already become less likely.
        longest: tokens of a target for each token of its source, at most; some more are always allowed.
        longest_source: tokens of a sentence beyond which it is translated clause by clause; 0 leaves it to the engine.
        unknowns: the decoder may write its unknown token, of which the source's word is made.
        device: where to decode; `auto` takes a GPU where there is one.
        compute_type: the type of numbers to compute with; `default` is the one that the package was saved in.
        replicas: translators that work at the same time on a CPU; 0 is one for each core.
    """

    beam: int = 4
    length_penalty: float = 1.0
    no_repeat: int = 3
    repetition_penalty: float = 1.0
    longest: float = 3.0
    longest_source: int = 0
    unknowns: bool = False
    device: str = "cpu"
    compute_type: str = "default"
    replicas: int = 0

    @property
    def signature(self) -> str:
        """Changes when other drafts would come out; replicas change none."""
        differing = [
            f"{each.name}{getattr(self, each.name)}"
            for each in fields(self)
            if each.name != "replicas" and getattr(self, each.name) != each.default
        ]
        return ":".join([f"beam{self.beam}", *(each for each in differing if not each.startswith("beam"))])


DEFAULTS = DecodingOptions()

# What each option may be: bounds of a number, or the words to choose from.
RANGES: Mapping[str, tuple[float, float] | tuple[str, ...]] = {
    "beam": (1, 16),
    "length_penalty": (0.0, 5.0),
    "no_repeat": (0, 20),
    "repetition_penalty": (0.5, 5.0),
    "longest": (1.0, 20.0),
    "longest_source": (0, 10_000),
    "device": DEVICES,
    "compute_type": COMPUTE_TYPES,
    "replicas": (0, 256),
}
OPTION_TYPES: Mapping[str, type] = {
    each.name: type(each.default) for each in fields(DecodingOptions) if each.name in RANGES
}


def fault_of(name: str, value: Any) -> tuple[str, str] | None:
    """What is wrong with an option's value, and the remedy; None where nothing is."""
    allowed = RANGES[name]
    if isinstance(value, str):
        words = ", ".join(map(str, allowed))
        return None if value in allowed else (f"unknown {name} {value!r}", f"give one of {words}")
    low, high = allowed
    if not float(low) <= value <= float(high):
        return f"{name} {value} is out of range", f"give a number from {low} to {high}"
    return None
