"""`package` as a newsroom uses it: languages that know of each other, lists, feeds, formats, manifests."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as lxml_html

from tests.articles.conftest import add_report, configure, translate_with
from translate_pipeline.catalogs.messages import SourceMessage
from translate_pipeline.errors import InputError
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project
from translate_pipeline.stages.packaging import Packaging, package

DARI, PASHTO = find_locale("dari"), find_locale("pashto")
OPEN = "[gates]\nerrors = false\n"
ATOM = "{http://www.w3.org/2005/Atom}"


def words(message: SourceMessage) -> str:
    return f"متن {message.role} {sum(map(ord, message.text)) % 1000}"


@pytest.fixture
def newsroom(project: Project) -> Project:
    """Two reports, reviewed in both languages."""
    (project.folders["reports"] / "attack.txt").unlink()
    for name, date in (("floods", "2021-07-08"), ("roads", "2021-07-12")):
        for locale in (DARI, PASHTO):
            translate_with(project, add_report(project, name, date), locale, words)
    return configure(project, OPEN)


def run(project: Project, *names: str, locales: tuple[str, ...] = (), formats: tuple[str, ...] = ()) -> Packaging:
    paths = sorted(project.folders["reports"].glob("*.html"))
    chosen = [path for path in paths if not names or path.stem in names]
    return package(project, chosen, tuple(map(find_locale, locales)) or project.locales, formats=formats)


def page(project: Project, path: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring((project.folders["articles"] / path).read_text(encoding="utf-8"))


def alternates(project: Project, path: str) -> list[tuple[str, str]]:
    return [(each.get("hreflang"), each.get("href")) for each in page(project, path).xpath("//link[@hreflang]")]


def manifest(project: Project, tag: str = "fa-AF") -> dict[str, dict[str, object]]:
    listed = json.loads((project.folders["articles"] / tag / "manifest.json").read_text(encoding="utf-8"))["articles"]
    return {each["name"]: each for each in listed}


def test_languages_know_of_each_other_as_soon_as_both_are_there(newsroom: Project) -> None:
    assert not run(newsroom, locales=("dari",)).faults
    english = ("en", "https://news.example/floods")
    own, other = ("fa-AF", "../fa-AF/floods.html"), ("ps", "../ps/floods.html")
    assert alternates(newsroom, "fa-AF/floods.html") == [own, english]
    run(newsroom, locales=("pashto",))
    assert alternates(newsroom, "ps/floods.html") == [own, other, english]
    assert run(newsroom).changed == len(["floods", "roads", "index", "manifest"])
    assert alternates(newsroom, "fa-AF/floods.html") == [own, other, english]
    assert run(newsroom).changed == 0
    shown = page(newsroom, "fa-AF/floods.html").xpath("//header[@class='site']//a")
    assert [(each.get("href"), each.text_content()) for each in shown] == [
        ("index.html", "همهٔ گزارش‌ها"),
        ("../ps/floods.html", "پښتو"),
        ("https://news.example/floods", "English"),
    ]
    for address in page(newsroom, "fa-AF/floods.html").xpath("//a/@href"):
        if ":" not in address:
            assert (newsroom.folders["articles"] / "fa-AF" / address).resolve().is_file()


def test_the_index_and_the_feed_list_what_is_published_the_newest_first(newsroom: Project) -> None:
    run(newsroom)
    index = page(newsroom, "ps/index.html")
    assert index.xpath("//main//h2/a/@href") == ["roads.html", "floods.html"]
    assert alternates(newsroom, "ps/index.html") == [("fa-AF", "../fa-AF/index.html"), ("ps", "../ps/index.html")]
    feed = etree.parse(newsroom.folders["articles"] / "ps" / "feed.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == [
        each["title"] for each in manifest(newsroom).values()
    ]
    assert {each.findtext(f"{ATOM}updated") for each in entries} == {"2021-07-09T11:35:00+00:00"}
    assert {len(each.findtext(f"{ATOM}id")) for each in entries} == {len("urn:uuid:") + 36}
    assert feed.findtext(f"{ATOM}updated") == "2021-07-09T11:35:00+00:00"
    # An article whose report is packaged no longer stays listed; one whose file is gone does not.
    run(newsroom, "roads")
    assert len(page(newsroom, "ps/index.html").xpath("//main//h2")) == 2
    (newsroom.folders["articles"] / "ps" / "floods.html").unlink()
    run(newsroom, "roads")
    assert page(newsroom, "ps/index.html").xpath("//main//h2/a/@href") == ["roads.html"]


def test_with_the_address_of_the_site_links_are_absolute(newsroom: Project) -> None:
    project = configure(newsroom, f'{OPEN}[articles]\nbase_url = "https://news.example/x"\npublisher = "کلید"\n')
    run(project)
    base = "https://news.example/x/"
    found = page(project, "ps/floods.html")
    assert found.xpath("//link[@rel='canonical']/@href") == [f"{base}ps/floods.html"]
    assert alternates(project, "ps/floods.html")[0] == ("fa-AF", f"{base}fa-AF/floods.html")
    # What readers click stays relative: the folder can be read anywhere.
    assert all(not each.startswith(base) for each in found.xpath("//a/@href"))
    graph = {each.get("property"): each.get("content") for each in found.xpath("//meta[@property]")}
    assert (graph["og:url"], graph["og:site_name"]) == (f"{base}ps/floods.html", "کلید")
    data = json.loads(found.findtext(".//script"))
    assert (data["url"], data["publisher"]["name"]) == (f"{base}ps/floods.html", "کلید")
    feed = etree.parse(project.folders["articles"] / "ps" / "feed.xml").getroot()
    assert all(each.get("href").startswith("https://") for each in feed.iter(f"{ATOM}link"))
    assert feed.findtext(f"{ATOM}title") == "کلید" == page(project, "ps/index.html").findtext(".//h1")


@pytest.mark.parametrize(
    "address", ["example.org/x", "ftp://example.org/", "https://a@b/", "https://x/?q", "https://a b/"]
)
def test_an_address_that_is_none_is_named(newsroom: Project, address: str) -> None:
    with pytest.raises(InputError, match=r"base_url .* is no web address") as caught:
        configure(newsroom, f'[articles]\nbase_url = "{address}"\n')
    assert caught.value.line == 2


def test_the_manifest_names_everything_an_article_was_made_of(newsroom: Project) -> None:
    run(newsroom, formats=("html", "ninjs", "hugo"))
    entry = manifest(newsroom)["floods"]
    folder, root = newsroom.folders["articles"], newsroom.root
    assert set(entry["files"]) == {"fa-AF/floods.html", "fa-AF/floods.json", "hugo/content/floods/index.fa-af.md"}  # type: ignore[call-overload]
    for base, path, digest in (
        *((folder, path, digest) for path, digest in entry["files"].items()),  # type: ignore[attr-defined]
        (root, entry["report"], entry["report_sha256"]),
        (root, entry["catalog"], entry["catalog_sha256"]),
    ):
        assert hashlib.sha256((base / str(path)).read_bytes()).hexdigest() == digest
    assert (entry["reviewed"], entry["reviewers"]) == (True, ["Zarghona Amin"])
    assert {each["check"] for each in entry["findings"]}  # type: ignore[attr-defined]
    assert entry["modified"] == "2021-07-09T16:05:00+04:30"
    assert "z@news.example" not in "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.*"))


def test_people_are_not_named_where_the_newsroom_says_so(newsroom: Project) -> None:
    project = configure(newsroom, f"{OPEN}[articles]\nname_translators = false\n")
    run(project, formats=("html", "markdown", "hugo", "pelican", "jekyll", "ninjs"))
    assert "Zarghona" not in "".join(
        path.read_text(encoding="utf-8") for path in project.folders["articles"].rglob("*.*")
    )


def test_formats_asked_for_join_those_that_are_published(newsroom: Project) -> None:
    run(newsroom)
    before = {path: path.read_bytes() for path in newsroom.folders["articles"].rglob("*.html")}
    result = run(newsroom, formats=("jekyll",))
    assert not result.notes
    assert "jekyll/_posts/2021-07-08-floods.fa-AF.md" in manifest(newsroom)["floods"]["files"]  # type: ignore[operator]
    assert "fa-AF/floods.html" in manifest(newsroom)["floods"]["files"]  # type: ignore[operator]
    assert {path: path.read_bytes() for path in before} == before
    path = newsroom.catalog_path("floods", DARI)
    path.write_text(path.read_text(encoding="utf-8").replace("متن headline", "تازه"), encoding="utf-8")
    [note] = run(newsroom, "floods", locales=("dari",), formats=("jekyll",)).notes
    assert "fa-AF/floods.html" in note and "of an older text" in note
    with pytest.raises(InputError, match="did you mean 'jekyll'"):
        run(newsroom, formats=("jekyl",))


def test_a_report_named_like_a_list_is_refused(newsroom: Project) -> None:
    translate_with(newsroom, add_report(newsroom, "Index"), DARI, words)
    translate_with(newsroom, add_report(newsroom, "manifest"), DARI, words)
    result = run(newsroom, locales=("dari",), formats=("html", "ninjs"))
    assert len(result.faults) == 2 and all("rename the report" in str(fault) for fault in result.faults)
    assert set(manifest(newsroom)) == {"floods", "roads"}


def test_text_that_nobody_translated_is_marked_as_english(newsroom: Project) -> None:
    path: Path = add_report(newsroom, "half")
    translate_with(newsroom, path, DARI, lambda each: "" if each.role == "paragraph" else words(each), reviewer="")
    package(newsroom, [path], [DARI], drafts=True)
    shown = page(newsroom, "fa-AF/half.html").xpath("//div[@class='story']/p")
    assert {(each.get("lang"), each.get("dir")) for each in shown} == {("en", "ltr")}
    assert page(newsroom, "fa-AF/half.html").xpath("//h1/@dir") == []
