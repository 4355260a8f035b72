"""Review sheets and their index as web pages: each one file that needs nothing else and goes to no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from translate_pipeline.articles.addresses import web_address
from translate_pipeline.articles.bidi import isolate
from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.conventions.dates import head_date
from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale
from translate_pipeline.preview.difference import Change, word_difference
from translate_pipeline.preview.markup import bare, english, marked_source, marked_target, visible
from translate_pipeline.preview.model import Sheet, State, Tally, tally

GENERATOR = '<meta name="generator" content="translate-pipeline preview">'
"""What stands in the head of every page, and in no file of another origin."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A report whose catalog cannot be read, and why."""

    report: str
    locale: Locale
    headline: str
    problem: str


def sheet_name(report: str, locale: Locale) -> str:
    """Where the page of a report in a locale lies, seen from the index."""
    return f"{locale.tag}/{report}.html"


def render_sheet(sheet: Sheet, locales: Sequence[Locale]) -> str:
    """The page of a sheet.

    Args:
        locales: those in which there is a sheet of the report, this one's included.
    """
    from babel import Locale as BabelLocale

    return render(
        "sheet.html",
        sheet=sheet,
        locales=[(locale, "../" + quote(sheet_name(sheet.report, locale))) for locale in locales],
        direction=BabelLocale.parse(sheet.locale.code).text_direction,
        original=web_address(sheet.url),
        day=_day(sheet),
        tally=tally(sheet),
        script=Markup(_asset("sheet.js")),
        script_hash=_digest(_asset("sheet.js")),
    )


def render_index(rows: Sequence[Sheet | Unread]) -> str:
    """The page that leads to the sheets; the rows of a report stand together."""
    reports: dict[str, list[Sheet | Unread]] = {}
    for row in rows:
        reports.setdefault(row.report, []).append(row)
    sheets = [row for row in rows if isinstance(row, Sheet)]
    totals = {
        locale: tally(*(sheet for sheet in sheets if sheet.locale is locale))
        for locale in dict.fromkeys(sheet.locale for sheet in sheets)
    }
    return render(
        "index.html",
        reports=reports,
        totals=totals,
        address=lambda sheet: quote(sheet_name(sheet.report, sheet.locale)),
        tally=tally,
        is_sheet=lambda row: isinstance(row, Sheet),
    )


def _day(sheet: Sheet) -> str:
    try:
        return head_date(sheet.date, sheet.locale) if sheet.date else ""
    except InputError:
        return ""


def _bar(counts: Tally) -> list[tuple[State, str, str]]:
    """A bar 100 wide, by words of the sources: for each state where it begins and how wide it is."""
    whole = counts.words or 1
    reviewed, draft = (100 * words / whole for words in (counts.reviewed_words, counts.draft_words))
    return [(State.REVIEWED, "0", f"{reviewed:.2f}"), (State.DRAFT, f"{reviewed:.2f}", f"{draft:.2f}")]


def render(template: str, styles: Sequence[str] = ("sheet.css",), **values: object) -> str:
    """A template of this room as a page, with its styles inside."""
    style = "".join(map(_asset, styles))
    return (
        _environment()
        .get_template(template)
        .render(style=Markup(style), style_hash=_digest(style), generator=Markup(GENERATOR), **values)
    )


@cache
def _asset(name: str) -> str:
    return "\n" + (files("translate_pipeline.preview") / "templates" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _told_once(findings: Sequence[Finding]) -> list[tuple[Finding, int]]:
    """Findings that say the same of several places as one, with how many they are."""
    same: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        same.setdefault((finding.severity, finding.check, finding.message), []).append(finding)
    return [(group[0], len(group)) for group in same.values()]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("translate_pipeline.preview"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "bar": _bar,
        "bare": bare,
        "counted": _counted,
        "english": english,
        "isolate": isolate,
        "told_once": _told_once,
        "visible": visible,
    }
    environment.globals |= {
        "Change": Change,
        "Severity": Severity,
        "State": State,
        "marked_source": marked_source,
        "marked_target": marked_target,
        "word_difference": word_difference,
    }
    return environment
