"""Letters: canonical form, invisible characters, and the letters each language writes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from translate_pipeline.conventions.convention import Convention
from translate_pipeline.conventions.registry import CONVENTIONS
from translate_pipeline.conventions.script import ARABIC, LATIN, NATIVE, ZWNJ

ALLOWED_LETTERS: Mapping[str, frozenset[str]] = {code: each.letters for code, each in CONVENTIONS.items()}
"""By locale code: the letters and marks that belong in its text."""

WRONG_LETTERS: Mapping[str, Mapping[str, str]] = {code: each.wrong for code, each in CONVENTIONS.items()}
"""By locale code: letters that `localize` replaces, each with what it writes instead."""

# Bidi controls (Unicode Standard Annex 9), zero-width space, word joiner, byte order mark, soft hyphen, tatweel.
_UNWANTED = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad\u0640"
# A zero-width joiner goes beside Arabic letters and stays in emoji.
_INVISIBLE = re.compile(f"[{_UNWANTED}\u200d](?:(?<!\u200d)|(?<=[{ARABIC}]\u200d)|(?=[{ARABIC}]))")
_DASH = re.compile(f"(?<![{ARABIC}\u0640])\u0640+(?![{ARABIC}\u0640])")
_HAMZA_YE = re.compile("[یى]\u0654")
_ZWNJ_RUN = re.compile(f"{ZWNJ}{{2,}}")
_ZWNJ_EDGE = re.compile(f"{ZWNJ}(?:(?<![{NATIVE}{LATIN}۰-۹]{ZWNJ})|(?![{NATIVE}{LATIN}۰-۹]))")


def canonical(text: str) -> str:
    """NFC: no compatibility folding, so that hamza forms and signs stay what they are."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def has_invisible(text: str) -> bool:
    """Whether the text holds characters that `visible` removes."""
    return _INVISIBLE.search(text) is not None


def visible(text: str) -> str:
    """Without bidi controls, tatweel and other characters nobody sees; ZWNJ stays, tatweel as a dash becomes one."""
    return _INVISIBLE.sub("", _DASH.sub("-", text))


def letter_rule(convention: Convention) -> Callable[[str], str]:
    """The rule that writes the language's own letters for those it never writes."""
    wrong = convention.wrong
    pattern = re.compile(f"[{''.join(wrong)}]")

    def letters(text: str) -> str:
        if "\u0654" in text:
            text = _HAMZA_YE.sub("ئ", text)
        return pattern.sub(lambda match: wrong[match[0]], text)

    return letters


def zwnj(text: str) -> str:
    """One ZWNJ where there were several, none beside a space, punctuation or the end."""
    if ZWNJ not in text:
        return text
    return _ZWNJ_EDGE.sub("", _ZWNJ_RUN.sub(ZWNJ, text))
