"""The messages that reviewers approved, each with the draft it began as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polib

from translate_pipeline.catalogs.merging import entry_key, is_reviewed
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.catalogs.provenance import SOURCE, drafting_engine
from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.inline import plain
from translate_pipeline.review.reviewed import Reviewed
from translate_pipeline.stages.checking import catalog_locale
from translate_pipeline.stages.memory_files import ENGINE as RECALLED
from translate_pipeline.translation.memory import MEMORY_FILE, DraftRecord, Memory, MessageKey


@dataclass(slots=True)
class Reviews:
    """What was gathered.

    Attributes:
        messages: in the order of the catalogs and of the messages in them.
        faults: catalogs that could not be read.
    """

    messages: list[Reviewed] = field(default_factory=list)
    faults: list[InputError] = field(default_factory=list)


def gather_reviews(project: Project, paths: Iterable[Path]) -> Reviews:
    """The reviewed messages of catalogs, with the last draft on record of the same source.

    Raises:
        InputError: the project's memory cannot be read.
    """
    result = Reviews()
    signatures: dict[int, str] = {}
    names: dict[str, str] = {}
    place = project.folders["state"] / MEMORY_FILE
    with Memory(place if place.is_file() else None) as memory:
        for path in paths:
            try:
                catalog = read_po(path)
                locale = catalog_locale(path, catalog)
            except InputError as error:
                result.faults.append(error)
                continue
            name = project.relative(path.resolve()).as_posix()
            records = memory.drafts(name)
            for entry in catalog:
                record = _draft(entry, records)
                recalled = record is not None and record.engine == RECALLED
                engine = RECALLED if recalled else drafting_engine(entry.tcomment)
                if record is not None and engine:
                    names.setdefault(record.engine, engine)
                if not is_reviewed(entry) or entry.msgid_plural:
                    continue
                if record is not None:
                    signatures[len(result.messages)] = record.engine
                result.messages.append(_reviewed(entry, locale, name, record, engine))
    result.messages = [
        replace(message, engine=message.engine or names.get(signatures.get(index, ""), ""))
        for index, message in enumerate(result.messages)
    ]
    return result


def _draft(entry: polib.POEntry, records: Mapping[MessageKey, list[DraftRecord]]) -> DraftRecord | None:
    """The draft that a reviewer had before them: the one that was approved as it is, or else the last.

    None where they had an earlier text of theirs, which was taken over when the source changed.
    """
    if any(line.startswith(SOURCE) for line in entry.tcomment.split("\n")):
        return None
    drafts = records.get(entry_key(entry), [])
    return next((each for each in drafts if each.target == entry.msgstr), drafts[-1] if drafts else None)


def _reviewed(entry: polib.POEntry, locale: Locale, path: str, record: DraftRecord | None, engine: str) -> Reviewed:
    draft = plain(record.target) if record is not None else ""
    return Reviewed(locale, f"{path}:{entry.linenum or 1}", plain(entry.msgid), plain(entry.msgstr), draft, engine)
