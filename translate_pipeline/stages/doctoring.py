"""`doctor`: what a run needs and what helps a desk, each looked at where it lies; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.project import FILE_NAME, Project, find_project
from translate_pipeline.stages.diagnosis import Diagnosis, State
from translate_pipeline.stages.doctoring_machine import look_at_machine
from translate_pipeline.stages.doctoring_project import look_at_project

__all__ = ["Diagnosis", "State", "examine"]


def examine(folder: Path, *, trial: bool = True) -> Iterator[Diagnosis]:
    """What is there and what is missing, one thing after another.

    Args:
        folder: the project's folder, or one inside it.
        trial: load each installed model package that the project uses, and have it translate control sentences.
    """
    project: Project | None = None
    try:
        project = find_project(folder)
    except InputError as error:
        beginning = not any((each / FILE_NAME).exists() for each in (folder.resolve(), *folder.resolve().parents))
        remedy = "translate-pipeline init" if beginning else ""
        yield Diagnosis("project", State.MISSING, str(error), remedy)
    else:
        yield Diagnosis("project", State.OK, str(project.root / FILE_NAME))
        yield from _sound(lambda found: look_at_project(found, trial=trial), project)
    yield from look_at_machine(project)


def _sound(look: Callable[[Project], Iterator[Diagnosis]], project: Project) -> Iterator[Diagnosis]:
    """What a look says; one that a fault of the disk ends says so."""
    try:
        yield from look(project)
    except OSError as error:
        where = error.filename or project.root
        yield Diagnosis("disk", State.MISSING, f"{where}: {error.strerror or error}", "")
