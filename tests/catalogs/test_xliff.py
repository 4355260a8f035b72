"""XLIFF: what is written is valid and comes back as it was; what other tools write is read, or refused in one line."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from translate_pipeline.catalogs.xliff.inline import unholdable
from translate_pipeline.catalogs.xliff.model import (
    CORE,
    Document,
    File,
    GlossaryEntry,
    Meta,
    Note,
    State,
    Unit,
)
from translate_pipeline.catalogs.xliff.reading import read_document
from translate_pipeline.catalogs.xliff.writing import write_document
from translate_pipeline.errors import InputError

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("xliff.rng")))
# Debian's php-symfony-translation carries the schema that OASIS published for the core.
OFFICIAL = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")
PATH = Path("reviewed.xlf")
NS = {"x": CORE}

UNHURRIED = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])

# Sentences, tags that pair or do not, what XML cannot hold, and scripts that run the other way.
FRAGMENTS = st.sampled_from(
    [
        "He left. ",
        "Why? ",
        "<1>",
        "</1>",
        "<2/>",
        "<2>",
        "</2>",
        "<12>x</12>",
        "\\",
        "<2/> line break",
        "&amp;<b>",
        "]]>",
        " \n",
        "\r\n",
        "\t",
    ]
    + ["هغه لاړ. ", "چېرته؟ ", "«بلی» ", "می\u200cشود ", "\u202b", '"', "'", "\x07", "\x00", "\ufffe", "۱۲٫۵"]
)
TEXTS = st.lists(FRAGMENTS | st.text(max_size=5), max_size=8).map("".join)
PLAIN = TEXTS.map(lambda text: "a" + "".join(char for char in text if not unholdable(char)))
TERMS = st.builds(GlossaryEntry, PLAIN, st.lists(PLAIN, min_size=1, max_size=2).map(tuple), PLAIN)
UNITS = st.builds(
    Unit,
    id=st.just(""),
    name=st.sampled_from(["headline", "paragraph", "quote"]),
    source=TEXTS,
    target=TEXTS,
    state=st.just(State.TRANSLATED),
    sub_state=st.sampled_from(["", "translate-pipeline:draft"]),
    notes=st.lists(st.builds(Note, PLAIN, PLAIN, st.sampled_from(["", "source", "target"]), st.integers(1, 10))).map(
        tuple
    ),
    terms=st.lists(
        st.builds(GlossaryEntry, PLAIN, st.lists(PLAIN, min_size=1, max_size=2).map(tuple), PLAIN), max_size=2
    ).map(tuple),
    metadata=st.lists(st.builds(Meta, st.sampled_from("ab"), PLAIN, PLAIN), max_size=2).map(tuple),
)


def _written(*units: Unit) -> bytes:
    numbered = tuple(replace(unit, id=f"u{number}") for number, unit in enumerate(units))
    document = Document("en", "ps", (File("f1", "reports/a.txt", numbered, (Note("By hand.", "header"),)),))
    return write_document(document, "rtl")


def _unit(source: str, target: str, state: State = State.TRANSLATED) -> Unit:
    return Unit("u0", "paragraph", source, target, state)


def _read(data: bytes) -> list[Unit]:
    return [unit for file in read_document(data, PATH).files for unit in file.units]


@UNHURRIED
@given(st.lists(UNITS, min_size=1, max_size=2))
def test_any_text_comes_back_as_it_was_from_a_valid_document(units: list[Unit]) -> None:
    data = _written(*units)
    SCHEMA.assertValid(etree.fromstring(data))
    _assert_ids_agree(etree.fromstring(data))
    for sent, received in zip(units, _read(data), strict=True):
        assert (received.source, received.target) == (sent.source, sent.target)
        assert (received.name, received.notes, received.terms) == (sent.name, sent.notes, sent.terms)
        assert received.metadata == sent.metadata
        assert received.state is (State.TRANSLATED if sent.target else State.INITIAL)


def _assert_ids_agree(root: etree._Element) -> None:
    """What the schema cannot say: ids are unique, a target's are its source's, and data that is named is there."""
    for unit in root.iterfind(".//x:unit", NS):
        own = [each.get("id") for each in unit.iterfind("x:segment", NS)]
        own += [each.get("id") for each in unit.xpath(".//x:source//x:*[@id]", namespaces=NS)]
        assert len(own) == len(set(own))
        data = {each.get("id") for each in unit.iterfind(".//x:data", NS)}
        for piece in unit.xpath("x:segment | x:ignorable", namespaces=NS):
            codes = [
                {(each.tag, each.get("id")) for each in piece.xpath(f"x:{side}//x:*[@id]", namespaces=NS)}
                for side in ("source", "target")
            ]
            assert codes[1] <= codes[0]
        for element in unit.iter(f"{{{CORE}}}pc", f"{{{CORE}}}ph"):
            assert {value for name, value in element.items() if name.startswith("dataRef")} <= data


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="needs php-symfony-translation, which carries the OASIS schema")
@UNHURRIED
@given(st.lists(UNITS, min_size=1, max_size=2))
def test_documents_are_valid_by_the_published_core_schema(units: list[Unit]) -> None:
    _official_schema().assertValid(etree.fromstring(_written(*units)))


@cache
def _official_schema() -> etree.XMLSchema:
    text = (OFFICIAL / "xliff-core-2.0.xsd").read_text(encoding="utf-8")
    text = text.replace("informativeCopiesOf3rdPartySchemas/w3c/xml.xsd", (OFFICIAL / "xml.xsd").as_uri())
    return etree.XMLSchema(etree.fromstring(text.encode()))


def test_sentences_are_segments_and_tags_are_inline_elements() -> None:
    tagged = _unit("He <1>left</1>.  Why?<2/> \\<3/>", "هغه <1>لاړ</1>. ولې؟<2/> \\<3/>")
    notes = (Note("role: quote\n<1> link to news.example\n<2/> line break", "extracted", "source"),)
    data = _written(replace(tagged, notes=notes), _unit("<1>One. Two.</1>", ""))
    first, second = etree.fromstring(data).iterfind(".//x:unit", NS)
    sources = ["".join(each.itertext()) for each in first.iterfind("x:segment/x:source", NS)]
    assert sources == ["He left.", "Why? \\<3/>"]
    link = first.find("x:segment/x:target/x:pc", NS)
    assert (link.text, link.get("type"), link.get("dispStart")) == ("لاړ", "link", "link to news.example")
    assert first.find("x:segment/x:target/x:ph", NS).get("subType") == "xlf:lb"
    assert {each.get("id"): each.text for each in first.iterfind("x:originalData/x:data", NS)} == {
        "d1s": "<1>",
        "d1e": "</1>",
        "d2": "<2/>",
    }
    assert len(second.findall("x:segment", NS)) == 1
    assert second.find("x:segment/x:target", NS) is None


FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<?tool x?>
<xlf:xliff xmlns:xlf="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en-US" trgLang="ps-AF"
    xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" xmlns:my="urn:my">
 <xlf:file id="a" my:x="1">
  <xlf:skeleton href="x.skl"/>
  <xlf:notes><xlf:note>To the whole file.</xlf:note></xlf:notes>
  <xlf:group id="g"><xlf:unit id="joined" name="paragraph" xml:space="preserve">
   <mtc:matches><mtc:match ref="#1"><xlf:source>other</xlf:source><xlf:target>بل</xlf:target></mtc:match></mtc:matches>
   <xlf:notes><xlf:note>Ask <!-- really -->the minister.</xlf:note></xlf:notes>
   <xlf:originalData><xlf:data id="x">&lt;1></xlf:data><xlf:data id="y">&lt;/1></xlf:data></xlf:originalData>
   <xlf:segment id="s" state="final"><xlf:source><xlf:sc id="1" dataRef="x"/>He</xlf:source>
  <xlf:target order="3"><xlf:mrk id="m" type="comment" value="Formal?">هغه<xlf:ec startRef="1"/></xlf:mrk></xlf:target>
   </xlf:segment>
   <xlf:ignorable><xlf:source> </xlf:source></xlf:ignorable>
   <xlf:segment state="reviewed"><xlf:source>left<xlf:ec startRef="1" dataRef="y"/>.</xlf:source>
  <xlf:target order="1"><xlf:sc id="1"/>لاړ<xlf:sm id="z"/><xlf:em startRef="z"/><xlf:cp hex="0007"/></xlf:target>
   </xlf:segment>
  </xlf:unit></xlf:group>
  <xlf:unit id="loose" name="quote"><xlf:segment state="translated"><xlf:source>A
     line</xlf:source><xlf:target>
       یوه   کرښه
     </xlf:target></xlf:segment></xlf:unit>
  <xlf:unit id="open"><xlf:segment state="final"><xlf:source>Half. </xlf:source>
     <xlf:target>نیم. </xlf:target></xlf:segment>
     <xlf:segment state="final"><xlf:source>Done.</xlf:source></xlf:segment></xlf:unit>
 </xlf:file>
</xlf:xliff>
"""


def test_documents_of_other_tools_are_read() -> None:
    document = read_document(FOREIGN.encode(), PATH)
    assert [note.text for note in document.files[0].notes] == ["To the whole file."]
    joined, loose, half = document.files[0].units
    assert joined.source == "<1>He left</1>."
    assert joined.target == "<1>لاړ\x07 هغه</1>"
    assert joined.state is State.REVIEWED
    assert [note.text for note in joined.notes] == ["Ask the minister.", "Formal?"]
    assert (loose.source, loose.target, loose.preserve) == ("A line", "یوه کرښه", False)
    assert (half.target, half.state) == ("نیم.", State.INITIAL)


CORE_1 = "urn:oasis:names:tc:xliff:document:1.2"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f'<xliff xmlns="{CORE_1}" version="1.2"><file/></xliff>', 1, "XLIFF 1.2 cannot be read; export it as"),
        ('<xliff version="1.0"><file/></xliff>', 1, "XLIFF 1.0 cannot be read"),
        ("\n<html/>", 2, "not an XLIFF file: the root is <html>"),
        ("هغه لاړ.", 1, "not XML"),
        (f'<xliff xmlns="{CORE}" version="2.1">\n<file>', 2, "not XML"),
        ("", 1, "not XML"),
        (f'<xliff xmlns="{CORE}" version="2.1" srcLang="en"/>', 1, "names no trgLang"),
        (f'\n{BOMB}<xliff xmlns="{CORE}" trgLang="ps">&b;</xliff>', 2, "declares a document type"),
        (f'{OUTSIDE}<xliff xmlns="{CORE}" trgLang="ps">&a;</xliff>', 1, "declares a document type"),
        (FOREIGN.replace('hex="0007"', 'hex="FFFFFF"'), 17, "no such character"),
    ],
)
def test_what_is_no_xliff_2_is_refused_in_one_line(text: str, line: int, words: str) -> None:
    with pytest.raises(InputError) as fault:
        read_document(text.encode(), PATH)
    assert fault.value.line == line
    assert words in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_entities_are_refused_in_every_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="utf-16"?>{OUTSIDE}<xliff xmlns="{CORE}" trgLang="ps">&a;</xliff>'
    with pytest.raises(InputError, match=r"document type|not XML"):
        read_document(text.encode(encoding), PATH)


def test_translate_toolkit_reads_and_writes_the_documents() -> None:
    xliff2 = pytest.importorskip("translate.storage.xliff2", reason="needs translate-toolkit")
    store = xliff2.Xliff2File.parsestring(_written(_unit("He left. Why?", "هغه لاړ. ولې؟", State.REVIEWED)))
    assert [unit.source for unit in store.units] == ["He left.", "Why?"]
    assert [unit.target for unit in store.units] == ["هغه لاړ.", "ولې؟"]
    store.units[1].target = "څه وخت؟"
    store.units[0].addnote("Check the name.")
    assert [(unit.target, unit.notes[-1].text) for unit in _read(bytes(store))] == [
        ("هغه لاړ. څه وخت؟", "Check the name.")
    ]
