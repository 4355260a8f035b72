"""`translate-pipeline translate`."""

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
from translate_pipeline.cli.output import counted, print_faults, progress_bar


@click.command("translate")
@reports_argument
@locale_option
@click.option("--force", is_flag=True, help="Draft again with the present engine whatever no person has touched.")
@click.option("--dry-run", is_flag=True, help="Say what would be drafted; decode and write nothing.")
@click.pass_context
def command(ctx: click.Context, reports: tuple[Path, ...], locales: tuple[str, ...], force: bool, dry_run: bool) -> int:
    """Draft REPORTS (files or folders; all of the project by default) into PO catalogs.

    What a person touched in a catalog is never overwritten.

    \b
    Example:
      translate-pipeline translate reports/herat-flood.txt -l dari
    """
    from translate_pipeline.checks.finding import Severity
    from translate_pipeline.stages.translating import translate

    project = open_project(ctx)
    with progress_bar() as progress:
        result = translate(
            project,
            chosen_reports(project, reports),
            chosen_locales(project, locales),
            force=force,
            dry_run=dry_run,
            progress=progress,
        )
    for note in result.notes:
        click.echo(f"note: {note}", err=True)
    for catalog in result.catalogs:
        if catalog.drafted or catalog.changed:
            verb = "would be drafted" if dry_run else "drafted"
            of = counted(catalog.messages, "message")
            click.echo(f"{project.relative(catalog.path)}: {catalog.drafted} of {of} {verb}")
    errors = sum(finding.severity is Severity.ERROR for catalog in result.catalogs for finding in catalog.findings)
    if dry_run:
        click.echo(f"{counted(sum(each.drafted for each in result.catalogs), 'message')} would be drafted")
    elif not any(catalog.changed for catalog in result.catalogs) and not result.templates:
        click.echo(f"nothing to do: {counted(len(result.catalogs), 'catalog')} up to date")
    else:
        written = counted(sum(catalog.changed for catalog in result.catalogs), "catalog")
        sentences = counted(result.decoded, "sentence")
        click.echo(f"{written} written; {sentences} decoded, {result.cached:,} known; {counted(errors, 'error')}")
    print_faults(result.faults)
    return 2 if result.faults else 1 if errors else 0
