"""The memory's file: an index of catalogs and TMX files, which can be built again from them at any time.

A source stands once, whatever number of units have it. Full-text search (SQLite FTS5) only picks the sources that are
worth comparing; how alike two are is measured in `likeness`.
"""

from __future__ import annotations

import itertools
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from translate_pipeline.sqlite_file import SqliteFile
from translate_pipeline.translation.recall.unit import Found, Kind, SentencePair, Unit

FILE_NAME = "recall.sqlite"

_VERSION = 1
_SCHEMA = """
CREATE TABLE origins (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, locale TEXT NOT NULL,
    changed INTEGER NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL, revised TEXT NOT NULL);
CREATE TABLE sources (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, words INTEGER NOT NULL,
    serial INTEGER NOT NULL);
CREATE INDEX sources_by_serial ON sources (serial);
CREATE TABLE units (id INTEGER PRIMARY KEY, origin INTEGER NOT NULL, source INTEGER NOT NULL, locale TEXT NOT NULL,
    role TEXT NOT NULL, target TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, position INTEGER NOT NULL,
    copied INTEGER NOT NULL, revised TEXT NOT NULL);
CREATE INDEX units_by_source ON units (source, locale);
CREATE INDEX units_by_origin ON units (origin);
CREATE TABLE pairs (source TEXT NOT NULL, locale TEXT NOT NULL, target TEXT NOT NULL, origin INTEGER NOT NULL,
    position INTEGER NOT NULL);
CREATE INDEX pairs_by_source ON pairs (source, locale);
CREATE INDEX pairs_by_origin ON pairs (origin);
CREATE TABLE words (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE settled (catalog TEXT PRIMARY KEY, inputs TEXT NOT NULL, serial INTEGER NOT NULL, drafts TEXT NOT NULL,
    state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE progress (serial INTEGER NOT NULL);
INSERT INTO progress VALUES (0);
CREATE VIRTUAL TABLE source_words USING fts5(words, content='', detail=none)
"""
_WORD = re.compile(r"[^\W\d_]+")
# Sources that one look-up may compare; words that are more frequent are not asked for.
_MOST_COMPARED = 500
_FOUND = """
SELECT sources.text, units.target, units.locale, units.role, units.before, units.after, units.position, units.copied,
    units.revised, origins.path, origins.kind
FROM units JOIN sources ON sources.id = units.source JOIN origins ON origins.id = units.origin
"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether a file changed: when it last did, in nanoseconds, its size in bytes, and its digest."""

    changed: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A file whose units the memory has.

    Attributes:
        locale: the code of a catalog's locale; empty for a TMX file.
        revised: when it says that it was last changed: ISO 8601 in UTC, or empty.
    """

    path: str
    kind: Kind
    locale: str
    stamp: Stamp
    revised: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """What the memory has in one locale; `words` are those of the sources."""

    locale: str
    units: int
    words: int
    sentences: int
    catalogs: int
    imported: int
    revised: str


class Store(SqliteFile):
    """The index, open.

    Args:
        path: the file; None keeps everything in the process. A file that is damaged, or of another version of this
            program, is begun anew: it holds nothing that its origins do not.

    Attributes:
        new: the index was empty when it was opened.

    Raises:
        InputError: here and in every method: the file cannot be read or written.
    """

    def __init__(self, path: Path | None):
        super().__init__(path, "delete it, it is built again")
        with self._faults():
            try:
                self.new = self._open()
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                if path is None or isinstance(error, sqlite3.OperationalError):
                    raise
                self._remove()
                self.new = self._open()

    @classmethod
    def copy_of(cls, path: Path) -> Store:
        """What a file holds, in the process: the file stays as it is."""
        store = cls(None)
        if path.is_file():
            with suppress(sqlite3.Error, UnicodeDecodeError):
                source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
                try:
                    if source.execute("PRAGMA user_version").fetchone() == (_VERSION,):
                        source.backup(store._database)
                finally:
                    source.close()
        return store

    def _open(self) -> bool:
        database = self._connect()
        try:
            # A crash of the machine may cost the last changes of an index, never its consistency.
            database.execute("PRAGMA synchronous = NORMAL")
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version not in (0, _VERSION):
                raise sqlite3.DatabaseError("another version")
            if not version:
                database.execute("BEGIN IMMEDIATE")
                for statement in _SCHEMA.split(";"):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {_VERSION}")
                database.execute("COMMIT")
            self._check(database)
        except BaseException:
            database.close()
            raise
        self._database = database
        return not version

    def _remove(self) -> None:
        if self.path is not None:
            for rest in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + rest).unlink(missing_ok=True)

    def origins(self) -> dict[str, Origin]:
        """Every origin, by its path."""
        query = "SELECT path, kind, locale, changed, size, digest, revised FROM origins"
        with self._faults():
            rows = self._database.execute(query).fetchall()
        return {row[0]: Origin(row[0], Kind(row[1]), row[2], Stamp(*row[3:6]), row[6]) for row in rows}

    def touch(self, path: str, stamp: Stamp) -> None:
        """Keep a new stamp for an origin whose content is the same."""
        with self.transaction():
            self._database.execute(
                "UPDATE origins SET changed = ?, size = ? WHERE path = ?", (stamp.changed, stamp.size, path)
            )

    def clear(self) -> None:
        """Forget everything."""
        tables = ("origins", "sources", "units", "pairs", "words", "settled")
        with self.transaction():
            for table in tables:
                self._database.execute(f"DELETE FROM {table}")
            self._database.execute("INSERT INTO source_words (source_words) VALUES ('delete-all')")

    @property
    def serial(self) -> int:
        """Grows whenever units are replaced."""
        with self._faults():
            (serial,) = self._database.execute("SELECT serial FROM progress").fetchone()
        return int(serial)

    def _advance(self) -> int:
        self._database.execute("UPDATE progress SET serial = serial + 1")
        return self.serial

    def replace(self, origin: Origin, units: Sequence[Unit], pairs: Sequence[SentencePair]) -> None:
        """Put an origin's units in the place of those that it had."""
        with self.transaction():
            serial = self._advance()
            self._drop(origin.path, serial)
            stamp = origin.stamp
            values = (origin.path, origin.kind, origin.locale, stamp.changed, stamp.size, stamp.digest, origin.revised)
            cursor = self._database.execute(
                "INSERT INTO origins (path, kind, locale, changed, size, digest, revised) VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            number = cursor.lastrowid
            ids = self._add_sources({unit.source for unit in units}, serial)
            self._database.executemany(
                "INSERT INTO units (origin, source, locale, role, target, before, after, position, copied, revised)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (number, ids[each.source], each.locale, each.role, each.target, each.before, each.after)
                    + (each.position, int(each.copied), each.revised)
                    for each in units
                ),
            )
            locales = {unit.position: unit.locale for unit in units}
            self._database.executemany(
                "INSERT INTO pairs VALUES (?, ?, ?, ?, ?)",
                ((each.source, locales[each.position], each.target, number, each.position) for each in pairs),
            )

    def drop(self, path: str) -> None:
        """Forget an origin."""
        with self.transaction():
            self._drop(path, self._advance())

    def _drop(self, path: str, serial: int) -> None:
        execute = self._database.execute
        row = execute("SELECT id FROM origins WHERE path = ?", (path,)).fetchone()
        if row is None:
            return
        execute("UPDATE sources SET serial = ? WHERE id IN (SELECT source FROM units WHERE origin = ?)", (serial, *row))
        execute("DELETE FROM units WHERE origin = ?", row)
        execute("DELETE FROM pairs WHERE origin = ?", row)
        execute("DELETE FROM origins WHERE id = ?", row)

    def _add_sources(self, texts: Iterable[str], serial: int) -> dict[str, int]:
        execute = self._database.execute
        ids: dict[str, int] = {}
        counts: Counter[str] = Counter()
        for text in sorted(texts):
            row = execute("SELECT id FROM sources WHERE text = ?", (text,)).fetchone()
            if row:
                ids[text] = row[0]
                execute("UPDATE sources SET serial = ? WHERE id = ?", (serial, row[0]))
                continue
            words = search_words(text)
            cursor = execute(
                "INSERT INTO sources (text, words, serial) VALUES (?, ?, ?)", (text, len(text.split()), serial)
            )
            ids[text] = cursor.lastrowid or 0
            execute("INSERT INTO source_words (rowid, words) VALUES (?, ?)", (ids[text], " ".join(words)))
            counts.update(words)
        self._database.executemany(
            "INSERT INTO words VALUES (?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count", counts.items()
        )
        return ids

    def prune(self) -> None:
        """Take sources that no unit has any more out of the search."""
        with self.transaction():
            rows = self._database.execute(
                "SELECT id, text FROM sources WHERE id NOT IN (SELECT source FROM units)"
            ).fetchall()
            counts: Counter[str] = Counter()
            for number, text in rows:
                words = search_words(text)
                counts.update(words)
                self._database.execute(
                    "INSERT INTO source_words (source_words, rowid, words) VALUES ('delete', ?, ?)",
                    (number, " ".join(words)),
                )
            self._database.executemany("DELETE FROM sources WHERE id = ?", ((number,) for number, _ in rows))
            self._database.executemany(
                "UPDATE words SET count = count - ? WHERE word = ?", ((count, word) for word, count in counts.items())
            )

    def exact(self, source: str, locale: str) -> list[Found]:
        """The units of exactly this source."""
        query = f"{_FOUND} WHERE sources.text = ? AND units.locale = ?"
        with self._faults():
            return [_found(row) for row in self._database.execute(query, (source, locale)).fetchall()]

    def sentence_targets(self, sentence: str, locale: str) -> list[tuple[bool, str, str, str]]:
        """What reviewers wrote for a sentence: whether the unit is an original, when it was revised, path, target."""
        query = (
            "SELECT units.copied, units.revised, origins.path, pairs.target FROM pairs"
            " JOIN units ON units.origin = pairs.origin AND units.position = pairs.position"
            " JOIN origins ON origins.id = pairs.origin WHERE pairs.source = ? AND pairs.locale = ?"
        )
        with self._faults():
            rows = self._database.execute(query, (sentence, locale)).fetchall()
        return [(not copied, revised, path, target) for copied, revised, path, target in rows]

    def alike(self, source: str) -> list[str]:
        """Sources worth comparing with this one, of any locale: those that share its rarest words."""
        words = search_words(source)
        if not words:
            return []
        marks = ",".join("?" * len(words))
        with self._faults():
            rows = self._database.execute(
                f"SELECT word, count FROM words WHERE word IN ({marks}) AND count > 0 ORDER BY count, word", words
            ).fetchall()
            if not rows:
                return []
            query = _search(rows)
            # Two texts of which the shorter has under six tenths of the longer's length cannot be three quarters alike.
            return [
                row[0]
                for row in self._database.execute(
                    "SELECT text FROM sources WHERE id IN (SELECT rowid FROM source_words WHERE source_words MATCH ?"
                    f" LIMIT {2 * _MOST_COMPARED}) AND length(text) BETWEEN ? AND ?",
                    (query, len(source) * 0.6, len(source) / 0.6),
                )
            ]

    def units(self, kind: Kind | None = None) -> Iterator[Found]:
        """All units, by path and position."""
        where = "WHERE origins.kind = ?" if kind else ""
        query = f"{_FOUND} {where} ORDER BY origins.path, units.position, units.locale"
        with self._faults():
            for row in self._database.execute(query, (kind.value,) if kind else ()):
                yield _found(row)

    def shares(self) -> list[Share]:
        """What there is, by locale."""
        query = """
        SELECT units.locale, count(*), sum(sources.words),
            (SELECT count(*) FROM pairs WHERE pairs.locale = units.locale),
            count(DISTINCT CASE origins.kind WHEN 'catalog' THEN origins.id END),
            sum(origins.kind = 'tmx'), max(units.revised)
        FROM units JOIN sources ON sources.id = units.source JOIN origins ON origins.id = units.origin
        GROUP BY units.locale ORDER BY units.locale
        """
        with self._faults():
            return [Share(*row) for row in self._database.execute(query).fetchall()]

    def changed_since(self, serial: int) -> set[str]:
        """Sources whose units were replaced after a serial."""
        with self._faults():
            rows = self._database.execute("SELECT text FROM sources WHERE serial > ?", (serial,)).fetchall()
        return {row[0] for row in rows}

    def settled(self) -> dict[str, tuple[str, int, str, str]]:
        """What `settle` kept, by catalog: inputs, serial, drafts, state."""
        with self._faults():
            rows = self._database.execute("SELECT catalog, inputs, serial, drafts, state FROM settled").fetchall()
        return {row[0]: row[1:] for row in rows}

    def settled_at(self, catalog: str) -> tuple[str, int, str, str] | None:
        """What `settle` kept of one catalog: inputs, serial, drafts, state."""
        query = "SELECT inputs, serial, drafts, state FROM settled WHERE catalog = ?"
        with self._faults():
            row: tuple[str, int, str, str] | None = self._database.execute(query, (catalog,)).fetchone()
        return row

    def settle(self, rows: Iterable[tuple[str, str, int, str, str]]) -> None:
        """Keep what a run found nothing to do for: catalog, inputs, serial, drafts, state."""
        with self.transaction():
            self._database.executemany("INSERT OR REPLACE INTO settled VALUES (?, ?, ?, ?, ?)", rows)


def search_words(text: str) -> list[str]:
    """The words that a text is looked for by: letters only, any case, each once; numbers are what differs."""
    return sorted({word.casefold() for word in _WORD.findall(text) if len(word) > 1})


def _search(words: Sequence[tuple[str, int]]) -> str:
    """The full-text query for words with their counts, the rarest first."""
    asked: list[str] = []
    budget = _MOST_COMPARED
    for word, count in words:
        if count > budget:
            break
        asked.append(f'"{word}"')
        budget -= count
    if asked:
        return " OR ".join(asked)
    # All are frequent: the sources that have any two of the rarest.
    pairs = itertools.combinations((word for word, _ in words[:4]), 2)
    return " OR ".join(f'("{one}" AND "{other}")' for one, other in pairs) or f'"{words[0][0]}"'


def _found(row: tuple[str, str, str, str, str, str, int, int, str, str, str]) -> Found:
    source, target, locale, role, before, after, position, copied, revised, path, kind = row
    unit = Unit(source, target, locale, role, before, after, position, bool(copied), revised)
    return Found(unit, path, Kind(kind))
