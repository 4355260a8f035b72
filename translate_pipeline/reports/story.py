"""Sorts the pieces below a report's head into story and furniture; the same rules for every format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from translate_pipeline.reports.cues import has_credit, is_sentence, is_source_note, is_title
from translate_pipeline.reports.furniture import is_blurb, is_furniture, titles_after
from translate_pipeline.reports.markup import Span, block_of
from translate_pipeline.reports.model import Block, Role


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as a reader met it.

    Attributes:
        role: what its markup or its place makes of it.
        text: clean text, without markup.
        linked: whether all of it is a link; None where the format does not tell.
        spans: the inline markup over the text.
        image: of a caption, the address of its picture.
    """

    role: Role
    text: str
    linked: bool | None = None
    spans: tuple[Span, ...] = ()
    image: str = ""

    def block(self, role: Role) -> Block:
        """The piece as a block of some role."""
        block = block_of(role, self.text, self.spans)
        return replace(block, image=self.image) if role is Role.CAPTION and self.image else block


def sort_story(pieces: Iterable[Piece]) -> list[Block]:
    """The blocks of the pieces, in the same order, with nothing left out.

    Furniture is told by its words. After a line that opens a box of links ("Related") titles belong to the box. Below
    the last source note stands the site again: what follows a piece of furniture there is furniture too.
    """
    pieces = [piece for piece in pieces if piece.text]
    end = _last_note(pieces)
    blocks: list[Block] = []
    titles = 0
    below = False
    for place, piece in enumerate(pieces):
        role = _role(piece)
        if role is Role.FURNITURE:
            titles = titles_after(piece.text) or titles
        elif place > end and role is not Role.SOURCE_NOTE:
            if below or is_blurb(piece.text) or not is_sentence(piece.text):
                role = Role.FURNITURE
        elif titles and _is_link_title(piece):
            role = Role.FURNITURE
            titles -= 1
        elif role in (Role.PARAGRAPH, Role.HEADING, Role.QUOTE):
            titles = 0
        below = below or (place > end and role is Role.FURNITURE)
        blocks.append(piece.block(role))
    return blocks


def _last_note(pieces: Sequence[Piece]) -> int:
    """The place of the last source note with most of the running text above it; past the end where there is none."""
    running = [_role(piece) is Role.PARAGRAPH and is_sentence(piece.text) for piece in pieces]
    for place in reversed(range(len(pieces))):
        # A note in the middle belongs to a part of the story, or is none.
        if _role(pieces[place]) is Role.SOURCE_NOTE:
            return place if sum(running[:place]) > sum(running[place:]) else len(pieces)
    return len(pieces)


def _role(piece: Piece) -> Role:
    if piece.role in (Role.PARAGRAPH, Role.HEADING):
        if is_furniture(piece.text):
            return Role.FURNITURE
        if is_source_note(piece.text):
            return Role.SOURCE_NOTE
        if piece.role is Role.PARAGRAPH and has_credit(piece.text, in_head=False):
            return Role.CAPTION
    if piece.role is Role.QUOTE and is_furniture(piece.text):
        return Role.FURNITURE
    # "Facebook" or "Video" may be an item of a list in the story, but not as a link to itself.
    if piece.role is Role.LIST_ITEM and piece.linked is not False and is_furniture(piece.text):
        return Role.FURNITURE if piece.linked else piece.role
    return piece.role


def _is_link_title(piece: Piece) -> bool:
    if piece.role not in (Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM):
        return False
    if piece.linked is None:
        return is_title(piece.text) or not is_sentence(piece.text)
    return piece.linked
