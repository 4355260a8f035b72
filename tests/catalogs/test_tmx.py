"""TMX of other tools is read without loss, ours is valid and readable by others, and nothing in a file reaches out."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from translate_pipeline.catalogs.tmx import TmxUnit, locale_of, parse_tmx, utc_date, write_tmx
from translate_pipeline.errors import InputError

HERE = Path(__file__).parent
PLACE = Path("agency.tmx")
AGENCY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="OtherTool" creationtoolversion="9" segtype="sentence" o-tmf="Other"
 adminlang="en-US" srclang="en-US" datatype="html"><note>of the header</note></header><body>
<tu tuid="7" creationdate="20240102T030405Z" creationid="NAJIBA" changedate="20250203T040506Z" changeid="FARID"
 usagecount="3"><note xml:lang="en">on air</note><prop type="client">Radio &amp; TV</prop><prop type="client">b</prop>
 <tuv xml:lang="EN-us"><seg>The <bpt i="1">&lt;b&gt;</bpt>governor<ept i="1">&lt;/b&gt;</ept> spoke<ph/>.</seg></tuv>
 <tuv xml:lang="prs" changedate="20260101T000000Z"><prop type="x-who">n</prop><seg>والی <hi>سخن</hi> گفت.</seg></tuv>
 <tuv xml:lang="de"><seg>Der Gouverneur sprach.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Yes.</seg></tuv><tuv xml:lang="fa-IR"><seg>بله.</seg></tuv></tu>
</body></tmx>
"""


def valid(data: bytes) -> bool:
    dtd = etree.DTD((HERE / "tmx14.dtd").open("rb"))
    ok = dtd.validate(etree.fromstring(data))
    assert ok, dtd.error_log
    return ok


def canonical(element: etree._Element) -> bytes:
    element.tail = None
    parser = etree.XMLParser(remove_blank_text=True)
    return etree.tostring(etree.fromstring(etree.tostring(element), parser), method="c14n")


def test_another_tools_unit_is_understood() -> None:
    file = parse_tmx(AGENCY.encode(), PLACE)
    (unit,) = file.units
    assert unit.source == "The governor spoke."
    assert unit.targets == {"fa_AF": "والی سخن گفت."}
    assert unit.properties == {"client": "Radio & TV"}
    assert (unit.author, unit.revised) == ("FARID", "2026-01-01T00:00:00Z")
    assert file.left_out == {"no translation into a language of this program (it has fa-IR)": 1}


def test_what_was_read_is_written_without_loss_and_valid() -> None:
    first = parse_tmx(AGENCY.encode(), PLACE)
    units = [TmxUnit("", {}, element=element) for element in first.elements]
    before = [canonical(element) for element in parse_tmx(AGENCY.encode(), PLACE).elements]
    written = write_tmx(units)
    assert valid(written)
    again = parse_tmx(written, PLACE)
    assert [canonical(element) for element in again.elements] == before
    # What the header said of all its units, each now says itself.
    assert {element.get("srclang") for element in again.elements} == {"en-US"}
    assert write_tmx([TmxUnit("", {}, element=element) for element in again.elements]) == written


text = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t"), min_size=1).filter(
    lambda each: each == each.strip() and each
)


@given(st.lists(st.tuples(text, text, st.one_of(st.just(""), text)), max_size=5))
def test_our_units_come_back(rows: list[tuple[str, str, str]]) -> None:
    units = [
        TmxUnit(source, {"fa_AF": target, "ps": source}, {"x-role": role}, "2026-01-02T03:04:05Z", "A <a@b.example>")
        for source, target, role in rows
    ]
    data = write_tmx(units)
    assert valid(data)
    assert list(parse_tmx(data, PLACE).units) == units


def test_another_program_reads_ours() -> None:
    tmx = pytest.importorskip("translate.storage.tmx")
    data = write_tmx([TmxUnit("Fish & chips <b>", {"ps": "کب او چپس"}, {"x-role": "headline"})])
    (unit,) = tmx.tmxfile.parsestring(data).units
    assert (unit.source, unit.target) == ("Fish & chips <b>", "کب او چپس")


def test_ours_reads_another_programs() -> None:
    tmx = pytest.importorskip("translate.storage.tmx")
    store = tmx.tmxfile()
    store.addtranslation("Good morning.", "en", "سهار مو پخیر.", "ps_AF", comment="greeting")
    (unit,) = parse_tmx(bytes(store), PLACE).units
    assert (unit.source, unit.targets) == ("Good morning.", {"ps": "سهار مو پخیر."})


@pytest.mark.parametrize(
    ("tag", "code"),
    [("fa-AF", "fa_AF"), ("FA_af", "fa_AF"), ("prs", "fa_AF"), ("prs-Arab-AF", "fa_AF"), ("fa-Arab-AF", "fa_AF")]
    + [("ps", "ps"), ("ps-AF", "ps"), ("PS-PK", "ps"), ("pbt", "ps"), ("pus", "ps")]
    + [("fa", None), ("fa-IR", None), ("de", None), ("", None)],
)
def test_language_tags(tag: str, code: str | None) -> None:
    locale = locale_of(tag)
    assert (locale.code if locale else None) == code


BODY = '<tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>{}</seg></tuv></tu></body></tmx>'
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "data",
    [
        (f'<!DOCTYPE tmx [<!ENTITY e0 "ha">{BOMB}]>' + BODY.format("&e11;")).encode(),
        ('<!DOCTYPE tmx [<!ENTITY f SYSTEM "tmx14.dtd">]>' + BODY.format("&f;")).encode(),
        ('<!DOCTYPE tmx [<!ENTITY f SYSTEM "tmx14.dtd">]>' + BODY.format("&f;")).encode("utf-16"),
        ('<!DOCTYPE tmx SYSTEM "tmx14.dtd">' + BODY.format("&elsewhere;")).encode(),
        b"<tmx>" + b"<a>" * 100_000,
        b"<xliff/>",
        b"",
        b"\x00\x01 no xml",
    ],
)
def test_a_hostile_or_broken_file_is_refused_in_one_line(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        parse_tmx(data, tmp_path / "x.tmx")
    assert "x.tmx" in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(string.printable + "<>&;!ENTITY"))
def test_any_text_is_read_or_refused(data: str) -> None:
    for candidate in (data, BODY.format(data)):
        try:
            parse_tmx(candidate.encode(), PLACE)
        except InputError:
            continue


def test_dates_of_po_headers() -> None:
    assert utc_date("2026-03-01 04:30+0430") == "2026-03-01T00:00:00Z"
    assert utc_date("YEAR-MO-DA HO:MI+ZONE") == ""
