"""The rung of second opinions: further hypotheses of a wider beam, of which one may have all the names."""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipeline.locales import Locale
from translate_pipeline.translation.enforcement.job import Enforced, Job, best_of, judge_masked, mask_job, rung_of
from translate_pipeline.translation.enforcement.plain import judge_rewritten
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.engine import Engine

HYPOTHESES = 8
_RUNG = "candidates"


def masked(jobs: Sequence[Job], engine: Engine, locale: Locale, renderings: Renderings) -> list[Enforced]:
    """Hypotheses with placeholders; the likeliest of those with the least fault."""
    asked = [mask_job(job, engine, locale) for job in jobs]
    outputs = engine.decode([each.text for each in asked], candidates=HYPOTHESES)
    return [
        best_of(
            [
                judge_masked(job, each, hypothesis.text, rung=rung_of(hypothesis, _RUNG), engine=engine, locale=locale)
                for hypothesis in hypotheses
            ]
        )
        for job, each, hypotheses in zip(jobs, asked, outputs, strict=True)
    ]


def unmasked(jobs: Sequence[Job], engine: Engine, locale: Locale, renderings: Renderings) -> list[Enforced]:
    """Hypotheses in plain words, the engine's own renderings rewritten."""
    outputs = engine.decode([job.text for job in jobs], candidates=HYPOTHESES)
    return [
        best_of(
            [
                judge_rewritten(job, hypothesis.text, rung=_RUNG, engine=engine, locale=locale, renderings=renderings)
                for hypothesis in hypotheses
            ]
        )
        for job, hypotheses in zip(jobs, outputs, strict=True)
    ]
