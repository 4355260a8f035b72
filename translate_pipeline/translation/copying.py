"""Placeholders that came out lost, twice or unasked: they are put right before anyone else sees the output.

Another hypothesis of a wider beam may have them right. Where none has, the output is cut before the first placeholder
that may not stand, and decoded on from there without it. When none is left over and one is still lost, it is written
where the engine finds the target likeliest with it, and what follows decoded anew; so for one after another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from translate_pipeline.translation.engine import Completion, Engine, Hypothesis
from translate_pipeline.translation.runaway import runaway, slips

_WIDER = 8
# Of ten placeholders each may be doubled once and lost once.
_MAX_ROUNDS = 20


class CopyingEngine(Engine, Protocol):
    """An engine that goes on from what it is given, and tells where a placeholder is missing."""

    def places(self, questions: Sequence[tuple[str, str, str]]) -> list[int]:
        """Where in a target a token makes it likeliest to the engine.

        Args:
            questions: source, target, and the token.

        Returns:
            Offsets in the targets: the start of a word, or the end.
        """

    def complete(self, requests: Sequence[Completion]) -> list[Hypothesis]:
        """As in `SteerableEngine`."""


def put_right(engine: CopyingEngine, outputs: Mapping[str, Sequence[Hypothesis]]) -> dict[str, list[Hypothesis]]:
    """The sentences whose best output slipped, with one put first that has each placeholder as often as the source.

    They have as many hypotheses as before. What cannot be put right, or only by an output that runs away, is not here.
    """
    marks = engine.placeholders
    slipped = [text for text, found in outputs.items() if slips(text, found[0].text, marks)]
    righted = {text: found for text in slipped if (found := _right_ones(text, outputs[text], marks))}
    again = [text for text in slipped if text not in righted and len(outputs[text]) < _WIDER]
    if again:
        for text, found in zip(again, engine.decode(again, candidates=_WIDER), strict=True):
            if right := _right_ones(text, found, marks):
                righted[text] = right
    left = {text: outputs[text][0] for text in slipped if text not in righted}
    for text, steered in _steered(engine, marks, left).items():
        if right := _right_ones(text, [steered], marks):
            righted[text] = right
    return {
        text: [*right, *(each for each in outputs[text] if each not in right)][: len(outputs[text])]
        for text, right in righted.items()
    }


def _right_ones(text: str, found: Sequence[Hypothesis], marks: Collection[str]) -> list[Hypothesis]:
    return [each for each in found if not slips(text, each.text, marks) and not runaway(text, each)]


def _steered(engine: CopyingEngine, marks: Collection[str], outputs: Mapping[str, Hypothesis]) -> dict[str, Hypothesis]:
    steered = dict(outputs)
    # How much of each output may not change any more: up to the last placeholder that was forced.
    forced: dict[str, int] = {}
    for _ in range(_MAX_ROUNDS):
        left = {text: output.text for text, output in steered.items() if slips(text, output.text, marks)}
        if not left:
            break
        prefixes = {
            text: kept for text, output in left.items() if (kept := _before_strays(text, output, marks)) is not None
        }
        lost = {text: _first_lost(text, output, marks) for text, output in left.items() if text not in prefixes}
        places = engine.places([(text, left[text], mark) for text, mark in lost.items()])
        for (text, mark), place in zip(lost.items(), places, strict=True):
            before = left[text][: max(place, forced.get(text, 0))].rstrip()
            prefixes[text] = f"{before} {mark}".strip()
            forced[text] = len(prefixes[text])
        requests = [Completion(text, prefix, _spent(text, prefix, marks)) for text, prefix in prefixes.items()]
        for request, output in zip(requests, engine.complete(requests), strict=True):
            steered[request.sentence] = output
    return {text: replace(output, forced=text in forced) for text, output in steered.items()}


def _before_strays(text: str, output: str, marks: Collection[str]) -> str | None:
    """An output up to the first placeholder that the sentence does not have, or not so often; None if there is none."""
    ends = []
    for each in marks:
        parts = output.split(each)
        allowed = text.count(each) + 1
        if len(parts) > allowed:
            ends.append(len(each.join(parts[:allowed])))
    return output[: min(ends)].rstrip() if ends else None


def _first_lost(text: str, output: str, marks: Collection[str]) -> str:
    return min((each for each in marks if output.count(each) < text.count(each)), key=text.index)


def _spent(text: str, prefix: str, marks: Collection[str]) -> tuple[str, ...]:
    return tuple(each for each in marks if prefix.count(each) >= text.count(each))
