"""Pages of many layouts: how many blocks of each come out, and what else is told of them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from benchmarks.reading import LAYOUTS, OTHERS, Score, expected_of, layouts, ours, page_of, score
from translate_pipeline.reports.model import Report, Role
from translate_pipeline.reports.reader import find_reports, read_report

# What the reader was made with must stay; the other pages say how it does where it was not.
_LEAST, _LEAST_OF_ALL = 0.9, 0.97
_LEAST_UNSEEN, _LEAST_OF_ALL_UNSEEN = 0.6, 0.85


def read(name: str) -> Report:
    return read_report(LAYOUTS / f"{name}.html")


def test_there_are_at_least_twelve_layouts() -> None:
    assert len(layouts()) >= 12
    assert len(layouts(unseen=True)) >= 3


@pytest.mark.parametrize("path", layouts(), ids=lambda path: path.stem)
def test_the_blocks_of_a_layout_are_found_with_their_roles(path: Path) -> None:
    each = score(ours(path), expected_of(path), roles=True)
    assert each.precision >= _LEAST
    assert each.recall >= _LEAST


@pytest.mark.parametrize("path", layouts(unseen=True), ids=lambda path: path.stem)
def test_the_blocks_of_a_layout_that_nobody_tuned_for_are_mostly_found(path: Path) -> None:
    each = score(ours(path), expected_of(path))
    assert each.precision >= _LEAST_UNSEEN
    assert each.recall >= _LEAST_UNSEEN


@pytest.mark.parametrize(("unseen", "least"), [(False, _LEAST_OF_ALL), (True, _LEAST_OF_ALL_UNSEEN)])
def test_over_all_layouts_precision_and_recall_are_above_those_of_other_extractors(unseen: bool, least: float) -> None:
    total = Score(0, 0, 0)
    others = dict.fromkeys(OTHERS, total)
    for path in layouts(unseen=unseen):
        expected = expected_of(path)
        total += score(ours(path), expected)
        for name, extract in OTHERS.items():
            others[name] += score(extract(page_of(path)), expected)
    assert min(total.precision, total.recall) >= least
    for name, other in others.items():
        assert total.precision > other.precision, name
        assert total.recall > other.recall, name


def test_each_caption_has_its_own_picture() -> None:
    report = read("gallery")
    pictures = [block.image for block in report.story if block.role is Role.CAPTION]
    assert pictures == [f"https://lens.example/k/0{number}.jpg" for number in (1, 2, 3, 4)]
    lazy = [block.image for block in read("agency").story if block.role is Role.CAPTION]
    assert lazy == ["https://dims.press.example/salang1.jpg", "https://dims.press.example/salang2.jpg"]


def test_what_a_browser_saved_beside_a_page_is_no_report_and_no_address() -> None:
    found = find_reports(LAYOUTS)
    assert LAYOUTS / "complete.html" in found
    assert not [path for path in found if "complete_files" in path.parts]
    report = read("complete")
    assert report.url == "https://gazette.example/world/cable-car-12"
    assert report.image == "https://gazette.example/pix/cable.jpg"
    assert [block.image for block in report.story if block.role is Role.CAPTION] == [""]


@pytest.mark.parametrize(
    ("name", "date", "url"),
    [
        ("single", datetime.datetime(2024, 4, 4, 7, tzinfo=datetime.UTC), "https://talks.example/interviews/mines-46"),
        ("tables", datetime.date(2001, 11, 9), ""),
        ("rail", datetime.date(2022, 3, 3), ""),
        (
            "blog",
            datetime.datetime(2023, 7, 21, 8, 5, tzinfo=datetime.UTC),
            "https://roads.example/2023/07/pistachio-guards/",
        ),
        ("jsonld", datetime.date(2021, 9, 3), ""),
        ("divs", datetime.datetime(2024, 8, 12, 6, 30), ""),
    ],
)
def test_date_and_address_are_found(name: str, date: datetime.date, url: str) -> None:
    report = read(name)
    assert (report.date, report.url) == (date, url)


def test_links_stand_around_their_words() -> None:
    block = next(block for block in read("broadcaster").story if "relatives" in block.text)
    assert block.text.endswith("Some had relatives in <1>Tajikistan</1> whom they had not seen since 2014.")
    assert block.inline[0].href == "https://world.example/news/asia-11"
    line = next(block for block in read("blog").story if "goat" in block.text)
    assert "It was a goat.<1/> The goat" in line.text
