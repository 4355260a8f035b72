"""`check`: findings on the messages of catalogs, reviewed or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

from translate_pipeline.articles.furniture import DOMAIN
from translate_pipeline.catalogs.merging import entry_key
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.checks.finding import Finding
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import LOCALES, Locale, find_locale
from translate_pipeline.project import Project


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and where it stands: file, line of the message, and the message's msgctxt and msgid."""

    path: Path
    line: int
    role: str
    source: str
    locale: Locale
    finding: Finding


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
    named = [locale for locale in LOCALES if locale.code in path.parts or re.search(rf"\b{locale.code}\b", path.stem)]
    if len(named) == 1:
        return named[0]
    raise InputError("its header names no Language", remedy="write fa_AF or ps there", path=path, line=1)


def check_catalog(path: Path, matcher: Matcher) -> Iterator[Located]:
    """The findings on one catalog, in the order of its messages.

    Raises:
        InputError: the file cannot be read, or its locale is not known.
    """
    catalog = read_po(path)
    locale = catalog_locale(path, catalog)
    for entry in catalog:
        if entry.obsolete:
            continue
        role, source = entry_key(entry)
        message = CheckedMessage(source, entry.msgstr, role, locale, tuple(matcher.find(source)))
        for finding in check_message(message):
            yield Located(path, entry.linenum or 1, role, source, locale, finding)


def check(paths: Iterable[Path], matcher: Matcher) -> tuple[list[Located], list[InputError]]:
    """The findings on several catalogs, and the faults of those that cannot be read."""
    found: list[Located] = []
    faults: list[InputError] = []
    for path in paths:
        try:
            found += check_catalog(path, matcher)
        except InputError as error:
            faults.append(error)
    return found, faults
