"""Merging: what stands in a catalog, what was drafted before, what is drafted now.

The one rule: what a person wrote is never overwritten and never dropped, neither text nor comment. A text counts as a
person's unless it is fuzzy and equal to a draft on record. When its source changed it moves to the new source, fuzzy,
with the old source in `#| msgid`; when its source is gone it becomes obsolete.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import polib

from translate_pipeline.catalogs.provenance import persons_lines

MIN_LIKENESS = 0.6
_LONG = 2_000
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
    """Whether a person touched the text of an entry.

    Args:
        drafts: every draft on record for it.
    """
    texts = texts_of(entry)
    return bool(texts) and (not entry.fuzzy or any(text not in drafts for text in texts))


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
    chosen = _choose({each.key for each in wanted}, catalog, drafts)
    taken = {id(entry) for entry in chosen.values()}
    orphans = [
        entry
        for entry in catalog
        if id(entry) not in taken and (entry.obsolete or _has_words(entry, drafts.get(entry_key(entry), ())))
    ]
    entries = []
    for each in wanted:
        entry = chosen.get(each.key)
        if entry is None:
            entry = _new_entry(each.key, orphans, drafts)
        if entry.obsolete:
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


def _choose(wanted: set[Key], catalog: polib.POFile, drafts: Mapping[Key, Sequence[str]]) -> dict[Key, polib.POEntry]:
    """The entry that serves each message: the live one, unless only an obsolete one has a person's words."""
    chosen: dict[Key, polib.POEntry] = {}
    for entry in catalog:
        key = entry_key(entry)
        if key not in wanted:
            continue
        rival = chosen.get(key)
        if rival is None or _rank(entry, drafts.get(key, ())) > _rank(rival, drafts.get(key, ())):
            chosen[key] = entry
    return chosen


def _rank(entry: polib.POEntry, drafts: Sequence[str]) -> tuple[bool, bool]:
    return is_persons(entry, drafts), not entry.obsolete


def _has_words(entry: polib.POEntry, drafts: Sequence[str]) -> bool:
    return is_persons(entry, drafts) or bool(persons_lines(entry.tcomment))


def _set_draft(entry: polib.POEntry, target: str) -> None:
    entry.msgstr = target
    entry.flags = [flag for flag in entry.flags if flag != _FUZZY] + ([_FUZZY] if target else [])


def _new_entry(key: Key, orphans: list[polib.POEntry], drafts: Mapping[Key, Sequence[str]]) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=key[0] or None, msgid=key[1])
    replaced = _replaced_source(key, orphans)
    if replaced is not None:
        orphans[:] = [orphan for orphan in orphans if orphan is not replaced]
        _adopt(entry, replaced, drafts.get(entry_key(replaced), ()))
    return entry


def _replaced_source(key: Key, orphans: Sequence[polib.POEntry]) -> polib.POEntry | None:
    """The live entry without a source whose source was most like this one's."""
    role, text = key
    best: polib.POEntry | None = None
    likeness = MIN_LIKENESS
    for orphan in orphans:
        if orphan.obsolete or orphan.msgid_plural or (orphan.msgctxt or "") != role:
            continue
        ratio = _likeness(orphan.msgid, text, likeness)
        if ratio > likeness:
            best, likeness = orphan, ratio
    return best


def _likeness(old: str, new: str, floor: float) -> float:
    """The share of equal text, from 0 to 1; by an upper bound only where it is under `floor`, or the texts are long."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    bound = matcher.real_quick_ratio()
    if bound > floor:
        bound = matcher.quick_ratio()
    if bound <= floor or len(old) + len(new) > _LONG:
        return bound
    return matcher.ratio()


def _adopt(entry: polib.POEntry, replaced: polib.POEntry, drafts: Sequence[str]) -> None:
    """Give a new source what a person wrote for the source it replaced."""
    entry.tcomment = replaced.tcomment
    if not is_persons(replaced, drafts):
        return
    entry.msgstr = replaced.msgstr
    entry.flags = [flag for flag in replaced.flags if flag != _FUZZY] + [_FUZZY]
    entry.previous_msgid = replaced.msgid
    entry.previous_msgctxt = replaced.msgctxt
