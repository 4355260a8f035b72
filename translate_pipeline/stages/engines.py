"""Which engine drafts a locale of a project."""

from __future__ import annotations

from translate_pipeline.conventions.persian import TABLE_NAME, DariTable, read_table
from translate_pipeline.locales import Locale
from translate_pipeline.models.store import ModelPackage, package_for
from translate_pipeline.project import Project
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.verification import Verdict, verify


def engine_of(project: Project, locale: Locale) -> PackageEngine:
    """The engine that the project file chooses for a locale.

    Raises:
        InputError: its model package is not there.
    """
    choice = project.engine_choice(locale)
    package = package_for(locale, choice.package, project.folders["packages"], project.folders["models"], verified)
    return PackageEngine(package, choice.options)


def verified(package: ModelPackage) -> Verdict:
    """Try a package on control sentences.

    Raises:
        InputError: it is not to be trusted.
    """
    return verify(package, PackageEngine)


def persian_table(project: Project, engine: Engine, locale: Locale) -> DariTable | None:
    """The table that makes Dari of Iranian Persian, where an engine writes that and the project has one.

    Raises:
        InputError: the table has a fault.
    """
    path = project.folders["glossaries"] / TABLE_NAME
    return read_table(path) if locale.code == "fa_AF" and engine.language == "fa" and path.exists() else None
