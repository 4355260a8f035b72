"""`translate-pipeline review learn` and `review accept`."""

from __future__ import annotations

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
from translate_pipeline.cli.output import counted, print_faults, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from translate_pipeline.locales import Locale
    from translate_pipeline.project import Project


@click.command("learn")
@reports_argument
@locale_option
@click.option(
    "--at-least",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    metavar="N",
    help="Different source texts that must show a correction.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file.  [default: suggestions/reviewers.csv in the glossary folder]",
)
@click.pass_context
def learn_command(
    ctx: click.Context, reports: tuple[Path, ...], locales: tuple[str, ...], at_least: int, out: Path | None
) -> int:
    """Suggest rows for the glossary from what reviewers correct again and again.

    Reviewed messages are compared with their drafts: names that are written otherwise than the glossary has them, names
    that it lacks, and words replaced in the same way. They are written to a CSV file with their evidence, and nothing
    else changes: write yes or no in its first column, then run `review accept`. Rows that you touched stay as they are.

    \b
    Examples:
      translate-pipeline review learn
      translate-pipeline review learn -l dari --at-least 3
    """
    from translate_pipeline.stages.learning import SUGGESTIONS, learn

    project = open_project(ctx)
    if out is not None and out.resolve().parent == project.folders["glossaries"]:
        raise click.UsageError(f"--out {out}: there it would be read as a glossary; choose another folder")
    chosen = chosen_locales(project, locales)
    path = out.absolute() if out else project.folders["glossaries"] / SUGGESTIONS
    result = learn(project, _catalogs(project, reports, chosen), _reports(project, reports), path, at_least=at_least)
    if result.suggestions:
        print_table(
            ("what", "locale", "name", "drafts write", "reviewers write", "texts", "against"),
            [
                (str(each.what), each.locale, each.term, each.now, each.suggested, each.count, each.against)
                for each in result.suggestions
            ],
        )
    click.echo(
        f"{counted(result.reviewed, 'reviewed message')}, {result.with_draft:,} with a draft on record: "
        f"{counted(len(result.suggestions), 'suggestion')}"
    )
    if result.waiting or result.decided:
        verb = "written" if result.changed else "as it was"
        rows = f"{counted(result.waiting, 'row')} to decide, {result.decided:,} decided"
        click.echo(f"{project.relative(path)}: {verb}; {rows}")
    print_faults(result.faults)
    return 2 if result.faults else 0


def _reports(project: Project, places: Sequence[Path]) -> list[Path]:
    """The reports named, or all there are; a project may have lost its reports and still have their catalogs."""
    return chosen_reports(project, places) if places or project.folders["reports"].is_dir() else []


def _catalogs(project: Project, places: Sequence[Path], locales: Sequence[Locale]) -> list[Path]:
    """The catalogs of the reports named, or all of the project."""
    from translate_pipeline.stages.checking import catalog_paths
    from translate_pipeline.stages.reading import reports_at

    if not places:
        folders = {project.catalog_path("any", locale).parent for locale in locales}
        return [path for path in catalog_paths(project) if path.parent in folders]
    reports, faults = reports_at(chosen_reports(project, places))
    if faults:
        raise faults[0]
    paths = [project.catalog_path(report.name, locale) for report in reports for locale in locales]
    return [path for path in paths if path.exists()]


@click.command("accept")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file for new names.  [default: learned.csv in the glossary folder]",
)
@click.pass_context
def accept_command(ctx: click.Context, file: Path | None, into: Path | None) -> int:
    """Bring the rows of FILE that say yes into the glossary, the table of Dari words and the list of wordings.

    FILE is what `review learn` wrote, by default the one in the glossary folder. Where one of the rows has a fault,
    nothing is changed. Applied rows are marked so and stay in FILE. Exit status: 1 where a row must wait.

    \b
    Example:
      translate-pipeline review accept
    """
    from translate_pipeline.stages.accepting import accept
    from translate_pipeline.stages.learning import SUGGESTIONS

    project = open_project(ctx)
    folder = project.folders["glossaries"]
    if into is not None and (into.suffix != ".csv" or into.resolve().parent != folder):
        raise click.UsageError(f"--into {into}: a glossary file lies in {project.relative(folder)} and ends in .csv")
    path = file or folder / SUGGESTIONS
    result = accept(project, path, into.resolve() if into else None)
    for changed, rows in result.changed.items():
        if rows:
            click.echo(f"{project.relative(changed)}: {counted(rows, 'row')} added or changed")
    for line, name, problem in result.waiting:
        click.echo(f"{path}:{line}: {name!r} not applied: {problem}")
    click.echo(f"{counted(result.applied, 'suggestion')} applied, {len(result.waiting):,} waiting")
    if result.changed.total():
        click.echo("next: translate-pipeline glossary apply")
    return 1 if result.waiting else 0
