"""A paragraph in pieces, one a sentence, which together are the paragraph to the letter."""

from __future__ import annotations

import re

# A mark that ends a sentence in Dari or Pashto, what may close after it, and the space before the next.
_TARGET_END = re.compile(r"[.!?؟۔…]+[»”\"')\]]*\s+(?=\S)")


def source_pieces(text: str) -> list[str]:
    """The sentences of an English paragraph, each with the space after it."""
    from sentencex import segment

    pieces: list[str] = []
    for piece in segment("en", text):
        if pieces and not piece.strip():
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces if "".join(pieces) == text else [text]


def target_pieces(text: str) -> list[str]:
    """The sentences of a Dari or Pashto paragraph, each with the space after it."""
    pieces = []
    start = 0
    for end in _TARGET_END.finditer(text):
        pieces.append(text[start : end.end()])
        start = end.end()
    return [*pieces, text[start:]] if text[start:] else pieces
