"""Climbing: the sentences that one rung leaves unsolved go to the next, all of them at once.

A sentence that no rung solves keeps its best draft, and its counts say which terms it lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from translate_pipeline.locales import Locale
from translate_pipeline.translation.enforcement import anchoring, candidates, masking, plain, splicing
from translate_pipeline.translation.enforcement.job import Enforced, Job, best_of
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.engine import Engine, Progress

Rung = Callable[[Sequence[Job], Engine, Locale, Renderings], list[Enforced]]

# An engine that copies placeholders is asked with them, then with names only; what is left, and every other
# engine, is asked in plain words.
_WITH_PLACEHOLDERS: tuple[Rung, ...] = (
    candidates.masked,
    masking.names_only,
    plain.rewrite,
    anchoring.anchor,
)
_WITHOUT_PLACEHOLDERS: tuple[Rung, ...] = (anchoring.anchor, candidates.unmasked, splicing.splice)


def enforce(
    jobs: Sequence[Job],
    engine: Engine,
    locale: Locale,
    renderings: Renderings | None = None,
    progress: Progress | None = None,
) -> list[Enforced]:
    """Draft each job, climbing while terms are missing.

    Args:
        renderings: how the engine itself renders terms, learned as far as needed; None starts with nothing.
        progress: called with the number of jobs that the first rung has finished.
    """
    known = renderings if renderings is not None else Renderings(engine, locale)
    if engine.placeholders:
        best, rungs = masking.mask_all(jobs, engine, locale, progress), _WITH_PLACEHOLDERS
    else:
        best, rungs = plain.rewrite(jobs, engine, locale, known, progress), _WITHOUT_PLACEHOLDERS
    for rung in rungs:
        left = [index for index, draft in enumerate(best) if not draft.solved]
        if not left:
            break
        for index, draft in zip(left, rung([jobs[index] for index in left], engine, locale, known), strict=True):
            best[index] = replace(best_of([best[index], draft]), tries=best[index].tries + 1)
    return best
