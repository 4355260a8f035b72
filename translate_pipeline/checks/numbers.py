"""The check of numbers: what the source counts, the target counts, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from translate_pipeline.checks.check import Check, Spot, both
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.numerals import (
    AMBIGUOUS,
    ENGLISH_HINTS,
    ENGLISH_SCALES,
    ENGLISH_UNITS,
    SCALES,
    UNITS,
)
from translate_pipeline.checks.words import folded, tokens, vocabulary, words
from translate_pipeline.glossary.matching import Match

_GROUPED = re.compile(r"\d{1,3}(?:[,٬،.]\d{3})+(?:[.٫]\d+)?")
_MARK = re.compile("[.,٫٬،/]")
_AND = {"and", "و"}
# From here on a number word of the source must have its like in the target.
_COUNTS_FROM = 3
# No count that must stand in the target.
_VAGUE = frozenset("third quarter fifth tenth dozen hundred thousand million billion trillion m k".split())
_AFTERNOON = frozenset(("p", "pm", "PM"))
_DECADE = re.compile(r"\d\d(\d\d)s\b")
# Before the number of a placeholder, which another check reports.
_LEFTOVER = ("⟦", "<")
_YEARS = range(1700, 2100)
# From Gregorian years to those of the Solar Hijri calendar, before and after Nowruz.
_SOLAR = (622, 621)


@dataclass(slots=True)
class _Number:
    """A numeric expression: every value that it may be read as, and the words it goes from and to.

    Attributes:
        sure: it is a number for certain, not a word that may mean something else.
    """

    values: set[float]
    first: int
    last: int
    digits: bool
    sure: bool = True

    def span(self, text: str) -> tuple[int, int]:
        """Its offsets in the text that it was found in."""
        return tokens(text)[self.first].start(), tokens(text)[self.last].end()


def _read_digits(text: str) -> tuple[float, ...]:
    """The values that digits with separators may mean: 1.200 is a thousand and more, or a decimal."""
    if text.isdecimal():
        return (int(text),)
    parts = _MARK.split(text)
    values: list[float] = []
    if _GROUPED.fullmatch(text):
        whole, _, decimals = re.sub("[,٬،]", "", text).replace("٫", ".").partition(".")
        values.append(float(f"{int(whole)}.{int(decimals):0{len(decimals)}d}") if decimals else int(whole))
        if "٬" not in text and text.count(".") != 1:
            values.append(int("".join(str(int(part)) for part in parts[:1]) + "".join(map(_western, parts[1:]))))
    if len(parts) == 2:
        values.append(float(f"{int(parts[0])}.{_western(parts[1])}"))
        if "." in text and len(parts[1]) == 3:
            values.append(int(_western(parts[0]) + _western(parts[1])))
    if "٫" not in text and "." not in text and "٬" not in text:
        values += map(int, parts)
    return tuple(values) or tuple(map(int, parts))


def _western(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)


def _words_of(token: str, units: Mapping[str, int], scales: Mapping[str, int]) -> list[str]:
    """The number words of a token: itself, or its parts where ZWNJ joins them (بیست‌ویک); empty where it has none."""
    if token in units or token in scales:
        return [token]
    if "\u200c" not in token or "شنب" in token:
        return []
    known = []
    for part in token.split("\u200c"):
        word = part[1:] if part not in units and part[:1] == "و" else part
        if word not in units and word not in scales:
            break
        known.append(word)
    return known


def _goes_on(last: float, value: int) -> bool:
    """Whether a number word can go on from the one before: twenty-one, and one-and-thirty as Pashto says it."""
    return (value < last and last >= 20) or (last < 10 and 30 <= value < 100)


def _numbers(
    text: str,
    units: Mapping[str, int],
    scales: Mapping[str, int],
    unsure: frozenset[str] = frozenset(),
    names: Sequence[Match] = (),
) -> list[_Number]:
    """The numeric expressions of a text outside `names`; a number word belongs to the expression that runs on to it."""
    found: list[_Number] = []
    run: list[float] = []
    pieces = words(text)
    for index, token in enumerate(pieces):
        if token not in units and token not in scales:
            if token[0].isdecimal():
                if not _inside(text, index, names):
                    values = _read_digits(token)
                    found.append(_Number(set(values), index, index, True))
                    run = [values[0]]
                continue
            if token[0].isupper():
                token = token.lower()
            elif "\u200c" not in token:
                if run and token not in _AND:
                    run = []
                continue
        if token in _AND:
            continue
        known = _words_of(token, units, scales)
        if (
            not known
            or (index + 1 < len(pieces) and pieces[index + 1].startswith("شنب"))
            or _inside(text, index, names)
        ):
            run = []
            continue
        for word in known:
            value = scales.get(word) or units.get(word, 0)
            if run and (word in scales or _goes_on(run[-1], value)):
                _extend(found[-1], run, word, value, scales)
                found[-1].last = index
            else:
                found.append(_Number({value}, index, index, False, False))
                run = [value]
            found[-1].sure = found[-1].sure or (word not in unsure and value >= _COUNTS_FROM)
    return found


def _inside(text: str, index: int, names: Sequence[Match]) -> bool:
    """Whether a word lies in a name of the glossary, whose numbers are the glossary's matter."""
    if not names:
        return False
    position = tokens(text)[index].start()
    return any(name.start <= position < name.stop for name in names)


def _extend(number: _Number, run: list[float], word: str, value: int, scales: Mapping[str, int]) -> None:
    """Take a further number word into an expression: its own value, the sum, the product."""
    if word in scales:
        number.values |= {round(each * value, 6) for each in (*run, *number.values)}
        run[:] = [round(sum(run) * value, 6)]
        number.values.add(run[0])
    else:
        run.append(value)
        number.values |= {value, sum(run), sum(run[-2:])}


def _hints(source: str) -> set[float]:
    known = {word.lower() for word in vocabulary(source)}
    hints: set[float] = set().union(*(ENGLISH_HINTS[word] for word in known if word in ENGLISH_HINTS))
    hints |= {int(decade[1]) for decade in _DECADE.finditer(source)}
    if not known.isdisjoint(_AFTERNOON):
        hints |= {int(word) + 12 for word in words(source) if word.isdecimal() and int(word) < 12}
    return hints


def numbers(message: CheckedMessage) -> Iterator[Spot]:
    """A number that vanished or appeared."""
    source, target, code = message.source, message.target, message.locale.code
    if code not in UNITS:
        return
    wanted = _numbers(source, ENGLISH_UNITS, ENGLISH_SCALES, names=message.matches)
    plain = folded(target)
    got = _numbers(plain, UNITS[code], SCALES[code], AMBIGUOUS[code])
    if not wanted and not got:
        return
    has: set[float] = set().union(*(each.values for each in got))
    has |= {round(value / 100, 6) for value in has if value >= 100 and value % 100 == 0}
    may: set[float] = set().union(*(each.values for each in wanted))
    for each in wanted:
        if not (each.values & has or _solar(each.values, has)) and _needed(each, source, has, plain, code):
            start, end = each.span(source)
            yield Spot(f"{source[start:end]} is missing")
    extra = [each for each in got if (each.digits or each.sure) and not each.values & may]
    if not extra:
        return
    may |= _hints(source) | _name_numbers(message)
    for each in extra:
        if max(each.values) < _COUNTS_FROM - each.digits or each.values & may or _solar(may, each.values):
            continue
        start, end = each.span(plain)
        if plain[:start][-1:] in _LEFTOVER:
            continue
        place = (start, end) if len(plain) == len(target) else (0, 0)
        yield Spot(f"{plain[start:end]} is not in the source", *place)


def _needed(number: _Number, source: str, has: set[float], target: str, code: str) -> bool:
    """Whether a number of the source that the target does not count must stand there."""
    if max(number.values) in (0, 1):
        return False
    start, end = number.span(source)
    if number.digits:
        if not _AFTERNOON.isdisjoint(vocabulary(source)) and any(value + 12 in has for value in number.values):
            return False
        nineties = source[end : end + 1] == "s" and any(value % 100 in has for value in number.values)
        if nineties or source[:start][-1:].isalpha():
            return False
    elif max(number.values) < _COUNTS_FROM or source[start:end].lower() in _VAGUE or _is_name(source, start):
        return False
    return not _fused(number.values, target, code)


def _is_name(source: str, start: int) -> bool:
    """A capital within a sentence: Six Flags."""
    return source[start].isupper() and source[:start].rstrip(" \"“'‘(")[-1:] not in ("", ".", "!", "?", ":", "-")


def _fused(values: set[float], target: str, code: str) -> bool:
    """Whether a longer word begins with one of the numbers: چهارماهه, هزارمین, قرن هفدهمی."""
    wanted = tuple(word for word, value in _by_value(code).items() if value in values)
    return any(token.startswith(wanted) for token in words(target))


@cache
def _by_value(code: str) -> dict[str, int]:
    """The number words of three letters and more, which other words may begin with."""
    return {word: value for word, value in (UNITS[code] | SCALES[code]).items() if len(word) >= 3}


def _solar(source: set[float], target: set[float]) -> bool:
    """Whether a year of the source stands in the target as one of the Solar Hijri calendar."""
    return any(value in _YEARS and not target.isdisjoint(value - gap for gap in _SOLAR) for value in source)


def _name_numbers(message: CheckedMessage) -> set[float]:
    """Numbers inside the names of the source and their approved forms (1TV, G7)."""
    values: set[float] = set()
    for match in message.matches:
        forms = match.term.forms[message.locale.code].all
        for text in (message.source[match.start : match.stop], *map(folded, forms)):
            for number in _numbers(text, ENGLISH_UNITS | UNITS[message.locale.code], SCALES[message.locale.code]):
                values |= number.values
    return values


CHECKS = (
    Check(
        "number",
        Severity.WARNING,
        "A number of the source is missing, or one stands that the source does not have.",
        "12 = ۱۲ = دوازده; 3.5 = ۳٫۵; 40,000 = ۴۰ هزار = ۴۰ زره; 90 percent = ۹۰ درصد = ۹۰ سلنه; four = چهار / څلور. "
        "Years of the Solar Hijri calendar, 24-hour clock times and the numbers of glossary names are read "
        "as what they are. One and two in words, dozens, hundreds and fractions need not be there.",
        both(
            "The flood killed 69 people in four villages.",
            ("سیلاب ۹۶ تن را در چهار قریه کشت.", "سیلاب ۶۹ تن را در چهار قریه کشت."),
            ("سېلاب په څلورو کلیو کې ۹۶ تنه ووژل.", "سېلاب په څلورو کلیو کې ۶۹ تنه ووژل."),
        ),
        numbers,
    ),
)
