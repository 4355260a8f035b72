"""A model package as one file that can be sent, and the folder where a worker keeps what it was sent.

A parcel is known by the SHA-256 of its bytes, and kept in a folder of that name: what was sent under a checksum is what
has it, and nobody can put another model in its place.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
import uuid
import zipfile
from contextlib import suppress
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.models.store import ModelPackage, install_package, list_packages

SENT = "sent"
"""The folder, among a worker's packages, of those that it was sent."""
CHUNK = 4 * 1024**2
"""Bytes that go in one message."""
_NOT_OF_IT = frozenset({"installed.json"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_INCOMING = ".incoming-"
# Seconds after which what has not come whole will never do.
_LONG = 24 * 60 * 60
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def pack_parcel(package: ModelPackage, target: Path) -> str:
    """Write a package into one file; its SHA-256. The same package gives the same bytes."""
    files = sorted(path for path in package.folder.rglob("*") if path.is_file() and path.name not in _NOT_OF_IT)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in files:
            name = f"{package.folder.name}/{path.relative_to(package.folder).as_posix()}"
            with (
                path.open("rb") as source,
                archive.open(zipfile.ZipInfo(name, _LONG_AGO), "w", force_zip64=True) as member,
            ):
                shutil.copyfileobj(source, member, CHUNK)
    with target.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find_package(packages: Path, sha256: str, parcel: str) -> ModelPackage | None:
    """The package of a checksum among a worker's own, or the one that was sent as a parcel; None if there is none."""
    for package in list_packages(packages):
        if package.sha256 == sha256:
            return package
    kept = _folder_of(packages, parcel) if parcel else None
    return next(iter(list_packages(kept)), None) if kept else None


def receive_chunk(packages: Path, sending: str, offset: int, data: bytes) -> None:
    """Put down a part of a parcel that is being sent.

    Args:
        sending: the name of this sending, 32 hexadecimal digits.
    """
    path = _incoming(packages, sending)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not offset:
        _forget_broken_off(path.parent)
    with path.open("r+b" if offset else "wb") as stream:
        stream.seek(offset)
        stream.write(data)


def keep_parcel(packages: Path, sending: str, parcel: str) -> None:
    """Check a parcel that has come whole, and install it.

    Raises:
        InputError: it is not what its checksum says, or no package.
    """
    path, final = _incoming(packages, sending), _folder_of(packages, parcel)
    unpacked = path.parent / uuid.uuid4().hex
    try:
        with path.open("rb") as stream:
            came = hashlib.file_digest(stream, "sha256").hexdigest()
        if came != parcel:
            raise InputError(f"a model package came damaged: {came[:16]} in place of {parcel[:16]}", remedy="run again")
        install_package(path, unpacked)
        if not final.exists():
            try:
                unpacked.rename(final)
            except OSError:
                # Another worker on this machine was faster.
                if not final.exists():
                    raise
    finally:
        path.unlink(missing_ok=True)
        shutil.rmtree(unpacked, ignore_errors=True)


def _forget_broken_off(folder: Path) -> None:
    for left_over in folder.glob(f"{_INCOMING}*"):
        with suppress(FileNotFoundError):
            if time.time() - left_over.stat().st_mtime > _LONG:
                left_over.unlink()


def _folder_of(packages: Path, parcel: str) -> Path:
    if not _SHA256.fullmatch(parcel):
        raise InputError(f"{parcel!r} is no checksum")
    return packages / SENT / parcel


def _incoming(packages: Path, sending: str) -> Path:
    return packages / SENT / f"{_INCOMING}{uuid.UUID(hex=sending).hex}"
