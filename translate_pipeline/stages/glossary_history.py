"""The glossary as git knows it: what its folder held at a revision."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import glossary_files, read_rows, read_term
from translate_pipeline.glossary.terms import Term


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the glossary: its term, and its cells by column name."""

    term: Term
    cells: dict[str, str]


def present_entries(folder: Path) -> list[Entry]:
    """The rows of the working tree.

    Raises:
        InputError: a file or row cannot be read.
    """
    return [Entry(read_term(row), row.cells) for path in glossary_files(folder) for row in read_rows(path)]


def entries_at(folder: Path, revision: str) -> list[Entry]:
    """The rows that the folder held at a revision of its git repository.

    Raises:
        InputError: git is missing, the folder lies in no repository, the revision is not known to it or holds no
            glossary, or a row cannot be read.
    """
    commit = _commit(folder, revision)
    listed = _git(folder, "ls-tree", "-z", "--name-only", commit, "--", "./")
    names = [Path(name.decode()).name for name in listed.split(b"\0") if name.endswith(b".csv")]
    names = sorted(name for name in names if not name.startswith("."))
    if not names:
        raise InputError(f"holds no glossary at {revision}", remedy="name a later revision", path=folder)
    with tempfile.TemporaryDirectory() as place:
        for name in names:
            (Path(place) / name).write_bytes(_git(folder, "show", f"{commit}:./{name}"))
        try:
            entries = present_entries(Path(place))
        except InputError as error:
            name = Path(error.path).name if error.path else ""
            problem = f"cannot be read: {error.problem}"
            raise InputError(
                problem, remedy="name a revision whose files can", path=f"{revision}:{name}", line=error.line
            ) from None
    return [
        Entry(replace(entry.term, path=folder / entry.term.path.name), entry.cells)
        for entry in entries
        if entry.term.path
    ]


def _commit(folder: Path, revision: str) -> str:
    try:
        _git(folder, "rev-parse", "--show-toplevel")
    except subprocess.CalledProcessError as error:
        if b"safe.directory" in (error.stderr or b""):
            remedy = "it belongs to another user; allow it: git config --global --add safe.directory FOLDER"
            raise InputError("git refuses to read this folder", remedy=remedy, path=folder) from None
        remedy = "run git init there and commit the glossary, to have revisions to compare"
        raise InputError("is in no git repository", remedy=remedy, path=folder) from None
    try:
        # A revision that begins with a hyphen would be an option.
        if revision.startswith("-"):
            raise subprocess.CalledProcessError(128, "git")
        name = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except subprocess.CalledProcessError:
        remedy = "name a commit, branch or tag; git log lists them"
        raise InputError(f"git knows no revision {revision!r}", remedy=remedy, path=folder) from None
    return name.decode().strip()


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        result = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)
    except FileNotFoundError:
        raise InputError("git is not installed", remedy="install it to compare revisions") from None
    return result.stdout
