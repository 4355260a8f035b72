"""A newsroom's project folder and its file `translate-pipeline.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from translate_pipeline.errors import InputError, did_you_mean
from translate_pipeline.locales import LOCALES, Locale, find_locale

FILE_NAME = "translate-pipeline.toml"
ARTICLE_FORMATS = ("html", "markdown")

_FOLDERS = {
    "reports": "reports",
    "glossaries": "glossaries",
    "locale": "locale",
    "articles": "articles",
    "models": "models",
    "packages": ".translate-pipeline/packages",
    "state": ".translate-pipeline",
}
_ENGINE_KEYS = ("package", "beam")
_GATES = ("reviewed", "errors")


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What drafts one locale.

    Attributes:
        package: the name of an installed model package; empty for the only one that speaks the locale.
        beam: hypotheses that the decoder keeps alive, 1 to 16; more is slower and a little better.
    """

    package: str = ""
    beam: int = 4


@dataclass(frozen=True, slots=True)
class Gates:
    """What keeps an article from being packaged.

    Attributes:
        reviewed: refuse while a message is untranslated or fuzzy.
        errors: refuse while a message has a finding of severity error.
    """

    reviewed: bool = True
    errors: bool = True


@dataclass(frozen=True)
class Project:
    """A project: its root, absolute folders, and settings.

    Attributes:
        solar_dates: drafts give the Solar Hijri date in brackets after each full Gregorian one.
    """

    root: Path
    folders: Mapping[str, Path]
    locales: tuple[Locale, ...] = LOCALES
    engines: Mapping[str, EngineChoice] = field(default_factory=dict)
    gates: Gates = Gates()
    formats: tuple[str, ...] = ARTICLE_FORMATS
    solar_dates: bool = False

    def engine_choice(self, locale: Locale) -> EngineChoice:
        """The engine settings of a locale."""
        return self.engines.get(locale.code, EngineChoice())

    def catalog_path(self, report: str, locale: Locale) -> Path:
        """Where the catalog of a report lies."""
        return self.folders["locale"] / locale.code / "LC_MESSAGES" / f"{report}.po"

    def template_path(self, report: str) -> Path:
        """Where the `.pot` of a report lies."""
        return self.folders["locale"] / f"{report}.pot"

    def relative(self, path: Path) -> Path:
        """`path` as seen from the project's root, for messages and references; as it is where it lies elsewhere."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path


def find_project(start: Path) -> Project:
    """The project that `start` lies in.

    Raises:
        InputError: neither `start` nor a folder above it holds a project file, or the file has a fault.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return read_project(folder / FILE_NAME)
    raise InputError(f"no {FILE_NAME} here or above", remedy="run: translate-pipeline init", path=start)


def read_project(path: Path) -> Project:
    """The project of a project file.

    Raises:
        InputError: the file is not TOML, or a key or value is unknown.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError:
        raise InputError("not UTF-8", remedy="save the file as UTF-8", path=path) from None
    except RecursionError:
        raise InputError("nested too deeply", remedy="write plain tables and lists", path=path) from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else len(text.splitlines())
        problem = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise InputError(f"not TOML: {problem}", remedy="mend this line", path=path, line=line) from None
    return _Reader(path, text).project(data)


class _Reader:
    def __init__(self, path: Path, text: str):
        self.path = path
        self.lines = text.splitlines()

    def fault(self, key: str, problem: str, remedy: str) -> InputError:
        pattern = re.compile(rf"^\s*\[?(?:[\w.\"-]+\.)?\"?{re.escape(key)}\"?\s*[\]=.]")
        line = next((number for number, line in enumerate(self.lines, 1) if pattern.match(line)), None)
        return InputError(problem, remedy=remedy, path=self.path, line=line)

    def project(self, data: dict[str, Any]) -> Project:
        self.only_known(data, ("locales", "folders", "engines", "gates", "drafts", "articles"), "key")
        root = self.path.parent.resolve()
        folders = {**_FOLDERS, **self.table(data, "folders", dict.fromkeys(_FOLDERS, str))}
        gates = self.table(data, "gates", dict.fromkeys(_GATES, bool))
        drafts = self.table(data, "drafts", {"solar_dates": bool})
        articles = self.table(data, "articles", {"formats": list})
        return Project(
            root=root,
            folders=self.folders(root, folders),
            locales=self.locales(data),
            engines=self.engines(data),
            gates=Gates(**gates),
            solar_dates=drafts.get("solar_dates", False),
            formats=self.formats(articles.get("formats", list(ARTICLE_FORMATS))),
        )

    def folders(self, root: Path, names: Mapping[str, str]) -> dict[str, Path]:
        folders = {}
        for name, value in names.items():
            try:
                folders[name] = (root / Path(value).expanduser()).resolve()
            except (RuntimeError, ValueError, OSError) as error:
                raise self.fault(name, f"{name!r} is no folder ({error})", "give a path") from None
        if folders["articles"].is_relative_to(folders["reports"]):
            raise self.fault("articles", "articles would lie among the reports", "give them a folder of their own")
        return folders

    def only_known(self, data: Mapping[str, Any], known: tuple[str, ...], noun: str) -> None:
        for key in data:
            if key not in known:
                raise self.fault(key, f"unknown {noun} {key!r}", did_you_mean(key, known))

    def table(self, data: Mapping[str, Any], name: str, types: Mapping[str, type]) -> dict[str, Any]:
        values = data.get(name, {})
        if not isinstance(values, dict):
            raise self.fault(name, f"{name!r} is not a table", f"write [{name}] and its keys below")
        self.only_known(values, tuple(types), f"key in [{name}]:")
        for key, value in values.items():
            if type(value) is not types[key]:
                words = {str: "a text in quotes", bool: "true or false", int: "a whole number", list: "a list"}
                raise self.fault(key, f"{key!r} in [{name}] has a wrong value", f"give {words[types[key]]}")
        return values

    def locales(self, data: Mapping[str, Any]) -> tuple[Locale, ...]:
        names = data.get("locales", [locale.code for locale in LOCALES])
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            raise self.fault("locales", "'locales' has a wrong value", 'give a list such as ["fa_AF", "ps"]')
        try:
            return tuple(dict.fromkeys(find_locale(name) for name in names))
        except InputError as error:
            raise self.fault("locales", error.problem, error.remedy) from None

    def engines(self, data: Mapping[str, Any]) -> dict[str, EngineChoice]:
        tables = data.get("engines", {})
        if not isinstance(tables, dict):
            raise self.fault("engines", "'engines' is not a table", "write [engines.fa_AF] and its keys below")
        engines = {}
        for name in tables:
            try:
                code = find_locale(name).code
            except InputError as error:
                raise self.fault(name, error.problem, error.remedy) from None
            values = self.table(tables, name, dict(zip(_ENGINE_KEYS, (str, int), strict=True)))
            if not 1 <= values.get("beam", 4) <= 16:
                raise self.fault("beam", f"beam {values['beam']} is out of range", "give a number from 1 to 16")
            if code in engines:
                raise self.fault(name, f"{code} has two [engines] tables", "keep one")
            engines[code] = EngineChoice(**values)
        return engines

    def formats(self, names: list[Any]) -> tuple[str, ...]:
        if not names:
            raise self.fault("formats", "'formats' is empty", f"name at least one of {', '.join(ARTICLE_FORMATS)}")
        for name in names:
            if name not in ARTICLE_FORMATS:
                remedy = did_you_mean(str(name), ARTICLE_FORMATS)
                raise self.fault("formats", f"unknown article format {name!r}", remedy)
        return tuple(dict.fromkeys(names))
