"""`models install`: from a file, a folder of files, an address, the index of Argos Translate, or a hub."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from translate_pipeline.errors import InputError, did_you_mean, unwritable
from translate_pipeline.locales import Locale, find_locale
from translate_pipeline.models.checksums import add_checksum, read_checksums
from translate_pipeline.models.conversion import check_converter
from translate_pipeline.models.download import Progress, download
from translate_pipeline.models.families import find_family
from translate_pipeline.models.hub import CONVERTED, HUB, Repository, download_files, read_repository, wanted_files
from translate_pipeline.models.index import ARGOS_INDEX, find_listed, listed_as, read_index
from translate_pipeline.models.known import KnownModel, known_model, known_models
from translate_pipeline.models.store import SUFFIX, ModelPackage, install_package
from translate_pipeline.project import Project
from translate_pipeline.stages.engines import verified
from translate_pipeline.stages.model_building import Wish, build

_HUB_PREFIX = "hub:"
Bar = Callable[[str], Progress | None]
"""Makes what shows the progress of a download of a name."""


def install(
    project: Project,
    wanted: str,
    *,
    mirror: Path | None = None,
    accept_licence: bool = False,
    index: str = ARGOS_INDEX,
    hub: str = HUB,
    family: str = "",
    locales: Sequence[Locale] = (),
    bar: Bar | None = None,
) -> list[ModelPackage]:
    """Install what `wanted` means: a path, an address, a known model, or a package of the index.

    Args:
        mirror: a folder of package files (a stick, a share) to take it from instead of the network.
        accept_licence: the operator has accepted a licence that forbids commercial use.
        family, locales: of the model of a repository, `hub:OWNER/NAME`.
        index: address of the index.
        hub: address of the hub.

    Returns:
        The packages, more than one where a model of the hub speaks several locales.

    Raises:
        InputError: it cannot be found or fetched, or is refused; nothing was installed and no file left behind but the
            part of a download that can go on.
    """
    packages = project.folders["packages"]
    path = Path(wanted)
    if path.suffix == SUFFIX and (path.is_file() or "/" not in wanted):
        if not path.is_file() and mirror is None:
            raise InputError("no such model package", remedy="give the path of an .argosmodel file", path=path)
        return [install_package(path if path.is_file() else _in_mirror(path.stem, mirror), packages, verified)]
    if mirror is not None:
        return [install_package(_in_mirror(wanted, mirror), packages, verified)]
    if urlsplit(wanted).scheme in ("http", "https"):
        return [_from_address(project, wanted, "", bar)]
    if wanted.startswith(_HUB_PREFIX):
        model = _described(wanted.removeprefix(_HUB_PREFIX), family, locales)
        return _from_hub(project, model, hub, bar, accept_licence)
    known = known_model(wanted)
    if known is not None:
        model = known
        if model.noncommercial and not accept_licence:
            problem = f"{model.name} is under {model.licence}, which forbids commercial use"
            raise InputError(problem, remedy="give --accept-license if your newsroom may use it")
        if model.origin == "hub":
            return _from_hub(project, model, hub, bar, accept_licence)
        return [_from_index(project, model.place, model.sha256, index, bar)]
    if "/" in wanted or path.suffix:
        raise InputError("no such model package", remedy="give the path of an .argosmodel file", path=path)
    return [_from_index(project, wanted, "", index, bar)]


def _in_mirror(name: str, mirror: Path | None) -> Path:
    """The package file in a folder that a name means: its own name, or the newest of its languages."""
    assert mirror is not None
    files = {path.stem: path for path in sorted(mirror.glob(f"*{SUFFIX}"))}
    model = known_model(name)
    place = model.place if model and model.origin == "argos" else name
    found = find_listed(place, [listed for stem in files if (listed := listed_as(stem))])
    stem = name if name in files else found.name if found else ""
    if not stem:
        remedy = did_you_mean(name, files) if files else "put .argosmodel files there"
        raise InputError(f"no package file for {name!r}", remedy=remedy, path=mirror)
    return files[stem]


def _from_index(project: Project, name: str, sha256: str, index: str, bar: Bar | None) -> ModelPackage:
    packages = read_index(index)
    listed = find_listed(name, packages)
    if listed is None:
        names = [*(model.name for model in known_models()), *(f"{each.from_code}_{each.to_code}" for each in packages)]
        raise InputError(f"no model {name!r} is known or listed", remedy=did_you_mean(name, names), path=index)
    for address in listed.links[:-1]:
        try:
            return _from_address(project, address, sha256, bar)
        except InputError:
            continue
    return _from_address(project, listed.links[-1], sha256, bar)


def _from_address(project: Project, url: str, sha256: str, bar: Bar | None) -> ModelPackage:
    """Fetch, compare with what this address gave before, try, install; the file itself is not kept."""
    trusted = read_checksums(project.root).get(url, "")
    name = Path(unquote(urlsplit(url).path)).name or "package"
    name = "".join(char if char.isalnum() or char in "._-" else "_" for char in name).lstrip(".")[-120:]
    path = project.folders["state"] / "downloads" / (name or "package")
    try:
        found = download(url, path, sha256=sha256 or trusted, progress=bar(name) if bar else None)
        package = install_package(path, project.folders["packages"], verified)
    finally:
        path.unlink(missing_ok=True)
    add_checksum(project.root, url, found)
    return package


def _described(place: str, family: str, locales: Sequence[Locale]) -> KnownModel:
    """A model of a repository, as the operator describes it.

    Raises:
        InputError: its family or locales are not given.
    """
    if not family or not locales:
        remedy = "give --family, and --locale for each locale that it speaks"
        raise InputError(f"{_HUB_PREFIX}{place} may be any model", remedy=remedy)
    name = re.sub("[^a-z0-9._-]+", "-", place.rpartition("/")[2].lower())
    return KnownModel(name, "hub", place, "", family, "", tuple(locale.code for locale in locales))


def _from_hub(
    project: Project, model: KnownModel, hub: str, bar: Bar | None, accept_licence: bool
) -> list[ModelPackage]:
    """Fetch a repository, build a package for each locale, try and install them.

    The revision that `main` meant the first time is the one that is fetched ever after.
    """
    family = find_family(model.family)
    trusted = read_checksums(project.root)
    repository = _pinned(model.place, model.revision, hub, trusted)
    downloads = project.folders["state"] / "downloads"
    folder = downloads / f"{model.name}-{repository.revision[:12]}"
    if not model.licence:
        licence = repository.licence or "not stated"
        model = replace(model, licence=licence)
        if "nc" in licence.lower().split("-") and not accept_licence:
            problem = f"{model.place} is under {licence}, which forbids commercial use"
            raise InputError(problem, remedy="give --accept-license if your newsroom may use it")
    files = wanted_files(repository)
    if CONVERTED not in files:
        check_converter(family)
    sums = download_files(repository, files, folder, hub=hub, progress=bar, expected=trusted)
    pins = {_pin(model.place, model.revision, hub): repository.revision}
    if model.tokenizer and not set(family.tokenizers) & set(files):
        other = _pinned(model.tokenizer, "main", hub, trusted)
        names = [name for name in family.tokenizers if name in other.files][:1]
        sums |= download_files(other, names, folder, hub=hub, progress=bar, expected=trusted)
        pins[_pin(model.tokenizer, "main", hub)] = other.revision
    installed: list[ModelPackage] = []
    wish = Wish(
        family,
        [find_locale(code) for code in model.locales],
        model.name,
        model.codes,
        model.licence,
        f"{model.place} at {repository.revision}",
    )
    try:
        for path in build(folder, wish, folder / "built"):
            installed.append(install_package(path, project.folders["packages"], verified))
            path.unlink()
    except OSError as error:
        raise unwritable(error, folder) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if installed:
            for address, value in {**sums, **pins}.items():
                add_checksum(project.root, address, value)
    return installed


def _pinned(place: str, revision: str, hub: str, trusted: Mapping[str, str]) -> Repository:
    return read_repository(place, trusted.get(_pin(place, revision, hub), revision), hub)


def _pin(place: str, revision: str, hub: str) -> str:
    return f"{hub}/{place}@{revision}"
