"""Finding a term's forms in target text, whatever joins them.

A space, a ZWNJ or nothing may stand where a form has a space or ZWNJ (فیض‌آباد, فیض آباد); vowel marks, and the
Dari ezafe after ه, ا and و, belong to the form. Arabic ي and ك count as ی and ک in Dari, ك and گ as ک and ګ in
Pashto: that the name is there is one question, that it is well written another. The five Pashto yes stay five
letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from translate_pipeline.glossary.terms import Term
from translate_pipeline.locales import Locale

_MARKS = "[\u064b-\u0655\u0670\u0640]*"
_JOINT = "[ \u00a0\u200c\u200d-]?"
_SAME_LETTERS: dict[str, dict[str, str]] = {
    "fa_AF": {"ی": "[یيى]", "ک": "[کك]", "ه": "[هۀ]"},
    "ps": {"ک": "[کك]", "ګ": "[ګگ]"},
}
_IGNORED = dict.fromkeys([*range(0x064B, 0x0656), 0x0670, 0x0640, 0x20, 0xA0, 0x200C, 0x200D, 0x2D])
_SKELETONS = {
    code: {**_IGNORED, **{ord(other): letter for letter, same in letters.items() for other in same.strip("[]")}}
    for code, letters in _SAME_LETTERS.items()
}
_EZAFE = {"ه": "(?:[ \u200c]ی(?!\\w)|\u0654)?", "ا": "ی?", "و": "ی?"}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A form of a term in a target text: half-open offsets, the term, and the form as the glossary writes it."""

    start: int
    end: int
    term: Term
    form: str


@lru_cache(maxsize=50_000)
def form_pattern(form: str, code: str) -> re.Pattern[str]:
    """A pattern for one form in text of the locale `code`."""
    letters = _SAME_LETTERS.get(code, {})
    pieces = []
    for char in form:
        if char in " \u200c\u00a0-":
            pieces.append(_JOINT)
        else:
            pieces.append(letters.get(char, re.escape(char)) + _MARKS)
    ending = _EZAFE.get(form[-1:], "") if code == "fa_AF" else ""
    return re.compile(r"(?<!\w)" + "".join(pieces) + ending + r"(?!\w)")


def _skeleton(text: str, code: str) -> str:
    """`text` without what a form's pattern passes over: a form that is there is there in the skeleton too."""
    return text.translate(_SKELETONS.get(code, _IGNORED))


def find_forms(terms: Iterable[Term], target: str, locale: Locale) -> list[Occurrence]:
    """Where any form of `terms` stands in `target`; the longest wins and none overlaps another."""
    skeleton = _skeleton(target, locale.code)
    candidates = [
        Occurrence(found.start(), found.end(), term, form)
        for term in dict.fromkeys(terms)
        for form in term.forms[locale.code].all
        if _skeleton(form, locale.code) in skeleton
        for found in form_pattern(form, locale.code).finditer(target)
    ]
    candidates.sort(key=lambda each: (each.start - each.end, each.start))
    kept: list[Occurrence] = []
    for each in candidates:
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


@dataclass(frozen=True, slots=True)
class TermCount:
    """How often a term stands in a source and in its target."""

    term: Term
    required: int
    found: int

    @property
    def missing(self) -> int:
        """Occurrences that the target lacks."""
        return max(0, self.required - self.found)


def count_terms(required: Mapping[Term, int], target: str, locale: Locale) -> list[TermCount]:
    """Each required term with its count in `target`, in the order given.

    Two terms with one form in this locale (the province and its district of the same name) share what is found, so that
    neither takes what the other needs.
    """
    by_form: dict[str, Term] = {}
    groups: dict[Term, Term] = {}
    for term in required:
        groups[term] = by_form.setdefault(term.forms[locale.code].approved, term)
    found: dict[Term, int] = {}
    for occurrence in find_forms(required, target, locale):
        head = groups[occurrence.term]
        found[head] = found.get(head, 0) + 1
    counts = []
    for term, needed in required.items():
        available = found.get(groups[term], 0)
        shared = [other for other in required if groups[other] is groups[term]]
        take = available if len(shared) == 1 or term is shared[-1] else min(needed, available)
        found[groups[term]] = available - take
        counts.append(TermCount(term, needed, take))
    return counts
