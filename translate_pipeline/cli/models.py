"""`translate-pipeline models`."""

from __future__ import annotations

from pathlib import Path

import click

from translate_pipeline.cli.options import open_project
from translate_pipeline.cli.output import counted, print_table
from translate_pipeline.errors import InputError


@click.group("models")
def command() -> None:
    """List and install model packages.

    \b
    Example:
      translate-pipeline models list
    """


@command.command("list")
@click.pass_context
def list_command(ctx: click.Context) -> None:
    """Show the installed packages, and the package files of the project that are not installed yet.

    \b
    Example:
      translate-pipeline models list
    """
    from translate_pipeline.models.archive import check_archive
    from translate_pipeline.models.store import SUFFIX, list_packages

    project = open_project(ctx)
    packages = list_packages(project.folders["packages"])
    rows: list[tuple[str | int, ...]] = []
    for package in packages:
        codes = ", ".join(locale.code for locale in package.locales) or f"none ({package.to_code})"
        size = f"{package.size / 1e6:.1f} MB"
        rows.append((package.name, codes, package.version, package.licence, package.origin, size, "installed"))
    installed = {package.name for package in packages}
    for path in sorted(project.folders["models"].glob(f"*{SUFFIX}")):
        try:
            archive = check_archive(path)
        except InputError as error:
            rows.append((path.stem, "", "", "", path.name, "", f"damaged: {error.problem}"))
            continue
        if archive.folder not in installed:
            data = archive.metadata
            licence = str(data.get("licence", data.get("license", "not stated")))
            size = f"{archive.size / 1e6:.1f} MB"
            version = str(data.get("package_version", ""))
            rows.append((archive.folder, data["to_code"], version, licence, path.name, size, "on first use"))
    if rows:
        print_table(("package", "locale", "version", "licence", "origin", "size", "state"), rows)
    else:
        click.echo("no model packages; run: translate-pipeline models install PATH")


@command.command("install")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_context
def install_command(ctx: click.Context, paths: tuple[Path, ...]) -> None:
    """Install .argosmodel files: checked, unpacked, ready for `translate`.

    \b
    Example:
      translate-pipeline models install models/translate-en_ps-0_2.argosmodel
    """
    from translate_pipeline.models.store import install_package

    project = open_project(ctx)
    for path in paths:
        package = install_package(path, project.folders["packages"])
        codes = ", ".join(locale.english for locale in package.locales) or package.to_code
        click.echo(f"{package.name} installed: English to {codes}, {package.licence}")
    click.echo(f"{counted(len(paths), 'package')} installed")
