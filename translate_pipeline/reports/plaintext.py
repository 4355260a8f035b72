"""Pasted plain text: paragraphs parted by blank lines, one a line, or wrapped at a fixed width."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from translate_pipeline.reports.cues import (
    byline_of,
    has_credit,
    has_dateline,
    is_sentence,
    is_source_note,
    is_title,
)
from translate_pipeline.reports.dates import parse_date, says_updated
from translate_pipeline.reports.decoding import decode_prose
from translate_pipeline.reports.furniture import is_furniture, is_picture_label, is_section_name, titles_after
from translate_pipeline.reports.markup import block_of
from translate_pipeline.reports.model import Block, Report, Role
from translate_pipeline.reports.story import Piece, sort_story
from translate_pipeline.reports.text import clean

# Nobody wraps text wider than this; a longer line is a paragraph.
_WIDEST_WRAP = 120
_LONGEST_HEADLINE = 250
_LONGEST_STANDFIRST = 400
_LONGEST_CAPTION = 400
_LONGEST_HEADING = 80
_MOST_HEADLINE_WORDS = 25
_MOST_NAME_WORDS = 4

_MARK = re.compile(r"[-*•▪◦‣]\s+(?=\S)")
_CLOSED = re.compile(r"[.!?…:;][\"”’'»)\]]*$")


def read(data: bytes, path: Path, name: str) -> Report:
    """The report in a text file.

    Raises:
        InputError: the text is in an unknown encoding.
    """
    texts = split_blocks(decode_prose(data, path))
    head, first = _head(texts)
    dates = [text for text in texts[:first] if parse_date(text)]
    blocks = (*head, *_with_headings(sort_story(_pieces(texts[first:]))))
    return Report(name=name, path=path, blocks=blocks, date=_published(dates))


def split_blocks(text: str) -> list[str]:
    """The blocks of a pasted text, each on one line and clean; list items keep their mark."""
    lines = text.splitlines()
    width = _wrap_width(lines)
    blocks: list[str] = []
    above = ""
    for line in lines:
        cleaned = clean(line)
        if above and cleaned and width and _continues(above, line, width):
            blocks[-1] = _joined(blocks[-1], cleaned)
        elif cleaned:
            blocks.append(cleaned)
        above = line.rstrip() if cleaned else ""
    return blocks


def _wrap_width(lines: Sequence[str]) -> int:
    """The width at which the lines were wrapped, in characters; 0 where a line is a whole paragraph."""
    width = max((len(line.rstrip()) for line in lines if len(line.rstrip()) <= _WIDEST_WRAP), default=0)
    full = [
        (above.rstrip(), line.strip())
        for above, line in pairwise(lines)
        if above.strip() and line.strip() and len(above.rstrip()) <= _WIDEST_WRAP and _is_full(above, line, width)
    ]
    broken = sum(1 for above, line in full if line[0].islower() and not _CLOSED.search(above))
    # Broken lines mostly go on in lower case; a whole paragraph hardly ever starts so.
    return width if broken and broken >= 0.4 * len(full) else 0


def _is_full(above: str, line: str, width: int) -> bool:
    """Whether the first word of a line had no room on the line above it."""
    return len(above.rstrip()) + 1 + len(line.split(maxsplit=1)[0]) > width


def _continues(above: str, line: str, width: int) -> bool:
    text, last = clean(line), clean(above)
    if len(above) > _WIDEST_WRAP or _MARK.match(text) or _stands_alone(text) or _stands_alone(last):
        return False
    indent = len(line) - len(line.lstrip())
    if indent > len(above) - len(above.lstrip()) and not _MARK.match(last):
        return False
    return _is_full(above, line, width) or (text[0].islower() and not _CLOSED.search(last))


def _stands_alone(text: str) -> bool:
    return bool(parse_date(text) or byline_of(text)) or is_furniture(text)


def _joined(above: str, line: str) -> str:
    # "five-" + "year", but "AFP --" + "Flash" and "first-" + "and second-round".
    hyphenated = re.search(r"[^\W_]-$", above) and not re.match(r"(?:and|or|to)\b", line)
    return above + line if hyphenated else f"{above} {line}"


def _head(texts: Sequence[str]) -> tuple[list[Block], int]:
    """The blocks down to the first paragraph, and the place of that paragraph."""
    blocks: list[Block] = []
    headline = False
    for place, text in enumerate(texts):
        role = _role_in_head(texts, place, headline=headline, above=blocks)
        if role is None:
            return blocks, place
        headline = headline or role is Role.HEADLINE
        blocks.append(block_of(role, byline_of(text) or text if role is Role.BYLINE else text))
    return blocks, len(texts)


def _role_in_head(texts: Sequence[str], place: int, *, headline: bool, above: Sequence[Block]) -> Role | None:
    """The role of a block above the first paragraph; None for that paragraph."""
    text, before = texts[place], texts[place - 1] if place else ""
    pictured = is_picture_label(before)
    if is_furniture(text) or parse_date(text):
        return Role.FURNITURE
    if has_credit(text, in_head=True) or (
        headline and pictured and len(text) <= _LONGEST_CAPTION and not has_dateline(text)
    ):
        return Role.CAPTION
    if titles_after(before) and is_title(text) and (headline or _may_be_headline(_next_text(texts, place))):
        return Role.FURNITURE
    if not headline:
        if not _may_be_headline(text):
            return None
        if _may_be_headline(_next_text(texts, place)):
            if byline_of(text):
                return Role.BYLINE
            if is_section_name(text) or len(text.split()) == 1:
                return Role.FURNITURE
        return Role.HEADLINE
    if byline_of(text):
        return Role.BYLINE
    if is_source_note(text):
        return Role.SOURCE_NOTE
    if is_section_name(text):
        return Role.FURNITURE
    if _MARK.match(text) or has_dateline(text):
        return None
    dated_below = _is_dated(texts, place)
    if len(text.split()) <= _MOST_NAME_WORDS and is_title(text) and not _CLOSED.search(text):
        # A name beside the byline or the date is an author or an office.
        beside = dated_below or parse_date(before) or (above and above[-1].role is Role.BYLINE)
        return Role.BYLINE if beside else None
    sole = not any(block.role in (Role.STANDFIRST, Role.BYLINE) for block in above)
    return Role.STANDFIRST if dated_below and sole and len(text) <= _LONGEST_STANDFIRST else None


def _may_be_headline(text: str) -> bool:
    if not text or len(text) > _LONGEST_HEADLINE or has_dateline(text) or _MARK.match(text):
        return False
    return len(text.split()) < _MOST_HEADLINE_WORDS or not _CLOSED.search(text)


def _next_text(texts: Sequence[str], place: int) -> str:
    """The next block that can be a headline; empty where a byline, a caption or running text comes before one."""
    for text in texts[place + 1 :]:
        if is_furniture(text) or parse_date(text) or is_section_name(text):
            continue
        proper = not byline_of(text) and not has_credit(text, in_head=True)
        return text if proper and (is_title(text) or not is_sentence(text)) else ""
    return ""


def _is_dated(texts: Sequence[str], place: int) -> bool:
    """Whether the next block that is no furniture is a date or a byline."""
    following = next((text for text in texts[place + 1 :] if not is_furniture(text)), "")
    return bool(parse_date(following) or byline_of(following))


def _published(lines: Sequence[str]) -> datetime.datetime | datetime.date | None:
    """The date among the date lines of a head: the first that does not tell of an update, else the first."""
    first = next((line for line in lines if not says_updated(line)), lines[0] if lines else "")
    return parse_date(first)


def _pieces(texts: Sequence[str]) -> list[Piece]:
    pieces: list[Piece] = []
    pictured = False
    for text in texts:
        marked = _MARK.match(text)
        if marked and any(letter.isalnum() for letter in text):
            pieces.append(Piece(Role.LIST_ITEM, text[marked.end() :], linked=False))
        elif pictured and len(text) <= _LONGEST_CAPTION and not is_furniture(text):
            pieces.append(Piece(Role.CAPTION, text))
        else:
            pieces.append(Piece(Role.PARAGRAPH, text))
        pictured = is_picture_label(text)
    return pieces


def _with_headings(blocks: list[Block]) -> list[Block]:
    """The blocks, with a short title in front of a paragraph or a list turned into a heading."""
    found = [
        replace(block, role=Role.HEADING) if _is_heading(block, below) else block for block, below in pairwise(blocks)
    ]
    return found + blocks[-1:]


def _is_heading(block: Block, below: Block) -> bool:
    text = block.plain
    return (
        block.role is Role.PARAGRAPH
        and len(text) <= _LONGEST_HEADING
        and is_title(text)
        and (below.role is Role.LIST_ITEM or (below.role is Role.PARAGRAPH and is_sentence(below.plain)))
    )
