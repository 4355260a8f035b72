"""Models that this program knows of: `known.toml`, read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("known.toml")


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model and where it lies.

    Attributes:
        origin: `argos` or `hub`; `place` is its name there.
        form: `argosmodel`, `ctranslate2` or `transformers`.
        family: how it is decoded.
        locales: codes of the locales that it drafts; `codes` how it calls them.
        noncommercial: the licence forbids commercial use, so it must be accepted.
        tokenizer: another repository that has the SentencePiece file, where `place` may lack it.
        sha256: of the file, where it is known; empty trusts the first download.
        revision: of a repository; what was asked for is pinned once installed.
        quality: published figures by locale, from `source`.
    """

    name: str
    origin: str
    place: str
    form: str
    family: str
    licence: str
    locales: tuple[str, ...]
    codes: Mapping[str, str] = field(default_factory=dict)
    noncommercial: bool = False
    tokenizer: str = ""
    sha256: str = ""
    revision: str = "main"
    quality: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    note: str = ""


@cache
def known_models() -> tuple[KnownModel, ...]:
    """All of them, in the order of the file."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))["model"]
    return tuple(KnownModel(**{**table, "locales": tuple(table["locales"])}) for table in tables)


def known_model(name: str) -> KnownModel | None:
    """The one of that name."""
    return next((model for model in known_models() if model.name == name), None)
