"""What an engine is to the rest of the program: something that turns English sentences into target sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A translation that an engine offers; `score` is its mean log-probability a token, higher is likelier."""

    text: str
    score: float = 0.0


class Engine(Protocol):
    """A model package plus its decoder; tests bring engines of their own."""

    @property
    def name(self) -> str:
        """What an editor knows it by, as in `translate-en_ps-0_1`."""

    @property
    def signature(self) -> str:
        """Changes whenever its output could: model checksum and decoding options."""

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Tokens it was trained to copy; empty for ordinary engines."""

    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        """For each sentence at least one and at most `candidates` hypotheses, best first.

        Args:
            progress: called with the number of sentences finished since the last call.
        """
