"""One report's catalog in one locale, from what stands in it to what is written back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from translate_pipeline import conventions
from translate_pipeline.catalogs.catalog import extracted_comment, new_catalog, references
from translate_pipeline.catalogs.merging import Key, Wanted, entry_key, is_persons, is_reviewed, merge
from translate_pipeline.catalogs.messages import SourceMessage, messages_of
from translate_pipeline.catalogs.po_file import read_po, render_po, write_po
from translate_pipeline.catalogs.provenance import draft_line, replace_lines
from translate_pipeline.checks.finding import Finding
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.glossary.matching import Match
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report, Role
from translate_pipeline.translation.drafting import Draft, Drafter, Request, engine_signature, terms_signature
from translate_pipeline.translation.memory import DraftRecord


@dataclass(frozen=True, slots=True)
class CatalogResult:
    """What became of a catalog.

    Attributes:
        drafted: messages that got a new draft.
        required, enforced: occurrences of glossary terms in its sources, and those that its targets have.
        changed: the file was written.
    """

    report: str
    locale: Locale
    path: Path
    messages: int
    drafted: int
    reviewed: int
    required: int = 0
    enforced: int = 0
    findings: tuple[Finding, ...] = ()
    changed: bool = False


class CatalogWork:
    """A catalog under way.

    Raises:
        InputError: the catalog cannot be read; it is left as it is.
    """

    def __init__(self, project: Project, report: Report, drafter: Drafter, *, force: bool):
        self.report = report
        self.drafter = drafter
        self.path = project.catalog_path(report.name, drafter.locale)
        self.messages = messages_of(report)
        self._report_path = project.relative(report.path).as_posix()
        self._memory_name = project.relative(self.path).as_posix()
        self._catalog = read_po(self.path) if self.path.exists() else new_catalog(report, drafter.locale)
        self._records = drafter.memory.drafts(self._memory_name)
        self._stale = self._find_stale(force=force)

    @cached_property
    def _matches(self) -> dict[Key, tuple[Match, ...]]:
        return {message.key: tuple(self.drafter.matcher.find(message.text)) for message in self.messages}

    def _find_stale(self, *, force: bool) -> list[SourceMessage]:
        """The messages that need a draft: untranslated ones, and drafts of a former glossary (or engine, if forced)."""
        live = {entry_key(entry): entry for entry in self._catalog if not entry.obsolete}
        engine = engine_signature(self.drafter.engine)
        stale = []
        for message in self.messages:
            entry, known = live.get(message.key), self._records.get(message.key, [])
            if entry is not None and is_persons(entry, [record.target for record in known]):
                continue
            current = next((record for record in known if entry is not None and record.target == entry.msgstr), None)
            terms = terms_signature(self._matches[message.key], self.drafter.locale)
            if current is None or current.terms != terms or (force and current.engine != engine):
                stale.append(message)
        return stale

    @property
    def requests(self) -> list[Request]:
        """What the drafter is asked for."""
        return [self._request(message) for message in self._stale]

    def _request(self, message: SourceMessage) -> Request:
        vocabulary = self._lower_case_words if message.role is Role.HEADLINE else frozenset()
        return Request(message.role, message.text, vocabulary)

    @cached_property
    def _lower_case_words(self) -> frozenset[str]:
        words = (word for block in self.report.story if block.role is not Role.HEADLINE for word in block.text.split())
        return frozenset(word.strip(".,;:!?\"'“”‘’()") for word in words if word[:1].islower())

    def preview(self) -> CatalogResult:
        """What would be done."""
        return self._result(())

    def finish(self, drafts: Mapping[Request, Draft]) -> CatalogResult:
        """Merge the drafts into the catalog and write it if that changed anything."""
        fresh = {message.key: drafts[self._request(message)] for message in self._stale}
        known = self._record(fresh)
        before = render_po(self._catalog)
        current = {entry_key(entry): entry.msgstr for entry in self._catalog if not entry.obsolete}
        targets = {**current, **{key: draft.text for key, draft in fresh.items()}}
        merge(self._catalog, [self._wanted(message, targets.get(message.key, "")) for message in self.messages], known)
        findings = self._annotate(fresh)
        changed = render_po(self._catalog) != before or not self.path.exists()
        if changed:
            write_po(self.path, self._catalog)
        return self._result(findings, changed=changed)

    def _record(self, fresh: Mapping[Key, Draft]) -> dict[Key, list[str]]:
        """Put the drafts on record, before any file has them, and return all that are on record now."""
        engine = engine_signature(self.drafter.engine)
        records = {
            key: DraftRecord(draft.text, engine, terms_signature(self._matches[key], self.drafter.locale))
            for key, draft in fresh.items()
        }
        self.drafter.memory.add_drafts(self._memory_name, records)
        known = {key: [record.target for record in each] for key, each in self._records.items()}
        for key, record in records.items():
            known.setdefault(key, []).append(record.target)
        return known

    def _wanted(self, message: SourceMessage, target: str) -> Wanted:
        comment = extracted_comment(message, self._matches[message.key], self.drafter.locale)
        return Wanted(message.key, target, tuple(references(self._report_path, message)), comment)

    def _annotate(self, fresh: Mapping[Key, Draft]) -> list[tuple[Key, Finding]]:
        """Renew the provenance and findings in the comments; return the findings."""
        findings = []
        for entry in self._catalog:
            if entry.obsolete:
                continue
            key = entry_key(entry)
            message = CheckedMessage(key[1], entry.msgstr, key[0], self.drafter.locale, self._matches[key])
            of_entry = check_message(message)
            findings += [(key, finding) for finding in of_entry]
            draft = fresh.get(key)
            line = self._draft_line(draft) if draft is not None and entry.msgstr == draft.text else None
            entry.tcomment = replace_lines(entry.tcomment, draft=line, findings=of_entry)
        return findings

    def _draft_line(self, draft: Draft) -> str:
        glossary = self.drafter.matcher.glossary.revision
        return draft_line(self.drafter.engine.name, glossary, conventions.REVISION, draft.rungs, draft.tries)

    def _result(self, findings: Sequence[tuple[Key, Finding]], *, changed: bool = False) -> CatalogResult:
        required = sum(map(len, self._matches.values()))
        # An empty target lacks every name; it has that one finding instead of one for each.
        missing = sum(len(self._matches[key]) for key, finding in findings if finding.check == "empty")
        missing += sum(finding.count for _, finding in findings if finding.check == "term")
        return CatalogResult(
            report=self.report.name,
            locale=self.drafter.locale,
            path=self.path,
            messages=len(self.messages),
            drafted=len(self._stale),
            reviewed=sum(map(is_reviewed, self._catalog)),
            required=required,
            enforced=required - missing,
            findings=tuple(finding for _, finding in findings),
            changed=changed,
        )
