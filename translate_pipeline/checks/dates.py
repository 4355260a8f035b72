"""The check of dates: months and weekdays of the source stand in the target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_pipeline.checks.check import Check, Spot, both
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.words import folded, vocabulary
from translate_pipeline.conventions.registry import CONVENTIONS

_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = {"Jan": 0, "Feb": 1, "Mar": 2, "Apr": 3, "Jun": 5, "Jul": 6, "Aug": 7, "Sept": 8, "Sep": 8, "Oct": 9}
_SHORT |= {"Nov": 10, "Dec": 11}
_MONTH_NUMBER = {**{name: index for index, name in enumerate(_MONTHS)}, **_SHORT}
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NAMES = frozenset(_MONTH_NUMBER)
_DAY_NAMES = frozenset(
    [*_DAYS, *(f"{day}s" for day in _DAYS), *(f"{day}'s" for day in _DAYS), *(f"{day}’s" for day in _DAYS)]
)
# March, May and the short names are months only beside what dates have.
_MONTH = re.compile(
    r"\b(?P<sure>January|February|April|June|July|August|September|October|November|December)\b"
    r"|(?:\d(?:st|nd|rd|th)?(?: of)?|\b(?:[Ii]n|[Oo]n|[Ss]ince|[Uu]ntil|[Ll]ast|[Nn]ext|[Ee]arly|[Ll]ate|[Mm]id|[Bb]y"
    r"|[Oo]f|and|to|from|this))[ -](?P<after>March|May)\b(?! \d+(?:st|nd|rd|th)? (?:people|percent))"
    r"|\b(?P<before>March|May|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?) \d"
)
_PERSON_BEFORE = re.compile(r"(?:Theresa|Brian|Elaine|James|Peter) $")
_DAY = re.compile(r"\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?\b")

# How months are written besides the house style, folded; the second column's are Iran's.
_OTHERS = {
    "fa_AF": (
        "ژانویه جنوری",
        "فوریه فبروری فروری فبرواری",
        "مارس مارچ",
        "اوریل اپریل",
        "مه می",
        "ژوین ژوین جون",
        "ژوییه جولای ژولای جولایی جولاي",
        "اوت اگست اگوست",
        "سپتامبر سپتمبر",
        "اکتبر اکتوبر",
        "نوامبر نومبر",
        "دسامبر دسمبر",
    ),
    "ps": (
        "جنوری جنور ژانویه",
        "فبروری فروری فبرور فوریه",
        "مارچ مارس",
        "اپریل اوریل",
        "می مه",
        "جون ژوین",
        "جولای جولایی ژوییه جولا",
        "اگست اگوست اوت",
        "سپتمبر سپتامبر سپتیمبر",
        "اکتوبر اکتبر",
        "نومبر نوامبر نوومبر",
        "دسمبر دسامبر دیسمبر",
    ),
}
_FORMS = {
    code: tuple(
        frozenset(others.split()) | {folded(month)} for others, month in zip(_OTHERS[code], each.months, strict=True)
    )
    for code, each in CONVENTIONS.items()
    if code in _OTHERS
}
_SOLAR = {code: frozenset(map(folded, each.solar_months)) for code, each in CONVENTIONS.items()}
# Without May, which is a prefix of verbs and "my".
_GREGORIAN = {code: frozenset().union(*(*forms[:4], *forms[5:])) for code, forms in _FORMS.items()}
_ENDINGS = ("ه", "ی", "و", "م")
_WEEKDAY = re.compile("(?:(یک|دو|سه|سی|سې|چهار|چار|پنج|پنځ|پنځه)[ \u200c-]*)?شنب[هی]|(جمع[هی])")
_WEEKDAY_NUMBERS = {"یک": 6, "دو": 0, "سه": 1, "سی": 1, "چهار": 2, "چار": 2, "پنج": 3, "پنځ": 3, "پنځه": 3}


def dates(message: CheckedMessage) -> Iterator[Spot]:
    """A month or a weekday of the source that the target lacks."""
    code = message.locale.code
    source = message.source
    if code not in _FORMS:
        return
    words_of_source = vocabulary(source)
    months = [] if _NAMES.isdisjoint(words_of_source) else _MONTH.findall(source)
    if months:
        target = folded(message.target)
        words = {part for token in vocabulary(target) for part in token.split("\u200c")}
        words |= {word[:-1] for word in words if len(word) > 3 and word.endswith(_ENDINGS)}
        if not (_SOLAR[code] & words and words.isdisjoint(_GREGORIAN[code])):
            for name in dict.fromkeys(first or second or third.rstrip(".") for first, second, third in months):
                if _PERSON_BEFORE.search(source[: source.index(name)]):
                    continue
                number = _MONTH_NUMBER[name]
                if _FORMS[code][number].isdisjoint(words):
                    yield Spot(f"{name} ({CONVENTIONS[code].months[number]}) is missing")
    days = [] if _DAY_NAMES.isdisjoint(words_of_source) else _DAY.findall(source)
    if days:
        found = {_weekday(each) for each in _WEEKDAY.finditer(folded(message.target))}
        for name in dict.fromkeys(days):
            number = _DAYS.index(name)
            if number not in found:
                yield Spot(f"{name} ({CONVENTIONS[code].weekdays[number]}) is missing")


def _weekday(found: re.Match[str]) -> int:
    if found[2]:
        return 4
    return _WEEKDAY_NUMBERS[found[1]] if found[1] else 5


CHECKS = (
    Check(
        "date",
        Severity.WARNING,
        "A month or weekday of the source is missing.",
        "Any spelling of the month counts, Iran's too: whether it is well written is another question. A date of the "
        "Solar Hijri calendar stands for one of the Gregorian.",
        both(
            "He left on Thursday, July 8.",
            ("او روز جمعه، ۸ جولای رفت.", "او روز پنجشنبه، ۸ جولای رفت."),
            ("هغه د پنجشنبې په ورځ، د جون ۸مه ولاړ.", "هغه د پنجشنبې په ورځ، د جولای ۸مه ولاړ."),
        ),
        dates,
    ),
)
