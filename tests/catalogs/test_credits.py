from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from translate_pipeline.catalogs.credits import reviewers, revised
from translate_pipeline.catalogs.po_file import parse_catalog

HEADER = """\
# Dari translation of floods
# Copyright (C) 2021 The Newsroom
# This file is distributed under the same license as the floods package.
# Zarghona Amin <z@news.example>, 2021.
# فرید رسولی <f@news.example>, 2021, 2022.
# FIRST AUTHOR <EMAIL@ADDRESS>, YEAR.
#
msgid ""
msgstr ""
"PO-Revision-Date: {date}\\n"
"Last-Translator: {last}\\n"
"Language: fa_AF\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"""


def catalog(last: str = "", date: str = "2021-07-09 16:05+0430"):  # type: ignore[no-untyped-def]
    return parse_catalog(HEADER.replace("{date}", date).replace("{last}", last).encode(), Path("a.po"))


@pytest.mark.parametrize(
    ("last", "added"),
    [
        ("Laila Sediqi <l@news.example>", ("Laila Sediqi",)),
        ("Laila Sediqi", ("Laila Sediqi",)),
        ("Zarghona  Amin <other@news.example>", ()),
        ("Automatically generated", ()),
        ("FULL NAME <EMAIL@ADDRESS>", ()),
        ("<l@news.example>", ()),
        ("", ()),
    ],
)
def test_reviewers_are_those_whom_the_header_names(last: str, added: tuple[str, ...]) -> None:
    assert reviewers(catalog(last)) == ("Zarghona Amin", "فرید رسولی", *added)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021-07-09 16:05+0430", datetime.datetime(2021, 7, 9, 11, 35, tzinfo=datetime.UTC)),
        ("2021-07-09 16:05:09+00:00", datetime.datetime(2021, 7, 9, 16, 5, 9, tzinfo=datetime.UTC)),
        ("1970-01-01 00:00+0000", None),
        ("YEAR-MO-DA HO:MI+ZONE", None),
        ("2021-13-40 16:05+0430", None),
        ("", None),
    ],
)
def test_the_date_of_the_last_change(text: str, date: datetime.datetime | None) -> None:
    assert revised(catalog(date=text)) == date
