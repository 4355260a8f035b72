"""The formats an article is published in: a further one costs its module and an entry here.

Another distribution adds one by an entry point in the group `translate_pipeline.articles`: its name is what projects
call the format, its object a `Format`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from string import Formatter
from typing import TYPE_CHECKING

from translate_pipeline.articles import feed, generators, html, markdown, ninjs
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import FEED, INDEX, PAGE, Site
from translate_pipeline.errors import InputError, did_you_mean
from translate_pipeline.locales import Locale
from translate_pipeline.project import FORMATS_GROUP, added_formats

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from translate_pipeline.articles.manifest import Entry

Collect = Callable[["Sequence[Entry]", Site, Sequence[Locale]], Mapping[str, str]]

_FIELDS = {"report", "language", "language_key", "day"}
_STEP = re.compile(r"(?!\.)[^/\\:\x00-\x1f\x7f]{1,255}")
_NO_DAY = datetime.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Format:
    """An output format.

    Attributes:
        name: what a project calls it.
        path: where its files lie, seen from the articles folder, with `{report}`, `{language}` (a BCP 47 tag) or
            `{language_key}` (the tag in lower case) and, where it is needed, `{day}` (of the article, or of its last
            change, or 1970-01-01).
        render: an article and what surrounds it -> the whole file; the same bytes every time.
        collect: the articles of a language that have a file in this format, what surrounds them, and all languages
            that have articles -> further files of the language, by their paths.

    Raises:
        ValueError: the path would leave the articles folder or name two articles alike.
    """

    name: str
    path: str
    render: Callable[[Article, Site], str | bytes]
    collect: Collect | None = None

    def __post_init__(self) -> None:
        """Refuse a path that is none."""
        fields = {field for _, field, _, _ in Formatter().parse(self.path) if field is not None}
        steps = self.path.format(**dict.fromkeys(_FIELDS, "x")).split("/") if fields <= _FIELDS else [""]
        apart = "report" in fields and fields & {"language", "language_key"}
        if not apart or not all(map(_STEP.fullmatch, steps)):
            raise ValueError(f"path {self.path!r} of the article format {self.name!r}")

    def file(self, article: Article) -> str:
        """The path of an article's file."""
        return self.file_of(article.name, article.locale, article.date or article.modified or _NO_DAY)

    def file_of(self, report: str, locale: Locale, date: datetime.date = _NO_DAY) -> str:
        """The path of the file of a report in a language."""
        key = locale.tag.lower()
        return self.path.format(report=report, language=locale.tag, language_key=key, day=date.isoformat()[:10])


def _html_pages(entries: Sequence[Entry], site: Site, languages: Sequence[Locale]) -> dict[str, str]:
    tag = site.strings.locale.tag
    return {
        f"{tag}/{INDEX}": html.collect(entries, site, languages),
        f"{tag}/{FEED}": feed.collect(entries, site),
    }


FORMATS: tuple[Format, ...] = (
    Format("html", PAGE, html.render, _html_pages),
    Format("markdown", "{language}/{report}.md", markdown.render),
    # Hugo reads the language of a file only in lower case (gohugoio/hugo issue 12829).
    Format("hugo", "hugo/content/{report}/index.{language_key}.md", generators.hugo),
    Format("pelican", "pelican/content/{language}/{report}.md", generators.pelican),
    Format("jekyll", "jekyll/_posts/{day}-{report}.{language}.md", generators.jekyll),
    Format("ninjs", "{language}/{report}.json", ninjs.render),
)


def find_format(name: str) -> Format:
    """The format called `name`, any case: the program's own, or one that an installed package adds.

    Raises:
        InputError: there is none, or the package that adds it is broken.
    """
    wanted = name.strip().casefold()
    for each in FORMATS:
        if each.name == wanted:
            return each
    from importlib.metadata import entry_points

    for point in entry_points(group=FORMATS_GROUP):
        if point.name.casefold() == wanted:
            return _load(point)
    known = (*(each.name for each in FORMATS), *added_formats())
    raise InputError(f"unknown article format {name!r}", remedy=did_you_mean(name, known))


def _load(point: EntryPoint) -> Format:
    owner = point.dist.name if point.dist else point.value
    try:
        found = point.load()
    except Exception as error:
        # Whatever a stranger's package raises when it is imported, the user wants to know which package it was.
        problem = f"the article format {point.name!r} of {owner} cannot be loaded ({type(error).__name__}: {error})"
        raise InputError(problem, remedy="mend or remove that package") from error
    if not isinstance(found, Format):
        raise InputError(f"the article format {point.name!r} of {owner} is no Format", remedy="mend that package")
    return replace(found, name=point.name)
