"""The last rung: the approved form is written for the engine, which translates on from there.

Where the draft speaks of the missing name, by the engine's attention, the draft is cut off, the form (or its
placeholder) put there as a forced prefix, and the rest decoded anew; so for each missing name, from left to right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from translate_pipeline.glossary.inflection import form_in_context
from translate_pipeline.glossary.target_forms import count_terms
from translate_pipeline.locales import Locale
from translate_pipeline.translation.enforcement.job import (
    Enforced,
    Job,
    best_of,
    judge_masked,
    mask_job,
)
from translate_pipeline.translation.enforcement.plain import judge_rewritten
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.engine import Completion, Engine, SteerableEngine

_RUNG = "splice"
_MAX_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class _Gap:
    """What to force next: the forms, where the asked sentence has the name, and how much of the output may stay."""

    kept: int
    source: tuple[int, int] | None = None
    form: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    """A sentence on its way: what is asked, and what its output still needs."""

    asked: str
    gap: Callable[[str], _Gap | None]
    suppress: Callable[[str], tuple[str, ...]]
    verdict: Callable[[str], Enforced]


def masked(jobs: Sequence[Job], engine: Engine, locale: Locale, renderings: Renderings) -> list[Enforced]:
    """Force the placeholders that the engine dropped, and keep it from doubling and inventing others."""
    tasks = []
    for job in jobs:
        asked = mask_job(job, engine, locale, names_only=True)
        names = [slot.placeholder for slot in asked.slots]
        tasks.append(
            _Task(
                asked.text,
                partial(_placeholder_gap, asked.text, names, engine.placeholders),
                partial(_spent, names, engine.placeholders),
                partial(judge_masked, job, asked, rung=_RUNG, engine=engine, locale=locale),
            )
        )
    return _splice(tasks, engine)


def _placeholder_gap(asked: str, names: Sequence[str], placeholders: Sequence[str], output: str) -> _Gap | None:
    stray = min(_strays(output, names, placeholders), default=None)
    kept = len(output) if stray is None else stray
    lost = next((name for name in names if name not in output[:kept]), None)
    if lost is None:
        return None if stray is None else _Gap(kept)
    start = asked.index(lost)
    return _Gap(kept, (start, start + len(lost)), lambda before: lost)


def _strays(output: str, names: Sequence[str], placeholders: Sequence[str]) -> list[int]:
    """Where placeholders stand that the sentence does not have, or stand again."""
    strays = []
    for each in placeholders:
        position = output.find(each)
        if position >= 0 and each in names:
            position = output.find(each, position + len(each))
        if position >= 0:
            strays.append(position)
    return strays


def _spent(names: Sequence[str], placeholders: Sequence[str], prefix: str) -> tuple[str, ...]:
    return tuple(each for each in placeholders if each in prefix or each not in names)


def unmasked(jobs: Sequence[Job], engine: Engine, locale: Locale, renderings: Renderings) -> list[Enforced]:
    """Force the approved forms of the names that the engine lost."""
    return _splice(
        [
            _Task(
                job.text,
                partial(_form_gap, job, locale),
                lambda prefix: (),
                partial(judge_rewritten, job, rung=_RUNG, engine=engine, locale=locale, renderings=renderings),
            )
            for job in jobs
        ],
        engine,
    )


def _form_gap(job: Job, locale: Locale, output: str) -> _Gap | None:
    found = Counter({count.term: count.found for count in count_terms(job.required, output, locale)})
    for match in job.matches:
        found[match.term] -= 1
        if found[match.term] < 0:
            form = partial(form_in_context, match.term.forms[locale.code], after="", locale=locale)
            return _Gap(len(output), (match.start, match.end), form)
    return None


def _splice(tasks: Sequence[_Task], engine: Engine) -> list[Enforced]:
    outputs = [hypotheses[0].text for hypotheses in engine.decode([task.asked for task in tasks])]
    best = [task.verdict(output) for task, output in zip(tasks, outputs, strict=True)]
    if not isinstance(engine, SteerableEngine):
        return best
    forced = [0] * len(tasks)
    left = [index for index, draft in enumerate(best) if not draft.solved]
    for _ in range(_MAX_ROUNDS):
        gaps = {index: gap for index in left if (gap := tasks[index].gap(outputs[index])) is not None}
        if not gaps:
            break
        prefixes = _prefixes(gaps, tasks, outputs, forced, engine)
        forced = [len(prefixes.get(index, "")) for index in range(len(tasks))]
        requests = [
            Completion(tasks[index].asked, prefix, tasks[index].suppress(prefix)) for index, prefix in prefixes.items()
        ]
        for index, output in zip(prefixes, engine.complete(requests), strict=True):
            outputs[index] = output
            best[index] = best_of([best[index], tasks[index].verdict(output)])
        left = [index for index in prefixes if not best[index].solved]
    return best


def _prefixes(
    gaps: Mapping[int, _Gap],
    tasks: Sequence[_Task],
    outputs: Sequence[str],
    forced: Sequence[int],
    engine: SteerableEngine,
) -> dict[int, str]:
    """What each output is to begin with: never less than was forced before, so that every round gains a name."""
    sought = {index: gap for index, gap in gaps.items() if gap.source}
    questions = [
        (tasks[index].asked, outputs[index][: gap.kept], gap.source) for index, gap in sought.items() if gap.source
    ]
    places = dict(zip(sought, engine.locate(questions), strict=True)) if questions else {}
    prefixes = {}
    for index, gap in gaps.items():
        place = max(places.get(index, gap.kept), min(forced[index], gap.kept))
        before = outputs[index][:place].rstrip()
        prefixes[index] = f"{before} {gap.form(before)}".strip() if gap.form else before
    return prefixes
