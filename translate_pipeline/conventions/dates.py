"""Dates as Afghan newsrooms write them, in both calendars.

Not through Babel 2.18 (CLDR 48), which writes Latin digits (`8 جولای 2021`), has no Solar Hijri calendar, puts the year
first in Pashto (`د 2021 د جولای 8`, where the news has `۸مه`), and calls Thursday `پينځنۍ` where it has `پنجشنبه`. The
Gregorian months of Dari are CLDR's; the Pashto ones with ګ and ټ as broadcasters spell them.
"""

from __future__ import annotations

import datetime
import re
from functools import cache

from translate_pipeline.conventions.convention import Convention
from translate_pipeline.conventions.digits import to_locale_digits
from translate_pipeline.conventions.registry import convention_of
from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale


def solar_hijri(date: datetime.date) -> tuple[int, int, int]:
    """Year, month and day of the Solar Hijri calendar.

    Raises:
        InputError: the date lies outside the calendar's arithmetic.
    """
    from persiantools.jdatetime import JalaliDate

    try:
        jalali = JalaliDate(datetime.date(date.year, date.month, date.day))  # type: ignore[no-untyped-call]
    except ValueError as error:
        raise InputError(f"no Solar Hijri date for {date}", remedy="give a date from 622-03-22 on") from error
    return jalali.year, jalali.month, jalali.day


def _written(convention: Convention, months: tuple[str, ...], year: int | None, month: int, day: int) -> str:
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        raise InputError(f"no month {month} with a day {day}", remedy="give a month of 1 to 12 and a day of 1 to 31")
    pattern = convention.date if year is None else convention.date_year
    return pattern.format(year=year, month=months[month - 1], day=day)


def text_date(month: int, day: int, locale: Locale, year: int | None = None) -> str:
    """A Gregorian date in running text: ۸ جولای, د جولای ۸مه.

    Raises:
        InputError: no such month or day, or the locale has no conventions.
    """
    convention = convention_of(locale)
    return to_locale_digits(_written(convention, convention.months, year, month, day), locale)


def head_date(date: datetime.date, locale: Locale) -> str:
    """The line at the head of an article: weekday, Solar Hijri date, Gregorian date in brackets.

    Raises:
        InputError: the date has no Solar Hijri one, or the locale has no conventions.
    """
    convention = convention_of(locale)
    solar = _written(convention, convention.solar_months, *solar_hijri(date))
    gregorian = _written(convention, convention.months, date.year, date.month, date.day)
    return to_locale_digits(f"{convention.weekdays[date.weekday()]}، {solar} ({gregorian})", locale)


def solar_text_date(date: datetime.date, locale: Locale) -> str:
    """A Solar Hijri date in running text: ۱۷ سرطان ۱۴۰۰, د ۱۴۰۰ د چنګاښ ۱۷مه.

    Raises:
        InputError: the date has no Solar Hijri one, or the locale has no conventions.
    """
    convention = convention_of(locale)
    return to_locale_digits(_written(convention, convention.solar_months, *solar_hijri(date)), locale)


@cache
def _full_date(locale: Locale) -> re.Pattern[str]:
    convention = convention_of(locale)
    pattern = re.escape(convention.date_year.format(day="@d", month="@m", year="@y"))
    for mark, shown in (("@d", "(?P<day>[۰-۹]{1,2})"), ("@m", f"(?P<month>{'|'.join(convention.months)})")):
        pattern = pattern.replace(mark, shown)
    pattern = pattern.replace("@y", "(?P<year>[۰-۹]{4})").replace(r"\ ", "[ ،]+")
    return re.compile(rf"(?<![۰-۹\w]){pattern}(?![۰-۹\w])(?! ?\()")


def with_solar_dates(text: str, locale: Locale) -> str:
    """`text` with the Solar Hijri date in brackets after each full Gregorian one: ۸ جولای ۲۰۲۱ (۱۷ سرطان ۱۴۰۰).

    Doing it twice changes nothing more; a date with a bracket after it stays.

    Args:
        text: target text in the house style, as `localize` returns it.
        locale: its language.

    Raises:
        InputError: the locale has no conventions.
    """
    convention = convention_of(locale)

    def bracketed(match: re.Match[str]) -> str:
        year, day = int(match["year"]), int(match["day"])
        try:
            date = datetime.date(year, convention.months.index(match["month"]) + 1, day)
            return f"{match[0]} ({solar_text_date(date, locale)})"
        except (ValueError, InputError):
            return match[0]

    return _full_date(locale).sub(bracketed, text)
