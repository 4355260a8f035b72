"""Glossary enforcement: rungs that are climbed until a sentence has all its terms.

Every rung asks the engine for all its sentences at once and judges what comes back by the count that later judges a
reviewer's text. A sentence that no rung solves keeps its best draft, and says which terms it lacks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from translate_pipeline.glossary.masking import Masked, mask, restore
from translate_pipeline.glossary.matching import Match
from translate_pipeline.glossary.target_forms import TermCount, count_terms
from translate_pipeline.glossary.terms import Term
from translate_pipeline.locales import Locale
from translate_pipeline.translation.engine import Engine, Progress

PLAIN, MASK, CANDIDATES = "plain", "mask", "candidates"
_WIDER = 6


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


@dataclass(frozen=True, slots=True)
class Job:
    """A sentence to draft, with the terms found in it, and the spans that come out as they are."""

    text: str
    matches: tuple[Match, ...]
    kept: tuple[tuple[int, int], ...] = ()

    @property
    def required(self) -> Counter[Term]:
        """How often each term must stand in the target."""
        return Counter(match.term for match in self.matches)


def enforce(jobs: Sequence[Job], engine: Engine, locale: Locale, progress: Progress | None = None) -> list[Enforced]:
    """Draft each job, climbing while terms are missing.

    Args:
        progress: called with the number of jobs that the first rung has finished.
    """
    best = _first_rung(jobs, engine, locale, progress)
    for rung in (_candidates, _plain):
        left = [index for index, draft in enumerate(best) if not draft.solved]
        if not left:
            break
        retried = rung([jobs[index] for index in left], engine, locale)
        for index, draft in zip(left, retried, strict=True):
            best[index] = _better(best[index], draft)
    return best


def _better(old: Enforced, new: Enforced) -> Enforced:
    return replace(new if new.fault < old.fault else old, tries=old.tries + 1)


def _judge(job: Job, target: str, rung: str, locale: Locale, *, exact: bool = True) -> Enforced:
    return Enforced(target, rung, 1, tuple(count_terms(job.required, target, locale)), exact)


def _first_rung(jobs: Sequence[Job], engine: Engine, locale: Locale, progress: Progress | None) -> list[Enforced]:
    masked = [_mask(job, engine, locale) for job in jobs]
    outputs = engine.decode([each.text for each in masked], progress=progress)
    drafts = []
    for job, each, hypotheses in zip(jobs, masked, outputs, strict=True):
        rung = MASK if each.slots else PLAIN
        drafts.append(_restored(job, each, hypotheses[0].text, rung, engine, locale))
    return drafts


def _mask(job: Job, engine: Engine, locale: Locale) -> Masked:
    return mask(job.text, job.matches, job.kept, engine.placeholders, locale)


def _restored(job: Job, masked: Masked, output: str, rung: str, engine: Engine, locale: Locale) -> Enforced:
    restored = restore(output, masked.slots, locale, engine.placeholders)
    return _judge(job, restored.text, rung, locale, exact=restored.exact)


def _candidates(jobs: Sequence[Job], engine: Engine, locale: Locale) -> list[Enforced]:
    masked = [_mask(job, engine, locale) for job in jobs]
    outputs = engine.decode([each.text for each in masked], candidates=_WIDER)
    drafts = []
    for job, each, hypotheses in zip(jobs, masked, outputs, strict=True):
        options = [_restored(job, each, option.text, CANDIDATES, engine, locale) for option in hypotheses]
        drafts.append(min(options, key=lambda draft: draft.fault))
    return drafts


def _plain(jobs: Sequence[Job], engine: Engine, locale: Locale) -> list[Enforced]:
    outputs = engine.decode([job.text for job in jobs])
    drafts = []
    for job, hypotheses in zip(jobs, outputs, strict=True):
        restored = restore(hypotheses[0].text, (), locale, engine.placeholders)
        drafts.append(_judge(job, restored.text, PLAIN, locale, exact=restored.exact))
    return drafts
