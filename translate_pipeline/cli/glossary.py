"""`translate-pipeline glossary`."""

from __future__ import annotations

import click

from translate_pipeline.cli.glossary_exchange import export_command, import_command
from translate_pipeline.cli.glossary_maintain import COMMANDS as MAINTAIN_COMMANDS
from translate_pipeline.cli.options import open_project
from translate_pipeline.cli.output import counted


@click.group("glossary")
def command() -> None:
    """Maintain the term files of the project.

    \b
    Example:
      translate-pipeline glossary lint
    """


@command.command("lint")
@click.pass_context
def lint_command(ctx: click.Context) -> int:
    """List what is wrong in the term files, a line each: file and line, severity, rule, what to do.

    \b
    Example:
      translate-pipeline glossary lint
    """
    from translate_pipeline.glossary.csv_files import glossary_files
    from translate_pipeline.glossary.lint import lint

    project = open_project(ctx)
    folder = project.folders["glossaries"]
    problems = lint(folder)
    for problem in problems:
        place = f"{project.relative(problem.path)}:{problem.line}"
        click.echo(f"{place}: {problem.severity} {problem.check}: {problem.message}")
    errors = sum(problem.severity == "error" for problem in problems)
    files = counted(len(glossary_files(folder)), "file")
    click.echo(f"{files}: {counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}")
    return 1 if errors else 0


command.add_command(export_command)
command.add_command(import_command)
for each in MAINTAIN_COMMANDS:
    command.add_command(each)
