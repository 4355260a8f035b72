"""A model repository on a hub (the address scheme of Hugging Face): its files at one revision.

Nothing but plain https downloads, so no hub library is needed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.models.download import Progress, download, fetch_text

HUB = "https://huggingface.co"
# What a model is made of in either form, besides its weights; everything else in a repository stays there.
_DESCRIPTION = (
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
CONVERTED = "model.bin"
# The first kind that is there; pickled weights are the last resort.
_WEIGHTS = (
    ("model.safetensors",),
    ("model-*.safetensors", "model.safetensors.index.json"),
    ("pytorch_model.bin",),
    ("pytorch_model-*.bin", "pytorch_model.bin.index.json"),
)
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_MOST_LISTED = 4 * 1024**2


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at a revision: `revision` is the full commit id, whatever was asked for; the licence as stated."""

    name: str
    revision: str
    files: tuple[str, ...]
    licence: str = ""


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
        tags = [str(tag) for tag in answer.get("tags") or ()]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError("the hub's answer is no list of files", remedy="check the address", path=url) from None
    if not re.fullmatch("[0-9a-f]{7,64}", commit):
        raise InputError("the hub names no revision", remedy="check the address", path=url)
    licence = next((tag.removeprefix("license:") for tag in tags if tag.startswith("license:")), "")
    return Repository(name, commit, files, licence)


def wanted_files(repository: Repository) -> list[str]:
    """The files of a repository that make a model: its converted form where it is there, else Transformers' own.

    Files in folders of the repository are left out, so no name can lead elsewhere.

    Raises:
        InputError: it holds no model.
    """
    plain = [name for name in repository.files if re.fullmatch(r"\w[\w.-]*", name)]
    for patterns in ((CONVERTED,), *_WEIGHTS):
        weights = _matching(plain, patterns)
        if weights:
            return weights + _matching(plain, _DESCRIPTION)
    raise InputError("holds no model", remedy="choose another repository", path=repository.name)


def _matching(names: Sequence[str], patterns: Sequence[str]) -> list[str]:
    return [name for name in names if any(fnmatch(name, pattern) for pattern in patterns)]


def download_files(
    repository: Repository,
    names: Sequence[str],
    folder: Path,
    *,
    hub: str = HUB,
    progress: Callable[[str], Progress | None] | None = None,
    expected: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Fetch files of a repository into `folder`, one of this revision alone; returns their SHA-256 by address.

    A file that is there was fetched whole by an earlier attempt, and is not fetched again.

    Args:
        expected: what the checksums must be, by address, as far as they are known.

    Raises:
        InputError: a file cannot be fetched, or differs from what is expected.
    """
    sums = {}
    for name in names:
        url = f"{hub}/{repository.name}/resolve/{repository.revision}/{name}"
        path = folder / name
        sha256 = (expected or {}).get(url, "")
        if path.is_file() and (found := _checksum(path)) == (sha256 or found):
            sums[url] = found
        else:
            sums[url] = download(url, path, sha256=sha256, progress=progress(name) if progress else None)
    return sums


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
