"""What nobody changed comes back byte for byte; what changed is written as the file is."""

from __future__ import annotations

from pathlib import Path

import polib
from hypothesis import given
from hypothesis import strategies as st

from translate_pipeline.catalogs.po_file import parse_catalog, read_po, render_po, write_po
from translate_pipeline.catalogs.po_syntax import PoSyntaxError, parse_po

LONG = "The governor of the province said on Thursday that the road to the valley stays closed until spring comes."
# A file as nobody's program would write it.
ODD = """\
#, fuzzy
#. what the header is
# About the newsroom
msgid ""
msgstr ""
"X-Unknown:  two  spaces\\n"
"language: ps\\n"
"no field at all\\n"
"Plural-Forms: nplurals=2; plural=n != 1;\\n"
"X-Unknown: again\\n"



#, no-wrap , fuzzy
#@ nobody knows this line
#no space
#=own
#: a.txt:1    b.txt:2
msgctxt  "paragraph"

msgid "one"
   msgstr "یو"  "دوه"
msgid "unblanked"
msgstr "\\x41\\101"

#~ # ignored
"""


def _changed(before: str, after: str) -> list[tuple[str, str]]:
    return [(old, new) for old, new in zip(before.split("\n"), after.split("\n"), strict=True) if old != new]


def test_an_odd_file_comes_back_as_it_was() -> None:
    text = ODD.replace("#~ # ignored\n", "# last words")
    for variant in (text, text.replace("\n", "\r\n"), "\ufeff" + text, text + "\n\n"):
        catalog = parse_catalog(variant.encode(), Path("a.po"))
        assert render_po(catalog) == variant


def test_only_the_lines_of_what_changed_are_written_anew() -> None:
    text = ODD.replace("#~ # ignored\n", "# last words\n")
    catalog = parse_catalog(text.encode(), Path("a.po"))
    catalog[0].tcomment = catalog[0].tcomment.replace("no space", "a word")
    catalog.metadata["Plural-Forms"] = "nplurals=1; plural=0;"
    assert _changed(text, render_po(catalog)) == [
        ('"Plural-Forms: nplurals=2; plural=n != 1;\\n"', '"Plural-Forms: nplurals=1; plural=0;\\n"'),
        ("#no space", "# a word"),
    ]


def test_the_line_ends_of_the_file_are_those_of_new_lines() -> None:
    text = ODD.replace("#~ # ignored\n", "").replace("\n", "\r\n")
    catalog = parse_catalog(text.encode(), Path("a.po"))
    catalog.append(polib.POEntry(msgid="new", msgstr="text\nof two lines", tcomment="a\nb"))
    catalog[1].msgstr = "other"
    written = render_po(catalog)
    assert written.count("\n") == written.count("\r\n")
    assert parse_po(written)[2].msgstr == "text\nof two lines"


def test_an_obsolete_message_keeps_its_lines_and_comes_back_with_them() -> None:
    lines = ['#| msgid ""', '#| "old "', '#| "source"', 'msgid "a"', 'msgstr ""', '"broken "', '"by hand"']
    text = "\n".join(["# mine", *lines, ""])
    catalog = parse_catalog(text.encode(), Path("a.po"))
    catalog[0].obsolete = True
    gone = render_po(catalog)
    assert gone == "\n".join(
        ["# mine", *(line.replace("#|", "#~|") if line[0] == "#" else f"#~ {line}" for line in lines), ""]
    )
    again = parse_catalog(gone.encode(), Path("a.po"))
    again[0].obsolete = False
    assert render_po(again) == text


def _file_in(width: int) -> bytes:
    from translate_pipeline.catalogs import po_writing

    catalog = parse_po("")
    for number in range(4):
        entry = polib.POEntry(msgid=f"{number} {LONG}", msgstr=f"{number} {LONG} {LONG}")
        catalog.append(entry)
    lines = [
        line
        for entry in catalog
        for kind in ("msgid", "msgstr")
        for line in po_writing._render(kind, po_writing.state_of(entry), False, width)
    ]
    return ("\n".join(lines) + "\n").encode()


def test_a_changed_text_is_wrapped_as_the_others_are() -> None:
    for width in (0, 76, 78, 80):
        catalog = parse_catalog(_file_in(width), Path("a.po"))
        catalog[2].msgstr = LONG + " " + LONG
        lines = render_po(catalog).split("\n")
        longest = max(map(len, lines))
        assert longest > 200 if width == 0 else width - 12 < longest <= width + 1


_PIECES = st.sampled_from(
    [
        *ODD.split("\n"),
        'msgid "two"',
        'msgstr "دوه"',
        'msgid_plural "many"',
        'msgstr[0] "یو"',
        'msgstr[1] "ډېر"',
        '"more \\n"',
        '#| msgid "older"',
        '#~ msgid "gone"',
        '#~ msgstr "لاړ "',
        '#~| msgid "older"',
        "#~",
        "#",
        "# note\u2028of two",
        "\t",
        "#. role: x",
        'msgid "three"\nmsgstr "درې"',
        '#~ msgid "four"\n#~ msgstr "څلور"',
    ]
)


@given(st.lists(_PIECES, max_size=25), st.booleans(), st.booleans())
def test_whatever_can_be_read_comes_back_byte_for_byte(pieces: list[str], crlf: bool, ends: bool) -> None:
    text = "\n".join(pieces) + ("\n" if ends else "")
    if crlf:
        text = text.replace("\n", "\r\n")
    try:
        parse_po(text)
    except PoSyntaxError:
        return
    catalog = parse_catalog(text.encode(), Path("a.po"), twins=True)
    assert render_po(catalog) == text
    # Whatever is changed in one message leaves the bytes of every other alone.
    for index, entry in enumerate(catalog):
        entry.tcomment = "changed"
        lines = render_po(catalog).split("\n")
        for other in [*catalog[:index], *catalog[index + 1 :]]:
            raw = [line for _, line in other.origin.lines] if other.tcomment != "changed" else []
            assert "\n".join(raw).rstrip("\r") in "\n".join(lines)
        assert [(each.msgid, each.msgstr) for each in parse_po("\n".join(lines))] == [
            (each.msgid, each.msgstr) for each in catalog
        ]


def test_a_file_that_somebody_saved_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    import pytest

    from translate_pipeline.errors import InputError

    path = tmp_path / "a.po"
    path.write_text('msgid "a"\nmsgstr "b"\n', encoding="utf-8")
    catalog = read_po(path)
    catalog[0].msgstr = "machine"
    path.write_text('msgid "a"\nmsgstr "person"\n', encoding="utf-8")
    with pytest.raises(InputError, match="saved by somebody meanwhile"):
        write_po(path, catalog)
    assert "person" in path.read_text(encoding="utf-8")
