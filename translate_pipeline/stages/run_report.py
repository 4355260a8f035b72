"""The report of a run: what it did, how long each stage took, what it could not do."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any

from translate_pipeline import __version__
from translate_pipeline.atomic import write_atomically
from translate_pipeline.errors import InputError
from translate_pipeline.journal import Level, current, tell
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.stages.packaging import Packaging
from translate_pipeline.stages.reading import matcher_of
from translate_pipeline.stages.translation_result import Translation

FOLDER = "runs"
KEPT = 50
# What decides about the words of a draft, or about its speed.
_PACKAGES = ("ctranslate2", "sentencepiece", "sentencex", "argostranslate", "polib")
_FORMAT = 1


@dataclass(slots=True)
class Record:
    """What a command hands in about its run."""

    translation: Translation | None = None
    packaging: Packaging | None = None


@contextmanager
def recorded(
    project: Project, command: str, paths: Sequence[Path], locales: Sequence[Locale], *, wanted: bool = True
) -> Iterator[Record]:
    """Write the report of what runs within, also where that is broken off.

    A run that translated, wrote and complained about nothing leaves none.

    Args:
        wanted: False for a run that writes nothing at all.
    """
    record, start, clock = Record(), datetime.now(UTC), perf_counter()
    outcome: dict[str, str] = {"outcome": "done"}
    try:
        yield record
    except InputError as error:
        outcome = {"outcome": "failed", "reason": str(error)}
        raise
    except KeyboardInterrupt:
        outcome = {"outcome": "interrupted"}
        raise
    except BaseException as error:
        outcome = {"outcome": "failed", "reason": f"{type(error).__name__}: {error}"}
        raise
    finally:
        if wanted:
            content = {
                "format": _FORMAT,
                "command": command,
                "started": start.isoformat(timespec="milliseconds"),
                "seconds": round(perf_counter() - clock, 3),
                **outcome,
                "reports": len(paths),
                "locales": [locale.code for locale in locales],
                **_content(project, record),
            }
            if outcome["outcome"] != "done" or _did_something(record):
                _keep(project, start, content)


def _did_something(record: Record) -> bool:
    translation, packaging = record.translation, record.packaging
    faults = bool(translation and translation.faults) or bool(packaging and packaging.faults)
    return bool(current().written) or bool(translation and translation.decoded) or faults


def _content(project: Project, record: Record) -> dict[str, Any]:
    journal = current()
    translation, packaging = record.translation or Translation(), record.packaging or Packaging()
    faults = dict.fromkeys(str(fault) for fault in (*translation.faults, *packaging.faults))
    catalogs = translation.catalogs
    return {
        "stages": {name: round(seconds, 3) for name, seconds in journal.seconds.items()},
        "sentences": {
            "decoded": translation.decoded,
            "cached": translation.cached,
            "recalled": translation.recalled,
        },
        "guard": dict(sorted(translation.guard.items())),
        "rungs": {code: dict(sorted(rungs.items())) for code, rungs in translation.rungs.items()},
        "messages": {
            "all": sum(each.state.messages for each in catalogs),
            "drafted": sum(each.drafted for each in catalogs),
            "recalled": sum(each.recalled for each in catalogs),
            "reviewed": sum(each.state.reviewed for each in catalogs),
        },
        "terms": {
            "required": sum(each.state.required for each in catalogs),
            "missing": sum(each.state.missing for each in catalogs),
        },
        "glossary": _glossary_revision(project),
        "engines": sorted({engine for each in catalogs for engine in each.state.engines}),
        "findings": _findings(translation),
        "refused": [
            {"report": each.report, "locale": each.locale.code, "reason": each.reason} for each in packaging.refusals
        ],
        "faults": list(faults),
        "notes": [*translation.notes, *packaging.notes],
        "written": sorted(project.relative(path).as_posix() for path in journal.written),
        "peak_memory": _peak_memory(),
        "versions": versions(),
    }


def _glossary_revision(project: Project) -> str | None:
    try:
        return matcher_of(project).glossary.revision
    except InputError:
        return None


def _findings(translation: Translation) -> dict[str, dict[str, int]]:
    """How many there are of each severity and check."""
    counts: dict[str, Counter[str]] = {}
    for catalog in translation.catalogs:
        for finding in catalog.state.findings:
            counts.setdefault(str(finding.severity), Counter())[finding.check] += 1
    return {severity: dict(sorted(checks.items())) for severity, checks in sorted(counts.items())}


def versions() -> dict[str, str]:
    """Of the program, Python and the packages that decide about drafts."""
    found = {"translate-pipeline": __version__, "python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _peak_memory() -> int | None:
    """Bytes, of this process and of the largest of those it started; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if platform.system() == "Darwin" else 1024
    return max(resource.getrusage(who).ru_maxrss * unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _keep(project: Project, start: datetime, content: dict[str, Any]) -> None:
    """Write the report and remove the oldest; a disk that refuses it is noted, for the run itself is over."""
    folder = project.folders["state"] / FOLDER
    path = folder / f"{start:%Y-%m-%dT%H-%M-%S.%f}Z.json"
    try:
        write_atomically(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        for old in sorted(set(folder.glob("*.json")) - {path})[: -(KEPT - 1)]:
            old.unlink(missing_ok=True)
    except OSError as error:
        tell(Level.NOTE, f"no report of this run: {path} cannot be written ({error.strerror})", path=str(path))


def last_run(project: Project) -> tuple[Path, dict[str, Any]] | None:
    """The newest report of the project; None where there is none that can be read."""
    for path in sorted((project.folders["state"] / FOLDER).glob("*.json"), reverse=True):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(content, dict):
            return path, content
    return None
