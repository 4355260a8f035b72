"""`translate-pipeline check`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from translate_pipeline.cli.options import open_project
from translate_pipeline.cli.output import counted, print_faults


@click.command("check")
@click.argument("catalogs", metavar="[PO]...", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def command(ctx: click.Context, catalogs: tuple[Path, ...]) -> int:
    """List what is wrong in PO catalogs (all of the project by default), a line each: place, severity, check, message.

    \b
    Example:
      translate-pipeline check locale/ps/LC_MESSAGES/herat-flood.po
    """
    from translate_pipeline.checks.finding import Severity
    from translate_pipeline.glossary.csv_files import read_glossary
    from translate_pipeline.glossary.matching import Matcher
    from translate_pipeline.stages.checking import catalog_paths, check

    project = open_project(ctx)
    matcher = Matcher(read_glossary(project.folders["glossaries"]))
    paths = list(catalogs) or catalog_paths(project)
    found, faults = check(paths, matcher)
    for each in found:
        finding = each.finding
        place = f"{project.relative(each.path)}:{each.line}"
        click.echo(f"{place}: {finding.severity} {finding.check}: {finding.message}")
    severities = Counter(each.finding.severity for each in found)
    counts = ", ".join(counted(severities[severity], severity) for severity in (Severity.ERROR, Severity.WARNING))
    click.echo(f"{counted(len(paths), 'catalog')}: {counts}")
    print_faults(faults)
    return 2 if faults else 1 if severities[Severity.ERROR] else 0
