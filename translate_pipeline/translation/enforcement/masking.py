"""The rung of engines that were trained to copy placeholders."""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipeline.locales import Locale
from translate_pipeline.translation.enforcement.job import Enforced, Job, judge_masked, mask_job, rung_of
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.engine import Engine, Progress


def mask_all(jobs: Sequence[Job], engine: Engine, locale: Locale, progress: Progress | None = None) -> list[Enforced]:
    """Names, addresses and numbers as placeholders."""
    return _masked(jobs, engine, locale, "mask", progress, names_only=False)


def names_only(jobs: Sequence[Job], engine: Engine, locale: Locale, renderings: Renderings) -> list[Enforced]:
    """The glossary's names alone: the fewer placeholders, the fewer are lost."""
    return _masked(jobs, engine, locale, "names", None, names_only=True)


def _masked(
    jobs: Sequence[Job], engine: Engine, locale: Locale, rung: str, progress: Progress | None, *, names_only: bool
) -> list[Enforced]:
    masked = [mask_job(job, engine, locale, names_only=names_only) for job in jobs]
    outputs = engine.decode([each.text for each in masked], progress=progress)
    drafts = []
    for job, each, (best, *_) in zip(jobs, masked, outputs, strict=True):
        name = rung_of(best, rung if each.slots else "plain")
        drafts.append(judge_masked(job, each, best.text, rung=name, engine=engine, locale=locale))
    return drafts
