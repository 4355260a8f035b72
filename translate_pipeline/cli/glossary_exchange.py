"""`translate-pipeline glossary export` and `glossary import`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from translate_pipeline.cli.options import chosen_locales, locale_option, open_project
from translate_pipeline.cli.output import counted, print_notes
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.exchange.registry import FORMATS, Format
from translate_pipeline.glossary.terms import Kind
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project

if TYPE_CHECKING:
    from translate_pipeline.glossary.exchange.entry import Losses
    from translate_pipeline.glossary.exchange.merging import Difference, Outcome

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _format_option(function: _Function) -> _Function:
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(list(FORMATS)),
        required=True,
        help="TBX-Basic (2019, or martif of 2008), Weblate's CSV, or OmegaT's tab-separated glossary.",
    )(function)


@click.command("export")
@_format_option
@locale_option
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; without it, print.")
@click.pass_context
def export_command(ctx: click.Context, format_name: str, locales: tuple[str, ...], output: Path | None) -> int:
    """Write the glossary for another system; what that has no place for is named.

    \b
    Example:
      translate-pipeline glossary export --format omegat -l pashto -o pashto.txt
    """
    from translate_pipeline.atomic import write_atomically
    from translate_pipeline.glossary.csv_files import read_glossary

    project = open_project(ctx)
    chosen = _locales(project, FORMATS[format_name], locales)
    folder = project.folders["glossaries"]
    terms = read_glossary(folder).terms
    if not terms:
        raise InputError("no terms in the glossary", remedy="add a row to one of its files", path=folder)
    data, losses = FORMATS[format_name].write(terms, chosen)
    _print_losses(losses)
    if output is None:
        click.echo(data, nl=False)
    else:
        write_atomically(output, data)
        languages = " and ".join(locale.english for locale in chosen)
        click.echo(f"{output}: {counted(len(terms), 'term')}, English to {languages}")
    return 0


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_format_option
@locale_option
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file for new terms.  [default: imported.csv in the glossary folder]",
)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    default=Kind.PLACE.value,
    show_default=True,
    help="Of new terms where FILE does not tell it.",
)
@click.option("--overwrite", is_flag=True, help="Take FILE's word where it differs from a row.")
@click.pass_context
def import_command(
    ctx: click.Context,
    file: Path,
    format_name: str,
    locales: tuple[str, ...],
    into: Path | None,
    kind: str,
    overwrite: bool,
) -> int:
    """Bring the terms of another system's FILE into the glossary.

    New terms become rows. A row that is there gets what it lacks; where FILE says otherwise, the difference is listed
    and the row stays. A new term needs a form in every language before it can stand in the glossary folder: import
    the languages one after the other with --into naming a file elsewhere, and move that in when it is complete.

    \b
    Example:
      translate-pipeline glossary import terms.tbx --format tbx --into glossaries/courts.csv --kind institution
    """
    from translate_pipeline.atomic import write_atomically
    from translate_pipeline.glossary.csv_files import glossary_files, read_rows
    from translate_pipeline.glossary.exchange.merging import merge

    project = open_project(ctx)
    folder = project.folders["glossaries"]
    target = into.resolve() if into else folder / "imported.csv"
    if target.suffix != ".csv" or target.name.startswith("."):
        raise click.UsageError(f"--into {into}: a glossary file ends in .csv")
    entries, losses = FORMATS[format_name].read(file, _locales(project, FORMATS[format_name], locales))
    drafts = target.parent != folder
    paths = glossary_files(folder) + ([target] if drafts and target.exists() else [])
    rows = [row for path in paths for row in read_rows(path)]
    outcome = merge(entries, rows, target, Kind(kind), overwrite=overwrite, drafts=drafts)
    for path, text in outcome.texts.items():
        write_atomically(path, text)
    _print_losses(losses)
    _print_outcome(project, file, outcome, kind)
    return 1 if outcome.incomplete or any(not each.applied for each in outcome.differences) else 0


def _locales(project: Project, form: Format, names: Sequence[str]) -> tuple[Locale, ...]:
    chosen = chosen_locales(project, names)
    if len(chosen) > 1 and not form.several_locales:
        raise click.UsageError(f"a file of {form.title} holds one language; choose it with -l")
    return chosen


def _print_losses(losses: Losses) -> None:
    for loss, number in sorted(losses.items()):
        print_notes([f"{counted(number, 'term')}: {loss}"])


def _print_outcome(project: Project, file: Path, outcome: Outcome, kind: str) -> None:
    for difference in outcome.differences:
        click.echo(_difference(project, file, difference))
    for entry, missing in outcome.incomplete:
        click.echo(f"{file}:{entry.line}: {entry.name!r} not added: no form for {' and '.join(missing)}")
    for path in outcome.texts:
        added, updated = outcome.added[path], outcome.updated[path]
        click.echo(f"{project.relative(path)}: {counted(added, 'row')} added, {updated:,} updated")
    if outcome.assumed:
        new = counted(outcome.assumed, "new term")
        print_notes([f"{new}: {file.name} does not tell the kind; taken as {kind} (--kind)"])
    waiting = sum(not each.applied for each in outcome.differences)
    click.echo(
        f"{sum(outcome.added.values()):,} added, {sum(outcome.updated.values()):,} updated, "
        f"{outcome.unchanged:,} as they were, {len(outcome.incomplete):,} incomplete, "
        f"{counted(waiting, 'difference')} not applied"
    )


def _difference(project: Project, file: Path, each: Difference) -> str:
    place = project.relative(each.path)
    where = f"{place}:{each.line}" if each.line else f"{place}: new row"
    verdict = "overwritten" if each.applied else "not applied"
    says = f"{each.column} is {each.present}, {file}:{each.source_line} has {each.offered}"
    return f"{where}: {each.term!r}: {says}; {verdict}"
