from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath

import pytest

from translate_pipeline.articles.formats import FORMATS, find_format
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.manifest import describe, manifest_text, read_manifest
from translate_pipeline.articles.model import Article
from translate_pipeline.errors import InputError


def entry(article: Article, report: str = "reports/a.html"):  # type: ignore[no-untyped-def]
    strings = read_furniture(article.locale)
    files = {f"{article.name}{each.suffix}": each.render(article, strings) for each in FORMATS}
    return describe(article, strings, files, PurePosixPath(report), b"report"), files


def test_the_manifest_proves_its_files_and_reads_back(dari: Article, pashto: Article, tmp_path: Path) -> None:
    (first, files), (second, _) = entry(dari), entry(pashto)
    text = manifest_text(dari.locale, [first, second])
    assert text == manifest_text(dari.locale, [second, first])
    path = tmp_path / "manifest.json"
    path.write_text(text, encoding="utf-8")
    assert read_manifest(path) == (first, second)
    listed = json.loads(text)["articles"][0]
    assert listed["files"] == {name: hashlib.sha256(content.encode()).hexdigest() for name, content in files.items()}
    assert (listed["reviewed"], listed["url"], listed["engine"]) == (False, dari.url, dari.engine)
    assert listed["disclosure"] in files[f"{dari.name}.html"]
    assert json.loads(text)["language"] == "fa-AF"


def test_folders_of_the_machine_stay_private(dari: Article) -> None:
    assert [entry(dari, path)[0].report for path in ("/home/me/a.html", "../me/a.html")] == ["a.html", "a.html"]


def test_a_manifest_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "manifest.json") == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"badghis-families-return.md"', '"../../evil.md"'),
        ('"name": "badghis-families-return"', '"name": "/etc/x"'),
        ('"format": 1', '"format": 2'),
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
    assert [find_format(name).suffix for name in ("HTML", "markdown")] == [".html", ".md"]
    with pytest.raises(InputError, match="did you mean 'markdown'"):
        find_format("markdwn")


def test_the_same_article_gives_the_same_bytes(article: Article) -> None:
    assert entry(article) == entry(article)
