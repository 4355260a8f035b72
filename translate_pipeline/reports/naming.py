"""From the file of a report to the name of its catalogs and articles."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.file_names import is_device

LONGEST_NAME = 100

# Most file systems end at 255 bytes; the name takes suffixes and a temporary ending.
_MOST_BYTES = 200

# The catalogs of this name hold the furniture of the articles.
RESERVED = frozenset({"articles"})

_UNWANTED = re.compile(r"[^\w.-]+")


def report_name(path: Path) -> str:
    """The stem of the report's output files: letters, digits, `-`, `_` and `.`, at most LONGEST_NAME of them.

    Raises:
        InputError: nothing of the file's name is left, or the name is reserved.
    """
    # A file name that is not valid UTF-8 comes with lone surrogates; they are not word characters.
    stem = unicodedata.normalize("NFC", path.stem)
    name = _UNWANTED.sub("-", stem).strip("-.")[:LONGEST_NAME]
    while len(name.encode()) > _MOST_BYTES:
        name = name[:-1]
    name = name.rstrip("-.")
    if not name:
        raise InputError("no letter or digit is in its name", remedy="rename the file", path=path)
    if name.casefold() in RESERVED:
        raise InputError(f"the name {name!r} is reserved for the program's own catalogs", remedy="rename it", path=path)
    if is_device(name):
        raise InputError(f"Windows cannot have a file named {name!r}", remedy="rename the file", path=path)
    return name
