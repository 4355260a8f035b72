"""One report's catalog in one locale, from what stands in it to what is written back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

import polib

from translate_pipeline import conventions
from translate_pipeline.atomic import write_atomically
from translate_pipeline.catalogs.catalog import complete_header, extracted_comment, new_catalog, references
from translate_pipeline.catalogs.merging import Key, Wanted, entry_key, is_persons, is_reviewed, merge
from translate_pipeline.catalogs.messages import SourceMessage, messages_of
from translate_pipeline.catalogs.po_file import parse_catalog, read_po, render_po
from translate_pipeline.catalogs.po_syntax import Catalog
from translate_pipeline.catalogs.provenance import DRAFT, draft_line, replace_lines
from translate_pipeline.catalogs.twins import join_twins
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.glossary.matching import Match, Matcher
from translate_pipeline.input_files import read_input
from translate_pipeline.journal import Level, stage, tell
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.stages.catalog_state import CatalogState, catalog_state, checked, findings_on
from translate_pipeline.stages.memory_files import ENGINE
from translate_pipeline.stages.recalling import Recalled, Recaller, surroundings
from translate_pipeline.stages.settled import digest_of
from translate_pipeline.translation.drafting import TITLES, Draft, Drafter, Request, engine_signature, terms_signature
from translate_pipeline.translation.memory import DraftRecord, Memory


def lower_case_words(report: Report) -> frozenset[str]:
    """The words that stand in small letters in a report, which tell a headline's capitals from a name's."""
    words = (word for block in report.story if block.role not in TITLES for word in block.plain.split())
    return frozenset(word.strip(".,;:!?\"'“”‘’()") for word in words if word[:1].islower())


@dataclass(frozen=True, slots=True)
class CatalogResult:
    """What became of a catalog.

    Attributes:
        drafted: messages that got a new draft, or would get one.
        recalled: those of them whose text the translation memory had.
        changed: the file was written.
        digest: of the file, where this run brought it up to date.
    """

    report: str
    locale: Locale
    path: Path
    drafted: int
    state: CatalogState
    changed: bool = False
    recalled: int = 0
    digest: str = ""


class CatalogWork:
    """A catalog under way.

    Args:
        force: every message that no person has touched needs a draft.

    Attributes:
        digest: of the file, when it is finished.
        open_texts: sources of messages that no person had touched, when the memory was asked.

    Raises:
        InputError: the catalog cannot be read, or belongs to another report; it is left as it is.
    """

    def __init__(
        self, project: Project, report: Report, locale: Locale, matcher: Matcher, memory: Memory, *, force: bool
    ):
        self.report = report
        self.locale = locale
        self.matcher = matcher
        self.memory = memory
        self.path = project.catalog_path(report.name, locale)
        self.messages = messages_of(report)
        self._report_path = project.relative(report.path).as_posix()
        self._memory_name = project.relative(self.path).as_posix()
        self._records = memory.drafts(self._memory_name)
        catalog = self._read()
        self._refuse_another_reports(project, catalog)
        self._stale = self._find_stale(catalog, force=force)
        self._before = catalog
        self._recalled: dict[Key, Recalled] = {}
        self.digest = ""
        self.open_texts: set[str] = set()

    def _read(self) -> Catalog:
        if not self.path.exists():
            return new_catalog(self.report, self.locale)
        return self._without_twins(read_po(self.path, twins=True), self._records)

    def _without_twins(self, catalog: Catalog, records: Mapping[Key, Sequence[DraftRecord]]) -> Catalog:
        join_twins(
            catalog, lambda entry: is_persons(entry, [each.target for each in records.get(entry_key(entry), ())])
        )
        return catalog

    def _refuse_another_reports(self, project: Project, catalog: polib.POFile) -> None:
        """A report of the same name in another folder would make this one's reviewed messages obsolete."""
        owners = {unquote(path) for entry in catalog if not entry.obsolete for path, _ in entry.occurrences}
        for owner in sorted(owners - {self._report_path}):
            if (project.root / owner).is_file():
                problem = f"it is the catalog of {owner}, not of {self._report_path}"
                raise InputError(problem, remedy="rename one of the two reports", path=self.path)

    @cached_property
    def _matches(self) -> dict[Key, tuple[Match, ...]]:
        return {message.key: tuple(self.matcher.find(message.plain)) for message in self.messages}

    def _find_stale(self, catalog: polib.POFile, *, force: bool) -> list[SourceMessage]:
        """The messages that need a draft: untranslated ones, drafts made with other forms of their terms, or all."""
        live = {entry_key(entry): entry for entry in catalog if not entry.obsolete}
        stale = []
        for message in self.messages:
            entry, known = live.get(message.key), self._records.get(message.key, [])
            if entry is not None and is_persons(entry, [record.target for record in known]):
                continue
            current = next((record for record in known if entry is not None and record.target == entry.msgstr), None)
            terms = terms_signature(self._matches[message.key], self.locale)
            if force or current is None or current.terms != terms:
                stale.append(message)
        return stale

    @property
    def requests(self) -> list[Request]:
        """What the drafter is asked for."""
        return [self._request(message) for message in self._stale if not self._from_memory(message.key)]

    @stage("recall", told=False)
    def recall(self, recaller: Recaller) -> None:
        """Take what the translation memory has for messages that need a draft, and for drafts that nobody touched.

        A draft gives way to a reviewed text once: not where that text was the draft before.
        """
        live = {entry_key(entry): entry for entry in self._before if not entry.obsolete}
        stale = {message.key for message in self._stale}
        for asked in surroundings([message.key for message in self.messages]):
            key = asked.role, asked.text
            drafts = [record.target for record in self._records.get(key, [])]
            if key in live and is_persons(live[key], drafts):
                continue
            self.open_texts.add(asked.text)
            exact = recaller.exact(asked)
            if key in stale:
                recalled = exact or recaller.alike(asked)
                if not recalled.text and key in live and self._is_recalled(live[key]):
                    # A person wrote it, if elsewhere: no engine's draft takes its place.
                    recalled = Recalled(live[key].msgstr, offers=recalled.offers)
                self._recalled[key] = recalled
            elif exact and exact.text not in drafts:
                self._recalled[key] = exact
        self._stale = [each for each in self.messages if each.key in stale or each.key in self._recalled]

    def _is_recalled(self, entry: polib.POEntry) -> bool:
        records = self._records.get(entry_key(entry), [])
        return any(record.engine == ENGINE and record.target == entry.msgstr for record in records)

    def _from_memory(self, key: Key) -> bool:
        return key in self._recalled and bool(self._recalled[key].text)

    def _request(self, message: SourceMessage) -> Request:
        vocabulary = self._lower_case_words if message.role in TITLES else frozenset()
        return Request(message.role, message.text, vocabulary)

    @cached_property
    def _lower_case_words(self) -> frozenset[str]:
        return lower_case_words(self.report)

    def preview(self) -> CatalogResult:
        """What would be done."""
        return self._result(self._before, changed=False)

    @stage("write", told=False)
    def finish(self, drafter: Drafter, drafts: Mapping[Request, Draft]) -> CatalogResult:
        """Merge the drafts into the catalog as it stands now, and write it if that changed anything.

        Raises:
            InputError: a person saved the catalog at this very moment, or the disk refused it; nothing was lost.
        """
        fresh = {
            message.key: Draft(self._recalled[message.key].text, (), 0)
            if self._from_memory(message.key)
            else drafts[self._request(message)]
            for message in self._stale
        }
        known = self._record(drafter, fresh)
        try:
            return self._merge(drafter, fresh, known)
        except OSError as error:
            raise unwritable(error, self.path) from None

    def _merge(self, drafter: Drafter, fresh: Mapping[Key, Draft], known: Mapping[Key, list[str]]) -> CatalogResult:
        # Drafting took a while: what a reviewer saved meanwhile is in the file, not in what was read before.
        there = self.path.exists()
        data = read_input(self.path) if there else b""
        catalog = new_catalog(self.report, self.locale)
        if there:
            catalog = self._without_twins(parse_catalog(data, self.path, twins=True), self._records)
        current = {entry_key(entry): entry.msgstr for entry in catalog if not entry.obsolete}
        targets = {**current, **{key: draft.text for key, draft in fresh.items()}}
        merge(catalog, [self._wanted(message, targets.get(message.key, "")) for message in self.messages], known)
        complete_header(catalog, self.report, self.locale)
        self._approve(catalog)
        self._annotate(catalog, drafter, fresh)
        after = render_po(catalog)
        changed = after.encode() != data or not there
        if changed:
            write_atomically(self.path, after, over=data if there else None)
        self.digest = digest_of(after.encode())
        message = f"{self.report.name} in {self.locale.english}: {len(fresh)} of {len(self.messages)} messages drafted"
        level = Level.INFO if changed else Level.DEBUG
        tell(level, message, report=self.report.name, locale=self.locale.code)
        return self._result(catalog, changed=changed)

    def _record(self, drafter: Drafter, fresh: Mapping[Key, Draft]) -> dict[Key, list[str]]:
        """Put the drafts on record, before any file has them, and return all that are on record now."""
        engine = engine_signature(drafter)
        records = {
            key: DraftRecord(
                draft.text,
                ENGINE if self._from_memory(key) else engine,
                terms_signature(self._matches[key], self.locale),
            )
            for key, draft in fresh.items()
        }
        self.memory.add_drafts(self._memory_name, records)
        known = {key: [record.target for record in each] for key, each in self._records.items()}
        for key, record in records.items():
            known.setdefault(key, []).append(record.target)
        return known

    def _wanted(self, message: SourceMessage, target: str) -> Wanted:
        comment = extracted_comment(message, self._matches[message.key], self.locale)
        return Wanted(message.key, target, tuple(references(self._report_path, message)), comment)

    def _approve(self, catalog: polib.POFile) -> None:
        """Texts that the project has the memory reuse as reviewed are no longer fuzzy."""
        for entry in catalog:
            recalled = self._recalled.get(entry_key(entry))
            if recalled and recalled.reviewed and not entry.obsolete and entry.msgstr == recalled.text:
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]

    def _annotate(self, catalog: polib.POFile, drafter: Drafter, fresh: Mapping[Key, Draft]) -> None:
        """Renew the provenance and the findings in the comments."""
        for entry in catalog:
            if entry.obsolete:
                continue
            key = entry_key(entry)
            line: str | None = None
            # An offer has served once a person has decided.
            offers: tuple[str, ...] | None = () if is_reviewed(entry) else None
            if key in fresh and entry.msgstr == fresh[key].text:
                recalled = self._recalled.get(key, Recalled())
                if not recalled.text:
                    line = _draft_line(drafter, fresh[key])
                elif recalled.line:
                    line = f"{DRAFT}{recalled.line}"
                offers = recalled.offers
            findings = findings_on(checked(entry, self.locale, self.matcher))
            entry.tcomment = replace_lines(entry.tcomment, draft=line, findings=findings, memory=offers)

    def _result(self, catalog: polib.POFile, *, changed: bool) -> CatalogResult:
        state = catalog_state(self.messages, catalog, self.locale, self.matcher)
        recalled = sum(self._from_memory(message.key) for message in self._stale)
        counts = len(self._stale), state, changed, recalled
        return CatalogResult(self.report.name, self.locale, self.path, *counts, self.digest)


def _draft_line(drafter: Drafter, draft: Draft) -> str:
    glossary = drafter.matcher.glossary.revision
    return draft_line(draft.engine or drafter.engine.name, glossary, conventions.REVISION, draft.rungs, draft.tries)
