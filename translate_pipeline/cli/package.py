"""`translate-pipeline package`."""

from __future__ import annotations

from pathlib import Path

import click

from translate_pipeline.cli.logging import summarize
from translate_pipeline.cli.options import (
    chosen_locales,
    chosen_reports,
    drafts_option,
    locale_option,
    open_project,
    reports_argument,
)
from translate_pipeline.cli.output import counted, print_faults, print_notes, print_refusals


@click.command("package")
@reports_argument
@locale_option
@drafts_option
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="Only this format (html, markdown, hugo, pelican, jekyll, ninjs, or one that an installed package adds); may "
    "be given several times.  [default: those of the project]",
)
@click.pass_context
def command(
    ctx: click.Context, reports: tuple[Path, ...], locales: tuple[str, ...], drafts: bool, formats: tuple[str, ...]
) -> int:
    """Write articles from the reviewed catalogs of REPORTS (files or folders; all of the project by default).

    An article with unreviewed messages or errors is refused.

    \b
    Examples:
      translate-pipeline package -l pashto
      translate-pipeline package --format hugo --format ninjs
    """
    from translate_pipeline.lock import project_lock
    from translate_pipeline.stages.packaging import package

    project = open_project(ctx)
    paths, chosen = chosen_reports(project, reports), chosen_locales(project, locales)
    with project_lock(project.folders["state"]):
        result = package(project, paths, chosen, drafts=drafts, formats=tuple(dict.fromkeys(formats)))
    print_refusals(result.refusals)
    print_notes(result.notes)
    written = counted(sum(map(len, result.files.values())), "file")
    summarize(f"{counted(len(result.files), 'article')}, {written}, {result.changed:,} changed")
    print_faults(result.faults)
    return 2 if result.faults else 1 if result.refusals else 0
