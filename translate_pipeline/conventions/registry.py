"""The table from locale to convention; a further locale is one line here."""

from __future__ import annotations

from collections.abc import Mapping

from translate_pipeline.conventions import dari, pashto
from translate_pipeline.conventions.convention import Convention
from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale

CONVENTIONS: Mapping[str, Convention] = {"fa_AF": dari.CONVENTION, "ps": pashto.CONVENTION}


def convention_of(locale: Locale) -> Convention:
    """The conventions of `locale`.

    Raises:
        InputError: the locale has none yet.
    """
    found = CONVENTIONS.get(locale.code)
    if found is None:
        raise InputError(f"no conventions for {locale.english} ({locale.code})", remedy="use fa_AF or ps")
    return found
