"""`manifest.json`: what lies in a language's folder of articles, and where it comes from."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

from translate_pipeline.articles.addresses import web_address
from translate_pipeline.articles.furniture import Furniture, disclosure
from translate_pipeline.articles.model import Article
from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale

MANIFEST = "manifest.json"
_FORMAT = 1
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE_NAME = re.compile(r"(?!\.)[^/\\:\x00-\x1f\x7f]{1,255}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says about one article.

    Attributes:
        name: the stem of its files.
        files: the name of each of its files -> SHA-256 of its bytes, in hexadecimal.
        report: the path of the report, relative to the project, with `/`.
        report_sha256: SHA-256 of the report's bytes.
        url: the address of the original; empty where it is not known.
        engine: the engine that drafted it.
        glossary_revision: the revision of the glossary that was enforced.
        reviewed: whether a person approved it.
        disclosure: what the article tells its readers about its translation, in their language.
    """

    name: str
    files: Mapping[str, str]
    report: str
    report_sha256: str
    url: str
    engine: str
    glossary_revision: str
    reviewed: bool
    disclosure: str


def describe(
    article: Article, strings: Furniture, files: Mapping[str, str | bytes], report: PurePath, report_bytes: bytes
) -> Entry:
    """The entry of `article`.

    Args:
        article: the article.
        strings: the fixed strings of its language.
        files: file name -> content, as written.
        report: the path of the report, relative to the project; of any other only the file name is kept, because a
            published file must not tell about the folders of the machine.
        report_bytes: the report's content.
    """
    inside = not report.is_absolute() and ".." not in report.parts
    return Entry(
        name=article.name,
        files={name: _sha256(content) for name, content in files.items()},
        report=report.as_posix() if inside else report.name,
        report_sha256=_sha256(report_bytes),
        url=web_address(article.url),
        engine=article.engine,
        glossary_revision=article.glossary_revision,
        reviewed=article.reviewed,
        disclosure=disclosure(strings, article.reviewed),
    )


def manifest_text(locale: Locale, entries: Iterable[Entry]) -> str:
    """The manifest of `entries`: the same text whatever their order, and no time stamp.

    Raises:
        ValueError: two entries have one name.
    """
    listed = sorted(entries, key=lambda entry: entry.name)
    if len({entry.name for entry in listed}) < len(listed):
        raise ValueError("two articles of one name in a manifest")
    content = {"format": _FORMAT, "language": locale.tag, "articles": [asdict(entry) for entry in listed]}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def read_manifest(path: Path) -> tuple[Entry, ...]:
    """The entries of the manifest at `path`; none where there is no such file.

    The names in it are checked to be plain file names, so that nobody who uses them leaves the folder.

    Raises:
        InputError: it is not a manifest.
    """
    try:
        content = json.loads(path.read_bytes())
        if content["format"] != _FORMAT:
            raise ValueError(f"format {content['format']!r}, known is {_FORMAT}")
        return tuple(_entry(each) for each in content["articles"])
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(
            f"not a manifest of articles ({error or type(error).__name__})",
            remedy="delete it; packaging writes it anew",
            path=path,
        ) from error


def _entry(content: Any) -> Entry:
    entry = Entry(**content)
    texts = (entry.report, entry.report_sha256, entry.url, entry.engine, entry.glossary_revision, entry.disclosure)
    if not all(isinstance(text, str) for text in texts) or not isinstance(entry.reviewed, bool):
        raise ValueError("a value of the wrong type")
    for name in (entry.name, *entry.files):
        if not _FILE_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no file name")
    if not all(_SHA256.fullmatch(each) for each in (entry.report_sha256, *entry.files.values())):
        raise ValueError("a checksum that is none")
    return entry


def _sha256(content: str | bytes) -> str:
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()
