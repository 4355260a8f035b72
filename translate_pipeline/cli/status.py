"""`translate-pipeline status`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translate_pipeline.cli.options import (
    chosen_locales,
    chosen_reports,
    locale_option,
    open_project,
    reports_argument,
)
from translate_pipeline.cli.output import print_faults, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from translate_pipeline.stages.effort import Effort
    from translate_pipeline.stages.status import ReportState

_COLUMNS = (
    "report",
    "locale",
    "messages",
    "untranslated",
    "drafted",
    "reviewed",
    "errors",
    "warnings",
    "words reviewed",
    "last reviewer",
    "article",
)
_BLOCKS = {"untranslated": "not translated", "unreviewed": "not reviewed", "errors": "with errors"}
_EFFORT_COLUMNS = ("engine", "locale", "messages", "words", "unchanged", "TER", "chrF2")


@click.command("status")
@reports_argument
@locale_option
@click.option("--effort", "with_effort", is_flag=True, help="How much of each engine's drafts reviewers changed.")
@click.option("--json", "as_document", is_flag=True, help="For programs; docs/review.md describes the keys.")
@click.pass_context
def command(
    ctx: click.Context, reports: tuple[Path, ...], locales: tuple[str, ...], with_effort: bool, as_document: bool
) -> int:
    """Show how far REPORTS (files or folders; all of the project by default) are in each locale.

    Words are those of the English messages, and of the reviewed ones among them. The last reviewer and the date are
    what a PO editor wrote into the catalog's header. The last column says what keeps an article from being packaged.

    \b
    Examples:
      translate-pipeline status
      translate-pipeline status --effort
      translate-pipeline status --json
    """
    from translate_pipeline.stages.effort import effort
    from translate_pipeline.stages.reviews import gather_reviews
    from translate_pipeline.stages.status import as_json, status

    project = open_project(ctx)
    states, faults = status(project, chosen_reports(project, reports), chosen_locales(project, locales))
    efforts: list[Effort] | None = None
    if with_effort:
        # A catalog that cannot be read was named already.
        efforts = effort(gather_reviews(project, [each.catalog for each in states if each.catalog.exists()]).messages)
    if as_document:
        click.echo(json.dumps(as_json(project, states, faults, efforts), ensure_ascii=False, indent=2))
    else:
        _print_states(states)
        if efforts is not None:
            _print_effort(efforts)
    print_faults(faults)
    return 2 if faults else 0


def _print_states(states: Sequence[ReportState]) -> None:
    from translate_pipeline.checks.finding import Severity
    from translate_pipeline.stages.status import totals

    rows: list[tuple[str | int, ...]] = []
    for each in states:
        state = each.state
        counts = (state.messages, state.untranslated, state.drafted, state.reviewed)
        severities = (state.count(Severity.ERROR), state.count(Severity.WARNING))
        words = f"{each.words_reviewed:,} of {each.words:,}"
        who = ", ".join(filter(None, (each.reviewer, f"{each.reviewed:%Y-%m-%d}" if each.reviewed else "")))
        kept_back = ", ".join(f"{block.messages:,} {_BLOCKS[block.reason]}" for block in each.blocks)
        rows.append((each.report, each.locale.code, *counts, *severities, words, who, kept_back or "ready"))
    if len(rows) > 1:
        all_of = totals(states)
        counts = (all_of.messages, all_of.untranslated, all_of.drafted, all_of.reviewed)
        severities = (all_of.errors, all_of.warnings)
        words = f"{all_of.words_reviewed:,} of {all_of.words:,}"
        rows.append(("total", "", *counts, *severities, words, "", f"{all_of.ready} of {all_of.articles} ready"))
    if rows:
        print_table(_COLUMNS, rows)


def _print_effort(efforts: Sequence[Effort]) -> None:
    if not efforts:
        click.echo("no reviewed message has a draft on record")
        return
    print_table(
        _EFFORT_COLUMNS,
        [
            (
                each.engine or "(not known)",
                each.locale.code,
                each.messages,
                each.words,
                f"{each.unchanged:,} ({100 * each.unchanged / each.messages:.0f} %)",
                f"{each.ter:.1f}",
                f"{each.chrf:.1f}",
            )
            for each in efforts
        ],
    )
    click.echo("TER: edits for each 100 words of the reviewed text (0 is best); chrF2: likeness (100 is best)")
