"""`glossary find`: a name's rows, and where the reports use them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from translate_pipeline.glossary.folding import fold, term_key
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.terms import Glossary, Term
from translate_pipeline.reports.model import Report, Role
from translate_pipeline.translation.sentences import split_sentences

_SUGGESTIONS = 5
# Letters that editors mix up, which a look-up should forgive.
_ALIKE = str.maketrans({"ي": "ی", "ى": "ی", "ې": "ی", "ۍ": "ی", "ئ": "ی", "ك": "ک", "گ": "ګ", "آ": "ا", "ۀ": "ه"})


@dataclass(frozen=True, slots=True)
class Use:
    """A term in a sentence of a report; `block` counts from 1 as in the catalogs' references.

    Attributes:
        start, end: half-open offsets in the sentence.
    """

    term: Term
    report: Report
    block: int
    sentence: str
    start: int
    end: int


def find_terms(glossary: Glossary, name: str) -> list[Term]:
    """The terms that go by a name: an English spelling, as a report would write it, or a form in a target language."""
    key, target = term_key(name), _target_key(name)
    found = [term for term in glossary.terms if any(term_key(each) == key for each in term.names)]
    if not found and target:
        found = [
            term
            for term in glossary.terms
            if any(_target_key(form) == target for forms in term.forms.values() for form in forms.all)
        ]
    if not found:
        matches = Matcher(glossary).find(name)
        found = [match.term for match in matches if (match.start, match.stop) == (0, len(name))]
    return found


def near_names(glossary: Glossary, name: str) -> list[str]:
    """Names of the glossary like one it lacks: those that contain its words first, then those spelled alike."""
    targets = {
        _target_key(form): form for term in glossary.terms for forms in term.forms.values() for form in forms.all
    }
    if _target_key(name):
        near = get_close_matches(_target_key(name), targets, n=_SUGGESTIONS, cutoff=0.6)
        return [targets[each] for each in near]
    names = {fold(each).text.casefold(): each for term in glossary.terms for each in reversed(term.names)}
    wanted = fold(name).text.casefold().strip()
    inside = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    containing = sorted((each for each in names if wanted and inside.search(each)), key=lambda each: (len(each), each))
    alike = get_close_matches(wanted, names, n=_SUGGESTIONS, cutoff=0.6)
    return [names[each] for each in dict.fromkeys([*containing, *alike])][:_SUGGESTIONS]


def _target_key(text: str) -> str:
    """Letters of the Arabic script alone, those that are mixed up as one; empty for another script."""
    letters = "".join(char for char in unicodedata.normalize("NFC", text) if "\u0620" <= char <= "\u06d5")
    return letters.translate(_ALIKE).replace("\u0640", "") if letters else ""


def find_uses(terms: Iterable[Term], matcher: Matcher, reports: Iterable[Report]) -> list[Use]:
    """Where reports use terms, in reading order."""
    wanted = set(terms)
    uses = []
    for report in reports:
        for number, block in enumerate(report.story, 1):
            whole = block.role is Role.HEADLINE
            for sentence in [block.plain] if whole else [each.text for each in split_sentences(block.plain)]:
                uses += [
                    Use(match.term, report, number, sentence, match.start, match.stop)
                    for match in matcher.find(sentence)
                    if match.term in wanted
                ]
    return uses
