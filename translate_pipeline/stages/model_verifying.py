"""`models verify`: packages on trial, installed or not."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from translate_pipeline.errors import InputError, did_you_mean
from translate_pipeline.models.store import SUFFIX, install_package, list_packages
from translate_pipeline.project import Project
from translate_pipeline.stages.engines import verified
from translate_pipeline.translation.verification import Verdict


def verify_each(project: Project, wanted: Iterable[str]) -> Iterator[tuple[str, Verdict]]:
    """Each package, by name or file, with what came of its control sentences.

    Raises:
        InputError: one is not there, no package, or not to be trusted.
    """
    installed = {package.name: package for package in list_packages(project.folders["packages"])}
    for name in wanted:
        if name in installed:
            yield name, verified(installed[name])
        elif Path(name).is_file() or name.endswith(SUFFIX):
            with tempfile.TemporaryDirectory() as folder:
                package = install_package(Path(name), Path(folder))
                yield package.name, verified(package)
        else:
            remedy = did_you_mean(name, installed) if installed else f"give the path of an {SUFFIX} file"
            raise InputError(f"model package {name!r} is not installed", remedy=remedy)
