"""What Unicode CLDR calls countries in Persian and Pashto: the forms that engines write where a newsroom has its own.

An engine that speaks Iranian Persian says آلمان where Afghans say جرمنی; CLDR, through Babel, has both.
"""

from __future__ import annotations

from functools import cache

from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.terms import Kind, Term
from translate_pipeline.locales import Locale

_LANGUAGES = {"fa_AF": ("fa", "fa_AF"), "ps": ("ps", "ps_PK")}


def names_in_cldr(term: Term, locale: Locale) -> tuple[str, ...]:
    """The names of a country in the locale's language and its sister; none for other terms."""
    if term.kind is not Kind.PLACE:
        return ()
    names = _territories(locale.code)
    return tuple(dict.fromkeys(form for name in term.names for form in names.get(term_key(name), ())))


@cache
def _territories(code: str) -> dict[str, tuple[str, ...]]:
    from babel import Locale as CldrLocale

    english = CldrLocale("en").territories
    languages = [CldrLocale.parse(language) for language in _LANGUAGES[code]]
    return {
        term_key(name): tuple(
            dict.fromkeys(each.territories[region] for each in languages if region in each.territories)
        )
        for region, name in english.items()
    }
