"""Blocks to sentences (sentencex), and translated sentences back to blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_OPENING = {'"': '"', "“": "”"}
_TARGET_QUOTES = ("«", "»")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block.

    Attributes:
        text: what an engine is asked to translate.
        opens: a quotation of several sentences begins here; its quotation mark is not in `text`.
        closes: that quotation ends here.
    """

    text: str
    opens: bool = False
    closes: bool = False


def split_sentences(block: str, language: str = "en") -> list[Sentence]:
    """The sentences of a block, in order.

    A quotation of several sentences is split too, and its marks are kept out of the text, since engines see a lone
    quotation mark too seldom to place it.
    """
    from sentencex import segment

    sentences: list[Sentence] = []
    for piece in (piece.strip() for piece in segment(language, block)):
        if not piece:
            continue
        inner = _inside_quotes(piece)
        parts = [part.strip() for part in segment(language, inner) if part.strip()] if inner else []
        if len(parts) < 2:
            sentences.append(Sentence(piece))
            continue
        last = len(parts) - 1
        sentences += [Sentence(part, index == 0, index == last) for index, part in enumerate(parts)]
    return sentences


def _inside_quotes(piece: str) -> str:
    closing = _OPENING.get(piece[0])
    if closing is None or not piece.endswith(closing) or len(piece) < 3:
        return ""
    inner = piece[1:-1]
    return "" if any(mark in inner for mark in '"“”') else inner


def join_sentences(sentences: Sequence[Sentence], targets: Sequence[str]) -> str:
    """The target block of translated sentences."""
    opening, closing = _TARGET_QUOTES
    pieces = []
    for sentence, target in zip(sentences, targets, strict=True):
        start = opening if sentence.opens and target else ""
        pieces.append(start + target + (closing if sentence.closes and target else ""))
    return " ".join(piece for piece in pieces if piece)
