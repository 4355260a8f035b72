"""The fixed strings of an article, in its language, out of gettext catalogs.

The strings stand in English where they are used, in calls of `gettext`. Babel collects them into the template
`locale/articles.pot`, from the root of a checkout:

    pybabel extract -F translate_pipeline/articles/babel.cfg -c Translators: -s --add-location=file --sort-output \
        --project=translate-pipeline -o locale/articles.pot translate_pipeline/articles

A project may translate any of them otherwise in its own `locale/<locale>/LC_MESSAGES/articles.po`; what is missing
there comes from the starter's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale
from translate_pipeline.starter import starter_folder

DOMAIN = "articles"


@dataclass(frozen=True, slots=True)
class Furniture:
    """The fixed strings of an article in one language.

    Attributes:
        locale: the language.
        texts: English string -> its translation.
        path: the catalog that a missing one belongs into.
    """

    locale: Locale
    texts: Mapping[str, str]
    path: Path

    def gettext(self, message: str) -> str:
        """The translation of `message`.

        Raises:
            InputError: it has none; an article that says in English what its readers must know would be of no use.
        """
        try:
            return self.texts[message]
        except KeyError:
            raise InputError(
                f"no {self.locale.english} translation of {message!r}", remedy="add it, not fuzzy", path=self.path
            ) from None


def disclosure(strings: Furniture, reviewed: bool) -> str:
    """What an article says about how it was translated, in its own language."""
    if reviewed:
        # Translators: stands at the foot of an article that an editor has approved.
        return strings.gettext("Translated with the help of an offline machine translation and reviewed by an editor.")
    # Translators: the notice at the head of an article that nobody has reviewed yet.
    return strings.gettext("This is an unreviewed machine translation. It may contain errors.")


def catalog_path(folder: Path, locale: Locale) -> Path:
    """The furniture catalog of `locale` in the locale folder `folder`."""
    return folder / locale.code / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_furniture(locale: Locale, folder: Path | None = None) -> Furniture:
    """The strings of `locale`: the project's, and the starter's where the project has none. Fuzzy ones do not count.

    Args:
        locale: the language.
        folder: the project's locale folder; it need not exist.

    Raises:
        InputError: a catalog cannot be read as PO.
    """
    starter = catalog_path(starter_folder() / "locale", locale)
    own = starter if folder is None else catalog_path(folder, locale)
    return Furniture(locale, {**_texts(starter), **_texts(own)}, own)


def _texts(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open(encoding="utf-8-sig") as stream:
            catalog = read_po(stream, abort_invalid=True)
    except UnicodeDecodeError as error:
        raise InputError("the catalog is not UTF-8", remedy="save it as UTF-8 in a PO editor", path=path) from error
    except PoFileError as error:
        raise InputError(
            "the catalog is not valid PO",
            remedy="run msgfmt -c on it and mend what it names",
            path=path,
            line=error.lineno + 1,
        ) from error
    except (ValueError, LookupError) as error:
        raise InputError(f"the header of the catalog is damaged ({error})", remedy="mend it", path=path) from error
    return {
        each.id: each.string
        for each in catalog
        if isinstance(each.id, str) and isinstance(each.string, str) and each.id and each.string
        if not each.fuzzy and each.context is None
    }
