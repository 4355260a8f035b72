"""Word documents, made by python-docx and by hand where it has no words for what Word writes."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_pipeline.errors import InputError
from translate_pipeline.reports.docx import MAX_XML
from translate_pipeline.reports.model import Report
from translate_pipeline.reports.reader import read_report, report_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEADLINE = "Two Killed In Kabul Blast As Talks Go On"
FIRST = "A bomb killed two people in Kabul on Monday, the police said in a statement."
LAST = "The interior ministry said that three more people were taken to a hospital nearby."


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(folder: Path, content: Document | bytes, name: str = "story.docx") -> Report:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else saved(content))
    return read_report(path)


def story(report: Report) -> list[tuple[str, str]]:
    return [(block.role.value, block.text) for block in report.story]


def add(document: Document, inner: str) -> None:
    """A paragraph as Word writes it, from its XML."""
    last = document.element.body[-1]
    last.addprevious(parse_xml(f"<w:p {W}>{inner}</w:p>"))


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def link(paragraph: Paragraph, text: str, href: str) -> None:
    key = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    paragraph._p.append(parse_xml(f'<w:hyperlink {W} xmlns:r="{space}" r:id="{key}">{run(text)}</w:hyperlink>'))


def test_styles_of_word_tell_the_roles(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(HEADLINE, style="Title")
    document.add_paragraph("Officials say that the talks are not in danger", style="Subtitle")
    document.add_paragraph("By Hamid Zaland")
    document.add_paragraph("July 8, 2021")
    document.add_paragraph("Figure 1: The bus near the river (AFP)", style="Caption")
    first = document.add_paragraph("A bomb killed ")
    first.add_run("two people").bold = True
    first.add_run(" in Kabul, ")
    link(first, "the police", "https://news.example/police")
    first.add_run(" said in a ").italic = None
    first.add_run("statement").italic = True
    first.add_run(".")
    document.add_heading("What Next", level=1)
    document.add_paragraph(LAST)
    document.add_paragraph("We heard a noise, and then there was smoke.", style="Intense Quote")
    document.add_paragraph("a bus", style="List Bullet")
    document.add_paragraph("a bank", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Year", "Dead", "2020", "31"), strict=True
    ):
        cell.text = text
    document.add_paragraph("With reporting by AP")
    report = read(tmp_path, document)
    assert story(report) == [
        ("headline", HEADLINE),
        ("standfirst", "Officials say that the talks are not in danger"),
        ("byline", "Hamid Zaland"),
        ("caption", "The bus near the river (AFP)"),
        ("paragraph", "A bomb killed <1>two people</1> in Kabul, <2>the police</2> said in a <3>statement</3>."),
        ("heading", "What Next"),
        ("paragraph", LAST),
        ("quote", "We heard a noise, and then there was smoke."),
        ("list-item", "a bus"),
        ("list-item", "a bank"),
        ("list-item", "Year | Dead"),
        ("list-item", "2020 | 31"),
        ("source-note", "With reporting by AP"),
    ]
    kinds = [(each.kind.value, each.href) for block in report.story for each in block.inline]
    assert kinds == [("strong", ""), ("link", "https://news.example/police"), ("emphasis", "")]
    assert report.date == datetime.date(2021, 7, 8)


def heading(document: Document) -> None:
    document.add_heading(HEADLINE, level=1)


def first_line(document: Document) -> None:
    document.add_paragraph().add_run(HEADLINE).bold = True


def properties(document: Document) -> None:
    document.core_properties.title = HEADLINE


@pytest.mark.parametrize("head", [heading, first_line, properties])
def test_the_headline_is_found_without_a_title_style(tmp_path: Path, head: Callable[[Document], None]) -> None:
    document = docx.Document()
    document.core_properties.title = "Microsoft Word - kabul.docx"
    head(document)
    document.add_paragraph(FIRST)
    document.add_heading("What Next", level=2)
    document.add_paragraph(LAST)
    expected = [("headline", HEADLINE), ("paragraph", FIRST), ("heading", "What Next"), ("paragraph", LAST)]
    assert story(read(tmp_path, document)) == expected


def test_changes_are_accepted_and_hidden_text_is_not_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading(HEADLINE, level=1)
    change = 'w:id="1" w:author="A" w:date="2021-07-08T00:00:00Z"'
    gone = f'<w:del {change}><w:r><w:delText xml:space="preserve">three </w:delText></w:r></w:del>'
    new = f"<w:ins {change}>{run('two ')}</w:ins>"
    add(document, run("A bomb killed ") + gone + new + run("people in Kabul on Monday, "))
    merged = f"<w:pPr><w:rPr><w:del {change}/></w:rPr></w:pPr>"
    add(document, merged + run("The police said that nobody was "))
    add(document, run("arrested after the attack near the river."))
    add(document, f"<w:moveFrom {change}>{run('Moved away from here.')}</w:moveFrom>")
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>A note to the editor.</w:t></w:r>"
    add(document, hidden + run("Talks go on in Doha, officials said."))
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('All roads were closed, residents said.')}</w:sdtContent></w:sdt>"
    add(document, control)
    assert [text for _, text in story(read(tmp_path, document))[1:]] == [
        "A bomb killed two people in Kabul on Monday,",
        "The police said that nobody was arrested after the attack near the river.",
        "Talks go on in Doha, officials said.",
        "All roads were closed, residents said.",
    ]


def test_links_that_are_fields_and_line_breaks_are_kept(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading(HEADLINE, level=1)
    code = '<w:r><w:instrText xml:space="preserve"> HYPERLINK "https://news.example/a" </w:instrText></w:r>'
    parts = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    add(
        document,
        run("It was ") + parts[0] + code + parts[1] + run("the third attack") + parts[2] + run(" of the week."),
    )
    add(document, run("Ministry of Health,") + "<w:r><w:br/></w:r>" + run("Kabul, officials said."))
    report = read(tmp_path, document)
    assert [text for _, text in story(report)[1:]] == [
        "It was <1>the third attack</1> of the week.",
        "Ministry of Health,<1/> Kabul, officials said.",
    ]
    assert report.story[1].inline[0].href == "https://news.example/a"


def test_footnotes_come_after_the_text_in_the_order_of_their_marks(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading(HEADLINE, level=1)
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    add(document, run("A bomb killed two people in Kabul on Monday, police said.") + mark.format(3))
    add(document, run("Nobody has claimed responsibility for the attack.") + mark.format(2))
    notes = "".join(
        f'<w:footnote w:id="{key}"><w:p>{run(f"Note {key} of the text.")}</w:p></w:footnote>' for key in (2, 3)
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f"<w:footnotes {W}>{notes}</w:footnotes>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert story(read(tmp_path, document))[-2:] == [
        ("list-item", "Note 3 of the text."),
        ("list-item", "Note 2 of the text."),
    ]


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def whole() -> dict[str, bytes]:
    document = docx.Document()
    document.add_heading(HEADLINE, level=1)
    document.add_paragraph(FIRST)
    return members_of(saved(document))


def flagged(data: bytes) -> bytes:
    """The archive with its members marked as encrypted."""
    broken = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            broken[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(broken)


def bad_files() -> dict[str, tuple[bytes, str]]:
    good = whole()
    bomb = good | {"word/styles.xml": b"<a>" + b" " * (MAX_XML + 1)}
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    return {
        "cut": (packed(good)[:-200], "damaged"),
        "password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        "flagged": (flagged(packed(good)), "password"),
        "text": (b"Just a text, the police said.", "not a Word document"),
        "archive": (packed({"a.txt": b"a"}), "not a Word document"),
        "sheet": (packed({"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}), "not a Word document"),
        "bomb": (packed(bomb), "unpacks to more than"),
        "entity": (packed(good | {"word/document.xml": entity}), "declares a document type"),
        "unclosed": (packed(good | {"word/document.xml": good["word/document.xml"][:-30]}), "damaged"),
        "missing": (packed({name: data for name, data in good.items() if name != "word/document.xml"}), "damaged"),
        "empty": (packed(good | {"word/document.xml": f"<w:document {W}/>".encode()}), "damaged"),
    }


@pytest.mark.parametrize(("data", "said"), bad_files().values(), ids=bad_files())
def test_a_bad_document_is_refused_in_one_line(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, data)
    message = str(refused.value)
    assert message.startswith(str(tmp_path / "story.docx"))
    assert said in message
    assert "\n" not in message


def test_a_document_is_known_by_its_content(tmp_path: Path) -> None:
    found: Any = read(tmp_path, packed(whole()), "story.txt")
    assert found.headline == HEADLINE


@settings(max_examples=60)
@given(data=st.data())
def test_a_document_with_changed_bytes_is_read_or_refused(data: st.DataObject) -> None:
    parts = whole()
    name = data.draw(
        st.sampled_from(["word/document.xml", "word/styles.xml", "[Content_Types].xml", "docProps/core.xml"])
    )
    part = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(part) - 1))
        part[at : at + data.draw(st.integers(0, 9))] = data.draw(
            st.sampled_from([b"", b"<", b"/>", b"w:p", b'"', b"\x00"])
        )
    try:
        report = report_of(packed(parts | {name: bytes(part)}), Path("story.docx"))
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert report.headline
