"""The memory can be lost or damaged without harm."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from translate_pipeline.errors import InputError
from translate_pipeline.translation.memory import CachedSentence, DraftRecord, Memory

SENTENCE = CachedSentence("گفت", "mask", 1, True)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "state" / "memory.sqlite"
    first, second = DraftRecord("یک", "e", "t"), DraftRecord("دو", "e", "t")
    with Memory(path) as memory:
        memory.add_sentences({"a": SENTENCE})
        memory.add_drafts("x.po", {("headline", "One"): first})
        memory.add_drafts("x.po", {("headline", "One"): second})
    with Memory(path) as memory:
        assert memory.sentences(["a", "b"]) == {"a": SENTENCE}
        assert memory.drafts("x.po") == {("headline", "One"): [first, second]}
        assert memory.drafts("y.po") == {}
        assert not memory.damaged


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    path.write_bytes(b"not a database, by any means " * 100)
    with Memory(path) as memory:
        assert memory.damaged
        memory.add_sentences({"a": SENTENCE})
    assert path.with_suffix(".damaged").exists()
    with Memory(path) as memory:
        assert not memory.damaged
        assert memory.sentences(["a"])


def test_a_memory_of_the_first_version_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    database = sqlite3.connect(path)
    database.executescript(
        "CREATE TABLE sentences (key TEXT PRIMARY KEY, target TEXT NOT NULL, rung TEXT NOT NULL,"
        " tries INTEGER NOT NULL, exact INTEGER NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE drafts (catalog TEXT NOT NULL, msgctxt TEXT NOT NULL, msgid TEXT NOT NULL, target TEXT NOT NULL,"
        " engine TEXT NOT NULL, terms TEXT NOT NULL, PRIMARY KEY (catalog, msgctxt, msgid, target));"
        "INSERT INTO sentences VALUES ('a', 'گفت', 'mask', 1, 1); PRAGMA user_version = 1;"
    )
    database.close()
    with Memory(path) as memory:
        assert not memory.damaged
        assert memory.sentences(["a"]) == {"a": SENTENCE}
        assert memory.renderings("e") == {}


def test_a_memory_that_cannot_be_written_is_an_input_error_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with Memory(path) as memory:
        memory.add_sentences({"a": SENTENCE})
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("PRAGMA user_version = 99")
        other.close()
    with pytest.raises(InputError, match="later version"):
        Memory(path)
    assert not path.with_suffix(".damaged").exists()
