"""A job too long for its engine, in parts at clause boundaries, each of which climbs the ladder by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from translate_pipeline.locales import Locale
from translate_pipeline.translation.clauses import Clause, join_clauses, split_clauses
from translate_pipeline.translation.enforcement.job import Enforced, Job, Span, judge
from translate_pipeline.translation.engine import Engine, LimitedEngine, Progress


def clauses_of(job: Job, engine: Engine) -> list[Clause]:
    """The parts of a job; one where it is short enough. Names and numbers stay whole."""
    if not isinstance(engine, LimitedEngine):
        return [Clause(job.text)]
    masks = sorted([*((each.start, each.end) for each in job.matches), *job.kept]) if engine.placeholders else []

    def fits(start: int, end: int) -> bool:
        asked, position = "", start
        for first, last in masks:
            if position <= first and last <= end:
                asked += job.text[position:first] + engine.placeholders[0]
                position = last
        return engine.fits(asked + job.text[position:end])

    whole = [*((each.start, each.stop) for each in job.matches), *job.kept, *job.numbers]
    clauses = split_clauses(job.text, fits, whole)
    if len(clauses) > 1:
        engine.note_cut(job.text)
    return clauses


def part_of(job: Job, clause: Clause) -> Job:
    """What of a job lies in a clause; a name that had to be cut lies in none."""
    start, end = clause.start, clause.end

    def within(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple((first - start, last - start) for first, last in spans if start <= first and last <= end)

    matches = tuple(
        replace(each, start=each.start - start, end=each.end - start, stop=each.stop - start)
        for each in job.matches
        if start <= each.start and each.stop <= end
    )
    return Job(clause.text, matches, within(job.kept), within(job.numbers))


def joined(job: Job, clauses: Sequence[Clause], drafts: Sequence[Enforced], locale: Locale) -> Enforced:
    """The draft of a job from those of its parts, judged as a whole; its rung is the one climbed to last."""
    if len(drafts) == 1:
        return drafts[0]
    target = join_clauses(clauses, [draft.target for draft in drafts])
    highest = max(drafts, key=lambda draft: draft.tries)
    whole = judge(job, target, highest.rung, locale, exact=all(draft.exact for draft in drafts))
    return replace(whole, tries=highest.tries)


def counting_jobs(jobs: int, parts: int, progress: Progress) -> Progress:
    """What is told of finished parts, and tells of as great a share of the jobs."""
    done = told = 0

    def advance(count: int) -> None:
        nonlocal done, told
        done += count
        reached = jobs * done // parts
        progress(reached - told)
        told = reached

    return advance
