"""`translate-pipeline init`."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from translate_pipeline.atomic import write_atomically
from translate_pipeline.errors import InputError
from translate_pipeline.locales import LOCALES
from translate_pipeline.project import FILE_NAME
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
    starter = starter_folder()
    for name in ("reports", "models"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    _copy_missing(starter / "glossaries", folder / "glossaries", "*.csv")
    for locale in LOCALES:
        place = Path("locale", locale.code, "LC_MESSAGES")
        _copy_missing(starter / place, folder / place, "articles.po")
    # Last, so that a start that was broken off can be made again.
    write_atomically(path, files("translate_pipeline").joinpath("starter.toml").read_text(encoding="utf-8"))
    click.echo(
        f"{path}: a new project; put reports into {folder / 'reports'} and a model package into {folder / 'models'}"
    )


def _copy_missing(source: Path, target: Path, pattern: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.glob(pattern)):
        if not (target / path.name).exists():
            write_atomically(target / path.name, path.read_bytes())
