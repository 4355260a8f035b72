"""A unit that comes back: three-way between what was exported, what stands in the catalog now, and what the unit says.

A person's text in the catalog that changed since the export stays; the unit's then stands beside it, in a comment.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

import polib

from translate_pipeline.catalogs.merging import is_reviewed
from translate_pipeline.catalogs.provenance import OTHER
from translate_pipeline.catalogs.xliff.model import Meta, Note, State, Unit
from translate_pipeline.catalogs.xliff.units import (
    EXTRACTED,
    HEADER,
    LINES,
    MARKED,
    OURS,
    POEDIT_FUZZY,
    PREVIOUS,
    STATE,
    TEXT,
    WORDS,
    digest,
    note_lines,
    squeezed,
)

_FUZZY = "fuzzy"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
# Notes that this program writes, in case a tool dropped the metadata that tells them from a reviewer's.
_WRITTEN = frozenset((EXTRACTED, PREVIOUS, HEADER, "draft", "finding", "memory", "source", "other"))


class Verdict(StrEnum):
    """What became of a unit."""

    TAKEN = "taken"
    APPROVED = "approved"
    REOPENED = "reopened"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    EMPTIED = "emptied"


def merge_unit(
    entry: polib.POEntry, unit: Unit, *, persons: bool, least: State, same_source: bool = True, own: bool = False
) -> Verdict:
    """Bring a unit's text and state into its message, in place.

    Args:
        persons: a person touched the message's text.
        own: it is what an earlier file of the same reviewer said.
        least: the lowest state that counts as reviewed, if somebody set it.
        same_source: the message's source is the unit's; a text for another source is never reviewed.
    """
    theirs = unicodedata.normalize("NFC", unit.target)
    reviewed = same_source and unit.state.rank >= least.rank and not _needs_work(unit)
    if not theirs.strip():
        emptied = entry.msgstr and _has_base(unit) and not (is_exported(unit, theirs) or is_exported(unit, ""))
        return Verdict.EMPTIED if emptied else Verdict.UNCHANGED
    if _same(unit, theirs, entry.msgstr) or is_exported(unit, theirs):
        return _merge_state(entry, unit, reviewed=reviewed)
    approved_since = is_reviewed(entry) and not _was_reviewed(unit)
    if persons and not own and (approved_since or not is_exported(unit, entry.msgstr)):
        entry.tcomment = _with_text(entry.tcomment, theirs)
        return Verdict.CONFLICT
    entry.msgstr = theirs
    _set_reviewed(entry, reviewed, same_source=same_source)
    return Verdict.TAKEN


def _needs_work(unit: Unit) -> bool:
    """Whether a unit is translated, and nobody confirmed that: whoever does takes the sub-state away."""
    return unit.state is State.TRANSLATED and unit.sub_state.startswith((f"{OURS}:", POEDIT_FUZZY))


def _merge_state(entry: polib.POEntry, unit: Unit, *, reviewed: bool) -> Verdict:
    """The state of a message whose text is not the unit's to change: what the reviewer changed since the export."""
    now = is_reviewed(entry)
    if not _same(unit, unit.target, entry.msgstr) or reviewed == now:
        return Verdict.UNCHANGED
    exported = _exported_state(unit)
    if exported is None and not reviewed:
        return Verdict.UNCHANGED
    if exported is not None and is_exported(unit, unit.target):
        untouched = unit.state is exported and (unit.state is not State.TRANSLATED or _needs_work(unit))
        if untouched or now != _was_reviewed(unit):
            # Nobody changed the state in the unit, or it changed in the catalog since the export.
            return Verdict.UNCHANGED
    _set_reviewed(entry, reviewed)
    return Verdict.APPROVED if reviewed else Verdict.REOPENED


def _exported_state(unit: Unit) -> State | None:
    return next((State(value) for value in unit.values(OURS, STATE) if value in set(State)), None)


def _was_reviewed(unit: Unit) -> bool:
    state = _exported_state(unit)
    return state is not None and state.rank >= State.REVIEWED.rank


def _has_base(unit: Unit) -> bool:
    return any(True for _ in unit.values(OURS, TEXT))


def is_exported(unit: Unit, text: str) -> bool:
    """Whether a text is the one that the unit was exported with."""
    if unit.preserve:
        return digest(text) in unit.values(OURS, TEXT)
    return digest(squeezed(text)) in unit.values(OURS, WORDS)


def _same(unit: Unit, theirs: str, ours: str) -> bool:
    if unit.preserve:
        return digest(theirs) == digest(ours)
    return digest(squeezed(theirs)) == digest(squeezed(ours))


def _set_reviewed(entry: polib.POEntry, reviewed: bool, *, same_source: bool = True) -> None:
    entry.flags = [flag for flag in entry.flags if flag != _FUZZY] + ([] if reviewed else [_FUZZY])
    if reviewed and same_source:
        entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None


def merge_notes(comment: str, notes: Iterable[Note], metadata: Iterable[Meta]) -> str:
    """A comment with the lines of notes that are new since the export added to it.

    Args:
        metadata: that stands beside the notes, telling which lines were exported.
    """
    written = [meta.value for meta in metadata if (meta.category, meta.type) == (OURS, LINES)]
    exported = {mark for marks in written for mark in marks.split()}
    theirs = [note for note in notes if written or note.category not in _WRITTEN]
    lines = [line for note in theirs for line in note_lines(note) if digest(squeezed(line)) not in exported]
    # A mark of this program's at the beginning of a line would have it taken away with the program's own lines.
    return _with_lines(comment, [f"Note: {line}" if MARKED.match(line) else line for line in lines])


def _with_lines(comment: str, lines: Iterable[str]) -> str:
    """A comment with lines added to a person's part of it; those that are there stay alone."""
    known = {digest(squeezed(line)) for line in comment.split("\n")}
    return _inserted(comment, [line for line in dict.fromkeys(lines) if digest(squeezed(line)) not in known])


def _with_text(comment: str, text: str) -> str:
    """A comment with another person's text for the message in it, control characters escaped."""
    line = OTHER + _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", squeezed(text))
    return comment if line in comment.split("\n") else _inserted(comment, [line])


def _inserted(comment: str, lines: Sequence[str]) -> str:
    """A comment with lines at the end of a person's part, which stands first."""
    there = comment.split("\n") if comment else []
    ours = (number for number, line in enumerate(there) if MARKED.match(line) and not line.startswith(OTHER))
    place = next(ours, len(there))
    return "\n".join([*there[:place], *lines, *there[place:]])
