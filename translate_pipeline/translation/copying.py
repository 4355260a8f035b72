"""Placeholders that came out lost, twice or unasked: they are put right before anyone else sees the output.

Another hypothesis of a wider beam may have them right. Where none has, the output is cut before a placeholder that may
not stand, a lost one is written where the engine finds the whole likeliest, and the rest decoded anew; so for one after
another, from left to right.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from translate_pipeline.translation.engine import Completion, Engine, Hypothesis
from translate_pipeline.translation.runaway import runaway, slips

_WIDER = 8
_MAX_ROUNDS = 12


class CopyingEngine(Engine, Protocol):
    """An engine that goes on from what it is given, and tells where a placeholder is missing."""

    def places(self, questions: Sequence[tuple[str, str, str]]) -> list[int]:
        """Where in a target a token makes it likeliest to the engine.

        Args:
            questions: source, target (or its beginning), and the token.

        Returns:
            Offsets in the targets: the start of a word, or the end.
        """

    def complete(self, requests: Sequence[Completion]) -> list[str]:
        """As in `SteerableEngine`."""


def copied(engine: CopyingEngine, outputs: Mapping[str, Sequence[Hypothesis]]) -> dict[str, list[Hypothesis]]:
    """The sentences whose best output slipped, with one put first that has each placeholder as often as the source.

    They have as many hypotheses as before. What cannot be put right, or only by an output that runs away, is not here.
    """
    slipped = [text for text, found in outputs.items() if slips(text, found[0].text, engine.placeholders)]
    righted = {text: found for text in slipped if (found := _right_ones(text, outputs[text], engine.placeholders))}
    left = [text for text in slipped if text not in righted]
    if left:
        for text, found in zip(left, engine.decode(left, candidates=_WIDER), strict=True):
            if right := _right_ones(text, found, engine.placeholders):
                righted[text] = right
        left = [text for text in left if text not in righted]
    forced = _forced(engine, {text: outputs[text][0].text for text in left})
    for text, target in forced.items():
        if right := _right_ones(text, [Hypothesis(target, outputs[text][0].score, forced=True)], engine.placeholders):
            righted[text] = right
    return {
        text: [*right, *(each for each in outputs[text] if each not in right)][: len(outputs[text])]
        for text, right in righted.items()
    }


def _right_ones(text: str, found: Sequence[Hypothesis], placeholders: Collection[str]) -> list[Hypothesis]:
    return [each for each in found if not slips(text, each.text, placeholders) and not runaway(text, each)]


def _forced(engine: CopyingEngine, targets: Mapping[str, str]) -> dict[str, str]:
    outputs = dict(targets)
    forced = dict.fromkeys(outputs, 0)
    left = list(outputs)
    for _ in range(_MAX_ROUNDS):
        left = [text for text in left if slips(text, outputs[text], engine.placeholders)]
        if not left:
            break
        prefixes = _prefixes(engine, {text: outputs[text] for text in left}, forced)
        requests = [
            Completion(text, prefix, _spent(text, prefix, engine.placeholders)) for text, prefix in prefixes.items()
        ]
        for request, output in zip(requests, engine.complete(requests), strict=True):
            outputs[request.sentence], forced[request.sentence] = output, len(request.prefix)
    return outputs


def _prefixes(engine: CopyingEngine, outputs: Mapping[str, str], forced: Mapping[str, int]) -> dict[str, str]:
    """What each output is to begin with: never less than was forced before, so that every round gains a placeholder."""
    kept = {text: _without_strays(text, output, engine.placeholders) for text, output in outputs.items()}
    lost = {text: each for text in outputs if (each := _first_lost(text, kept[text], engine.placeholders))}
    places = engine.places([(text, kept[text], each) for text, each in lost.items()])
    prefixes = dict(kept)
    for (text, each), place in zip(lost.items(), places, strict=True):
        before = kept[text][: max(place, min(forced[text], len(kept[text])))].rstrip()
        prefixes[text] = f"{before} {each}".strip()
    return prefixes


def _without_strays(text: str, output: str, placeholders: Collection[str]) -> str:
    """An output up to the first placeholder that the sentence does not have, or not so often."""
    ends = [len(output)]
    for each in placeholders:
        parts = output.split(each)
        allowed = text.count(each) + 1
        if len(parts) > allowed:
            ends.append(len(each.join(parts[:allowed])))
    return output[: min(ends)].rstrip()


def _first_lost(text: str, beginning: str, placeholders: Collection[str]) -> str:
    lost = [each for each in placeholders if beginning.count(each) < text.count(each)]
    return min(lost, key=text.index, default="")


def _spent(text: str, prefix: str, placeholders: Collection[str]) -> tuple[str, ...]:
    return tuple(each for each in placeholders if prefix.count(each) >= text.count(each))
