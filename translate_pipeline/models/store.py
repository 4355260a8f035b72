"""Installed model packages: listing, finding the one for a locale, installing from a file."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from translate_pipeline.errors import InputError, did_you_mean, unwritable
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.models.archive import Archive, check_archive
from translate_pipeline.models.argos import describe_package

SUFFIX = ".argosmodel"
_RECORD = "installed.json"


@dataclass(frozen=True, slots=True)
class ModelPackage:
    """An installed package.

    Attributes:
        name: the name of its folder.
        locales: the locales it can draft.
        target_prefix: the token its decoder starts with; empty where it speaks one language only.
        family: how its texts are cut; `argos` for Argos Translate's own kind.
        placeholders: tokens it was trained to copy; empty for ordinary models.
        size: bytes on disk.
        sha256: checksum of the package file, or of the model files where it was installed by another program.
        longest_source: tokens of a sentence beyond which the model was found to do better clause by clause; 0 unknown.
    """

    name: str
    folder: Path
    version: str
    from_code: str
    to_code: str
    locales: tuple[Locale, ...]
    target_prefix: str
    placeholders: tuple[str, ...]
    licence: str
    origin: str
    size: int
    sha256: str
    family: str = "argos"
    longest_source: int = 0


def list_packages(folder: Path) -> list[ModelPackage]:
    """The packages installed in `folder`, by name; folders that are no package are passed over."""
    if not folder.is_dir():
        return []
    return [
        _read_package(path)
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".") and (path / "metadata.json").is_file()
    ]


def _read_package(folder: Path) -> ModelPackage:
    metadata, record = _read_json(folder / "metadata.json"), {}
    if (folder / _RECORD).exists():
        record = _read_json(folder / _RECORD)
    package = describe_package(metadata)
    return ModelPackage(
        name=folder.name,
        folder=folder,
        version=package.package_version,
        from_code=package.from_code,
        to_code=package.to_code,
        locales=tuple(locale for locale in LOCALES if package.to_code in locale.model_codes),
        target_prefix=package.target_prefix,
        placeholders=tuple(str(each) for each in metadata.get("placeholders", ())),
        licence=str(metadata.get("licence", metadata.get("license", "not stated"))),
        origin=str(record.get("file", "not installed by this program")),
        size=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        sha256=str(record.get("sha256") or _checksum(folder)),
        family=str(metadata.get("family", "argos")),
        longest_source=longest if isinstance(longest := metadata.get("longest_source"), int) else 0,
    )


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            raise ValueError("not an object")
    except (OSError, ValueError) as error:
        raise InputError(f"damaged model package ({error})", remedy="install it again", path=path) from None
    return content


def _checksum(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\0".encode())
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


Verify = Callable[[ModelPackage], object]


def install_package(path: Path, packages: Path, verify: Verify | None = None) -> ModelPackage:
    """Install a package file: checked, unpacked beside its place, tried, then moved there in one step.

    Args:
        verify: raises InputError if the package is not to be trusted.

    Raises:
        InputError: the file is no safe package, it was refused, or the disk has no room for it; nothing was changed
            then.
    """
    archive = check_archive(path)
    packages.mkdir(parents=True, exist_ok=True)
    for left_over in packages.glob(".installing-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    free = shutil.disk_usage(packages).free
    if free < archive.size + 64 * 1024**2:
        problem = f"it needs {archive.size:,} bytes and {free:,} are free"
        raise InputError(problem, remedy="make room on the disk", path=path)
    final = packages / archive.folder
    with tempfile.TemporaryDirectory(dir=packages, prefix=".installing-") as staging:
        unpacked = _unpack(archive, Path(staging))
        if verify:
            verify(_read_package(unpacked))
        if final.exists():
            final.rename(Path(staging) / "replaced")
        unpacked.rename(final)
    return _read_package(final)


def _unpack(archive: Archive, staging: Path) -> Path:
    with zipfile.ZipFile(archive.path) as stream:
        stream.extractall(staging)
    folder = staging / archive.folder
    record = {"file": archive.path.name, "sha256": archive.sha256}
    (folder / _RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return folder


def remove_package(name: str, packages: Path) -> None:
    """Remove an installed package.

    Raises:
        InputError: there is none of that name, or its folder cannot be removed.
    """
    installed = {package.name: package for package in list_packages(packages)}
    if name not in installed:
        remedy = did_you_mean(name, installed) if installed else "none is installed"
        raise InputError(f"model package {name!r} is not installed", remedy=remedy)
    with tempfile.TemporaryDirectory(dir=packages, prefix=".installing-") as staging:
        try:
            installed[name].folder.rename(Path(staging) / name)
        except OSError as error:
            raise unwritable(error, installed[name].folder) from None


def package_for(locale: Locale, name: str, packages: Path, models: Path, verify: Verify | None = None) -> ModelPackage:
    """The package that drafts a locale: the named one, or the best of those that speak it.

    One that lies in the project's folder of package files is installed on first use.

    Args:
        verify: as for `install_package`.

    Raises:
        InputError: there is none, or the named one does not speak the locale.
    """
    installed = list_packages(packages)
    if name:
        for package in installed:
            if package.name == name:
                if locale not in package.locales:
                    problem = f"model package {name!r} translates to {package.to_code}, not to {locale.english}"
                    raise InputError(problem, remedy="see: translate-pipeline models list")
                return package
    else:
        speaking = [package for package in installed if locale in package.locales and package.from_code == "en"]
        if speaking:
            return min(speaking, key=lambda package: locale.model_codes.index(package.to_code))
    broken: InputError | None = None
    for path in sorted(models.glob(f"*{SUFFIX}")):
        try:
            archive = check_archive(path)
        except InputError as error:
            broken = error
            continue
        if archive.folder == name or (not name and archive.metadata["to_code"] in locale.model_codes):
            return install_package(path, packages, verify)
    if broken:
        raise broken
    if name:
        remedy = did_you_mean(name, [package.name for package in installed]) if installed else "install it first"
        raise InputError(f"model package {name!r} is not installed", remedy=remedy)
    remedy = f"run: translate-pipeline models install PATH{SUFFIX}"
    raise InputError(f"no model package for {locale.english} ({locale.code})", remedy=remedy)
