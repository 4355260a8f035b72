"""A group of processes with a limit of memory, as a container has; the kernel ends one that goes beyond."""

from __future__ import annotations

import os
import select
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

_TOP = Path("/sys/fs/cgroup")


@contextmanager
def memory_group(limit: int) -> Iterator[Path]:
    """A new group for some bytes; a process joins by writing its number to the path that is given.

    Skips the test where no such group can be made: not root, or no control groups.
    """
    old = (_TOP / "memory").is_dir()
    folder = (_TOP / "memory" if old else _TOP) / f"test-{uuid.uuid4().hex}"
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("no right to make a control group")
    try:
        try:
            (folder / ("memory.limit_in_bytes" if old else "memory.max")).write_text(str(limit), encoding="ascii")
            with suppress(OSError):
                (folder / ("memory.swappiness" if old else "memory.swap.max")).write_text("0", encoding="ascii")
        except OSError:
            pytest.skip("no control group for memory")
        yield folder / "cgroup.procs"
    finally:
        _await_end_of(folder / "cgroup.procs")
        folder.rmdir()


def _await_end_of(members: Path) -> None:
    """Processes that were ended leave their group a moment later."""
    while numbers := members.read_text(encoding="ascii").split():
        for number in numbers:
            with suppress(ProcessLookupError):
                handle = os.pidfd_open(int(number))
                try:
                    select.select([handle], [], [], 60)
                finally:
                    os.close(handle)
