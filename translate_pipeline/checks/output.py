"""Checks for what engines leave behind: nothing at all, the source itself, loops, unknown tokens, placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.glossary.masking import untranslated_spans
from translate_pipeline.glossary.terms import Kind

_LEFTOVER = re.compile(r"⟦\d*⟧?|\d+⟧|⁇|�|<unk>|</?s>|<2\w+>|\{\w+\}|\b\w+_Arab\b")
_LOOP = re.compile(r"(?<!\w)(?P<part>\w[\w\u200c]*(?: \w[\w\u200c]*){0,5})(?: (?P=part)){2,}(?!\w)")
_LATIN = re.compile(r"[A-Za-z][\w.&'/-]*(?: [A-Z][\w.&'/-]*)*")


def empty(message: CheckedMessage) -> Iterator[Finding]:
    """No translation where the source has text."""
    if message.source.strip() and not message.target.strip():
        yield Finding("empty", Severity.ERROR, "the translation is empty")


def source_copy(message: CheckedMessage) -> Iterator[Finding]:
    """The source came back as it was."""
    if message.target and message.target == message.source and re.search(r"[a-z]{2}", message.source):
        if all(match.term.kind is Kind.KEEP for match in message.matches) and len(message.source.split()) <= 2:
            return
        yield Finding("source-copy", Severity.ERROR, "the English text stands untranslated", 0, len(message.target))


def leftover(message: CheckedMessage) -> Iterator[Finding]:
    """A placeholder, tag or unknown token that an engine left behind and the source does not have."""
    for found in _LEFTOVER.finditer(message.target):
        if found[0] not in message.source:
            problem = f"{found[0]!r} is left over from the engine"
            yield Finding("leftover", Severity.ERROR, problem, found.start(), found.end())


def addresses(message: CheckedMessage) -> Iterator[Finding]:
    """A web or mail address, handle or telephone number of the source that the target lacks."""
    for start, end in untranslated_spans(message.source):
        if message.source[start:end] not in message.target:
            yield Finding("address", Severity.ERROR, f"{message.source[start:end]} is missing")


def repetition(message: CheckedMessage) -> Iterator[Finding]:
    """A phrase three times in a row."""
    for found in _LOOP.finditer(message.target):
        problem = f"{found['part']!r} is repeated"
        yield Finding("repetition", Severity.WARNING, problem, found.start(), found.end())


def latin(message: CheckedMessage) -> Iterator[Finding]:
    """Latin words, other than addresses and names that stay in Latin script."""
    kept = {
        form
        for match in message.matches
        for form in match.term.forms[message.locale.code].all
        if match.term.kind is Kind.KEEP or re.search("[A-Za-z]", form)
    }
    spans = untranslated_spans(message.target)
    for found in _LATIN.finditer(message.target):
        inside = any(start <= found.start() and found.end() <= end for start, end in spans)
        if not inside and not any(found[0] in form for form in kept):
            problem = f"{found[0]!r} stands in Latin script; add it to the glossary?"
            yield Finding("latin", Severity.WARNING, problem, found.start(), found.end())
