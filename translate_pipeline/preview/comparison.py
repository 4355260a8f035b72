"""What several engines made of the same messages, side by side, as a web page of one file that goes to no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from translate_pipeline.checks.finding import Finding
from translate_pipeline.locales import Locale, find_locale
from translate_pipeline.preview.page import render


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft of an engine, with what the checks find on it."""

    engine: str
    target: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ComparedMessage:
    """A message with its drafts.

    Attributes:
        report: the headline of its report.
        source: with the tags of its inline markup.
        reference: what a reviewer wrote; empty where nobody did.
    """

    report: str
    locale: Locale
    role: str
    source: str
    reference: str
    proposals: tuple[Proposal, ...]


def render_comparison(messages: Mapping[str, Sequence[ComparedMessage]]) -> str:
    """The page.

    Args:
        messages: by locale code, those of a report in a row.
    """
    sections = [
        (find_locale(code), [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.report)])
        for code, rows in messages.items()
    ]
    return render("comparison.html", ("sheet.css", "comparison.css"), sections=sections, direction="rtl")
