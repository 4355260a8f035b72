"""What surrounds the articles of one language: their fixed strings and the place they are published at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from translate_pipeline.articles.furniture import Furniture
from translate_pipeline.locales import Locale

INDEX = "index.html"
FEED = "feed.xml"
PAGE = "{language}/{report}.html"


@dataclass(frozen=True, slots=True)
class Site:
    """The articles of one language, seen from outside.

    Attributes:
        strings: the fixed strings of the language.
        base_url: the web address, with a closing slash, that the articles folder is published at; may be empty.
        publisher: who publishes them; may be empty.
        templates: a folder of page templates that come before the program's own; it need not exist.
    """

    strings: Furniture
    base_url: str = ""
    publisher: str = ""
    templates: Path | None = None

    @property
    def title(self) -> str:
        """What the collection of articles is called."""
        # Translators: the heading of the page that lists all articles, and a link to that page.
        return self.publisher or self.strings.gettext("All articles")

    def absolute(self, path: str) -> str:
        """The web address of a file below the articles folder; empty where the site's address is not known."""
        return self.base_url + quote(path) if self.base_url else ""


def page_path(name: str, locale: Locale) -> str:
    """Where the page of a report lies, seen from the articles folder."""
    return PAGE.format(language=locale.tag, report=name)
