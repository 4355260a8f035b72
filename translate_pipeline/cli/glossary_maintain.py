"""`translate-pipeline glossary find`, `coverage`, `diff` and `apply`."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
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
from translate_pipeline.cli.output import counted, print_faults, print_notes, print_table
from translate_pipeline.errors import InputError
from translate_pipeline.journal import Level, tell

if TYPE_CHECKING:
    from translate_pipeline.glossary.terms import Term
    from translate_pipeline.project import Project
    from translate_pipeline.stages.glossary_find import Use


@click.command("find")
@click.argument("name")
@click.pass_context
def find_command(ctx: click.Context, name: str) -> int:
    """Show the rows of NAME (any spelling, or a form in Dari or Pashto) and where the project's reports use them.

    Exit status: 1 where the glossary has no such name.

    \b
    Example:
      translate-pipeline glossary find "Qala-i-Naw"
    """
    from translate_pipeline.glossary.csv_files import read_glossary
    from translate_pipeline.glossary.matching import Matcher
    from translate_pipeline.reports.reader import find_reports, read_all
    from translate_pipeline.stages.glossary_find import find_terms, find_uses, near_names

    project = open_project(ctx)
    glossary = read_glossary(project.folders["glossaries"])
    terms = find_terms(glossary, name)
    if not terms:
        near = near_names(glossary, name)
        tell(Level.WARNING, f"no term {name!r}" + (f"; near are {', '.join(near)}" if near else ""))
        return 1
    folder = project.folders["reports"]
    reports, faults = read_all(find_reports(folder) if folder.is_dir() else [])
    uses = find_uses(terms, Matcher(glossary), reports)
    for term in terms:
        _print_term(project, term)
        _print_uses(project, [use for use in uses if use.term == term])
    print_faults(faults)
    return 2 if faults else 0


def _print_term(project: Project, term: Term) -> None:
    place = f"{project.relative(term.path)}:{term.line}: " if term.path else ""
    click.echo(f"{place}{click.style(term.name, bold=True)} ({term.kind}, match {term.case})")
    if term.variants:
        click.echo(f"  variants: {', '.join(term.variants)}")
    for code, forms in term.forms.items():
        labelled = [f"oblique {forms.oblique}"] if forms.oblique else []
        labelled += [f"plural {forms.plural}"] if forms.plural else []
        others = "; ".join([*labelled, *forms.accepted])
        click.echo(f"  {code}: {forms.approved}" + (f" (also: {others})" if others else ""))
    if term.note:
        click.echo(f"  note: {term.note}")


def _print_uses(project: Project, uses: list[Use]) -> None:
    files = len({use.report.path for use in uses})
    click.echo(f"  used {counted(len(uses), 'time')} in {counted(files, 'report')}")
    for use in uses:
        marked = click.style(f"[{use.sentence[use.start : use.end]}]", bold=True)
        sentence = use.sentence[: use.start] + marked + use.sentence[use.end :]
        click.echo(f"  {project.relative(use.report.path)} block {use.block}: {sentence}")


@click.command("coverage")
@reports_argument
@locale_option
@click.option(
    "--rows", type=click.Path(path_type=Path, dir_okay=False), help="Write the names as glossary rows to FILE."
)
@click.option("--in-glossaries", is_flag=True, help="Let FILE lie in the glossary's folder, where it counts at once.")
@click.pass_context
def coverage_command(
    ctx: click.Context, reports: tuple[Path, ...], locales: tuple[str, ...], rows: Path | None, in_glossaries: bool
) -> int:
    """List names of REPORTS (files or folders; all of the project by default) that the glossary lacks.

    Kinds are guessed and forms are proposed by the engine: a machine's guess, to be checked. With --rows they are
    written as glossary rows; move those that you approve to a glossary file.

    \b
    Example:
      translate-pipeline glossary coverage reports/herat-flood.txt --rows new-names.csv
    """
    from rich.markup import escape

    from translate_pipeline.atomic import write_atomically
    from translate_pipeline.glossary.csv_files import read_glossary, write_rows
    from translate_pipeline.glossary.matching import Matcher
    from translate_pipeline.reports.reader import read_all
    from translate_pipeline.stages.glossary_coverage import add_proposals, missing_names, rows_of

    project = open_project(ctx)
    if rows is not None:
        _check_place(project, rows, in_glossaries=in_glossaries)
    chosen = chosen_locales(project, locales)
    read, faults = read_all(chosen_reports(project, reports))
    names = missing_names(read, Matcher(read_glossary(project.folders["glossaries"])))
    engines, lacking = add_proposals(project, names, chosen)
    for fault in lacking:
        print_notes([f"no proposals: {fault}"])
    table: list[tuple[str | int, ...]] = [
        (
            escape(each.name),
            str(each.kind),
            each.count,
            *(escape(each.proposals.get(locale.code) or "-") for locale in chosen),
            escape(f"{each.report}: {each.sentence}"),
        )
        for each in names
    ]
    if table:
        proposals = [f"{locale.code} by {engines.get(locale.code, 'nobody')}" for locale in chosen]
        print_table(("name", "kind?", "count", *proposals, "first in"), table)
    of, uses = counted(len(read), "report"), counted(sum(each.count for each in names), "time")
    click.echo(f"{of}: {counted(len(names), 'name')} not in the glossary, said {uses}")
    if rows is not None and names:
        write_atomically(rows, write_rows(rows_of(names, engines)))
        click.echo(f"{rows}: {counted(len(names), 'row')} to check")
    print_faults(faults)
    return 2 if faults else 0


def _check_place(project: Project, rows: Path, *, in_glossaries: bool) -> None:
    if rows.exists():
        raise InputError("exists already", remedy="name another file, or remove it", path=rows)
    if not in_glossaries and rows.resolve().is_relative_to(project.folders["glossaries"]):
        problem = "rows in the glossary's folder count at once, and these nobody has checked"
        raise InputError(problem, remedy="name a file elsewhere, or add --in-glossaries", path=rows)


@click.command("diff")
@click.argument("rev")
@click.argument("rev2", required=False)
@click.pass_context
def diff_command(ctx: click.Context, rev: str, rev2: str | None) -> int:
    """Show what changed in the glossary since git revision REV (until REV2), and the messages that this touches.

    \b
    Example:
      translate-pipeline glossary diff HEAD
    """
    from translate_pipeline.stages.checking import catalog_paths
    from translate_pipeline.stages.glossary_diff import Event, changes, touched
    from translate_pipeline.stages.glossary_history import entries_at, present_entries

    project = open_project(ctx)
    folder = project.folders["glossaries"]
    old = entries_at(folder, rev)
    new = entries_at(folder, rev2) if rev2 else present_entries(folder)
    found = changes(old, new)
    messages, faults = touched(found, [each.term for each in old], [each.term for each in new], catalog_paths(project))
    for change in found:
        term = change.term
        place = f"{project.relative(term.path)}:{term.line}: " if term.path else ""
        click.echo(f"{place}{change.event} {click.style(term.name, bold=True)}")
        for column, before, after in change.columns:
            click.echo(f"  {column}: {before or '(empty)'} -> {after or '(empty)'}")
        for message in messages:
            if message.change is change:
                click.echo(f"  {project.relative(message.path)}:{message.line}: {message.state}")
    events = Counter(change.event for change in found)
    summary = ", ".join(f"{events[event]:,} {event}" for event in Event)
    places = {(message.path, message.line): message.state for message in messages}
    reviewed = sum(state == "reviewed" for state in places.values())
    catalogs = counted(len({path for path, _ in places}), "catalog")
    click.echo(f"terms: {summary}; {counted(len(places), 'message')} in {catalogs} touched, {reviewed:,} reviewed")
    print_faults(faults)
    return 2 if faults else 0


@click.command("apply")
@locale_option
@click.option("--since", metavar="REV", help="The git revision of the glossary that the drafts were made with.")
@click.option("--dry-run", is_flag=True, help="Say what would be rewritten; write nothing.")
@click.pass_context
def apply_command(ctx: click.Context, locales: tuple[str, ...], since: str | None, dry_run: bool) -> int:
    """Write changed names into drafts that no person touched, without translating again.

    Old forms are known from the catalogs' comments, and better from --since. Drafts that cannot be changed exactly are
    left for `translate`; texts of a person that hold an old form are listed and never changed.

    Exit status: 1 where a person has something to do.

    \b
    Example:
      translate-pipeline glossary apply --since HEAD
    """
    from translate_pipeline.lock import project_lock
    from translate_pipeline.stages.glossary_apply import Outcome, apply

    project = open_project(ctx)
    with nullcontext() if dry_run else project_lock(project.folders["state"]):
        result = apply(project, chosen_locales(project, locales), since=since, dry_run=dry_run)
    print_notes(result.notes)
    words = {Outcome.REWRITTEN: "rewritten", Outcome.LEFT: "left for translate", Outcome.PERSON: "for a person"}
    for outcome, word in words.items():
        for each in result.of(outcome):
            click.echo(f"{project.relative(each.path)}:{each.line}: {word}: {'; '.join(each.notes)}")
    counts = {outcome: len(result.of(outcome)) for outcome in Outcome}
    verb = " would be" if dry_run else ""
    click.echo(
        f"{counted(counts[Outcome.REWRITTEN], 'draft')}{verb} rewritten, {counts[Outcome.RENEWED]:,} right already, "
        f"{counts[Outcome.LEFT]:,} left for translate, {counts[Outcome.PERSON]:,} for a person; "
        f"{counted(result.catalogs, 'catalog')} written"
    )
    print_faults(result.faults)
    return 2 if result.faults else 1 if counts[Outcome.PERSON] else 0


COMMANDS = (find_command, coverage_command, diff_command, apply_command)
