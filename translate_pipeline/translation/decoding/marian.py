"""OPUS-MT (Marian): source and target are cut by models of their own; `>>pbt<<` before the source where it has many."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from translate_pipeline.translation.decoding.pieces import Pieces

TARGET_MODEL = "target.spm"
_SPECIAL = 2
# OPUS-MT was trained on text with the punctuation that Moses's normalizer leaves: typographic quotes are unknown to it.
_PUNCTUATION = str.maketrans("“”„«»‘’‚–", '"""""\'\'\'-')
_SPACE = "\u2581"


class MarianPieces(Pieces):
    """The positions are those of its configuration (512), less the language token and the end token of the source."""

    positions = 512 - _SPECIAL

    def prepare(self, source: str) -> str:
        """Plain quotation marks and hyphens."""
        return source.translate(_PUNCTUATION)

    @cached_property
    def _target_model(self) -> Any:
        return self._load(TARGET_MODEL) if (self.folder / TARGET_MODEL).is_file() else self.model

    def cut_target(self, target: str) -> list[str]:
        """By the target's own model."""
        pieces: list[str] = self._target_model.encode(target, out_type=str)
        return pieces

    def join(self, pieces: list[str]) -> str:
        """As Argos Translate does: by the source's model, which leaves pieces that it does not know as they are."""
        text: str = self.model.decode(pieces)
        return text.replace(_SPACE, " ").strip()
