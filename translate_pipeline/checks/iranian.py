"""The check of Iranian words in Dari, by the table `glossaries/dari.csv`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from translate_pipeline.checks.check import Check, Example, Spot
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.starter import starter_folder

TABLE = Path("glossaries") / "dari.csv"
_LOCALE = "fa_AF"
_NOT_WORDS = frozenset({"keep"})
# Endings that the table's words take: plural, indefinite, ezafe.
_ENDING = "(?:\u200c?ها(?:یی|ی)?|\u200c?ی|\u0654)?"


@dataclass(frozen=True, slots=True)
class Word:
    """What Dari writes for a Persian word.

    Attributes:
        english: words of which the source must have one; empty where any source will do.
    """

    persian: str
    dari: str
    english: tuple[str, ...] = ()


def read_table(path: Path) -> list[Word]:
    """The Persian words of a table with at least the columns `persian` and `dari`; none where there is no table.

    Rows that ask for a context in the target are left out: whether they are meant is for the conventions to say.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError:
        return []
    words = []
    for row in csv.DictReader(lines):
        cells = {name: (value or "").strip() for name, value in row.items() if isinstance(value, str)}
        persian, dari = cells.get("persian", ""), cells.get("dari", "").split("|")[0]
        if not persian or not dari or persian == dari or cells.get("context") or cells.get("class") in _NOT_WORDS:
            continue
        words.append(Word(persian, dari, tuple(filter(None, cells.get("english", "").lower().split("|")))))
    return words


@cache
def _table() -> tuple[Mapping[str, Word], re.Pattern[str] | None]:
    words = {word.persian: word for word in read_table(starter_folder() / TABLE)}
    if not words:
        return words, None
    longest_first = sorted(words, key=len, reverse=True)
    pattern = rf"(?<![\w\u200c])(?P<word>{'|'.join(map(re.escape, longest_first))}){_ENDING}(?![\w\u200c])"
    return words, re.compile(pattern)


def iranian(message: CheckedMessage) -> Iterator[Spot]:
    """A word of Iran for which Afghanistan has another."""
    if message.locale.code != _LOCALE:
        return
    words, pattern = _table()
    if pattern is None:
        return
    accepted = " ".join(form for match in message.matches for form in match.term.forms[_LOCALE].all)
    source = ""
    for found in pattern.finditer(message.target):
        word = words[found["word"]]
        if word.english:
            source = source or message.source.lower()
            if not any(each in source for each in word.english):
                continue
        if found["word"] not in accepted:
            yield Spot(f"{found[0]} is said in Iran; Dari has {word.dari}", found.start(), found.end())


CHECKS = (
    Check(
        "iranian",
        Severity.INFO,
        "A word of Iranian Persian for which Dari has its own.",
        f"By the table {TABLE.as_posix()}. Names of the glossary do not count; an editor may keep the word.",
        {_LOCALE: Example("He works at the hospital.", "او در بیمارستان کار می‌کند.", "او در شفاخانه کار می‌کند.")},
        iranian,
    ),
)
