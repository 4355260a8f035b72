"""Which module cuts the texts of which family of models."""

from __future__ import annotations

from pathlib import Path

from translate_pipeline.translation.decoding.m2m100 import M2m100Pieces
from translate_pipeline.translation.decoding.madlad import MadladPieces
from translate_pipeline.translation.decoding.marian import MarianPieces
from translate_pipeline.translation.decoding.nllb import NllbPieces
from translate_pipeline.translation.decoding.opennmt import OpenNmtPieces
from translate_pipeline.translation.decoding.pieces import Pieces

_FAMILIES: dict[str, type[Pieces]] = {
    "nllb": NllbPieces,
    "m2m100": M2m100Pieces,
    "small100": M2m100Pieces,
    "madlad": MadladPieces,
    "marian": MarianPieces,
}


def pieces_of(family: str, folder: Path) -> Pieces:
    """The pieces of a package in `folder`; what names no family is taken for Argos Translate's own kind."""
    return _FAMILIES.get(family, OpenNmtPieces)(folder)
