"""Messages cut into sentences, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from translate_pipeline.catalogs.xliff.inline import Code, codes_in, kinds


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence with its translation, or the white space between two; targets are None where there is none."""

    source: str
    target: str | None
    is_sentence: bool
    source_codes: list[Code]
    target_codes: list[Code]


def cut(source: str, target: str, target_language: str) -> list[Piece]:
    """The sentences of a message and the white space between them.

    One piece where the numbers of sentences differ, or where a tag pair spans sentences.

    Args:
        target_language: two or three letters (ISO 639).
    """
    whole = _piece(source, target or None, is_sentence=True)
    sources = _split(source, "en")
    targets: list[str] | list[None] = _split(target, target_language) if target else [None] * len(sources)
    if len(sources) != len(targets) or len(sources) < 2:
        return [whole]
    pieces = [
        _piece(each, its, is_sentence=number % 2 == 0)
        for number, (each, its) in enumerate(zip(sources, targets, strict=True))
    ]
    # A tag that is one in the whole message must be one in its sentence, too.
    for side in ("source_codes", "target_codes"):
        in_pieces = [code.number for piece in pieces for code in getattr(piece, side)]
        if sorted(in_pieces) != sorted(code.number for code in getattr(whole, side)):
            return [whole]
    return pieces


def _piece(source: str, target: str | None, *, is_sentence: bool) -> Piece:
    source_codes = codes_in(source)
    return Piece(source, target, is_sentence, source_codes, codes_in(target or "", kinds(source_codes)))


def _split(text: str, language: str) -> list[str]:
    """Sentence, white space, sentence, and so on: always an odd number; joined, they are the text."""
    from sentencex import segment

    sentences: list[str] = []
    for sentence in segment(language, text):
        before = sentences[-1] if sentences else ""
        # What follows without a space, or is nothing but space, belongs to the sentence before.
        if before and (before == before.rstrip() or not before.strip() or not sentence.strip()):
            sentences[-1] += sentence
        else:
            sentences.append(sentence)
    if "".join(sentences) != text:
        return [text]
    parts: list[str] = []
    for sentence in sentences[:-1]:
        end = len(sentence.rstrip())
        parts += [sentence[:end], sentence[end:]]
    return [*parts, *sentences[-1:]] or [text]
