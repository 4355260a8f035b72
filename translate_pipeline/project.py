"""A newsroom's project folder and its file `translate-pipeline.toml`."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from translate_pipeline.confinement import PROJECT_FILE
from translate_pipeline.errors import InputError, did_you_mean
from translate_pipeline.input_files import read_input
from translate_pipeline.locales import LOCALES, Locale, find_locale
from translate_pipeline.translation.cluster.settings import NO_CLUSTER, ClusterSettings, check_scheduler
from translate_pipeline.translation.options import DEFAULTS, OPTION_TYPES, DecodingOptions, fault_of

FILE_NAME = PROJECT_FILE
_MAX_BYTES = 1024**2
# The formats the program brings, and those a project that names none gets. Installed packages may add others.
ARTICLE_FORMATS = ("html", "markdown", "hugo", "pelican", "jekyll", "ninjs")
DEFAULT_FORMATS = ("html", "markdown")
FORMATS_GROUP = "translate_pipeline.articles"

_FOLDERS = {
    "reports": "reports",
    "glossaries": "glossaries",
    "locale": "locale",
    "articles": "articles",
    "previews": "previews",
    "templates": "templates",
    "memory": "memory",
    "models": "models",
    "packages": ".translate-pipeline/packages",
    "state": ".translate-pipeline",
}
_ONLY_READ = ("models", "templates")
_GATES = ("reviewed", "errors")
_REUSE = ("context", "exact")


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What drafts one locale.

    Attributes:
        package: the name of an installed model package; empty for the only one that speaks the locale.
        options: how it and the fallbacks decode.
        fallbacks: packages for the sentences that the first one leaves broken, in turn.
    """

    package: str = ""
    options: DecodingOptions = DEFAULTS
    fallbacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gates:
    """What keeps an article from being packaged.

    Attributes:
        reviewed: refuse while a message is untranslated or fuzzy.
        errors: refuse while a message has a finding of severity error.
    """

    reviewed: bool = True
    errors: bool = True


class Reuse(StrEnum):
    """How a text of the translation memory comes into a catalog: to be looked at, or as reviewed."""

    FUZZY = "fuzzy"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """What becomes of a message that a reviewer has translated elsewhere.

    Attributes:
        context: it stands there in the same role, or between the same neighbours.
        exact: its text alone is the same.
    """

    context: Reuse = Reuse.FUZZY
    exact: Reuse = Reuse.FUZZY


@dataclass(frozen=True)
class Project:
    """A project: its root, absolute folders, and settings.

    Attributes:
        solar_dates: drafts give the Solar Hijri date in brackets after each full Gregorian one.
        formats: the names of the formats that articles are written in.
        base_url: the web address, with a closing slash, that the articles folder is published at; empty where it is
            not known, and then no absolute link is written.
        publisher: who publishes the articles, for feeds and search engines.
        name_translators: articles and manifests name the people who reviewed them.
        cluster: whose workers decode, where that is not this machine.
    """

    root: Path
    folders: Mapping[str, Path]
    locales: tuple[Locale, ...] = LOCALES
    engines: Mapping[str, EngineChoice] = field(default_factory=dict)
    gates: Gates = Gates()
    formats: tuple[str, ...] = DEFAULT_FORMATS
    base_url: str = ""
    publisher: str = ""
    name_translators: bool = True
    solar_dates: bool = False
    memory: MemoryUse = MemoryUse()
    cluster: ClusterSettings = NO_CLUSTER

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
        text = read_input(path, _MAX_BYTES).decode("utf-8-sig")
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
        known = ("locales", "folders", "engines", "gates", "drafts", "memory", "articles", "cluster")
        self.only_known(data, known, "key")
        root = self.path.parent.resolve()
        folders = {**_FOLDERS, **self.table(data, "folders", dict.fromkeys(_FOLDERS, str))}
        gates = self.table(data, "gates", dict.fromkeys(_GATES, bool))
        drafts = self.table(data, "drafts", {"solar_dates": bool})
        keys = {"formats": list, "base_url": str, "publisher": str, "name_translators": bool}
        articles = self.table(data, "articles", keys)
        return Project(
            root=root,
            folders=self.folders(root, folders),
            locales=self.locales(data),
            engines=self.engines(data),
            gates=Gates(**gates),
            solar_dates=drafts.get("solar_dates", False),
            memory=self.memory_use(data),
            formats=self.formats(articles.get("formats", list(DEFAULT_FORMATS))),
            base_url=self.base_url(articles.get("base_url", "")),
            publisher=" ".join(articles.get("publisher", "").split()),
            name_translators=articles.get("name_translators", True),
            cluster=self.cluster(data),
        )

    def folders(self, root: Path, names: Mapping[str, str]) -> dict[str, Path]:
        folders = {}
        for name, value in names.items():
            try:
                named = Path(os.path.normpath(root / Path(value).expanduser()))
                folders[name] = named.resolve()
            except (RuntimeError, ValueError, OSError) as error:
                raise self.fault(name, f"{name!r} is no folder ({error})", "give a path") from None
            # Who wrote the project file may name any folder; a link that came with the files may not choose one.
            if name not in _ONLY_READ and named.is_relative_to(root) and not folders[name].is_relative_to(root):
                problem = f"the folder {named.relative_to(root)} is a link that leads out of the project"
                remedy = f"if it is to be there, write {name} = {str(folders[name])!r} below [folders]"
                raise self.fault(name, problem, remedy)
        for name in ("articles", "previews"):
            if folders[name].is_relative_to(folders["reports"]):
                raise self.fault(name, f"{name} would lie among the reports", "give them a folder of their own")
        if folders["previews"] == folders["articles"]:
            raise self.fault("previews", "previews would lie among the articles", "give them a folder of their own")
        return folders

    def memory_use(self, data: Mapping[str, Any]) -> MemoryUse:
        values = self.table(data, "memory", dict.fromkeys(_REUSE, str))
        for name, value in values.items():
            if value not in set(Reuse):
                raise self.fault(name, f"{name!r} in [memory] has a wrong value", 'give "fuzzy" or "reviewed"')
        return MemoryUse(**{name: Reuse(value) for name, value in values.items()})

    def cluster(self, data: Mapping[str, Any]) -> ClusterSettings:
        types = {"scheduler": str, "trusted": bool, "patience": float, "wait": float}
        values = self.table(data, "cluster", types)
        for name in ("patience", "wait"):
            if not 1 <= values.get(name, 1) <= 86_400:
                raise self.fault(name, f"{name} {values[name]} is out of range", "give seconds from 1 to 86400")
        settings = ClusterSettings(**values)
        try:
            if settings.scheduler:
                check_scheduler(settings)
        except InputError as error:
            raise self.fault("scheduler", error.problem, error.remedy) from None
        return settings

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
            if type(value) is not types[key] and not (types[key] is float and type(value) is int):
                words = {
                    str: "a text in quotes",
                    bool: "true or false",
                    int: "a whole number",
                    float: "a number",
                    list: "a list",
                }
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
            table = tables[name]
            chain = table.get("package", "") if isinstance(table, dict) else ""
            if isinstance(chain, list):
                self.chain(chain)
                tables = {**tables, name: {**table, "package": chain[0]}}
            values = dict(self.table(tables, name, {"package": str, **OPTION_TYPES}))
            package = values.pop("package", "")
            fallbacks = tuple(chain[1:]) if isinstance(chain, list) else ()
            for option, value in values.items():
                fault = fault_of(option, value)
                if fault:
                    raise self.fault(option, *fault)
            if code in engines:
                raise self.fault(name, f"{code} has two [engines] tables", "keep one")
            engines[code] = EngineChoice(package, DecodingOptions(**values), fallbacks)
        return engines

    def chain(self, packages: list[Any]) -> None:
        """Raise InputError unless `packages` names different packages."""
        named = all(isinstance(each, str) and each for each in packages)
        if not packages or not named or len(set(packages)) < len(packages):
            problem = "'package' has a wrong value"
            raise self.fault("package", problem, 'give a name, or a list of different ones such as ["a", "b"]')

    def base_url(self, address: str) -> str:
        if not address:
            return ""
        try:
            parts = urlsplit(address)
            good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            good = False
        if not good or parts.query or parts.fragment or "@" in parts.netloc or not re.fullmatch(r"[!-~]+", address):
            problem, remedy = f"base_url {address!r} is no web address", "write it like https://example.org/news/"
            raise self.fault("base_url", problem, remedy)
        return address.rstrip("/") + "/"

    def formats(self, names: list[Any]) -> tuple[str, ...]:
        if not names:
            raise self.fault("formats", "'formats' is empty", f"name at least one of {', '.join(ARTICLE_FORMATS)}")
        for name in names:
            if name not in ARTICLE_FORMATS and name not in (known := (*ARTICLE_FORMATS, *added_formats())):
                raise self.fault("formats", f"unknown article format {name!r}", did_you_mean(str(name), known))
        return tuple(dict.fromkeys(names))


def added_formats() -> tuple[str, ...]:
    """The names of the article formats that installed packages add, sorted."""
    from importlib.metadata import entry_points

    return tuple(sorted({point.name for point in entry_points(group=FORMATS_GROUP)}))
