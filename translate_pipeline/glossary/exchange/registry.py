"""The exchange formats: their names, and one way to write and read each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from translate_pipeline.errors import InputError
from translate_pipeline.glossary.exchange.entry import Entry, Losses, control_character, storable
from translate_pipeline.glossary.terms import Term
from translate_pipeline.input_files import read_input
from translate_pipeline.locales import Locale


class _Module(Protocol):
    @staticmethod
    def write(terms: Sequence[Term], locales: Sequence[Locale], losses: Losses) -> bytes: ...

    @staticmethod
    def read(data: bytes, path: Path, locales: Sequence[Locale], losses: Losses) -> list[Entry]: ...


@dataclass(frozen=True, slots=True)
class Format:
    """An exchange format.

    Attributes:
        name: what `--format` takes, and the module of this package that knows it.
        title: its name in a sentence.
        several_locales: whether one file holds several target languages.
    """

    name: str
    title: str
    several_locales: bool = False

    @property
    def _module(self) -> _Module:
        return cast(_Module, import_module(f"{__package__}.{self.name}"))

    def write(self, terms: Sequence[Term], locales: Sequence[Locale]) -> tuple[bytes, Losses]:
        """The file's bytes, and what it has no place for.

        Raises:
            InputError: a term holds a control character, which no such file may.
        """
        for term in terms:
            forms = (form for each in term.forms.values() for form in each.all)
            for text in (*term.names, term.note, *forms):
                if found := control_character(text):
                    raise InputError(
                        f"{term.name!r} holds the control character {found}",
                        remedy="remove it from the row",
                        path=term.path,
                        line=term.line,
                    )
        losses = Losses()
        return self._module.write(terms, locales, losses), losses

    def read(self, path: Path, locales: Sequence[Locale]) -> tuple[list[Entry], Losses]:
        """What a file says about terms in `locales`, and what the glossary has no place for.

        Raises:
            InputError: the file is not there or not in this format.
        """
        try:
            data = read_input(path)
        except FileNotFoundError:
            raise InputError("no such file", path=path) from None
        losses = Losses()
        entries = self._module.read(data, path, locales, losses)
        return storable(entries, [locale.code for locale in locales], losses), losses


FORMATS = {
    each.name: each
    for each in (
        Format("tbx", "TBX-Basic", several_locales=True),
        Format("martif", "TBX of 2008", several_locales=True),
        Format("weblate", "Weblate's CSV"),
        Format("omegat", "OmegaT's glossary"),
    )
}


def decoded(data: bytes, path: Path) -> str:
    """The text of a UTF-8 file, without its BOM.

    Raises:
        InputError: it is in another encoding.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError("not UTF-8", remedy="save the file as UTF-8", path=path, line=line) from None
