"""Merging: what stands in a catalog, what was drafted before, what is drafted now.

The one rule: what a person wrote is never overwritten and never dropped, neither text nor comment. A text counts as a
person's unless it is fuzzy and equal to a draft on record. When its source changed it moves to the new source, fuzzy,
with the old source in `#| msgid` and a comment that says what changed; when its source is gone it becomes obsolete.
The text of a paragraph that was split goes to its parts, sentence by sentence; those of paragraphs that were joined are
joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polib

from translate_pipeline.catalogs.provenance import SOURCE, SPLIT, has_source_line, persons_lines, with_source_line
from translate_pipeline.catalogs.sentence_pieces import source_pieces, target_pieces
from translate_pipeline.catalogs.source_changes import describe
from translate_pipeline.catalogs.successors import Join, Split, find_successors
from translate_pipeline.catalogs.twins import join_twins

_FUZZY = "fuzzy"

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message as the report has it now.

    Attributes:
        target: the new draft; empty where there is none.
        references, extracted: its `#:` and `#.`.
    """

    key: Key
    target: str
    references: tuple[tuple[str, str], ...]
    extracted: str


def texts_of(entry: polib.POEntry) -> list[str]:
    """The translations of an entry, of every plural form; empty ones left out."""
    return [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]


def is_persons(entry: polib.POEntry, drafts: Sequence[str]) -> bool:
    """Whether a person touched the text of an entry, or approved it before its source changed.

    Args:
        drafts: every draft on record for it.
    """
    texts = texts_of(entry)
    touched = not entry.fuzzy or has_source_line(entry.tcomment) or any(text not in drafts for text in texts)
    return bool(texts) and touched


def is_reviewed(entry: polib.POEntry) -> bool:
    """Whether an entry is translated, in every plural form, and no longer fuzzy."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return bool(forms) and all(forms) and not entry.fuzzy and not entry.obsolete


def entry_key(entry: polib.POEntry) -> Key:
    """Msgctxt and msgid of an entry."""
    return entry.msgctxt or "", entry.msgid


def merge(catalog: polib.POFile, wanted: Sequence[Wanted], drafts: Mapping[Key, Sequence[str]]) -> polib.POFile:
    """Bring a catalog up to date, in place, and return it.

    Args:
        wanted: the report's messages, in reading order.
        drafts: the texts of all drafts on record, by message.
    """
    _Merging(catalog, wanted, drafts).run()
    return catalog


class _Merging:
    """A catalog being merged.

    Attributes:
        chosen: the entry that serves each message.
        left: the entries that serve none so far.
    """

    def __init__(self, catalog: polib.POFile, wanted: Sequence[Wanted], drafts: Mapping[Key, Sequence[str]]):
        self.catalog = catalog
        self.wanted = wanted
        self.drafts = drafts
        join_twins(catalog, self.persons)
        keys = {each.key for each in wanted}
        self.chosen = {entry_key(entry): entry for entry in catalog if entry_key(entry) in keys}
        self.left = [entry for entry in catalog if entry_key(entry) not in keys]
        # What each entry was: to say whose text it is after its source changed.
        self.theirs = {id(entry): self.persons(entry) for entry in catalog}

    def persons(self, entry: polib.POEntry) -> bool:
        return is_persons(entry, self.drafts.get(entry_key(entry), ()))

    def run(self) -> None:
        before = list(self.catalog)
        self._find_moved()
        gone = [
            entry
            for entry in self.left
            if not entry.obsolete and (self.theirs[id(entry)] or persons_lines(entry.tcomment))
        ]
        obsolete = [entry for entry in self.left if entry.obsolete]
        entries = [self._brought_up_to_date(each) for each in self.wanted]
        for entry in gone:
            entry.obsolete = True
        self.catalog[:] = _arranged(before, entries, gone, obsolete)

    def _brought_up_to_date(self, each: Wanted) -> polib.POEntry:
        entry = self.chosen.get(each.key)
        if entry is None:
            entry = _empty(each.key)
        entry.obsolete = False
        if not texts_of(entry) and SPLIT not in entry.tcomment:
            # Somebody took the text away: what was said of its source goes with it.
            entry.previous_msgctxt = entry.previous_msgid = None
            entry.tcomment = with_source_line(entry.tcomment, "")
        if not self.persons(entry):
            _set_draft(entry, each.target)
        entry.occurrences = list(each.references)
        entry.comment = each.extracted
        if not entry.fuzzy:
            entry.tcomment = with_source_line(entry.tcomment, "")
        return entry

    def _find_moved(self) -> None:
        """Serve the new messages with what was written for the old ones that they come from."""
        news = [each.key for each in self.wanted if each.key not in self.chosen]
        single = [entry for entry in self.left if not entry.msgid_plural and entry.msgid]
        olds = [entry for entry in single if not entry.obsolete]
        olds_and_obsolete = olds + [entry for entry in single if entry.obsolete and self.theirs[id(entry)]]
        obsolete = [entry_key(entry) for entry in olds_and_obsolete[len(olds) :]]
        found = find_successors([entry_key(entry) for entry in olds], news, obsolete)
        for new, old in found.pairs.items():
            self._move(olds_and_obsolete[old], news[new])
        for split in found.splits:
            self._split(split, olds[split.old], news)
        for join in found.joins:
            self._join(join, [olds[old] for old in join.olds], news[join.new])

    def _take(self, entry: polib.POEntry) -> None:
        self.left = [each for each in self.left if each is not entry]

    def _move(self, entry: polib.POEntry, key: Key) -> None:
        """A message whose source changed."""
        self._take(entry)
        self.chosen[key] = entry
        persons = self.theirs[id(entry)]
        source = _translated_source(entry)
        entry.msgctxt = key[0] or None  # type: ignore[assignment]
        entry.msgid = key[1]
        if persons:
            _mark(entry, source, key)
            entry.tcomment = with_source_line(entry.tcomment, _change(source, key))
        else:
            _clear(entry)

    def _split(self, split: Split, old: polib.POEntry, news: Sequence[Key]) -> None:
        """A paragraph that became several: each gets the sentences that are its own, where they can be told."""
        keys = [news[new] for new, _ in split.parts]
        entries = [_empty(key) for key in keys]
        for key, entry in zip(keys, entries, strict=True):
            self.chosen[key] = entry
        self._take(old)
        entries[0].tcomment = "\n".join(persons_lines(old.tcomment))
        entries[0].flags = [flag for flag in old.flags if flag != _FUZZY]
        if not self.theirs[id(old)]:
            return
        source = _translated_source(old)
        pieces = target_pieces(old.msgstr)
        told = len(pieces) == len(source_pieces(old.msgid))
        for number, (entry, key, (_, sentences)) in enumerate(zip(entries, keys, split.parts, strict=True), 1):
            _mark(entry, source, key)
            note = f"part {number} of {len(keys)} of a paragraph that was split"
            if told:
                entry.msgstr = "".join(pieces[index] for index in sentences).strip()
            elif number == 1:
                entry.msgstr = old.msgstr
                note += "; all of its old translation stands here"
            else:
                note += "; its old translation stands with part 1"
            entry.tcomment = with_source_line(entry.tcomment, note, SOURCE if entry.msgstr else SPLIT)
        if told and not _holds(" ".join(entry.msgstr for entry in entries), pieces):
            self.left.append(old)

    def _join(self, join: Join, olds: Sequence[polib.POEntry], key: Key) -> None:
        """Paragraphs that became one."""
        entry = _empty(key)
        self.chosen[key] = entry
        for old in olds:
            self._take(old)
        lines = [line for old in olds for line in persons_lines(old.tcomment)]
        entry.tcomment = "\n".join(dict.fromkeys(lines))
        entry.flags = list(dict.fromkeys(flag for old in olds for flag in old.flags if flag != _FUZZY))
        if not any(self.theirs[id(old)] for old in olds):
            return
        # The parts of a paragraph that was split name one source, which comes back when they are joined.
        sources = list(dict.fromkeys(_translated_source(old) for old in olds))
        source = sources[0][0], "\n\n".join(text for _, text in sources)
        entry.msgstr = " ".join(old.msgstr for old in olds if old.msgstr)
        _mark(entry, source, key)
        change = "" if source[1].split() == key[1].split() else _change(source, key)
        note = f"joined from {len(olds)} messages" + (f"; {change}" if change else "")
        entry.tcomment = with_source_line(entry.tcomment, note)


def _empty(key: Key) -> polib.POEntry:
    return polib.POEntry(msgctxt=key[0] or None, msgid=key[1])


def _set_draft(entry: polib.POEntry, target: str) -> None:
    if entry.msgid_plural:
        entry.msgid_plural = ""
        entry.msgstr_plural = {}
    entry.msgstr = target
    entry.flags = [flag for flag in entry.flags if flag != _FUZZY] + ([_FUZZY] if target else [])


def _clear(entry: polib.POEntry) -> None:
    """Leave of an entry what a person said about it, and neither its draft nor the source of that."""
    entry.msgstr = ""
    entry.flags = [flag for flag in entry.flags if flag != _FUZZY]
    entry.previous_msgctxt = entry.previous_msgid = None
    entry.tcomment = "\n".join(persons_lines(entry.tcomment))


def _translated_source(entry: polib.POEntry) -> Key:
    """Role and text that the translation of an entry was made for: the older one where that was not settled since."""
    if entry.fuzzy and entry.previous_msgid:
        return entry.previous_msgctxt or entry.msgctxt or "", entry.previous_msgid
    return entry_key(entry)


def _mark(entry: polib.POEntry, source: Key, key: Key) -> None:
    """Make an entry fuzzy, and name the source of its text where it has another one now."""
    entry.flags = [flag for flag in entry.flags if flag != _FUZZY] + [_FUZZY]
    same = source == key
    if same:
        entry.previous_msgctxt = entry.previous_msgid = None
    else:
        entry.previous_msgctxt, entry.previous_msgid = source[0] or None, source[1]


def _change(source: Key, key: Key) -> str:
    """What became of a source, for the reviewer."""
    if source == key:
        return "again what this was written for"
    role = f"now {key[0]}, was {source[0]}" if source[0] != key[0] else ""
    return "; ".join(filter(None, (role, describe(source[1], key[1])))) or "only its spacing changed"


def _holds(text: str, pieces: Sequence[str]) -> bool:
    return all(piece.strip() in text for piece in pieces)


def _arranged(
    before: Sequence[polib.POEntry],
    entries: Sequence[polib.POEntry],
    gone: Sequence[polib.POEntry],
    obsolete: Sequence[polib.POEntry],
) -> list[polib.POEntry]:
    """Messages in reading order, then the obsolete ones; those among the messages stay there if nothing moved."""
    staying = {id(entry) for entry in (*entries, *obsolete)}
    old_order = [entry for entry in before if id(entry) in staying]
    live = {id(entry) for entry in entries}
    if [id(entry) for entry in old_order if id(entry) in live] == [id(entry) for entry in entries]:
        return [*old_order, *gone]
    return [*entries, *obsolete, *gone]
