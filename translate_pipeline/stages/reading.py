"""What several stages of one run read: each file once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import glossary_files, read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.journal import stage
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.reports.reader import read_all

_Stamp = tuple[Path, int, int]


@stage("glossary")
def matcher_of(project: Project) -> Matcher:
    """The names of the project's glossary, ready to be found.

    Raises:
        InputError: the glossary has a fault.
    """
    folder = project.folders["glossaries"]
    return _matcher(folder, tuple(map(_stamp, glossary_files(folder))))


@lru_cache(maxsize=1)
def _matcher(folder: Path, stamps: tuple[_Stamp, ...]) -> Matcher:
    return Matcher(read_glossary(folder))


@stage("read")
def reports_at(paths: Iterable[Path]) -> tuple[list[Report], list[InputError]]:
    """The reports that can be read, and what is wrong with the others."""
    reports, faults = _reports(tuple(map(_stamp, paths)))
    return list(reports), list(faults)


@lru_cache(maxsize=1)
def _reports(stamps: tuple[_Stamp, ...]) -> tuple[tuple[Report, ...], tuple[InputError, ...]]:
    reports, faults = read_all(path for path, _, _ in stamps)
    return tuple(reports), tuple(faults)


def _stamp(path: Path) -> _Stamp:
    try:
        status = path.stat()
    except OSError:
        return path, 0, 0
    return path, status.st_mtime_ns, status.st_size
