"""`translate-pipeline memory`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translate_pipeline.cli.options import chosen_locales, locale_option, open_project
from translate_pipeline.cli.output import counted, print_faults, print_notes, print_table
from translate_pipeline.project import Project

if TYPE_CHECKING:
    from translate_pipeline.stages.memory_files import Refreshed
    from translate_pipeline.translation.recall.store import Store

_COLUMNS = ("locale", "units", "words", "sentences", "catalogs", "imported", "last change")


@click.group("memory")
def command() -> None:
    """What reviewers approved, kept to be used again.

    The memory is made of the reviewed messages of all catalogs and of imported TMX files; `translate` looks there
    before it asks an engine.

    \b
    Example:
      translate-pipeline memory stats
    """


@contextmanager
def _up_to_date(project: Project, *, anew: bool = False) -> Iterator[tuple[Store, Refreshed]]:
    """The memory after every changed file was read."""
    from translate_pipeline.lock import project_lock
    from translate_pipeline.stages.memory_files import refresh, store_path
    from translate_pipeline.translation.memory import MEMORY_FILE, Memory
    from translate_pipeline.translation.recall.store import Store

    state = project.folders["state"]
    with project_lock(state), Store(store_path(project)) as store:
        place = state / MEMORY_FILE
        with Memory(place if place.exists() else None) as drafts:
            refreshed = refresh(project, store, drafts, anew=anew)
        yield store, refreshed


@command.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def stats_command(ctx: click.Context, as_json: bool) -> int:
    """Show what the memory has in each locale.

    \b
    Example:
      translate-pipeline memory stats --json
    """
    from translate_pipeline.stages.memory_files import shares

    project = open_project(ctx)
    with _up_to_date(project) as (store, refreshed):
        found = shares(project, store)
    if as_json:
        rows = [
            {
                "locale": each.locale.code,
                "units": each.units,
                "words": each.words,
                "sentences": each.sentences,
                "catalogs": each.catalogs,
                "imported": each.imported,
                "last_change": each.revised or None,
            }
            for each in found
        ]
        click.echo(json.dumps(rows, indent=2))
    else:
        print_table(
            _COLUMNS,
            [
                (s.locale.code, s.units, s.words, s.sentences, s.catalogs, s.imported, s.revised or "unknown")
                for s in found
            ],
        )
    print_faults(refreshed.faults)
    return 2 if refreshed.faults else 0


@command.command("rebuild")
@click.pass_context
def rebuild_command(ctx: click.Context) -> int:
    """Build the memory again from the catalogs and the imported files.

    `translate` keeps it up to date by itself; nothing is lost either way.

    \b
    Example:
      translate-pipeline memory rebuild
    """
    from translate_pipeline.stages.memory_files import shares

    project = open_project(ctx)
    with _up_to_date(project, anew=True) as (store, refreshed):
        units = sum(share.units for share in shares(project, store))
    click.echo(f"{counted(units, 'unit')} from {counted(refreshed.read, 'file')}")
    print_faults(refreshed.faults)
    return 2 if refreshed.faults else 0


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@locale_option
@click.pass_context
def export_command(ctx: click.Context, file: Path, locales: tuple[str, ...]) -> int:
    """Write the memory to FILE as TMX 1.4b, for other translation tools.

    Imported units are written as they came.

    \b
    Example:
      translate-pipeline memory export desk.tmx -l dari
    """
    from translate_pipeline.stages.memory_files import export_tmx

    project = open_project(ctx)
    with _up_to_date(project) as (store, refreshed):
        done = export_tmx(project, store, file, chosen_locales(project, locales))
    click.echo(f"{file}: {counted(done.reviewed, 'reviewed unit')}, {done.imported:,} imported")
    print_faults(refreshed.faults)
    return 2 if refreshed.faults else 0


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_context
def import_command(ctx: click.Context, file: Path) -> int:
    """Take the units of FILE, a TMX of any translation tool, into the memory.

    The file is copied into the project's memory folder and read from there; delete it there to forget it. English is
    the source; fa-AF, prs, ps, ps-AF, pbt and the like are the targets. Its texts always come as needing work.

    \b
    Example:
      translate-pipeline memory import agency.tmx
    """
    from translate_pipeline.lock import project_lock
    from translate_pipeline.stages.memory_files import import_tmx

    project = open_project(ctx)
    with project_lock(project.folders["state"]):
        done = import_tmx(project, file)
    units = ", ".join(f"{counted(count, 'unit')} in {code}" for code, count in done.units.items())
    click.echo(f"{project.relative(done.path)}: {units}" + ("" if done.changed else "; it was there already"))
    for reason, count in done.left_out.items():
        print_notes([f"{counted(count, 'unit')} left out: {reason}"])
    with _up_to_date(project) as (_, refreshed):
        pass
    print_faults(refreshed.faults)
    return 2 if refreshed.faults else 0
