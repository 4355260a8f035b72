"""`check`: findings on the messages of catalogs, reviewed or not, and the safe fixes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polib

from translate_pipeline.articles.furniture import DOMAIN
from translate_pipeline.catalogs.merging import entry_key, is_persons
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.catalogs.provenance import replace_lines
from translate_pipeline.checks.finding import Finding
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.names import inconsistent_names
from translate_pipeline.checks.optout import opted_out, unknown_ids
from translate_pipeline.checks.registry import BY_ID, check_message, fix_message
from translate_pipeline.checks.wording import other_wordings
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import LOCALES, Locale, find_locale
from translate_pipeline.project import Project
from translate_pipeline.reports.inline import plain
from translate_pipeline.review.wording import read_wordings
from translate_pipeline.translation.memory import MEMORY_FILE, DraftRecord, Memory, MessageKey

_OURS = re.compile(r"^\[(?:draft|finding)\] ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and where it stands: file, line of the message, and the message's msgctxt and msgid."""

    path: Path
    line: int
    role: str
    source: str
    locale: Locale
    finding: Finding


@dataclass(slots=True)
class Checking:
    """What a run of `check` found.

    Attributes:
        messages: those that were looked at; obsolete ones are not.
        fixed: messages whose text a fix changed.
        faults: catalogs that could not be read; the others were checked.
    """

    found: list[Located] = field(default_factory=list)
    messages: int = 0
    fixed: int = 0
    faults: list[InputError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Text:
    """One translation of an entry: a message has one, or one for each plural form."""

    entry: polib.POEntry
    plural: int | None
    message: CheckedMessage

    def write(self, target: str) -> None:
        """Put a new target into the entry."""
        if self.plural is None:
            self.entry.msgstr = target
        else:
            self.entry.msgstr_plural[self.plural] = target


def catalog_paths(project: Project) -> list[Path]:
    """The catalogs of reports in a project, sorted."""
    return sorted(
        path
        for locale in project.locales
        for path in (project.folders["locale"] / locale.code / "LC_MESSAGES").glob("*.po")
        if path.stem != DOMAIN and not path.name.startswith(".")
    )


def catalog_locale(path: Path, catalog: polib.POFile) -> Locale:
    """The locale of a catalog, by its header or its folder.

    Raises:
        InputError: neither names one that is known.
    """
    language = catalog.metadata.get("Language", "").strip()
    if language:
        try:
            return find_locale(language)
        except InputError as error:
            raise InputError(f"its header says Language: {language}", remedy=error.remedy, path=path, line=1) from None
    named = _named_locales(path)
    if len(named) == 1:
        return named.pop()
    raise InputError("its header names no Language", remedy="write fa_AF or ps there", path=path, line=1)


def _named_locales(path: Path) -> set[Locale]:
    """The locales that the file's name or, failing that, its folders name."""
    for part in (path.stem, *reversed(path.parent.parts)):
        names = {part.replace("-", "_").casefold(), *re.split(r"[.-]", part.casefold())}
        found = {locale for locale in LOCALES if names & {locale.code.casefold(), *locale.aliases}}
        if found:
            return found
    return set()


def check(
    paths: Iterable[Path],
    matcher: Matcher,
    *,
    fix: bool = False,
    reviewed: bool = False,
    project: Project | None = None,
) -> Checking:
    """The findings on several catalogs, in the order of their messages; files that cannot be read are collected.

    Args:
        fix: mend what a check can mend by itself, in messages that are fuzzy.
        reviewed: mend it in messages that are not fuzzy, too.
        project: whose memory knows the drafts, and whose glossary folder may have a list of wordings; without one
            every text counts as a person's.

    Raises:
        InputError: the list of wordings has a fault.
    """
    result = Checking()
    texts: list[tuple[Path, _Text]] = []
    for path in paths:
        try:
            catalog = read_po(path)
            locale = catalog_locale(path, catalog)
            if fix:
                result.fixed += _fix_catalog(path, catalog, locale, matcher, reviewed=reviewed, project=project)
                catalog = read_po(path)
        except InputError as error:
            result.faults.append(error)
            continue
        result.messages += sum(not entry.obsolete for entry in catalog)
        texts += ((path, text) for text in _texts(catalog, locale, matcher))
    preferred = read_wordings(project.folders["glossaries"]) if project else {}
    result.found = list(_findings(texts, preferred))
    return result


def _texts(catalog: polib.POFile, locale: Locale, matcher: Matcher) -> Iterator[_Text]:
    """The translations of a catalog, each with the English it answers to."""
    for entry in catalog:
        if entry.obsolete:
            continue
        role, source = entry_key(entry)
        skip = opted_out(entry.tcomment)
        if not entry.msgid_plural:
            message = CheckedMessage(source, entry.msgstr, role, locale, tuple(matcher.find(plain(source))), skip)
            yield _Text(entry, None, message)
            continue
        last = max(entry.msgstr_plural, default=0)
        for index in sorted(entry.msgstr_plural) or [0]:
            # The first of several forms is the singular; a catalog with one form says all numbers with it.
            english = source if index == 0 and last > 0 else entry.msgid_plural
            target = entry.msgstr_plural.get(index, "")
            # "One file" may be said without its number.
            skipped = skip | {"number", "placeholder"} if index == 0 and last > 0 else skip
            message = CheckedMessage(english, target, role, locale, tuple(matcher.find(plain(english))), skipped)
            yield _Text(entry, index, message)


def _findings(texts: Sequence[tuple[Path, _Text]], preferred: Mapping[tuple[str, str], str]) -> Iterator[Located]:
    """The findings on single messages and, among them, those that compare messages or ask the list of wordings."""
    compared: dict[int, list[Finding]] = {}
    for index, finding in inconsistent_names([text.message for _, text in texts]):
        compared.setdefault(index, []).append(finding)
    for index, (path, text) in enumerate(texts):
        entry, message = text.entry, text.message
        found = [*check_message(message), *compared.get(index, []), *other_wordings(message, preferred)]
        if not text.plural:
            found += unknown_ids(opted_out(entry.tcomment), BY_ID)
        for finding in found:
            if text.plural is not None:
                finding = replace(finding, message=f"msgstr[{text.plural}]: {finding.message}")
            role, source = entry_key(entry)
            yield Located(path, entry.linenum or 1, role, source, message.locale, finding)


def _fix_catalog(
    path: Path, catalog: polib.POFile, locale: Locale, matcher: Matcher, *, reviewed: bool, project: Project | None
) -> int:
    """Mend a catalog on disk; the number of texts that changed."""
    changes = [
        (text, fixed)
        for text in _texts(catalog, locale, matcher)
        if (reviewed or text.entry.fuzzy)
        and text.message.target.strip()
        and (fixed := fix_message(text.message)) != text.message.target
    ]
    if not changes:
        return 0
    if project is not None:
        _record(project, path, changes)
    for text, fixed in changes:
        text.write(fixed)
        if _OURS.search(text.entry.tcomment):
            findings = check_message(replace(text.message, target=fixed))
            text.entry.tcomment = replace_lines(text.entry.tcomment, draft=None, findings=findings)
    write_po(path, catalog)
    return len(changes)


def _record(project: Project, path: Path, changes: Sequence[tuple[_Text, str]]) -> None:
    """Tell the memory of mended drafts, before they are written: a draft nobody touched stays the machine's."""
    place = project.folders["state"] / MEMORY_FILE
    if not place.is_file():
        return
    name = project.relative(path.resolve()).as_posix()
    with Memory(place) as memory:
        known = memory.drafts(name)
        records: dict[MessageKey, DraftRecord] = {}
        for text, fixed in changes:
            key = entry_key(text.entry)
            drafts = known.get(key, [])
            if text.plural is None and not is_persons(text.entry, [record.target for record in drafts]):
                current = next(record for record in drafts if record.target == text.entry.msgstr)
                records[key] = replace(current, target=fixed)
        memory.add_drafts(name, records)
