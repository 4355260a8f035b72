"""What is trained on next: templates drawn, rendered, encoded, put into batches of like length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training.pieces import LANGUAGE_TOKENS
from training.preparation import BACK_TRANSLATED, NAME_LISTS
from training.rendering import EVERYTHING, SOME, Rendered, Renderer
from training.templates import Template

# How often a line of a corpus is drawn in a round; the rest of the fraction is chance.
WEIGHTS: Mapping[str, float] = {
    "newsdesk": 2.0,
    "tico19": 1.0,
    "nllb_seed": 1.0,
    "lingdocs_pashto": 1.0,
    "cldr_names": 0.3,
    "gazetteer_af": 0.3,
    "gazetteer_af_ps": 0.3,
    "glossary": 0.3,
    BACK_TRANSLATED: 0.5,
}
_SHORT = 60
_SAMPLED = 0.5
_ALPHA = 0.3
_JOINED = 0.12
_NAMES_IN_A_ROW = 0.015
_LONGEST = 160
UNK, BOS, EOS, PAD = range(4)


@dataclass(frozen=True, slots=True)
class Encoded:
    """One source and its targets: for each the language token's number and the pieces."""

    source: list[int]
    targets: tuple[tuple[int, list[int]], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded rows; `rows` says which source each target row belongs to."""

    source: list[list[int]]
    inputs: list[list[int]]
    labels: list[list[int]]
    rows: list[int]
    tokens: int


class Feeder:
    """An endless stream of batches; the same seed gives the same stream.

    Args:
        backward: a locale's code: from its language to English; empty for all lines from English.
    """

    def __init__(
        self,
        templates: Sequence[Template],
        renderer: Renderer,
        pieces: Any,
        rng: random.Random,
        size: int,
        backward: str = "",
    ):
        if backward:
            templates = [each for each in templates if backward in each.codes and each.corpus != BACK_TRANSLATED]
        self._backward = backward
        self._templates = templates
        self._renderer = renderer
        self._pieces = pieces
        self._rng = rng
        self._size = size
        self._tokens = {code: pieces.piece_to_id(token) for code, token in LANGUAGE_TOKENS.items()}
        self._short = [each for each in templates if sum(map(_length, each.sides["en"])) < _SHORT]

    def round(self, *, short: bool) -> Iterator[Batch]:
        """The batches of one round over the corpora, or over their short lines only."""
        rng = self._rng
        chosen = []
        for template in self._short if short else self._templates:
            weight = 1.0 if short else WEIGHTS[template.corpus]
            chosen += [template] * (int(weight) + (rng.random() < weight % 1))
        rng.shuffle(chosen)
        step = 6000
        for start in range(0, len(chosen), step):
            encoded = [self._encoded(each) for each in chosen[start : start + step]]
            yield from self._batches([each for each in encoded if self._usable(each)])

    def _encoded(self, template: Template) -> Encoded:
        if self._rng.random() < _NAMES_IN_A_ROW:
            return self._encode(self._renderer.names_in_a_row())
        return self._encode(self._render(template), tagged=template.corpus == BACK_TRANSLATED)

    def _render(self, template: Template) -> Rendered:
        rng = self._rng
        if template.corpus not in NAME_LISTS and rng.random() < _JOINED:
            other = rng.choice(self._short if rng.random() < 0.7 else self._templates)
            both = {template.corpus, other.corpus}
            if set(template.codes) & set(other.codes) and not both & {*NAME_LISTS, BACK_TRANSLATED}:
                return self._renderer.render([template, other])
        mode = rng.choice((SOME, EVERYTHING, None)) if template.corpus == "newsdesk" else None
        return self._renderer.render([template], mode)

    def _encode(self, example: Rendered, *, tagged: bool = False) -> Encoded:
        sampled = self._rng.random() < _SAMPLED
        options = {"enable_sampling": True, "alpha": _ALPHA, "nbest_size": -1} if sampled else {}
        source, texts = example.english, example.targets
        if self._backward:
            source, texts = texts[self._backward], {self._backward: source}
        pieces = self._pieces.encode(source, **options) + [EOS]
        targets = tuple((self._tokens[code], self._pieces.encode(text)) for code, text in texts.items())
        # The tag of Caswell and others (2019): English that a machine wrote is worth less than what people wrote.
        return Encoded([targets[0][0], *pieces] if tagged else pieces, targets)

    def _usable(self, example: Encoded) -> bool:
        longest = max((len(pieces) for _, pieces in example.targets), default=0)
        return 0 < longest <= _LONGEST and 1 < len(example.source) <= _LONGEST

    def _batches(self, examples: list[Encoded]) -> Iterator[Batch]:
        rng = self._rng
        examples.sort(key=lambda each: (max(len(pieces) for _, pieces in each.targets), len(each.source), rng.random()))
        batches: list[list[Encoded]] = []
        current: list[Encoded] = []
        rows = 0
        for example in examples:
            width = max(max(len(pieces) for _, pieces in example.targets), len(example.source)) + 2
            if current and (rows + len(example.targets)) * width > self._size:
                batches.append(current)
                current, rows = [], 0
            current.append(example)
            rows += len(example.targets)
        if current:
            batches.append(current)
        rng.shuffle(batches)
        return map(padded, batches)


def padded(examples: Sequence[Encoded]) -> Batch:
    """One batch: the decoder is given `</s>` and the language token, and is asked for what comes after that token."""
    inputs, labels, rows = [], [], []
    for index, example in enumerate(examples):
        for token, pieces in example.targets:
            inputs.append([EOS, token, *pieces])
            labels.append([PAD, *pieces, EOS])
            rows.append(index)
    return Batch(
        _pad([example.source for example in examples]),
        _pad(inputs),
        _pad(labels),
        rows,
        sum(len(each) - 1 for each in labels),
    )


def _pad(rows: list[list[int]]) -> list[list[int]]:
    longest = max(map(len, rows))
    return [row + [PAD] * (longest - len(row)) for row in rows]


def _length(piece: str | int) -> int:
    return len(piece) if isinstance(piece, str) else 8
