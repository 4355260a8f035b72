"""How far a reviewed text is from its draft in words: TER, counted so that messages add up to a corpus.

TER is the translation edit rate of Snover et al. (AMTA 2006): words inserted, deleted, substituted and blocks shifted,
for each word of the reviewed text. Measured against the post-edited text of the same draft it is the human-targeted
rate: the part of the words that the reviewer's work touched. Words are what spaces part, as sacrebleu counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_LONGEST_SHIFT = 10
_FARTHEST_SHIFT = 50
_MOST_SHIFTS_TRIED = 1_000


@dataclass(frozen=True, slots=True)
class Edits:
    """Edits of a draft, shifts among them, and the words of the text it became."""

    edits: int
    words: int


def edits(draft: str, reviewed: str) -> Edits:
    """The fewest edits, by TER's greedy search for shifts, that make the reviewed text of the draft."""
    reference = reviewed.lower().split()
    words = draft.lower().split()
    shifts = 0
    while better := _best_shift(words, reference):
        words = better
        shifts += 1
    return Edits(shifts + Levenshtein.distance(words, reference), len(reference))


def edit_rate(counts: Iterable[Edits]) -> float:
    """TER of a corpus, in percent; may pass 100."""
    edited = words = 0
    for each in counts:
        edited += each.edits
        words += each.words
    return 100 * edited / words if words else 0.0


@dataclass(frozen=True, slots=True)
class _Alignment:
    """By position: whether a word has no equal, and the word before or at which each word of the reference stands."""

    words_wrong: list[bool]
    reference_wrong: list[bool]
    places: list[int]


def _align(words: Sequence[str], reference: Sequence[str]) -> _Alignment:
    result = _Alignment([False] * len(words), [False] * len(reference), [-1] * len(reference))
    for step in Levenshtein.opcodes(words, reference):
        if step.tag != "equal":
            result.words_wrong[step.src_start : step.src_end] = [True] * (step.src_end - step.src_start)
            result.reference_wrong[step.dest_start : step.dest_end] = [True] * (step.dest_end - step.dest_start)
        for offset, index in enumerate(range(step.dest_start, step.dest_end)):
            result.places[index] = step.src_start + (-1 if step.tag == "insert" else offset)
    return result


def _best_shift(words: Sequence[str], reference: Sequence[str]) -> list[str] | None:
    """The words after the block move that saves most edits; None where none saves any.

    Among equals the longest block moves, then the one that stands first, to the first place.
    """
    before = Levenshtein.distance(words, reference)
    if not before:
        return None
    alignment = _align(words, reference)
    best: tuple[int, int, int, int] = (0, 0, 0, 0)
    found: list[str] | None = None
    tried = 0
    for start, place, length in _movable(words, reference, alignment):
        for target in _targets(alignment, place, length):
            shifted = _shifted(words, start, length, target)
            rank = before - Levenshtein.distance(shifted, reference), length, -start, -target
            tried += 1
            if rank > best and rank[0] > 0:
                best, found = rank, shifted
            if tried >= _MOST_SHIFTS_TRIED:
                return found
    return found


def _movable(words: Sequence[str], reference: Sequence[str], alignment: _Alignment) -> Iterable[tuple[int, int, int]]:
    """Blocks that stand elsewhere in the reference and are in the wrong place: start, place there, length."""
    positions: dict[str, list[int]] = {}
    for place, word in enumerate(reference):
        positions.setdefault(word, []).append(place)
    for start, word in enumerate(words):
        for place in positions.get(word, ()):
            if abs(place - start) > _FARTHEST_SHIFT:
                continue
            for length in range(1, _LONGEST_SHIFT + 1):
                if words[start : start + length] != reference[place : place + length]:
                    break
                if start + length > len(words) or place + length > len(reference):
                    break
                if (
                    any(alignment.words_wrong[start : start + length])
                    and any(alignment.reference_wrong[place : place + length])
                    and not start <= alignment.places[place] < start + length
                ):
                    yield start, place, length


def _targets(alignment: _Alignment, place: int, length: int) -> Iterable[int]:
    """The positions, before which a block may be put to meet the reference, each once."""
    last = None
    for offset in range(place - 1, place + length):
        target = 0 if offset < 0 else alignment.places[offset] + 1
        if target != last:
            last = target
            yield target


def _shifted(words: Sequence[str], start: int, length: int, target: int) -> list[str]:
    block = words[start : start + length]
    if target <= start:
        return [*words[:target], *block, *words[target:start], *words[start + length :]]
    if target <= start + length:
        end = start + length
        return [*words[:start], *words[end : target + length], *block, *words[target + length :]]
    return [*words[:start], *words[start + length : target], *block, *words[target:]]
