"""Web pages saved as one MIME file."""

from __future__ import annotations

import base64
import quopri
import shutil
from pathlib import Path

import pytest

from translate_pipeline.errors import InputError
from translate_pipeline.reports.model import Report
from translate_pipeline.reports.reader import read_report

HEADLINE = "Two Killed In Kabul’s Center As Talks Go On"
FIRST = "A bomb killed two people in Kabul’s center on Monday, the police said in a statement."
LAST = "The interior ministry said that three more people were taken to a hospital = nearby."
PAGE = f"""<!DOCTYPE html><html lang="en"><head>{{meta}}<title>{HEADLINE} | News Example</title></head><body>
<nav><a href="/">Home</a></nav><h1>{HEADLINE}</h1><figure><img src="cid:picture@example">
<figcaption>The bus (AFP)</figcaption></figure><p>{FIRST}</p><p>{LAST} <a href="/b">More</a> is known, it said.</p>
</body></html>
"""
STORY = [("headline", HEADLINE), ("caption", "The bus (AFP)"), ("paragraph", FIRST)]


def archive(page: str, encoding: str, charset: str, *, declared: bool, end: str = "\r\n") -> bytes:
    data = page.encode(charset)
    body = quopri.encodestring(data) if encoding == "quoted-printable" else base64.encodebytes(data)
    kind = f'text/html; charset="{charset}"' if declared else "text/html"
    lines = [
        "From: <Saved by Blink>",
        "Snapshot-Content-Location: https://news.example/a/1.html",
        "Subject: =?utf-8?Q?Two=20Killed?=",
        "Date: Thu, 8 Jul 2021 12:00:00 -0000",
        "MIME-Version: 1.0",
        "Content-Type: multipart/related;",
        '\ttype="text/html";',
        '\tboundary="----b"',
        "",
        "",
        "------b",
        "Content-Type: text/css",
        "Content-Transfer-Encoding: 8bit",
        "",
        "p { color: red }",
        "",
        "------b",
        f"Content-Type: {kind}",
        "Content-ID: <frame-1@mhtml.blink>",
        f"Content-Transfer-Encoding: {encoding}",
        "Content-Location: https://news.example/a/1.html",
        "",
        body.decode("ascii").replace("\r\n", "\n").replace("\n", end),
        "------b",
        "Content-Type: text/html",
        "",
        "<h1>An advertisement in a frame</h1><p>Buy this, and buy it now, dear reader of news.</p>",
        "------b--",
        "",
    ]
    return end.join(lines).encode()


def read(folder: Path, data: bytes, name: str = "story.mhtml") -> Report:
    path = folder / name
    path.write_bytes(data)
    return read_report(path)


def story(report: Report) -> list[tuple[str, str]]:
    return [(block.role.value, block.text) for block in report.story]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_the_page_is_found_and_decoded(tmp_path: Path, encoding: str, charset: str, declared: bool, end: str) -> None:
    page = PAGE.format(meta="" if declared else f'<meta charset="{charset}">')
    report = read(tmp_path, archive(page, encoding, charset, declared=declared, end=end))
    assert story(report)[:3] == STORY
    assert "advertisement" not in " ".join(text for _, text in story(report))
    assert report.url == "https://news.example/a/1.html"
    assert report.story[3].inline[0].href == "https://news.example/b"


@pytest.mark.parametrize("name", ["story.html", "story.txt", "story"])
def test_its_content_tells_what_it_is(tmp_path: Path, name: str) -> None:
    data = archive(PAGE.format(meta=""), "quoted-printable", "utf-8", declared=True)
    assert story(read(tmp_path, data, name))[:3] == STORY


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
            b"Content-Type: text/css\n\np {}\n--b--",
            "no page",
        ),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n\n\n", "empty"),
        (b"MIME-Version: 1.0\nContent-Type: text/html; charset=shift_jis\n\n<h1>\xe9</h1>", "encoding"),
        (b"Just a text, the police said.", "no page"),
    ],
)
def test_what_holds_no_page_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, data)


def test_a_page_that_chromium_saved_is_read(tmp_path: Path) -> None:
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("chromium and chromedriver are not installed")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    (tmp_path / "page.html").write_text(PAGE.format(meta='<meta charset="utf-8">'), encoding="utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    window = webdriver.Chrome(options=options, service=Service(driver))
    try:
        window.get((tmp_path / "page.html").as_uri())
        snapshot = window.execute_cdp_cmd("Page.captureSnapshot", {"format": "mhtml"})["data"]
    finally:
        window.quit()
    assert story(read(tmp_path, snapshot.encode()))[:3] == STORY
