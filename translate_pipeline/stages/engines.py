"""Which engine drafts a locale of a project."""

from __future__ import annotations

from translate_pipeline.conventions.persian import TABLE_NAME, DariTable, read_table
from translate_pipeline.locales import Locale
from translate_pipeline.models.store import ModelPackage, package_for
from translate_pipeline.project import Project
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.drafting import PERSIAN
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.guarding import GuardedEngine
from translate_pipeline.translation.verification import Verdict, verify


def engines_of(project: Project, locale: Locale) -> list[GuardedEngine]:
    """The engines that the project file chooses for a locale: the one that drafts, and those to fall back on.

    Raises:
        InputError: a model package is not there.
    """
    choice = project.engine_choice(locale)
    packages, models = project.folders["packages"], project.folders["models"]
    return [
        GuardedEngine(PackageEngine(package_for(locale, name, packages, models, verified), choice.options))
        for name in (choice.package, *choice.fallbacks)
    ]


def engine_of(project: Project, locale: Locale) -> GuardedEngine:
    """The engine that drafts a locale.

    Raises:
        InputError: its model package, or that of another engine of the locale, is not there.
    """
    return engines_of(project, locale)[0]


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
    return read_table(path) if locale.code == "fa_AF" and engine.language == PERSIAN and path.exists() else None
