"""The glossary's checks: the approved names stand in the target as often as in the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from translate_pipeline.checks.check import Check, Spot, both
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.glossary.matching import Match
from translate_pipeline.glossary.target_forms import TermCount, count_terms, find_forms
from translate_pipeline.glossary.terms import Kind
from translate_pipeline.locales import Locale


def _counts(message: CheckedMessage) -> list[TermCount]:
    return _count(message.matches, message.target, message.locale) if message.matches else []


@lru_cache(maxsize=1)
def _count(matches: tuple[Match, ...], target: str, locale: Locale) -> list[TermCount]:
    """Kept for the second of the two checks that ask."""
    return count_terms(Counter(match.term for match in matches), target, locale)


def missing_terms(message: CheckedMessage) -> Iterator[Spot]:
    """A name of the glossary of whose approved and accepted forms the target has too few."""
    return _missing(message, titles=False)


def missing_titles(message: CheckedMessage) -> Iterator[Spot]:
    """The same for offices and ranks."""
    return _missing(message, titles=True)


def _missing(message: CheckedMessage, *, titles: bool) -> Iterator[Spot]:
    for count in _counts(message):
        if count.missing and (count.term.kind is Kind.TITLE) is titles:
            form = count.term.forms[message.locale.code].approved
            times = f" ({count.found} of {count.required})" if count.required > 1 else ""
            yield Spot(f"{count.term.name}: {form} is missing{times}", count=count.missing)


def extra_terms(message: CheckedMessage) -> Iterator[Spot]:
    """A name of the source that the target has more often."""
    for count in _counts(message):
        if count.found > count.required:
            form = count.term.forms[message.locale.code].approved
            problem = f"{count.term.name}: {form} stands {count.found} times, the source has {count.required}"
            last = find_forms([count.term], message.target, message.locale)[-1:]
            yield Spot(problem, last[0].start if last else 0, last[0].end if last else 0)


CHECKS = (
    Check(
        "term",
        Severity.ERROR,
        "A name of the glossary is missing in its approved or an accepted form.",
        "Each name that the glossary has must stand in the translation as often as in the source, in the form of the "
        "glossary or one of its accepted forms. Where the translation is right and the form is not in the glossary, "
        "add the form there.",
        both(
            "Two died in Herat.",
            ("دو تن در حرات جان دادند.", "دو تن در هرات جان دادند."),
            ("په حرات کې دوه تنه مړه شول.", "په هرات کې دوه تنه مړه شول."),
        ),
        missing_terms,
    ),
    Check(
        "term-title",
        Severity.WARNING,
        "An office or rank of the glossary is missing in its approved or an accepted form.",
        "Unlike names, offices are ordinary words: good translators inflect them, part them (the former interior "
        "minister: وزیر پیشین داخله) or say them another way. So this one keeps no article from being packaged.",
        both(
            "The governor came.",
            ("استاندار آمد.", "والی آمد."),
            ("استاندار راغی.", "والي راغی."),
        ),
        missing_titles,
    ),
    Check(
        "term-extra",
        Severity.INFO,
        "A name of the glossary stands more often than in the source.",
        "Good style may repeat a name where English says it or they; a name twice in a row is an engine's slip.",
        both(
            "Two died in Herat.",
            ("دو تن در هرات هرات جان دادند.", "دو تن در هرات جان دادند."),
            ("په هرات هرات کې دوه تنه مړه شول.", "په هرات کې دوه تنه مړه شول."),
        ),
        extra_terms,
    ),
)
