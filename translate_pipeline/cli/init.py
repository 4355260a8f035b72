"""`translate-pipeline init`."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import click

from translate_pipeline.atomic import write_atomically
from translate_pipeline.errors import InputError
from translate_pipeline.locales import LOCALES
from translate_pipeline.project import FILE_NAME, read_project
from translate_pipeline.starter import starter_folder


@click.command("init")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False), default=".")
def command(folder: Path) -> None:
    """Begin a project in DIR: its file, its folders, a starter glossary and the articles' fixed strings.

    Files that are there stay as they are.

    \b
    Example:
      translate-pipeline init newsroom
    """
    path = folder / FILE_NAME
    if path.exists():
        raise InputError("there is a project already", remedy="edit this file", path=path)
    write_atomically(path, files("translate_pipeline").joinpath("starter.toml").read_text(encoding="utf-8"))
    project = read_project(path)
    for name in ("reports", "glossaries", "locale", "models"):
        project.folders[name].mkdir(parents=True, exist_ok=True)
    starter = starter_folder()
    _copy_missing(starter / "glossaries", project.folders["glossaries"], "*.csv")
    for locale in LOCALES:
        place = Path("locale", locale.code, "LC_MESSAGES")
        _copy_missing(starter / place, project.folders["locale"] / Path(*place.parts[1:]), "articles.po")
    click.echo(
        f"{path}: a new project; put reports into {folder / 'reports'} and a model package into {folder / 'models'}"
    )


def _copy_missing(source: Path, target: Path, pattern: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.glob(pattern)):
        if not (target / path.name).exists():
            shutil.copyfile(path, target / path.name)
