"""The head of a written document, Markdown or DOCX: what stands above its first paragraph, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from translate_pipeline.reports.cues import byline_of, has_credit, is_source_note
from translate_pipeline.reports.dates import parse_date
from translate_pipeline.reports.furniture import is_furniture
from translate_pipeline.reports.markup import Span, block_of
from translate_pipeline.reports.model import Block, Role
from translate_pipeline.reports.story import Piece


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a document, flat.

    Attributes:
        role: what its markup makes of it.
        text: clean text, without markup.
        level: of a heading, 1 to 6; otherwise 0.
        emphasized: whether all of it is emphasized.
        linked: whether all of it is a link.
        image: the address of a picture in it.
        spans: the inline markup over the text.
    """

    role: Role
    text: str
    level: int = 0
    emphasized: bool = False
    linked: bool = False
    image: str = ""
    spans: tuple[Span, ...] = ()

    def block(self, role: Role) -> Block:
        """The passage as a block of some role."""
        block = block_of(role, self.text, self.spans)
        return replace(block, image=self.image) if role is Role.CAPTION and self.image else block

    @property
    def piece(self) -> Piece:
        """The passage as a piece of the story below the head."""
        return Piece(self.role, self.text, linked=self.linked, spans=self.spans, image=self.image)


def head_of(passages: Sequence[Passage], stated: Mapping[str, str]) -> tuple[list[Block], int]:
    """The blocks down to the first paragraph, and the place of that paragraph.

    Args:
        passages: the document.
        stated: what is said of it apart from its text: `title`, `standfirst`, `byline`, `caption`.
    """
    headline: Block | None = None
    title, byline = stated.get("title", ""), stated.get("byline", "")
    own: dict[Role, list[Block]] = {
        Role.STANDFIRST: [block_of(Role.STANDFIRST, stated.get("standfirst", ""))],
        Role.BYLINE: [block_of(Role.BYLINE, byline_of(byline) or byline)],
        Role.CAPTION: [block_of(Role.CAPTION, stated.get("caption", ""))],
    }
    furniture: list[str] = []
    notes: list[Block] = []
    place = 0
    for place, passage in enumerate([*passages, None]):  # noqa: B007
        if passage is None:
            break
        text = passage.text
        if passage.level == 1 and headline is None:
            headline = passage.block(Role.HEADLINE)
        elif passage.level and _same(text, title):
            headline = headline or passage.block(Role.HEADLINE)
        elif passage.role is Role.FURNITURE or is_furniture(text) or parse_date(text):
            furniture.append(text)
        elif passage.role is Role.CAPTION or (passage.role is Role.PARAGRAPH and has_credit(text, in_head=True)):
            own[Role.CAPTION].append(passage.block(Role.CAPTION))
        elif passage.role is Role.STANDFIRST:
            own[Role.STANDFIRST].append(passage.block(Role.STANDFIRST))
        elif passage.role is not Role.PARAGRAPH:
            break
        elif is_source_note(text):
            notes.append(passage.block(Role.SOURCE_NOTE))
        elif who := byline_of(text):
            own[Role.BYLINE].append(block_of(Role.BYLINE, who))
        elif any(_same(text, known.plain) for known in own[Role.STANDFIRST]) or (
            passage.emphasized and not any(known.text for known in own[Role.STANDFIRST])
        ):
            own[Role.STANDFIRST].append(passage.block(Role.STANDFIRST))
        else:
            break
    if headline is not None and title and not _same(headline.plain, title):
        furniture.insert(0, title)
    head = [headline or block_of(Role.HEADLINE, title)]
    for blocks in own.values():
        # A text of the front matter that stands below it too is one; the one below has its markup.
        head += {block.plain: block for block in blocks}.values()
    head += [*notes, *(block_of(Role.FURNITURE, text) for text in furniture)]
    return [block for block in head if block.text], place


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
