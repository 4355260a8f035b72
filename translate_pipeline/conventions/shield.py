"""Hides what the rules must not touch behind private-use characters, and brings it back.

Every hidden piece leaves one mark. Rules never delete, add or reorder marks, so that the pieces return in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from translate_pipeline.conventions.script import LATIN, MARKUP, STRAY, TERM, TOKEN

_URL_END = r"[^\s«»“”\"<>،؛؟⟦⟧]*[^\s«»“”\"<>،؛؟⟦⟧.,;:!?()\[\]']"
_LETTER = "A-Za-zªºÀ-ÖØ-öø-ʯ\u1e00-\u1eff"
_RUN = rf"[0-9{_LETTER}\u0300-\u036f]"
_JOINT = r"[-._'’/@:+&=~#]"

_HIDDEN = re.compile(
    rf"""
      (?P<token> ⟦[^⟦⟧]*⟧ | \{{[A-Za-z0-9_]*\}} | %(?:\([A-Za-z_][A-Za-z0-9_]*\))?[sd](?!{_RUN}) )
    | (?P<markup> </?[A-Za-z0-9]+\ ?/?> | &(?:\#[0-9]+|\#x[0-9A-Fa-f]+|[A-Za-z]+[0-9]*); )
    | (?P<latin> (?<!{_RUN}) (?:
          (?i:(?:https?|ftp)://|www\.|mailto:) {_URL_END}
        | (?:[A-Za-z0-9-]+\.)+[A-Za-z]{{2,}}/ {_URL_END}
        | (?:[A-Za-z]\.){{2,}} (?!{_RUN})
        | (?=(?:[0-9]+{_JOINT})*[0-9]*[{_LETTER}]) [@\#]?{_RUN}+(?:{_JOINT}{_RUN}+)*
      ) )
    """,
    re.VERBOSE,
)
_MAY_HIDE = re.compile(rf"[{_LETTER}⟦{{<]")
_MARKS = {"token": TOKEN, "markup": MARKUP, "latin": LATIN}
_FOUND = re.compile(f"[{TOKEN}{LATIN}{MARKUP}]")
_RESERVED = re.compile(f"[{TERM}{STRAY}{TOKEN}{LATIN}{MARKUP}]")
_PROTECTED = re.compile(f"[{TERM}{STRAY}]")


def _restore(marks: re.Pattern[str], text: str, hidden: Iterable[str]) -> str:
    pieces = iter(hidden)
    return marks.sub(lambda _: next(pieces), text)


def protected(text: str, spans: Sequence[tuple[int, int]], rule: Callable[[str], str]) -> str:
    """`rule` applied to `text` with `spans` (half-open character offsets, any order, may overlap) left as they are."""
    if not spans and not _RESERVED.search(text):
        return rule(text)
    hidden: list[str] = []
    shown: list[str] = []

    def stray(match: re.Match[str]) -> str:
        hidden.append(match[0])
        return STRAY

    position = 0
    for start, end in sorted(spans):
        start = max(start, position)
        if start >= min(end, len(text)):
            continue
        shown += (_RESERVED.sub(stray, text[position:start]), TERM)
        hidden.append(text[start:end])
        position = end
    shown.append(_RESERVED.sub(stray, text[position:]))
    return _restore(_PROTECTED, rule("".join(shown)), hidden)


def may_hide(text: str) -> bool:
    """Whether the text could hold what `unaltered` hides."""
    return "%" in text or _MAY_HIDE.search(text) is not None


def unaltered(text: str, rule: Callable[[str], str]) -> str:
    """`rule` applied to `text` with addresses, Latin words, placeholders, tags and entities left as they are."""
    if not may_hide(text):
        return rule(text)
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match[0])
        return _MARKS[match.lastgroup or "latin"]

    shown = _HIDDEN.sub(hide, text)
    return _restore(_FOUND, rule(shown), hidden) if hidden else rule(text)
