"""The index of Argos Translate: which packages there are, and where.

A JSON list of objects, of which this program reads `from_code`, `to_code`, `package_version` and `links`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from translate_pipeline.errors import InputError
from translate_pipeline.models.download import fetch_text

ARGOS_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
_MOST = 8 * 1024**2
_NAME = re.compile(r"(?:translate-)?([a-z]{2,3})_([a-z]{2,3})(?:-([0-9]+(?:[_.][0-9]+)*))?")


@dataclass(frozen=True, slots=True)
class Listed:
    """A package of the index; `links` are http(s) addresses of its file, the best first."""

    name: str
    from_code: str
    to_code: str
    version: str
    links: tuple[str, ...]


def read_index(url: str = ARGOS_INDEX) -> list[Listed]:
    """The translation packages of an index; entries that lack what is needed are passed over.

    Raises:
        InputError: it cannot be fetched, is too long, or no list.
    """
    text = fetch_text(url, most=_MOST)
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, list):
        raise InputError("not an index of packages", remedy="check the address", path=url)
    return [listed for entry in entries if (listed := _listed(entry, url))]


def _listed(entry: object, url: str) -> Listed | None:
    if not isinstance(entry, dict) or entry.get("type", "translate") != "translate":
        return None
    from_code, to_code, version = (entry.get(key) for key in ("from_code", "to_code", "package_version"))
    links = entry.get("links")
    if not all(isinstance(each, str) and each for each in (from_code, to_code, version)) or not isinstance(links, list):
        return None
    addresses = tuple(urljoin(url, link) for link in links if isinstance(link, str))
    addresses = tuple(each for each in addresses if urlsplit(each).scheme in ("http", "https"))
    if not addresses:
        return None
    name = f"translate-{from_code}_{to_code}-{str(version).replace('.', '_')}"
    return Listed(name, str(from_code), str(to_code), str(version), addresses)


def listed_as(name: str) -> Listed | None:
    """What a package file's name says of it; None where it is not named as Argos Translate names its own."""
    found = _NAME.fullmatch(name)
    if not found or not found[3]:
        return None
    return Listed(name, found[1], found[2], found[3].replace("_", "."), ())


def find_listed(name: str, packages: list[Listed]) -> Listed | None:
    """The newest package that `name` means: `en_fa`, `translate-en_fa` or with its version."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    version = (found[3] or "").replace("_", ".")
    fitting = [
        each
        for each in packages
        if (each.from_code, each.to_code) == (found[1], found[2]) and version in ("", each.version)
    ]
    return max(fitting, key=lambda each: _version_key(each.version), default=None)


def _version_key(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall("[0-9]+", version))
