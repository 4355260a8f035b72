"""An engine whose questions are answered by the workers of a cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from translate_pipeline.models.store import ModelPackage
from translate_pipeline.translation.cluster.batches import Questions
from translate_pipeline.translation.cluster.connection import Cluster
from translate_pipeline.translation.cluster.wire import Task
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.engine import Attention, Completion, Hypothesis, Progress
from translate_pipeline.translation.options import DecodingOptions


class ClusterEngine:
    """A `PackageEngine` that counts tokens here and decodes elsewhere; what comes out is the same."""

    def __init__(self, local: PackageEngine, cluster: Cluster):
        self._local = local
        self._cluster = cluster

    @property
    def package(self) -> ModelPackage:
        """What it runs."""
        return self._local.package

    @property
    def name(self) -> str:
        """The package's name."""
        return self._local.name

    @property
    def language(self) -> str:
        """The code of the language that the package translates to."""
        return self._local.language

    @property
    def signature(self) -> str:
        """That of the package on this machine: where it decodes makes no difference."""
        return self._local.signature

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The package's."""
        return self._local.placeholders

    @property
    def options(self) -> DecodingOptions:
        """How it decodes."""
        return self._local.options

    @property
    def longest_source(self) -> int:
        """The most tokens of a source that it translates well."""
        return self._local.longest_source

    def count_tokens(self, text: str) -> int:
        """The length of a source in the model's tokens."""
        return self._local.count_tokens(text)

    def with_options(self, options: DecodingOptions) -> ClusterEngine:
        """The same engine decoding otherwise."""
        return ClusterEngine(self._local.with_options(options), self._cluster)

    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        """Have each different sentence decoded once."""
        counts = Counter(sentences)
        texts = sorted(counts)
        done = (lambda batch: progress(sum(counts[texts[index]] for index in batch))) if progress else None
        answers = self._ask(Task.DECODE, texts, texts, candidates=candidates, done=done)
        decoded = dict(zip(texts, answers, strict=True))
        return [decoded[text] for text in sentences]

    def complete(self, requests: Sequence[Completion]) -> list[Hypothesis]:
        """Have the requests completed."""
        return self._ask(Task.COMPLETE, requests, [request.sentence for request in requests])

    def places(self, questions: Sequence[tuple[str, str, str]]) -> list[int]:
        """Have the workers look."""
        return self._ask(Task.PLACES, questions, [f"{source} {target}" for source, target, _ in questions])

    def locate(self, questions: Sequence[tuple[str, str, tuple[int, int]]]) -> list[int]:
        """Have the workers look."""
        return self._ask(Task.LOCATE, questions, [f"{source} {target}" for source, target, _ in questions])

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        """Have the workers look."""
        return self._ask(Task.ATTEND, pairs, [f"{source} {target}" for source, target in pairs])

    def _ask(
        self,
        task: Task,
        items: Sequence[Any],
        texts: Sequence[str],
        *,
        candidates: int = 1,
        done: Callable[[Sequence[int]], None] | None = None,
    ) -> list[Any]:
        if not items:
            return []
        sizes = [self.count_tokens(text) for text in texts]
        questions = Questions(task, items, sizes, asdict(self.options), candidates)
        return self._cluster.answer(self.package, self.options, questions, done or _nothing)


def _nothing(batch: Sequence[int]) -> None:
    """Nobody wants to know."""
