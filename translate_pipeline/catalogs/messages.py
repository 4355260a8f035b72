"""From a report to the messages of its catalogs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from translate_pipeline.reports.inline import Inline, plain
from translate_pipeline.reports.model import Report, Role


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """A message before anyone translates it.

    Attributes:
        role: its msgctxt.
        text: its msgid, with the tags of its inline markup.
        blocks: the numbers, counted from 1, of the story's blocks that say it.
        inline: what the tags are, in the first of those blocks.
    """

    role: Role
    text: str
    blocks: tuple[int, ...] = field(default=())
    inline: tuple[Inline, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Msgctxt and msgid."""
        return str(self.role), self.text

    @property
    def plain(self) -> str:
        """The text without tags, as names are looked for in it."""
        return plain(self.text)


def messages_of(report: Report) -> Sequence[SourceMessage]:
    """The messages of a report in reading order; a text that stands twice in one role is one message."""
    blocks: dict[tuple[Role, str], list[int]] = {}
    inline: dict[tuple[Role, str], tuple[Inline, ...]] = {}
    for number, block in enumerate(report.story, 1):
        blocks.setdefault((block.role, block.text), []).append(number)
        inline.setdefault((block.role, block.text), block.inline)
    return [SourceMessage(role, text, tuple(numbers), inline[role, text]) for (role, text), numbers in blocks.items()]
