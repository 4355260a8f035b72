"""The memory can be lost or damaged without harm."""

from __future__ import annotations

from pathlib import Path

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
