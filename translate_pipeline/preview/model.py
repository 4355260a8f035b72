"""The noun of this room: a review sheet, that is a report beside its translation in one locale."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.locales import Locale


class State(StrEnum):
    """How far a message is; `draft` is what the PO file marks fuzzy, whoever wrote it."""

    UNTRANSLATED = "untranslated"
    DRAFT = "draft"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term of the glossary in a message.

    Attributes:
        number: counted from 1 in the order of the source; the marks on both sides carry it.
        required, found: how often the source names it, and how often a form of it stands in the target.
        missing: the target lacks it; never so where there is no target, or where a comment turns that check off.
    """

    number: int
    name: str
    approved: str
    required: int
    found: int
    missing: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a term stands in a text: half-open offsets, the terms it may stand for, and what to say about it."""

    start: int
    end: int
    terms: tuple[TermUse, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to know about a message, and what it is."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetMessage:
    """A message as the sheet shows it.

    Attributes:
        number: its place in the report, counted from 1.
        line: its line in the catalog; 0 where the catalog does not have it.
        source, target: with the tags of their inline markup; so are the offsets of marks and findings.
        words: of the source.
        tags: what each tag of the source stands for.
        previous: the source that the target was written for, where that was another one.
        previous_role: the role that it had then, where that was another one.
        change: what `translate` noted about that change.
        comments: what persons wrote beside it.
        origins: where the target comes from.
    """

    number: int
    role: str
    state: State
    line: int
    source: str
    target: str
    words: int
    tags: tuple[str, ...]
    terms: tuple[TermUse, ...]
    source_marks: tuple[Mark, ...]
    target_marks: tuple[Mark, ...]
    findings: tuple[Finding, ...]
    previous: str | None
    previous_role: str
    change: str
    comments: tuple[Fact, ...]
    origins: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report beside its translation in one locale, in reading order.

    Attributes:
        catalog: the PO file as seen from the project's root.
        headline: of the English report; its name where it has none.
        outlet, url, date: where and when the report was published.
        left_over: messages of the catalog that the report does not have any more.
        refusal: why no article would be packaged; empty where one would.
    """

    report: str
    locale: Locale
    catalog: str
    headline: str
    outlet: str
    url: str
    date: datetime.date | None
    messages: tuple[SheetMessage, ...]
    left_over: int
    refusal: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Sheets, counted: messages by state, words of their sources, findings by severity."""

    messages: int
    untranslated: int
    draft: int
    reviewed: int
    words: int
    draft_words: int
    reviewed_words: int
    errors: int
    warnings: int
    notes: int


def tally(*sheets: Sheet) -> Tally:
    """The counts of several sheets together."""
    messages = [message for sheet in sheets for message in sheet.messages]
    states = Counter(message.state for message in messages)
    words: Counter[State] = Counter()
    for message in messages:
        words[message.state] += message.words
    severities = Counter(finding.severity for message in messages for finding in message.findings)
    return Tally(
        messages=len(messages),
        untranslated=states[State.UNTRANSLATED],
        draft=states[State.DRAFT],
        reviewed=states[State.REVIEWED],
        words=words.total(),
        draft_words=words[State.DRAFT],
        reviewed_words=words[State.REVIEWED],
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        notes=severities[Severity.INFO],
    )
