"""A report that comes without a file: kept in the project's folder of reports, as if it had been put there."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from translate_pipeline.atomic import write_atomically
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.project import Project
from translate_pipeline.reports.decoding import MAX_BYTES
from translate_pipeline.reports.naming import report_name
from translate_pipeline.reports.reader import SUFFIXES, find_reports, report_of
from translate_pipeline.reports.sniffing import suffix_of

_HERE = "standard input"
_MOST_WORDS = 8


def take_in(project: Project, data: bytes, name: str = "") -> Path:
    """The file of a report, written to the project's reports unless it is there already.

    Args:
        project: the project.
        data: the report, in any form that a reader knows.
        name: of the report, with a suffix or without one; made of its headline where it is empty.

    Raises:
        InputError: it cannot be read, or another report has its name; nothing is written then.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"is larger than {MAX_BYTES >> 20} MB", remedy="keep only the report's text", path=_HERE)
    if not data.strip():
        raise InputError("is empty", remedy="send the text of a report to it", path=_HERE)
    if "/" in name or "\\" in name:
        raise InputError(f"--name {name} is a path", remedy="give a name, as kabul-flood")
    known = Path(name).suffix.lower() in SUFFIXES
    suffix = Path(name).suffix if known else suffix_of(data, Path(_HERE))
    stem = Path(name).stem if known else name
    try:
        report = report_of(data, Path(f"report{suffix}"))
        path = project.folders["reports"] / f"{report_name(Path((stem or _slug(report.headline)) + '.x'))}{suffix}"
    except InputError as error:
        raise InputError(error.problem, remedy=error.remedy, path=_HERE, line=error.line) from error
    _refuse_another(project, path, data)
    try:
        write_atomically(path, data)
    except OSError as error:
        raise unwritable(error, path) from error
    return path


def _refuse_another(project: Project, path: Path, data: bytes) -> None:
    folder = project.folders["reports"]
    for other in find_reports(folder) if folder.is_dir() else ():
        try:
            same_name = report_name(other).casefold() == report_name(path).casefold()
        except InputError:
            continue
        if same_name and not (other == path and other.read_bytes() == data):
            problem = f"there is another report of this name ({project.relative(other)})"
            raise InputError(problem, remedy="give --name NAME, or change that file", path=_HERE)


def _slug(headline: str) -> str:
    """A name made of a headline: its first words, in lower case, without accents and marks."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", headline) if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", re.sub(r"['’]", "", bare).casefold())
    return "-".join(words[:_MOST_WORDS]) or "report"
