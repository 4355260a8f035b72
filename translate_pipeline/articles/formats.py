"""The formats an article is published in: a further one costs its module and an entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from translate_pipeline.articles import html, markdown
from translate_pipeline.articles.furniture import Furniture
from translate_pipeline.articles.model import Article
from translate_pipeline.errors import InputError, did_you_mean


@dataclass(frozen=True, slots=True)
class Format:
    """An output format.

    Attributes:
        name: what a project calls it.
        suffix: the end of its files' names, with the dot.
        render: an article and the fixed strings of its language -> the whole file; the same bytes every time.
    """

    name: str
    suffix: str
    render: Callable[[Article, Furniture], str]


FORMATS: tuple[Format, ...] = (
    Format("html", ".html", html.render),
    Format("markdown", ".md", markdown.render),
)


def find_format(name: str) -> Format:
    """The format called `name`, any case.

    Raises:
        InputError: there is none.
    """
    for each in FORMATS:
        if each.name == name.strip().casefold():
            return each
    raise InputError(f"unknown article format {name!r}", remedy=did_you_mean(name, [each.name for each in FORMATS]))
