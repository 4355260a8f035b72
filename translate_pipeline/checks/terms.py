"""The glossary's check: the approved names stand in the target as often as in the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.glossary.target_forms import count_terms


def missing_terms(message: CheckedMessage) -> Iterator[Finding]:
    """A name of the glossary whose approved and accepted forms the target lacks."""
    required = Counter(match.term for match in message.matches)
    for count in count_terms(required, message.target, message.locale):
        if count.missing:
            forms = count.term.forms[message.locale.code]
            times = f" ({count.found} of {count.required})" if count.required > 1 else ""
            yield Finding(
                "term", Severity.ERROR, f"{count.term.name}: {forms.approved} is missing{times}", count=count.missing
            )
