"""Which words of a draft became which words of the reviewed text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from translate_pipeline.checks.words import tokens

_LONGEST_PHRASE = 3


@dataclass(frozen=True, slots=True)
class Text:
    """A text as its words, and where they stand in it."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def slice(self, start: int, end: int) -> str:
        """The text from one word to before another, as it is written; empty where there is no word between."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """The words that offsets of the text touch, half-open."""
        touched = [index for index, (left, right) in enumerate(self.spans) if left < end and start < right]
        return (touched[0], touched[-1] + 1) if touched else (0, 0)


@lru_cache(maxsize=4096)
def text_of(text: str) -> Text:
    """The words of a text."""
    found = tokens(text)
    return Text(text, tuple(each[0] for each in found), tuple(each.span() for each in found))


@dataclass(frozen=True, slots=True)
class Block:
    """Words of the draft and those in their place, half-open indices; the same words, or others, as wide as it goes."""

    start: int
    end: int
    new_start: int
    new_end: int
    same: bool

    @property
    def equally_wide(self) -> bool:
        """Whether both sides have as many words."""
        return self.end - self.start == self.new_end - self.new_start


@dataclass(frozen=True, slots=True)
class Alignment:
    """A draft and the reviewed text: blocks that are the same and blocks that differ, in turn."""

    draft: Text
    target: Text
    blocks: tuple[Block, ...]

    def rendering(self, start: int, end: int) -> str:
        """What stands in the reviewed text for the words `start` to `end` of the draft; empty where that is unsure.

        A block that goes beyond these words is divided only where both its sides have as many words.
        """
        places: list[tuple[int, int]] = []
        for block in self.blocks:
            inserted = block.start == block.end
            if inserted and not start < block.start < end:
                continue
            if not inserted and (block.end <= start or end <= block.start):
                continue
            if start <= block.start and block.end <= end:
                places.append((block.new_start, block.new_end))
            elif block.equally_wide:
                shift = block.new_start - block.start
                places.append((max(start, block.start) + shift, min(end, block.end) + shift))
            else:
                return ""
        places = [place for place in places if place[0] < place[1]]
        return self.target.slice(places[0][0], places[-1][1]) if places else ""

    @property
    def dropped(self) -> Counter[str]:
        """The words of the draft that the reviewed text has no more, or less often."""
        return Counter(self.draft.words) - Counter(self.target.words)

    @property
    def added(self) -> Counter[str]:
        """The words of the reviewed text that the draft does not have, or less often."""
        return Counter(self.target.words) - Counter(self.draft.words)

    def replacements(
        self, skipped: Sequence[tuple[int, int]], skipped_new: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[str, str]]:
        """Words of the draft and the words that a reviewer wrote in their place.

        Words that only moved are none. In a short block with as many words on both sides each word stands for one; any
        other short one is taken as a whole. From long blocks nothing is taken: who rewrites corrects no word.

        Args:
            skipped, skipped_new: ranges of words in draft and reviewed text that something else accounts for.
        """
        dropped, added = self.dropped, self.added
        for block in self.blocks:
            if block.same:
                continue
            old = _outside(range(block.start, block.end), skipped)
            new = _outside(range(block.new_start, block.new_end), skipped_new)
            old = [index for index in old if self.draft.words[index] in dropped]
            new = [index for index in new if self.target.words[index] in added]
            if len(old) == len(new) <= _LONGEST_PHRASE:
                for left, right in zip(old, new, strict=True):
                    yield self.draft.words[left], self.target.words[right]
            elif _is_phrase(old) and _is_phrase(new):
                yield self.draft.slice(old[0], old[-1] + 1), self.target.slice(new[0], new[-1] + 1)


def _outside(indices: range, ranges: Sequence[tuple[int, int]]) -> list[int]:
    return [index for index in indices if not any(start <= index < end for start, end in ranges)]


def _is_phrase(indices: Sequence[int]) -> bool:
    return 0 < len(indices) <= _LONGEST_PHRASE and indices[-1] - indices[0] + 1 == len(indices)


@lru_cache(maxsize=4096)
def align(draft: str, target: str) -> Alignment:
    """The alignment with the fewest words inserted, deleted and substituted."""
    old, new = text_of(draft), text_of(target)
    blocks: list[Block] = []
    for step in Levenshtein.opcodes(old.words, new.words):
        same = step.tag == "equal"
        start, new_start = step.src_start, step.dest_start
        if blocks and blocks[-1].same is same:
            last = blocks.pop()
            start, new_start = last.start, last.new_start
        blocks.append(Block(start, step.src_end, new_start, step.dest_end, same))
    return Alignment(old, new, tuple(blocks))
