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
from types import TracebackType

from translate_pipeline.errors import InputError

_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE sentences (key TEXT PRIMARY KEY, target TEXT NOT NULL, rung TEXT NOT NULL, tries INTEGER NOT NULL,
    exact INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE drafts (catalog TEXT NOT NULL, msgctxt TEXT NOT NULL, msgid TEXT NOT NULL, target TEXT NOT NULL,
    engine TEXT NOT NULL, terms TEXT NOT NULL, PRIMARY KEY (catalog, msgctxt, msgid, target));
CREATE TABLE renderings (engine TEXT NOT NULL, name TEXT NOT NULL, forms TEXT NOT NULL, PRIMARY KEY (engine, name));
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


class Memory:
    """The project's memory file, open."""

    def __init__(self, path: Path):
        self.path = path
        self.damaged = False
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = self._open()
        except sqlite3.DatabaseError:
            self.damaged = True
            path.replace(path.with_suffix(".damaged"))
            for rest in ("-wal", "-shm"):
                path.with_name(path.name + rest).unlink(missing_ok=True)
            self._database = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            database = sqlite3.connect(self.path, timeout=30)
        except sqlite3.OperationalError as error:
            raise InputError(
                f"cannot be opened ({error})", remedy="check the folder's rights", path=self.path
            ) from None
        try:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version == 0:
                database.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_SCHEMA_VERSION}; COMMIT;")
            elif version != _SCHEMA_VERSION:
                raise sqlite3.DatabaseError(f"version {version}")
            database.execute("PRAGMA journal_mode = WAL")
            for table in ("sentences", "drafts", "renderings"):
                database.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
        except BaseException:
            database.close()
            raise
        return database

    def __enter__(self) -> Memory:
        """The memory itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._database.close()

    def sentences(self, keys: Iterable[str]) -> dict[str, CachedSentence]:
        """Those of `keys` that are known."""
        found = {}
        with closing(self._database.cursor()) as cursor:
            for key in keys:
                row = cursor.execute(
                    "SELECT target, rung, tries, exact FROM sentences WHERE key = ?", (key,)
                ).fetchone()
                if row:
                    found[key] = CachedSentence(row[0], row[1], row[2], bool(row[3]))
        return found

    def add_sentences(self, sentences: Mapping[str, CachedSentence]) -> None:
        """Keep drafted sentences."""
        rows = [(key, each.target, each.rung, each.tries, int(each.exact)) for key, each in sentences.items()]
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO sentences VALUES (?, ?, ?, ?, ?)", rows)

    def drafts(self, catalog: str) -> dict[MessageKey, list[DraftRecord]]:
        """Every draft ever written into a catalog, by msgctxt and msgid, the oldest first."""
        records: dict[MessageKey, list[DraftRecord]] = {}
        query = "SELECT msgctxt, msgid, target, engine, terms FROM drafts WHERE catalog = ? ORDER BY rowid"
        for msgctxt, msgid, target, engine, terms in self._database.execute(query, (catalog,)):
            records.setdefault((msgctxt, msgid), []).append(DraftRecord(target, engine, terms))
        return records

    def add_drafts(self, catalog: str, drafts: Mapping[MessageKey, DraftRecord]) -> None:
        """Keep drafts, before the catalog that holds them is written: a draft on disk is then always a known one."""
        rows = [(catalog, *key, each.target, each.engine, each.terms) for key, each in drafts.items()]
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?)", rows)

    def renderings(self, engine: str) -> dict[str, tuple[str, ...]]:
        """What is known of how an engine renders terms, by the term's name."""
        rows = self._database.execute("SELECT name, forms FROM renderings WHERE engine = ?", (engine,))
        return {name: tuple(json.loads(forms)) for name, forms in rows}

    def add_renderings(self, engine: str, renderings: Mapping[str, Sequence[str]]) -> None:
        """Keep what an engine made of terms."""
        rows = [(engine, name, json.dumps(forms, ensure_ascii=False)) for name, forms in renderings.items()]
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO renderings VALUES (?, ?, ?)", rows)


def sentence_key(*parts: str) -> str:
    """The key of a sentence: what decides its draft, digested."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
