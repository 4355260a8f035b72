"""Post-editing effort: how much of each engine's drafts reviewers changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from translate_pipeline.locales import Locale
from translate_pipeline.review.chrf import NgramCounts, chrf, ngram_counts
from translate_pipeline.review.edit_rate import Edits, edit_rate, edits
from translate_pipeline.review.reviewed import Reviewed


@dataclass(frozen=True, slots=True)
class Effort:
    """What the drafts of an engine were worth in one locale.

    Attributes:
        engine: its name; empty where neither a comment nor the memory tells it.
        messages: reviewed messages with a draft on record.
        words: of their reviewed texts.
        unchanged: messages approved as they were drafted.
        ter: edits for each hundred words of the reviewed text, shifts counted as one; lower is better.
        chrf: chrF2 of the drafts against the reviewed texts, 0 to 100; higher is better.
    """

    engine: str
    locale: Locale
    messages: int
    words: int
    unchanged: int
    ter: float
    chrf: float


def effort(reviews: Iterable[Reviewed]) -> list[Effort]:
    """The effort by locale and engine, in the order of their names; messages without a draft are left out."""
    groups: dict[tuple[str, str], list[Reviewed]] = {}
    for message in reviews:
        if message.draft:
            groups.setdefault((message.locale.code, message.engine), []).append(message)
    return [_measured(groups[key]) for key in sorted(groups)]


def _measured(messages: list[Reviewed]) -> Effort:
    unchanged = 0
    counts: list[Edits] = []
    ngrams: list[NgramCounts] = []
    for message in messages:
        unchanged += message.draft == message.target
        counts.append(edits(message.draft, message.target))
        ngrams.append(ngram_counts(message.draft, message.target))
    first = messages[0]
    words = sum(each.words for each in counts)
    return Effort(first.engine, first.locale, len(messages), words, unchanged, edit_rate(counts), chrf(ngrams))
