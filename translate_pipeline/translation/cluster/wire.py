"""What goes between a run and its workers: JSON, in which numbers keep every digit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import Any

from translate_pipeline.translation.engine import Attention, Completion, Hypothesis


class Task(StrEnum):
    """What an engine can be asked."""

    DECODE = "decode"
    COMPLETE = "complete"
    PLACES = "places"
    LOCATE = "locate"
    ATTEND = "attend"


@dataclass(frozen=True, slots=True)
class Order:
    """A batch of questions to an engine.

    Attributes:
        options: the decoding options by name.
        candidates: hypotheses asked for, where sentences are decoded.
    """

    task: Task
    items: tuple[Any, ...]
    options: Mapping[str, Any]
    candidates: int = 1

    def pack(self) -> str:
        """The order as text."""
        items = [astuple(item) if self.task is Task.COMPLETE else item for item in self.items]
        whole = {"task": self.task, "items": items, "options": self.options, "candidates": self.candidates}
        return json.dumps(whole)


def unpack_order(text: str) -> Order:
    """The order of a text."""
    whole = json.loads(text)
    task = Task(whole["task"])
    return Order(
        task,
        tuple(_item(task, each) for each in whole["items"]),
        dict(whole["options"]),
        int(whole["candidates"]),
    )


def _item(task: Task, item: Any) -> Any:
    if task is Task.DECODE:
        return str(item)
    if task is Task.COMPLETE:
        sentence, prefix, suppress = item
        return Completion(sentence, prefix, tuple(suppress))
    if task is Task.PLACES:
        source, target, token = item
        return source, target, token
    if task is Task.LOCATE:
        source, target, (start, end) = item
        return source, target, (start, end)
    source, target = item
    return source, target


def pack_answers(task: Task, answers: Sequence[Any]) -> list[Any]:
    """Answers to an order as JSON has them."""
    if task is Task.DECODE:
        return [[astuple(each) for each in hypotheses] for hypotheses in answers]
    if task is Task.COMPLETE:
        return [astuple(each) for each in answers]
    if task is Task.ATTEND:
        return [[list(each.source), list(each.target), [list(row) for row in each.weights]] for each in answers]
    return list(answers)


def unpack_answers(task: Task, answers: Sequence[Any]) -> list[Any]:
    """What `pack_answers` packed."""
    if task is Task.DECODE:
        return [[Hypothesis(*fields) for fields in hypotheses] for hypotheses in answers]
    if task is Task.COMPLETE:
        return [Hypothesis(*fields) for fields in answers]
    if task is Task.ATTEND:
        return [
            Attention([(start, end) for start, end in source], [(start, end) for start, end in target], weights)
            for source, target, weights in answers
        ]
    return list(answers)
