from __future__ import annotations

import datetime
import shutil
import subprocess

import pytest

from translate_pipeline.conventions.dates import head_date, solar_hijri, solar_text_date, text_date, with_solar_dates
from translate_pipeline.conventions.digits import to_locale_digits
from translate_pipeline.errors import InputError
from translate_pipeline.locales import find_locale

DARI = find_locale("fa_AF")
PASHTO = find_locale("ps")


def test_the_head_of_an_article_gives_both_calendars() -> None:
    day = datetime.date(2021, 7, 8)
    assert head_date(day, DARI) == "پنجشنبه، ۱۷ سرطان ۱۴۰۰ (۸ جولای ۲۰۲۱)"
    assert head_date(day, PASHTO) == "پنجشنبه، د ۱۴۰۰ د چنګاښ ۱۷مه (د ۲۰۲۱ د جولای ۸مه)"
    assert head_date(datetime.datetime(2024, 3, 19, 23, 59), DARI) == "سه‌شنبه، ۲۹ حوت ۱۴۰۲ (۱۹ مارچ ۲۰۲۴)"
    assert head_date(datetime.date(2024, 3, 19), PASHTO) == "سه شنبه، د ۱۴۰۲ د کب ۲۹مه (د ۲۰۲۴ د مارچ ۱۹مه)"


def test_a_date_in_text() -> None:
    assert text_date(7, 8, DARI) == "۸ جولای"
    assert text_date(7, 8, PASHTO) == "د جولای ۸مه"
    assert text_date(5, 1, DARI, 2020) == "۱ می ۲۰۲۰"
    assert text_date(5, 1, PASHTO, 2020) == "د ۲۰۲۰ د مۍ ۱مه"
    with pytest.raises(InputError, match="month"):
        text_date(0, 8, DARI)


def test_numbers_alone() -> None:
    assert to_locale_digits("1,200.50 in 2021, COVID-19", PASHTO) == "۱٬۲۰۰٫۵۰ in ۲۰۲۱, COVID-19"


def _leap(year: int) -> bool:
    """The 33-year cycle, good for 1244 to 1472 (K. M. Borkowski, "The Persian calendar for 3000 years", 1996)."""
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def test_solar_years_follow_the_33_year_cycle() -> None:
    day = datetime.date(1921, 3, 21)
    for year in range(1300, 1473):
        lengths = [31] * 6 + [30] * 5 + [30 if _leap(year) else 29]
        for month, length in enumerate(lengths, 1):
            assert solar_hijri(day) == (year, month, 1)
            assert solar_hijri(day + datetime.timedelta(length - 1)) == (year, month, length)
            day += datetime.timedelta(length)


@pytest.mark.skipif(shutil.which("node") is None, reason="no node to compare with")
def test_solar_dates_are_those_of_icu() -> None:
    script = """
        const shown = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn",
            {year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC"});
        for (let day = Date.UTC(1921, 2, 21); day < Date.UTC(2122, 2, 21); day += 86400000 * 5) {
            const part = Object.fromEntries(shown.formatToParts(day).map(each => [each.type, each.value]));
            console.log(new Date(day).toISOString().slice(0, 10), part.year, part.month, part.day);
        }"""
    said = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True).stdout
    lines = [line.split() for line in said.splitlines()]
    assert len(lines) > 14_000
    differ = [day for day, *parts in lines if solar_hijri(datetime.date.fromisoformat(day)) != tuple(map(int, parts))]
    assert differ == []


def test_a_date_before_the_calendar_is_the_users_fault() -> None:
    with pytest.raises(InputError, match="Solar Hijri"):
        solar_hijri(datetime.date(500, 1, 1))


def test_full_dates_in_text_take_the_solar_date_in_brackets() -> None:
    dari = "به تاریخ ۸ جولای ۲۰۲۱ (۱۷ سرطان ۱۴۰۰) رفت، در ۸ جولای و ۳۱ جون ۲۰۲۱ نه"
    assert with_solar_dates("به تاریخ ۸ جولای ۲۰۲۱ رفت، در ۸ جولای و ۳۱ جون ۲۰۲۱ نه", DARI) == dari
    assert with_solar_dates(dari, DARI) == dari
    pashto = "د ۲۰۲۱ د جولای ۸مه (د ۱۴۰۰ د چنګاښ ۱۷مه) وه"
    assert with_solar_dates("د ۲۰۲۱ د جولای ۸مه وه", PASHTO) == pashto
    assert with_solar_dates(pashto, PASHTO) == pashto
    assert solar_text_date(datetime.date(2024, 3, 19), DARI) == "۲۹ حوت ۱۴۰۲"
