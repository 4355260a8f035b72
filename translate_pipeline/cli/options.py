"""Options and arguments that several commands share, and what they mean for a project."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from translate_pipeline.journal import Level, tell
from translate_pipeline.locales import LOCALES, Locale, find_locale
from translate_pipeline.project import Project, find_project

_Function = TypeVar("_Function", bound=Callable[..., Any])

_SCHEDULER = f"{__name__}.scheduler"
_ADDRESS = re.compile(r"(https?|ftp|file):/{1,3}", re.IGNORECASE)


def reports_argument(function: _Function) -> _Function:
    """`[REPORTS]...`"""
    return click.argument("reports", nargs=-1, type=click.Path(path_type=Path))(function)


def _complete_locale(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    names = [name for locale in LOCALES for name in (locale.code, locale.english.lower())]
    return [name for name in names if name.startswith(incomplete)]


def locale_option(function: _Function) -> _Function:
    """`-l, --locale`"""
    return click.option(
        "-l",
        "--locale",
        "locales",
        multiple=True,
        metavar="LOCALE",
        shell_complete=_complete_locale,
        help="Only this locale (fa_AF or dari, ps or pashto); may be given several times.",
    )(function)


def workers_option(function: _Function) -> _Function:
    """`--workers`"""
    return click.option(
        "--workers",
        type=click.IntRange(0, 256),
        default=0,
        metavar="N",
        help="Processes that draft side by side, each with a copy of the model; 0 has as many as cores, memory and work"
        " are good for.  [default: 0]",
    )(function)


def drafts_option(function: _Function) -> _Function:
    """`--drafts`"""
    return click.option(
        "--drafts", is_flag=True, help="Package unreviewed drafts too; the article then says what it is."
    )(function)


def scheduler_option(function: _Function) -> _Function:
    """`--scheduler`; `open_project` puts it in the place of the project file's."""

    def keep(ctx: click.Context, option: click.Parameter, address: str) -> None:
        ctx.meta[_SCHEDULER] = address

    return click.option(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        expose_value=False,
        callback=keep,
        help="Decode on the workers of this dask scheduler, such as tls://scheduler.example:8786, not here.",
    )(function)


def open_project(ctx: click.Context) -> Project:
    """The project that the command works on."""
    project = find_project(ctx.obj)
    address = ctx.meta.get(_SCHEDULER, "")
    return replace(project, cluster=replace(project.cluster, scheduler=address)) if address else project


def chosen_locales(project: Project, names: Sequence[str]) -> tuple[Locale, ...]:
    """The locales named, or all of the project."""
    return tuple(dict.fromkeys(map(find_locale, names))) or project.locales


def name_option(function: _Function) -> _Function:
    """`--name`"""
    return click.option(
        "--name", default="", metavar="NAME", help="The name of the report on standard input; else its headline."
    )(function)


def chosen_reports(project: Project, places: Sequence[Path], *, name: str | None = None) -> list[Path]:
    """The report files at the places named, or all of the project.

    A place is a file, a folder, a pattern that the shell has not resolved, or `-`.

    Args:
        project: the project.
        places: the places named.
        name: of the report on standard input, empty for one made of its headline; None where `-` is no place.

    Raises:
        click.UsageError: there are none, or a place is an address.
        InputError: what standard input holds is no report, or there is another of its name.
    """
    from translate_pipeline.reports.reader import SUFFIXES, find_reports

    folder = project.folders["reports"]
    if name and Path("-") not in places:
        raise click.UsageError("--name names the report on standard input; give - as the report")
    if not places and not folder.is_dir():
        raise click.UsageError(f"no folder {project.relative(folder)}; put reports there or name them")
    named = [file for place in places for file in _files_at(project, place, name)]
    found = find_reports([Path(os.path.normpath(place.absolute())) for place in named] if places else folder)
    if not found:
        where = ", ".join(map(str, places)) or project.relative(folder)
        raise click.UsageError(f"no reports in {where}; known are {', '.join(SUFFIXES)}")
    return found


def _files_at(project: Project, place: Path, name: str | None) -> list[Path]:
    """What a place named on the command line stands for; a file that is not there stays, so that reading it says so."""
    text = str(place)
    if text == "-":
        return [_from_input(project, name)]
    if place.exists():
        return [place]
    # A path loses the second slash of an address.
    if _ADDRESS.match(text):
        where = _ADDRESS.sub(lambda found: f"{found[1]}://", text)
        problem = f"{where} is an address, and reports are not fetched from the network"
        raise click.UsageError(f"{problem}; save the page in a browser and give the file")
    if not any(char in text for char in "*?["):
        return [place]
    from translate_pipeline.reports.reader import SUFFIXES

    # Path.glob takes no absolute pattern.
    matches = [Path(match) for match in glob.glob(text, recursive=True)]  # noqa: PTH207
    if not matches:
        raise click.UsageError(f"no file matches {text}")
    # Of a pattern as * only what can be a report is meant.
    return [match for match in matches if match.is_dir() or match.suffix.lower() in SUFFIXES] or matches


def _from_input(project: Project, name: str | None) -> Path:
    if name is None:
        raise click.UsageError("standard input (-) is read by run and translate only; name the report's file")
    from translate_pipeline.reports.decoding import MAX_BYTES
    from translate_pipeline.stages.taking_in import take_in

    path = take_in(project, sys.stdin.buffer.read(MAX_BYTES + 1), name)
    tell(Level.NOTE, str(project.relative(path)), label="standard input")
    return path
