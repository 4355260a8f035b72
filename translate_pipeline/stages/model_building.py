"""`models build`: package files made of a model of any family, one for each locale."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.locales import Locale
from translate_pipeline.models.building import Order, build_package, is_ctranslate2
from translate_pipeline.models.conversion import check_converter, convert, is_transformers
from translate_pipeline.models.families import Family

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What to build.

    Attributes:
        name: of the packages, to which each locale's code is added; empty takes the source folder's.
        codes: how the model calls the language of a locale, where it is not what the family has for it.
        tokenizer: the SentencePiece file or its folder, where it does not lie with the model.
        quantization: the type of numbers that weights are converted to.
    """

    family: Family
    locales: Sequence[Locale]
    name: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    licence: str = "not stated"
    origin: str = ""
    tokenizer: Path | None = None
    quantization: str = "int8"


def build(source: Path, wish: Wish, output: Path, say: Say | None = None) -> list[Path]:
    """Write a package file for each locale into `output`.

    Args:
        source: a folder with a CTranslate2 or Transformers model.
        say: called with a line before what takes long.

    Raises:
        InputError: the folder holds no such model, converting needs what is not installed, or a file is not the
            family's.
    """
    name = wish.name or re.sub("[^A-Za-z0-9._-]+", "-", source.resolve().name).strip("-._")
    if not _NAME.fullmatch(name):
        raise InputError(f"no name for a package: {name!r}", remedy="give --name with letters, digits and hyphens")
    if not source.is_dir():
        raise InputError("no such folder", remedy="give the folder of a model", path=source)
    with ExitStack() as stack:
        model = source
        if not is_ctranslate2(source):
            model = _converted(source, wish, stack, output, say)
        return [build_package(model, _order(wish, locale, name), output, wish.tokenizer) for locale in wish.locales]


def _converted(source: Path, wish: Wish, stack: ExitStack, output: Path, say: Say | None) -> Path:
    if not is_transformers(source):
        remedy = "give a folder with model.bin (CTranslate2) or with config.json and weights (Transformers)"
        raise InputError("no model", remedy=remedy, path=source)
    check_converter(wish.family)
    try:
        output.mkdir(parents=True, exist_ok=True)
        # Beside the output: the temporary folder of many systems is too small for weights.
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=output, prefix=".converting-"))
    except OSError as error:
        raise unwritable(error, output) from None
    if say:
        say(f"converting {source} to CTranslate2, {wish.quantization}")
    model = Path(folder) / "model"
    convert(source, wish.family, model, wish.quantization)
    return model


def _order(wish: Wish, locale: Locale, name: str) -> Order:
    code = wish.codes.get(locale.code, "")
    return Order(wish.family, locale, package_name(name, locale), code, wish.licence, wish.origin)


def package_name(name: str, locale: Locale) -> str:
    """The name of a model's package for a locale, such as `nllb-200-600m-ps`."""
    return name if name.endswith(f"-{locale.code}") else f"{name}-{locale.code}"
