"""`translate-pipeline run`."""

from __future__ import annotations

from pathlib import Path

import click

from translate_pipeline.cli.options import (
    chosen_locales,
    chosen_reports,
    drafts_option,
    locale_option,
    open_project,
    reports_argument,
)
from translate_pipeline.cli.output import counted, print_faults, print_table, progress_bar

_COLUMNS = ("report", "locale", "messages", "reviewed", "terms", "enforced", "errors", "warnings", "article")


@click.command("run")
@reports_argument
@locale_option
@drafts_option
@click.pass_context
def command(ctx: click.Context, reports: tuple[Path, ...], locales: tuple[str, ...], drafts: bool) -> int:
    """Translate REPORTS (files or folders; all of the project by default), check the catalogs, package the articles.

    The table counts occurrences of glossary terms, and how many of them the catalogs have in an approved or accepted
    form; each one missing is a finding.

    \b
    Example:
      translate-pipeline run --drafts
    """
    from translate_pipeline.checks.finding import Severity
    from translate_pipeline.stages.packaging import package
    from translate_pipeline.stages.translating import translate

    project = open_project(ctx)
    paths, chosen = chosen_reports(project, reports), chosen_locales(project, locales)
    with progress_bar() as progress:
        translation = translate(project, paths, chosen, progress=progress)
    for note in translation.notes:
        click.echo(f"note: {note}", err=True)
    packaging = package(project, paths, chosen, drafts=drafts)
    refused = {(refusal.report, refusal.locale.code): refusal.reason for refusal in packaging.refusals}
    rows: list[tuple[str | int, ...]] = []
    total_errors = 0
    for catalog in translation.catalogs:
        severities = [finding.severity for finding in catalog.findings]
        errors = severities.count(Severity.ERROR)
        total_errors += errors
        key = (catalog.report, catalog.locale.code)
        files = packaging.files.get(key, [])
        article = (
            "\n".join(str(project.relative(path)) for path in files) or f"refused: {refused.get(key, 'see below')}"
        )
        rows.append(
            (
                catalog.report,
                catalog.locale.code,
                catalog.messages,
                catalog.reviewed,
                catalog.required,
                catalog.enforced,
                errors,
                severities.count(Severity.WARNING),
                article,
            )
        )
    if rows:
        print_table(_COLUMNS, rows)
    required = sum(catalog.required for catalog in translation.catalogs)
    enforced = sum(catalog.enforced for catalog in translation.catalogs)
    share = f" ({enforced / required:.1%})" if required else ""
    click.echo(
        f"terms: {required:,} in the sources, {enforced:,} enforced{share}, {required - enforced:,} reported missing"
    )
    changed = sum(catalog.changed for catalog in translation.catalogs) + translation.templates + packaging.changed
    if changed or translation.decoded:
        click.echo(
            f"{counted(translation.decoded, 'sentence')} decoded, {translation.cached:,} known; "
            f"{counted(changed, 'file')} written"
        )
    else:
        click.echo("nothing changed: nothing translated, nothing written")
    if packaging.files:
        click.echo("catalogs to review: " + str(project.relative(project.folders["locale"])) + "/<locale>/LC_MESSAGES/")
        click.echo("articles to open:   " + str(project.relative(project.folders["articles"])) + "/<language>/")
    print_faults(list({str(fault): fault for fault in (*translation.faults, *packaging.faults)}.values()))
    if translation.faults or packaging.faults:
        return 2
    return 1 if packaging.refusals or total_errors else 0
