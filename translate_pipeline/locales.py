"""The target locales: one table, read by every other room.

A further locale costs one entry here and its conventions module.
"""

from __future__ import annotations

from dataclasses import dataclass

from translate_pipeline.errors import InputError, did_you_mean


@dataclass(frozen=True, slots=True)
class Locale:
    """A target locale.

    Attributes:
        code: the name in PO headers, Babel and file names (`fa_AF`).
        tag: the BCP 47 tag in HTML, ninjs, XLIFF and TMX (`fa-AF`).
        english: the language's English name.
        native: the language's own name for itself.
        aliases: other codes and names accepted on input.
        model_codes: language codes of model packages that speak it, best first (FLORES-200, ISO 639, Argos).
        plural_forms: the `Plural-Forms` header of its catalogs (Unicode CLDR plural rules; Babel writes the same).
    """

    code: str
    tag: str
    english: str
    native: str
    aliases: tuple[str, ...]
    model_codes: tuple[str, ...]
    plural_forms: str


LOCALES: tuple[Locale, ...] = (
    Locale(
        code="fa_AF",
        tag="fa-AF",
        english="Dari",
        native="دری",
        aliases=("prs", "prs_af", "dari"),
        model_codes=("prs", "prs_Arab", "fa"),
        plural_forms="nplurals=2; plural=(n > 1);",
    ),
    Locale(
        code="ps",
        tag="ps",
        english="Pashto",
        native="پښتو",
        aliases=("ps_af", "pus", "pbt", "pashto"),
        model_codes=("ps", "pbt_Arab", "pbt", "pus"),
        plural_forms="nplurals=2; plural=(n != 1);",
    ),
)


def find_locale(name: str) -> Locale:
    """The locale a user means by `name`, any case, hyphen or underscore.

    Raises:
        InputError: no locale goes by that name.
    """
    wanted = name.strip().replace("-", "_").casefold()
    for locale in LOCALES:
        if wanted in (locale.code.casefold(), *locale.aliases):
            return locale
    raise InputError(f"unknown locale {name!r}", remedy=did_you_mean(name, [each.code for each in LOCALES]))
