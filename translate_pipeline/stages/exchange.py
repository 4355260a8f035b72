"""`review export`: catalogs out to CAT tools, as XLIFF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from babel import Locale as BabelLocale

from translate_pipeline.atomic import write_atomically
from translate_pipeline.catalogs.merging import Key, entry_key, is_persons
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.catalogs.xliff.model import VERSIONS, Document, File, Meta, Note
from translate_pipeline.catalogs.xliff.units import (
    HEADER,
    LINES,
    OURS,
    POEDIT_FUZZY,
    REPORT,
    UnholdableError,
    line_digests,
    unit_of,
)
from translate_pipeline.catalogs.xliff.writing import write_document
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.stages.catalog_state import checked, findings_on
from translate_pipeline.stages.reading import matcher_of, reports_at
from translate_pipeline.translation.memory import MEMORY_FILE, Memory

SOURCE_LANGUAGE = "en"
_Drafts = dict[Key, list[str]]


@dataclass(slots=True)
class Exporting:
    """What `review export` wrote: files with their numbers of units, how many files changed, faults, notes."""

    files: dict[Path, int] = field(default_factory=dict)
    changed: int = 0
    faults: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def export(
    project: Project, paths: Iterable[Path], locales: Sequence[Locale], folder: Path, version: str = VERSIONS[0]
) -> Exporting:
    """Write the catalogs of reports as XLIFF, one file for each report and locale: `<report>.<tag>.xlf`.

    Args:
        version: of XLIFF, one of `VERSIONS`.

    Raises:
        InputError: the glossary has a fault, or the disk refuses a file. Faults of single catalogs are collected.
    """
    result = Exporting()
    matcher = matcher_of(project)
    reports, result.faults = reports_at(paths)
    for report in reports:
        for locale in locales:
            try:
                file = _file_of(project, report, locale, matcher, result.notes)
            except InputError as error:
                result.faults.append(error)
                continue
            document = Document(SOURCE_LANGUAGE, locale.tag, (file if version == VERSIONS[0] else _for_poedit(file),))
            data = write_document(document, BabelLocale.parse(locale.code).text_direction, version)
            path = folder / f"{report.name}.{locale.tag}.xlf"
            try:
                result.changed += write_atomically(path, data)
            except OSError as error:
                raise unwritable(error, path) from None
            result.files[path] = len(file.units)
    return result


def _file_of(project: Project, report: Report, locale: Locale, matcher: Matcher, notes: list[str]) -> File:
    """The live messages of a report's catalog.

    Raises:
        InputError: there is no catalog, it cannot be read, or a comment holds what XLIFF cannot.
    """
    path = project.catalog_path(report.name, locale)
    if not path.exists():
        raise InputError("no catalog yet", remedy="run: translate-pipeline translate", path=project.relative(path))
    catalog = read_po(path)
    drafts = known_drafts(project, path)
    units = []
    for entry in catalog:
        if entry.obsolete:
            continue
        if entry.msgid_plural:
            notes.append(f"{project.relative(path)}:{entry.linenum}: has plural forms; left out")
            continue
        seen = checked(entry, locale, matcher)
        drafted = not is_persons(entry, drafts.get(entry_key(entry), ()))
        try:
            units.append(unit_of(entry, locale, seen.matches, findings_on(seen), drafted=drafted))
        except UnholdableError as error:
            problem = f"its comment holds the control character {error}, which XLIFF cannot"
            raise InputError(problem, remedy="remove it", path=path, line=entry.linenum) from None
    if not units:
        raise InputError("no messages to export", path=project.relative(path))
    header = [Note(catalog.header, HEADER)] if catalog.header.strip() else []
    metadata = [Meta(OURS, REPORT, report.name), Meta(OURS, LINES, " ".join(line_digests(header)))]
    original = project.relative(report.path).as_posix()
    return File("f1", original, tuple(units), tuple(header), tuple(metadata))


def _for_poedit(file: File) -> File:
    """A file in which Poedit, for whose sake there is XLIFF 2.0, sees which texts need work."""
    units = (replace(unit, sub_state=POEDIT_FUZZY) if unit.sub_state else unit for unit in file.units)
    return replace(file, units=tuple(units))


def known_drafts(project: Project, path: Path) -> _Drafts:
    """The drafts on record for a catalog; without a memory none, and every text counts as a person's."""
    place = project.folders["state"] / MEMORY_FILE
    if not place.is_file():
        return {}
    with Memory(place) as memory:
        known = memory.drafts(project.relative(path).as_posix())
    return {key: [record.target for record in records] for key, records in known.items()}
