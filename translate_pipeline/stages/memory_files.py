"""The translation memory and its files: built from the catalogs and from imported TMX files, and written as TMX.

The files are the memory; the index in the state folder only makes them quick to search.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from translate_pipeline.atomic import write_atomically
from translate_pipeline.catalogs.merging import entry_key, is_reviewed
from translate_pipeline.catalogs.po_file import parse_catalog
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.input_files import read_input
from translate_pipeline.journal import stage
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.naming import report_name
from translate_pipeline.stages.checking import catalog_locale, catalog_paths
from translate_pipeline.translation.memory import Memory
from translate_pipeline.translation.recall.sentence_pairs import sentence_pairs
from translate_pipeline.translation.recall.store import FILE_NAME, Origin, Share, Stamp, Store
from translate_pipeline.translation.recall.unit import Kind, Unit, neighbour

if TYPE_CHECKING:
    import polib

    from translate_pipeline.catalogs.tmx import TmxUnit
    from translate_pipeline.stages.catalog_work import CatalogResult

ENGINE = "memory"
"""What a draft on record that came out of the memory has for its engine."""

# What a catalog says that no editor has saved.
_NOBODY = "Automatically generated"

ROLE, CATALOG = "x-role", "x-catalog"
"""Types of the properties that our TMX units carry."""


@dataclass(slots=True)
class Refreshed:
    """What it took to bring the memory up to date.

    Attributes:
        read, dropped: files whose units were replaced, and those that are gone.
        faults: files that cannot be read; what the memory had of them it keeps.
    """

    read: int = 0
    dropped: int = 0
    faults: list[InputError] = field(default_factory=list)


def store_path(project: Project) -> Path:
    """Where the index lies."""
    return project.folders["state"] / FILE_NAME


def tmx_paths(project: Project) -> list[Path]:
    """The imported files, sorted."""
    folder = project.folders["memory"]
    return sorted(path for path in folder.glob("*.tmx") if not path.name.startswith(".")) if folder.is_dir() else []


@stage("memory")
def refresh(project: Project, store: Store, memory: Memory, *, anew: bool = False) -> Refreshed:
    """Bring the index up to date: only files that changed since are read.

    Args:
        memory: knows which texts came out of the index themselves.
        anew: forget everything first.
    """
    result = Refreshed()
    files = [(path, Kind.CATALOG) for path in catalog_paths(project)]
    files += [(path, Kind.TMX) for path in tmx_paths(project)]
    with store.transaction():
        if anew:
            store.clear()
        known = store.origins()
        for path, kind in files:
            name = project.relative(path).as_posix()
            try:
                result.read += _refresh_one(store, memory, path, name, kind, known.pop(name, None))
            except InputError as error:
                result.faults.append(error)
        for name in known:
            store.drop(name)
            result.dropped += 1
        if (result.read or result.dropped) and not anew:
            store.prune()
    return result


def remember_drafted(project: Project, store: Store, results: Iterable[CatalogResult]) -> None:
    """Note catalogs that this run wrote and that have no reviewed message: the next run need not read them for units.

    One that was saved by somebody meanwhile is left for the next run to read.
    """
    with store.transaction():
        known = store.origins()
        again = False
        for each in results:
            if each.state.reviewed:
                continue
            name = project.relative(each.path).as_posix()
            try:
                status = each.path.stat()
                digest = hashlib.sha256(each.path.read_bytes()).hexdigest()
            except OSError:
                continue
            if digest == each.digest:
                stamp = Stamp(_changed(status), status.st_size, digest)
                store.replace(Origin(name, Kind.CATALOG, each.locale.code, stamp, ""), [], [])
                again = again or name in known
        if again:
            store.prune()


def _refresh_one(store: Store, memory: Memory, path: Path, name: str, kind: Kind, known: Origin | None) -> bool:
    try:
        status = path.stat()
        if known and (known.stamp.changed, known.stamp.size) == (_changed(status), status.st_size):
            return False
        data = read_input(path)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", remedy="check its rights", path=path) from None
    stamp = Stamp(_changed(status), status.st_size, hashlib.sha256(data).hexdigest())
    if known and known.stamp.digest == stamp.digest:
        store.touch(name, stamp)
        return False
    if kind is Kind.CATALOG:
        origin, units = _of_catalog(data, path, name, stamp, memory)
    else:
        origin, units = _of_tmx(data, path, name, stamp)
    pairs = [pair for unit in units for pair in sentence_pairs(unit)]
    store.replace(origin, units, pairs)
    return True


def _changed(status: os.stat_result) -> int:
    """When a file changed, in nanoseconds: its own time may be set by whoever writes it, the kernel's not."""
    return max(status.st_mtime_ns, status.st_ctime_ns)


def _of_catalog(data: bytes, path: Path, name: str, stamp: Stamp, memory: Memory) -> tuple[Origin, list[Unit]]:
    from translate_pipeline.catalogs.tmx import utc_date

    catalog = parse_catalog(data, path)
    locale = catalog_locale(path, catalog)
    # Without an editor's name the date is not of a review.
    revised = utc_date(catalog.metadata.get("PO-Revision-Date", "")) if _last_translator(catalog) else ""
    copies = {
        (key, record.target)
        for key, records in memory.drafts(name).items()
        for record in records
        if record.engine == ENGINE
    }
    live = [entry for entry in catalog if not entry.obsolete]
    units = [
        Unit(
            source=entry.msgid,
            target=entry.msgstr,
            locale=locale.code,
            role=entry.msgctxt or "",
            before=neighbour(live[index - 1].msgid) if index else "",
            after=neighbour(live[index + 1].msgid) if index + 1 < len(live) else "",
            position=index,
            copied=(entry_key(entry), entry.msgstr) in copies,
            revised=revised,
        )
        for index, entry in enumerate(live)
        if _usable(entry)
    ]
    return Origin(name, Kind.CATALOG, locale.code, stamp, revised), units


def _usable(entry: polib.POEntry) -> bool:
    """Whether a message is reviewed, and one text answers to one text."""
    return is_reviewed(entry) and not entry.msgid_plural and bool(entry.msgid and entry.msgstr.strip())


def _of_tmx(data: bytes, path: Path, name: str, stamp: Stamp) -> tuple[Origin, list[Unit]]:
    from translate_pipeline.catalogs.tmx import parse_tmx

    found = parse_tmx(data, path).units
    rows = [(each, code, target) for each in found for code, target in sorted(each.targets.items())]
    units = [
        Unit(each.source, target, code, each.properties.get(ROLE, ""), position=index, revised=each.revised)
        for index, (each, code, target) in enumerate(rows)
    ]
    return Origin(name, Kind.TMX, "", stamp, max((unit.revised for unit in units), default="")), units


@dataclass(frozen=True, slots=True)
class LocaleShare:
    """What the memory has in one locale.

    Attributes:
        units: reviewed messages and imported ones; `imported` are the latter.
        words: words of their sources.
        sentences: sentences that can be reused by themselves.
        catalogs: those that have a reviewed message.
        revised: the latest date that one of them names: ISO 8601 in UTC, or empty.
    """

    locale: Locale
    units: int = 0
    words: int = 0
    sentences: int = 0
    catalogs: int = 0
    imported: int = 0
    revised: str = ""


def shares(project: Project, store: Store) -> list[LocaleShare]:
    """What there is in each locale of the project, and in others that an import brought."""
    found = {share.locale: share for share in store.shares()}
    locales = [each for each in LOCALES if each in project.locales or each.code in found]
    none = Share("", 0, 0, 0, 0, 0, "")
    rows = [(locale, found.get(locale.code, none)) for locale in locales]
    return [
        LocaleShare(locale, row.units, row.words, row.sentences, row.catalogs, row.imported, row.revised)
        for locale, row in rows
    ]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: units of catalogs, units that had been imported, and whether the file changed."""

    reviewed: int
    imported: int
    changed: bool


def export_tmx(project: Project, store: Store, path: Path, locales: Sequence[Locale]) -> Exported:
    """Write the memory in the locales given; an imported unit is written as it came, whatever languages it has.

    Raises:
        InputError: the file cannot be written.
    """
    from translate_pipeline.catalogs.tmx import write_tmx

    authors: dict[str, str] = {}
    reviewed = list(_reviewed_units(project, store, {locale.code for locale in locales}, authors))
    imported = list(_imported_units(project))
    try:
        return Exported(len(reviewed), len(imported), write_atomically(path, write_tmx([*reviewed, *imported])))
    except OSError as error:
        raise unwritable(error, path) from None


def _reviewed_units(project: Project, store: Store, codes: set[str], authors: dict[str, str]) -> Iterator[TmxUnit]:
    from translate_pipeline.catalogs.tmx import TmxUnit

    for found in store.units(Kind.CATALOG):
        unit = found.unit
        if unit.locale not in codes or unit.copied:
            continue
        if found.path not in authors:
            authors[found.path] = _author(project.root / found.path)
        properties = {CATALOG: found.path, **({ROLE: unit.role} if unit.role else {})}
        yield TmxUnit(unit.source, {unit.locale: unit.target}, properties, unit.revised, authors[found.path])


def _author(path: Path) -> str:
    try:
        return _last_translator(parse_catalog(read_input(path), path))
    except (OSError, InputError):
        return ""


def _last_translator(catalog: polib.POFile) -> str:
    """The person that an editor named in the header; empty while that is the program."""
    name = catalog.metadata.get("Last-Translator", "").strip()
    return "" if name == _NOBODY else name


def _imported_units(project: Project) -> Iterator[TmxUnit]:
    from translate_pipeline.catalogs.tmx import TmxUnit, parse_tmx, read_tmx

    for path in tmx_paths(project):
        for element in parse_tmx(read_tmx(path), path).elements:
            yield TmxUnit("", {}, element=element)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import took: the file that the project has now, usable units by locale code, others by reason."""

    path: Path
    units: dict[str, int]
    left_out: dict[str, int]
    changed: bool


def import_tmx(project: Project, path: Path) -> Imported:
    """Take a TMX file into the project's memory folder, to the byte, under a plain name.

    Raises:
        InputError: it is no TMX, has nothing to use, or another file of that name is there.
    """
    from translate_pipeline.catalogs.tmx import parse_tmx, read_tmx

    data = read_tmx(path)
    found = parse_tmx(data, path)
    if not found.units:
        reasons = "; ".join(f"{count} with {reason}" for reason, count in found.left_out.items()) or "it has no units"
        remedy = "wanted are English and one of " + ", ".join(locale.tag for locale in LOCALES)
        raise InputError(f"nothing to use: {reasons}", remedy=remedy, path=path)
    place = project.folders["memory"] / f"{report_name(path)}.tmx"
    if place.exists() and place.resolve() != path.resolve() and place.read_bytes() != data:
        shown = project.relative(place)
        raise InputError(f"{shown} is another file of that name", remedy="rename one, or delete that", path=path)
    try:
        changed = write_atomically(place, data)
    except OSError as error:
        raise unwritable(error, place) from None
    return Imported(place, _by_locale(found.units), dict(found.left_out), changed)


def _by_locale(units: Iterable[TmxUnit]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for unit in units:
        for code in unit.targets:
            counts[code] = counts.get(code, 0) + 1
    return dict(sorted(counts.items()))
