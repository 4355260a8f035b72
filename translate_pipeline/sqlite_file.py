"""A SQLite file of the project's state: faults in one line, transactions whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from translate_pipeline.confinement import real_place
from translate_pipeline.errors import InputError

_WRITABLE = "check the disk and the folder's rights"


def is_damage(error: Exception) -> bool:
    """Whether an error says that the file is no sound database; otherwise the disk or another run is at fault."""
    # Names in a damaged schema may be no UTF-8, nor the message that quotes them.
    if isinstance(error, UnicodeDecodeError):
        return True
    if not isinstance(error, sqlite3.DatabaseError):
        return False
    return any(word in str(error) for word in ("not a database", "malformed", "encrypted"))


class SqliteFile:
    """An open file; whoever derives from it opens `_database`.

    Args:
        path: the file; None keeps everything in the process.
        damaged_remedy: what to do about a file that turns out damaged while it is used.

    Raises:
        InputError: here and in every method: the file cannot be read or written.
    """

    _database: sqlite3.Connection

    def __init__(self, path: Path | None, damaged_remedy: str = _WRITABLE):
        self.path = path
        self._damaged_remedy = damaged_remedy
        with self._faults():
            if path is not None:
                for beside in ("", "-wal", "-shm", "-journal"):
                    real_place(path.with_name(path.name + beside))
                path.parent.mkdir(parents=True, exist_ok=True)

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path or ":memory:", timeout=30, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except BaseException:
            database.close()
            raise
        return database

    @staticmethod
    def _check(database: sqlite3.Connection) -> None:
        """Find damage that opening a file does not show."""
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("malformed")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            remedy = self._damaged_remedy if is_damage(error) else _WRITABLE
            raise InputError(f"cannot be used ({error})", remedy=remedy, path=self.path or "memory") from None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is there afterwards, or nothing of it."""
        with self._faults():
            if self._database.in_transaction:
                yield
                return
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def __enter__(self) -> Self:
        """The file itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._database.close()
