"""Links do not lead out of a project: what is written under its folder lies in it.

A project comes from other people's hands: cloned, unpacked from an archive, on a shared disk. A link in it could make a
run write over any file of whoever runs it.
"""

from __future__ import annotations

import os
from pathlib import Path

from translate_pipeline.errors import InputError

PROJECT_FILE = "translate-pipeline.toml"


def real_place(path: Path) -> Path:
    """Where a file that is to be written really lies, links followed.

    Raises:
        InputError: its name lies in a project, and it does not.
    """
    named = Path(os.path.normpath(path.absolute()))
    try:
        place = named.resolve()
        root = next((folder for folder in named.parents if (folder / PROJECT_FILE).is_file()), None)
        outside = root is not None and not place.is_relative_to(root.resolve())
    except RuntimeError:
        raise InputError("is a link to itself", remedy="delete it", path=path) from None
    if outside:
        remedy = "delete the link, or name the folder in [folders] of the project file"
        raise InputError(f"is a link that leads out of the project, to {place}", remedy=remedy, path=path)
    return place
