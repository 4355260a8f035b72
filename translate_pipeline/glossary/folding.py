"""English names without the differences that never matter: hyphen or space, apostrophe, diacritic, letter case."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

APOSTROPHES = "'\u2018\u2019\u02bb\u02bc\u02bf\u02be`\u00b4"
_SPACES = "-\u2010\u2011\u00a0\u202f\t\n "
_SAME_LENGTH = {**dict.fromkeys(map(ord, _SPACES), " "), **dict.fromkeys(map(ord, APOSTROPHES), "'")}
_INNER_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)(?!s\b)")
_SPACE_RUN = re.compile(r"  +")
_ASCII_CARE = re.compile(r"['`\t\n]|[ -][ -]")
# What changes the length of a text: most texts have none of it, and keep their offsets.
_CHANGES_LENGTH = re.compile(r"(?<=\w)'(?=\w)(?!s\b)|  |[^\x00-\x7f“”«»–—…•°€£]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, where its length changed, the offset in the original of each of its characters."""

    text: str
    offsets: tuple[int, ...] | None = None

    def original(self, position: int) -> int:
        """The offset in the original text of a position in the folded one."""
        return position if self.offsets is None else self.offsets[position]


def fold(text: str) -> Folded:
    """`text` with hyphens and odd spaces as spaces, diacritics off, apostrophes inside words out; letter case stays.

    A possessive `'s` keeps its apostrophe, so that the name before it still ends at a word boundary.
    """
    if text.isascii() and not _ASCII_CARE.search(text):
        # Most sentences: what follows would take longer than finding the names.
        return Folded(text.replace("-", " "))
    spaced = text.translate(_SAME_LENGTH)
    if not _CHANGES_LENGTH.search(spaced):
        return Folded(spaced)
    drop = {match.start() for match in _INNER_APOSTROPHE.finditer(spaced)}
    for match in _SPACE_RUN.finditer(spaced):
        drop.update(range(match.start() + 1, match.end()))
    chars: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(spaced):
        if index in drop:
            continue
        for piece in char if char.isascii() else unicodedata.normalize("NFKD", char):
            if not unicodedata.combining(piece):
                chars.append(piece)
                offsets.append(index)
    return Folded("".join(chars), (*offsets, len(text)))


def term_key(name: str) -> str:
    """What two spellings of one name share: the folded name without case, spaces and full stops."""
    return re.sub(r"[\s.']", "", fold(name).text.casefold())
