"""Cleaning: what a block's text may hold, whatever the file held."""

from __future__ import annotations

import re
import unicodedata

# Pages written for Windows give U+0080..U+009F where the Windows-1252 character is meant; browsers read them so
# (WHATWG HTML, "numeric character reference end state").
_C1 = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}

# Soft hyphen, Mongolian vowel separator, zero-width space, bidi marks, embeddings and isolates, word joiner and its
# neighbours, byte order mark, interlinear anchors.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")

# A joiner inside a Persian or Pashto word is spelling; anywhere else it is debris.
_STRAY_JOINER = re.compile("[\u200c\u200d](?![\u0620-\u06ff])|(?<![\u0620-\u06ff])[\u200c\u200d]")

_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text in NFC, on one line, with single plain spaces and without invisible characters."""
    text = _CONTROL.sub(" ", text.translate(_C1))
    text = _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))
    return " ".join(unicodedata.normalize("NFC", text).split())
