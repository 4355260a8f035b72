"""What earlier runs left behind: drafted sentences, engines' renderings, and every draft written into a catalog.

It can be deleted: then sentences are decoded again, and since no draft is known as such any more, every text in the
catalogs counts as a person's.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.sqlite_file import SqliteFile, is_damage

MEMORY_FILE = "memory.sqlite"
"""Its name in the state folder."""
_SCHEMA_VERSION = 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS sentences (key TEXT PRIMARY KEY, target TEXT NOT NULL, rung TEXT NOT NULL,
    tries INTEGER NOT NULL, exact INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drafts (catalog TEXT NOT NULL, msgctxt TEXT NOT NULL, msgid TEXT NOT NULL,
    target TEXT NOT NULL, engine TEXT NOT NULL, terms TEXT NOT NULL, PRIMARY KEY (catalog, msgctxt, msgid, target));
CREATE TABLE IF NOT EXISTS renderings (engine TEXT NOT NULL, name TEXT NOT NULL, forms TEXT NOT NULL,
    PRIMARY KEY (engine, name));
"""


@dataclass(frozen=True, slots=True)
class CachedSentence:
    """A sentence as the ladder left it."""

    target: str
    rung: str
    tries: int
    exact: bool


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A draft as it was written into a catalog.

    Attributes:
        engine: signature of the engine and the conventions that made it.
        terms: signature of the terms in its source and their forms.
    """

    target: str
    engine: str
    terms: str


MessageKey = tuple[str, str]


class Memory(SqliteFile):
    """The project's memory file, open.

    Args:
        path: the file; None keeps everything in the process.

    Attributes:
        damaged: the file was no database; it was set aside and a new one begun.
        new: there was no file.

    Raises:
        InputError: here and in every method: the file cannot be read or written.
    """

    def __init__(self, path: Path | None):
        super().__init__(path)
        self.damaged = False
        self.new = path is None or not path.exists()
        with self._faults():
            try:
                self._database = self._open()
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                if path is None or not is_damage(error):
                    raise
                self.damaged = True
                path.replace(path.with_suffix(".damaged"))
                for rest in ("-wal", "-shm"):
                    path.with_name(path.name + rest).unlink(missing_ok=True)
                self._database = self._open()

    def _open(self) -> sqlite3.Connection:
        database = self._connect()
        try:
            database.execute("BEGIN IMMEDIATE")
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version > _SCHEMA_VERSION:
                raise InputError(
                    "was written by a later version of this program", remedy="update the program", path=self.path
                )
            for statement in _SCHEMA.split(";"):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")
            database.execute("COMMIT")
            self._check(database)
        except BaseException:
            database.close()
            raise
        return database

    def sentences(self, keys: Iterable[str]) -> dict[str, CachedSentence]:
        """Those of `keys` that are known; what damage made of others is not."""
        found = {}
        with self._faults(), closing(self._database.cursor()) as cursor:
            for key in keys:
                row = cursor.execute(
                    "SELECT target, rung, tries, exact FROM sentences WHERE key = ?", (key,)
                ).fetchone()
                if row and tuple(map(type, row)) == (str, str, int, int):
                    found[key] = CachedSentence(row[0], row[1], row[2], bool(row[3]))
        return found

    def add_sentences(self, sentences: Mapping[str, CachedSentence]) -> None:
        """Keep drafted sentences."""
        rows = [(key, each.target, each.rung, each.tries, int(each.exact)) for key, each in sentences.items()]
        with self.transaction():
            self._database.executemany("INSERT OR REPLACE INTO sentences VALUES (?, ?, ?, ?, ?)", rows)

    def drafts(self, catalog: str) -> dict[MessageKey, list[DraftRecord]]:
        """Every draft ever written into a catalog, by msgctxt and msgid, the oldest first."""
        records: dict[MessageKey, list[DraftRecord]] = {}
        query = "SELECT msgctxt, msgid, target, engine, terms FROM drafts WHERE catalog = ? ORDER BY rowid"
        with self._faults():
            rows = self._database.execute(query, (catalog,)).fetchall()
        for msgctxt, msgid, target, engine, terms in rows:
            # A damaged one is no draft of ours, and what stands in the catalog counts as a person's.
            if not all(isinstance(each, str) for each in (msgctxt, msgid, target, engine, terms)):
                continue
            records.setdefault((msgctxt, msgid), []).append(DraftRecord(target, engine, terms))
        return records

    def add_drafts(self, catalog: str, drafts: Mapping[MessageKey, DraftRecord]) -> None:
        """Keep drafts, before the catalog that holds them is written: a draft on disk is then always a known one."""
        rows = [(catalog, *key, each.target, each.engine, each.terms) for key, each in drafts.items()]
        with self.transaction():
            self._database.executemany("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?)", rows)

    def renderings(self, engine: str) -> dict[str, tuple[str, ...]]:
        """What is known of how an engine renders terms, by the term's name."""
        with self._faults():
            query = "SELECT name, forms FROM renderings WHERE engine = ?"
            rows = self._database.execute(query, (engine,)).fetchall()
        return {name: known for name, forms in rows if (known := _unpacked(forms)) is not None}

    def add_renderings(self, engine: str, renderings: Mapping[str, Sequence[str]]) -> None:
        """Keep what an engine made of terms."""
        rows = [(engine, name, json.dumps(forms, ensure_ascii=False)) for name, forms in renderings.items()]
        with self.transaction():
            self._database.executemany("INSERT OR REPLACE INTO renderings VALUES (?, ?, ?)", rows)


def _unpacked(forms: str | bytes) -> tuple[str, ...] | None:
    """Renderings as they were packed; None for what damage left, which is then learned anew."""
    try:
        found = json.loads(forms)
    except (ValueError, TypeError, RecursionError):
        return None
    return tuple(found) if isinstance(found, list) and all(isinstance(each, str) for each in found) else None


def sentence_key(*parts: str) -> str:
    """The key of a sentence: what decides its draft, digested."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
