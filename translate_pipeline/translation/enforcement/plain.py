"""The rung of every engine: translate as it is, and write the approved form where the engine wrote its own.

A rendering is rewritten only where it stands exactly as often as the source names the term and lacks it in the target.
"""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipeline.glossary.inflection import fit, form_in_context
from translate_pipeline.glossary.masking import restore
from translate_pipeline.glossary.target_forms import count_terms, find_forms, form_pattern
from translate_pipeline.glossary.terms import Term
from translate_pipeline.locales import Locale
from translate_pipeline.translation.enforcement.job import Enforced, Job, judge
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.enforcement.spelling import other_spellings
from translate_pipeline.translation.engine import Engine, Progress


def rewrite(
    jobs: Sequence[Job],
    engine: Engine,
    locale: Locale,
    renderings: Renderings,
    progress: Progress | None = None,
) -> list[Enforced]:
    """Plain translations, rewritten where terms are missing and their renderings are known."""
    outputs = [hypotheses[0].text for hypotheses in engine.decode([job.text for job in jobs], progress=progress)]
    missing = {
        count.term: None
        for job, output in zip(jobs, outputs, strict=True)
        for count in count_terms(job.required, output, locale)
        if count.missing
    }
    renderings.learn(list(missing))
    return [
        judge_rewritten(job, output, rung="plain", engine=engine, locale=locale, renderings=renderings)
        for job, output in zip(jobs, outputs, strict=True)
    ]


def judge_rewritten(
    job: Job, output: str, *, rung: str, engine: Engine, locale: Locale, renderings: Renderings
) -> Enforced:
    """The draft that an engine's plain output makes once its renderings are rewritten."""
    restored = restore(output, (), locale, engine.placeholders)
    target = restored.text
    for count in count_terms(job.required, target, locale):
        if count.missing:
            target = rewrite_term(target, count.term, count.missing, job, locale, renderings.of(count.term))
    return judge(job, target, rung if target == restored.text else "rewrite", locale, exact=restored.exact)


def rewrite_term(target: str, term: Term, missing: int, job: Job, locale: Locale, renderings: Sequence[str]) -> str:
    """`target` with a term's form in place of what stands there for it exactly `missing` times.

    Renderings are tried first and become the approved form; then other spellings of the term's own forms, each of which
    becomes the form that it spells.
    """
    taken = [(each.start, each.end) for each in find_forms(job.required, target, locale)]
    forms = term.forms[locale.code]
    places = [([found.span() for found in form_pattern(each, locale.code).finditer(target)], "") for each in renderings]
    places += [(other_spellings(form, target), form) for form in forms.all]
    for spans, spelled in places:
        free = [(start, end) for start, end in spans if all(end <= left or right <= start for left, right in taken)]
        if len(free) != missing:
            continue
        for start, end in reversed(free):
            before, after = target[:start], target[end:]
            accepted = spelled in forms.accepted
            form = spelled if accepted else form_in_context(forms, before, after, locale)
            target = "".join(fit(form, before, after, locale))
        break
    return target
