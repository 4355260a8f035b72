"""Output files that appear whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from translate_pipeline.confinement import real_place
from translate_pipeline.errors import InputError
from translate_pipeline.journal import wrote


def write_atomically(path: Path, content: str | bytes, *, over: bytes | None = None) -> bool:
    """Write `content` (text as UTF-8) to `path`: beside it first, forced to the disk, then renamed over it.

    A file that already holds these bytes is not touched.

    Args:
        over: what the file is known to hold; if somebody wrote something else meanwhile, it stays.

    Returns:
        Whether the file changed.

    Raises:
        OSError: the folder cannot be written or the disk is full; `path` then is as it was.
        InputError: the file no longer holds `over`, is a pipe or a device, or a link leads it out of the project.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    # A link stays one: what it points to is renewed.
    path = real_place(path)
    if path.exists() and not path.is_file():
        raise InputError("is no file", remedy="move what is there", path=path)
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    # One name for each file, so that what a killed run left there is overwritten by the next.
    beside = path.with_name(f".{path.name[:200]}.tmp")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if over is not None and path.read_bytes() != over:
            raise InputError("was saved by somebody meanwhile", remedy="run it again", path=path)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    wrote(path)
    return True


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
