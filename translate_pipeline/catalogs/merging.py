"""Merging: what stands in a catalog, what was drafted before, what is drafted now.

The one rule: a text that a person touched is never overwritten and never dropped. A text counts as a person's unless
it is fuzzy and equal to a draft on record. When its source changed it moves to the new source, fuzzy, with the old
source in `#| msgid`; when its source is gone it becomes obsolete.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import polib

MIN_LIKENESS = 0.6
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


def is_persons(entry: polib.POEntry, drafts: Sequence[str]) -> bool:
    """Whether a person touched an entry.

    Args:
        drafts: every draft on record for it.
    """
    return bool(entry.msgstr) and (not entry.fuzzy or entry.msgstr not in drafts)


def is_reviewed(entry: polib.POEntry) -> bool:
    """Whether an entry is translated and no longer fuzzy."""
    return bool(entry.msgstr) and not entry.fuzzy and not entry.obsolete


def entry_key(entry: polib.POEntry) -> Key:
    """Msgctxt and msgid of an entry."""
    return entry.msgctxt or "", entry.msgid


def merge(catalog: polib.POFile, wanted: Sequence[Wanted], drafts: Mapping[Key, Sequence[str]]) -> polib.POFile:
    """Bring a catalog up to date, in place, and return it.

    Args:
        wanted: the report's messages, in reading order.
        drafts: the texts of all drafts on record, by message.
    """
    # Where an obsolete entry has a live twin, the live one stands last and wins.
    existing = {entry_key(entry): entry for entry in sorted(catalog, key=lambda entry: not entry.obsolete)}
    wanted_keys = {each.key for each in wanted}
    orphans = [
        entry
        for entry in catalog
        if entry_key(entry) not in wanted_keys
        and (entry.obsolete or is_persons(entry, drafts.get(entry_key(entry), ())))
    ]
    entries = []
    for each in wanted:
        entry = existing.get(each.key) or _new_entry(each.key, orphans)
        entry.obsolete = False
        if not is_persons(entry, drafts.get(each.key, ())):
            _set_draft(entry, each.target)
        entry.occurrences = list(each.references)
        entry.comment = each.extracted
        entries.append(entry)
    for orphan in orphans:
        orphan.obsolete = True
    catalog[:] = entries + orphans
    return catalog


def _set_draft(entry: polib.POEntry, target: str) -> None:
    entry.msgstr = target
    entry.flags = [flag for flag in entry.flags if flag != _FUZZY] + ([_FUZZY] if target else [])


def _new_entry(key: Key, orphans: list[polib.POEntry]) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=key[0] or None, msgid=key[1])
    replaced = _replaced_source(key, orphans)
    if replaced is not None:
        orphans.remove(replaced)
        _adopt(entry, replaced)
    return entry


def _replaced_source(key: Key, orphans: Sequence[polib.POEntry]) -> polib.POEntry | None:
    """The live entry without a source whose source was most like this one's."""
    role, text = key
    best: polib.POEntry | None = None
    likeness = MIN_LIKENESS
    for orphan in orphans:
        if orphan.obsolete or (orphan.msgctxt or "") != role:
            continue
        ratio = SequenceMatcher(None, orphan.msgid, text, autojunk=False).ratio()
        if ratio > likeness:
            best, likeness = orphan, ratio
    return best


def _adopt(entry: polib.POEntry, replaced: polib.POEntry) -> None:
    """Give a new source what a person wrote for the source it replaced."""
    entry.msgstr = replaced.msgstr
    entry.tcomment = replaced.tcomment
    entry.flags = [flag for flag in replaced.flags if flag != _FUZZY] + [_FUZZY]
    entry.previous_msgid = replaced.msgid
    entry.previous_msgctxt = replaced.msgctxt
