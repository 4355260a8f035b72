"""Which old messages a report's new messages come from: changed, in another role, split, or joined.

A message has one successor and a successor one message, but for paragraphs that were split or joined. Pairs are found
by likeness, the most alike first, wherever they stand. Likeness, from 0 to 1, is the mean of the shares of equal
letters and of equal words in order, so that texts which share no more than the letters of their language are not alike;
or the share of equal letters less a quarter where that is more, for a short title with a letter wrong in each word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log

from translate_pipeline.catalogs.sentence_pieces import source_pieces

# Under this, a text is no successor; a text that was gone already must be more alike.
MIN_LIKENESS = 0.5
MIN_LIKENESS_OF_OBSOLETE = 0.8
_ANOTHER_ROLE = 0.05
_ALL_MISSPELT = 0.25
# How alike two sentences are that count as one, and how much of a paragraph must be there for it to be a part.
_SAME_SENTENCE = 80
_PART = 0.6

_COMPARE_ALL = 60
_CANDIDATES = 8
_LETTERS = 4_000
_MOST_SENTENCES = 60

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Split:
    """An old message whose sentences stand in several new ones: for each, in reading order, which sentences."""

    old: int
    parts: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Join:
    """A new message that several old ones, named in its order, were joined into."""

    olds: tuple[int, ...]
    new: int


@dataclass(slots=True)
class Successors:
    """What was found; numbers count the old and the new messages that were given.

    Attributes:
        pairs: the old message of each new one.
    """

    pairs: dict[int, int] = field(default_factory=dict)
    splits: list[Split] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)


class _Text:
    def __init__(self, key: Key, place: float):
        self.role, self.text = key
        self.place = place

    @cached_property
    def words(self) -> list[str]:
        return self.sample.casefold().split()

    @property
    def sample(self) -> str:
        """As much of the text as is compared."""
        if len(self.text) <= _LETTERS:
            return self.text
        return self.text[: _LETTERS // 2] + self.text[-_LETTERS // 2 :]

    @cached_property
    def sentences(self) -> list[str]:
        pieces = [piece.strip() for piece in source_pieces(self.text)]
        return pieces if len(pieces) <= _MOST_SENTENCES else [self.text]

    @cached_property
    def weights(self) -> list[int]:
        return [len(sentence.split()) for sentence in self.sentences]


def find_successors(olds: Sequence[Key], news: Sequence[Key], obsolete: Sequence[Key] = ()) -> Successors:
    """Where the texts of a catalog went.

    Args:
        olds: role and text of the messages that the report no longer has, in the order of the catalog.
        news: those that the catalog does not have, in reading order.
        obsolete: those gone before; they count on after `olds`, are paired only, and only when very much alike.
    """
    result = Successors()
    if not news or not (olds or obsolete):
        return result
    before = [_Text(key, index / len(olds)) for index, key in enumerate(olds)]
    before += [_Text(key, 2.0) for key in obsolete]
    after = [_Text(key, index / len(news)) for index, key in enumerate(news)]
    free_olds, free_news = set(range(len(before))), set(range(len(after)))
    _pair_same_texts(before, after, result, free_olds, free_news)
    candidates = _candidates(before, after, free_olds, free_news)
    live = [(old, new) for old, new in candidates if old < len(olds)]
    _find_parts(before, after, live, result, free_olds, free_news)
    _pair_alike(before, after, candidates, len(olds), result, free_olds, free_news)
    return result


def _pair_same_texts(
    before: Sequence[_Text], after: Sequence[_Text], result: Successors, free_olds: set[int], free_news: set[int]
) -> None:
    by_text: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(before):
        by_text[text.text].append(index)
    for new, text in enumerate(after):
        if by_text[text.text]:
            old = by_text[text.text].pop(0)
            result.pairs[new] = old
            free_olds.discard(old)
            free_news.discard(new)


def _candidates(
    before: Sequence[_Text], after: Sequence[_Text], free_olds: Iterable[int], free_news: Iterable[int]
) -> list[tuple[int, int]]:
    """The pairs worth comparing: all of a few, and of many those that share the rarest words."""
    olds, news = sorted(free_olds), sorted(free_news)
    if len(olds) <= _COMPARE_ALL:
        return [(old, new) for new in news for old in olds]
    holders: dict[str, list[int]] = defaultdict(list)
    for old in olds:
        for word in set(before[old].words):
            holders[word].append(old)
    pairs = []
    for new in news:
        shared: Counter[int] = Counter()
        for word in set(after[new].words):
            having = holders.get(word, ())
            if having and len(having) <= max(_COMPARE_ALL, len(olds) // 10):
                weight = log(1 + len(olds) / len(having))
                for old in having:
                    shared[old] += weight  # type: ignore[assignment]
        pairs += [(old, new) for old, _ in shared.most_common(_CANDIDATES)]
    return pairs


@dataclass(frozen=True, slots=True)
class _Overlap:
    """The sentences that an old and a new message share, and their share of each one's words."""

    old: int
    new: int
    sentences: tuple[tuple[int, int], ...]
    of_old: float
    of_new: float


def _overlap(old: int, new: int, before: _Text, after: _Text) -> _Overlap:
    from rapidfuzz.fuzz import ratio

    found = sorted(
        (
            (-likeness, i, j)
            for i, left in enumerate(before.sentences)
            for j, right in enumerate(after.sentences)
            if (likeness := ratio(left, right, score_cutoff=_SAME_SENTENCE))
        )
    )
    lefts: set[int] = set()
    rights: set[int] = set()
    sentences = []
    for _, i, j in found:
        if i not in lefts and j not in rights:
            lefts.add(i)
            rights.add(j)
            sentences.append((i, j))
    of_old = sum(before.weights[i] for i in lefts) / max(1, sum(before.weights))
    of_new = sum(after.weights[j] for j in rights) / max(1, sum(after.weights))
    return _Overlap(old, new, tuple(sorted(sentences, key=lambda pair: pair[1])), of_old, of_new)


def _find_parts(
    before: Sequence[_Text],
    after: Sequence[_Text],
    candidates: Iterable[tuple[int, int]],
    result: Successors,
    free_olds: set[int],
    free_news: set[int],
) -> None:
    """Splits and joins, the largest first."""
    overlaps = [
        _overlap(old, new, before[old], after[new])
        for old, new in candidates
        if len(before[old].sentences) > 1 or len(after[new].sentences) > 1
    ]
    of_old, of_new = defaultdict(list), defaultdict(list)
    for each in overlaps:
        if each.of_new >= _PART:
            of_old[each.old].append(each)
        if each.of_old >= _PART:
            of_new[each.new].append(each)
    groups = [(True, _disjoint(each, of_old=True)) for each in of_old.values()]
    groups += [(False, _disjoint(each, of_old=False)) for each in of_new.values()]
    # By the share of the whole that its parts make up.
    groups.sort(key=lambda group: -sum(part.of_old if group[0] else part.of_new for part in group[1]))
    for is_split, parts in groups:
        mine = [part for part in parts if part.old in free_olds and part.new in free_news]
        if len(mine) < 2 or len(mine) < len(parts):
            continue
        if is_split:
            mine.sort(key=lambda part: part.new)
            result.splits.append(
                Split(mine[0].old, tuple((part.new, tuple(i for i, _ in part.sentences)) for part in mine))
            )
        else:
            mine.sort(key=lambda part: part.sentences[0][1])
            result.joins.append(Join(tuple(part.old for part in mine), mine[0].new))
        free_olds.difference_update(part.old for part in mine)
        free_news.difference_update(part.new for part in mine)


def _disjoint(overlaps: Sequence[_Overlap], *, of_old: bool) -> list[_Overlap]:
    """Those that share no sentence of the whole, the largest first."""
    taken: set[int] = set()
    kept = []
    for each in sorted(overlaps, key=lambda each: (-(each.of_old if of_old else each.of_new), each.old, each.new)):
        mine = {pair[0 if of_old else 1] for pair in each.sentences}
        if not mine & taken:
            taken |= mine
            kept.append(each)
    return kept


def likeness(old: str, new: str) -> float:
    """How alike two texts are, from 0 to 1."""
    return _likeness(_Text(("", old), 0), _Text(("", new), 0))


def _likeness(before: _Text, after: _Text) -> float:
    from rapidfuzz.distance import Indel

    words = Indel.normalized_similarity(before.words, after.words)
    enough = min(2 * MIN_LIKENESS - words, MIN_LIKENESS + _ALL_MISSPELT)
    letters = Indel.normalized_similarity(before.sample, after.sample, score_cutoff=max(0.0, enough))
    return max((words + letters) / 2, letters - _ALL_MISSPELT)


def _pair_alike(
    before: Sequence[_Text],
    after: Sequence[_Text],
    candidates: Iterable[tuple[int, int]],
    live: int,
    result: Successors,
    free_olds: set[int],
    free_news: set[int],
) -> None:
    found = []
    for old, new in candidates:
        if old not in free_olds or new not in free_news:
            continue
        left, right = before[old], after[new]
        alike = _likeness(left, right) - (_ANOTHER_ROLE if left.role != right.role else 0)
        if alike >= (MIN_LIKENESS if old < live else MIN_LIKENESS_OF_OBSOLETE):
            found.append((-alike, old >= live, abs(left.place - right.place), old, new))
    for _, _, _, old, new in sorted(found):
        if old in free_olds and new in free_news:
            result.pairs[new] = old
            free_olds.discard(old)
            free_news.discard(new)
