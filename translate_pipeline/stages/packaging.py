"""`package`: reviewed catalogs in, articles out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polib

from translate_pipeline.articles.formats import find_format
from translate_pipeline.articles.furniture import Furniture, read_furniture
from translate_pipeline.articles.manifest import MANIFEST, Entry, describe, manifest_text, read_manifest
from translate_pipeline.articles.model import Article
from translate_pipeline.atomic import write_atomically
from translate_pipeline.catalogs.merging import Key, entry_key, is_reviewed
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.catalogs.provenance import drafting_engine
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Block, Report
from translate_pipeline.reports.reader import read_all


@dataclass(frozen=True, slots=True)
class Refusal:
    """An article that a gate keeps back, and why."""

    report: str
    locale: Locale
    reason: str


@dataclass(slots=True)
class Packaging:
    """What a run of `package` did: files by report name and locale code, how many changed, refusals, faults."""

    files: dict[tuple[str, str], list[Path]] = field(default_factory=dict)
    changed: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    faults: list[InputError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _State:
    """How far the messages of a report are: counts, and the names of the engines that drafted them."""

    unreviewed: int
    untranslated: int
    errors: int
    engines: tuple[str, ...]

    def refusal(self, project: Project) -> str:
        """Why the gates refuse; empty where they do not."""
        reasons = []
        if project.gates.reviewed and self.unreviewed + self.untranslated:
            reasons.append(f"{self.unreviewed + self.untranslated} messages are not reviewed")
        if project.gates.errors and self.errors:
            reasons.append(f"{self.errors} messages have errors")
        return ", ".join(reasons)


def package(project: Project, paths: Iterable[Path], locales: Sequence[Locale], *, drafts: bool = False) -> Packaging:
    """Write the articles of reports, and the manifest of each language.

    Args:
        drafts: package what the gates would refuse, marked as unreviewed machine translation.

    Raises:
        InputError: the glossary or the furniture strings have a fault. Faults of single reports are collected.
    """
    result = Packaging()
    matcher = Matcher(read_glossary(project.folders["glossaries"]))
    reports, result.faults = read_all(paths)
    for locale in locales:
        folder = project.folders["articles"] / locale.tag
        strings = read_furniture(locale, project.folders["locale"])
        entries: dict[str, Entry] = {}
        for report in reports:
            try:
                entry = _package_one(project, report, locale, matcher, strings, result, drafts=drafts)
            except InputError as error:
                result.faults.append(error)
                continue
            if entry is not None:
                entries[report.name] = entry
        if entries:
            _write_manifest(folder / MANIFEST, locale, entries, result)
    return result


def _package_one(
    project: Project,
    report: Report,
    locale: Locale,
    matcher: Matcher,
    strings: Furniture,
    result: Packaging,
    *,
    drafts: bool,
) -> Entry | None:
    path = project.catalog_path(report.name, locale)
    if not path.exists():
        remedy = "run: translate-pipeline translate"
        result.refusals.append(Refusal(report.name, locale, f"it has no catalog; {remedy}"))
        return None
    messages = {entry_key(entry): entry for entry in read_po(path) if not entry.obsolete}
    state = _state(report, messages, locale, matcher)
    refusal = state.refusal(project)
    if refusal and not drafts:
        result.refusals.append(Refusal(report.name, locale, refusal))
        return None
    article = _article(report, messages, state, locale, matcher)
    contents = {}
    for each in map(find_format, project.formats):
        contents[report.name + each.suffix] = each.render(article, strings)
    folder = project.folders["articles"] / locale.tag
    result.changed += sum(write_atomically(folder / name, content) for name, content in contents.items())
    result.files[report.name, locale.code] = [folder / name for name in contents]
    return describe(article, strings, contents, project.relative(report.path), report.path.read_bytes())


def _state(report: Report, messages: dict[Key, polib.POEntry], locale: Locale, matcher: Matcher) -> _State:
    unreviewed = untranslated = errors = 0
    engines = set()
    for block in dict.fromkeys(report.story):
        entry = messages.get((str(block.role), block.text))
        if entry is None or not entry.msgstr:
            untranslated += 1
            continue
        unreviewed += not is_reviewed(entry)
        engine = drafting_engine(entry.tcomment)
        engines |= {engine} if engine else set()
        message = CheckedMessage(block.text, entry.msgstr, block.role, locale, tuple(matcher.find(block.text)))
        errors += any(finding.severity is Severity.ERROR for finding in check_message(message))
    return _State(unreviewed, untranslated, errors, tuple(sorted(engines)))


def _article(
    report: Report, messages: dict[Key, polib.POEntry], state: _State, locale: Locale, matcher: Matcher
) -> Article:
    blocks = []
    for block in report.story:
        entry = messages.get((str(block.role), block.text))
        blocks.append(Block(block.role, entry.msgstr if entry is not None and entry.msgstr else block.text))
    return Article(
        name=report.name,
        locale=locale,
        blocks=tuple(blocks),
        date=report.date,
        source=_localized_name(report.source, locale, matcher),
        url=report.url,
        image=report.image,
        source_headline=report.headline,
        reviewed=not (state.unreviewed or state.untranslated),
        engine=", ".join(state.engines),
        glossary_revision=matcher.glossary.revision,
    )


def _localized_name(name: str, locale: Locale, matcher: Matcher) -> str:
    """The approved form of an outlet's name; the name itself where the glossary does not have it."""
    matches = matcher.find(name)
    whole = len(matches) == 1 and (matches[0].start, matches[0].end) == (0, len(name))
    return matches[0].term.forms[locale.code].approved if whole else name


def _write_manifest(path: Path, locale: Locale, entries: dict[str, Entry], result: Packaging) -> None:
    """Renew the entries of what was packaged now; articles of earlier runs keep theirs while their files are there."""
    kept = [
        entry
        for entry in read_manifest(path)
        if entry.name not in entries and all((path.parent / name).exists() for name in entry.files)
    ]
    result.changed += write_atomically(path, manifest_text(locale, [*kept, *entries.values()]))
