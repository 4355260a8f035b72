"""Which reviewed texts have a word or a phrase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from translate_pipeline.review.alignment import text_of
from translate_pipeline.review.reviewed import Reviewed


class Occurrences:
    """An index of the words of reviewed texts."""

    def __init__(self, messages: Iterable[Reviewed]):
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._texts: dict[str, str] = {}
        for message in messages:
            words = text_of(message.target).words
            self._texts[message.place] = f" {' '.join(words)} "
            for word in words:
                self._by_word[word].add(message.place)

    def of(self, phrase: str) -> set[str]:
        """The places of the messages whose reviewed text has the words of a phrase in a row."""
        words = text_of(phrase).words
        places = set.intersection(*(self._by_word.get(word, set()) for word in words)) if words else set()
        return {place for place in places if f" {' '.join(words)} " in self._texts[place]}
