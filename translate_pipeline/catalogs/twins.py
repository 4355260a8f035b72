"""A message that stands in a catalog twice, as a merge of two branches or a careless paste leaves it, becomes one.

gettext's programs and PO editors refuse a file with such twins, an obsolete one beside a live one too.
"""

from __future__ import annotations

from collections.abc import Callable

import polib

from translate_pipeline.catalogs.provenance import OTHER, persons_lines

Key = tuple[str | None, str]


def join_twins(catalog: polib.POFile, is_persons: Callable[[polib.POEntry], bool]) -> None:
    """Leave one entry of each message, in place.

    The one with a person's text stays, the reviewed before the fuzzy and the live before the obsolete. Another person's
    text is kept in its comment, and two that were both live make it fuzzy, since somebody has to choose.

    Args:
        is_persons: whether a person touched the text of an entry.
    """
    groups: dict[Key, list[polib.POEntry]] = {}
    for entry in catalog:
        groups.setdefault((entry.msgctxt, entry.msgid), []).append(entry)
    if len(groups) == len(catalog):
        return
    dropped = set()
    for entries in groups.values():
        ranked = sorted(entries, key=lambda entry: (not is_persons(entry), bool(entry.obsolete), entry.fuzzy))
        for other in ranked[1:]:
            _absorb(ranked[0], other, persons=is_persons(other))
            dropped.add(id(other))
    catalog[:] = [entry for entry in catalog if id(entry) not in dropped]


def _absorb(entry: polib.POEntry, other: polib.POEntry, *, persons: bool) -> None:
    lines = entry.tcomment.split("\n") if entry.tcomment else []
    added = [line for line in persons_lines(other.tcomment) if line not in lines]
    mine = _texts(entry)
    texts = [text for text in _texts(other) if persons and text not in mine]
    added += [line for text in texts if (line := OTHER + " ".join(text.split())) not in lines]
    entry.tcomment = "\n".join(added + lines)
    flags = [flag for flag in other.flags if flag != "fuzzy" and flag not in entry.flags]
    if texts and not other.obsolete and not entry.fuzzy:
        flags.append("fuzzy")
    if flags:
        entry.flags = [*entry.flags, *flags]
    if not other.obsolete:
        entry.obsolete = False


def _texts(entry: polib.POEntry) -> list[str]:
    return [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]
