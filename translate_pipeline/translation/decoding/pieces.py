"""How a model package cuts texts into the pieces that its model knows, and puts pieces together."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from translate_pipeline.errors import InputError

MODEL = "sentencepiece.model"


class Pieces:
    """A package's SentencePiece model; what a family does otherwise stands in its own module.

    Attributes:
        positions: pieces that a source may have before the model has no place for more; 0 where nothing ends there.
    """

    positions = 0

    def __init__(self, folder: Path):
        self.folder = folder

    @cached_property
    def model(self) -> Any:
        """The SentencePiece model.

        Raises:
            InputError: it cannot be loaded.
        """
        return self._load(MODEL)

    def _load(self, name: str) -> Any:
        import sentencepiece

        path = self.folder / name
        try:
            return sentencepiece.SentencePieceProcessor(model_file=str(path))
        except (OSError, RuntimeError) as error:
            raise InputError(f"cannot be loaded ({error})", remedy="install the package again", path=path) from None

    def holds(self, token: str) -> bool:
        """Whether a token is a piece of its own."""
        return bool(self.model.piece_to_id(token) != self.model.unk_id())

    def prepare(self, source: str) -> str:
        """The source as the model is used to reading it; as many characters as before."""
        return source

    def cut(self, source: str) -> list[str]:
        """The pieces of a source."""
        pieces: list[str] = self.model.encode(self.prepare(source), out_type=str)
        return pieces

    def cut_target(self, target: str) -> list[str]:
        """The pieces of a target."""
        pieces: list[str] = self.model.encode(target, out_type=str)
        return pieces

    def join(self, pieces: list[str]) -> str:
        """The text of pieces that the model wrote; language codes and the like vanish."""
        text: str = self.model.decode(pieces)
        return text.strip()


def offsets(pieces: list[str]) -> list[tuple[int, int]]:
    """Where each piece of a text stands in it, as far as normalising kept its length."""
    found, position = [], -1
    for piece in pieces:
        found.append((max(position, 0), position + len(piece)))
        position += len(piece)
    return found
