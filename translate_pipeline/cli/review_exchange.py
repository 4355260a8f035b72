"""`translate-pipeline review export` and `review import`."""

from __future__ import annotations

import re
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
from translate_pipeline.cli.output import counted, print_faults, print_notes
from translate_pipeline.journal import Level, tell

if TYPE_CHECKING:
    from translate_pipeline.project import Project
    from translate_pipeline.stages.exchange_import import Importing

# By name: the version of XLIFF.
FORMATS = {"xliff": "2.1", "xliff-2.0": "2.0"}
_REVIEWER = re.compile(r"[^<>\x00-\x1f\x7f]+ <[^<>\s@]+@[^<>\s@]+>")


@click.command("export")
@reports_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="xliff",
    show_default=True,
    help="XLIFF 2.1, or 2.0 for tools that know no later one, such as Poedit 3.2.",
)
@locale_option
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to.  [default: exchange in the project]",
)
@click.pass_context
def export_command(
    ctx: click.Context, reports: tuple[Path, ...], form: str, locales: tuple[str, ...], out: Path | None
) -> int:
    """Write catalogs for a reviewer's CAT tool, a file for each report and locale.

    \b
    Example:
      translate-pipeline review export reports/herat-flood.txt -l pashto --out for-zarghona
    """
    from translate_pipeline.stages.exchange import export

    project = open_project(ctx)
    folder = out if out is not None else project.root / "exchange"
    result = export(project, chosen_reports(project, reports), chosen_locales(project, locales), folder, FORMATS[form])
    for path, units in result.files.items():
        click.echo(f"{project.relative(path)}: {counted(units, 'message')}")
    click.echo(f"{counted(len(result.files), 'file')}, {result.changed:,} changed")
    print_notes(result.notes)
    print_faults(result.faults)
    return 2 if result.faults else 0


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--reviewed-from",
    "least",
    type=click.Choice(["translated", "reviewed", "final"]),
    default="reviewed",
    show_default=True,
    help="The lowest state that counts as reviewed.",
)
@click.option("--reviewer", metavar='"NAME <MAIL>"', default="", help="Who it was, for the catalogs' headers.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.pass_context
def import_command(ctx: click.Context, files: tuple[Path, ...], least: str, reviewer: str, dry_run: bool) -> int:
    """Bring reviewers' XLIFF files back into the catalogs.

    What somebody changed in a catalog since the export stays; the reviewer's text then stands in the comment of the
    message, and a line says so. Exit status: 1 where there are such conflicts.

    \b
    Example:
      translate-pipeline review import exchange/herat-flood.ps.xlf --reviewer "Zarghona Amin <zarghona@example.org>"
    """
    if reviewer and not _REVIEWER.fullmatch(reviewer):
        raise click.UsageError(f'--reviewer {reviewer!r}: write it as "Name <mail@example.org>"')

    from translate_pipeline.catalogs.xliff.model import State
    from translate_pipeline.stages.exchange_import import import_files

    project = open_project(ctx)
    done, faults = import_files(project, files, least=State(least), reviewer=reviewer, dry_run=dry_run)
    for each in done:
        for line in each.conflicts:
            tell(Level.WARNING, line, label="conflict")
        print_notes(each.notes)
        click.echo(_summary(project, each, dry_run=dry_run))
    print_faults(faults)
    return 2 if faults else 1 if any(each.conflicts for each in done) else 0


def _summary(project: Project, done: Importing, *, dry_run: bool) -> str:
    from translate_pipeline.catalogs.xliff.merging import Verdict

    counts = [
        (done.verdicts[Verdict.TAKEN], "text"),
        (done.verdicts[Verdict.APPROVED], "approval"),
        (done.verdicts[Verdict.REOPENED], "reopening"),
        (done.commented, "note"),
        (done.verdicts[Verdict.CONFLICT], "conflict"),
    ]
    said = ", ".join(counted(number, noun) for number, noun in counts if number) or "nothing new"
    written = "" if done.changed or said == "nothing new" else "; there already"
    return f"{project.relative(done.catalog)}: {said}{written}{' (dry run)' if dry_run and done.changed else ''}"
