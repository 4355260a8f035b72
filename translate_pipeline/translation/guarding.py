"""An engine under guard: long sentences are cut at clauses, what ran away is decoded again, placeholders are put right.

What becomes of a sentence depends on that sentence only, never on those beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Protocol

from translate_pipeline.models.store import ModelPackage
from translate_pipeline.translation.clauses import Clause, halves, join_clauses, split_clauses
from translate_pipeline.translation.copying import CopyingEngine, put_right
from translate_pipeline.translation.engine import Attention, Completion, Hypothesis, Progress
from translate_pipeline.translation.options import DecodingOptions
from translate_pipeline.translation.runaway import badness, runaway, slips

REVISION = "2"
"""Changes when the guard would have other drafts come out."""
_PENALTIES = (1.2, 1.2, 1.4)
_NO_REPEAT = (None, 2, 2)
# Shorter sentences are not cut in two.
_HALVED_FROM = 12


class GuardableEngine(CopyingEngine, Protocol):
    """An engine whose options can be changed for single sentences, and that tells how long they are to it."""

    @property
    def package(self) -> ModelPackage:
        """What it decodes with."""

    @property
    def options(self) -> DecodingOptions:
        """How it decodes."""

    @property
    def longest_source(self) -> int:
        """The most tokens of a source that it translates well."""

    def with_options(self, options: DecodingOptions) -> GuardableEngine:
        """The same engine decoding otherwise; what is loaded is shared."""

    def count_tokens(self, text: str) -> int:
        """The length of a source in the model's tokens."""

    def locate(self, questions: Sequence[tuple[str, str, tuple[int, int]]]) -> list[int]:
        """As in `SteerableEngine`."""

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        """As in `AligningEngine`."""


@dataclass(slots=True)
class GuardTally:
    """Different texts that the decoder was given: those cut at clauses, those that ran away, which of these came out
    sound when decoded again, and those whose placeholders were put right.
    """

    cut: set[str] = field(default_factory=set)
    caught: set[str] = field(default_factory=set)
    mended: set[str] = field(default_factory=set)
    placeholders: set[str] = field(default_factory=set)

    @property
    def counts(self) -> dict[str, int]:
        """How many they are, by name."""
        return {each.name: len(getattr(self, each.name)) for each in fields(self)}

    def add(self, other: GuardTally) -> None:
        """Count what was counted elsewhere."""
        self.cut |= other.cut
        self.caught |= other.caught
        self.mended |= other.mended
        self.placeholders |= other.placeholders


class GuardedEngine:
    """An `Engine` around another one."""

    def __init__(self, engine: GuardableEngine):
        self.engine = engine
        self.tally = GuardTally()

    @property
    def name(self) -> str:
        """The engine's."""
        return self.engine.name

    @property
    def language(self) -> str:
        """The engine's."""
        return self.engine.language

    @property
    def signature(self) -> str:
        """The engine's, its limit, and the guard's revision."""
        return f"{self.engine.signature}:guard{REVISION}:source{self.engine.longest_source}"

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The engine's."""
        return self.engine.placeholders

    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        """Decode; long sentences clause by clause, runaway output again, slipped placeholders until they are right."""
        long = {text for text in set(sentences) if not self.fits(text)}
        short = [text for text in sentences if text not in long]
        decoded = dict(zip(short, self.engine.decode(short, candidates=candidates, progress=progress), strict=True))
        self._put_right(decoded, candidates)
        if long:
            decoded |= self._in_clauses({text: self._clauses(text) for text in sorted(long)}, candidates)
            self.tally.cut |= long
            if progress:
                progress(sum(Counter(sentences)[text] for text in long))
        return [decoded[text] for text in sentences]

    def fits(self, text: str) -> bool:
        """Whether a sentence is translated in one piece."""
        # A token has a character at least.
        limit = self.engine.longest_source
        return len(text) <= limit or self.engine.count_tokens(text) <= limit

    def take_tally(self) -> GuardTally:
        """What was counted since this was last asked."""
        taken, self.tally = self.tally, GuardTally()
        return taken

    def note_cut(self, text: str) -> None:
        """Count a sentence that was cut before it came here."""
        self.tally.cut.add(text)

    def _clauses(self, text: str) -> list[Clause]:
        return split_clauses(text, lambda start, end: self.fits(text[start:end]))

    def _in_clauses(self, cut: Mapping[str, Sequence[Clause]], candidates: int) -> dict[str, list[Hypothesis]]:
        texts = list(dict.fromkeys(clause.text for clauses in cut.values() for clause in clauses))
        decoded = dict(zip(texts, self.engine.decode(texts, candidates=candidates), strict=True))
        self._put_right(decoded, candidates)
        return {text: _joined(clauses, [decoded[each.text] for each in clauses]) for text, clauses in cut.items()}

    def _put_right(self, decoded: dict[str, list[Hypothesis]], candidates: int) -> None:
        decoded |= self._mend(decoded, candidates)
        marks = self.placeholders
        left = {text: found for text, found in decoded.items() if slips(text, found[0].text, marks)}
        # Where steering made the output run away, once more with a penalty against that.
        for engine in (self.engine, self.engine.with_options(self._stricter(_PENALTIES[0], None))):
            if not left:
                break
            righted = put_right(engine, left)
            self.tally.placeholders |= righted.keys()
            decoded |= righted
            left = {text: found for text, found in left.items() if text not in righted}

    def _mend(self, decoded: Mapping[str, Sequence[Hypothesis]], candidates: int) -> dict[str, list[Hypothesis]]:
        """The sentences whose best output ran away, with what is better."""
        best = {text: list(found) for text, found in decoded.items() if runaway(text, found[0])}
        self.tally.caught |= best.keys()
        for text, found in best.items():
            # The likeliest of those that are sound, where any is.
            best[text] = [each for each in found if not runaway(text, each)] or found
        for penalty, no_repeat in zip(_PENALTIES, _NO_REPEAT, strict=True):
            left = _unsound(best)
            if not left:
                break
            again = self.engine.with_options(self._stricter(penalty, no_repeat))
            self._keep_better(best, dict(zip(left, again.decode(left, candidates=candidates), strict=True)))
        cut = {text: halves(text) for text in _unsound(best) if self.engine.count_tokens(text) >= _HALVED_FROM}
        if cut:
            texts = list(dict.fromkeys(clause.text for clauses in cut.values() for clause in clauses))
            again = self.engine.with_options(self._stricter(_PENALTIES[0], None))
            parts = dict(zip(texts, again.decode(texts, candidates=candidates), strict=True))
            joined = {text: _joined(clauses, [parts[each.text] for each in clauses]) for text, clauses in cut.items()}
            self._keep_better(best, joined)
        self.tally.mended |= best.keys() - set(_unsound(best))
        return best

    def _stricter(self, penalty: float, no_repeat: int | None) -> DecodingOptions:
        own = self.engine.options
        shorter = own.no_repeat if no_repeat is None else min(own.no_repeat or no_repeat, no_repeat)
        return replace(own, repetition_penalty=max(own.repetition_penalty, penalty), no_repeat=shorter)

    def _keep_better(self, best: dict[str, list[Hypothesis]], again: Mapping[str, Sequence[Hypothesis]]) -> None:
        for text, found in again.items():
            measured = [(badness(text, each, self.placeholders), index) for index, each in enumerate(found)]
            if min(measured)[0] < badness(text, best[text][0], self.placeholders):
                best[text] = [found[index] for _, index in sorted(measured)]

    def locate(self, questions: Sequence[tuple[str, str, tuple[int, int]]]) -> list[int]:
        """Ask the engine; of a sentence that was cut it knows nothing, and names the target's end."""
        places = [len(target) for _, target, _ in questions]
        known = [index for index, (source, _, _) in enumerate(questions) if self.fits(source)]
        for index, place in zip(known, self.engine.locate([questions[index] for index in known]), strict=True):
            places[index] = place
        return places

    def complete(self, requests: Sequence[Completion]) -> list[Hypothesis]:
        """Have the engine complete; a sentence that was cut is decoded as before, its prefix left aside."""
        known = [index for index, request in enumerate(requests) if self.fits(request.sentence)]
        finished = dict(zip(known, self.engine.complete([requests[index] for index in known]), strict=True))
        rest = [index for index in range(len(requests)) if index not in finished]
        for index, found in zip(rest, self.decode([requests[index].sentence for index in rest]), strict=True):
            finished[index] = found[0]
        return [finished[index] for index in range(len(requests))]

    def attend(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        """The engine's attention."""
        return self.engine.attend(pairs)


def _unsound(best: Mapping[str, Sequence[Hypothesis]]) -> list[str]:
    return [text for text, found in best.items() if runaway(text, found[0])]


def _joined(clauses: Sequence[Clause], parts: Sequence[Iterable[Hypothesis]]) -> list[Hypothesis]:
    """The n-th best of a sentence from the n-th best of each clause."""
    joined = []
    for row in zip(*parts, strict=False):
        text = join_clauses(clauses, [each.text for each in row])
        score = sum(each.score for each in row) / len(row)
        cut, forced = any(each.cut for each in row), any(each.forced for each in row)
        joined.append(Hypothesis(text, score, cut, forced))
    return joined
