"""The one door to Argos Translate: its package class, and nothing of its translator.

`argostranslate.package` makes folders in the user's home when it is imported, and its `install_from_path` unpacks
whatever an archive holds and then imports `argostranslate.translate` (seconds, and PyTorch). So the folders are
sent to a temporary place, and installing is done by `store`, in the layout that Argos Translate reads.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

_FOLDER_VARIABLES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")


def load_package(folder: Path) -> Any:
    """Argos Translate's own `Package` object of an installed package.

    Raises:
        OSError, ValueError: its metadata cannot be read.
    """
    return _package_module().Package(folder)


def _package_module() -> Any:
    before = {name: os.environ.get(name) for name in _FOLDER_VARIABLES}
    with tempfile.TemporaryDirectory() as nowhere:
        os.environ.update(dict.fromkeys(_FOLDER_VARIABLES, nowhere))
        try:
            from argostranslate import package
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
    return package
