"""What a check is given: a message in one locale, with the glossary's matches in its source."""

from __future__ import annotations

from dataclasses import dataclass

from translate_pipeline.glossary.matching import Match
from translate_pipeline.locales import Locale


@dataclass(frozen=True, slots=True)
class CheckedMessage:
    """A message to check.

    Attributes:
        role: its `msgctxt`; empty where the catalog has none.
        skip: ids of checks that a comment of the message turns off.
    """

    source: str
    target: str
    role: str
    locale: Locale
    matches: tuple[Match, ...] = ()
    skip: frozenset[str] = frozenset()
