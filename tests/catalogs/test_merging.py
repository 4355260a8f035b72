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
    assert entry.tcomment == 'by Zarghuna\n[source] small change (number): "Three" -> "Four"'


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
    # One entry of both: gettext refuses an obsolete twin as it does a live one.
    (entry,) = merge(catalog, [_wanted(KEY)], {KEY: ["draft"]})
    assert (entry.msgstr, bool(entry.obsolete), entry.fuzzy) == ("theirs", False, False)
    assert entry.tcomment == "by Zarghuna\n[other] also theirs"


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


def _reviewed(*messages: tuple[tuple[str, str], str]) -> polib.POFile:
    catalog = polib.POFile()
    for key, target in messages:
        catalog.append(polib.POEntry(msgctxt=key[0], msgid=key[1], msgstr=target))
    return catalog


def _paragraph(text: str) -> tuple[str, str]:
    return "paragraph", text


FIRST = "The governor of Badghis said on Thursday that the Taliban had attacked the city."
SECOND = "Three policemen were killed and two were wounded."
THIRD = "The Ministry of Defense has sent help to the province."
FIRST_TARGET, SECOND_TARGET, THIRD_TARGET = "والی گفت که طالبان حمله کردند.", "سه پولیس کشته شد.", "وزارت کمک فرستاد."


def test_a_split_paragraph_gives_each_part_its_own_sentences() -> None:
    catalog = _reviewed((_paragraph(f"{FIRST} {SECOND} {THIRD}"), f"{FIRST_TARGET} {SECOND_TARGET}\n{THIRD_TARGET}"))
    catalog[0].tcomment = "ask Zarghuna"
    wanted = [_wanted(_paragraph(FIRST)), _wanted(_paragraph(f"{SECOND} {THIRD}"))]
    one, two = merge(catalog, wanted, {})
    assert (one.msgstr, two.msgstr) == (FIRST_TARGET, f"{SECOND_TARGET}\n{THIRD_TARGET}")
    assert one.fuzzy and two.fuzzy
    assert one.previous_msgid == two.previous_msgid == f"{FIRST} {SECOND} {THIRD}"
    assert one.tcomment == "ask Zarghuna\n[source] part 1 of 2 of a paragraph that was split"


def test_a_split_paragraph_whose_sentences_cannot_be_told_keeps_its_text_whole() -> None:
    catalog = _reviewed((_paragraph(f"{FIRST} {SECOND}"), "همه در یک جمله."))
    one, two = merge(catalog, [_wanted(_paragraph(FIRST)), _wanted(_paragraph(SECOND), "new")], {})
    assert (one.msgstr, two.msgstr, one.fuzzy, two.fuzzy) == ("همه در یک جمله.", "new", True, True)
    assert one.previous_msgid == two.previous_msgid == f"{FIRST} {SECOND}"
    assert "stands with part 1" in two.tcomment


def test_a_sentence_that_was_dropped_while_a_paragraph_was_split_is_not_lost() -> None:
    catalog = _reviewed((_paragraph(f"{FIRST} {SECOND} {THIRD}"), f"{FIRST_TARGET} {SECOND_TARGET} {THIRD_TARGET}"))
    one, two, old = merge(catalog, [_wanted(_paragraph(FIRST)), _wanted(_paragraph(THIRD))], {})
    assert (one.msgstr, two.msgstr) == (FIRST_TARGET, THIRD_TARGET)
    assert (bool(old.obsolete), old.msgstr) == (True, f"{FIRST_TARGET} {SECOND_TARGET} {THIRD_TARGET}")


def test_joined_paragraphs_join_their_texts_in_the_order_of_the_new_one() -> None:
    catalog = _reviewed((_paragraph(SECOND), SECOND_TARGET), (_paragraph(FIRST), FIRST_TARGET))
    catalog[0].tcomment, catalog[1].tcomment = "ask the ministry", "by Zarghuna"
    (entry,) = merge(catalog, [_wanted(_paragraph(f"{FIRST} {SECOND}"))], {})
    assert (entry.msgstr, entry.fuzzy) == (f"{FIRST_TARGET} {SECOND_TARGET}", True)
    assert entry.previous_msgid == f"{FIRST}\n\n{SECOND}"
    assert entry.tcomment == "by Zarghuna\nask the ministry\n[source] joined from 2 messages"


def test_split_and_joined_again_is_the_text_that_was() -> None:
    whole = _wanted(_paragraph(f"{FIRST} {SECOND}"))
    catalog = _reviewed((whole.key, f"{FIRST_TARGET} {SECOND_TARGET}"))
    merge(catalog, [_wanted(_paragraph(FIRST)), _wanted(_paragraph(SECOND))], {})
    (entry,) = merge(catalog, [whole], {})
    assert (entry.msgstr, entry.fuzzy, entry.previous_msgid) == (f"{FIRST_TARGET} {SECOND_TARGET}", True, None)


def test_a_text_in_another_role_finds_its_translation() -> None:
    (entry,) = merge(_catalog(KEY, "theirs", fuzzy=False), [_wanted(("quote", KEY[1]))], {})
    assert (entry.msgctxt, entry.msgstr, entry.fuzzy) == ("quote", "theirs", True)
    assert (entry.previous_msgctxt, entry.previous_msgid) == KEY
    assert "[source] now quote, was paragraph" in entry.tcomment


def test_several_changed_messages_each_find_their_own_wherever_they_stand() -> None:
    olds = [
        _paragraph(f"{name} said that {count} people had fled.")
        for name, count in (("Karim", 10), ("Zarmina", 20), ("Wahid", 30))
    ]
    catalog = _reviewed(*((key, key[1].split()[0]) for key in olds))
    news = [_paragraph(text.replace("had fled", "fled")) for _, text in reversed(olds)]
    merged = merge(catalog, [_wanted(key) for key in news], {})
    assert [(entry.msgid.split()[0], entry.msgstr) for entry in merged] == [
        (name, name) for name in ("Wahid", "Zarmina", "Karim")
    ]


def test_the_change_is_counted_from_the_source_that_the_text_was_written_for() -> None:
    catalog = _catalog(KEY, "theirs", fuzzy=False)
    merge(catalog, [_wanted(CHANGED)], {})
    (entry,) = merge(catalog, [_wanted(("paragraph", CHANGED[1].replace("Herat", "Farah")))], {})
    assert (entry.previous_msgid, entry.msgstr) == (KEY[1], "theirs")
    assert '"Three" -> "Four"; "Herat" -> "Farah"' in entry.tcomment
    (entry,) = merge(catalog, [_wanted(KEY)], {})
    assert (entry.previous_msgid, entry.msgstr, entry.fuzzy) == (None, "theirs", True)
    entry.flags = []
    (entry,) = merge(catalog, [_wanted(KEY)], {})
    assert entry.tcomment == "by Zarghuna"


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (KEY[1].replace("policemen", "policmen"), 'small change (spelling): "policemen" -> "policmen"'),
        (KEY[1].replace("Herat", "Farah"), 'small change (name): "Herat" -> "Farah"'),
        (KEY[1].replace("Three", "13"), 'small change (number): "Three" -> "13"'),
        (KEY[1].replace(" on", ", on"), 'small change (punctuation): "Herat" -> "Herat,"'),
        (KEY[1].replace("were killed", "were not killed"), 'small change (wording): added "not"'),
        ("Three men of the police died in an attack in Herat on Thursday.", "rewrite: 8 of 13 words changed"),
    ],
)
def test_what_changed_is_told(new: str, words: str) -> None:
    (entry,) = merge(_catalog(KEY, "theirs", fuzzy=False), [_wanted(("paragraph", new))], {})
    assert (entry.msgstr, entry.fuzzy) == ("theirs", True)
    assert entry.tcomment.split("\n")[-1] == f"[source] {words}"


def test_a_message_that_stands_twice_becomes_one_with_both_texts() -> None:
    catalog = _reviewed((KEY, "one"), (KEY, "two"), (OTHER, "same"), (OTHER, "same"))
    first, second = merge(catalog, [_wanted(KEY), _wanted(OTHER)], {})
    assert (first.msgstr, first.fuzzy, first.tcomment) == ("one", True, "[other] two")
    assert (second.msgstr, second.fuzzy, second.tcomment) == ("same", False, "")


def test_a_thousand_changed_messages_each_find_their_own() -> None:
    words = [f"{a}{b}" for a in "bdfghklmnprst" for b in ("an", "eru", "ilo", "om", "u", "ask", "end", "irt", "ost")]
    texts = [" ".join(words[(7 * i + i * i * j + j) % len(words)] for j in range(40)) + f" {i}." for i in range(1_000)]
    catalog = _reviewed(*((_paragraph(text), str(i)) for i, text in enumerate(texts)))
    changed = [text.replace(text.split()[20], "changed", 1) for text in reversed(texts)]
    merged = merge(catalog, [_wanted(_paragraph(text)) for text in changed], {})
    assert [entry.msgstr for entry in merged] == [str(i) for i in reversed(range(1_000))]


def test_an_approved_draft_stays_a_persons_when_the_changed_source_has_the_same_draft() -> None:
    catalog = _catalog(KEY, "approved", fuzzy=False)
    merge(catalog, [_wanted(CHANGED, "approved")], {KEY: ["approved"], CHANGED: ["approved"]})
    (entry,) = merge(catalog, [_wanted(CHANGED, "another")], {CHANGED: ["approved", "another"]})
    assert (entry.msgstr, entry.fuzzy) == ("approved", True)


def test_a_text_that_a_person_took_away_gets_a_draft_like_any_other() -> None:
    catalog = _catalog(KEY, "theirs", fuzzy=False)
    merge(catalog, [_wanted(CHANGED)], {})
    catalog[0].msgstr = ""
    for draft in ("one", "two"):
        (entry,) = merge(catalog, [_wanted(CHANGED, draft)], {CHANGED: ["one"]})
        assert (entry.msgstr, entry.fuzzy, entry.previous_msgid, entry.tcomment) == (draft, True, None, "by Zarghuna")
