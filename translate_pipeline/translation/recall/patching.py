"""A translation made to fit a source that differs in numbers and names alone.

Both sources are read as words with slots, one for each number and each name of the glossary. Where the words are the
same, what changed in a slot is changed in the target, if the target has the old number in digits, or the old name in
one of its forms, exactly as often as the old source. The checks that later judge the draft have the last word: where
they find anything that they did not find before, there is no patch.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.conventions.digits import to_locale_digits
from translate_pipeline.glossary.inflection import fit, form_in_context
from translate_pipeline.glossary.matching import Match, Matcher
from translate_pipeline.glossary.target_forms import count_terms, find_forms
from translate_pipeline.glossary.terms import Kind, Term
from translate_pipeline.locales import Locale
from translate_pipeline.reports.inline import carry, has_tags, parse, plain

# Times of day and scores are left to the words.
_NUMBER = re.compile(r"(?<![\w.,٬٫:])\d+(?:[.,٬٫]\d+)*(?!\w|[.,٬٫:-]\d)")
_WORD = re.compile(r"\w+|[^\w\s]")
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٬٫،", "01234567890123456789,.,")
# One is said in words and in the singular; a verb or a noun may hang on it.
_SINGULAR = {"0", "1"}
# Pashto verbs and adjectives follow the gender of a person.
_GENDERED = {"ps": frozenset({Kind.PERSON, Kind.TITLE})}


@dataclass(frozen=True, slots=True)
class _Slot:
    """A number, or a name with its match."""

    text: str
    match: Match | None = None

    @property
    def value(self) -> object:
        return (self.match.term, self.match.plural) if self.match else self.text


def patched(
    old_source: str, old_target: str, source: str, role: str, matcher: Matcher, locale: Locale
) -> tuple[str, tuple[str, ...]] | None:
    """The old target with the new source's numbers and names, and what was changed; None where that is not safe."""
    if any(map(has_tags, (old_source, old_target, source))):
        return _patched_with_tags(old_source, old_target, source, role, matcher, locale)
    before, after = _slotted(old_source, matcher), _slotted(source, matcher)
    if [each for each in before if isinstance(each, str)] != [each for each in after if isinstance(each, str)]:
        return None
    if [isinstance(each, str) for each in before] != [isinstance(each, str) for each in after]:
        return None
    slots = [
        (old, new) for old, new in zip(before, after, strict=True) if isinstance(old, _Slot) and isinstance(new, _Slot)
    ]
    changes: dict[object, tuple[_Slot, _Slot]] = {}
    for old, new in slots:
        known = changes.setdefault(old.value, (old, new))
        if known[1].value != new.value or (old.match is None) != (new.match is None):
            return None
    changed = {value: pair for value, pair in changes.items() if pair[0].value != pair[1].value}
    if not changed or not all(_may_change(old, new, locale) for old, new in changed.values()):
        return None
    text = _numbers_changed(old_target, slots, changed, locale)
    text = _names_changed(text, slots, changed, locale) if text is not None else None
    if text is None or not _proven(old_source, old_target, source, text, role, matcher, locale):
        return None
    return text, tuple(f"{old.text} → {new.text}" for old, new in changed.values())


def _patched_with_tags(
    old_source: str, old_target: str, source: str, role: str, matcher: Matcher, locale: Locale
) -> tuple[str, tuple[str, ...]] | None:
    """The same, where both sources have the same tags and the old target has them, too."""
    texts = [parse(each) for each in (old_source, source, old_target)]
    if len({frozenset((tag.number, tag.is_break) for tag in each.tags) for each in texts}) != 1:
        return None
    sources = plain(old_source), plain(source)
    if any(map(has_tags, (*sources, texts[2].plain))):
        return None
    found = patched(sources[0], texts[2].plain, sources[1], role, matcher, locale)
    return (carry(texts[2], found[0]).text, found[1]) if found else None


def _slotted(text: str, matcher: Matcher) -> list[str | _Slot]:
    """The words of a source, with a slot for each name and number."""
    pieces: list[tuple[int, str | _Slot]] = []
    taken = bytearray(len(text))
    for match in matcher.find(text):
        pieces.append((match.start, _Slot(text[match.start : match.end], match)))
        taken[match.start : match.end] = b"\1" * (match.end - match.start)
    for number in _NUMBER.finditer(text):
        if 1 not in taken[number.start() : number.end()]:
            pieces.append((number.start(), _Slot(number[0])))
            taken[number.start() : number.end()] = b"\1" * len(number[0])
    pieces += [(word.start(), word[0]) for word in _WORD.finditer(text) if not taken[word.start()]]
    return [piece for _, piece in sorted(pieces, key=lambda each: each[0])]


def _may_change(old: _Slot, new: _Slot, locale: Locale) -> bool:
    if old.match is None or new.match is None:
        return old.match is new.match and not _SINGULAR & {old.text, new.text}
    kinds = {old.match.term.kind, new.match.term.kind}
    return (
        len(kinds) == 1
        and Kind.KEEP not in kinds
        and not kinds & _GENDERED.get(locale.code, frozenset())
        and old.match.plural == new.match.plural
    )


_Changes = dict[object, tuple[_Slot, _Slot]]


def _numbers_changed(
    target: str, slots: Sequence[tuple[_Slot, _Slot]], changed: _Changes, locale: Locale
) -> str | None:
    wanted = Counter(old.text for old, _ in slots if old.match is None)
    numbers = {old.text: new.text for old, new in changed.values() if old.match is None}
    found = [(each, each[0].translate(_DIGITS)) for each in _NUMBER.finditer(target)]
    if any(sum(digits == old for _, digits in found) != wanted[old] for old in numbers):
        return None
    for each, digits in reversed(found):
        if digits in numbers:
            written = numbers[digits]
            target = target[: each.start()] + _like(each[0], written, locale) + target[each.end() :]
    return target


def _like(pattern: str, number: str, locale: Locale) -> str:
    """A number in the digits and separators of the one that it stands for."""
    return number if pattern.isascii() else to_locale_digits(number, locale)


def _names_changed(target: str, slots: Sequence[tuple[_Slot, _Slot]], changed: _Changes, locale: Locale) -> str | None:
    names: dict[Term, Match] = {}
    for old, new in changed.values():
        if old.match is None or new.match is None:
            continue
        if names.setdefault(old.match.term, new.match).term is not new.match.term:
            return None
    if not names:
        return target
    required = Counter(old.match.term for old, _ in slots if old.match is not None)
    found = find_forms(required, target, locale)
    for term in names:
        if sum(each.term is term for each in found) != required[term]:
            return None
    if len({(each.start, each.end) for each in found}) != len(found):
        return None
    for each in reversed(found):
        if each.term in names:
            match = names[each.term]
            left, right = target[: each.start], target[each.end :]
            form = form_in_context(match.term.forms[locale.code], left, right, locale, plural=match.plural)
            left, form, right = fit(form, left, right, locale)
            target = left + form + right
    return target


def _proven(
    old_source: str, old_target: str, source: str, target: str, role: str, matcher: Matcher, locale: Locale
) -> bool:
    """Whether names and numbers stand as they must, and no check finds more than it did."""
    matches = tuple(matcher.find(plain(source)))
    required = Counter(match.term for match in matches)
    if any(count.found != count.required for count in count_terms(required, plain(target), locale)):
        return False
    before = CheckedMessage(old_source, old_target, role, locale, tuple(matcher.find(plain(old_source))))
    known = Counter(finding.check for finding in check_message(before))
    now = Counter(finding.check for finding in check_message(CheckedMessage(source, target, role, locale, matches)))
    return not now - known and not now["number"]
