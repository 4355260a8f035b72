"""`review import`: reviewers' XLIFF files back into the catalogs."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import polib

from translate_pipeline.atomic import write_atomically
from translate_pipeline.catalogs.merging import Key, entry_key, is_persons
from translate_pipeline.catalogs.po_file import parse_catalog, read_po, render_po
from translate_pipeline.catalogs.provenance import replace_lines
from translate_pipeline.catalogs.xliff.merging import Verdict, is_exported, merge_notes, merge_unit
from translate_pipeline.catalogs.xliff.model import Document, File, State, Unit
from translate_pipeline.catalogs.xliff.reading import read_document
from translate_pipeline.catalogs.xliff.units import OURS, REPORT, squeezed, unit_id
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.input_files import read_input
from translate_pipeline.locales import Locale, find_locale
from translate_pipeline.lock import project_lock
from translate_pipeline.project import Project
from translate_pipeline.stages.catalog_state import checked, findings_on
from translate_pipeline.stages.checking import catalog_paths
from translate_pipeline.stages.exchange import known_drafts
from translate_pipeline.stages.exchange_record import ImportRecord
from translate_pipeline.stages.reading import matcher_of

_SNIPPET = 60


@dataclass(slots=True)
class Importing:
    """What `review import` did with one report of one file.

    Attributes:
        verdicts: how many units met each fate.
        commented: messages that got a reviewer's note.
        conflicts: a line for each message that a person changed on both sides.
        notes: a line for each unit that found no message, or came back empty.
        changed: the catalog was written, or would be.
    """

    file: Path
    catalog: Path
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    commented: int = 0
    conflicts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changed: bool = False


def import_files(
    project: Project,
    paths: Iterable[Path],
    *,
    least: State = State.REVIEWED,
    reviewer: str = "",
    dry_run: bool = False,
) -> tuple[list[Importing], list[InputError]]:
    """Bring reviewers' XLIFF files back into the catalogs; files with a fault are collected and left out.

    Args:
        least: the lowest state that counts as reviewed.
        reviewer: name and address for the headers of catalogs that change.

    Raises:
        InputError: another run is at work, or the glossary has a fault.
    """
    matcher = matcher_of(project)
    done: list[Importing] = []
    faults = []
    with project_lock(project.folders["state"]):
        record = ImportRecord(project.folders["state"])
        for path in paths:
            try:
                locale, document = _read(project, path)
                for file in document.files:
                    work = _CatalogImport(project, locale, matcher, path, file, least, reviewer, record)
                    done.append(work.finish(dry_run=dry_run))
            except InputError as error:
                faults.append(error)
        if not dry_run:
            record.save()
    return done, faults


def _read(project: Project, path: Path) -> tuple[Locale, Document]:
    try:
        data = read_input(path)
    except OSError as error:
        problem = "no such file" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"
        raise InputError(problem, path=path) from None
    document = read_document(data, path)
    if re.split("[-_]", document.source_language)[0].casefold() not in ("en", "eng"):
        problem = f"its source language is {document.source_language!r}"
        raise InputError(problem, remedy="the catalogs are translated from English (en)", path=path)
    tag = document.target_language
    for locale in project.locales:
        # `fa` alone may be Dari; `fa-IR` is not.
        if tag.casefold() == locale.tag.split("-")[0]:
            return locale, document
    try:
        locale = find_locale(tag)
    except InputError as error:
        raise InputError(f"its target language is {tag!r}", remedy=error.remedy, path=path) from None
    if locale not in project.locales:
        problem = f"its target language, {locale.english}, is none of the project's"
        raise InputError(problem, remedy="add it to locales in the project file", path=path)
    return locale, document


class _CatalogImport:
    """A file's units on their way into a catalog.

    Raises:
        InputError: no catalog of the project has the units, or it cannot be read.
    """

    def __init__(
        self,
        project: Project,
        locale: Locale,
        matcher: Matcher,
        origin: Path,
        file: File,
        least: State,
        reviewer: str,
        record: ImportRecord,
    ):
        self.project, self.locale, self.matcher = project, locale, matcher
        self.origin, self.file, self.least = origin, file, least
        self.reviewer, self.record = reviewer, record
        path = self._find_catalog()
        self.data = read_input(path)
        self.catalog = parse_catalog(self.data, path)
        self.before = render_po(self.catalog)
        self.result = Importing(origin, path)
        self.drafts = known_drafts(project, path)
        self.conflicts: list[Key] = []
        self._index()

    def _find_catalog(self) -> Path:
        """The catalog that the file names; failing that, the one that has most of its units."""
        folder = self.project.catalog_path("any", self.locale).parent
        known = {path.stem: path for path in catalog_paths(self.project) if path.parent == folder}
        named = [meta.value for meta in self.file.metadata if (meta.category, meta.type) == (OURS, REPORT)]
        for name in (*named, PurePosixPath(self.file.original).stem, self.origin.name.split(".")[0]):
            if name in known:
                return known[name]
        ids = {unit.id for unit in self.file.units}
        held = {path: sum(unit_id(*entry_key(entry)) in ids for entry in read_po(path)) for path in known.values()}
        best = max(held, key=lambda path: held[path], default=None)
        if best is None or not held[best]:
            problem = f"no {self.locale.english} catalog of this project has its messages"
            raise InputError(problem, remedy="import it in the project it was exported from", path=self.origin)
        return best

    def _index(self) -> None:
        """The messages by the id of their unit, by role and source, and by the source they had before."""
        entries = [entry for entry in self.catalog if not entry.msgid_plural]
        live = [entry for entry in entries if not entry.obsolete]
        self.live = {unit_id(*entry_key(entry)): entry for entry in live}
        # Tools may number units anew, and drop their names.
        self.by_text = {("", squeezed(entry.msgid)): entry for entry in live}
        self.by_text |= {(entry.msgctxt or "", squeezed(entry.msgid)): entry for entry in live}
        self.successors = {
            unit_id(entry.previous_msgctxt or entry.msgctxt or "", entry.previous_msgid): entry
            for entry in live
            if entry.previous_msgid is not None
        }
        self.obsolete = {unit_id(*entry_key(entry)): entry for entry in entries if entry.obsolete}

    def finish(self, *, dry_run: bool) -> Importing:
        """Merge the units and write the catalog, if that changed anything.

        Raises:
            InputError: a person saved the catalog at this very moment, or the disk refused it; nothing was lost.
        """
        for unit in self.file.units:
            self._merge(unit)
        self.catalog.header = merge_notes(self.catalog.header, self.file.notes, self.file.metadata)
        self.result.changed = render_po(self.catalog) != self.before
        if self.result.changed and self.reviewer:
            now = datetime.datetime.now().astimezone()
            self.catalog.metadata["Last-Translator"] = self.reviewer
            self.catalog.metadata["PO-Revision-Date"] = now.strftime("%Y-%m-%d %H:%M%z")
        if self.result.changed and not dry_run:
            try:
                write_atomically(self.result.catalog, render_po(self.catalog), over=self.data)
            except OSError as error:
                raise unwritable(error, self.result.catalog) from None
        if self.conflicts:
            self.result.conflicts = self._conflict_lines()
        return self.result

    def _conflict_lines(self) -> list[str]:
        """Where the messages stand that were changed on both sides."""
        path = self.result.catalog
        lines = {entry_key(entry): entry.linenum for entry in reversed(read_po(path))}
        why = f"was changed here and in {self.origin.name}; the text here stays, the other is in its comment"
        return [f"{self.project.relative(path)}:{lines.get(key, 1)}: {why}" for key in self.conflicts]

    def _merge(self, unit: Unit) -> None:
        entry = self.live.get(unit.id) or self.by_text.get((unit.name, squeezed(unit.source)))
        if entry is not None:
            self._merge_into(entry, unit, same_source=True)
            return
        successor = self.successors.get(unit.id)
        if successor is not None:
            self._note(unit, "its source has changed; the text stays as one that needs work")
            self._merge_into(successor, unit, same_source=False)
            return
        self._merge_gone(unit)

    def _merge_into(self, entry: polib.POEntry, unit: Unit, *, same_source: bool) -> None:
        before = entry.msgstr, entry.fuzzy, entry.tcomment
        persons = is_persons(entry, self.drafts.get(entry_key(entry), ()))
        catalog = self.project.relative(self.result.catalog).as_posix()
        own = self.record.is_own(catalog, unit.id, self.reviewer, entry.msgstr)
        verdict = merge_unit(entry, unit, persons=persons, least=self.least, same_source=same_source, own=own)
        if verdict is Verdict.TAKEN:
            self.record.add(catalog, unit.id, self.reviewer, entry.msgstr)
        comment = entry.tcomment
        entry.tcomment = merge_notes(comment, unit.notes, unit.metadata)
        self.result.commented += entry.tcomment != comment
        self.result.verdicts[verdict] += 1
        if verdict is Verdict.CONFLICT:
            self.conflicts.append(entry_key(entry))
        elif verdict is Verdict.EMPTIED:
            self._note(unit, "its translation is empty; the catalog's stays")
        if (entry.msgstr, entry.fuzzy, entry.tcomment) != before and not entry.obsolete:
            findings = findings_on(checked(entry, self.locale, self.matcher))
            entry.tcomment = replace_lines(entry.tcomment, draft=None, findings=findings)

    def _merge_gone(self, unit: Unit) -> None:
        """A unit whose source is no longer in the report: what the reviewer wrote is kept as obsolete."""
        entry = self.obsolete.get(unit.id)
        written = unit.target.strip() and not is_exported(unit, unit.target)
        if entry is None and written:
            entry = polib.POEntry(msgctxt=unit.name or None, msgid=unit.source, obsolete=True)
            self.catalog.append(entry)
            self.obsolete[unit.id] = entry
        kept = "its translation is kept as obsolete" if entry is not None else "nothing was written for it"
        self._note(unit, f"its source has gone from the report; {kept}")
        if entry is not None:
            self._merge_into(entry, unit, same_source=True)

    def _note(self, unit: Unit, what: str) -> None:
        source = squeezed(unit.source)
        shown = source if len(source) <= _SNIPPET else source[: _SNIPPET - 1] + "…"
        self.result.notes.append(f"{self.origin}:{unit.line}: {shown!r}: {what}")
