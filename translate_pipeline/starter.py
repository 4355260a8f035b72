"""Where the material that a new project starts with lies: glossaries, the articles' furniture strings, models."""

from __future__ import annotations

from pathlib import Path


def starter_folder() -> Path:
    """The folder that holds `glossaries/` and `locale/`: inside an installed package, or the root of a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "starter"
    return packaged if packaged.is_dir() else here.parent
