"""`translate-pipeline models`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translate_pipeline.cli.logging import bars_wanted
from translate_pipeline.cli.models_build import build_command
from translate_pipeline.cli.models_compare import compare_command
from translate_pipeline.cli.options import open_project
from translate_pipeline.cli.output import counted, print_table
from translate_pipeline.errors import InputError

if TYPE_CHECKING:
    from translate_pipeline.stages.model_installing import Bar


@click.group("models")
def command() -> None:
    """List, install, build, try, compare and remove model packages.

    \b
    Example:
      translate-pipeline models list
    """


command.add_command(build_command)
command.add_command(compare_command)


@command.command("list")
@click.option("--known", is_flag=True, help="Show the models that the program knows of instead.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def list_command(ctx: click.Context, known: bool, as_json: bool) -> None:
    """Show the installed packages, and the package files of the project that are not installed yet.

    \b
    Examples:
      translate-pipeline models list
      translate-pipeline models list --known
    """
    rows = _known() if known else _installed(ctx)
    if as_json:
        import json

        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    elif rows:
        columns = tuple(rows[0])
        print_table(columns, [tuple(_cell(column, row[column]) for column in columns) for row in rows])
    else:
        click.echo("no model packages; run: translate-pipeline models install PATH")


def _cell(column: str, value: object) -> str:
    if column == "size":
        return f"{value / 1e6:.1f} MB" if isinstance(value, int) else ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _known() -> list[dict[str, object]]:
    from translate_pipeline.models.known import known_models

    rows = []
    for model in known_models():
        row = asdict(model)
        quality = [f"{code}: {figure}" for code, figure in model.quality.items()]
        rows.append({key: row[key] for key in ("name", "licence", "origin", "place", "form")})
        rows[-1] |= {"locales": list(model.locales), "quality": [*quality, model.source] if quality else []}
    return rows


def _installed(ctx: click.Context) -> list[dict[str, object]]:
    from translate_pipeline.models.archive import check_archive
    from translate_pipeline.models.store import SUFFIX, list_packages

    project = open_project(ctx)
    packages = list_packages(project.folders["packages"])
    columns = ("package", "locale", "version", "licence", "origin", "size", "state")
    rows: list[tuple[object, ...]] = []
    for package in packages:
        codes = [locale.code for locale in package.locales] or [f"none ({package.to_code})"]
        rows.append((package.name, codes, package.version, package.licence, package.origin, package.size, "installed"))
    installed = {package.name for package in packages}
    for path in sorted(project.folders["models"].glob(f"*{SUFFIX}")):
        try:
            archive = check_archive(path)
        except InputError as error:
            rows.append((path.stem, [], "", "", path.name, "", f"damaged: {error.problem}"))
            continue
        if archive.folder not in installed:
            data = archive.metadata
            licence = str(data.get("licence", data.get("license", "not stated")))
            version = str(data.get("package_version", ""))
            rows.append((archive.folder, [data["to_code"]], version, licence, path.name, archive.size, "on first use"))
    return [dict(zip(columns, row, strict=True)) for row in rows]


@command.command("install")
@click.argument("wanted", metavar="NAME|PATH|URL...", nargs=-1, required=True)
@click.option(
    "--from",
    "mirror",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Take the package files from this folder (a stick, a share) instead of the network.",
)
@click.option("--accept-license", "accept_licence", is_flag=True, help="Accept a licence without commercial use.")
@click.option("--index", metavar="URL", help="Another index of Argos Translate packages.")
@click.option("--hub", metavar="URL", help="Another hub with the addresses of Hugging Face.")
@click.option("--family", default="", help="Family of the model of a repository; see: models build --help.")
@click.option("--locale", "locale_codes", multiple=True, help="A locale that the model of a repository speaks.")
@click.pass_context
def install_command(
    ctx: click.Context,
    wanted: tuple[str, ...],
    mirror: Path | None,
    accept_licence: bool,
    index: str | None,
    hub: str | None,
    family: str,
    locale_codes: tuple[str, ...],
) -> None:
    """Install packages: fetched where need be, checked, tried on control sentences, ready for `translate`.

    NAME is one of `models list --known`, of the index of Argos Translate, such as en_fa, or a repository of the hub,
    such as hub:OWNER/NAME. The checksum of what an
    address gave is kept in model-checksums.json, and must be the same the next time. This is the only command that
    uses the network.

    \b
    Examples:
      translate-pipeline models install models/translate-en_ps-0_4.argosmodel
      translate-pipeline models install en_fa
      translate-pipeline models install nllb-200-600m --accept-license
      translate-pipeline models install hub:OWNER/NAME --family marian --locale ps
      translate-pipeline models install en_fa --from /media/stick
    """
    from translate_pipeline.locales import find_locale
    from translate_pipeline.models.hub import HUB
    from translate_pipeline.models.index import ARGOS_INDEX
    from translate_pipeline.stages.model_installing import install

    project = open_project(ctx)
    packages = []
    with _download_bar() as bar:
        for each in wanted:
            new = install(
                project,
                each,
                mirror=mirror,
                accept_licence=accept_licence,
                index=index or ARGOS_INDEX,
                hub=hub or HUB,
                family=family,
                locales=[find_locale(code) for code in locale_codes],
                bar=bar,
            )
            for package in new:
                codes = ", ".join(locale.english for locale in package.locales) or package.to_code
                click.echo(f"{package.name} installed: English to {codes}, {package.licence}")
            packages += new
    click.echo(f"{counted(len(packages), 'package')} installed")


@contextmanager
def _download_bar() -> Iterator[Bar | None]:
    """A bar for each file; None where standard error is no terminal."""
    import sys

    if not sys.stderr.isatty() or not bars_wanted():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:

        def bar(name: str):  # type: ignore[no-untyped-def]
            task = bars.add_task(name, total=None)
            return lambda done, of: bars.update(task, completed=done, total=of or None)

        yield bar


@command.command("verify")
@click.argument("wanted", metavar="NAME|PATH...", nargs=-1, required=True)
@click.pass_context
def verify_command(ctx: click.Context, wanted: tuple[str, ...]) -> None:
    """Try packages, installed or not, on control sentences: their files, tokens, script and language.

    Status 2 with the evidence where one is not to be trusted.

    \b
    Example:
      translate-pipeline models verify translate-en_ps-0_4
    """
    from translate_pipeline.stages.model_verifying import verify_each

    for name, verdict in verify_each(open_project(ctx), wanted):
        faults = "; ".join(f"{count} {kind}" for kind, count, *_ in verdict.faults) or "no fault"
        click.echo(f"{name}: {counted(verdict.sentences, 'control sentence')}, {faults}")


@command.command("remove")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.pass_context
def remove_command(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Remove installed packages.

    \b
    Example:
      translate-pipeline models remove translate-en_ps-0_4
    """
    from translate_pipeline.models.store import remove_package

    project = open_project(ctx)
    for name in names:
        remove_package(name, project.folders["packages"])
        click.echo(f"{name} removed")
