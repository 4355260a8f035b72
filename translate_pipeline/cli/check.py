"""`translate-pipeline check`."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translate_pipeline.cli.options import open_project
from translate_pipeline.cli.output import counted, print_faults
from translate_pipeline.errors import InputError
from translate_pipeline.journal import Level, tell

if TYPE_CHECKING:
    from translate_pipeline.checks.reporting import Row
    from translate_pipeline.project import Project

FORMATS = ("text", "json", "github", "checkstyle")


@click.command("check")
@click.argument("catalogs", metavar="[PO]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Of the findings."
)
@click.option("--fix", is_flag=True, help="Mend letters, marks, digits and spaces in texts that still need work.")
@click.option("--reviewed", is_flag=True, help="With --fix: mend reviewed texts, too.")
@click.option("--explain", metavar="ID", help="Say what a check reports, with examples; `all` lists the checks.")
@click.pass_context
def command(
    ctx: click.Context, catalogs: tuple[Path, ...], form: str, fix: bool, reviewed: bool, explain: str | None
) -> int:
    """List what is wrong in PO catalogs (all of the project by default), a line each: place, severity, check, message.

    Any PO file in Dari or Pashto will do, inside a project or not. A translator comment `# no-check: latin, number`
    turns checks off for its message. Exit status: 1 where there are errors.

    \b
    Examples:
      translate-pipeline check locale/ps/LC_MESSAGES/herat-flood.po
      translate-pipeline check --fix
      translate-pipeline check --explain number
    """
    if explain is not None:
        click.echo(_explanation(explain))
        return 0
    if reviewed and not fix:
        raise click.UsageError("--reviewed goes with --fix")

    from translate_pipeline.checks.finding import Severity
    from translate_pipeline.checks.reporting import FORMATTERS
    from translate_pipeline.glossary.csv_files import read_glossary
    from translate_pipeline.glossary.matching import Matcher
    from translate_pipeline.glossary.terms import Glossary
    from translate_pipeline.lock import project_lock
    from translate_pipeline.stages.checking import catalog_paths, check

    project = _project(ctx, needed=not catalogs)
    matcher = Matcher(read_glossary(project.folders["glossaries"]) if project else Glossary())
    paths = list(catalogs) or (catalog_paths(project) if project else [])
    with project_lock(project.folders["state"]) if project and fix else nullcontext():
        result = check(paths, matcher, fix=fix, reviewed=reviewed, project=project)
    rows: list[Row] = [
        {
            "file": str(project.relative(each.path) if project else each.path),
            "line": each.line,
            "msgctxt": each.role,
            "msgid": each.source,
            "locale": each.locale.code,
            "check": each.finding.check,
            "severity": str(each.finding.severity),
            "message": each.finding.message,
            "start": each.finding.start,
            "end": each.finding.end,
        }
        for each in result.found
    ]
    severities = Counter(each.finding.severity for each in result.found)
    for line in FORMATTERS[form](rows, result.messages):
        click.echo(line)
    if form == "text":
        counts = ", ".join(counted(severities[severity], severity) for severity in (Severity.ERROR, Severity.WARNING))
        fixed = f", {counted(result.fixed, 'message')} fixed" if fix else ""
        click.echo(f"{counted(len(paths), 'catalog')}: {counts}{fixed}")
    elif fix:
        tell(Level.NOTE, f"{counted(result.fixed, 'message')} fixed")
    print_faults(result.faults)
    return 2 if result.faults else 1 if severities[Severity.ERROR] else 0


def _project(ctx: click.Context, *, needed: bool) -> Project | None:
    """The project; None where there is none and catalogs are named, which then are checked without a glossary."""
    from translate_pipeline.project import FILE_NAME

    start = Path(ctx.obj).resolve()
    if not needed and not any((folder / FILE_NAME).is_file() for folder in (start, *start.parents)):
        return None
    return open_project(ctx)


def _explanation(name: str) -> str:
    """What `--explain` prints.

    Raises:
        InputError: no check goes by that name.
    """
    from translate_pipeline.checks.registry import BY_ID
    from translate_pipeline.errors import did_you_mean
    from translate_pipeline.locales import LOCALES

    if name == "all":
        width = max(map(len, BY_ID))
        return "\n".join(
            f"{check.id:{width}}  {check.severity:7}  {'fix' if check.fix else '   '}  {check.description}"
            for check in BY_ID.values()
        )
    check = BY_ID.get(name)
    if check is None:
        raise InputError(f"no check {name!r}", remedy=did_you_mean(name, BY_ID))
    fix = "; --fix mends it" if check.fix else ""
    lines = [f"{check.id} ({check.severity}{fix})", check.description, "", check.explanation]
    for locale in LOCALES:
        example = check.examples.get(locale.code)
        if example is None:
            lines += ["", f"{locale.english}: not checked"]
            continue
        lines += ["", f"{locale.english}:", f"  source  {example.source}"]
        lines += [f"  wrong   {example.wrong or '(empty)'}", f"  right   {example.right}"]
    return "\n".join(lines)
