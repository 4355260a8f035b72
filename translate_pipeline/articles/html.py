"""An article as a web page: one file that needs nothing but its picture, and runs no script."""

from __future__ import annotations

import base64
import datetime
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from translate_pipeline.articles.addresses import web_address
from translate_pipeline.articles.bidi import isolate
from translate_pipeline.articles.furniture import Furniture, disclosure
from translate_pipeline.articles.layout import lay_out
from translate_pipeline.articles.model import Article
from translate_pipeline.reports.model import Role

if TYPE_CHECKING:
    from jinja2 import Template


def render(article: Article, strings: Furniture) -> str:
    """The page of `article`.

    Raises:
        InputError: one of the fixed strings has no translation.
    """
    from babel import Locale as BabelLocale
    from markupsafe import Markup

    from translate_pipeline.conventions.dates import head_date

    style = _style()
    day = article.date.date() if isinstance(article.date, datetime.datetime) else article.date
    return _template().render(
        article=article,
        page=lay_out(article),
        direction=BabelLocale.parse(article.locale.code).text_direction,
        original=web_address(article.url),
        day=head_date(day, article.locale) if day else "",
        moment=_machine_date(article.date),
        disclosure=disclosure(strings, article.reviewed),
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        gettext=strings.gettext,
        Role=Role,
    )


def _machine_date(date: datetime.datetime | datetime.date | None) -> str:
    if isinstance(date, datetime.datetime):
        return date.isoformat(timespec="seconds")
    return date.isoformat() if date else ""


@cache
def _style() -> str:
    sheet = files("translate_pipeline.articles") / "templates" / "article.css"
    return "\n" + sheet.read_text(encoding="utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("translate_pipeline.articles"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["isolate"] = isolate
    return environment.get_template("article.html")
