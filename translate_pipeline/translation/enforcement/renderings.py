"""How an engine itself renders a term: known from Unicode CLDR, or learned once from a few carrier sentences.

A carrier is translated with a name whose form is known, which shows what the engine makes of the carrier; what it
makes of another name in the same place is that name's rendering. Two carriers must agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from translate_pipeline.glossary.target_forms import form_pattern
from translate_pipeline.glossary.terms import Term
from translate_pipeline.locales import Locale
from translate_pipeline.translation.enforcement.cldr_names import names_in_cldr
from translate_pipeline.translation.engine import Engine

_CARRIERS = (
    "He came to {}.",
    "They spoke about {} yesterday.",
    "{} is far away.",
    "She wrote a letter to {}.",
    "We know {} well.",
)
_REFERENCES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("Paris", {"fa_AF": "پاریس", "ps": "پاریس"}),
    ("London", {"fa_AF": "لندن", "ps": "لندن"}),
)
_AGREEING = 2
_MAX_WORDS = 6


class Renderings:
    """What is known of an engine's own renderings in one locale; grows as terms are asked for."""

    def __init__(self, engine: Engine, locale: Locale, learned: Mapping[str, Sequence[str]] | None = None):
        self.engine = engine
        self.locale = locale
        self._learned: dict[str, tuple[str, ...]] = {name: tuple(forms) for name, forms in (learned or {}).items()}
        self._fresh: list[str] = []
        self._frames: list[tuple[str, str, str]] | None = None

    def of(self, term: Term) -> tuple[str, ...]:
        """The renderings of a term, longest first; none that is one of its own forms."""
        known = {*self._learned.get(term.name, ()), *names_in_cldr(term, self.locale)}
        return tuple(sorted(known.difference(term.forms[self.locale.code].all), key=lambda form: (-len(form), form)))

    @property
    def learned(self) -> dict[str, tuple[str, ...]]:
        """All that was learned, here and before."""
        return dict(self._learned)

    def add(self, learned: Mapping[str, tuple[str, ...]]) -> None:
        """Take over what was learned elsewhere."""
        fresh = [name for name in learned if name not in self._learned]
        self._learned.update((name, learned[name]) for name in fresh)
        self._fresh += fresh

    def take_learned(self) -> dict[str, tuple[str, ...]]:
        """What was learned since this was last asked."""
        taken = {name: self._learned[name] for name in self._fresh}
        self._fresh.clear()
        return taken

    def learn(self, terms: Sequence[Term]) -> None:
        """Ask the engine for the renderings of those terms that it has not been asked about."""
        asked = [term for term in terms if term.name not in self._learned]
        if not asked:
            return
        frames = self._known_frames()
        sentences = [carrier.format(term.name) for term in asked for carrier, _, _ in frames]
        outputs = iter([hypotheses[0].text for hypotheses in self.engine.decode(sentences)] if sentences else [])
        for term in asked:
            found: Counter[str] = Counter()
            for _, before, after in frames:
                rendering = _between(next(outputs), before, after)
                if rendering:
                    found[rendering] += 1
            agreed = [rendering for rendering, count in found.items() if count >= _AGREEING]
            self._learned[term.name] = tuple(sorted(agreed))
            self._fresh.append(term.name)

    def _known_frames(self) -> list[tuple[str, str, str]]:
        """The carriers that the engine translates alike whatever the name, with what stands before and after it."""
        if self._frames is None:
            sentences = [carrier.format(name) for carrier in _CARRIERS for name, _ in _REFERENCES]
            outputs = iter([hypotheses[0].text for hypotheses in self.engine.decode(sentences)])
            self._frames = []
            for carrier in _CARRIERS:
                frames = {_frame(next(outputs), forms[self.locale.code], self.locale) for _, forms in _REFERENCES}
                frame = frames.pop()
                if frame is not None and not frames:
                    self._frames.append((carrier, *frame))
        return self._frames


def _frame(output: str, form: str, locale: Locale) -> tuple[str, str] | None:
    found = list(form_pattern(form, locale.code).finditer(output))
    return (output[: found[0].start()], output[found[0].end() :]) if len(found) == 1 else None


def _between(output: str, before: str, after: str) -> str:
    if not (output.startswith(before) and output.endswith(after)) or len(output) <= len(before) + len(after):
        return ""
    rendering = output[len(before) : len(output) - len(after)].strip()
    return rendering if len(rendering.split()) <= _MAX_WORDS else ""
