"""Who worked on a catalog, and when: what its header and the comments above it say."""

from __future__ import annotations

import datetime
import re

import polib

# GNU gettext manual, "Filling in the Header Entry": "FIRST AUTHOR <EMAIL@ADDRESS>, YEAR." and lines like it.
_AUTHOR = re.compile(
    r"^[#\s]*(?P<name>[^<>\n]*?[^\W\d_][^<>\n]*?)\s*(?:<(?P<mail>[^<>\n]*)>\s*,?\s*(?:\d{4}[-–,\s\d]*)?|,\s*\d{4}[-–,\s\d]*)\.?$"
)
_PERSON = re.compile(r"\s*(?P<name>[^<>]*?)\s*(?:<[^<>]*>\s*)?")
_NOBODY = re.compile(
    r"automatically generated|(?:full|first) (?:name|author)|translate-pipeline.*|none|anonymous", re.I
)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)\s*([+-]\d{2}):?(\d{2})")


def reviewers(catalog: polib.POFile) -> tuple[str, ...]:
    """The names of the people behind a catalog, without their mail addresses: authors first, then the last one."""
    lines = [match["name"] for line in catalog.header.splitlines() if (match := _AUTHOR.match(line.strip()))]
    last = _PERSON.fullmatch(catalog.metadata.get("Last-Translator", ""))
    names = (" ".join(name.split()) for name in (*lines, last["name"] if last else ""))
    return tuple(dict.fromkeys(name for name in names if name and not _NOBODY.fullmatch(name)))


def last_reviewer(catalog: polib.POFile) -> str:
    """The name of the person who saved a catalog last, by its header; empty where that names nobody."""
    last = _PERSON.fullmatch(catalog.metadata.get("Last-Translator", ""))
    name = " ".join(last["name"].split()) if last else ""
    return "" if _NOBODY.fullmatch(name) else name


def revised(catalog: polib.POFile) -> datetime.datetime | None:
    """When a catalog was last revised; none where its header gives no date, or the one of drafts without a date."""
    found = _DATE.match(catalog.metadata.get("PO-Revision-Date", "").strip())
    if not found or found[1] == "1970-01-01":
        return None
    try:
        return datetime.datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3]}:{found[4]}")
    except ValueError:
        return None
