"""Which engine drafts a locale of a project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from translate_pipeline.conventions.persian import TABLE_NAME, DariTable, read_table
from translate_pipeline.journal import stage
from translate_pipeline.locales import Locale, find_locale
from translate_pipeline.models.store import ModelPackage, package_for
from translate_pipeline.project import Project
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.drafting import PERSIAN
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.guarding import GuardedEngine
from translate_pipeline.translation.verification import Verdict, verify

if TYPE_CHECKING:
    from translate_pipeline.translation.cluster.connection import Cluster


def engines_of(project: Project, locale: Locale, cluster: Cluster | None = None) -> list[GuardedEngine]:
    """The engines that the project file chooses for a locale: the one that drafts, and those to fall back on.

    Args:
        cluster: whose workers decode; None decodes here.

    Raises:
        InputError: a model package is not there.
    """
    choice = project.engine_choice(locale)
    packages, models = project.folders["packages"], project.folders["models"]
    names = (choice.package, *choice.fallbacks)
    engines = [PackageEngine(package_for(locale, name, packages, models, verified), choice.options) for name in names]
    if cluster is None:
        return [GuardedEngine(engine) for engine in engines]
    from translate_pipeline.translation.cluster.engine import ClusterEngine

    return [GuardedEngine(ClusterEngine(engine, cluster)) for engine in engines]


def engine_of(project: Project, locale: Locale) -> GuardedEngine:
    """The engine that drafts a locale.

    Raises:
        InputError: its model package, or that of another engine of the locale, is not there.
    """
    return engines_of(project, locale)[0]


def worker_engines(project: Project, code: str, threads: int) -> list[GuardedEngine]:
    """The same engines in a process of their own, as many sentences at once as `threads` says."""
    locale = find_locale(code)
    choice = project.engine_choice(locale)
    choice = replace(choice, options=replace(choice.options, replicas=choice.options.replicas or threads))
    return engines_of(replace(project, engines={**project.engines, code: choice}), locale)


def model_bytes(project: Project, locale: Locale) -> int:
    """The size of the packages of a locale's engines."""
    choice = project.engine_choice(locale)
    packages, models = project.folders["packages"], project.folders["models"]
    names = (choice.package, *choice.fallbacks)
    return sum(package_for(locale, name, packages, models, verified).size for name in names)


@stage("trial")
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
