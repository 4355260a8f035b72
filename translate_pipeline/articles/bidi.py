"""Isolating what runs left to right inside a right-to-left text.

By the Unicode Bidirectional Algorithm (UAX 9) a Latin name drags neighbouring digits and punctuation to its side, and
a phone number written in groups is shown with its groups in reverse. `<bdi>` takes such a piece out of the
surrounding order. A number that is shown correctly without it (۱۲٫۵, ۱۴:۳۰, ۱۴۰۰/۰۴/۱۷, a range ۱۰–۲۰) is left alone:
isolating a range would turn it round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_LETTER = f"{_LATIN}Ͱ-ͽͿ-Ͼ\u0400-ԯ"
_WORD = f"[0-9]*[{_LETTER}][{_LETTER}0-9\u0300-\u036f]*"
_JOINT = r"(?:[.,]?[ \u00a0](?:& )?|[-–'’./&_@:+](?=[^\s]))"
_DIGIT = "[0-9٠-٩۰-۹]"
_AHEAD_OF_NUMBER = r"(?<![^\s(«“\[])"

_RUN = re.compile(
    rf"""
      (?P<address> (?: https?:// | www\. ) [!-~]+ (?<![.,;:!?'")\]}}]) )
    | (?P<number>
          {_AHEAD_OF_NUMBER} (?: \+ | 0 | ۰ | ٠ ) (?= (?: [-\ .()/]* {_DIGIT} ){{7}} )
              {_DIGIT}* (?: [-\ .()/]{{1,2}} {_DIGIT}+ )+
        | {_AHEAD_OF_NUMBER} {_DIGIT}{{4}} (?: - {_DIGIT}{{1,2}} ){{2}} (?! {_DIGIT} )
        | {_AHEAD_OF_NUMBER} [-+−] {_DIGIT}+ (?: [.,٫٬] {_DIGIT}+ )*
      )
    | (?P<name>
          [@#]? {_WORD} (?: {_JOINT} (?: {_WORD} | [0-9]+ (?! [{_LETTER}0-9] ) ) )*
          (?: \+\+ | (?<= [A-Z]\.[A-Z] ) \. | [+#] (?! {_DIGIT} ) )?
      )
    """,
    re.VERBOSE,
)
_SOME_LATIN = re.compile(f"[{_LATIN}]")
_SOME_ARABIC = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ENGLISH = re.compile(rf"(?:[{_LATIN}]|[^{_LETTER}])+")


def left_to_right(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where a right-to-left text holds what must be isolated: half-open offsets, and whether it is an English name."""
    for run in _RUN.finditer(text):
        yield run.start(), run.end(), bool(run["name"] is not None and _ENGLISH.fullmatch(run["name"]))


def isolate(text: str) -> Markup:
    """`text` escaped for HTML, with `<bdi>` around Latin names, addresses, phone numbers, signed numbers, ISO dates.

    What a reader sees is `text`, character for character. Names in Latin script come from an English report and are
    marked as English, so that screen readers pronounce them; names in other scripts carry no language.
    """
    from markupsafe import Markup, escape

    parts = []
    end = 0
    for start, stop, english in left_to_right(text):
        parts.append(escape(text[end:start]))
        tag = '<bdi dir="ltr" lang="en">{}</bdi>' if english else '<bdi dir="ltr">{}</bdi>'
        parts.append(Markup(tag).format(text[start:stop]))
        end = stop
    parts.append(escape(text[end:]))
    return Markup("").join(parts)


def is_left_to_right(text: str) -> bool:
    """Whether all of `text` runs left to right: it has Latin letters, and none of Arabic script."""
    return bool(_SOME_LATIN.search(text)) and not _SOME_ARABIC.search(text)
