"""Names of the glossary that reviewers write otherwise than drafts do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel

from translate_pipeline.glossary.inflection import form_in_context
from translate_pipeline.glossary.matching import Match
from translate_pipeline.glossary.target_forms import Occurrence, count_terms, find_forms
from translate_pipeline.glossary.terms import Forms, Term
from translate_pipeline.locales import Locale
from translate_pipeline.review.alignment import align, text_of
from translate_pipeline.review.reviewed import Reviewed
from translate_pipeline.review.suggestion import Suggestion, What, one_a_source

_MORE_WORDS = 3
_ALIKE = 0.6
_SEPARATORS = ("|", "obl:", "pl:")


@dataclass(slots=True)
class _Changes:
    """What became of one form of a term, by what reviewers made of it."""

    messages: dict[str, list[Reviewed]] = field(default_factory=lambda: defaultdict(list))
    oblique: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    plural: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))


def term_corrections(
    messages: Iterable[Reviewed], find: Callable[[str], Sequence[Match]], at_least: int
) -> Iterator[Suggestion]:
    """Forms that reviewers put in the place of the approved one, the same in at least so many different sources.

    Args:
        find: finds the glossary's names in English text.
    """
    changes: dict[tuple[str, Term], _Changes] = defaultdict(_Changes)
    kept: Counter[tuple[str, Term]] = Counter()
    gone: dict[tuple[str, Term], list[Reviewed]] = defaultdict(list)
    locales: dict[str, Locale] = {}
    for message in messages:
        locales[message.locale.code] = message.locale
        matches = find(message.source)
        if not matches:
            continue
        terms = dict.fromkeys(match.term for match in matches)
        written_forms = {(each.term, each.form) for each in find_forms(terms, message.target, message.locale)}
        for term in terms:
            approved = term.forms[message.locale.code].approved
            if (term, approved) in written_forms:
                kept[message.locale.code, term] += 1
            elif approved in message.draft:
                gone[message.locale.code, term].append(message)
        if message.draft and message.draft != message.target:
            for term, written, oblique in _changed(message, matches):
                change = changes[message.locale.code, term]
                change.messages[written].append(message)
                change.oblique[written].append(oblique)
                change.plural[written].append(any(each.plural for each in matches if each.term is term))
    for key, change in changes.items():
        _add_rewritten(change, gone[key])
    for (code, term), change in changes.items():
        for written, found in change.messages.items():
            evidence = one_a_source(found)
            if len(evidence) < at_least:
                continue
            forms = term.forms[code]
            places = {message.place for each in change.messages.values() for message in each}
            otherwise = len(places - {message.place for message in found})
            against = kept[code, term] + otherwise
            what = _what(forms, written, change, locales[code], always=not kept[code, term])
            if what is What.APPROVED and len(evidence) <= against:
                what = None if written in forms.accepted else What.ACCEPTED
            if what is not None:
                yield Suggestion(what, code, term.name, forms.approved, written, "", evidence, against)


def _add_rewritten(change: _Changes, gone: Iterable[Reviewed]) -> None:
    """Add the messages where a sentence was rewritten too far to say what replaced what, but has the same form."""
    for message in gone:
        text = f" {' '.join(text_of(message.target).words)} "
        for written, found in change.messages.items():
            if message not in found and f" {' '.join(text_of(written).words)} " in text:
                found.append(message)


def _what(forms: Forms, written: str, change: _Changes, locale: Locale, *, always: bool) -> What | None:
    """What the form that reviewers write is; None where the glossary has it as it should.

    Args:
        always: reviewers never left the approved form.
    """
    if written in forms.all:
        return What.APPROVED if written in forms.accepted else None
    if all(change.plural[written]) and not forms.plural:
        return What.PLURAL
    if locale.code == "ps" and all(change.oblique[written]) and not forms.oblique:
        return What.OBLIQUE
    return What.APPROVED if always else What.ACCEPTED


def _changed(message: Reviewed, matches: Sequence[Match]) -> Iterator[tuple[Term, str, bool]]:
    """Terms whose approved form a reviewer replaced: by what, and whether it stands where Pashto has the oblique."""
    locale = message.locale
    required = Counter(match.term for match in matches)
    missing = {count.term for count in count_terms(required, message.target, locale) if count.missing}
    drafted = find_forms(required, message.draft, locale)
    reviewed = find_forms(required, message.target, locale)
    alignment = align(message.draft, message.target)
    for each in drafted:
        forms = each.term.forms[locale.code]
        if each.form != forms.approved:
            continue
        written = alignment.rendering(*text_of(message.draft).range_of(each.start, each.end))
        written = _nearest_part(_without_genitive(written, forms.approved, locale), forms.approved)
        if not _is_form(written, each, reviewed):
            continue
        if written in forms.accepted or each.term in missing:
            yield each.term, written, _asks_for_oblique(written, forms, message.target, locale)


def _without_genitive(written: str, approved: str, locale: Locale) -> str:
    """A genitive's particle belongs to the sentence where the approved form has none."""
    return written.removeprefix("د ") if locale.code == "ps" and not approved.startswith("د ") else written


def _nearest_part(written: str, form: str) -> str:
    """The part of what was written that is likest to the form it replaced; all of it where no part is like it."""
    text = text_of(written)
    size = len(text.words)
    parts = [text.slice(start, end) for start in range(size) for end in range(start + 1, size + 1)]
    best = max(parts, key=lambda part: (Indel.normalized_similarity(part, form), len(part)), default=written)
    return best if Indel.normalized_similarity(best, form) >= _ALIKE else written


def _is_form(written: str, drafted: Occurrence, reviewed: Sequence[Occurrence]) -> bool:
    """Whether what stands in a form's place can be a form of the term, and no other one's."""
    if not written or written == drafted.form or any(mark in written for mark in _SEPARATORS):
        return False
    if len(written.split()) > len(drafted.form.split()) + _MORE_WORDS or not any(map(str.isalpha, written)):
        return False
    if any(char.isascii() and char.isalpha() for char in written):
        return False
    return not any(each.term is not drafted.term and each.form in written for each in reviewed)


def _asks_for_oblique(written: str, forms: Forms, target: str, locale: Locale) -> bool:
    before, _, after = target.partition(written)
    return form_in_context(Forms(forms.approved, oblique=written), before, after, locale) == written


def term_words(text: str, terms: Mapping[Term, int] | Iterable[Term], locale: Locale) -> list[tuple[int, int]]:
    """The words of a text that are forms of terms, as half-open ranges."""
    words = text_of(text)
    return [words.range_of(each.start, each.end) for each in find_forms(terms, text, locale)]
