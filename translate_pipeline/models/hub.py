"""A model repository on a hub (the address scheme of Hugging Face): its files at one revision.

Nothing but plain https downloads, so no hub library is needed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.models.download import Progress, download, fetch_text

HUB = "https://huggingface.co"
# What a CTranslate2 or Transformers model is made of; everything else in a repository stays there.
WANTED = (
    "model.bin",
    "config.json",
    "shared_vocabulary.*",
    "source_vocabulary.*",
    "target_vocabulary.*",
    "vocab*.json",
    "vocabulary.*",
    "generation_config.json",
    "tokenizer*.json",
    "special_tokens_map.json",
    "*.spm",
    "*.model",
)
WEIGHTS = ("model.safetensors", "model-*.safetensors", "model.safetensors.index.json", "pytorch_model.bin")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_MOST_LISTED = 4 * 1024**2


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at a revision: `revision` is the full commit id, whatever was asked for."""

    name: str
    revision: str
    files: tuple[str, ...]


def read_repository(name: str, revision: str = "main", hub: str = HUB) -> Repository:
    """What a repository holds.

    Raises:
        InputError: it is not there, or the hub answers something else.
    """
    if not _REPOSITORY.fullmatch(name) or ".." in name:
        raise InputError(f"no repository name: {name!r}", remedy="write OWNER/NAME")
    url = f"{hub}/api/models/{name}/revision/{revision}"
    try:
        answer = json.loads(fetch_text(url, most=_MOST_LISTED))
        commit = str(answer["sha"])
        files = tuple(str(each["rfilename"]) for each in answer["siblings"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError("the hub's answer is no list of files", remedy="check the address", path=url) from None
    if not re.fullmatch("[0-9a-f]{7,64}", commit):
        raise InputError("the hub names no revision", remedy="check the address", path=url)
    return Repository(name, commit, files)


def download_repository(
    repository: Repository,
    folder: Path,
    *,
    patterns: Sequence[str] = WANTED,
    hub: str = HUB,
    progress: Callable[[str], Progress | None] | None = None,
) -> dict[str, str]:
    """Fetch the wanted files of a repository into `folder`; returns their SHA-256 by name.

    Files in folders of the repository are left out, so no name can lead elsewhere. A file that is there already whole
    is fetched again only where its part was not finished.

    Raises:
        InputError: none of the files is wanted, or one cannot be fetched.
    """
    names = [name for name in repository.files if any(fnmatch(name, pattern) for pattern in patterns)]
    names = [name for name in names if re.fullmatch(r"[\w][\w.-]*", name)]
    if not names:
        raise InputError("holds no model", remedy="choose another repository", path=repository.name)
    sums = {}
    for name in names:
        url = f"{hub}/{repository.name}/resolve/{repository.revision}/{name}"
        sums[name] = download(url, folder / name, progress=progress(name) if progress else None)
    return sums
