"""PO files are read without losing a word, or refused with the line and left as they are."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_pipeline.catalogs.po_file import read_po, render_po, write_po
from translate_pipeline.errors import InputError

HEADER = 'msgid ""\nmsgstr ""\n"Language: ps\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
MESSAGE = 'msgctxt "paragraph"\nmsgid "He left."\nmsgstr "هغه لاړ."\n'


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (HEADER + 'msgid "a"\nmsgstr "b\n', 7, "no PO line"),
        (HEADER + '<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n', 6, "no PO line"),
        (HEADER + 'msgid "a"\nmsgstr "b" c\n', 7, "no PO line"),
        (HEADER + MESSAGE + '\nmsgctxt "x"\nmsgid "cut off"\n', 10, "cut off"),
        (HEADER + 'msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 8, "has a msgid where none can stand"),
        (HEADER + MESSAGE + "\n" + MESSAGE, 10, "also stands at line 6"),
        (HEADER.replace("UTF-8", "CP1256") + MESSAGE, None, "charset CP1256"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(tmp_path: Path, content: str, line: int | None, words: str) -> None:
    path = tmp_path / "a.po"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words) as caught:
        read_po(path)
    assert caught.value.line == line
    assert path.read_text(encoding="utf-8") == content


def test_wrong_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes((HEADER + MESSAGE).encode() + 'msgid "q"\nmsgstr "سلام"\n'.encode("cp1256"))
    with pytest.raises(InputError, match="not UTF-8") as caught:
        read_po(path)
    assert caught.value.line == 10


def test_every_truncation_is_refused_or_loses_nothing_but_the_cut(tmp_path: Path) -> None:
    whole = (HEADER + MESSAGE + "\n" + MESSAGE.replace("left", "went")).encode()
    path = tmp_path / "a.po"
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        try:
            catalog = read_po(path)
        except InputError:
            continue
        assert all(entry.msgstr in ("", "هغه لاړ.") for entry in catalog), size


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120).map(
    lambda text: " ".join(text.split())
)


@given(
    st.lists(
        st.tuples(_TEXT.filter(bool), _TEXT, _LINE, _LINE, st.booleans()), unique_by=lambda each: each[0], max_size=5
    )
)
def test_round_trip(messages: list[tuple[str, str, str, str, bool]]) -> None:
    catalog = polib.POFile(wrapwidth=78)
    catalog.metadata = {"Language": "ps", "Content-Type": "text/plain; charset=UTF-8"}
    for source, target, comment, note, fuzzy in messages:
        catalog.append(
            polib.POEntry(
                msgctxt="paragraph",
                msgid=source,
                msgstr=target,
                tcomment=comment,
                comment=note,
                flags=["fuzzy"] if fuzzy else [],
            )
        )
    text = render_po(catalog)
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.po"
        assert write_po(path, catalog)
        again = read_po(path)
        assert [(e.msgid, e.msgstr, e.tcomment, e.comment, e.fuzzy) for e in again] == [
            (e.msgid, e.msgstr, e.tcomment, e.comment, e.fuzzy) for e in catalog
        ]
        assert render_po(again) == text
        assert not write_po(path, again)


ODD = (
    HEADER
    + """#no space
#,fuzzy, no-wrap
#: a.txt:1 b%20c.txt:2
#| msgid "old"
msgctxt"paragraph"
msgid "A" " b"
msgstr "\\a \\x41 \\101 \\"q\\"   line "

msgid "one"
msgid_plural "many"
msgstr[0] "یو"
msgstr[1] "ډېر"

#~| msgid "older"
#~ msgid "gone"
#~ msgstr "لاړ "

# the last word
"""
)


def test_what_gettext_accepts_is_kept_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(ODD, encoding="utf-8")
    catalog = read_po(path)
    assert catalog[0].msgid == "A b"
    assert catalog[0].msgstr == '\a A A "q"   line '
    assert (catalog[0].tcomment, catalog[0].flags, catalog[0].previous_msgid) == (
        "no space",
        ["fuzzy", "no-wrap"],
        "old",
    )
    assert catalog[1].msgstr_plural == {0: "یو", 1: "ډېر"}
    assert (catalog[2].msgstr, catalog[2].previous_msgid, bool(catalog[2].obsolete)) == ("لاړ ", "older", True)
    write_po(path, catalog)
    assert path.read_text(encoding="utf-8").endswith("\n# the last word\n")
    again = read_po(path)
    assert [(e.msgid, e.msgstr, e.msgstr_plural, e.previous_msgid) for e in again] == [
        (e.msgid, e.msgstr, e.msgstr_plural, e.previous_msgid) for e in catalog
    ]


@pytest.mark.skipif(not shutil.which("msgcat"), reason="gettext is not installed")
def test_gettext_reads_what_is_written(tmp_path: Path) -> None:
    catalog = polib.POFile(wrapwidth=78)
    catalog.metadata = {"Language": "ps", "Content-Type": "text/plain; charset=UTF-8"}
    long = "finding: warning number: " + "a long comment that is not wrapped " * 5
    catalog.append(
        polib.POEntry(
            msgctxt="quote", msgid='"He said:\n\\"', msgstr="«هغه»\n\\", tcomment=long.strip(), comment="role: quote"
        )
    )
    write_po(tmp_path / "a.po", catalog)
    subprocess.run(["msgcat", "-o", tmp_path / "b.po", tmp_path / "a.po"], check=True)
    (entry,) = read_po(tmp_path / "b.po")
    assert (entry.msgid, entry.msgstr, entry.tcomment) == ('"He said:\n\\"', "«هغه»\n\\", long.strip())
