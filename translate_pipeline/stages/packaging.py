"""`package`: reviewed catalogs in, articles out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polib

from translate_pipeline.articles.formats import FORMATS, Format, find_format
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.identity import read_machine_date
from translate_pipeline.articles.manifest import MANIFEST, Entry, Origin, describe, manifest_text, read_manifest
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import FEED, INDEX, PAGE, Site, page_path
from translate_pipeline.atomic import write_atomically
from translate_pipeline.catalogs.credits import reviewers, revised
from translate_pipeline.catalogs.merging import Key, entry_key
from translate_pipeline.catalogs.messages import messages_of
from translate_pipeline.catalogs.po_file import parse_catalog
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.input_files import read_input
from translate_pipeline.journal import stage
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


@stage("package")
def package(
    project: Project,
    paths: Iterable[Path],
    locales: Sequence[Locale],
    *,
    drafts: bool = False,
    formats: Sequence[str] = (),
) -> Packaging:
    """Write the articles of reports, the pages that list them, and the manifest of each language.

    Args:
        drafts: package what the gates would refuse, marked as unreviewed machine translation.
        formats: only these; what an article was published in before stays listed.

    Raises:
        InputError: the glossary or the furniture strings have a fault, or there is no such format. Faults of single
            reports are collected.
    """
    result = Packaging()
    chosen = [find_format(name) for name in formats or project.formats]
    matcher = matcher_of(project)
    reports, faults = reports_at(paths)
    result.faults = list(faults)
    desks: list[_Desk] = []
    for locale in locales:
        site = Site(
            read_furniture(locale, project.folders["locale"]),
            base_url=project.base_url,
            publisher=project.publisher,
            templates=project.folders["templates"],
        )
        try:
            published = _published(project, locale)
        except InputError as error:
            result.faults.append(error)
            continue
        desk = _Desk(project, locale, matcher, site, chosen, published, bool(formats), result)
        desk.prepare(reports, drafts=drafts)
        desks.append(desk)
    pages = _pages(project, desks)
    for desk in desks:
        desk.write(pages)
    result.faults = list({str(fault): fault for fault in result.faults}.values())
    return result


def _published(project: Project, locale: Locale) -> dict[str, Entry]:
    """What the manifest of a language lists, by the name of the report."""
    path = project.folders["articles"] / locale.tag / MANIFEST
    return {entry.name: entry for entry in read_manifest(path)}


def _pages(project: Project, desks: Sequence[_Desk]) -> dict[Locale, set[str]]:
    """The reports that have a web page in each language, once this run is over; languages in the project's order."""
    at_work = {desk.locale: desk for desk in desks}
    pages: dict[Locale, set[str]] = {}
    for locale in dict.fromkeys((*project.locales, *at_work)):
        desk = at_work.get(locale)
        try:
            published = desk.published if desk else _published(project, locale)
        except InputError:
            # Only a run that packages this language has to tell of its manifest.
            continue
        names = {
            entry.name
            for entry in published.values()
            if (path := page_path(entry.name, locale)) in entry.files and (project.folders["articles"] / path).exists()
        }
        if desk and any(each.path == PAGE for each in desk.formats):
            names |= {prepared.article.name for prepared in desk.prepared}
        if names:
            pages[locale] = names
    return pages


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An article that passed the gates, and what it was made from."""

    report: Report
    article: Article
    origin: Origin


@dataclass(frozen=True, slots=True)
class _Desk:
    """The articles of one language under way.

    Attributes:
        published: the entries of the manifest as it was found.
        partly: other formats than those of this run may have been published before, and stay.
    """

    project: Project
    locale: Locale
    matcher: Matcher
    site: Site
    formats: Sequence[Format]
    published: Mapping[str, Entry]
    partly: bool
    result: Packaging
    prepared: list[_Prepared] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.project.folders["articles"]

    def prepare(self, reports: Iterable[Report], *, drafts: bool) -> None:
        """Read the catalogs and let through what may be published."""
        for report in reports:
            try:
                prepared = self._prepare_one(report, drafts=drafts)
            except InputError as error:
                self.result.faults.append(error)
            except OSError as error:
                problem = f"cannot be read ({error.strerror or error})"
                self.result.faults.append(InputError(problem, remedy="check its rights", path=error.filename))
            else:
                self.prepared.extend([prepared] if prepared else [])

    def write(self, pages: Mapping[Locale, set[str]]) -> None:
        """Write the articles that were let through, the pages that list them and the manifest."""
        fresh: dict[str, Entry] = {}
        for prepared in self.prepared:
            languages = tuple(locale for locale, names in pages.items() if prepared.article.name in names)
            try:
                fresh[prepared.article.name] = self._write_one(prepared, languages)
            except InputError as error:
                self.result.faults.append(error)
            except OSError as error:
                self.result.faults.append(unwritable(error, Path(error.filename or self.folder)))
        try:
            self._write_lists([*self._kept(fresh), *fresh.values()], tuple(pages))
        except InputError as error:
            self.result.faults.append(error)
        except OSError as error:
            self.result.faults.append(unwritable(error, Path(error.filename or self.folder)))

    def _prepare_one(self, report: Report, *, drafts: bool) -> _Prepared | None:
        path = self.project.catalog_path(report.name, self.locale)
        published = self.published.get(report.name)
        if not path.exists():
            self._refuse(report, "it has no catalog; run: translate-pipeline translate", published)
            return None
        content = read_input(path)
        catalog = parse_catalog(content, path)
        entries = {entry_key(entry): entry for entry in catalog if not entry.obsolete}
        state = catalog_state(messages_of(report), entries.values(), self.locale, self.matcher)
        reason = refusal(self.project, state)
        if reason and not drafts:
            self._refuse(report, reason, published)
            return None
        people = reviewers(catalog) if self.project.name_translators else ()
        article = Article(
            name=report.name,
            locale=self.locale,
            blocks=tuple(_target(block, entries) for block in report.story),
            date=report.date,
            source=_localized_name(report.source, self.locale, self.matcher),
            url=report.url,
            image=report.image,
            source_headline=report.headline,
            reviewed=not (reason or state.drafted),
            engine=", ".join(state.engines),
            glossary_revision=self.matcher.glossary.revision,
            modified=revised(catalog),
            translators=people,
        )
        relative = self.project.relative
        origin = Origin(relative(report.path), report.path.read_bytes(), relative(path), content, state.findings)
        return _Prepared(report, article, origin)

    def _write_one(self, prepared: _Prepared, languages: tuple[Locale, ...]) -> Entry:
        article = replace(prepared.article, languages=languages)
        contents: dict[str, str | bytes] = {}
        taken = {f"{self.locale.tag}/{name}".casefold() for name in (INDEX, FEED, MANIFEST)}
        for each in self.formats:
            path = each.file(article)
            if path.casefold() in taken:
                problem = f"its article would be written over {path}"
                raise InputError(problem, remedy="rename the report", path=prepared.report.path)
            taken.add(path.casefold())
            contents[path] = _rendered(each, article, self.site)
        self.result.changed += sum(write_atomically(self.folder / name, text) for name, text in contents.items())
        self.result.files[article.name, self.locale.code] = [self.folder / name for name in contents]
        entry = describe(article, self.site.strings, contents, prepared.origin)
        return self._with_other_formats(entry) if self.partly else entry

    def _with_other_formats(self, entry: Entry) -> Entry:
        """An entry that also lists the files of formats that this run was not asked for."""
        before = self.published.get(entry.name)
        if before is None:
            return entry
        others = {
            name: checksum
            for name, checksum in before.files.items()
            if name not in entry.files and (self.folder / name).exists()
        }
        if others and _made_from(before) != _made_from(entry):
            self.result.notes.append(f"{', '.join(sorted(others))}: of an older text; package without --format")
        return replace(entry, files={**others, **entry.files})

    def _refuse(self, report: Report, reason: str, published: Entry | None) -> None:
        """Keep an article back, and say so where an older one of this report stays published."""
        if published is not None and published.report_sha256 != hashlib.sha256(report.path.read_bytes()).hexdigest():
            reason += "; the published article is of an older text of the report"
        self.result.refusals.append(Refusal(report.name, self.locale, reason))

    def _kept(self, fresh: Mapping[str, Entry]) -> list[Entry]:
        """The entries of articles that were packaged earlier, while their files are there."""
        kept = []
        for name, entry in self.published.items():
            if name in fresh or not all((self.folder / file).exists() for file in entry.files):
                continue
            kept.append(entry)
            if not (self.project.root / entry.report).exists():
                note = f"{self.locale.tag}/{name} stays published, but its report {entry.report} is gone"
                self.result.notes.append(note)
        return kept

    def _write_lists(self, entries: Sequence[Entry], languages: Sequence[Locale]) -> None:
        if not entries:
            return
        for each in self.formats:
            listed = [entry for entry in entries if _file_in(each, entry, self.locale) in entry.files]
            pages = each.collect(listed, self.site, languages) if each.collect and listed else {}
            for name, text in pages.items():
                self.result.changed += write_atomically(self.folder / name, text)
        path = self.folder / self.locale.tag / MANIFEST
        self.result.changed += write_atomically(path, manifest_text(self.locale, entries))


def _target(block: Block, entries: Mapping[Key, polib.POEntry]) -> Block:
    entry = entries.get((str(block.role), block.text))
    return replace(block, text=entry.msgstr) if entry is not None and entry.msgstr else block


def _rendered(chosen: Format, article: Article, site: Site) -> str | bytes:
    try:
        return chosen.render(article, site)
    except InputError:
        raise
    except Exception as error:
        if chosen in FORMATS:
            raise
        problem = f"the article format {chosen.name!r} failed on {article.name} ({type(error).__name__}: {error})"
        raise InputError(problem, remedy="mend the package that adds it") from error


def _file_in(chosen: Format, entry: Entry, locale: Locale) -> str:
    date = read_machine_date(entry.published or entry.modified)
    return chosen.file_of(entry.name, locale, date) if date else chosen.file_of(entry.name, locale)


def _made_from(entry: Entry) -> tuple[str, ...]:
    return entry.report_sha256, entry.catalog_sha256, entry.glossary_revision


def _localized_name(name: str, locale: Locale, matcher: Matcher) -> str:
    """The approved form of an outlet's name; the name itself where the glossary does not have it."""
    matches = matcher.find(name)
    whole = len(matches) == 1 and (matches[0].start, matches[0].end) == (0, len(name))
    return matches[0].term.forms[locale.code].approved if whole else name
