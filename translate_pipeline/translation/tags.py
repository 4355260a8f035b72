"""Where the tags of a source stand in its draft.

A tag goes around the form of the name, number or quotation that the source has under it; failing that, around the words
that the engine's attention ties to those of the source; failing that, around the whole sentence, where the check
`tag-place` finds it. Line breaks go between sentences where the source has them there, else to the likeliest gap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from translate_pipeline.glossary.masking import Masked, mask
from translate_pipeline.glossary.target_forms import find_forms
from translate_pipeline.locales import Locale
from translate_pipeline.reports.inline import Tag, Tagged, nested, to_gap
from translate_pipeline.translation.enforcement.job import Job, Span
from translate_pipeline.translation.engine import AligningEngine, Attention, Engine
from translate_pipeline.translation.sentences import Sentence, split_sentences

_WORD = re.compile(r"[\w\u200c\u200d\u064b-\u065f\u0670]+(?:[.,٫٬'’/-][\w\u200c]+)*")
_MARKS = " .,;:!?…،؛؟۔\"'“”‘’«»()[]–—-"
# What a link or emphasis may hold besides a name without being about more than the name.
_SMALL = frozenset(
    "a an the of to in on at by for from and or with as into its his her their our my your this that these those s "
    "is are was were be been has have had do does did it he she they we who which".split()
)
# Adpositions, conjunctions and the like of Dari and Pashto, at which no link begins or ends.
_TARGET_SMALL = frozenset(
    "در به از با بر را که و یا تا برای این آن یک هر است بود شد اند ها هم نیز پس اما "
    "د په ته له تر پر چې او يا کې څخه سره باندې لپاره دا دې هغه یو یوه دی ده دي وو شو شي وي یې هم خو".split()
)
_QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]|«([^«»]+)»")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬", "01234567890123456789.,")
# A word belongs to a span when this share of its attention does; a span needs one word of which most does.
_SHARE, _SURE = 0.4, 0.5
# What a word like و or په takes from a span that it stands in.
_JOINED = 0.05
_WIDEST_GAP = 12
_SHORT_LINE = 60
_CLAUSE = re.compile(r"[،؛:.؟!…]»?(?= )")


def tagged_sentences(tagged: Tagged) -> list[Sentence]:
    """The sentences of a block; its lines are split one by one where line breaks part verse, addresses or titles."""
    lines = _lines(tagged)
    return [sentence for line in lines for sentence in split_sentences(line)]


def _lines(tagged: Tagged) -> list[str]:
    places = [tag.start for tag in tagged.tags if tag.is_break]
    lines = [
        tagged.plain[start:end].strip() for start, end in zip([0, *places], [*places, len(tagged.plain)], strict=True)
    ]
    wrapped = any(line[:1].islower() for line in lines[1:])
    long_lines = any(len(line) > _SHORT_LINE and line[-1:] not in '.!?:;,"”' for line in lines[:-1])
    return [tagged.plain] if wrapped or long_lines or len(lines) == 1 else lines


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of a block: where it stands in the source and in the draft, and what was to be enforced in it."""

    source: Span
    target: Span
    job: Job


def parts_of(
    source: str, sentences: Sequence[Sentence], jobs: Sequence[Job], draft: str, targets: Sequence[str]
) -> list[Part]:
    """The sentences of a block with their places in the source and in the draft that was joined of their targets."""
    parts: list[Part] = []
    at = into = 0
    folded = source.casefold()
    for sentence, job, target in zip(sentences, jobs, targets, strict=True):
        # A title was brought to sentence case.
        start = max(folded.find(sentence.text.casefold(), at), at) if len(folded) == len(source) else at
        at = min(start + len(sentence.text), len(source))
        begin = max(draft.find(target, into), into)
        into = begin + len(target)
        parts.append(Part((start, at), (begin, into), job))
    return parts


@dataclass(slots=True)
class _Placing:
    """A sentence whose tags are being placed; offsets are those of the sentence, in source and target."""

    part: Part
    source: str
    target: str
    locale: Locale
    engine: Engine
    taken: list[tuple[Span, Span]] = field(default_factory=list)
    _words: list[tuple[Span, list[float]]] | None = None

    def find(self, span: Span) -> Span | None:
        """Where the words of a source span stand in the target; None where nothing tells."""
        whole = _bared(self.source, (0, len(self.source)))
        inner = _bared(self.source, span)
        if inner[0] <= whole[0] and whole[1] <= inner[1]:
            return _bared(self.target, (0, len(self.target))) if span[1] < len(self.source) else (0, len(self.target))
        found, exact = self._anchored(span)
        if not exact:
            found = self._attended(span, found) or found
        if found:
            self.taken.append((span, found))
        return found

    def _anchored(self, span: Span) -> tuple[Span | None, bool]:
        """The place of the names, numbers and quotations under a span, and whether these are all that it has."""
        quoted = self._quoted(span)
        if quoted:
            return quoted, True
        anchors = [(source, target) for source, target in self._anchors() if _overlap(source, span)]
        if not anchors:
            return None, False
        left = _without(self.source, span, [source for source, _ in anchors])
        exact = all(word.lower() in _SMALL for word in re.findall(r"\w+", left))
        places = sorted(target for _, target in anchors)
        together = all(right[0] - left[1] <= _WIDEST_GAP for left, right in pairwise(places))
        return (places[0][0], max(end for _, end in places)) if together else None, exact and together

    def _quoted(self, span: Span) -> Span | None:
        """The same quotation of as many, where the span is one."""
        mine = [found.span() for found in _QUOTED.finditer(self.source)]
        theirs = [found.span() for found in _QUOTED.finditer(self.target)]
        if len(mine) != len(theirs):
            return None
        for (start, end), place in zip(mine, theirs, strict=True):
            if span == (start, end):
                return place
            if span == (start + 1, end - 1):
                return place[0] + 1, place[1] - 1
        return None

    def _anchors(self) -> list[tuple[Span, Span]]:
        """Spans of the source that stand in the target for certain, each with its place there."""
        job = self.part.job
        pairs: list[tuple[Span, Span]] = []
        forms = find_forms(job.required, self.target, self.locale)
        for term, times in job.required.items():
            places = [(form.start, form.end) for form in forms if form.term == term]
            if len(places) == times:
                pairs += zip(((m.start, m.end) for m in job.matches if m.term == term), places, strict=True)
        for spans, text in ((job.kept, self.target), (job.numbers, self.target.translate(_DIGITS))):
            for start, end in spans:
                wanted = re.compile(rf"(?<![\w.,]){re.escape(self.source[start:end])}(?!\w|[.,]\d)")
                before = len(wanted.findall(self.source, 0, start))
                places = [found.span() for found in wanted.finditer(text)]
                if len(places) == len(wanted.findall(self.source)):
                    pairs.append(((start, end), places[before]))
        return pairs

    def _attended(self, span: Span, anchor: Span | None) -> Span | None:
        """The run of target words that attend to the span's words."""
        words = self._attention()
        if not words:
            return None
        wanted = self._weighty(span)
        theirs = [target for source, target in self._anchors() if not _overlap(source, span)]
        theirs += [target for source, target in self.taken if not _overlap(source, span)]
        scores = []
        for place, row in words:
            share = sum(row[index] for index in wanted)
            if anchor and _overlap(place, anchor):
                share = 1.0
            elif any(_overlap(place, each) for each in theirs):
                share = -1.0
            elif self.target[slice(*place)] in _TARGET_SMALL:
                # It joins words of a span: پنجشنبې په ورځ.
                share = max(share, _SHARE - _JOINED)
            scores.append(share - _SHARE)
        best = _best_run(scores)
        if best is None or max(scores[best[0] : best[1]]) < _SURE - _SHARE:
            return None
        run = [place for place, _ in words[best[0] : best[1]]]
        while run and self.target[slice(*run[0])] in _TARGET_SMALL:
            run.pop(0)
        while run and self.target[slice(*run[-1])] in _TARGET_SMALL:
            run.pop()
        return (run[0][0], run[-1][1]) if run else None

    def _weighty(self, span: Span) -> list[int]:
        """The source's words in a span, by number; the small ones only where there are no others."""
        words = [found.span() for found in _WORD.finditer(self.source)]
        inside = [index for index, place in enumerate(words) if _overlap(place, span)]
        heavy = [index for index in inside if self.source[slice(*words[index])].lower() not in _SMALL]
        return heavy or inside

    def _attention(self) -> list[tuple[Span, list[float]]]:
        """Each word of the target with the shares of its attention that the words of the source have."""
        if self._words is None:
            self._words = self._ask() if isinstance(self.engine, AligningEngine) and self.target else []
        return self._words

    def _ask(self) -> list[tuple[Span, list[float]]]:
        assert isinstance(self.engine, AligningEngine)
        source = mask(self.source, self.part.job.matches, self.part.job.kept, self.engine.placeholders, self.locale)
        asked, from_source = _source_as_asked(self.source, source)
        given, from_target = self._target_as_given(source)
        (attention,) = self.engine.attend([(asked, given)])
        if not attention.weights:
            return []
        return _by_words(self.source, self.target, attention, from_source, from_target)

    def _target_as_given(self, source: Masked) -> tuple[str, list[tuple[Span, Span]]]:
        """The target with the placeholders that its names had, as the engine knows it."""
        known = dict(self._anchors())
        places = []
        for slot, start in _slots(self.source, source):
            anchor = next((target for span, target in known.items() if span[0] == start), None)
            if anchor:
                places.append((anchor, slot))
        return _replaced(self.target, sorted(places))

    def gap(self, at: int) -> int:
        """Where a line break in the middle of the source's sentence goes."""
        words = self._attention()
        source = [found.span() for found in _WORD.finditer(self.source)]
        first = sum(end <= at for _, end in source)
        if words and 0 < first < len(source):
            gains = [sum(row[:first]) - sum(row[first:]) for _, row in words]
            cut = max(range(1, len(words)), key=lambda cut: sum(gains[:cut]) - sum(gains[cut:]), default=0)
            return to_gap(self.target, words[cut - 1][0][1]) if cut else len(self.target)
        wanted = round(at / max(len(self.source), 1) * len(self.target))
        gaps = [found.start() for found in re.finditer(" ", self.target)]
        clauses = [found.end() for found in _CLAUSE.finditer(self.target)]
        close = [each for each in clauses if abs(each - wanted) <= 0.15 * len(self.target)]
        return min(close or gaps or [len(self.target)], key=lambda each: abs(each - wanted))


def place_tags(tagged: Tagged, parts: Sequence[Part], draft: str, engine: Engine, locale: Locale) -> Tagged:
    """The draft of a block with the tags of its source; none is lost, none crosses another or splits a name."""
    placings = [
        _Placing(part, tagged.plain[slice(*part.source)], draft[slice(*part.target)], locale, engine) for part in parts
    ]
    placed: list[Tag] = []
    # Inner tags first: what stands around one must stand around it in the draft, too.
    for tag in sorted(tagged.tags, key=lambda tag: (tag.end - tag.start, tag.start)):
        if tag.is_break:
            at = _place_of_break(tag.start, placings)
            placed.append(Tag(tag.number, at, at, is_break=True))
            continue
        start, end = _place_of_pair((tag.start, tag.end), placings, len(draft))
        for inner in placed:
            source = next(each for each in tagged.tags if each.number == inner.number)
            if tag.start <= source.start and source.end <= tag.end and not inner.is_break:
                start, end = min(start, inner.start), max(end, inner.end)
        placed.append(Tag(tag.number, start, end))
    solid = [
        (part.target[0] + start, part.target[0] + end)
        for part, placing in zip(parts, placings, strict=True)
        for _, (start, end) in placing._anchors()
    ]
    return Tagged(draft, nested(draft, placed, solid))


def _place_of_break(at: int, placings: Sequence[_Placing]) -> int:
    """A place in the draft for a line break of the source."""
    into = 0
    for placing in placings:
        (start, end), (begin, stop) = placing.part.source, placing.part.target
        if at <= start:
            break
        if at < end and placing.source[: at - start].strip(_MARKS) and placing.source[at - start :].strip(_MARKS):
            return begin + placing.gap(at - start)
        into = stop
    return into


def _place_of_pair(span: Span, placings: Sequence[_Placing], length: int) -> Span:
    """A place in the draft for the words of the source; whole sentences where nothing tells."""
    places = []
    for placing in placings:
        (start, end), (begin, stop) = placing.part.source, placing.part.target
        inside = max(span[0], start) - start, min(span[1], end) - start
        if inside[0] >= inside[1] or not placing.source[slice(*inside)].strip(_MARKS) or begin == stop:
            continue
        found = placing.find(inside)
        places.append((begin + found[0], begin + found[1]) if found else (begin, stop))
    if places:
        return min(start for start, _ in places), max(end for _, end in places)
    # Nothing of it was translated.
    at = next((placing.part.target[1] for placing in placings if placing.part.source[1] >= span[1]), length)
    return at, at


def _bared(text: str, span: Span) -> Span:
    """A span without marks and spaces at its ends."""
    start, end = span
    while start < end and text[start] in _MARKS:
        start += 1
    while start < end and text[end - 1] in _MARKS:
        end -= 1
    return start, end


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _without(text: str, span: Span, cut: Sequence[Span]) -> str:
    return "".join(
        char for at, char in enumerate(text[slice(*span)], span[0]) if not any(start <= at < end for start, end in cut)
    )


def _best_run(scores: Sequence[float]) -> Span | None:
    """The run of the greatest sum, the first of equals; None where no score is above nothing."""
    best: Span | None = None
    best_sum = total = 0.0
    start = 0
    for index, score in enumerate(scores):
        if total <= 0:
            start, total = index, 0.0
        total += score
        if total > best_sum:
            best, best_sum = (start, index + 1), total
    return best


def _slots(text: str, masked: Masked) -> list[tuple[str, int]]:
    """The placeholders of a sentence, each with the offset of what it stands for."""
    found: list[tuple[str, int]] = []
    at = 0
    for slot in masked.slots:
        at = text.index(slot.text, slot.match.start if slot.match else at)
        found.append((slot.placeholder, at))
        at += len(slot.text)
    return found


def _source_as_asked(text: str, masked: Masked) -> tuple[str, list[tuple[Span, Span]]]:
    places = [
        ((start, start + len(slot.text)), placeholder)
        for slot, (placeholder, start) in zip(masked.slots, _slots(text, masked), strict=True)
    ]
    return _replaced(text, places)


def _replaced(text: str, places: Sequence[tuple[Span, str]]) -> tuple[str, list[tuple[Span, Span]]]:
    """A text with other text at some places, and its pieces: offsets in the new text, and in the old."""
    pieces: list[str] = []
    mapping: list[tuple[Span, Span]] = []
    position = length = 0

    def add(piece: str, old: Span) -> None:
        nonlocal length
        pieces.append(piece)
        mapping.append(((length, length + len(piece)), old))
        length += len(piece)

    for (start, end), other in places:
        if start < position:
            continue
        add(text[position:start], (position, start))
        add(other, (start, end))
        position = end
    add(text[position:], (position, len(text)))
    return "".join(pieces), mapping


def _back(span: Span, mapping: Sequence[tuple[Span, Span]]) -> Span:
    """A span of a replaced text in the old one; all of what was replaced where it touches that."""
    starts, ends = [], []
    for (new_start, new_end), (old_start, old_end) in mapping:
        if not _overlap(span, (new_start, new_end)):
            continue
        same = new_end - new_start == old_end - old_start
        starts.append(old_start + max(span[0] - new_start, 0) if same else old_start)
        ends.append(old_end - max(new_end - span[1], 0) if same else old_end)
    return (min(starts), max(ends)) if starts else (0, 0)


def _by_words(
    source: str,
    target: str,
    attention: Attention,
    from_source: Sequence[tuple[Span, Span]],
    from_target: Sequence[tuple[Span, Span]],
) -> list[tuple[Span, list[float]]]:
    """Attention between words instead of pieces; each row sums up to one or, where there was none, to nothing."""
    columns = [found.span() for found in _WORD.finditer(source)]
    of_column = [
        [index for index, column in enumerate(columns) if _overlap(_back(piece, from_source), column)]
        for piece in attention.source
    ]
    backed = [_back(piece, from_target) for piece in attention.target]
    words = []
    for found in _WORD.finditer(target):
        row = [0.0] * len(columns)
        for piece, weights in zip(backed, attention.weights, strict=False):
            if _overlap(piece, found.span()) and target[slice(*piece)].strip():
                for indexes, weight in zip(of_column, weights, strict=False):
                    for index in indexes:
                        row[index] += weight / len(indexes)
        total = sum(row)
        words.append((found.span(), [value / total for value in row] if total else row))
    return words
