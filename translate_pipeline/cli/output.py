"""Printing: tables and progress on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from translate_pipeline.cli.logging import bars_wanted, tell_fault
from translate_pipeline.errors import InputError
from translate_pipeline.journal import Level, tell
from translate_pipeline.locales import Locale

if TYPE_CHECKING:
    from translate_pipeline.stages.packaging import Refusal
    from translate_pipeline.stages.translation_result import Progress


def print_faults(faults: Sequence[InputError]) -> None:
    """One line each on standard error."""
    for fault in faults:
        tell_fault(fault)


def print_notes(notes: Sequence[str]) -> None:
    """One line each on standard error."""
    for note in notes:
        tell(Level.NOTE, note)


def print_refusals(refusals: Sequence[Refusal]) -> None:
    """One line each on standard error."""
    for refusal in refusals:
        message = f"{refusal.report} in {refusal.locale.english}: {refusal.reason}"
        tell(Level.WARNING, message, report=refusal.report, locale=refusal.locale.code, label="refused")


def counted(number: int, noun: str) -> str:
    """`1 message`, `2 messages`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    """A table; columns of numbers are set flush right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=160)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index, column in enumerate(columns):
        numbers = all(isinstance(row[index], int) for row in rows)
        table.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(f"{cell:,}" if isinstance(cell, int) else cell) for cell in row))
    console.print(table)


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar for each locale that counts decoded sentences; None where nobody would see it."""
    if not sys.stderr.isatty() or not bars_wanted():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True)) as bar:

        def advance(locale: Locale, done: int, of: int) -> None:
            if locale.code not in tasks:
                tasks[locale.code] = bar.add_task(f"{locale.english} sentences", total=of)
            bar.update(tasks[locale.code], completed=done, total=of)

        yield advance
