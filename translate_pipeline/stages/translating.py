"""`translate`: reports in, catalogs with drafts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polib

from translate_pipeline import conventions
from translate_pipeline.catalogs.catalog import extracted_comment, new_catalog, references
from translate_pipeline.catalogs.merging import Key, Wanted, entry_key, is_persons, merge
from translate_pipeline.catalogs.messages import SourceMessage, messages_of
from translate_pipeline.catalogs.po_file import read_po, render_po, write_po
from translate_pipeline.catalogs.provenance import draft_line, replace_lines
from translate_pipeline.checks.finding import Finding
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.reports.reader import read_all
from translate_pipeline.stages.engines import engine_of
from translate_pipeline.translation.drafting import Draft, Drafter, Request, engine_signature, terms_signature
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.memory import DraftRecord, Memory

Progress = Callable[[Locale, int, int], None]
MEMORY_FILE = "memory.sqlite"


@dataclass(frozen=True, slots=True)
class CatalogResult:
    """What became of one catalog.

    Attributes:
        required, enforced: occurrences of glossary terms in its drafts' sources, and those that the drafts have.
    """

    report: str
    locale: Locale
    path: Path
    messages: int
    drafted: int
    reviewed: int
    required: int
    enforced: int
    findings: tuple[Finding, ...]
    changed: bool


@dataclass(slots=True)
class Translation:
    """What a run of `translate` did.

    Attributes:
        decoded, cached: different sentences that went to an engine, and those that an earlier run had drafted.
        faults: reports and catalogs that could not be handled; the others were.
    """

    catalogs: list[CatalogResult] = field(default_factory=list)
    decoded: int = 0
    cached: int = 0
    templates: int = 0
    faults: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Work:
    """A catalog under way: the messages it needs drafts for are `stale`."""

    report: Report
    messages: Sequence[SourceMessage]
    catalog: polib.POFile
    path: Path
    records: dict[Key, list[DraftRecord]]
    stale: list[SourceMessage]
    vocabulary: frozenset[str]


def translate(
    project: Project,
    paths: Iterable[Path],
    locales: Sequence[Locale],
    *,
    force: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    engine_for: Callable[[Locale], Engine] | None = None,
) -> Translation:
    """Draft the messages of reports and write their catalogs.

    Args:
        force: draft again whatever no person has touched.
        dry_run: count what would be drafted; decode and write nothing.
        engine_for: engines in place of the installed model packages.

    Raises:
        InputError: the glossary or an engine has a fault. Faults of single reports and catalogs are collected.
    """
    result = Translation()
    matcher = Matcher(read_glossary(project.folders["glossaries"]))
    reports, result.faults = read_all(paths)
    with Memory(project.folders["state"] / MEMORY_FILE) as memory:
        if memory.damaged:
            result.notes.append(
                f"{project.relative(memory.path)} was damaged and began anew; all texts count as a person's"
            )
        for locale in locales:
            engine = engine_for(locale) if engine_for else engine_of(project, locale)
            drafter = Drafter(engine, matcher, locale, memory)
            works = []
            for report in reports:
                try:
                    works.append(_look(project, report, drafter, force=force))
                except InputError as error:
                    result.faults.append(error)
            if dry_run:
                result.catalogs += [_count(project, work, locale) for work in works]
                continue
            requests = [_request(work, message) for work in works for message in work.stale]
            drafts = drafter.draft(requests, partial(progress, locale) if progress else None)
            result.catalogs += [_write(project, work, drafter, drafts) for work in works]
            result.decoded += drafter.tally.decoded
            result.cached += drafter.tally.cached
    if not dry_run:
        result.templates = sum(_write_template(project, report) for report in reports)
    return result


def _look(project: Project, report: Report, drafter: Drafter, *, force: bool) -> _Work:
    """Read a report's catalog and see which of its messages need a draft."""
    path = project.catalog_path(report.name, drafter.locale)
    catalog = read_po(path) if path.exists() else new_catalog(report, drafter.locale)
    records = drafter.memory.drafts(_memory_name(project, path))
    live = {entry_key(entry): entry for entry in catalog if not entry.obsolete}
    engine = engine_signature(drafter.engine)
    messages = messages_of(report)
    stale = []
    for message in messages:
        entry, known = live.get(message.key), records.get(message.key, [])
        if entry is not None and is_persons(entry, [record.target for record in known]):
            continue
        current = next((record for record in known if entry is not None and record.target == entry.msgstr), None)
        terms = terms_signature(drafter.matcher.find(message.text), drafter.locale)
        if current is None or current.terms != terms or (force and current.engine != engine):
            stale.append(message)
    words = " ".join(block.text for block in report.story if block.role != "headline").split()
    vocabulary = frozenset(word.strip(".,;:!?\"'“”‘’()") for word in words if word[:1].islower())
    return _Work(report, messages, catalog, path, records, stale, vocabulary)


def _request(work: _Work, message: SourceMessage) -> Request:
    return Request(message.role, message.text, work.vocabulary if message.role == "headline" else frozenset())


def _memory_name(project: Project, path: Path) -> str:
    return project.relative(path).as_posix()


def _write(project: Project, work: _Work, drafter: Drafter, drafts: dict[Request, Draft]) -> CatalogResult:
    fresh = {message.key: drafts[_request(work, message)] for message in work.stale}
    engine = engine_signature(drafter.engine)
    matches = {message.key: drafter.matcher.find(message.text) for message in work.messages}
    records = {
        key: DraftRecord(draft.text, engine, terms_signature(matches[key], drafter.locale))
        for key, draft in fresh.items()
    }
    drafter.memory.add_drafts(_memory_name(project, work.path), records)
    known = {key: [record.target for record in each] for key, each in work.records.items()}
    for key, record in records.items():
        known.setdefault(key, []).append(record.target)
    before = render_po(work.catalog)
    current = {entry_key(entry): entry.msgstr for entry in work.catalog if not entry.obsolete}
    report_path = project.relative(work.report.path).as_posix()
    wanted = [
        Wanted(
            message.key,
            fresh[message.key].text if message.key in fresh else current.get(message.key, ""),
            tuple(references(report_path, message)),
            extracted_comment(message, matches[message.key], drafter.locale),
        )
        for message in work.messages
    ]
    merge(work.catalog, wanted, known)
    findings: list[Finding] = []
    required = enforced = 0
    for entry in work.catalog:
        if entry.obsolete:
            continue
        key = entry_key(entry)
        role, source = key
        of_entry = check_message(CheckedMessage(source, entry.msgstr, role, drafter.locale, tuple(matches[key])))
        draft = fresh.get(key)
        line = None
        if draft is not None and entry.msgstr == draft.text:
            glossary = drafter.matcher.glossary.revision
            line = draft_line(drafter.engine.name, glossary, conventions.REVISION, draft.rungs, draft.tries)
        entry.tcomment = replace_lines(entry.tcomment, draft=line, findings=of_entry)
        findings += of_entry
        required += len(matches[key])
        enforced += len(matches[key]) - sum(finding.count for finding in of_entry if finding.check == "term")
    changed = render_po(work.catalog) != before or not work.path.exists()
    if changed:
        write_po(work.path, work.catalog)
    return _result(work, drafter.locale, len(fresh), required, enforced, tuple(findings), changed)


def _count(project: Project, work: _Work, locale: Locale) -> CatalogResult:
    return _result(work, locale, len(work.stale), 0, 0, (), False)


def _result(
    work: _Work,
    locale: Locale,
    drafted: int,
    required: int,
    enforced: int,
    findings: tuple[Finding, ...],
    changed: bool,
) -> CatalogResult:
    keys = {message.key for message in work.messages}
    reviewed = sum(
        bool(entry.msgstr) and not entry.fuzzy
        for entry in work.catalog
        if not entry.obsolete and entry_key(entry) in keys
    )
    return CatalogResult(
        work.report.name,
        locale,
        work.path,
        len(keys),
        drafted,
        reviewed,
        required,
        enforced,
        findings,
        changed,
    )


def _write_template(project: Project, report: Report) -> bool:
    template = new_catalog(report, None)
    path = project.relative(report.path).as_posix()
    for message in messages_of(report):
        template.append(
            polib.POEntry(
                msgctxt=str(message.role),
                msgid=message.text,
                occurrences=references(path, message),
                comment=extracted_comment(message, (), None),
            )
        )
    return write_po(project.template_path(report.name), template)
