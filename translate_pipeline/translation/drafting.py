"""Drafting: from the messages of all reports of a run to a draft for each."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from translate_pipeline import conventions
from translate_pipeline.conventions.dates import with_solar_dates
from translate_pipeline.conventions.headlines import sentence_case
from translate_pipeline.conventions.persian import DariTable
from translate_pipeline.conventions.punctuation import without_full_stop
from translate_pipeline.glossary.masking import untranslated_spans
from translate_pipeline.glossary.matching import Match, Matcher
from translate_pipeline.glossary.names import find_names
from translate_pipeline.glossary.target_forms import find_forms
from translate_pipeline.glossary.terms import Term
from translate_pipeline.journal import stage
from translate_pipeline.locales import Locale
from translate_pipeline.reports.inline import Tagged, carry, escape, nested, parse
from translate_pipeline.reports.model import Role
from translate_pipeline.translation import enforcement
from translate_pipeline.translation.chain import Link, engine_of_rung
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.enforcement.renderings import Renderings
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.memory import CachedSentence, Memory, sentence_key
from translate_pipeline.translation.numerals import number_spans
from translate_pipeline.translation.sentences import Sentence, join_sentences
from translate_pipeline.translation.tags import parts_of, place_tags, tagged_sentences
from translate_pipeline.translation.workers import Workers, draft_here

_SAVE_EVERY = 2_000
# A sentence, and whether it is a title, where capitals mean nothing.
_Asked = tuple[str, bool]
RECALLED = "memory"
"""The rung of a sentence that a reviewer translated."""
PERSIAN = "fa"
"""What engines of Iranian Persian call their language."""
TITLES = frozenset({Role.HEADLINE, Role.HEADING})


@dataclass(frozen=True, slots=True)
class Request:
    """A message to draft.

    Attributes:
        text: with the tags of its inline markup, which the draft has, too.
        vocabulary: lower-case words of its report, which tell a headline's capitals from a name's.
    """

    role: Role
    text: str
    vocabulary: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """A machine translation of a message.

    Attributes:
        rungs: how many of its sentences each rung of enforcement solved.
        tries: the most rungs that one of its sentences climbed.
        engine: the names of the engines that drafted its sentences; empty where a person's sentences are all of it.
    """

    text: str
    rungs: tuple[tuple[str, int], ...]
    tries: int
    engine: str = ""


@dataclass(slots=True)
class Tally:
    """What a run of drafting did, in sentences.

    Attributes:
        recalled: those that a reviewer had translated.
        rungs: how many each rung of enforcement solved.
    """

    decoded: int = 0
    cached: int = 0
    recalled: int = 0
    rungs: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Prepared:
    tagged: Tagged
    sentences: tuple[Sentence, ...]
    title: bool

    @property
    def asked(self) -> list[_Asked]:
        return [(sentence.text, self.title) for sentence in self.sentences]


def terms_signature(matches: Iterable[Match], locale: Locale) -> str:
    """Changes when the glossary would have a message's terms written otherwise."""
    rows = sorted({f"{match.term.name}={'|'.join(match.term.forms[locale.code].all)}" for match in matches})
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


class Drafter:
    """Drafts messages in one locale.

    Args:
        persian: what makes Dari of an engine's Iranian Persian; None for engines that speak the locale itself.
        solar_dates: give the Solar Hijri date after each full Gregorian one.
        recall: what reviewers wrote for those of some sentences that they had before; None asks nobody.
        fallbacks: engines for the sentences that the engine leaves broken, in turn.
        workers: processes that draft in the place of this one; None drafts here.
    """

    def __init__(
        self,
        engine: Engine,
        matcher: Matcher,
        locale: Locale,
        memory: Memory,
        *,
        persian: DariTable | None = None,
        solar_dates: bool = False,
        recall: Callable[[Sequence[str]], Mapping[str, str]] | None = None,
        fallbacks: Sequence[Engine] = (),
        workers: Workers | None = None,
    ):
        self.engine = engine
        self.matcher = matcher
        self.locale = locale
        self.memory = memory
        self.persian = persian
        self.solar_dates = solar_dates
        self.recall = recall
        self.workers = workers
        self.tally = Tally()
        self.chain = [
            Link(each, Renderings(each, locale, memory.renderings(_rendering_key(each, locale))))
            for each in (engine, *fallbacks)
        ]

    @stage("draft")
    def draft(
        self, requests: Sequence[Request], progress: Callable[[int, int], None] | None = None, *, again: bool = False
    ) -> dict[Request, Draft]:
        """A draft for each request; all their sentences go to the engine together, each different one once.

        Args:
            progress: called with sentences finished and sentences to decode in all.
            again: decode sentences that an earlier run drafted, too.
        """
        prepared = {request: self._prepare(request) for request in dict.fromkeys(requests)}
        jobs: dict[_Asked, Job] = {}
        for each in prepared.values():
            for asked in each.asked:
                if asked not in jobs:
                    jobs[asked] = self._job(*asked)
        enforced = self._recalled(jobs)
        left = {asked: job for asked, job in jobs.items() if asked not in enforced}
        enforced |= self._enforce(left, progress, again=again)
        self.tally.rungs.update(each.rung for each in enforced.values())
        return {request: self._assemble(request, each, jobs, enforced) for request, each in prepared.items()}

    def _recalled(self, jobs: Iterable[_Asked]) -> dict[_Asked, CachedSentence]:
        if self.recall is None:
            return {}
        # A title is written in a style of its own.
        known = self.recall([text for text, title in jobs if not title])
        self.tally.recalled += len(known)
        return {(text, False): CachedSentence(target, RECALLED, 0, True) for text, target in known.items()}

    def _job(self, text: str, title: bool) -> Job:
        matches = self.matcher.find(text)
        taken = [(match.start, match.stop) for match in matches]
        kept = [span for span in untranslated_spans(text) if _free(span, taken)]
        # What a title capitalises need not be a name.
        kept += [span for span in find_names(text, matches) if _free(span, kept) and not title]
        numbers = [span for span in number_spans(text) if _free(span, [*taken, *kept])]
        return Job(text, tuple(matches), tuple(sorted(kept)), tuple(numbers))

    def _prepare(self, request: Request) -> _Prepared:
        tagged = parse(request.text)
        if request.role in TITLES:
            keep = [(match.start, match.end) for match in self.matcher.find(tagged.plain)]
            text = sentence_case(tagged.plain, keep, request.vocabulary)
            return _Prepared(tagged, (Sentence(text),), title=True)
        return _Prepared(tagged, tuple(tagged_sentences(tagged)), title=False)

    def _enforce(
        self, jobs: Mapping[_Asked, Job], progress: Callable[[int, int], None] | None, *, again: bool
    ) -> dict[_Asked, CachedSentence]:
        signature = engine_signature(self)
        keys = {
            asked: sentence_key(
                asked[0], str(asked[1]), self.locale.code, signature, terms_signature(job.matches, self.locale)
            )
            for asked, job in jobs.items()
        }
        known = {} if again else self.memory.sentences(keys.values())
        left = [asked for asked in jobs if keys[asked] not in known]
        self.tally.cached += len(jobs) - len(left)
        self.tally.decoded += len(left)
        finished = 0

        def advance(count: int) -> None:
            nonlocal finished
            finished += count
            if progress:
                progress(finished, len(left))

        # Longest first, so that batches hold sentences of like length; saved in between, in case the run is killed.
        left.sort(key=lambda asked: (-len(asked[0]), asked))
        for start in range(0, len(left), _SAVE_EVERY):
            part = left[start : start + _SAVE_EVERY]
            drafts = self._climb([jobs[asked] for asked in part], advance)
            fresh = dict(zip((keys[asked] for asked in part), drafts, strict=True))
            self.memory.add_sentences(fresh)
            for link in self.chain:
                self.memory.add_renderings(_rendering_key(link.engine, self.locale), link.renderings.take_learned())
            known.update(fresh)
        return {asked: known[key] for asked, key in keys.items()}

    def _climb(self, jobs: Sequence[Job], advance: Callable[[int], None]) -> list[CachedSentence]:
        if self.workers:
            return self.workers.draft(jobs, self.chain, advance)
        return draft_here(jobs, self.chain, self.locale, advance)

    def _assemble(
        self,
        request: Request,
        prepared: _Prepared,
        jobs: Mapping[_Asked, Job],
        enforced: Mapping[_Asked, CachedSentence],
    ) -> Draft:
        sentences, source = prepared.sentences, prepared.tagged.plain
        parts = [enforced[asked] for asked in prepared.asked]
        joined = text = join_sentences(sentences, [part.target for part in parts])
        terms = [match.term for asked in prepared.asked for match in jobs[asked].matches]
        protected = sorted([*self._protected(text, terms), *_recalled_spans(text, parts)])
        engines = self._engines_of(parts)
        persian = self.persian if self._writes_persian(engines) else None
        text = conventions.localize(text, self.locale, protect=protected, persian=persian, source=source)
        if self.solar_dates:
            text = with_solar_dates(text, self.locale)
        if prepared.title:
            text = without_full_stop(text)
        text = self._with_tags(prepared, [jobs[asked] for asked in prepared.asked], parts, joined, text)
        rungs = Counter(part.rung for part in parts)
        tries = max((part.tries for part in parts), default=0)
        return Draft(text, tuple(sorted(rungs.items())), tries, " + ".join(engines))

    def _engines_of(self, parts: Sequence[CachedSentence]) -> list[str]:
        """The names of the engines that drafted some sentences, in the order of the chain."""
        names = {engine_of_rung(part.rung, self.engine.name) for part in parts if part.rung != RECALLED}
        return [link.engine.name for link in self.chain if link.engine.name in names]

    def _writes_persian(self, engines: Sequence[str]) -> bool:
        """Whether the table of Persian is for a text of these engines; with one engine it always is."""
        if len(self.chain) == 1:
            return True
        return any(link.engine.language == PERSIAN for link in self.chain if link.engine.name in engines)

    def _with_tags(
        self, prepared: _Prepared, jobs: Sequence[Job], parts: Sequence[CachedSentence], joined: str, text: str
    ) -> str:
        """A draft with the tags of its source: found in what the engine wrote, carried over to the house style."""
        tagged = prepared.tagged
        if not tagged.tags:
            return escape(text)
        places = parts_of(tagged.plain, prepared.sentences, jobs, joined, [part.target for part in parts])
        placed = carry(place_tags(tagged, places, joined, self.engine, self.locale), text)
        solid = self._protected(text, [match.term for job in jobs for match in job.matches])
        return Tagged(text, nested(text, placed.tags, solid)).text

    def _protected(self, text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
        spans = [(each.start, each.end) for each in find_forms(terms, text, self.locale)]
        return sorted({*spans, *untranslated_spans(text)})


def engine_signature(drafter: Drafter) -> str:
    """Changes when the engine, the enforcement or the conventions would draft otherwise."""
    persian = f":persian{drafter.persian.revision}" if drafter.persian else ""
    revisions = f"enforcement{enforcement.REVISION}:conventions{conventions.REVISION}"
    signatures = "+".join(link.engine.signature for link in drafter.chain)
    return f"{signatures}:{revisions}{persian}"


def _recalled_spans(text: str, parts: Sequence[CachedSentence]) -> list[tuple[int, int]]:
    """Where a reviewer's sentences stand in a text that was joined from `parts`."""
    spans = []
    position = 0
    for part in parts:
        start = text.find(part.target, position)
        position = max(position, start + len(part.target))
        if part.rung == RECALLED and start >= 0:
            spans.append((start, position))
    return spans


def _rendering_key(engine: Engine, locale: Locale) -> str:
    return f"{engine.signature}:{locale.code}"


def _free(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)
