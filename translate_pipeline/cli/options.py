"""Options and arguments that several commands share, and what they mean for a project."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from translate_pipeline.locales import Locale, find_locale
from translate_pipeline.project import Project, find_project

_Function = TypeVar("_Function", bound=Callable[..., Any])


def reports_argument(function: _Function) -> _Function:
    """`[REPORTS]...`"""
    return click.argument("reports", nargs=-1, type=click.Path(path_type=Path))(function)


def locale_option(function: _Function) -> _Function:
    """`-l, --locale`"""
    return click.option(
        "-l",
        "--locale",
        "locales",
        multiple=True,
        metavar="LOCALE",
        help="Only this locale (fa_AF or dari, ps or pashto); may be given several times.",
    )(function)


def drafts_option(function: _Function) -> _Function:
    """`--drafts`"""
    return click.option(
        "--drafts", is_flag=True, help="Package unreviewed drafts too; the article then says what it is."
    )(function)


def open_project(ctx: click.Context) -> Project:
    """The project that the command works on."""
    return find_project(ctx.obj)


def chosen_locales(project: Project, names: Sequence[str]) -> tuple[Locale, ...]:
    """The locales named, or all of the project."""
    return tuple(dict.fromkeys(map(find_locale, names))) or project.locales


def chosen_reports(project: Project, places: Sequence[Path]) -> list[Path]:
    """The report files at the places named, or all of the project.

    Raises:
        click.UsageError: there are none.
    """
    from translate_pipeline.reports.reader import SUFFIXES, find_reports

    folder = project.folders["reports"]
    if not places and not folder.is_dir():
        raise click.UsageError(f"no folder {project.relative(folder)}; put reports there or name them")
    found = find_reports([Path(os.path.normpath(place.absolute())) for place in places] if places else folder)
    if not found:
        where = ", ".join(map(str, places)) or project.relative(folder)
        raise click.UsageError(f"no reports in {where}; known are {', '.join(SUFFIXES)}")
    return found
