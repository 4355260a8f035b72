"""SentencePiece models, as far as packages need them changed: which pieces are control pieces.

A control piece is never found in a text and vanishes when a translation is put together, so language codes and other
tokens that mean something to a model only never reach a reader. The file is a protocol buffer; a few lines read and
write the part that matters, since SentencePiece itself cannot change a model (field numbers: sentencepiece_model.proto
of SentencePiece; encoding: the Protocol Buffers specification).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = range(1, 7)
_PIECES_FIELD = 1
_TEXT, _SCORE, _KIND = 1, 2, 3
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry of the vocabulary; `kind` is one of this module's constants."""

    text: str
    kind: int


def read_pieces(model: bytes) -> list[Piece]:
    """The vocabulary of a serialized SentencePiece model, in order.

    Raises:
        ValueError: these bytes are no such model.
    """
    pieces = [_piece(value) for number, value, _ in _fields(model) if number == _PIECES_FIELD]
    if not pieces:
        raise ValueError("it holds no pieces")
    return pieces


def with_control_pieces(model: bytes, tokens: Iterable[str]) -> bytes:
    """The model with `tokens` as control pieces: those that it has changed in place, the others added at the end.

    No other piece moves, so texts are cut as before, but for the tokens themselves.

    Raises:
        ValueError: these bytes are no such model.
    """
    wanted = dict.fromkeys(tokens)
    parts = []
    for number, value, whole in _fields(model):
        piece = _piece(value) if number == _PIECES_FIELD else None
        if piece and piece.text in wanted:
            del wanted[piece.text]
            parts.append(whole if piece.kind in (UNKNOWN, CONTROL) else _control(piece.text))
        else:
            parts.append(whole)
    return b"".join(parts) + b"".join(_control(token) for token in wanted)


def _control(text: str) -> bytes:
    encoded = text.encode("utf-8")
    body = bytes([_TEXT << 3 | _BYTES]) + _varint(len(encoded)) + encoded
    body += bytes([_SCORE << 3 | _FIXED32, 0, 0, 0, 0, _KIND << 3 | _VARINT, CONTROL])
    return bytes([_PIECES_FIELD << 3 | _BYTES]) + _varint(len(body)) + body


def _piece(content: bytes) -> Piece:
    text, kind = "", NORMAL
    for number, value, _ in _fields(content):
        if number == _TEXT:
            text = value.decode("utf-8")
        elif number == _KIND:
            kind = value[0]
    return Piece(text, kind)


def _fields(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each field's number, value, and bytes as they stand; a number's value is its encoding."""
    position = 0
    while position < len(content):
        start = position
        key, position = _read_varint(content, position)
        value_start = position
        wire = key & 7
        if wire == _VARINT:
            _, position = _read_varint(content, position)
        elif wire == _FIXED64:
            position += 8
        elif wire == _FIXED32:
            position += 4
        elif wire == _BYTES:
            size, value_start = _read_varint(content, position)
            position = value_start + size
        else:
            raise ValueError(f"odd field at byte {start}")
        if position > len(content):
            raise ValueError(f"cut off at byte {start}")
        yield key >> 3, content[value_start:position], content[start:position]


def _read_varint(content: bytes, position: int) -> tuple[int, int]:
    number = shift = 0
    while position < len(content) and shift < 64:
        byte = content[position]
        position += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, position
        shift += 7
    raise ValueError(f"cut off at byte {position}")


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)
