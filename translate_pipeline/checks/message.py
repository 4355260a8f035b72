"""What a check is given: a message in one locale, with the glossary's matches in its source."""

from __future__ import annotations

from dataclasses import dataclass, replace

from translate_pipeline.glossary.matching import Match
from translate_pipeline.locales import Locale
from translate_pipeline.reports.inline import has_tags, plain


@dataclass(frozen=True, slots=True)
class CheckedMessage:
    """A message to check.

    Attributes:
        source, target: with the tags of their inline markup.
        matches: the glossary's names in the source without tags.
        role: its `msgctxt`; empty where the catalog has none.
        skip: ids of checks that a comment of the message turns off.
    """

    source: str
    target: str
    role: str
    locale: Locale
    matches: tuple[Match, ...] = ()
    skip: frozenset[str] = frozenset()

    @property
    def bare(self) -> CheckedMessage:
        """The message without tags, as all checks but those of tags see it."""
        if not (has_tags(self.source) or has_tags(self.target)):
            return self
        return replace(self, source=plain(self.source), target=plain(self.target))
