"""One run at a time in a project: a lock that goes with the process that holds it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from translate_pipeline.errors import InputError


@contextmanager
def project_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a project while it is written to.

    Args:
        folder: the project's state folder.

    Raises:
        InputError: another run holds it, or the folder cannot be written.
    """
    path = folder / "lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", remedy="check its rights", path=path) from None
    with os.fdopen(handle, "r+") as stream:
        if not _lock(stream.fileno()):
            owner = stream.read(200).strip() or "another process"
            raise InputError(f"{owner} is at work in this project", remedy="wait until it has finished", path=path)
        stream.seek(0)
        stream.truncate()
        stream.write(f"process {os.getpid()}\n")
        stream.flush()
        yield


def _lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:
        # Windows has no advisory locks of this kind; there the runs are the operator's to keep apart.
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
