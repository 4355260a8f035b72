"""Dates as Afghan newsrooms write them, in both calendars."""

from __future__ import annotations

import datetime

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
