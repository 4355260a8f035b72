"""What can be wrong with what a user hands in, said in one line that names file, line and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class InputError(Exception):
    """A fault of the input or the usage, never of the program; the command prints it and exits with status 2.

    Args:
        problem: what is wrong, in a few words, without a closing full stop.
        remedy: what the user can do about it; empty where the problem says it all.
        path: the file it is about.
        line: its line, counted from 1.
    """

    def __init__(self, problem: str, *, remedy: str = "", path: Path | str | None = None, line: int | None = None):
        self.problem = problem
        self.remedy = remedy
        self.path = path
        self.line = line
        super().__init__(str(self))

    def __str__(self) -> str:
        """The whole line."""
        where = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        text = f"{where}{self.problem}" + (f"; {self.remedy}" if self.remedy else "")
        return " ".join(text.split())


def unwritable(error: OSError, path: Path) -> InputError:
    """The fault of a file that the disk or its rights refuse."""
    problem = f"cannot be written ({error.strerror or error})"
    return InputError(problem, remedy="check its rights and the disk", path=path)


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A remedy naming the nearest known word, or all of them where none is near."""
    words = [str(word) for word in known]
    near = get_close_matches(wrong, words, n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(words)}"
