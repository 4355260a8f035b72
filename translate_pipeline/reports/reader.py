"""Where a reader is chosen: by content, else by suffix, here and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from translate_pipeline.errors import InputError
from translate_pipeline.reports.decoding import MAX_BYTES, MAX_BYTES_WITH_PICTURES, read_bytes
from translate_pipeline.reports.model import Report, Role
from translate_pipeline.reports.naming import report_name
from translate_pipeline.reports.sniffing import has_markup, reader_of

# The module of this package that reads a suffix, by its function `read(data, path, name)`.
_READERS = {
    ".txt": "plaintext",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".xhtml": "html",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".docx": "docx",
    ".json": "ninjs",
}

_WITH_PICTURES = frozenset({".html", ".htm", ".xhtml", ".mhtml", ".mht", ".docx"})

SUFFIXES = tuple(_READERS)


class _Reader(Protocol):
    def __call__(self, data: bytes, path: Path, name: str) -> Report: ...


def read_report(path: Path) -> Report:
    """The report in a file.

    Raises:
        InputError: the file is missing, unreadable, empty, too large, of an unknown suffix or encoding, badly named, or
            holds no headline or no paragraph.
    """
    pictured = path.suffix.lower() in _WITH_PICTURES
    return report_of(read_bytes(path, MAX_BYTES_WITH_PICTURES if pictured else MAX_BYTES), path)


def report_of(data: bytes, path: Path) -> Report:
    """The report that the bytes of a file hold.

    Raises:
        InputError: as `read_report`, but for what is wrong with the file itself.
    """
    report = _reader_for(path, data)(data, path, report_name(path))
    if not report.headline:
        raise InputError("has no headline", remedy="put it on the first line, or in a title", path=path)
    if not any(block.role is Role.PARAGRAPH for block in report.blocks):
        raise InputError("has no paragraph of a story", remedy="is it the whole report?", path=path)
    return report


def find_reports(folder_or_paths: Path | Iterable[Path]) -> list[Path]:
    """The report files at some places, sorted, each once.

    A folder gives all files of a known suffix below it, except hidden ones and the folders of page parts that browsers
    save beside a page (`page_files`). A path that is no folder is kept as it is, so that reading it says what is wrong.

    Raises:
        InputError: a folder cannot be listed.
    """
    places = [folder_or_paths] if isinstance(folder_or_paths, Path) else list(folder_or_paths)
    found: dict[str, Path] = {}
    for place in places:
        for path in _below(place) if place.is_dir() else (place,):
            found.setdefault(os.path.realpath(path), path)
    return sorted(found.values(), key=lambda path: path.as_posix())


def read_reports(paths: Iterable[Path]) -> Iterator[Report | InputError]:
    """Each report, or what is wrong with it, in the order of the paths; one bad report never stops the others.

    Files whose names collide are not read, whatever their order: one InputError names them all.
    """
    paths = list(dict.fromkeys(paths))
    namesakes: dict[str, list[Path]] = {}
    for path in paths:
        try:
            # Some file systems fold case, so names that differ in nothing else collide.
            namesakes.setdefault(report_name(path).casefold(), []).append(path)
        except InputError:
            continue
    rivals = {path: group for group in namesakes.values() if len(group) > 1 for path in group}
    for path in paths:
        group = rivals.get(path)
        if group and path != group[0]:
            continue
        try:
            if group:
                raise _collision(group)
            outcome: Report | InputError = read_report(path)
        except InputError as error:
            outcome = error
        yield outcome


def _reader_for(path: Path, data: bytes) -> _Reader:
    suffix = path.suffix.lower()
    module = reader_of(data, path) or _READERS.get(suffix, "")
    if not module:
        known = ", ".join(SUFFIXES)
        what = f"the suffix {path.suffix} is not known" if suffix else "has no suffix"
        raise InputError(what, remedy=f"known are {known}", path=path)
    if module == "html" and not has_markup(data):
        module = "plaintext"
    # lxml, trafilatura, markdown-it and python-docx are only loaded when a report needs them.
    return cast(_Reader, import_module(f"{__package__}.{module}").read)


def _collision(group: list[Path]) -> InputError:
    others = ", ".join(str(path) for path in group[1:])
    problem = f"its output would have the same name ({report_name(group[0])}) as that of {others}"
    return InputError(problem, remedy="rename one of them", path=group[0])


def _below(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise InputError(f"cannot be listed ({error.strerror})", path=error.filename)

    for here, folders, files in os.walk(folder, onerror=refuse):
        pages = {Path(file).stem for file in files if Path(file).suffix.lower() in (".html", ".htm")}
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and not (name.endswith("_files") and name.removesuffix("_files") in pages)
        ]
        for file in files:
            # Word keeps a file ~$name.docx beside a document that is open.
            if not file.startswith((".", "~$")) and Path(file).suffix.lower() in _READERS:
                yield Path(here) / file


def read_all(paths: Iterable[Path]) -> tuple[list[Report], list[InputError]]:
    """The reports that can be read, and what is wrong with the others."""
    outcomes = list(read_reports(paths))
    reports = [outcome for outcome in outcomes if isinstance(outcome, Report)]
    return reports, [outcome for outcome in outcomes if isinstance(outcome, InputError)]
