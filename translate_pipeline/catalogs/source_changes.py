"""What became of a source text whose translation a person wrote: a small change, or a rewrite.

A change is small when the words that were added, removed or replaced by quite different ones are no more than a fifth
of the longer text, and with those that differ in spelling, number or name no more than a half. Punctuation and letter
case count for nothing. The measure is the words', not the meaning's: an added "not" is small, too, which is why the
words are named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from translate_pipeline.checks.numerals import ENGLISH_UNITS

_WORDING_SHARE = 1 / 5
_MILD_SHARE = 1 / 2
_ALIKE = 70
_SHOWN = 5
_SHOWN_LETTERS = 60
# Longer texts are compared by their length alone: the table of their words would not fit.
_MOST_WORDS = 5_000
_MARKS = ".,;:!?…\"'“”‘’()[]«»–—-"

PUNCTUATION, NUMBER, SPELLING, NAME, WORDING = "punctuation", "number", "spelling", "name", "wording"


@dataclass(frozen=True, slots=True)
class Change:
    """Words that were replaced (`old` and `new`), removed (no `new`) or added (no `old`)."""

    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]

    def __str__(self) -> str:
        """The change as a reviewer reads it."""
        if self.old and self.new:
            return f'"{_short(self.old)}" -> "{_short(self.new)}"'
        return f'added "{_short(self.new)}"' if self.new else f'removed "{_short(self.old)}"'

    @property
    def words(self) -> int:
        """How many words it concerns."""
        return max(len(self.old), len(self.new))


def _short(words: tuple[str, ...]) -> str:
    text = " ".join(words)
    return text if len(text) <= _SHOWN_LETTERS else f"{text[: _SHOWN_LETTERS // 2]} … {text[-_SHOWN_LETTERS // 2 :]}"


def changes(old: str, new: str) -> list[Change]:
    """The words that differ between two sources, in order."""
    from rapidfuzz.distance import Levenshtein

    before, after = old.split(), new.split()
    result: list[Change] = []
    for step in Levenshtein.opcodes(before, after):
        if step.tag != "equal":
            result += _kinds(before[step.src_start : step.src_end], after[step.dest_start : step.dest_end])
    return list(_joined(result))


def _kinds(old: list[str], new: list[str]) -> Iterator[Change]:
    """The changes of a run of words that were replaced one for one, or added, or removed."""
    if not old or not new:
        words = old or new
        kind = WORDING if any(word.strip(_MARKS) for word in words) else PUNCTUATION
        yield Change(kind, tuple(old), tuple(new))
        return
    for before, after in zip(old, new, strict=True):
        yield Change(_kind(before, after), (before,), (after,))


def _joined(found: list[Change]) -> Iterator[Change]:
    """Neighbours of one kind as one change."""
    pending: Change | None = None
    for each in found:
        if pending and pending.kind == each.kind == WORDING:
            pending = Change(WORDING, pending.old + each.old, pending.new + each.new)
            continue
        if pending:
            yield pending
        pending = each
    if pending:
        yield pending


def _kind(old: str, new: str) -> str:
    from rapidfuzz.fuzz import ratio

    before, after = old.strip(_MARKS), new.strip(_MARKS)
    if before.casefold() == after.casefold():
        return PUNCTUATION
    if _is_number(before) and _is_number(after):
        return NUMBER
    if ratio(before.casefold(), after.casefold()) >= _ALIKE:
        return SPELLING
    return NAME if before[:1].isupper() and after[:1].isupper() else WORDING


def _is_number(word: str) -> bool:
    return any(char.isdigit() for char in word) or word.casefold() in ENGLISH_UNITS


def describe(old: str, new: str) -> str:
    """A line on what became of a source; empty where its words are the same."""
    total = max(len(old.split()), len(new.split()))
    if total > _MOST_WORDS:
        return "changed" if old != new else ""
    found = changes(old, new)
    if not found:
        return ""
    wording = sum(each.words for each in found if each.kind == WORDING)
    mild = sum(each.words for each in found if each.kind in (NUMBER, SPELLING, NAME))
    if wording > total * _WORDING_SHARE or wording + mild > total * _MILD_SHARE:
        return f"rewrite: {wording + mild} of {total} words changed"
    kinds = ", ".join(dict.fromkeys(each.kind for each in found))
    shown = "; ".join(map(str, found[:_SHOWN]))
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return f"small change ({kinds}): {shown}{more}"
