"""The one door to Argos Translate: its package class, and nothing of its translator.

`argostranslate.package` makes folders in the user's home when it is imported, and its `install_from_path` unpacks
whatever an archive holds and then imports `argostranslate.translate` (seconds, and PyTorch). So the folders are
sent to a temporary place, and installing is done by `store`, in the layout that Argos Translate reads.
"""

from __future__ import annotations

import os
import tempfile
from typing import Any

_FOLDER_VARIABLES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")


def describe_package(metadata: dict[str, Any]) -> Any:
    """Argos Translate's own `Package` object, made of the content of a `metadata.json`.

    Its constructor would open the file in the locale's encoding, whatever that is.
    """
    package = _package_module().Package
    described = package.__new__(package)
    described.load_metadata_from_json(dict(metadata))
    return described


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
