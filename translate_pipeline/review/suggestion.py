"""What reviewers taught: a suggestion with its evidence, for a person to approve."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from translate_pipeline.review.reviewed import Reviewed


class What(StrEnum):
    """What a suggestion would change.

    `approved`, `accepted`, `oblique` and `plural` are forms of a term that the glossary has; `new-term` is a form of
    one that it lacks; `dari-word` is a row of the table of Dari words; `wording` a spelling or word that the desk
    prefers, a row of the list of wordings.
    """

    APPROVED = "approved"
    ACCEPTED = "accepted"
    OBLIQUE = "oblique"
    PLURAL = "plural"
    NEW_TERM = "new-term"
    DARI_WORD = "dari-word"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A recurring correction.

    Attributes:
        locale: its code.
        term: the English name; empty for words.
        now: what drafts write; empty where they have nothing.
        suggested: what reviewers write.
        kind: of a new term, its kind; of a Dari word, its class; else empty.
        evidence: one message of each source text that shows it, at least one.
        against: messages in which reviewers did otherwise.
    """

    what: What
    locale: str
    term: str
    now: str
    suggested: str
    kind: str
    evidence: tuple[Reviewed, ...]
    against: int

    @property
    def count(self) -> int:
        """Different source texts that show it."""
        return len(self.evidence)


def one_a_source(messages: list[Reviewed]) -> tuple[Reviewed, ...]:
    """The first message of each source text: what stands in many reports word by word was decided once."""
    return tuple({message.source: message for message in reversed(messages)}.values())[::-1]
