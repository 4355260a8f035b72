"""News items in JSON, in the spellings of ninjs 1 to 3."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from translate_pipeline.errors import InputError
from translate_pipeline.reports.model import Report
from translate_pipeline.reports.reader import read_report

HEADLINE = "Two Killed In Kabul Blast As Talks Go On"
FIRST = "A bomb killed two people in Kabul on Monday, the police said in a statement."
LAST = "The interior ministry said that three more people were taken to a hospital nearby."
MARKUP = (
    f"<h1>{HEADLINE}</h1><p>A bomb killed <b>two people</b> in Kabul on Monday, <a href='/police'>the police</a> said "
    "in a statement.</p><h2>What Next</h2><ul><li>a bus</li></ul><blockquote><p>We heard a noise, he said.</p>"
    f"</blockquote><p>{LAST}</p><p>With reporting by AP</p><script>alert(1)</script>"
)
PICTURE = "https://news.example/a-1200.jpg"


def read(folder: Path, item: object, name: str = "story.json") -> Report:
    path = folder / name
    path.write_text(item if isinstance(item, str) else json.dumps(item), encoding="utf-8")
    return read_report(path)


def story(report: Report) -> list[tuple[str, str]]:
    return [(block.role.value, block.text) for block in report.story]


def item(version: int) -> dict[str, Any]:
    """One item, in the spelling of a version of the standard."""
    kind = "contentType" if version == 3 else "contenttype"
    picture = {"name": "main", "type": "picture", "renditions": [
        {"name": "small", "href": "https://news.example/a-300.jpg", kind: "image/jpeg", "width": 300},
        {"name": "large", "href": PICTURE, kind: "image/jpeg", "width": 1200},
    ]}  # fmt: skip
    if version == 1:
        shared: dict[str, Any] = {
            "headline": HEADLINE,
            "byline": "By Hamid Zaland",
            "body_html": MARKUP,
            "body_text": FIRST,
        }
        picture |= {"description_text": "The bus near the river", "byline": "AFP"}
        picture["renditions"] = {each["name"]: {**each, "mimetype": each[kind]} for each in picture["renditions"]}
        shared["associations"] = {"main": picture}
    else:
        shared = {
            "headlines": [{"role": "short", "value": "Blast"}, {"role": "main", "value": HEADLINE, kind: "text/plain"}],
            "descriptions": [{"role": "summary", "value": "Officials say that the talks are not in danger."}],
            "by": "By Hamid Zaland",
            "bodies": [
                {"role": "main", kind: "text/plain", "value": f"{FIRST}\n{LAST}"},
                {"role": "richtext", kind: "application/xhtml+xml", "value": MARKUP},
            ],
        }
        picture |= {"descriptions": [{"role": "caption", "value": "The bus near the river"}], "by": "AFP"}
        shared["associations"] = [picture, {"type": "text", "headlines": [{"value": "Another story"}]}]
    created = {1: "versioncreated", 2: "versioncreated", 3: "versionCreated"}[version]
    return shared | {
        "uri": "https://news.example/a/1",
        "type": "text",
        "language": "en-US",
        "located": "Kabul",
        created: "2021-07-08T16:25:00Z",
        "infoSources" if version == 3 else "infosources": [{"name": "News Example"}],
    }


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_item_is_read_in_every_spelling(tmp_path: Path, version: int) -> None:
    report = read(tmp_path, item(version))
    standfirst = [("standfirst", "Officials say that the talks are not in danger.")] if version > 1 else []
    assert story(report) == [
        ("headline", HEADLINE),
        *standfirst,
        ("byline", "Hamid Zaland"),
        ("caption", "The bus near the river (AFP)"),
        (
            "paragraph",
            "Kabul — A bomb killed <1>two people</1> in Kabul on Monday, <2>the police</2> said in a statement.",
        ),
        ("heading", "What Next"),
        ("list-item", "a bus"),
        ("quote", "We heard a noise, he said."),
        ("paragraph", LAST),
        ("source-note", "With reporting by AP"),
    ]
    assert report.date == datetime.datetime(2021, 7, 8, 16, 25, tzinfo=datetime.UTC)
    assert (report.image, report.source, report.language) == (PICTURE, "News Example", "en-US")
    assert report.story[2 + len(standfirst)].image == PICTURE
    assert [each.href for block in report.story for each in block.inline][1] == "https://news.example/police"


def test_text_without_markup_keeps_its_paragraphs_and_its_own_place_line(tmp_path: Path) -> None:
    body = f"KABUL (AP) -- {FIRST}\n\n{LAST}\n\nWith reporting by AP"
    found = item(2) | {"bodies": [{"contenttype": "text/plain", "value": body}]}
    assert [text for _, text in story(read(tmp_path, found))][-3:] == [
        f"KABUL (AP) -- {FIRST}",
        LAST,
        "With reporting by AP",
    ]


def test_what_we_write_is_no_english_report(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is in fa-AF, not in English"):
        read(tmp_path, item(3) | {"language": "fa-AF"})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "story.json:1: is not JSON"),
        ('{\n"headlines": }', "story.json:2: is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "holds 0 items"),
        ("[{}, {}]", "one item a file"),
        ('"text"', "not a ninjs object"),
        ('{"name": "package", "version": "1.0"}', "no headline and no body"),
        ({"headlines": [{"value": HEADLINE}]}, "has no body"),
        ({"headlines": 3, "bodies": {"value": None}}, "has no body"),
        ({"headline": HEADLINE, "type": "picture", "body_text": FIRST}, "of type picture"),
        ({"headline": HEADLINE, "pubStatus": "canceled", "body_text": FIRST}, "was canceled"),
        ('{"headline": "A", "body_text": 1' + "0" * 5000 + "}", "story.json"),
    ],
)
def test_what_is_no_item_is_refused(tmp_path: Path, content: object, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, content)
    assert said in str(refused.value)
