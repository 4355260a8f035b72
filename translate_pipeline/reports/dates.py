"""Lines that are nothing but the date of a report."""

from __future__ import annotations

import datetime
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

# Offsets from UTC in minutes, of the zones that English news pages name.
_ZONES = {
    "z": 0, "gmt": 0, "utc": 0, "bst": 60, "cet": 60, "cest": 120, "msk": 180,
    "aft": 270, "kabul time": 270, "est": -300, "edt": -240,
}  # fmt: skip

_UPDATED = r"(?:last\s+)?(?:updated|modified)"
_LABEL = rf"(?:{_UPDATED}|(?:first\s+)?(?:published|posted)|(?:publication\s+)?date)(?:\s+(?:on|at))?\s*:?\s+"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?,?\s+"
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12][0-9]{3})"
_TIME = (
    r"(?:(?:\s*[,|·•–—-]\s*|\s+(?:at\s+)?)"
    r"(?P<hour>[0-2]?[0-9])[:.](?P<minute>[0-5][0-9])(?::[0-5][0-9])?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?"
    rf"(?:\s*\(?(?P<zone>{'|'.join(_ZONES)})?(?P<offset>[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?)?\)?)?)?"
)
# A time in front of the day; both cannot be there.
_TIME_FIRST = (
    r"(?:(?P<hour>[0-2]?[0-9])[:.](?P<minute>[0-5][0-9])(?:\s*(?P<half>[ap])\.?m\.?)?"
    rf"(?:\s*\(?(?P<zone>{'|'.join(_ZONES)})?(?P<offset>[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?)?\)?)?(?:\s*,\s*|\s+(?:on\s+)?))"
)
_DAYS = (rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}", rf"{_DAY}\s+{_MONTH},?\s+{_YEAR}")
_FORMS = tuple(
    re.compile(rf"(?P<label>{_LABEL})?(?:{_WEEKDAY})?{form}{_TIME}", re.IGNORECASE)
    for form in (
        *_DAYS,
        rf"{_YEAR}[-/](?P<month>[01][0-9])[-/]{_DAY}",
    )
) + tuple(re.compile(rf"(?P<label>{_LABEL})?{_TIME_FIRST}(?:{_WEEKDAY})?{day}", re.IGNORECASE) for day in _DAYS)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(?:Z|[+-][0-9:]+)?", re.IGNORECASE)
_SAYS_UPDATED = re.compile(_UPDATED, re.IGNORECASE)
_LONGEST = 80


def parse_date(text: str) -> datetime.datetime | datetime.date | None:
    """The date that a line consists of, or None where it holds anything else or no such day exists.

    A time without a zone gives a datetime without one. All-number dates other than year-month-day are not read: the
    day and the month could not be told apart.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return None
    if _ISO.fullmatch(text):
        try:
            return datetime.datetime.fromisoformat(text)
        except ValueError:
            return None
    for form in _FORMS:
        if found := form.fullmatch(text):
            try:
                return _dated(found)
            except (ValueError, OverflowError):
                return None
    return None


def says_updated(text: str) -> bool:
    """Whether a date line tells of a later change, not of the first publication."""
    return _SAYS_UPDATED.match(text.strip()) is not None


def _dated(found: re.Match[str]) -> datetime.datetime | datetime.date:
    month = found["month"].lower()
    date = datetime.date(int(found["year"]), _MONTHS.get(month) or int(month), int(found["day"]))
    if found["hour"] is None:
        return date
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    return datetime.datetime.combine(date, datetime.time(hour, int(found["minute"]), tzinfo=_zone(found)))


def _zone(found: re.Match[str]) -> datetime.tzinfo | None:
    if not found["zone"] and not found["offset"]:
        return None
    minutes = _ZONES[found["zone"].lower()] if found["zone"] else 0
    if offset := found["offset"]:
        digits = offset[1:].replace(":", "")
        hours, rest = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
        minutes += (-1 if offset[0] == "-" else 1) * (int(hours) * 60 + int(rest))
    return datetime.timezone(datetime.timedelta(minutes=minutes)) if minutes else datetime.UTC
