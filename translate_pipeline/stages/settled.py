"""Catalogs that an earlier run left with nothing to do, known by the digests of all that goes into them.

The index holds, for each catalog, what its report, its PO file, its template, the glossary, the settings and the
program were, and which of its texts are drafts that a reviewed text could replace. While all of that is the same, a run
need not read them again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.errors import InputError
from translate_pipeline.input_files import read_input
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.naming import report_name
from translate_pipeline.stages.catalog_state import CatalogState
from translate_pipeline.translation.recall.store import Store

_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Place:
    """A report's file and its name, in one locale."""

    path: Path
    name: str
    locale: Locale


Kept = tuple[Place, str, Iterable[str], CatalogState]
"""A catalog that a run has finished: digest of its PO file, sources of its drafts that nobody touched, its state."""


class Settled:
    """What an index knows of catalogs with nothing to do.

    Args:
        revision: of the glossary.
    """

    def __init__(self, project: Project, store: Store, revision: str):
        self._project = project
        self._store = store
        self._common = json.dumps(
            [_program(), revision, project.solar_dates, asdict(project.memory), str(project.root)], default=str
        )
        self._changed: dict[int, set[str]] = {}
        self._reports: dict[Path, str] = {}

    def state(self, place: Place) -> CatalogState | None:
        """The state of a catalog, if there is nothing to do for it."""
        row = self._store.settled_at(self._catalog_name(place))
        if row is None:
            return None
        inputs, serial, drafts, state = row
        if serial not in self._changed:
            self._changed[serial] = self._store.changed_since(serial)
        changed = self._changed[serial]
        if inputs != self._inputs(place, _digest(self._catalog(place))) or not changed.isdisjoint(json.loads(drafts)):
            return None
        return _state(state)

    def keep(self, results: Iterable[Kept]) -> None:
        """Remember catalogs that a run has finished."""
        serial = self._store.serial
        self._store.settle(
            (
                self._catalog_name(place),
                self._inputs(place, digest),
                serial,
                json.dumps(sorted(drafts), ensure_ascii=False),
                json.dumps(asdict(state), ensure_ascii=False),
            )
            for place, digest, drafts, state in results
            # What an engine left empty is asked for again.
            if not state.untranslated
        )

    def _inputs(self, place: Place, catalog: str) -> str:
        # A report that changes while it is read is known by what it was before.
        if place.path not in self._reports:
            self._reports[place.path] = _digest(place.path)
        parts = [self._common, str(place.path), place.locale.code, self._reports[place.path], catalog]
        parts.append(_digest(self._project.template_path(place.name)))
        return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()

    def _catalog(self, place: Place) -> Path:
        return self._project.catalog_path(place.name, place.locale)

    def _catalog_name(self, place: Place) -> str:
        return self._project.relative(self._catalog(place)).as_posix()


def places(paths: Iterable[Path], locales: Iterable[Locale]) -> Mapping[Path, list[Place]]:
    """The catalogs of reports; none for a report whose name is no name, or is another's too."""
    names: dict[str, list[Path]] = {}
    found: dict[Path, list[Place]] = {}
    locales = list(locales)
    for path in dict.fromkeys(paths):
        found[path] = []
        try:
            name = report_name(path)
        except InputError:
            continue
        names.setdefault(name.casefold(), []).append(path)
        found[path] = [Place(path, name, locale) for locale in locales]
    for rivals in names.values():
        if len(rivals) > 1:
            found.update((path, []) for path in rivals)
    return found


def _digest(path: Path) -> str:
    try:
        return digest_of(read_input(path))
    except (OSError, InputError):
        return ""


def digest_of(data: bytes) -> str:
    """The digest by which a file is known."""
    return hashlib.sha256(data).hexdigest()


@cache
def _program() -> str:
    """Changes when a file of this program does."""
    stamps = []
    for path in sorted(_PACKAGE.rglob("*")):
        if "__pycache__" not in path.parts and path.is_file():
            status = path.stat()
            stamps.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return digest_of("\n".join(stamps).encode(errors="surrogateescape"))


def _state(text: str) -> CatalogState | None:
    try:
        values = json.loads(text)
        values["findings"] = tuple(
            Finding(**{**each, "severity": Severity(each["severity"])}) for each in values["findings"]
        )
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        return CatalogState(**values)
    except (ValueError, TypeError, KeyError):
        return None
