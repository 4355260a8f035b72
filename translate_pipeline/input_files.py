"""Files of unknown origin: read whole, within a limit, and only if they are files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from translate_pipeline.errors import InputError

MAX_BYTES = 64 * 1024**2
"""What a catalog, a glossary or an exchange file may have; a thousand times what they do have."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_input(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of a file.

    Raises:
        OSError: it is not there, a folder, or cannot be read.
        InputError: it is a pipe or a device, which may never end, or has more than `most` bytes.
    """
    # Opened so that a pipe without a writer does not hold the run up.
    with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
        status = os.fstat(stream.fileno())
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(21, "is a folder", str(path))
        if not stat.S_ISREG(status.st_mode):
            raise InputError("is a pipe or a device", remedy="put a file there", path=path)
        # A file may grow while it is read, and some have no size until then.
        data = stream.read(most + 1) if status.st_size <= most else b""
    if len(data) > most or status.st_size > most:
        size = max(len(data), status.st_size)
        problem = f"has {size:,} bytes, more than the {most:,} that are read"
        raise InputError(problem, remedy="is it the right file? split it", path=path)
    return data
