"""The glossary's checks: the approved names stand in the target as often as in the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.glossary.target_forms import count_terms


def count_of_terms(message: CheckedMessage) -> Iterator[Finding]:
    """A name of the glossary whose approved and accepted forms the target lacks, or has too often."""
    required = Counter(match.term for match in message.matches)
    for count in count_terms(required, message.target, message.locale):
        form = count.term.forms[message.locale.code].approved
        if count.missing:
            times = f" ({count.found} of {count.required})" if count.required > 1 else ""
            problem = f"{count.term.name}: {form} is missing{times}"
            yield Finding("term", Severity.ERROR, problem, count=count.missing)
        elif count.found > count.required:
            problem = f"{count.term.name}: {form} stands {count.found} times, the source has {count.required}"
            yield Finding("term-extra", Severity.INFO, problem)
