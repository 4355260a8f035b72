"""What goes up the ladder and what comes down, and the one judgement between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipeline.glossary.masking import Masked, mask, restore
from translate_pipeline.glossary.matching import Match
from translate_pipeline.glossary.target_forms import TermCount, count_terms
from translate_pipeline.glossary.terms import Term
from translate_pipeline.locales import Locale
from translate_pipeline.translation.engine import Engine, Hypothesis

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Job:
    """A sentence to draft.

    Attributes:
        matches: the glossary's terms in it.
        kept: spans that come out as they are: addresses, and names that the glossary lacks.
        numbers: spans of numbers that an engine had better copy than translate.
    """

    text: str
    matches: tuple[Match, ...] = ()
    kept: tuple[Span, ...] = ()
    numbers: tuple[Span, ...] = ()

    @property
    def required(self) -> Counter[Term]:
        """How often each term must stand in the target."""
        return required_terms(self.matches)


def required_terms(matches: Sequence[Match]) -> Counter[Term]:
    """How often a target must have each term of its source."""
    return Counter(match.term for match in matches)


@dataclass(frozen=True, slots=True)
class Enforced:
    """A drafted sentence.

    Attributes:
        rung: the rung that the draft comes from.
        tries: how many rungs were climbed.
        counts: what was required of each term and what was found.
        exact: no placeholder was dropped, doubled or invented on the way.
    """

    target: str
    rung: str
    tries: int
    counts: tuple[TermCount, ...]
    exact: bool = True

    @property
    def missing(self) -> int:
        """Occurrences of terms that the draft lacks."""
        return sum(count.missing for count in self.counts)

    @property
    def fault(self) -> tuple[int, bool, bool]:
        """What a better draft has less of: missing terms, traces of placeholders, silence."""
        return self.missing, not self.exact, not self.target

    @property
    def solved(self) -> bool:
        """Nothing is left to climb for."""
        return not any(self.fault)


def judge(job: Job, target: str, rung: str, locale: Locale, *, exact: bool = True) -> Enforced:
    """A draft with the counts of the check that later judges a reviewer's text."""
    return Enforced(target, rung, 1, tuple(count_terms(job.required, target, locale)), exact)


def mask_job(job: Job, engine: Engine, locale: Locale, *, names_only: bool = False) -> Masked:
    """The sentence as an engine with placeholders is asked to translate it."""
    kept: Sequence[Span] = () if names_only else (*job.kept, *job.numbers)
    return mask(job.text, job.matches, kept, engine.placeholders, locale)


def rung_of(output: Hypothesis, rung: str) -> str:
    """The rung that a draft is said to come from: `splice` where a placeholder had to be forced."""
    return "splice" if output.forced else rung


def judge_masked(job: Job, masked: Masked, output: str, *, rung: str, engine: Engine, locale: Locale) -> Enforced:
    """The draft that an engine's output for a masked sentence makes."""
    restored = restore(output, masked.slots, locale, engine.placeholders)
    return judge(job, restored.text, rung, locale, exact=restored.exact)


def best_of(drafts: Sequence[Enforced]) -> Enforced:
    """The draft with the least fault; the first of equals."""
    return min(drafts, key=lambda draft: draft.fault)
