"""Model package files, checked before anything of them is believed or unpacked.

An `.argosmodel` is a zip archive of one folder with `metadata.json`, a CTranslate2 `model/` and a SentencePiece or
BPE model (the format of Argos Translate). Whoever made it could have put anything in.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from translate_pipeline.errors import InputError
from translate_pipeline.file_names import is_device

MAX_FILES = 2_000
MAX_BYTES = 40 * 1024**3
MAX_RATIO = 200
_MAX_METADATA = 1024**2
# What Python's reader of zip archives raises on one that is damaged.
_ZIP_FAULTS = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError)
_DAMAGE = (*_ZIP_FAULTS, NotImplementedError, RuntimeError, ValueError, OverflowError)
_FETCH_AGAIN = "copy or download the file again"


@dataclass(frozen=True, slots=True)
class Archive:
    """A package file that passed: the name of its folder, its metadata, its checksum and its unpacked size in bytes."""

    path: Path
    folder: str
    metadata: dict[str, Any]
    sha256: str
    size: int


def check_archive(path: Path) -> Archive:
    """Read a package file from end to end.

    Raises:
        InputError: it is no whole zip archive, a member would land outside its folder or is a link, it unpacks to
            more than the limits of this module, or a part of a package is missing.
    """
    if not path.is_file():
        raise InputError("no such model package", remedy="give the path of an .argosmodel file", path=path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            folder = _check_members(path, members)
            damaged = archive.testzip()
            if damaged is not None:
                raise InputError(f"{damaged!r} in it is damaged", remedy=_FETCH_AGAIN, path=path)
            names = {member.filename for member in members}
            metadata = _read_metadata(path, archive, f"{folder}/metadata.json", names)
    except _DAMAGE as error:
        raise InputError(f"not a whole model package ({error})", remedy=_FETCH_AGAIN, path=path) from None
    _check_parts(path, folder, names)
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Archive(path, folder, metadata, sha256, sum(member.file_size for member in members))


def _check_members(path: Path, members: list[zipfile.ZipInfo]) -> str:
    if len(members) > MAX_FILES:
        raise InputError(f"it holds {len(members)} files, more than {MAX_FILES}", path=path)
    folders = set()
    seen = set()
    for member in members:
        name = member.filename
        parts = PurePosixPath(name).parts
        unsafe = name.startswith("/") or ".." in parts or "\\" in name or ":" in name or not name.isprintable()
        if unsafe or not parts:
            raise InputError(f"unsafe path {name!r} in it", remedy="do not install packages of this origin", path=path)
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise InputError(f"{name!r} in it is a link or device", remedy="do not install it", path=path)
        if member.flag_bits & 0x1:
            raise InputError(f"{name!r} in it is encrypted", remedy=_FETCH_AGAIN, path=path)
        if any(map(is_device, parts)):
            raise InputError(f"{name!r} in it is a device's name", remedy="do not install it", path=path)
        if name.casefold() in seen:
            raise InputError(f"{name!r} stands in it twice", remedy="do not install it", path=path)
        seen.add(name.casefold())
        folders.add(parts[0])
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if size > MAX_BYTES or size > MAX_RATIO * max(packed, 1):
        raise InputError(f"it would unpack to {size:,} bytes from {packed:,}", remedy="do not install it", path=path)
    if len(folders) != 1:
        raise InputError("not a model package: its files do not lie in one folder", remedy=_FETCH_AGAIN, path=path)
    (folder,) = folders
    if folder.startswith("."):
        raise InputError(f"unsafe folder name {folder!r} in it", remedy="do not install it", path=path)
    return folder


def _read_metadata(path: Path, archive: zipfile.ZipFile, name: str, names: set[str]) -> dict[str, Any]:
    if name not in names:
        raise InputError("not a model package: no metadata.json in it", remedy=_FETCH_AGAIN, path=path)
    with archive.open(name) as stream:
        content = stream.read(_MAX_METADATA)
    try:
        metadata = json.loads(content)
    except ValueError:
        metadata = None
    if not isinstance(metadata, dict) or not all(
        isinstance(metadata.get(key), str) for key in ("from_code", "to_code")
    ):
        raise InputError("its metadata.json names no languages", remedy="ask its maker for a whole package", path=path)
    placeholders = metadata.get("placeholders", [])
    if not isinstance(placeholders, list) or not all(isinstance(each, str) and each for each in placeholders):
        raise InputError(
            "its metadata.json has odd placeholders", remedy="ask its maker for a whole package", path=path
        )
    if not isinstance(metadata.get("target_prefix", ""), str):
        raise InputError("its metadata.json has an odd target_prefix", remedy="ask its maker", path=path)
    if metadata.get("type", "translate") != "translate":
        raise InputError(f"a package of type {metadata['type']!r}, not a translation model", path=path)
    return metadata


def _check_parts(path: Path, folder: str, names: set[str]) -> None:
    if f"{folder}/model/model.bin" not in names:
        raise InputError("not a model package: no model/model.bin in it", remedy=_FETCH_AGAIN, path=path)
    if f"{folder}/sentencepiece.model" not in names:
        problem = "it has no sentencepiece.model"
        raise InputError(problem, remedy="only SentencePiece packages can be used", path=path)
