"""`translate-pipeline glossary lint`."""

from __future__ import annotations

import click

from translate_pipeline.cli.options import open_project
from translate_pipeline.cli.output import counted


@click.command("lint")
@click.option("--fix", is_flag=True, help="Mend what is safe to mend, write the files in canonical form and say what.")
@click.pass_context
def lint_command(ctx: click.Context, fix: bool) -> int:
    """List what is wrong in the term files, a line each: file and line, severity, rule, what to do.

    Errors keep a row from doing its work; warnings ask for a second look. What spreadsheets leave in a file, letters of
    the wrong language with a sure remedy and repetitions are mended with --fix; everything else is for a person.

    \b
    Example:
      translate-pipeline glossary lint
      translate-pipeline glossary lint --fix
    """
    from translate_pipeline.glossary.csv_files import glossary_files
    from translate_pipeline.glossary.lint import Problem, lint
    from translate_pipeline.glossary.repair import mend

    project = open_project(ctx)
    folder = project.folders["glossaries"]

    def show(problem: Problem, verdict: str) -> None:
        click.echo(f"{project.relative(problem.path)}:{problem.line}: {verdict} {problem.check}: {problem.message}")

    mended = mend(folder) if fix else []
    for problem in mended:
        show(problem, "fixed")
    problems = lint(folder)
    for problem in problems:
        show(problem, problem.severity)
    errors = sum(problem.severity == "error" for problem in problems)
    fixable = sum(problem.fixable for problem in problems)
    parts = [f"{len(mended):,} fixed"] if fix else []
    parts += [counted(errors, "error"), counted(len(problems) - errors, "warning")]
    hint = f"; {fixable:,} of them can be mended with --fix" if fixable else ""
    click.echo(f"{counted(len(glossary_files(folder)), 'file')}: {', '.join(parts)}{hint}")
    return 1 if errors else 0
