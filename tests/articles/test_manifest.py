from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath

import pytest

from translate_pipeline.articles.formats import FORMATS, find_format
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.manifest import Origin, describe, manifest_text, read_manifest
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import Site
from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.errors import InputError


def entry(article: Article, report: str = "reports/a.html"):  # type: ignore[no-untyped-def]
    site = Site(read_furniture(article.locale))
    files = {each.file(article): each.render(article, site) for each in FORMATS}
    finding = Finding("number", Severity.WARNING, "12 is missing")
    origin = Origin(
        PurePosixPath(report), b"report", PurePosixPath("locale/ps/LC_MESSAGES/a.po"), b"catalog", (finding,)
    )
    return describe(article, site.strings, files, origin), files


def test_the_manifest_proves_its_files_and_reads_back(dari: Article, pashto: Article, tmp_path: Path) -> None:
    (first, files), (second, _) = entry(dari), entry(pashto)
    text = manifest_text(dari.locale, [first, second])
    assert text == manifest_text(dari.locale, [second, first])
    path = tmp_path / "manifest.json"
    path.write_text(text, encoding="utf-8")
    assert read_manifest(path) == (first, second)
    path.write_text(text.replace('"format": 2', '"format": 1'), encoding="utf-8")
    assert read_manifest(path) == ()
    listed = json.loads(text)["articles"][0]
    assert listed["files"] == {name: hashlib.sha256(content.encode()).hexdigest() for name, content in files.items()}
    assert (listed["reviewed"], listed["url"], listed["engine"]) == (False, dari.url, dari.engine)
    assert listed["disclosure"] in files[f"fa-AF/{dari.name}.html"]
    assert (listed["title"], listed["published"]) == (dari.headline, "2021-07-08T09:30:00+04:30")
    assert listed["findings"] == [{"severity": "warning", "check": "number", "message": "12 is missing"}]
    assert listed["catalog_sha256"] == hashlib.sha256(b"catalog").hexdigest()
    assert json.loads(text)["articles"][1]["reviewers"] == ["Zarghona Amin"]
    assert json.loads(text)["language"] == "fa-AF"


def test_folders_of_the_machine_stay_private(dari: Article) -> None:
    assert [entry(dari, path)[0].report for path in ("/home/me/a.html", "../me/a.html")] == ["a.html", "a.html"]


def test_a_manifest_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "manifest.json") == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"fa-AF/badghis-families-return.md"', '"../../evil.md"'),
        ('"fa-AF/badghis-families-return.md"', '"/etc/evil.md"'),
        ('"published": "2021', '"published": "soon'),
        ('"name": "badghis-families-return"', '"name": "/etc/x"'),
        ('"format": 2', '"format": 3'),
        ('"reviewed": false', '"reviewed": "no"'),
        ('"url"', '"link"'),
        ('"files": {', '"files": [], "report_sha256": {'),
        ("{", ""),
        ("{", "[" * 100_000),
    ],
)
def test_a_damaged_manifest_is_refused_in_one_line(old: str, new: str, dari: Article, tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    text = manifest_text(dari.locale, [entry(dari)[0]])
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_manifest(path)
    assert caught.value.path == path and caught.value.remedy and "\n" not in str(caught.value)


def test_formats_are_found_by_name() -> None:
    assert [find_format(name).path[-5:] for name in ("HTML", "ninjs")] == [".html", ".json"]
    with pytest.raises(InputError, match="did you mean 'markdown'"):
        find_format("markdwn")


def test_the_same_article_gives_the_same_bytes(article: Article) -> None:
    assert entry(article) == entry(article)
