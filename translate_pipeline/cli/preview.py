"""`translate-pipeline preview`."""

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
from translate_pipeline.cli.output import counted, print_faults, print_notes


@click.command("preview")
@reports_argument
@locale_option
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the pages go.  [default: the folder `previews` of the project]",
)
@click.pass_context
def command(ctx: click.Context, reports: tuple[Path, ...], locales: tuple[str, ...], out: Path | None) -> int:
    """Write review sheets of REPORTS (files or folders; all of the project by default): pages to read in a browser.

    Each shows the English and the translation side by side, with the glossary's names and the findings. Sheets that
    are there from earlier runs are brought up to date too.

    \b
    Example:
      translate-pipeline preview -l dari
    """
    from translate_pipeline.stages.previewing import preview

    project = open_project(ctx)
    paths, chosen = chosen_reports(project, reports), chosen_locales(project, locales)
    result = preview(project, paths, chosen, folder=out.resolve() if out else None)
    print_notes(result.notes)
    click.echo(f"{counted(len(result.sheets), 'review sheet')}, {counted(result.changed, 'file')} changed")
    click.echo(f"open {result.index}")
    print_faults(result.faults)
    return 2 if result.faults else 0
