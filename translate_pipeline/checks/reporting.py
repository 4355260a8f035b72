"""Findings as text for people and for the programs that read them: JSON, GitHub annotations, Checkstyle XML."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from xml.sax.saxutils import quoteattr

Row = Mapping[str, str | int]

_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}
# Characters that XML 1.0 cannot hold, escaped or not.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _text(rows: Sequence[Row], messages: int) -> Iterator[str]:
    for row in rows:
        yield f"{row['file']}:{row['line']}: {row['severity']} {row['check']}: {row['message']}"


def _json(rows: Sequence[Row], messages: int) -> Iterator[str]:
    yield json.dumps({"findings": list(rows), "messages": messages}, ensure_ascii=False, indent=2)


def _github(rows: Sequence[Row], messages: int) -> Iterator[str]:
    """Workflow commands; what would end a property or the line is escaped as GitHub's toolkit does."""
    for row in rows:
        place = f"file={_property(str(row['file']))},line={row['line']},title={_property(str(row['check']))}"
        yield f"::{_GITHUB[str(row['severity'])]} {place}::{_data(str(row['message']))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _checkstyle(rows: Sequence[Row], messages: int) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<checkstyle version="4.3">'
    for file, group in groupby(rows, key=lambda row: row["file"]):
        yield f"  <file name={_attribute(file)}>"
        for row in group:
            cells = {"line": row["line"], "severity": row["severity"], "message": row["message"]}
            cells["source"] = f"translate-pipeline.{row['check']}"
            yield "    <error " + " ".join(f"{name}={_attribute(value)}" for name, value in cells.items()) + "/>"
        yield "  </file>"
    yield "</checkstyle>"


def _attribute(value: str | int) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", str(value)))


FORMATTERS: Mapping[str, Callable[[Sequence[Row], int], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "checkstyle": _checkstyle,
}
"""By name: what turns findings, and the number of messages checked, into lines."""
