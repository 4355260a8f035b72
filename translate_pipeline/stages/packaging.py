"""`package`: reviewed catalogs in, articles out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polib

from translate_pipeline.articles.formats import Format, find_format
from translate_pipeline.articles.furniture import Furniture, read_furniture
from translate_pipeline.articles.manifest import MANIFEST, Entry, describe, manifest_text, read_manifest
from translate_pipeline.articles.model import Article
from translate_pipeline.atomic import write_atomically
from translate_pipeline.catalogs.merging import Key, entry_key
from translate_pipeline.catalogs.messages import messages_of
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Block, Report
from translate_pipeline.stages.catalog_state import catalog_state
from translate_pipeline.stages.reading import matcher_of, reports_at
from translate_pipeline.stages.status import refusal


@dataclass(frozen=True, slots=True)
class Refusal:
    """An article that a gate keeps back, and why."""

    report: str
    locale: Locale
    reason: str


@dataclass(slots=True)
class Packaging:
    """What a run of `package` did: files by report name and locale code, how many changed, refusals, faults, notes."""

    files: dict[tuple[str, str], list[Path]] = field(default_factory=dict)
    changed: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    faults: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def package(project: Project, paths: Iterable[Path], locales: Sequence[Locale], *, drafts: bool = False) -> Packaging:
    """Write the articles of reports, and the manifest of each language.

    Args:
        drafts: package what the gates would refuse, marked as unreviewed machine translation.

    Raises:
        InputError: the glossary or the furniture strings have a fault. Faults of single reports are collected.
    """
    result = Packaging()
    matcher = matcher_of(project)
    reports, result.faults = reports_at(paths)
    for locale in locales:
        desk = _Desk(project, locale, matcher, read_furniture(locale, project.folders["locale"]), result)
        try:
            desk.package(reports, drafts=drafts)
        except InputError as error:
            result.faults.append(error)
    return result


@dataclass(frozen=True, slots=True)
class _Desk:
    """The articles of one language under way."""

    project: Project
    locale: Locale
    matcher: Matcher
    strings: Furniture
    result: Packaging

    @property
    def folder(self) -> Path:
        return self.project.folders["articles"] / self.locale.tag

    def package(self, reports: Sequence[Report], *, drafts: bool) -> None:
        published = {entry.name: entry for entry in read_manifest(self.folder / MANIFEST)}
        fresh: dict[str, Entry] = {}
        for report in reports:
            try:
                entry = self._package_one(report, published.get(report.name), drafts=drafts)
            except InputError as error:
                self.result.faults.append(error)
            except OSError as error:
                self.result.faults.append(unwritable(error, Path(error.filename or self.folder)))
            else:
                if entry is not None:
                    fresh[report.name] = entry
        self._write_manifest(published, fresh)

    def _package_one(self, report: Report, published: Entry | None, *, drafts: bool) -> Entry | None:
        path = self.project.catalog_path(report.name, self.locale)
        if not path.exists():
            self._refuse(report, "it has no catalog; run: translate-pipeline translate", published)
            return None
        entries = {entry_key(entry): entry for entry in read_po(path) if not entry.obsolete}
        state = catalog_state(messages_of(report), entries.values(), self.locale, self.matcher)
        reason = refusal(self.project, state)
        if reason and not drafts:
            self._refuse(report, reason, published)
            return None
        approved = not (reason or state.drafted)
        article = self._article(report, entries, approved, ", ".join(state.engines))
        contents = {report.name + each.suffix: each.render(article, self.strings) for each in self._formats}
        self.result.changed += sum(write_atomically(self.folder / name, text) for name, text in contents.items())
        self.result.files[report.name, self.locale.code] = [self.folder / name for name in contents]
        return describe(article, self.strings, contents, self.project.relative(report.path), report.path.read_bytes())

    @property
    def _formats(self) -> list[Format]:
        return [find_format(name) for name in self.project.formats]

    def _refuse(self, report: Report, reason: str, published: Entry | None) -> None:
        """Keep an article back, and say so where an older one of this report stays published."""
        if published is not None and published.report_sha256 != hashlib.sha256(report.path.read_bytes()).hexdigest():
            reason += "; the published article is of an older text of the report"
        self.result.refusals.append(Refusal(report.name, self.locale, reason))

    def _article(self, report: Report, entries: Mapping[Key, polib.POEntry], approved: bool, engine: str) -> Article:
        blocks = []
        for block in report.story:
            entry = entries.get((str(block.role), block.text))
            blocks.append(Block(block.role, entry.msgstr if entry is not None and entry.msgstr else block.text))
        return Article(
            name=report.name,
            locale=self.locale,
            blocks=tuple(blocks),
            date=report.date,
            source=_localized_name(report.source, self.locale, self.matcher),
            url=report.url,
            image=report.image,
            source_headline=report.headline,
            reviewed=approved,
            engine=engine,
            glossary_revision=self.matcher.glossary.revision,
        )

    def _write_manifest(self, published: Mapping[str, Entry], fresh: Mapping[str, Entry]) -> None:
        """Renew the entries of what was packaged now; earlier articles keep theirs while their files are there."""
        kept = []
        for name, entry in published.items():
            if name in fresh or not all((self.folder / file).exists() for file in entry.files):
                continue
            kept.append(entry)
            if not (self.project.root / entry.report).exists():
                note = f"{self.folder.name}/{name} stays published, but its report {entry.report} is gone"
                self.result.notes.append(note)
        if kept or fresh:
            path = self.folder / MANIFEST
            try:
                self.result.changed += write_atomically(path, manifest_text(self.locale, [*kept, *fresh.values()]))
            except OSError as error:
                raise unwritable(error, Path(error.filename or path)) from None


def _localized_name(name: str, locale: Locale, matcher: Matcher) -> str:
    """The approved form of an outlet's name; the name itself where the glossary does not have it."""
    matches = matcher.find(name)
    whole = len(matches) == 1 and (matches[0].start, matches[0].end) == (0, len(name))
    return matches[0].term.forms[locale.code].approved if whole else name
