"""`translate-pipeline models compare`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translate_pipeline.cli.logging import bars_wanted
from translate_pipeline.cli.options import chosen_locales, chosen_reports, locale_option, open_project
from translate_pipeline.cli.output import print_faults, print_table

if TYPE_CHECKING:
    from translate_pipeline.stages.comparing import EngineScore, Progress

PAGE = "models.html"


@click.command("compare")
@click.argument("engines", metavar="ENGINE...", nargs=-1, required=True)
@click.option(
    "--reports",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A report or a folder of them; may be given several times. All of the project by default.",
)
@locale_option
@click.option(
    "--reference",
    type=click.Path(path_type=Path, exists=True),
    help="A PO file, or a folder of them: their reviewed messages are what drafts are measured against.",
)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Where the page goes.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def compare_command(
    ctx: click.Context,
    engines: tuple[str, ...],
    reports: tuple[Path, ...],
    locales: tuple[str, ...],
    reference: Path | None,
    html: Path | None,
    as_json: bool,
) -> int:
    """Draft the same reports with several engines: names of installed packages, or package files.

    Prints term accuracy, findings for each hundred messages, speed and load time, chrF++ where there are reviewed
    texts; writes the drafts side by side to a page of the previews folder. No catalog is touched.

    \b
    Example:
      translate-pipeline models compare translate-en_ps-0_4 nllb-200-600m -l pashto --reference locale
    """
    from translate_pipeline.stages.comparing import check_page, compare, write_page

    project = open_project(ctx)
    page = html or project.folders["previews"] / PAGE
    check_page(page)
    paths, chosen = chosen_reports(project, reports), chosen_locales(project, locales)
    with _bars() as progress:
        result = compare(project, engines, paths, chosen, reference, progress)
    write_page(result, page.absolute())
    if as_json:
        import json

        rows = {"scores": [_as_json(score) for score in result.scores], "page": str(project.relative(page.absolute()))}
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        columns, rows_of_table = _table(result.scores)
        print_table(columns, rows_of_table)
        click.echo(f"side by side: {project.relative(page.absolute())}")
    print_faults(result.faults)
    return 2 if result.faults else 0


def _as_json(score: EngineScore) -> dict[str, object]:
    return {
        "engine": score.engine,
        "locale": score.locale.code,
        "licence": score.licence,
        "megabytes": score.megabytes,
        "load_seconds": round(score.load, 2),
        "draft_seconds": round(score.seconds, 2),
        "messages": score.messages,
        "sentences": score.sentences,
        "words": score.words,
        "terms_required": score.required,
        "terms_enforced": score.enforced,
        "findings": dict(score.findings),
        "runaway_caught": score.caught,
        "runaway_mended": score.mended,
        "cut_at_clauses": score.cut,
        "references": score.references,
        "chrf++": None if score.chrf is None else round(score.chrf, 1),
    }


def _table(scores: list[EngineScore]) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    from translate_pipeline.checks.finding import Severity

    columns = (
        "engine",
        "locale",
        "licence",
        "MB",
        "load s",
        "words/s",
        "terms",
        "errors/100",
        "warnings/100",
        "runaway",
        "chrF++",
    )
    rows = [
        (
            score.engine,
            score.locale.code,
            score.licence,
            f"{score.megabytes:.1f}",
            f"{score.load:.1f}",
            f"{score.words / score.seconds:.0f}" if score.seconds else "",
            f"{100 * score.enforced / score.required:.1f} % of {score.required:,}" if score.required else "none",
            f"{score.findings_per_100(Severity.ERROR):.1f}",
            f"{score.findings_per_100(Severity.WARNING):.1f}",
            f"{score.caught}, {score.mended} mended",
            "no reference" if score.chrf is None else f"{score.chrf:.1f} on {score.references:,}",
        )
        for score in scores
    ]
    return columns, rows


@contextmanager
def _bars() -> Iterator[Progress | None]:
    """A bar for each engine and locale; None where standard error is no terminal."""

    import sys

    if not sys.stderr.isatty() or not bars_wanted():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    from translate_pipeline.locales import Locale

    tasks: dict[tuple[str, str], TaskID] = {}
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True)
    ) as bars:

        def advance(engine: str, locale: Locale, done: int, of: int) -> None:
            if (engine, locale.code) not in tasks:
                tasks[engine, locale.code] = bars.add_task(f"{engine} {locale.english}", total=of)
            bars.update(tasks[engine, locale.code], completed=done, total=of)

        yield advance
