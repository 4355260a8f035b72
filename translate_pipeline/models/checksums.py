"""Which file was installed from an address the first time: the same is expected ever after.

The record lies in the project (`model-checksums.json`), so that it can be kept under version control and a colleague's
machine refuses what differs.
"""

from __future__ import annotations

import json
from pathlib import Path

from translate_pipeline.atomic import write_atomically
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.input_files import read_input

FILE_NAME = "model-checksums.json"


def read_checksums(root: Path) -> dict[str, str]:
    """SHA-256 by address.

    Raises:
        InputError: the record cannot be read.
    """
    path = root / FILE_NAME
    try:
        content = json.loads(read_input(path))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            f"cannot be read ({error})", remedy="restore it, or delete it to begin anew", path=path
        ) from None
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise InputError("not a record of checksums", remedy="restore it, or delete it to begin anew", path=path)
    return content


def add_checksum(root: Path, url: str, sha256: str) -> None:
    """Record what an address gave.

    Raises:
        InputError: the record cannot be read or written.
    """
    checksums = {**read_checksums(root), url: sha256}
    path = root / FILE_NAME
    try:
        write_atomically(path, json.dumps(checksums, indent=1, sort_keys=True) + "\n")
    except OSError as error:
        raise unwritable(error, path) from None
