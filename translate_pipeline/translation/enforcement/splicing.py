"""The last rung of engines without placeholders: the approved form is written for the engine, which goes on from there.

Where the draft speaks of the missing name, by the engine's attention, the draft is cut off, the form put there as a
forced prefix, and the rest decoded anew; so for each missing name, from left to right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from translate_pipeline.glossary.inflection import form_in_context
from translate_pipeline.glossary.matching import Match
from translate_pipeline.glossary.target_forms import count_terms
from translate_pipeline.locales import Locale
from translate_pipeline.translation.enforcement.job import Enforced, Job, best_of
from translate_pipeline.translation.enforcement.plain import judge_rewritten
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.engine import Completion, Engine, SteerableEngine

_RUNG = "splice"
_MAX_ROUNDS = 12


def splice(jobs: Sequence[Job], engine: Engine, locale: Locale, renderings: Renderings) -> list[Enforced]:
    """Force the approved forms of the names that the engine lost."""

    def verdict(index: int) -> Enforced:
        return judge_rewritten(
            jobs[index], outputs[index], rung=_RUNG, engine=engine, locale=locale, renderings=renderings
        )

    outputs = [hypotheses[0].text for hypotheses in engine.decode([job.text for job in jobs])]
    best = [verdict(index) for index in range(len(jobs))]
    if not isinstance(engine, SteerableEngine):
        return best
    forced = [0] * len(jobs)
    left = [index for index, draft in enumerate(best) if not draft.solved]
    for _ in range(_MAX_ROUNDS):
        gaps = {index: gap for index in left if (gap := _first_missing(jobs[index], outputs[index], locale))}
        if not gaps:
            break
        prefixes = _prefixes(gaps, jobs, outputs, forced, engine, locale)
        requests = [Completion(jobs[index].text, prefix) for index, prefix in prefixes.items()]
        for index, output in zip(prefixes, engine.complete(requests), strict=True):
            outputs[index], forced[index] = output.text, len(prefixes[index])
            best[index] = best_of([best[index], verdict(index)])
        left = [index for index in prefixes if not best[index].solved]
    return best


def _first_missing(job: Job, output: str, locale: Locale) -> Match | None:
    found = Counter({count.term: count.found for count in count_terms(job.required, output, locale)})
    for match in job.matches:
        found[match.term] -= 1
        if found[match.term] < 0:
            return match
    return None


def _prefixes(
    missing: Mapping[int, Match],
    jobs: Sequence[Job],
    outputs: Sequence[str],
    forced: Sequence[int],
    engine: SteerableEngine,
    locale: Locale,
) -> dict[int, str]:
    """What each output is to begin with: never less than was forced before, so that every round gains a name."""
    questions = [(jobs[index].text, outputs[index], (match.start, match.end)) for index, match in missing.items()]
    prefixes = {}
    for (index, match), place in zip(missing.items(), engine.locate(questions), strict=True):
        before = outputs[index][: max(place, min(forced[index], len(outputs[index])))].rstrip()
        form = form_in_context(match.term.forms[locale.code], before, after="", locale=locale)
        prefixes[index] = f"{before} {form}".strip()
    return prefixes
