"""What happens while a command runs: events for whoever listens, the time of each stage, the files written.

A process runs one command, so there is one journal; a worker process that is asked to write into its own is heard by
nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from time import perf_counter


class Level(IntEnum):
    """How much an event matters; `NOTE` is what an operator should know, `INFO` what happened."""

    DEBUG = 10
    INFO = 20
    NOTE = 25
    WARNING = 30
    ERROR = 40


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        stage: the innermost stage at work; empty outside of all.
        report, locale: what it is about; empty where it is about neither.
        label: the word before the message on a terminal, where that is not the level's own.
        path, line: the file it is about, where there is one.
    """

    level: Level
    message: str
    stage: str = ""
    report: str = ""
    locale: str = ""
    label: str = ""
    path: str = ""
    line: int | None = None


@dataclass(slots=True)
class Journal:
    """Attributes:
    seconds: spent in each stage, those within it included.
    written: files that changed, in order, each once.
    """

    listener: Callable[[Event], None] | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    written: dict[Path, None] = field(default_factory=dict)


_journal = Journal()
# The stages at work in this thread, innermost last.
_at_work: ContextVar[tuple[str, ...]] = ContextVar("stages", default=())


def begin(listener: Callable[[Event], None] | None = None) -> Journal:
    """Start the journal of this process anew."""
    global _journal
    _journal = Journal(listener)
    return _journal


def current() -> Journal:
    """The journal of this process."""
    return _journal


def tell(
    level: Level,
    message: str,
    *,
    report: str = "",
    locale: str = "",
    label: str = "",
    path: str = "",
    line: int | None = None,
) -> None:
    """Say what happened."""
    if _journal.listener:
        inner = _at_work.get()[-1:]
        _journal.listener(Event(level, message, "".join(inner), report, locale, label, path, line))


@contextmanager
def stage(name: str, *, told: bool = True) -> Iterator[None]:
    """Time what runs within, a block or a function; the times of stages of one name are added up.

    Args:
        told: say how long it took; not for what runs once a report.
    """
    outer = _at_work.get()
    token = _at_work.set((*outer, name))
    start = perf_counter()
    try:
        yield
    finally:
        seconds = perf_counter() - start
        if name not in outer:
            _journal.seconds[name] = _journal.seconds.get(name, 0.0) + seconds
        if told:
            tell(Level.DEBUG, f"{name}: {seconds:.3f} s")
        _at_work.reset(token)


def wrote(path: Path) -> None:
    """A file changed."""
    _journal.written[path] = None
    tell(Level.DEBUG, f"{path} written", path=str(path))
