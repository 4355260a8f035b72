"""Which engine drafts a locale of a project."""

from __future__ import annotations

from translate_pipeline.locales import Locale
from translate_pipeline.models.store import package_for
from translate_pipeline.project import Project
from translate_pipeline.translation.decoding import PackageEngine


def engine_of(project: Project, locale: Locale) -> PackageEngine:
    """The engine that the project file chooses for a locale.

    Raises:
        InputError: its model package is not there.
    """
    choice = project.engine_choice(locale)
    package = package_for(locale, choice.package, project.folders["packages"], project.folders["models"])
    return PackageEngine(package, beam=choice.beam)
