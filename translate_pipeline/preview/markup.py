"""Text as HTML: escaped, with its terms, findings and directions marked, and nothing in it invisible.

A text from a report, a catalog or a glossary may hold anything. Markup is escaped; a control character, above all one
that turns the direction of what follows it, is shown as its code point instead of taking effect. ZWNJ and ZWJ shape
letters and stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from translate_pipeline.articles.bidi import left_to_right
from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.conventions.script import ARABIC
from translate_pipeline.locales import Locale
from translate_pipeline.preview.model import Mark
from translate_pipeline.reports.inline import Scanned, scan

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_NATIVE_LETTER = f"[{ARABIC}]"
_NATIVE = re.compile(rf"{_NATIVE_LETTER}(?:[\s\u200c\u200d«»،؛]*[{ARABIC}۰-۹]+)*")
_GRAVEST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def visible(text: str) -> Markup:
    """`text` escaped, each invisible character as its code point in a box."""
    parts = []
    end = 0
    for found in _INVISIBLE.finditer(text):
        box = Markup('<span class="invisible" dir="ltr">U+{:04X}</span>').format(ord(found[0]))
        parts += [escape(text[end : found.start()]), box]
        end = found.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts)


def bare(text: str) -> str:
    """`text` without invisible characters, for the title of a window."""
    return " ".join(_INVISIBLE.sub("", text).split())


def english(text: str, locale: Locale) -> Markup:
    """An English line, with each stretch of the target language in it marked as that and kept in its own order."""
    parts = []
    end = 0
    for found in _NATIVE.finditer(text):
        native = Markup('<bdi dir="rtl" lang="{}">{}</bdi>').format(locale.tag, visible(found[0]))
        parts += [visible(text[end : found.start()]), native]
        end = found.end()
    parts.append(visible(text[end:]))
    return Markup("").join(parts)


def marked_source(text: str, marks: Sequence[Mark], locale: Locale, prefix: str) -> Markup:
    """An English text with its terms marked.

    Args:
        prefix: what the ids of the notes begin with.
    """
    return _Marking(text, marks, (), locale, prefix).render([])


def marked_target(text: str, marks: Sequence[Mark], findings: Iterable[Finding], locale: Locale, prefix: str) -> Markup:
    """A target text with its terms and findings marked, and what runs left to right isolated as in the article."""
    places = [finding for finding in findings if 0 <= finding.start < finding.end <= len(text)]
    return _Marking(text, marks, places, locale, prefix).render(list(_runs(text, scan(text))))


def _runs(text: str, scanned: Scanned) -> Iterable[tuple[int, int, bool]]:
    """What runs left to right in each piece between tags, since an article isolates the words of each by itself."""
    edges = [0, *(edge for token in scanned.tokens for edge in (token.start, token.end)), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for first, last, is_english in left_to_right(text[start:end]):
            yield start + first, start + last, is_english


class _Marking:
    """A text cut at every place where something begins or ends.

    Runs of the other direction are the outer elements, since one that is cut in two would be shown in another order;
    a term that reaches over the edge of one is cut instead.
    """

    def __init__(self, text: str, marks: Sequence[Mark], findings: Sequence[Finding], locale: Locale, prefix: str):
        self.text = text
        self.marks = sorted(marks, key=lambda mark: mark.start)
        self.findings = findings
        self.locale = locale
        self.prefix = prefix
        self._starts = [mark.start for mark in self.marks]
        self._tags = {(token.start, token.end) for token in scan(text).tokens}

    def render(self, runs: list[tuple[int, int, bool]]) -> Markup:
        cuts = {0, len(self.text)}
        cuts.update(place for start, end, _ in runs for place in (start, end))
        cuts.update(place for tag in self._tags for place in tag)
        cuts.update(place for mark in self.marks for place in (mark.start, mark.end))
        cuts.update(place for finding in self.findings for place in (finding.start, finding.end))
        ordered = sorted(cuts)
        starts = [start for start, _, _ in runs]
        parts = []
        pieces = list(pairwise(ordered))
        for index, group in groupby(pieces, key=lambda piece: _holder(starts, runs, piece[0])):
            inner = self._terms(list(group))
            if index is not None:
                tag = '<bdi dir="ltr" lang="en">{}</bdi>' if runs[index][2] else '<bdi dir="ltr">{}</bdi>'
                inner = Markup(tag).format(inner)
            parts.append(inner)
        return Markup("").join(parts)

    def _terms(self, pieces: Sequence[tuple[int, int]]) -> Markup:
        spans = [(mark.start, mark.end, False) for mark in self.marks]
        parts = []
        for index, group in groupby(pieces, key=lambda piece: _holder(self._starts, spans, piece[0])):
            stretch = list(group)
            inner = Markup("").join(self._piece(start, end) for start, end in stretch)
            parts.append(inner if index is None else self._term(index, inner, stretch[0][0], stretch[-1][1]))
        return Markup("").join(parts)

    def _term(self, index: int, inner: Markup, start: int, end: int) -> Markup:
        """The first piece of a term carries its note, the last one its number."""
        mark = self.marks[index]
        missing = any(use.missing for use in mark.terms)
        classes = f"term {'missing' if missing else f'colour-{(mark.terms[0].number - 1) % 6 + 1}'}"
        numbers = Markup("")
        if end == mark.end:
            sign = ("✗" if missing else "") + "/".join(str(use.number) for use in mark.terms)
            numbers = Markup(' data-number="{}"').format(sign)
        if start != mark.start:
            return Markup('<mark class="{}"{}>{}</mark>').format(classes, numbers, inner)
        return Markup(
            '<mark class="{}"{} tabindex="0" aria-describedby="{id}">{}'
            '<span class="note" role="tooltip" id="{id}" dir="ltr" lang="en">{}</span></mark>'
        ).format(classes, numbers, inner, english(mark.note, self.locale), id=f"{self.prefix}{index + 1}")

    def _piece(self, start: int, end: int) -> Markup:
        text = visible(self.text[start:end])
        if (start, end) in self._tags:
            text = Markup('<span class="tag" dir="ltr">{}</span>').format(text)
        here = {finding.severity for finding in self.findings if finding.start <= start and end <= finding.end}
        gravest = next((severity for severity in _GRAVEST if severity in here), None)
        return text if gravest is None else Markup('<span class="spot {}">{}</span>').format(gravest.value, text)


def _holder(starts: Sequence[int], spans: Sequence[tuple[int, int, bool]], place: int) -> int | None:
    """The index of the span that holds a place; the spans are in order and do not overlap."""
    index = bisect_right(starts, place) - 1
    return index if index >= 0 and place < spans[index][1] else None
