"""`translate-pipeline run`."""

from __future__ import annotations

from pathlib import Path

import click

from translate_pipeline.cli.logging import is_quiet, summarize
from translate_pipeline.cli.options import (
    chosen_locales,
    chosen_reports,
    drafts_option,
    locale_option,
    name_option,
    open_project,
    reports_argument,
    scheduler_option,
    workers_option,
)
from translate_pipeline.cli.output import counted, print_faults, print_notes, print_refusals, print_table, progress_bar

_COLUMNS = ("report", "locale", "messages", "reviewed", "terms", "enforced", "errors", "warnings", "files")


@click.command("run")
@reports_argument
@locale_option
@drafts_option
@workers_option
@scheduler_option
@name_option
@click.pass_context
def command(
    ctx: click.Context, reports: tuple[Path, ...], locales: tuple[str, ...], drafts: bool, name: str, workers: int
) -> int:
    """Translate REPORTS, check the catalogs, package the articles.

    REPORTS are files, folders, quoted patterns, or - for standard input, which is kept in the project's reports; all of
    the project by default.

    The table counts occurrences of glossary terms, and how many of them the catalogs have in an approved or accepted
    form; each one missing is a finding.

    \b
    Example:
      translate-pipeline run --drafts
    """
    from translate_pipeline.checks.finding import Severity
    from translate_pipeline.lock import project_lock
    from translate_pipeline.stages.packaging import package
    from translate_pipeline.stages.run_report import recorded
    from translate_pipeline.stages.translating import translate

    project = open_project(ctx)
    paths, chosen = chosen_reports(project, reports, name=name), chosen_locales(project, locales)
    with project_lock(project.folders["state"]), recorded(project, "run", paths, chosen) as record:
        with progress_bar() as progress:
            record.translation = translation = translate(
                project, paths, chosen, progress=progress, workers=workers or None
            )
        record.packaging = packaging = package(project, paths, chosen, drafts=drafts)
    rows: list[tuple[str | int, ...]] = []
    for catalog in translation.catalogs:
        state, files = catalog.state, packaging.files.get((catalog.report, catalog.locale.code), [])
        counts = (state.messages, state.reviewed, state.required, state.required - state.missing)
        severities = (state.count(Severity.ERROR), state.count(Severity.WARNING))
        rows.append((catalog.report, catalog.locale.code, *counts, *severities, 1 + len(files)))
    if rows and not is_quiet():
        print_table(_COLUMNS, rows)
    states = [catalog.state for catalog in translation.catalogs]
    required, missing = sum(state.required for state in states), sum(state.missing for state in states)
    share = f" ({(required - missing) / required:.1%})" if required else ""
    summarize(
        f"terms: {required:,} in the sources, {required - missing:,} enforced{share}, {missing:,} reported missing"
    )
    changed = sum(catalog.changed for catalog in translation.catalogs) + translation.templates + packaging.changed
    if changed or translation.decoded:
        known = f"{counted(translation.decoded, 'sentence')} decoded, {translation.cached:,} known"
        summarize(f"{known}; {counted(changed, 'file')} written")
    else:
        summarize("nothing changed: nothing translated, nothing written")
    for catalog in translation.catalogs:
        key = catalog.report, catalog.locale.code
        shown = [catalog.path, *packaging.files.get(key, [])]
        summarize("  ".join(str(project.relative(path)) for path in shown))
    print_refusals(packaging.refusals)
    print_notes([*translation.notes, *packaging.notes])
    print_faults(list({str(fault): fault for fault in (*translation.faults, *packaging.faults)}.values()))
    if translation.faults or packaging.faults:
        return 2
    return 1 if packaging.refusals or any(state.faulty for state in states) else 0
