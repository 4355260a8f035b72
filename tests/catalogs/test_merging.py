"""No human word is lost, whatever happens to the report, the drafts or the memory."""

from __future__ import annotations

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_pipeline.catalogs.merging import Wanted, merge

KEY = ("paragraph", "Three policemen were killed in Herat on Thursday.")
CHANGED = ("paragraph", "Four policemen were killed in Herat on Thursday.")
OTHER = ("paragraph", "The road to Kabul stays closed until spring.")


def _wanted(key: tuple[str, str], target: str = "draft") -> Wanted:
    return Wanted(key, target, (("reports/a.txt", "1"),), "role: paragraph")


def _catalog(key: tuple[str, str], target: str, *, fuzzy: bool) -> polib.POFile:
    catalog = polib.POFile()
    flags = ["fuzzy"] if fuzzy else []
    catalog.append(polib.POEntry(msgctxt=key[0], msgid=key[1], msgstr=target, flags=flags, tcomment="by Zarghuna"))
    return catalog


def test_a_new_message_gets_its_draft_as_fuzzy() -> None:
    (entry,) = merge(polib.POFile(), [_wanted(KEY)], {})
    assert (entry.msgctxt, entry.msgid, entry.msgstr, entry.flags) == (*KEY, "draft", ["fuzzy"])


def test_a_message_without_a_draft_is_untranslated_and_not_fuzzy() -> None:
    (entry,) = merge(polib.POFile(), [_wanted(KEY, "")], {})
    assert (entry.msgstr, entry.flags) == ("", [])


def test_an_untouched_draft_follows_the_new_one() -> None:
    (entry,) = merge(_catalog(KEY, "old", fuzzy=True), [_wanted(KEY)], {KEY: ["old"]})
    assert (entry.msgstr, entry.fuzzy) == ("draft", True)


@pytest.mark.parametrize(
    ("fuzzy", "drafts"),
    [(False, ["theirs"]), (False, []), (True, ["another"]), (True, [])],
    ids=["approved", "approved-memory-lost", "edited-still-fuzzy", "memory-lost"],
)
def test_a_persons_text_stays(fuzzy: bool, drafts: list[str]) -> None:
    (entry,) = merge(_catalog(KEY, "theirs", fuzzy=fuzzy), [_wanted(KEY)], {KEY: drafts})
    assert (entry.msgstr, entry.fuzzy, entry.tcomment) == ("theirs", fuzzy, "by Zarghuna")


def test_a_changed_source_keeps_the_persons_text_as_fuzzy_with_the_old_source() -> None:
    (entry,) = merge(_catalog(KEY, "theirs", fuzzy=False), [_wanted(CHANGED)], {})
    assert (entry.msgid, entry.msgstr, entry.fuzzy) == (CHANGED[1], "theirs", True)
    assert (entry.previous_msgctxt, entry.previous_msgid) == KEY
    assert entry.tcomment == "by Zarghuna"


def test_a_rewritten_source_gets_a_draft_and_the_old_text_becomes_obsolete() -> None:
    new, old = merge(_catalog(KEY, "theirs", fuzzy=False), [_wanted(OTHER)], {})
    assert (new.msgstr, new.fuzzy, new.obsolete) == ("draft", True, False)
    assert (old.msgid, old.msgstr, bool(old.obsolete)) == (KEY[1], "theirs", True)


def test_an_obsolete_text_comes_back_with_its_source() -> None:
    catalog = merge(_catalog(KEY, "theirs", fuzzy=False), [_wanted(OTHER)], {})
    catalog = merge(catalog, [_wanted(OTHER), _wanted(KEY)], {OTHER: ["draft"]})
    assert [(entry.msgid, entry.msgstr, entry.fuzzy, bool(entry.obsolete)) for entry in catalog] == [
        (OTHER[1], "draft", True, False),
        (KEY[1], "theirs", False, False),
    ]


def test_a_changed_source_of_a_mere_draft_is_drafted_anew() -> None:
    (entry,) = merge(_catalog(KEY, "old", fuzzy=True), [_wanted(CHANGED)], {KEY: ["old"]})
    assert (entry.msgid, entry.msgstr, entry.previous_msgid) == (CHANGED[1], "draft", None)


def test_reordering_moves_no_text_to_another_source() -> None:
    catalog = _catalog(KEY, "theirs", fuzzy=False)
    catalog.append(polib.POEntry(msgctxt=OTHER[0], msgid=OTHER[1], msgstr="also theirs"))
    merged = merge(catalog, [_wanted(OTHER), _wanted(KEY)], {})
    assert [(entry.msgid, entry.msgstr) for entry in merged] == [(OTHER[1], "also theirs"), (KEY[1], "theirs")]


def test_one_text_in_two_roles_is_two_messages() -> None:
    headline = ("headline", KEY[1])
    merged = merge(_catalog(KEY, "theirs", fuzzy=False), [_wanted(headline), _wanted(KEY)], {})
    assert [(entry.msgctxt, entry.msgstr) for entry in merged] == [("headline", "draft"), ("paragraph", "theirs")]


_SOURCES = st.sampled_from([KEY, CHANGED, OTHER, ("headline", KEY[1]), ("paragraph", "A."), ("paragraph", "")])


@given(
    st.lists(
        st.tuples(
            _SOURCES, st.sampled_from(["", "draft", "old", "theirs", "more of theirs"]), st.booleans(), st.booleans()
        ),
        unique_by=lambda each: each[0],
    ),
    st.lists(_SOURCES, unique=True),
    st.dictionaries(_SOURCES, st.lists(st.sampled_from(["draft", "old"]))),
)
def test_no_persons_text_is_ever_lost(
    existing: list[tuple[tuple[str, str], str, bool, bool]],
    wanted: list[tuple[str, str]],
    drafts: dict[tuple[str, str], list[str]],
) -> None:
    catalog = polib.POFile()
    theirs = []
    for key, target, fuzzy, obsolete in existing:
        flags = ["fuzzy"] if fuzzy else []
        catalog.append(polib.POEntry(msgctxt=key[0], msgid=key[1], msgstr=target, flags=flags, obsolete=obsolete))
        if target and (not fuzzy or target not in drafts.get(key, [])):
            theirs.append(target)
    merged = merge(catalog, [_wanted(key, "new") for key in wanted], drafts)
    texts = [entry.msgstr for entry in merged]
    assert all(texts.count(text) >= theirs.count(text) for text in theirs)
    assert [(entry.msgctxt or "", entry.msgid) for entry in merged if not entry.obsolete] == wanted
    again = [str(entry) for entry in merged]
    assert [
        str(entry) for entry in merge(merged, [_wanted(key, "new") for key in wanted], {key: ["new"] for key in wanted})
    ] == again


def test_a_comment_on_a_draft_outlives_its_source() -> None:
    (entry,) = merge(_catalog(KEY, "old", fuzzy=True), [_wanted(CHANGED)], {KEY: ["old"]})
    assert (entry.msgstr, entry.tcomment) == ("draft", "by Zarghuna")
    new, old = merge(_catalog(KEY, "old", fuzzy=True), [_wanted(OTHER)], {KEY: ["old"]})
    assert (old.msgid, bool(old.obsolete), old.tcomment, new.tcomment) == (KEY[1], True, "by Zarghuna", "")


def test_an_obsolete_text_of_a_person_beats_a_live_draft() -> None:
    catalog = _catalog(KEY, "draft", fuzzy=True)
    catalog.append(polib.POEntry(msgctxt=KEY[0], msgid=KEY[1], msgstr="theirs", obsolete=True))
    catalog.append(polib.POEntry(msgctxt=KEY[0], msgid=KEY[1], msgstr="also theirs", obsolete=True))
    texts = [(entry.msgstr, bool(entry.obsolete)) for entry in merge(catalog, [_wanted(KEY)], {KEY: ["draft"]})]
    assert texts[0] == ("theirs", False)
    assert ("also theirs", True) in texts


def test_a_plural_entry_that_a_person_added_is_kept() -> None:
    catalog = polib.POFile()
    catalog.append(polib.POEntry(msgid="a man", msgid_plural="men", msgstr_plural={0: "سړی", 1: "سړي"}))
    _, plural = merge(catalog, [_wanted(KEY)], {})
    assert (bool(plural.obsolete), plural.msgstr_plural) == (True, {0: "سړی", 1: "سړي"})


def test_a_very_long_paragraph_is_compared_in_no_time() -> None:
    text = "The governor of the province said that the road was closed. " * 3_000
    catalog = _catalog(("paragraph", text), "theirs", fuzzy=False)
    (entry,) = merge(catalog, [_wanted(("paragraph", text + "It is open."))], {})
    assert (entry.msgstr, entry.fuzzy) == ("theirs", True)
