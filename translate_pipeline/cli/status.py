"""`translate-pipeline status`."""

from __future__ import annotations

from pathlib import Path

import click

from translate_pipeline.cli.options import (
    chosen_locales,
    chosen_reports,
    locale_option,
    open_project,
    reports_argument,
)
from translate_pipeline.cli.output import print_faults, print_table

_COLUMNS = ("report", "locale", "messages", "untranslated", "drafted", "reviewed", "errors", "warnings", "article")


@click.command("status")
@reports_argument
@locale_option
@click.pass_context
def command(ctx: click.Context, reports: tuple[Path, ...], locales: tuple[str, ...]) -> int:
    """Show how far REPORTS (files or folders; all of the project by default) are in each locale.

    \b
    Example:
      translate-pipeline status
    """
    from translate_pipeline.checks.finding import Severity
    from translate_pipeline.stages.status import status

    project = open_project(ctx)
    states, faults = status(project, chosen_reports(project, reports), chosen_locales(project, locales))
    rows: list[tuple[str | int, ...]] = []
    for each in states:
        state = each.state
        counts = (state.messages, state.untranslated, state.drafted, state.reviewed)
        severities = (state.count(Severity.ERROR), state.count(Severity.WARNING))
        rows.append((each.report, each.locale.code, *counts, *severities, each.refusal or "ready"))
    if rows:
        print_table(_COLUMNS, rows)
    print_faults(faults)
    return 2 if faults else 0
