"""Which form of a term its neighbours in the target ask for.

Pashto: a noun takes the oblique between or after adpositions (د, په ... کې, له ... څخه, تر, پر, ته) and as the
subject of a past transitive verb (Tegey and Robson, A Reference Grammar of Pashto, 1996, chapters on case and
ergativity). Dari: an ezafe that the engine put on a placeholder stays written only where Dari writes it, after ا and
و.
"""

from __future__ import annotations

import re

from translate_pipeline.glossary.terms import Forms
from translate_pipeline.locales import Locale

_BEFORE = frozenset("د په پر له تر بې لۀ پۀ".split())
_AFTER = frozenset("ته کې کښې څخه نه سره باندې پورې لپاره پسې لاندې".split())
_PAST_TRANSITIVE = re.compile(
    r"(?:وویل|ویلي|وکړ[هلې]?|کړ[هلېي]?|کړي|ونیو(?:ل[هې]?)?|نیولي|ووژ(?:ل[هې]?|له)|وژلي|ورکړ[هلې]?|ورکړي|واخیست[لهې]*"
    r"|اخیستي|ولید[لهې]*|واست(?:او[هلې]*|ول[هې]?)|وټاک[هلې]*|ومنل[هې]?|ردکړ[هلې]?)(?=[\s.،:»]|$)"
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[\s\u200c]*$")
_WORD_AFTER = re.compile(r"^[\s\u200c]*([^\W\d_]+)")
_ENDS_IN_GENITIVE = re.compile(r"(?<!\w)د\s*$")
_ENDS_IN_ADPOSITION = re.compile(r"(?<!\w)(?:په|له|تر|پر)\s*$")
_EZAFE_LETTER = re.compile(r"^(?:\u200c?ی|\u0654)(?![^\W\d_])")


def form_in_context(forms: Forms, before: str, after: str, locale: Locale, *, plural: bool = False) -> str:
    """The form of a term to write between `before` and `after`, the target text around it."""
    if plural and forms.plural:
        form = forms.plural
    elif locale.code == "ps" and forms.oblique and _asks_for_oblique(before, after):
        form = forms.oblique
    else:
        form = forms.approved
    # Pashto says the د of a genitive once: the Defense Ministry is د دفاع وزارت, its spokesman د دفاع وزارت ویاند.
    return form.removeprefix("د ") if locale.code == "ps" and _ENDS_IN_GENITIVE.search(before) else form


def _asks_for_oblique(before: str, after: str) -> bool:
    left, right = _WORD_BEFORE.search(before), _WORD_AFTER.match(after)
    if (left and left[1] in _BEFORE) or (right and right[1] in _AFTER):
        return True
    return not before.strip('«“" ') and bool(_PAST_TRANSITIVE.search(after))


def fit(form: str, before: str, after: str, locale: Locale) -> tuple[str, str, str]:
    """A form and the text around it, mended where they meet.

    Dari: an ezafe after a form that writes none goes. Pashto: an adposition before a genitive moves to its head, so
    that په + د دفاع وزارت becomes د دفاع په وزارت.
    """
    if locale.code == "fa_AF" and not form.endswith(("ا", "و")):
        return before, form, _EZAFE_LETTER.sub("", after, count=1)
    adposition = _ENDS_IN_ADPOSITION.search(before) if locale.code == "ps" else None
    genitive, _, head = form.rpartition(" ")
    if adposition and genitive.startswith("د "):
        return before[: adposition.start()], f"{genitive} {adposition[0].strip()} {head}", after
    return before, form, after
