"""Text that tries to be more than text, from a report, a glossary and a reviewer, through the whole street."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from selenium.webdriver import Chrome

from tests.articles.conftest import add_report, configure, translate_with
from translate_pipeline.articles.model import one_line
from translate_pipeline.catalogs.messages import SourceMessage
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project
from translate_pipeline.stages.packaging import package

WORDS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=2</script>",
    "</title></style></textarea><img src=x onerror=window.hit=3>",
    "\" autofocus onfocus=\"window.hit=4' x='",
    "\u202eعکس\u2066 {{ 7*7 }} {% raw %} ${7*7}",
    "&lt;b&gt; &amp; &#60;script&#62; ]]> <!--",
    "[[toc]] [a](javascript:window.hit=5) {: onclick=x}",
    "--- متن: # ب",
    "<9>تگ</9> \\<1>",
)
GLOSSARY = "</script><img src=x onerror=window.hit=6>{{7*7}}"
REPORT = """<!DOCTYPE html><html lang="en"><head>
<title>x</title><meta property="og:site_name" content="Reuters">
<link rel="canonical" href="https://news.example/floods?a=&quot;&lt;script&gt;&amp;b=1">
<meta property="og:image" content="https://news.example/a&quot;onerror=&quot;window.hit=7.jpg">
<meta property="article:published_time" content="2021-07-08T09:30:00+04:30"></head><body><main><article>
<h1>Floods &lt;/script&gt;&lt;script&gt;window.hit=8&lt;/script&gt; {{ 7*7 }} In Badghis: "Roads" Cut</h1>
<figure><img src="https://news.example/a.jpg" alt=""><figcaption>Men clear a road near Qala-e Naw.</figcaption></figure>
<p>The governor of Badghis said on Thursday that floods had cut three roads and killed two people in the province.</p>
<p>Officials said the <a href="https://news.example/?q=&quot;&gt;&lt;script&gt;">United Nations</a> would send food to
people, and that aid groups had promised tents for the 320 families who had lost their homes in the night.</p>
<h2>What families need</h2>
<p>Each of the families receives a list of things that the authorities agreed on with the aid groups last week:</p>
<ul><li>Fifty kilograms of flour for the month</li><li>A tent and four blankets for a family</li></ul>
<blockquote><p>We had nothing, but the neighbours opened their doors to us that night.</p></blockquote>
</article></main></body></html>
"""
FORMATS = ("html", "markdown", "hugo", "pelican", "jekyll", "ninjs")


@pytest.fixture
def street(project: Project) -> tuple[Project, list[str]]:
    """A packaged project, and the texts that a reader must see."""
    terms = project.folders["glossaries"] / "terms.csv"
    quoted = GLOSSARY.replace('"', '""')
    text = terms.read_text(encoding="utf-8").replace("Reuters,,outlet,رویترز", f'Reuters,,outlet,"{quoted}"')
    assert GLOSSARY in text
    terms.write_text(text, encoding="utf-8")
    project = configure(project, "[gates]\nerrors = false\n")
    path = add_report(project, text=REPORT)
    words: Iterator[str] = iter(WORDS * 9)
    said = [GLOSSARY]

    def target(message: SourceMessage) -> str:
        said.append(next(words))
        # A reviewer who writes a tag means the text, so it is escaped as the catalogs do.
        text = re.sub(r"(\\*)(<[1-9]/?>|</[1-9]>)", lambda tag: tag[1] * 2 + "\\" + tag[2], said[-1])
        return f"متن {text}"

    translate_with(project, path, find_locale("dari"), target, reviewer='<b>"Zarghona"</b> {{ 7*7 }} Amin <z@x>')
    result = package(project, [path], [find_locale("dari")], formats=FORMATS)
    assert not result.faults and not result.refusals
    assert len(said) > 9
    return project, said


def read(project: Project, path: str) -> str:
    return (project.folders["articles"] / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize("name", ["floods", "index"])
def test_a_browser_shows_it_and_runs_nothing(
    street: tuple[Project, list[str]], name: str, guarded: bool, browser: Chrome, tmp_path: Path
) -> None:
    project, said = street
    text = read(project, f"fa-AF/{name}.html")
    if not guarded:
        # Without its content security policy the page must hold just as well.
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    page = tmp_path / f"{name}.html"
    page.write_text(text, encoding="utf-8")
    browser.get(page.as_uri())
    assert browser.execute_script("return window.hit") is None
    shown = one_line(browser.execute_script("return document.body.textContent"))
    assert all(one_line(words) in shown for words in (said if name == "floods" else said[:2]))
    strangers = """return [...document.querySelectorAll(`script:not([type="application/ld+json"]), [onerror],
        [onfocus], [onclick], [autofocus], body style, textarea, body > img`)].length"""
    assert browser.execute_script(strangers) == 0
    if name == "floods":
        data = json.loads(browser.execute_script("return document.querySelector('script').textContent"))
        assert data["headline"] == f"متن {said[1]}" == browser.title
        assert data["sourceOrganization"]["name"] == GLOSSARY
        assert data["translationOfWork"]["headline"].startswith(
            "Floods </script><script>window.hit=8</script> {{ 7*7 }}"
        )


def test_readers_of_data_see_the_same_text(street: tuple[Project, list[str]]) -> None:
    project, said = street
    title = f"متن {said[1]}"
    item = json.loads(read(project, "fa-AF/floods.json"))
    assert item["headlines"][0]["value"] == title
    assert all(one_line(words) in item["bodies"][1]["value"] for words in said[3:])
    body = lxml_html.fragment_fromstring(item["bodies"][0]["value"])
    assert all(one_line(words) in one_line(body.text_content().replace("\n", " ")) for words in said[3:])
    assert not body.xpath("//script | //@onerror | //@onfocus")
    entry = json.loads(read(project, "fa-AF/manifest.json"))["articles"][0]
    assert (entry["title"], entry["source"]) == (title, GLOSSARY)
    feed = etree.fromstring(read(project, "fa-AF/feed.xml").encode())
    assert title in [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert GLOSSARY in [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}name")]


@pytest.mark.parametrize(
    "path", ["fa-AF/floods.md", "hugo/content/floods/index.fa-af.md", "jekyll/_posts/2021-07-08-floods.fa-AF.md"]
)
def test_readers_of_markdown_see_the_same_text(street: tuple[Project, list[str]], path: str) -> None:
    project, said = street
    _, front, markup = read(project, path).split("---\n", 2)
    assert yaml.safe_load(front)["title"] == f"متن {said[1]}"
    assert yaml.safe_load(front)["source"] == GLOSSARY
    shown = lxml_html.fragment_fromstring(MarkdownIt("commonmark").render(markup), create_parent="div")
    assert all(one_line(words) in one_line(shown.text_content().replace("\n", " ")) for words in (said[0], *said[2:]))
    assert not shown.xpath("//script | //@onerror | //img[@src='x'] | //a[starts-with(@href, 'javascript')]")


def test_a_browser_shows_what_pelican_builds_of_it(
    street: tuple[Project, list[str]], browser: Chrome, tmp_path: Path
) -> None:
    pytest.importorskip("pelican")
    from tests.articles.test_generators import build_with_pelican

    project, said = street
    build_with_pelican(project.folders["articles"])
    browser.get((project.folders["articles"] / "out" / "floods.html").as_uri())
    assert browser.execute_script("return window.hit") is None
    shown = one_line(browser.execute_script("return document.body.textContent"))
    assert all(one_line(words) in shown for words in said)
    assert browser.execute_script("return document.querySelectorAll('[onerror], [onfocus], [autofocus]').length") == 0
