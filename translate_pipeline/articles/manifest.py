"""`manifest.json`: what lies in a language's folder of articles, and where it comes from."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePath
from typing import Any

from translate_pipeline.articles.addresses import web_address
from translate_pipeline.articles.furniture import Furniture, disclosure
from translate_pipeline.articles.identity import article_id, machine_date, read_machine_date
from translate_pipeline.articles.layout import lay_out
from translate_pipeline.articles.model import Article
from translate_pipeline.checks.finding import Finding
from translate_pipeline.errors import InputError
from translate_pipeline.input_files import read_input
from translate_pipeline.locales import Locale

MANIFEST = "manifest.json"
_FORMAT = 2
_FINDING = ("severity", "check", "message")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE_NAME = re.compile(r"(?!\.)[^/\\:\x00-\x1f\x7f]{1,255}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says about one article.

    Attributes:
        name: the stem of its files.
        id: the URN that names it for good.
        files: each of its files, seen from the articles folder -> SHA-256 of its bytes, in hexadecimal.
        title, summary: its headline, and what it says in at most 200 characters.
        source: the outlet of the original.
        published, modified: when the original was published, and the translation last changed (ISO 8601); may be empty.
        report, catalog: the paths of the report and its catalog, relative to the project, with `/`.
        report_sha256, catalog_sha256: SHA-256 of their bytes.
        url: the address of the original; empty where it is not known.
        engine: the engine that drafted it.
        glossary_revision: the revision of the glossary that was enforced.
        reviewed: whether a person approved it.
        reviewers: the names of the people that its catalog's header gives.
        findings: what the checks still say about it: severity, check, message.
        disclosure: what the article tells its readers about its translation, in their language.
    """

    name: str
    id: str
    files: Mapping[str, str]
    title: str
    summary: str
    source: str
    published: str
    modified: str
    report: str
    report_sha256: str
    catalog: str
    catalog_sha256: str
    url: str
    engine: str
    glossary_revision: str
    reviewed: bool
    reviewers: tuple[str, ...]
    findings: tuple[Mapping[str, str], ...]
    disclosure: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What an article was made from.

    Attributes:
        report, catalog: their paths, relative to the project; of any other only the file name is kept, because a
            published file must not tell about the folders of the machine.
        report_bytes, catalog_bytes: their contents.
        findings: what the checks say about the catalog.
    """

    report: PurePath
    report_bytes: bytes
    catalog: PurePath
    catalog_bytes: bytes
    findings: tuple[Finding, ...] = ()


def describe(article: Article, strings: Furniture, files: Mapping[str, str | bytes], origin: Origin) -> Entry:
    """The entry of `article`.

    Args:
        article: the article.
        strings: the fixed strings of its language.
        files: path, seen from the articles folder -> content, as written.
        origin: what it was made from.
    """
    page = lay_out(article)
    findings = sorted({(each.severity.value, each.check, each.message) for each in origin.findings})
    return Entry(
        name=article.name,
        id=article_id(article),
        files={name: _sha256(content) for name, content in files.items()},
        title=page.title,
        summary=page.summary,
        source=article.source,
        published=machine_date(article.date),
        modified=machine_date(article.modified),
        report=_shown(origin.report),
        report_sha256=_sha256(origin.report_bytes),
        catalog=_shown(origin.catalog),
        catalog_sha256=_sha256(origin.catalog_bytes),
        url=web_address(article.url),
        engine=article.engine,
        glossary_revision=article.glossary_revision,
        reviewed=article.reviewed,
        reviewers=article.translators,
        findings=tuple(dict(zip(_FINDING, each, strict=True)) for each in findings),
        disclosure=disclosure(strings, article.reviewed),
    )


def _shown(path: PurePath) -> str:
    return path.name if path.is_absolute() or ".." in path.parts else path.as_posix()


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
    """The entries of the manifest at `path`; none where there is no such file or it is of an older version's form.

    The names in it are checked to be plain ones, so that nobody who uses them leaves the folder.

    Raises:
        InputError: it is not a manifest.
    """
    try:
        content = json.loads(read_input(path))
        if content["format"] in range(1, _FORMAT):
            return ()
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
    entry = Entry(**{**content, "reviewers": tuple(content["reviewers"]), "findings": tuple(content["findings"])})
    others = ("files", "reviewed", "reviewers", "findings")
    texts = [getattr(entry, each.name) for each in fields(entry) if each.name not in others]
    texts += [*entry.reviewers, *(value for each in entry.findings for value in each.values())]
    if not all(isinstance(text, str) for text in texts) or not isinstance(entry.reviewed, bool):
        raise ValueError("a value of the wrong type")
    for step in (entry.name, *(step for path in entry.files for step in path.split("/"))):
        if not _FILE_NAME.fullmatch(step):
            raise ValueError(f"{step!r} is no file name")
    if not all(_SHA256.fullmatch(each) for each in (entry.report_sha256, entry.catalog_sha256, *entry.files.values())):
        raise ValueError("a checksum that is none")
    for date in (entry.published, entry.modified):
        read_machine_date(date)
    return entry


def _sha256(content: str | bytes) -> str:
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()
