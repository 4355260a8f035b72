"""What names an article for good, and its dates as machines read them: the same in every run."""

from __future__ import annotations

import datetime
import uuid

from translate_pipeline.articles.model import Article


def article_id(article: Article) -> str:
    """A URN that stays the article's own wherever it is published (RFC 9562, name-based)."""
    return name_based(f"{article.url}#{article.name}/{article.locale.tag}")


def name_based(name: str) -> str:
    """The URN of a name."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def machine_date(date: datetime.datetime | datetime.date | None) -> str:
    """A date or a moment in ISO 8601, as HTML's `datetime` takes it; empty where there is none."""
    if isinstance(date, datetime.datetime):
        return date.isoformat(timespec="seconds")
    return date.isoformat() if date else ""


def timestamp(date: datetime.datetime | datetime.date | None) -> str:
    """A moment with its time zone (RFC 3339), midnight and UTC where the date says neither; empty without a date."""
    if date is None:
        return ""
    moment = date if isinstance(date, datetime.datetime) else datetime.datetime(date.year, date.month, date.day)
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).isoformat(timespec="seconds")


def read_machine_date(text: str) -> datetime.datetime | datetime.date | None:
    """What `machine_date` wrote; none where the text is empty.

    Raises:
        ValueError: it is not a date.
    """
    if not text:
        return None
    return datetime.datetime.fromisoformat(text) if "T" in text else datetime.date.fromisoformat(text)
