"""What an engine is to the rest of the program: something that turns English sentences into target sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A translation that an engine offers.

    Attributes:
        score: its mean log-probability a token; higher is likelier.
        cut: it reached the longest output allowed, and would have gone on.
        forced: a part of it was given to the engine, which had left it out.
    """

    text: str
    score: float = 0.0
    cut: bool = False
    forced: bool = False


class Engine(Protocol):
    """A model package plus its decoder; tests bring engines of their own."""

    @property
    def name(self) -> str:
        """What an editor knows it by, as in `translate-en_ps-0_4`."""

    @property
    def language(self) -> str:
        """The code of the language that it writes, as its package has it: `prs`, `ps`, or `fa` for Iranian Persian."""

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


@runtime_checkable
class LimitedEngine(Engine, Protocol):
    """An engine that translates long sentences clause by clause."""

    def fits(self, text: str) -> bool:
        """Whether a sentence is translated in one piece."""

    def note_cut(self, text: str) -> None:
        """Count a sentence that was cut before it came here."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A translation to finish.

    Attributes:
        prefix: what it begins with, given.
        suppress: tokens that may not follow.
    """

    sentence: str
    prefix: str
    suppress: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attention:
    """Where an engine looks while it writes a target.

    Attributes:
        source, target: half-open offsets of the pieces of both texts.
        weights: for each piece of the target, the shares that the pieces of the source have.
    """

    source: Sequence[tuple[int, int]]
    target: Sequence[tuple[int, int]]
    weights: Sequence[Sequence[float]]


@runtime_checkable
class AligningEngine(Engine, Protocol):
    """An engine that tells which words of a source a target's words render."""

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        """The attention for each source and target, the target forced upon the decoder."""


@runtime_checkable
class SteerableEngine(Engine, Protocol):
    """An engine that shows where it looks and goes on from what it is given."""

    def locate(self, questions: Sequence[tuple[str, str, tuple[int, int]]]) -> list[int]:
        """Where a target speaks of a part of its source, by attention.

        Args:
            questions: source, target (or its beginning), and half-open offsets in the source.

        Returns:
            Offsets in the targets, at the start of a word.
        """

    def complete(self, requests: Sequence[Completion]) -> list[Hypothesis]:
        """The whole targets, each beginning with its prefix."""
