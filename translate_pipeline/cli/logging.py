"""What a command says on standard error while it works, as text or as one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from translate_pipeline.errors import InputError
from translate_pipeline.journal import Event, Level, begin, tell

FORMATS = ("text", "json")
_LABELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}
# JSON knows the levels that collectors of logs know.
_NAMES = {Level.NOTE: "info"}


@dataclass(frozen=True, slots=True)
class Log:
    """A listener of the journal.

    Attributes:
        form: one of FORMATS.
        least: events of a lower level are not shown.
    """

    form: str
    least: Level

    def __call__(self, event: Event) -> None:
        """Show an event on standard error."""
        if event.level < self.least:
            return
        if self.form == "json":
            click.echo(json.dumps(_record(event), ensure_ascii=False), err=True)
        else:
            label = event.label or _LABELS.get(event.level, "")
            click.echo(f"{label}: {event.message}" if label else event.message, err=True)


def _record(event: Event) -> dict[str, object]:
    record: dict[str, object] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": _NAMES.get(event.level, event.level.name.lower()),
        "stage": event.stage or None,
        "report": event.report or None,
        "locale": event.locale or None,
        "message": event.message,
    }
    if event.path:
        record |= {"path": event.path, "line": event.line}
    return record


@dataclass(slots=True)
class _Manner:
    """How this process talks."""

    form: str = "text"
    quiet: bool = False
    verbose: bool = False


_manner = _Manner()


def start_log(form: str, *, quiet: bool, verbose: bool) -> None:
    """Show the events of this process from now on.

    Args:
        quiet: only what went wrong.
        verbose: every step and every file.
    """
    if quiet:
        least = Level.WARNING
    elif verbose:
        least = Level.DEBUG
    else:
        # On a terminal the command's own output says what it did.
        least = Level.INFO if form == "json" else Level.NOTE
    _manner.form, _manner.quiet, _manner.verbose = form, quiet, verbose
    begin(Log(form, least))


def is_quiet() -> bool:
    """Whether a summary of what was done is unwanted."""
    return _manner.quiet


def bars_wanted() -> bool:
    """Whether progress may be drawn on standard error."""
    return _manner.form == "text" and not (_manner.quiet or _manner.verbose)


def writes_json() -> bool:
    """Whether standard error is for machines."""
    return _manner.form == "json"


def tell_fault(fault: InputError) -> None:
    """Say a fault of the input."""
    path = str(fault.path) if fault.path else ""
    tell(Level.ERROR, str(fault), path=path, line=fault.line)


def summarize(message: str) -> None:
    """A line on standard output about what was done; nothing where that is unwanted."""
    if not _manner.quiet:
        click.echo(message)
