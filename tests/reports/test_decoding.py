"""Encodings and the cleaning of text."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_pipeline.errors import InputError
from translate_pipeline.reports.decoding import declared_charset, decode
from translate_pipeline.reports.reader import read_report
from translate_pipeline.reports.text import clean

TEXT = "Kabul’s “Café” — open"
HERE = Path("story.txt")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
)
def test_the_encodings_of_a_newsroom_are_read(data: bytes) -> None:
    assert decode(data, HERE) == TEXT


@pytest.mark.parametrize("charset", ["windows-1252", "ISO-8859-1", "utf-8"])
def test_a_page_is_read_in_the_charset_it_declares(tmp_path: Path, charset: str) -> None:
    encoding = "utf-8" if charset == "utf-8" else "cp1252"
    page = f'<meta charset="{charset}"><h1>{TEXT} Again</h1><p>{TEXT} to all readers on Monday, they said.</p>'
    path = tmp_path / "page.html"
    path.write_bytes(page.encode(encoding))
    assert read_report(path).headline == f"{TEXT} Again"


@pytest.mark.parametrize("charset", ["windows-1251", "utf-8", "shift_jis"])
def test_a_page_that_is_not_what_it_declares_is_refused(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"><h1>'.encode() + b"\xe9")
    with pytest.raises(InputError, match="save it as UTF-8"):
        read_report(path)


def test_the_charset_of_xhtml_is_found() -> None:
    assert declared_charset(b'<?xml version="1.0" encoding="ISO-8859-1"?><html>') == "iso-8859-1"
    assert declared_charset(b"<p>charset=utf-8</p>") == ""


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("4:30\u00a0a.m.\u2009on\u3000July\u202f7", "4:30 a.m. on July 7"),
        ("\ufeffwith\u00addrawal\u200b of\u2060 \u202etroops\u202c\u2069", "withdrawal of troops"),
        ("Cafe\u0301\n\t in  Kabul ", "Café in Kabul"),
        ("Kabul\u0092s \u0093fair\u0094", "Kabul’s “fair”"),
        ("the word می\u200cشود here\u200c", "the word می\u200cشود here"),
    ],
)
def test_odd_characters_become_plain_ones(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text())
def test_clean_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned == " ".join(cleaned.split())
