"""How far a report's catalog is: counted once, for `run`, `status` and the gates of `package` alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polib

from translate_pipeline.catalogs.merging import entry_key, is_reviewed, texts_of
from translate_pipeline.catalogs.messages import SourceMessage
from translate_pipeline.catalogs.provenance import drafting_engine
from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.optout import opted_out
from translate_pipeline.checks.registry import check_message
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import count_terms
from translate_pipeline.locales import Locale
from translate_pipeline.reports.inline import plain
from translate_pipeline.translation.enforcement.job import required_terms


@dataclass(frozen=True, slots=True)
class CatalogState:
    """The messages of a report in a locale, counted.

    Attributes:
        drafted: translated, and not yet approved by a person.
        faulty: messages with a finding of severity error.
        required, missing: occurrences of glossary terms in the sources, and those that the targets lack.
        engines: the names of the engines behind the drafts.
    """

    messages: int
    untranslated: int
    drafted: int
    reviewed: int
    faulty: int
    findings: tuple[Finding, ...]
    required: int
    missing: int
    engines: tuple[str, ...]

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)


def checked(entry: polib.POEntry, locale: Locale, matcher: Matcher) -> CheckedMessage:
    """An entry as the checks see it."""
    role, source = entry_key(entry)
    skip = opted_out(entry.tcomment)
    return CheckedMessage(source, entry.msgstr, role, locale, tuple(matcher.find(plain(source))), skip)


@lru_cache(maxsize=4096)
def findings_on(message: CheckedMessage) -> tuple[Finding, ...]:
    """The findings on a message; a run asks for them when it writes a catalog and again when it packages it."""
    return check_message(message)


def catalog_state(
    messages: Sequence[SourceMessage], entries: Iterable[polib.POEntry], locale: Locale, matcher: Matcher
) -> CatalogState:
    """The state of a report's messages in the entries of its catalog."""
    live = {entry_key(entry): entry for entry in entries if not entry.obsolete}
    findings: list[Finding] = []
    untranslated = reviewed = faulty = required = missing = 0
    engines = set()
    for message in messages:
        entry = live.get(message.key) or polib.POEntry(msgctxt=message.key[0], msgid=message.key[1])
        seen = checked(entry, locale, matcher)
        for count in count_terms(required_terms(seen.matches), seen.bare.target, locale):
            required += count.required
            missing += count.missing
        of_entry = findings_on(seen)
        findings += of_entry
        if not texts_of(entry):
            untranslated += 1
            continue
        faulty += any(finding.severity is Severity.ERROR for finding in of_entry)
        reviewed += is_reviewed(entry)
        engines.add(drafting_engine(entry.tcomment))
    return CatalogState(
        messages=len(messages),
        untranslated=untranslated,
        drafted=len(messages) - untranslated - reviewed,
        reviewed=reviewed,
        faulty=faulty,
        findings=tuple(findings),
        required=required,
        missing=missing,
        engines=tuple(sorted(engines - {""})),
    )
