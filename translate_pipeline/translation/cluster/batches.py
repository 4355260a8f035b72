"""Questions to an engine, handed out in batches: large ones while there is much to do, small ones at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from translate_pipeline.translation.cluster.wire import Order, Task

# In tokens: enough to fill the decoder, little enough to lose with a worker.
_MOST = 2048
_LEAST = 64
# So many batches for each thread would be left if all had the size of the next one.
_SHARE = 4


class Questions:
    """What an engine is asked, longest first.

    Args:
        sizes: the length of each item in tokens.
        options: the decoding options by name.
    """

    def __init__(
        self,
        task: Task,
        items: Sequence[Any],
        sizes: Sequence[int],
        options: Mapping[str, Any],
        candidates: int = 1,
    ):
        self.task = task
        self._order = sorted(range(len(items)), key=lambda index: -sizes[index])
        self._items = items
        self._sizes = sizes
        self._options = options
        self._candidates = candidates
        self._next = 0
        self._left = sum(sizes)

    def __len__(self) -> int:
        """The number of items."""
        return len(self._items)

    def take(self, threads: int) -> tuple[int, ...]:
        """The next batch for one of `threads` that work: indexes of items; none when all are given out."""
        limit = min(_MOST, max(_LEAST, self._left // (_SHARE * max(threads, 1))))
        batch: list[int] = []
        size = 0
        while self._next < len(self._order):
            index = self._order[self._next]
            if batch and size + self._sizes[index] > limit:
                break
            batch.append(index)
            size += self._sizes[index]
            self._next += 1
        self._left -= size
        return tuple(batch)

    def order(self, batch: Sequence[int]) -> Order:
        """What a worker is told of a batch."""
        return Order(self.task, tuple(self._items[index] for index in batch), self._options, self._candidates)
