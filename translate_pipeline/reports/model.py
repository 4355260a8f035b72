"""The noun in the middle of the reading room: a report and its blocks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from translate_pipeline.reports.inline import Inline, plain


class Role(StrEnum):
    """What a block is to the story; the `msgctxt` of its message."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    CAPTION = "caption"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST_ITEM = "list-item"
    SOURCE_NOTE = "source-note"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a report and its role.

    Attributes:
        text: NFC, single spaces, on one line, its inline markup as short tags (`reports.inline`); the msgid of its
            message.
        inline: what its tags are, by number.
        image: of a caption, the address of its picture; empty where the source gives no whole one.
    """

    role: Role
    text: str
    inline: tuple[Inline, ...] = ()
    image: str = ""

    @property
    def plain(self) -> str:
        """The text as a reader sees it, without tags."""
        return plain(self.text)


@dataclass(frozen=True, slots=True)
class Report:
    """One English source document, in reading order.

    Attributes:
        name: the stem of its output files; letters, digits, `-`, `_` and `.` only.
        path: the file it was read from.
        blocks: all its blocks, furniture included, so that nothing a reader saw is silently lost.
        date: when it was published; a plain date where the source gives no time.
        source: the outlet, as the report names it; empty where it does not.
        url: the address of the original; empty where the report does not carry one.
        image: the address of the leading picture, which the first caption belongs to unless that has its own; empty
            where there is none.
        language: BCP 47 tag of the text.
    """

    name: str
    path: Path
    blocks: tuple[Block, ...]
    date: datetime.datetime | datetime.date | None = None
    source: str = ""
    url: str = ""
    image: str = ""
    language: str = "en"

    @property
    def headline(self) -> str:
        """The text of the headline; empty where the report has none."""
        return next((block.plain for block in self.blocks if block.role is Role.HEADLINE), "")

    @property
    def story(self) -> tuple[Block, ...]:
        """The blocks that are translated: everything but the furniture."""
        return tuple(block for block in self.blocks if block.role is not Role.FURNITURE)
