"""Whose file brought a text into a catalog: so that a reviewer's next file may change what the last one said.

It stands in the state folder and can be deleted: then a second version of a file, changed in the same message, is taken
for a conflict, which loses nothing.
"""

from __future__ import annotations

import json
from pathlib import Path

from translate_pipeline.atomic import write_atomically
from translate_pipeline.catalogs.xliff.units import digest

FILE = "imported.json"


class ImportRecord:
    """The texts that imports brought, by catalog and message, with the reviewer who was named."""

    def __init__(self, folder: Path):
        self.path = folder / FILE
        self._texts: dict[str, list[str]] = {}
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return
        if isinstance(data, dict):
            self._texts = {str(key): value for key, value in data.items() if isinstance(value, list)}

    def is_own(self, catalog: str, unit: str, reviewer: str, text: str) -> bool:
        """Whether a text is what this reviewer's last file brought."""
        return bool(reviewer) and self._texts.get(f"{catalog} {unit}") == [reviewer, digest(text)]

    def add(self, catalog: str, unit: str, reviewer: str, text: str) -> None:
        """Remember a text; only where the reviewer is named."""
        if reviewer:
            self._texts[f"{catalog} {unit}"] = [reviewer, digest(text)]

    def save(self) -> None:
        """Write it, if there is anything to remember.

        Raises:
            OSError: the disk refused it.
        """
        if self._texts:
            write_atomically(self.path, json.dumps(self._texts, ensure_ascii=False, indent=0, sort_keys=True) + "\n")
