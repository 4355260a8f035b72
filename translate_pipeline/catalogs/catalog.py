"""A report's catalog in one locale: its header and what its messages carry for the reviewer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from urllib.parse import quote

import polib

from translate_pipeline import __version__
from translate_pipeline.catalogs.messages import SourceMessage
from translate_pipeline.catalogs.po_syntax import Catalog
from translate_pipeline.glossary.matching import Match
from translate_pipeline.locales import Locale
from translate_pipeline.reports.model import Report

_NO_DATE = "1970-01-01 00:00+0000"


def new_catalog(report: Report, locale: Locale | None) -> Catalog:
    """An empty catalog with the full standard header; without a locale, a template.

    Its dates are the report's own: the same input gives the same bytes.
    """
    catalog = Catalog()
    catalog.header = f"{locale.english} translation of {report.name}" if locale else f"Template of {report.name}"
    catalog.metadata = {
        "Project-Id-Version": report.name,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": _date(report),
        "PO-Revision-Date": _date(report) if locale else "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "Automatically generated" if locale else "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": locale.english if locale else "LANGUAGE <LL@li.org>",
        "Language": locale.code if locale else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **({"Plural-Forms": locale.plural_forms} if locale else {}),
        "X-Generator": f"translate-pipeline {__version__}",
    }
    return catalog


def _date(report: Report) -> str:
    if report.date is None:
        return _NO_DATE
    if isinstance(report.date, datetime.datetime):
        moment = report.date if report.date.tzinfo else report.date.replace(tzinfo=datetime.UTC)
        return moment.strftime("%Y-%m-%d %H:%M%z")
    return f"{report.date.isoformat()} 00:00+0000"


def references(report_path: str, message: SourceMessage) -> list[tuple[str, str]]:
    """The `#:` references of a message: the report, percent-encoded where PO could not hold it, and the block."""
    path = "".join(char if char.isprintable() and char not in " %" else quote(char) for char in report_path)
    return [(path, str(number)) for number in message.blocks]


def complete_header(catalog: polib.POFile, report: Report, locale: Locale) -> None:
    """Add the standard header fields that a catalog lacks; a header is never fuzzy."""
    for name, value in new_catalog(report, locale).metadata.items():
        catalog.metadata.setdefault(name, value)
    # A merge with a template may have emptied it.
    catalog.metadata["Language"] = catalog.metadata["Language"] or locale.code
    catalog.metadata_is_fuzzy = False


def extracted_comment(message: SourceMessage, matches: Sequence[Match], locale: Locale | None) -> str:
    """The `#.` lines, as an editor's sidebar shows them: the role, what the tags are, the terms and their forms."""
    lines = [f"role: {message.role}", *(each.note for each in message.inline)]
    for term in dict.fromkeys(match.term for match in matches):
        if locale:
            lines.append(f"term: {term.name} = {term.forms[locale.code].approved}")
    return "\n".join(lines)
