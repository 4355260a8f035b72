"""What `doctor` looks at in a project: folders, glossary, fixed strings, models, memory, lock, last run."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec

from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale
from translate_pipeline.machine import known_free_memory
from translate_pipeline.models.archive import check_archive
from translate_pipeline.models.store import SUFFIX, ModelPackage, list_packages
from translate_pipeline.project import Project
from translate_pipeline.stages.diagnosis import Diagnosis, State

# The disk of a desk that keeps 50 reports and their articles fills by less than this in a day.
_FREE = 200 * 1024**2
_WRITTEN = ("state", "locale", "articles")


def look_at_project(project: Project, *, trial: bool) -> Iterator[Diagnosis]:
    """What the project has and lacks."""
    yield from _folders(project)
    yield _disk(project)
    yield _reports(project)
    yield _glossary(project)
    for locale in project.locales:
        yield _fixed_strings(project, locale)
    yield from _models(project, trial=trial)
    if project.cluster.scheduler:
        yield _cluster(project.cluster.scheduler)
    yield from _memory(project)
    yield _lock(project)
    yield from _last_run(project)


def _folders(project: Project) -> Iterator[Diagnosis]:
    for name in _WRITTEN:
        folder = project.folders[name]
        subject = f"folder {project.relative(folder)}"
        there = next(each for each in (folder, *folder.parents) if each.exists())
        if not there.is_dir():
            yield Diagnosis(subject, State.MISSING, f"{there} is a file", f"mv {there} {there}.old")
            continue
        try:
            with tempfile.TemporaryFile(dir=there):
                pass
        except OSError as error:
            reason = error.strerror or str(error)
            yield Diagnosis(subject, State.MISSING, f"cannot be written ({reason})", f"chmod u+rwx {there}")
        else:
            yield Diagnosis(subject, State.OK, "can be written" if there == folder else "can be made")


def _disk(project: Project) -> Diagnosis:
    free = shutil.disk_usage(project.root).free
    detail = f"{free / 1e9:.1f} GB free"
    if free < _FREE:
        return Diagnosis("disk", State.NOTE, detail, f"make room on the disk of {project.root}")
    return Diagnosis("disk", State.OK, detail)


def _reports(project: Project) -> Diagnosis:
    from translate_pipeline.reports.reader import SUFFIXES, find_reports

    folder = project.folders["reports"]
    found = find_reports(folder) if folder.is_dir() else []
    detail = f"{len(found):,} in {project.relative(folder)}"
    if not found:
        return Diagnosis("reports", State.NOTE, detail, f"put reports there ({', '.join(SUFFIXES)})")
    return Diagnosis("reports", State.OK, detail)


def _glossary(project: Project) -> Diagnosis:
    from translate_pipeline.glossary.csv_files import read_glossary

    folder = project.folders["glossaries"]
    if not folder.is_dir():
        detail = f"no folder {project.relative(folder)}: no name is held to an approved form"
        return Diagnosis("glossary", State.NOTE, detail, f"mkdir {folder}, and put term files there")
    try:
        terms = len(read_glossary(folder).terms)
    except InputError as error:
        return Diagnosis("glossary", State.MISSING, str(error), "translate-pipeline glossary lint")
    return Diagnosis("glossary", State.OK, f"{terms:,} terms, no file with a fault")


def _fixed_strings(project: Project, locale: Locale) -> Diagnosis:
    from translate_pipeline.articles.furniture import disclosure, read_furniture

    subject = f"fixed strings in {locale.english}"
    try:
        strings = read_furniture(locale, project.folders["locale"])
        disclosure(strings, reviewed=False)
        disclosure(strings, reviewed=True)
    except InputError as error:
        return Diagnosis(subject, State.MISSING, str(error))
    return Diagnosis(subject, State.OK, f"{len(strings.texts)} translated")


def _models(project: Project, *, trial: bool) -> Iterator[Diagnosis]:
    try:
        installed = {each.name: each for each in list_packages(project.folders["packages"])}
    except InputError as error:
        yield Diagnosis("models", State.MISSING, str(error), "translate-pipeline models install PATH")
        return
    tried: dict[str, InputError | None] = {}
    for locale in project.locales:
        choice = project.engine_choice(locale)
        for name in (choice.package, *choice.fallbacks):
            yield _model(project, locale, name, installed, tried if trial else None)
    largest = max((package.size for package in installed.values()), default=0)
    free = known_free_memory()
    if free is not None and largest:
        # The weights, the decoder's working memory and the rest of the program.
        needed = 2 * largest + 300 * 1024**2
        detail = f"{free / 1e9:.1f} GB available, about {needed / 1e9:.1f} GB needed by the largest model"
        if free < needed:
            yield Diagnosis("memory for models", State.NOTE, detail, "close other programs or choose a smaller model")
        else:
            yield Diagnosis("memory for models", State.OK, detail)


def _model(
    project: Project,
    locale: Locale,
    name: str,
    installed: dict[str, ModelPackage],
    tried: dict[str, InputError | None] | None,
) -> Diagnosis:
    subject = f"model for {locale.english}"
    if name:
        speaking = [installed[name]] if name in installed and locale in installed[name].locales else []
    else:
        speaking = [each for each in installed.values() if locale in each.locales and each.from_code == "en"]
    if not speaking:
        return _package_file(project, locale, name, subject)
    package = min(speaking, key=lambda each: locale.model_codes.index(each.to_code))
    if tried is None:
        return Diagnosis(subject, State.OK, f"{package.name} installed")
    if package.name not in tried:
        tried[package.name] = _trial(package)
    fault = tried[package.name]
    if fault:
        remedy = f"translate-pipeline models remove {package.name}, then models install another"
        return Diagnosis(subject, State.MISSING, str(fault), remedy)
    return Diagnosis(subject, State.OK, f"{package.name} installed and tried on control sentences")


def _trial(package: ModelPackage) -> InputError | None:
    from translate_pipeline.stages.engines import verified

    try:
        verified(package)
    except InputError as error:
        return error
    return None


def _package_file(project: Project, locale: Locale, name: str, subject: str) -> Diagnosis:
    """What is said of a model that is not installed: one that lies in the project's folder will be."""
    faults: list[str] = []
    for path in sorted(project.folders["models"].glob(f"*{SUFFIX}")):
        try:
            archive = check_archive(path)
        except InputError as error:
            faults.append(str(error))
            continue
        if archive.folder == name or (not name and archive.metadata["to_code"] in locale.model_codes):
            return Diagnosis(subject, State.OK, f"{project.relative(path)} is installed on first use")
    wanted = f"{name!r} is not installed" if name else "none is installed"
    remedy = f"translate-pipeline models install {name or 'PATH' + SUFFIX}"
    return Diagnosis(subject, State.MISSING, "; ".join([wanted, *faults]), remedy)


def _cluster(scheduler: str) -> Diagnosis:
    """Whether runs can speak to the scheduler; it is not asked, as that would be to use the network."""
    if find_spec("distributed"):
        return Diagnosis("cluster", State.OK, f"runs decode on the workers of {scheduler}")
    return Diagnosis(
        "cluster", State.MISSING, "distributed is not installed", "pip install 'translate-pipeline[cluster]'"
    )


def _memory(project: Project) -> Iterator[Diagnosis]:
    state = project.folders["state"]
    for path in sorted(state.glob("*.sqlite")):
        subject = f"state {project.relative(path)}"
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
                verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        except sqlite3.Error as error:
            verdict = str(error)
        if verdict == "ok":
            yield Diagnosis(subject, State.OK, f"sound, {path.stat().st_size / 1e6:.1f} MB")
        else:
            remedy = f"rm {path}; the next run begins it anew and takes all texts in catalogs for a person's"
            yield Diagnosis(subject, State.NOTE, f"damaged ({verdict.splitlines()[0]})", remedy)


def _lock(project: Project) -> Diagnosis:
    from translate_pipeline.lock import project_lock

    state = project.folders["state"]
    if not (state / "lock").exists():
        return Diagnosis("lock", State.OK, "nobody is at work in this project")
    try:
        with project_lock(state):
            return Diagnosis("lock", State.OK, "nobody is at work in this project")
    except InputError as error:
        return Diagnosis("lock", State.NOTE, error.problem, error.remedy)


def _last_run(project: Project) -> Iterator[Diagnosis]:
    from translate_pipeline.stages.run_report import last_run

    last = last_run(project)
    if last is None:
        return
    path, content = last
    outcome, faults = content.get("outcome"), content.get("faults") or []
    detail = f"{project.relative(path)}: {content.get('command')} {outcome}"
    if outcome == "done" and not faults:
        yield Diagnosis("last run", State.OK, detail)
    else:
        reason = content.get("reason") or (faults[0] if faults else "")
        yield Diagnosis("last run", State.NOTE, f"{detail}; {reason}" if reason else detail, "translate-pipeline run")
