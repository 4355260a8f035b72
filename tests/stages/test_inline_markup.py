"""A link on its whole way: from a page through the catalog, its checks and the glossary into the articles."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html

from tests.conftest import PLACEHOLDERS, FakeEngine
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.checks.finding import Severity
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import find_locale
from translate_pipeline.project import Project
from translate_pipeline.stages.checking import check
from translate_pipeline.stages.glossary_apply import apply
from translate_pipeline.stages.packaging import package
from translate_pipeline.stages.translating import translate
from translate_pipeline.stages.translation_result import Translation

DARI = find_locale("dari")
PAGE = """\
<html><head><title>Taliban Leave Herat</title></head><body><article>
<h1>Taliban Leave Herat</h1>
<p>The <a href="https://news.example/taliban">Taliban</a> left Herat on Thursday with <b>69</b> men, officials said.</p>
<p>They went to <i><a href="javascript:alert(1)">Qala-e Naw</a></i> &lt;1&gt;,<br>their old camp.</p>
<p>Officials in Badghis said on Monday that all the roads to the north had been closed by snow for three days.</p>
</article></body></html>
"""
OUTPUTS = {
    "The ⟦0⟧ left ⟦1⟧ on Thursday with ⟦2⟧ men, officials said.": (
        "مقام‌ها گفتند روز پنجشنبه ⟦0⟧ با ⟦2⟧ تن از ⟦1⟧ رفتند."
    ),
    "They went to ⟦0⟧ <1>, their old camp.": "آنها به ⟦0⟧ <1>، کمپ قدیم خود رفتند.",
    "⟦0⟧ leave ⟦1⟧": "⟦0⟧ از ⟦1⟧ رفتند",
}


@pytest.fixture
def linked(project: Project) -> Project:
    """The small project with a page that has a link, emphasis, a line break and a text like a tag."""
    (project.folders["reports"] / "attack.txt").unlink()
    (project.folders["reports"] / "herat.html").write_text(PAGE, encoding="utf-8")
    _translate(project)
    return project


def _translate(project: Project) -> Translation:
    engine = FakeEngine(lambda text: OUTPUTS.get(text, "⟦0⟧ دور بود."), PLACEHOLDERS)
    return translate(project, [_report(project)], [DARI], engine_for=lambda _: engine)


def _report(project: Project) -> Path:
    return project.folders["reports"] / "herat.html"


def _catalog(project: Project) -> Path:
    return project.folders["locale"] / "fa_AF" / "LC_MESSAGES" / "herat.po"


def _texts(project: Project) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in read_po(_catalog(project))}


FIRST = "The <1>Taliban</1> left Herat on Thursday with <2>69</2> men, officials said."
SECOND = "They went to <1>Qala-e Naw</1> \\<1>,<2/> their old camp."
FIRST_DRAFT = "مقام‌ها گفتند روز پنجشنبه <1>طالبان</1> با <2>۶۹</2> تن از هرات رفتند."
SECOND_DRAFT = "آنها به <1>قلعه نو</1> \\<1>،<2/> کمپ قدیم خود رفتند."


def test_the_reviewer_sees_short_tags_and_what_they_are(linked: Project) -> None:
    texts = _texts(linked)
    assert texts[FIRST] == FIRST_DRAFT
    assert texts[SECOND] == SECOND_DRAFT
    entry = next(entry for entry in read_po(_catalog(linked)) if entry.msgid == FIRST)
    assert entry.comment.splitlines()[:3] == ["role: paragraph", "<1> link to news.example", "<2> strong"]
    assert "href" not in _catalog(linked).read_text(encoding="utf-8")
    if shutil.which("msgfmt"):
        subprocess.run(["msgfmt", "--check", "-o", "/dev/null", _catalog(linked)], check=True)


def test_a_second_run_changes_nothing(linked: Project) -> None:
    before = _catalog(linked).read_bytes()
    result = _translate(linked)
    assert result.decoded == result.cached == 0
    assert _catalog(linked).read_bytes() == before


def test_a_lost_tag_is_an_error_and_packaging_refuses(linked: Project) -> None:
    catalog = read_po(_catalog(linked))
    for entry in catalog:
        entry.flags = []
        entry.msgstr = entry.msgstr.replace("</2>", "")
    write_po(_catalog(linked), catalog)
    matcher = Matcher(read_glossary(linked.folders["glossaries"]))
    found = [each.finding for each in check([_catalog(linked)], matcher).found if each.finding.check == "tags"]
    assert [(each.severity, each.message) for each in found] == [(Severity.ERROR, "</2>: its other half stands alone")]
    assert package(linked, [_report(linked)], [DARI]).refusals
    assert package(linked, [_report(linked)], [DARI], drafts=True).files


def test_the_article_has_the_link_around_the_right_words(linked: Project) -> None:
    result = package(linked, [_report(linked)], [DARI], drafts=True)
    assert not result.faults
    page = next(path for path in result.files["herat", "fa_AF"] if path.suffix == ".html")
    root = html.document_fromstring(page.read_bytes())
    assert [each.text_content() for each in root.xpath("//a[@href='https://news.example/taliban']")] == ["طالبان"]
    assert [each.text_content() for each in root.xpath("//article//p//strong")] == ["۶۹"]
    assert [each.text_content() for each in root.xpath("//article//p//em")] == ["قلعه نو"]
    second = next(each for each in root.xpath("//article//p") if "قلعه نو" in each.text_content())
    assert second.text_content() == "آنها به قلعه نو <1>،کمپ قدیم خود رفتند."
    assert len(second.xpath(".//br")) == 1
    assert "javascript:" not in page.read_text(encoding="utf-8")
    markdown = [path for path in result.files["herat", "fa_AF"] if path.suffix == ".md"]
    assert all("[طالبان](<https://news.example/taliban>)" in path.read_text(encoding="utf-8") for path in markdown)


def test_a_changed_name_keeps_its_tag_and_the_notes_stay(linked: Project) -> None:
    terms = linked.folders["glossaries"] / "terms.csv"
    terms.write_text(
        terms.read_text(encoding="utf-8").replace("institution,طالبان,", "institution,گروه طالبان,"), encoding="utf-8"
    )
    before = next(entry.comment for entry in read_po(_catalog(linked)) if entry.msgid == FIRST)
    apply(linked, [DARI])
    entry = next(entry for entry in read_po(_catalog(linked)) if entry.msgid == FIRST)
    assert entry.msgstr == FIRST_DRAFT.replace("طالبان", "گروه طالبان")
    assert entry.comment == before.replace("طالبان", "گروه طالبان")
    after = _catalog(linked).read_bytes()
    _translate(linked)
    assert _catalog(linked).read_bytes() == after


def test_check_fix_keeps_the_tags_of_a_draft(linked: Project) -> None:
    catalog = read_po(_catalog(linked))
    entry = next(entry for entry in catalog if entry.msgid == FIRST)
    entry.msgstr = FIRST_DRAFT.replace("رفتند", "رفتند  به كابل").replace("</1>", "< /1>")
    write_po(_catalog(linked), catalog)
    matcher = Matcher(read_glossary(linked.folders["glossaries"]))
    try:
        check([_catalog(linked)], matcher, fix=True)
    except InputError as error:
        pytest.fail(str(error))
    assert _texts(linked)[FIRST] == FIRST_DRAFT.replace("رفتند", "رفتند به کابل")
