"""Page templates: the program's, and a project's in front of them.

A project's template may build on the one it replaces: `{% extends "starter/article.html.j2" %}` and then only the
blocks that differ. Templates run in a sandbox and escape what they print. What a report or a catalog says is never a
template.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from translate_pipeline.articles.bidi import is_left_to_right, isolate
from translate_pipeline.articles.inline import as_html
from translate_pipeline.errors import InputError

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from translate_pipeline.reports.model import Block

_STARTER = "starter"
# What a template can make of good values by mistake; anything else is a fault of the program.
_FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def render_template(name: str, folder: Path | None, values: Mapping[str, Any]) -> str:
    """The page that a template makes of `values`.

    Args:
        name: the template's file name.
        folder: a project's own templates.

    Raises:
        InputError: a project's template has a fault.
    """
    from jinja2 import TemplateError, TemplateSyntaxError

    environment = _environment(folder)
    try:
        return environment.get_template(name).render(**values)
    except InputError:
        raise
    except TemplateSyntaxError as error:
        path = Path(error.filename or error.name or name)
        raise _fault(error.message or "syntax error", path, error.lineno) from error
    except UnicodeDecodeError as error:
        raise InputError("a template is not UTF-8", remedy="save it as UTF-8", path=folder) from error
    except (TemplateError, *_FAULTS) as error:
        place, line = _place(error.__traceback__, folder)
        if place is None:
            raise
        raise _fault(_in_words(error), place, line) from error


def style_sheet(folder: Path | None) -> str:
    """The style sheet of the pages.

    Raises:
        InputError: a project's style sheet is not UTF-8, or would end the element it stands in.
    """
    text, path = _style_sheet(folder)
    if "</style" in text.casefold() or "<!--" in text:
        raise InputError("'</style' or '<!--' in a style sheet", remedy="take it out", path=path)
    return "\n" + text


def _style_sheet(folder: Path | None) -> tuple[str, Path | None]:
    from importlib.resources import files

    own = folder / "article.css" if folder else None
    if own and own.is_file():
        try:
            return own.read_text(encoding="utf-8-sig"), own
        except UnicodeDecodeError:
            raise InputError("not UTF-8", remedy="save the file as UTF-8", path=own) from None
    return (files("translate_pipeline.articles") / "templates" / "article.css").read_text(encoding="utf-8"), None


@lru_cache(maxsize=4)
def _environment(folder: Path | None) -> Environment:
    from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    starter = PackageLoader("translate_pipeline.articles")
    own: list[BaseLoader] = [FileSystemLoader(folder)] if folder else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, starter, PrefixLoader({_STARTER: starter})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["isolate"] = isolate
    environment.filters["phrase"] = _phrase
    environment.filters["way"] = _way
    return environment


def _phrase(block: Block) -> Markup:
    return as_html(block, isolate)


def _way(text: Block | str) -> Markup:
    """Attributes for an element in which nothing is translated."""
    from markupsafe import Markup

    plain = text if isinstance(text, str) else text.plain
    return Markup(' lang="en" dir="ltr"') if is_left_to_right(plain) else Markup()


def _place(trace: TracebackType | None, folder: Path | None) -> tuple[Path | None, int | None]:
    """The last line of a project's template that a fault went through."""
    path, line = None, None
    while trace is not None:
        name = Path(trace.tb_frame.f_code.co_filename)
        if folder is not None and name.is_relative_to(folder):
            path, line = name, trace.tb_lineno
        trace = trace.tb_next
    return path, line


def _in_words(error: Exception) -> str:
    from jinja2 import TemplateNotFound

    return f"there is no template {error.name!r}" if isinstance(error, TemplateNotFound) else str(error)


def _fault(problem: str, path: Path, line: int | None) -> InputError:
    return InputError(f"the template has a fault: {problem}", remedy="mend this line", path=path, line=line)
