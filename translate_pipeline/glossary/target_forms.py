"""Finding a term's forms in target text, whatever joins them.

A space, a ZWNJ or nothing may stand where a form has a space or ZWNJ (فیض‌آباد, فیض آباد); vowel marks, and the
Dari ezafe after ه, ا and و, belong to the form. Arabic ي and ك count as ی and ک in Dari, ك and گ as ک and ګ in
Pashto: that the name is there is one question, that it is well written another. The five Pashto yes stay five
letters, but for ی and ي inside a word, where they are one sound and the news writes either (امریکا, امريکا). Two
endings belong to a name as well: the Pashto ablative after له and تر (له کابله; Tegey and Robson, A Reference Grammar
of Pashto, 1996), and the adjective of a place, where English has only the name (Herat girls, دختران هراتی).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from translate_pipeline.glossary.terms import Kind, Term
from translate_pipeline.locales import Locale

_MARKS = "[\u064b-\u0655\u0670\u0640]*"
_MARK = re.compile(_MARKS.removesuffix("*"))
_JOINT = "[ \u00a0\u200c\u200d-]?"
_SAME_LETTERS: dict[str, dict[str, str]] = {
    "fa_AF": {"ی": "[یيى]", "ک": "[کك]", "ه": "[هۀ]"},
    "ps": {"ک": "[کك]", "ګ": "[ګگ]"},
}
_INNER_YE = re.compile("[یي](?=[^\\W\\d_])")
_IGNORED = dict.fromkeys([*range(0x064B, 0x0656), 0x0670, 0x0640, 0x20, 0xA0, 0x200C, 0x200D, 0x2D])
_SKELETONS = {
    code: {**_IGNORED, **{ord(other): letter for letter, same in letters.items() for other in same.strip("[]")}}
    for code, letters in {**_SAME_LETTERS, "ps": {**_SAME_LETTERS["ps"], "ی": "[یي]"}}.items()
}
_EZAFE = {"ه": "(?:[ \u200c]ی(?!\\w)|\u0654)?", "ا": "ی?", "و": "ی?"}
_VOWELS = "اوهیيېۍئ"
_ADJECTIVE = {"fa_AF": ("ی", "یی"), "ps": ("[ييیۍ]", "(?:يي|یي|يۍ|یۍ)")}
_ADPOSITION = "(?:(?:په|له|تر|پر|د) )?"
_ABLATIVE = "(?:(?<=له )|(?<=تر )|(?<=او ))"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A form of a term in a target text: half-open offsets, the term, and the form as the glossary writes it."""

    start: int
    end: int
    term: Term
    form: str


def _genitive_words(form: str, code: str) -> list[str]:
    """The words of a Pashto genitive with its head, which an adposition may part: د دفاع وزارت, د دفاع په وزارت کې.

    A form that is none is one word here.
    """
    words = form.split(" ")
    return words if code == "ps" and words[0] == "د" and len(words) > 2 else [form]


@lru_cache(maxsize=50_000)
def form_pattern(form: str, code: str, place: bool = False, marks: bool = True) -> re.Pattern[str]:
    """A pattern for one form, of a place or of something else, in text of the locale `code`.

    Args:
        marks: the text may have vowel marks; a pattern for one that has none is compiled six times faster.
    """
    words = [_letters(word, code, _MARKS if marks else "") for word in _genitive_words(form, code)]
    letters = " ".join(words[:2]) + "".join(f" {_ADPOSITION}{word}" for word in words[2:])
    endings = [_EZAFE.get(form[-1:], "") if code == "fa_AF" else ""]
    if place and code in _ADJECTIVE and form[-1:] not in _VOWELS.replace("ا", ""):
        endings.append(_ADJECTIVE[code][form[-1:] == "ا"] + "(?!\u200c)")
    pattern = rf"{letters}(?:{'|'.join(endings)})(?!\w)"
    if code == "ps" and len(words) == 1 and form[-1:] not in _VOWELS:
        pattern = rf"(?:{pattern}|{_ABLATIVE}{letters}ه(?!\w))"
    return re.compile(rf"(?<!\w){pattern}")


def _letters(text: str, code: str, marks: str) -> str:
    same = _SAME_LETTERS.get(code, {})
    inner = {found.start() for found in _INNER_YE.finditer(text)} if code == "ps" else ()
    return "".join(
        _JOINT if char in " \u200c\u00a0-" else ("[یي]" if index in inner else same.get(char, re.escape(char))) + marks
        for index, char in enumerate(text)
    )


def _skeleton(text: str, code: str) -> str:
    """`text` without what a form's pattern passes over: a form that is there is there in the skeleton too."""
    return text.translate(_SKELETONS.get(code, _IGNORED))


@lru_cache(maxsize=50_000)
def _parts(form: str, code: str) -> tuple[str, ...]:
    """What the skeleton of a text has where the form is there."""
    return tuple(_skeleton(part, code) for part in _genitive_words(form, code))


def find_forms(terms: Iterable[Term], target: str, locale: Locale) -> list[Occurrence]:
    """Where any form of `terms` stands in `target`; the longest wins and no two places overlap.

    A place where one form belongs to several terms is listed for each of them.
    """
    skeleton = _skeleton(target, locale.code)
    marks = _MARK.search(target) is not None
    candidates = [
        Occurrence(found.start(), found.end(), term, form)
        for term in dict.fromkeys(terms)
        for form in term.forms[locale.code].all
        if all(part in skeleton for part in _parts(form, locale.code))
        for found in form_pattern(form, locale.code, term.kind is Kind.PLACE, marks).finditer(target)
    ]
    # Of forms of one term that match in one place, the one that is written so.
    candidates.sort(key=lambda each: (each.start - each.end, each.start, each.form != target[each.start : each.end]))
    places: list[tuple[int, int]] = []
    kept: list[Occurrence] = []
    claimed: set[tuple[int, int, Term]] = set()
    for each in candidates:
        place = each.start, each.end
        free = place in places or all(each.end <= start or end <= each.start for start, end in places)
        if free and (*place, each.term) not in claimed:
            places.append(place)
            claimed.add((*place, each.term))
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

    Where several terms have a form in common (a mission and its abbreviation, a province and its district), what stands
    there is shared out so that as many requirements as can be are met.
    """
    claims: dict[tuple[int, int], list[Term]] = {}
    for each in find_forms(required, target, locale):
        claimants = claims.setdefault((each.start, each.end), [])
        if each.term not in claimants:
            claimants.append(each.term)
    found = Counter(_share_out(list(claims.values()), required))
    return [TermCount(term, needed, found[term]) for term, needed in required.items()]


def _share_out(claims: Sequence[Sequence[Term]], required: Mapping[Term, int]) -> list[Term]:
    """The term that each place counts for: a maximum matching by augmenting paths; what is left over to the first."""
    given: dict[int, Term] = {}

    def place_of(index: int, tried: set[Term]) -> bool:
        for term in claims[index]:
            if term in tried:
                continue
            tried.add(term)
            holders = [other for other, owner in given.items() if owner is term]
            if len(holders) < required[term] or any(place_of(other, tried) for other in holders):
                given[index] = term
                return True
        return False

    for index in range(len(claims)):
        place_of(index, set())
    return [given.get(index, claimants[0]) for index, claimants in enumerate(claims)]
