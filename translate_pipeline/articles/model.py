"""A localized article: what a report became in one language."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, fields, replace

from translate_pipeline.locales import Locale
from translate_pipeline.reports.model import Block, Role

_BREAKS = re.compile(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one language, in reading order.

    Every text is brought to one line on the way in: control characters and line breaks become one space, so that no
    format has to think of them. Characters that are seen or that shape letters (ZWNJ, no-break spaces) stay.

    Attributes:
        name: the stem of its files.
        locale: the language it is in.
        blocks: its blocks with target text and the source's inline markup; furniture is never among them.
        date: when the original was published, as the source says.
        source: the outlet, in the target language.
        url: the address of the original.
        image: the address of the picture that its first caption belongs to.
        source_headline: the headline of the English original.
        reviewed: whether a person approved every message; if not, the page says that it is a machine translation.
        engine: the engine that drafted it; empty where none did.
        glossary_revision: the revision of the glossary that was enforced.
        modified: when a person or the program last changed the translation, as its catalog says.
        translators: the names of those who reviewed it.
        languages: the languages that this report is published in as web pages, its own among them.

    Raises:
        ValueError: a block is furniture.
    """

    name: str
    locale: Locale
    blocks: tuple[Block, ...]
    date: datetime.datetime | datetime.date | None = None
    source: str = ""
    url: str = ""
    image: str = ""
    source_headline: str = ""
    reviewed: bool = False
    engine: str = ""
    glossary_revision: str = ""
    modified: datetime.datetime | None = None
    translators: tuple[str, ...] = ()
    languages: tuple[Locale, ...] = ()

    def __post_init__(self) -> None:
        """Refuse furniture and bring every text to one line."""
        if any(block.role is Role.FURNITURE for block in self.blocks):
            raise ValueError(f"article {self.name!r} holds furniture")
        object.__setattr__(self, "blocks", tuple(replace(each, text=one_line(each.text)) for each in self.blocks))
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, one_line(value))
        object.__setattr__(self, "translators", tuple(filter(None, map(one_line, self.translators))))

    @property
    def headline(self) -> str:
        """The text of the headline; empty where the article has none."""
        return next((block.plain for block in self.blocks if block.role is Role.HEADLINE), "")


def one_line(text: str) -> str:
    """`text` with each run of line breaks, control characters and plain spaces as one space, and none at the ends."""
    return _BREAKS.sub(" ", _SURROGATES.sub("\ufffd", text)).strip()
