"""What the translation memory has for a message: a text to reuse, or one to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import count_terms
from translate_pipeline.locales import Locale
from translate_pipeline.project import MemoryUse, Reuse
from translate_pipeline.reports.inline import plain
from translate_pipeline.translation.enforcement.job import required_terms
from translate_pipeline.translation.recall.likeness import PATCHED, best_matches, differences
from translate_pipeline.translation.recall.patching import patched
from translate_pipeline.translation.recall.store import Store
from translate_pipeline.translation.recall.unit import Found, Kind, neighbour

_MOST_OFFERS = 3
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """A message, with the sources beside it in its report; empty at either end."""

    role: str
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What the memory says about a message.

    Attributes:
        text: the translation to use; empty where it only offers others.
        line: where the text comes from, for the draft's line of provenance; empty keeps the line that is there.
        offers: lines for the reviewer to look at.
        reviewed: the text counts as reviewed.
    """

    text: str = ""
    line: str = ""
    offers: tuple[str, ...] = ()
    reviewed: bool = False


class Recaller:
    """Look-ups for messages of one locale, as long as one run lasts."""

    def __init__(self, store: Store, matcher: Matcher, locale: Locale, use: MemoryUse):
        self.store = store
        self.matcher = matcher
        self.locale = locale
        self.use = use
        self._sentences: dict[str, str] = {}

    def exact(self, asked: Asked) -> Recalled | None:
        """The best unit of exactly this text; None where there is none."""
        found = self.store.exact(asked.text, self.locale.code)
        if not found:
            return None
        ranked = sorted(found, key=lambda each: _rank(each, asked), reverse=True)
        best = ranked[0]
        level = _level(best, asked)
        rivals = [each for each in ranked if _rank(each, asked)[:3] == _rank(best, asked)[:3]]
        others = dict.fromkeys(each.unit.target for each in ranked if each.unit.target != best.unit.target)
        agreed = len({each.unit.target for each in rivals}) == 1
        setting = self.use.context if level else self.use.exact
        reviewed = setting is Reuse.REVIEWED and agreed and best.kind is Kind.CATALOG
        reviewed = reviewed and not self._has_errors(asked, best.unit.target)
        offers = [f"also translated as: {_short(target)}" for target in list(others)[:_MOST_OFFERS]]
        line = f"memory; {_LEVELS[level]} in {best.path}" + ("" if agreed else "; reviewers disagree")
        return Recalled(best.unit.target, line, tuple(offers), reviewed)

    def alike(self, asked: Asked) -> Recalled:
        """Units whose source is like this one: patched where that is safe, else offered."""
        offers: list[str] = []
        for source, score in best_matches(asked.text, self.store.alike(asked.text)):
            found = self.store.exact(source, self.locale.code)
            if not found:
                continue
            best = max(found, key=lambda each: _rank(each, asked))
            offer = _offer(best, score, asked.text)
            if score > PATCHED and not offers:
                patch = patched(source, best.unit.target, asked.text, asked.role, self.matcher, self.locale)
                if patch:
                    text, changes = patch
                    line = f"memory; {int(score)} % match in {best.path}, patched: {', '.join(changes)}"
                    return Recalled(text, line, (offer,))
            offers.append(offer)
            if len(offers) == _MOST_OFFERS:
                break
        return Recalled(offers=tuple(offers))

    def sentences(self, texts: Sequence[str]) -> dict[str, str]:
        """Those of the sentences that stand in a reviewed message, with what the reviewer wrote for them.

        One whose names or numbers do not stand in its translation is left to the engine: the sentences of its message
        may not answer to each other.
        """
        for text in texts:
            if text not in self._sentences:
                self._sentences[text] = self._sentence(text)
        return {text: target for text in texts if (target := self._sentences[text])}

    def _sentence(self, text: str) -> str:
        found = self.store.sentence_targets(text, self.locale.code)
        if not found:
            return ""
        target = max(found)[-1]
        matches = tuple(self.matcher.find(text))
        if any(count.missing for count in count_terms(required_terms(matches), target, self.locale)):
            return ""
        findings = check_message(CheckedMessage(text, target, "", self.locale, matches))
        doubtful = any(each.severity is Severity.ERROR or each.check == "number" for each in findings)
        return "" if doubtful else target

    def _has_errors(self, asked: Asked, target: str) -> bool:
        matches = tuple(self.matcher.find(plain(asked.text)))
        message = CheckedMessage(asked.text, target, asked.role, self.locale, matches)
        return any(finding.severity is Severity.ERROR for finding in check_message(message))


_LEVELS = ("exact match", "context match", "match between the same neighbours")


def _level(found: Found, asked: Asked) -> int:
    """How much of a message's surroundings a unit of the same text shares."""
    unit = found.unit
    beside = (unit.before, unit.after) == (neighbour(asked.before), neighbour(asked.after))
    if beside and (asked.before or asked.after) and found.kind is Kind.CATALOG:
        return 2
    return 1 if unit.role == asked.role and unit.role else 0


def _rank(found: Found, asked: Asked) -> tuple[bool, bool, int, str, str, int, str]:
    """What decides between units of one text; copies come after originals, so that no run sees what it did itself."""
    unit = found.unit
    own = found.kind is Kind.CATALOG
    return own, not unit.copied, _level(found, asked), unit.revised, found.path, unit.position, unit.target


def _offer(found: Found, score: float, source: str) -> str:
    notes = ", ".join(differences(found.unit.source, source))
    return (
        f"{int(score)} %: {_short(found.unit.source)}; its translation: {_short(found.unit.target)};"
        f" differs: {_short(notes)}; in {found.path}"
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()} …"


def surroundings(keys: Sequence[tuple[str, str]]) -> list[Asked]:
    """The messages of a report in reading order, each with its neighbours."""
    texts = ["", *(text for _, text in keys), ""]
    return [Asked(role, text, texts[index], texts[index + 2]) for index, (role, text) in enumerate(keys)]
