"""Choosing, finding and naming reports, and every way of refusing one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translate_pipeline.errors import InputError
from translate_pipeline.reports.decoding import MAX_BYTES
from translate_pipeline.reports.model import Report, Role
from translate_pipeline.reports.reader import SUFFIXES, find_reports, read_report, read_reports

STORY = "Two Killed In Kabul Blast\n\nA bomb killed two people in Kabul on Monday, the police said.\n"


def put(folder: Path, name: str, content: str | bytes = STORY) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_the_suffix_chooses_the_reader_in_any_case(tmp_path: Path) -> None:
    page = "<title>Two Killed In Kabul Blast</title><p>A bomb killed two people in Kabul, the police said.</p>"
    text = "# Two Killed In Kabul Blast\n\nA bomb killed two people in Kabul, the police said.\n"
    for name, content in (("a.TXT", STORY), ("b.htm", page), ("c.HTML", page), ("d.md", text), ("e.markdown", text)):
        report = read_report(put(tmp_path, name, content))
        assert report.headline == "Two Killed In Kabul Blast"
        assert [block.role for block in report.story] == [Role.HEADLINE, Role.PARAGRAPH]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("story.odt", STORY, ".txt, .html, .htm, .md, .markdown, .xhtml, .mhtml, .mht, .docx, .json"),
        ("story", STORY, ".txt"),
        ("empty.txt", "", "is empty"),
        ("blank.txt", " \n\n ", "is empty"),
        ("invisible.txt", "\u200b\n\u00a0\n", "no headline"),
        ("alone.txt", "Two Killed In Kabul Blast", "no paragraph"),
        ("lead.txt", "A bomb killed two people. " * 20, "no headline"),
        ("none.html", "<html><body></body></html>", "no headline"),
        ("comment.html", "<!-- nothing -->", "no headline"),
        ("short.html", "<h1>Two Killed In Kabul Blast</h1>", "no paragraph"),
        ("none.md", "Just a paragraph of text, the police said.", "no headline"),
        ("articles.txt", STORY, "reserved"),
        ("Articles.txt", STORY, "reserved"),
        ("---.txt", STORY, "no letter or digit"),
        ("big.txt", b"a" * (MAX_BYTES + 1), "larger than 20 MB"),
        ("zero.txt", b"Head\x00line", "binary"),
        ("utf16.txt", STORY.encode("utf-16-le"), "save it as UTF-8"),
        ("utf32.txt", STORY.encode("utf-32"), "save it as UTF-8"),
        ("zip.md", b"PK\x03\x04\x14\x00", "damaged"),
        ("pdf.txt", b"%PDF-1.7\n", "is a PDF"),
        ("rtf.docx", b"{\\rtf1 Two Killed}", "is RTF"),
        ("picture.html", b"\x89PNG\r\n\x1a\n", "is a picture"),
        ("arabic.txt", ("سلام " * 40).encode("cp1256"), "save it as UTF-8"),
        ("undefined.txt", b"Kabul \x81 Falls", "save it as UTF-8"),
        ("cut.txt", b"\xff\xfeA", "begins as UTF-16"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(tmp_path: Path, name: str, content: str | bytes, said: str) -> None:
    path = put(tmp_path, name, content)
    with pytest.raises(InputError) as refused:
        read_report(path)
    message = str(refused.value)
    assert message.startswith(f"{path}:")
    assert said in message
    assert "\n" not in message


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    for path in (tmp_path / "missing.txt", tmp_path / "folder.txt"):
        with pytest.raises(InputError, match=r"no such file|not a file"):
            read_report(path)


def test_a_folder_gives_its_reports_sorted_and_nothing_hidden(tmp_path: Path) -> None:
    wanted = [put(tmp_path, name) for name in ("a.txt", "b/c.md", "page.html")]
    for name in (".hidden.txt", ".git/x.txt", "notes.pdf", "page_files/frame.html"):
        put(tmp_path, name)
    assert find_reports(tmp_path) == wanted
    missing = tmp_path / "gone.txt"
    assert find_reports([missing, tmp_path / "b", tmp_path, tmp_path / "a.txt"]) == sorted([*wanted, missing])


def test_one_bad_report_never_stops_the_others(tmp_path: Path) -> None:
    paths = [put(tmp_path, "a.txt"), put(tmp_path, "b.txt", "\x00"), tmp_path / "c.txt", put(tmp_path, "d.txt")]
    outcomes = list(read_reports(paths))
    assert [type(outcome) for outcome in outcomes] == [Report, InputError, InputError, Report]


@pytest.mark.parametrize("turn", [1, -1])
def test_colliding_names_are_refused_naming_both_and_the_rest_is_read(tmp_path: Path, turn: int) -> None:
    names = ("flood news.txt", "Flood-News.md", "other.txt")
    paths = [put(tmp_path, name) for name in names][::turn]
    refused = [outcome for outcome in read_reports([*paths, *paths]) if isinstance(outcome, InputError)]
    read = [outcome.name for outcome in read_reports(paths) if isinstance(outcome, Report)]
    assert read == ["other"]
    assert len(refused) == 1
    assert names[0] in str(refused[0])
    assert names[1] in str(refused[0])


def test_names_are_clean_and_short(tmp_path: Path) -> None:
    assert read_report(put(tmp_path, "Qala-e Naw: what's next?.txt")).name == "Qala-e-Naw-what-s-next"
    assert read_report(put(tmp_path, "..کابل.v2.txt")).name == "کابل.v2"
    assert len(read_report(put(tmp_path, "x" * 200 + ".txt")).name) == 100


SCRAPS = (
    *("<p>", "</p>", "<div class='share'>", "<h1>Kabul News Today</h1>", "<br>", "<!--", "</", "<figcaption>"),
    *('<script type="application/ld+json">', '{"@type": "NewsArticle", "author": [[', "</script>", "&#0;"),
    *(
        "&#xD800;",
        "&#146;",
        "<table><td>",
        "<![CDATA[",
        "<?xml encoding='x'?>",
        "<meta charset=utf-16>",
        "<a href='['>",
    ),
    *("---\n", "title: ", "[", "&a ", "*a", "!!int x", "{", "date: 2021-13-45\n", "- ", "> ", "# ", "```\n"),
    *("By X\n", "16x9 Image\n", "July 41, 2021\n", "SEE ALSO:\n", "With reporting by AP\n", "(AFP)", "\r\n"),
    *("MIME-Version: 1.0\n", "Content-Type: multipart/related; boundary=b\n", "Content-Type: text/html\n", "\n--b\n"),
    *(
        '{"headlines": [{"value": "A"}]',
        ', "bodies": [{"value": "B"}]',
        ', "language": ',
        '"en"',
        "}",
        "+++\n",
        "title = ",
    ),
    *("A bomb killed two people in Kabul on Monday, police said. ", "\ufeff", "\u202e", "\x85", "é", "\n\n"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=200)
    | st.text(max_size=300).map(str.encode)
    | st.lists(st.sampled_from(SCRAPS), max_size=25).map(lambda parts: "".join(parts).encode()),
    suffix=st.sampled_from(SUFFIXES),
)
def test_no_bytes_raise_anything_but_an_input_error(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = put(tmp_path, f"fuzz{suffix}", content)
    try:
        report = read_report(path)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        for block in report.blocks:
            assert block.text == " ".join(block.text.split())
            assert block.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.html", "<div>" * 20000 + "<p>A bomb killed two people in Kabul on Monday.</p>"),
        ("json.html", '<script type="application/ld+json">' + "[" * 100000 + "</script><p>Text.</p>"),
        ("deep.md", "---\ntitle: " + "[" * 20000 + "\n---\n\ntext\n"),
        ("bomb.md", "---\na: &a [x,x]\nb: &b [*a,*a]\ntitle: [*b,*b]\nc: !!int x\n---\n\ntext\n"),
        ("quote.md", ">" * 20000 + " text"),
        ("tables.html", "<h1>Kabul News</h1>" + "<table><tr><td>a<td>b" * 3000 + "<p>A bomb killed two people.</p>"),
        ("links.html", "<h1>Kabul News</h1><p>" + "<a href='/a'>word</a> and <b>word</b> " * 2000 + "end.</p>"),
        ("entities.html", '<!DOCTYPE html [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><h1>Kabul &b;</h1><p>It is &b;.</p>'),
        ("line.html", "<h1>Kabul News</h1><p>" + "A bomb killed two people. " * 20_000 + "</p>"),
        ("data.html", "<h1>Kabul News</h1><img src='data:image/png;base64," + "A" * 30_000_000 + "'><p>It is so.</p>"),
        ("parts.mhtml", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + "--b\n\n" * 20000),
        ("deep.mhtml", "MIME-Version: 1.0\n" + "Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 5000),
        ("deep.json", '{"headlines": ' + "[" * 100_000),
    ],
)
def test_hostile_nesting_is_read_or_refused(tmp_path: Path, name: str, content: str) -> None:
    outcome = next(read_reports([put(tmp_path, name, content)]))
    assert isinstance(outcome, (Report, InputError))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "page.txt",
            "<!doctype html><title>x</title><h1>Two Killed In Kabul</h1><p>A bomb killed two, police said.</p>",
        ),
        ("page", "\n<html><h1>Two Killed In Kabul</h1><p>A bomb killed two, police said.</p>"),
        ("text.html", "Two Killed In Kabul\n\nA bomb killed two, police said.\n"),
        ("front.txt", "---\ntitle: Two Killed In Kabul\n---\n\nA bomb killed two, police said.\n"),
        ("hugo.txt", '+++\ntitle = "Two Killed In Kabul"\n+++\n\nA bomb killed two, police said.\n'),
        ("item.txt", '{"headline": "Two Killed In Kabul", "body_text": "A bomb killed two, police said."}'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_content_comes_before_suffix(tmp_path: Path, name: str, content: str, encoding: str) -> None:
    report = read_report(put(tmp_path, name, content.encode(encoding)))
    assert [block.text for block in report.story] == ["Two Killed In Kabul", "A bomb killed two, police said."]


def test_pictures_in_a_page_do_not_count_as_its_text(tmp_path: Path) -> None:
    picture = "data:image/png;base64," + "A" * (MAX_BYTES + 1)
    page = "<h1>Two Killed In Kabul</h1><img src='{}'><p>A bomb killed two, police said.</p>"
    assert read_report(put(tmp_path, "page.html", page.format(picture))).headline == "Two Killed In Kabul"
    with pytest.raises(InputError, match="more than 20 MB of text"):
        read_report(put(tmp_path, "long.html", page.format("") + "x" * (MAX_BYTES + 1)))


def test_the_registry_loads_no_parser_before_a_report_needs_it() -> None:
    code = (
        "import sys, translate_pipeline.reports.reader;"
        "print(sorted({'lxml', 'trafilatura', 'yaml', 'markdown_it', 'docx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
