"""Several engines for one locale: what an engine leaves broken goes to the next one.

A sentence goes on when its draft is empty, a copy of the source, in another script or language, has run away, lacks a
term after the whole ladder, or has another finding of severity error that an engine causes. The draft with the least
fault stays, of equals the one of the engine that stands first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.locales import Locale
from translate_pipeline.translation.enforcement.job import Enforced, Job
from translate_pipeline.translation.enforcement.ladder import enforce
from translate_pipeline.translation.enforcement.parts import clauses_of, counting_jobs, joined, part_of
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.engine import Engine, Hypothesis, Progress
from translate_pipeline.translation.runaway import runaway
from translate_pipeline.translation.verification import sentence_fault

_BY = "@"
# What the faults count in other ways, and what localizing the draft mends.
_COUNTED = frozenset({"empty", "source-copy", "term", "tags", "bidi"})


@dataclass(frozen=True, slots=True)
class Link:
    """An engine of a chain, and what is known of its renderings."""

    engine: Engine
    renderings: Renderings


def enforce_in_turn(
    jobs: Sequence[Job], chain: Sequence[Link], locale: Locale, progress: Progress | None = None
) -> list[Enforced]:
    """Draft each job with the first engine, and what it leaves broken with the others in turn.

    Args:
        progress: called with the number of jobs that the first engine's first rung has finished.
    """
    first, *others = chain
    best = _enforce_in_parts(jobs, first, locale, progress)
    if not others:
        return best
    faults = [_fault(job, draft, locale) for job, draft in zip(jobs, best, strict=True)]
    for link in others:
        left = [index for index, fault in enumerate(faults) if any(fault)]
        if not left:
            break
        again = _enforce_in_parts([jobs[index] for index in left], link, locale)
        for index, draft in zip(left, again, strict=True):
            tries = best[index].tries + draft.tries
            fault = _fault(jobs[index], draft, locale)
            if fault < faults[index]:
                faults[index] = fault
                best[index] = replace(draft, rung=f"{draft.rung}{_BY}{link.engine.name}")
            best[index] = replace(best[index], tries=tries)
    return best


def engine_of_rung(rung: str, first: str) -> str:
    """The name of the engine that a rung of a sentence was climbed with; `first` drafts what names none."""
    return rung.partition(_BY)[2] or first


def _enforce_in_parts(
    jobs: Sequence[Job], link: Link, locale: Locale, progress: Progress | None = None
) -> list[Enforced]:
    cut = [clauses_of(job, link.engine) for job in jobs]
    parts = [part_of(job, clause) for job, clauses in zip(jobs, cut, strict=True) for clause in clauses]
    by_job = counting_jobs(len(jobs), len(parts), progress) if progress else None
    drafts = iter(enforce(parts, link.engine, locale, link.renderings, by_job))
    return [
        joined(job, clauses, [next(drafts) for _ in clauses], locale) for job, clauses in zip(jobs, cut, strict=True)
    ]


def _fault(job: Job, draft: Enforced, locale: Locale) -> tuple[bool, int, int, bool]:
    """What a better draft has less of: no translation at all, missing terms, other errors, lost placeholders."""
    none = bool(sentence_fault(job.text, draft.target, locale))
    ran_away = runaway(job.text, Hypothesis(draft.target)) is not None
    message = CheckedMessage(job.text, draft.target, "", locale, job.matches)
    found = [each for each in check_message(message) if each.severity is Severity.ERROR and each.check not in _COUNTED]
    return none, draft.missing, len(found) + ran_away, not draft.exact
