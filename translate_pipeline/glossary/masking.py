"""Masking: names leave the sentence before an engine sees it and come back in their approved form.

Only for engines whose package declares placeholders it was trained to copy. A placeholder must come out exactly once; a
sentence in which one was dropped, doubled or invented is restored as far as it goes and said not to be exact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipeline.glossary.inflection import fit, form_in_context
from translate_pipeline.glossary.matching import Match
from translate_pipeline.locales import Locale

_UNTRANSLATED = re.compile(
    r"(?:https?://|www\.)[^\s<>\"»]*[^\s<>\"».,;:!?)\]']"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|(?<!\w)[@#]\w+"
    r"|\+\d[\d ()-]{6,}\d"
)


# What a SentencePiece model writes for a piece that it does not know.
UNKNOWN = "⁇"


@dataclass(frozen=True, slots=True)
class Slot:
    """What a placeholder stands for: a match of a term, or a string that comes out as it is."""

    placeholder: str
    match: Match | None
    text: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with placeholders, and what each stands for."""

    text: str
    slots: tuple[Slot, ...]


def untranslated_spans(text: str) -> list[tuple[int, int]]:
    """Addresses, handles, hashtags and telephone numbers, which no language translates."""
    return [found.span() for found in _UNTRANSLATED.finditer(text)]


def mask(
    sentence: str,
    matches: Sequence[Match],
    kept: Sequence[tuple[int, int]],
    placeholders: Sequence[str],
    locale: Locale,
) -> Masked:
    """Put placeholders for the matches and for `kept` strings; the matches first where there are not enough.

    A possessive ending stays beside its placeholder: the engine needs it. A plural whose term has no plural form in
    this locale is left to the engine, since the approved form would be the wrong number.

    Args:
        kept: spans that come out as they are, none overlapping a match: addresses, and names that the glossary lacks.
    """
    maskable: list[tuple[int, int, Match | None]] = []
    for match in matches:
        if not match.plural:
            maskable.append((match.start, match.end, match))
        elif match.term.forms[locale.code].plural:
            maskable.append((match.start, _plural_end(sentence, match), match))
    maskable += [(start, end, None) for start, end in kept]
    chosen = sorted(maskable[: len(placeholders)], key=lambda each: each[:2])
    pieces, slots, position = [], [], 0
    for placeholder, (start, end, term) in zip(placeholders, chosen, strict=False):
        pieces += [sentence[position:start], placeholder]
        slots.append(Slot(placeholder, term, sentence[start:end]))
        position = end
    return Masked("".join(pieces) + sentence[position:], tuple(slots))


def _plural_end(sentence: str, match: Match) -> int:
    ending = sentence[match.end : match.stop]
    return match.end + len(re.match(r"(?:es|s)?", ending)[0])  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class Restored:
    """A target without placeholders.

    Attributes:
        exact: each placeholder of the sentence came out exactly once and no other did.
    """

    text: str
    exact: bool


def restore(target: str, slots: Sequence[Slot], locale: Locale, placeholders: Sequence[str]) -> Restored:
    """Write the approved forms in place of the placeholders, each in the form its neighbours ask for.

    A doubled placeholder is filled each time and an invented one removed, so that the text can serve as a last resort.
    """
    by_placeholder = {slot.placeholder: slot for slot in slots}
    exact = all(target.count(each) == (each in by_placeholder) for each in placeholders) and UNKNOWN not in target
    pieces = _split(target, placeholders)
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            continue
        slot = by_placeholder.get(piece)
        before, after = "".join(pieces[:index]), "".join(pieces[index + 1 :])
        if slot is None:
            form = ""
        elif slot.match is None:
            form = slot.text
        else:
            forms = slot.match.term.forms[locale.code]
            readable = _hide(after, placeholders)
            form = form_in_context(forms, before, readable, locale, plural=slot.match.plural)
            pieces[index - 1], form, pieces[index + 1] = fit(form, pieces[index - 1], pieces[index + 1], locale)
        pieces[index] = _spaced(form, "".join(pieces[:index]), "".join(pieces[index + 1 :]))
    return Restored(re.sub(r" {2,}", " ", "".join(pieces)).strip(), exact)


def _split(target: str, placeholders: Sequence[str]) -> list[str]:
    """Text and placeholders in turn, text first and last."""
    if not placeholders:
        return [target]
    return re.split("(" + "|".join(map(re.escape, placeholders)) + ")", target)


def _hide(text: str, placeholders: Sequence[str]) -> str:
    return "".join(piece if index % 2 == 0 else "،" for index, piece in enumerate(_split(text, placeholders)))


def _spaced(form: str, before: str, after: str) -> str:
    if not form:
        return ""
    lead = " " if before[-1:].isalnum() and form[0].isalnum() else ""
    trail = " " if after[:1].isalnum() and form[-1].isalnum() else ""
    return lead + form + trail
