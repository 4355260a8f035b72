"""`translate-pipeline translate`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from translate_pipeline.cli.logging import summarize
from translate_pipeline.cli.options import (
    chosen_locales,
    chosen_reports,
    locale_option,
    name_option,
    open_project,
    reports_argument,
    scheduler_option,
    workers_option,
)
from translate_pipeline.cli.output import counted, print_faults, print_notes, progress_bar


@click.command("translate")
@reports_argument
@locale_option
@click.option("--force", is_flag=True, help="Draft again, known sentences too, whatever no person has touched.")
@click.option("--dry-run", is_flag=True, help="Say what would be drafted; decode and write nothing.")
@workers_option
@scheduler_option
@name_option
@click.pass_context
def command(
    ctx: click.Context,
    reports: tuple[Path, ...],
    locales: tuple[str, ...],
    force: bool,
    dry_run: bool,
    name: str,
    workers: int,
) -> int:
    """Draft REPORTS into PO catalogs.

    REPORTS are files, folders, quoted patterns, or - for standard input, which is kept in the project's reports; all of
    the project by default.

    What a person touched in a catalog is never overwritten.

    \b
    Example:
      translate-pipeline translate reports/herat-flood.txt -l dari
    """
    from translate_pipeline.checks.finding import Severity
    from translate_pipeline.lock import project_lock
    from translate_pipeline.stages.run_report import recorded
    from translate_pipeline.stages.translating import translate

    project = open_project(ctx)
    paths, chosen = chosen_reports(project, reports, name=None if dry_run else name), chosen_locales(project, locales)
    with (
        nullcontext() if dry_run else project_lock(project.folders["state"]),
        recorded(project, "translate", paths, chosen, wanted=not dry_run) as record,
        progress_bar() as progress,
    ):
        record.translation = result = translate(
            project, paths, chosen, force=force, dry_run=dry_run, progress=progress, workers=workers or None
        )
    print_notes(result.notes)
    for catalog in result.catalogs:
        if catalog.drafted or catalog.changed:
            verb = "would be drafted" if dry_run else "drafted"
            of = counted(catalog.state.messages, "message")
            summarize(f"{project.relative(catalog.path)}: {catalog.drafted} of {of} {verb}")
    drafted = sum(catalog.drafted for catalog in result.catalogs)
    errors = sum(catalog.state.count(Severity.ERROR) for catalog in result.catalogs)
    if dry_run:
        summarize(f"{counted(drafted, 'message')} would be drafted")
    elif not drafted and not any(catalog.changed for catalog in result.catalogs) and not result.templates:
        summarize(f"nothing to do: {counted(len(result.catalogs), 'catalog')} up to date")
    else:
        written = counted(sum(catalog.changed for catalog in result.catalogs), "catalog")
        summarize(f"{written} written; {counted(result.decoded, 'sentence')} decoded, {result.cached:,} known")
        if result.guard["caught"]:
            again = counted(result.guard["caught"], "runaway draft")
            summarize(f"{again} decoded again, {result.guard['mended']:,} came out sound")
        if result.guard["cut"]:
            summarize(f"{counted(result.guard['cut'], 'long sentence')} drafted clause by clause")
        messages = sum(catalog.recalled for catalog in result.catalogs)
        if messages or result.recalled:
            reused = f"{counted(messages, 'message')}, {counted(result.recalled, 'sentence')} in others"
            summarize(f"reused from the translation memory: {reused}")
    if errors and not dry_run:
        summarize(f"{counted(errors, 'error')} in the catalogs; see them with: translate-pipeline check")
    print_faults(result.faults)
    return 2 if result.faults else 1 if errors and not dry_run else 0
