"""From a report and its catalog to a review sheet."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import polib

from translate_pipeline.catalogs.merging import Key, entry_key, is_reviewed, texts_of
from translate_pipeline.catalogs.messages import SourceMessage, messages_of
from translate_pipeline.catalogs.provenance import FINDING, OTHER, SOURCE, persons_lines
from translate_pipeline.checks.finding import Finding
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.glossary.target_forms import count_terms, find_forms
from translate_pipeline.locales import Locale
from translate_pipeline.preview.model import Fact, Mark, Sheet, SheetMessage, State, TermUse
from translate_pipeline.reports.inline import plain, scan
from translate_pipeline.reports.model import Report

_OURS = re.compile(r"\[([\w-]+)\] +(.*)")
_DRAFT = re.compile(r"([^;]+); glossary ([^;]*); conventions ([^;]*); (.*); tries (\d+)")


def sheet_of(
    report: Report,
    locale: Locale,
    entries: Sequence[polib.POEntry],
    seen: Mapping[Key, tuple[CheckedMessage, Sequence[Finding]]],
    *,
    catalog: str,
    refusal: str,
) -> Sheet:
    """The sheet of a report in a locale.

    Args:
        entries: the catalog's; obsolete ones are passed over.
        seen: each message of the report as the checks see it, with their findings.
        catalog: the PO file as seen from the project's root.
        refusal: why no article would be packaged.
    """
    live = {entry_key(entry): entry for entry in entries if not entry.obsolete}
    messages = messages_of(report)
    rows = [
        _message(number, message, live.get(message.key), *seen[message.key])
        for number, message in enumerate(messages, 1)
    ]
    date = report.date.date() if isinstance(report.date, datetime.datetime) else report.date
    return Sheet(
        report=report.name,
        locale=locale,
        catalog=catalog,
        headline=report.headline or report.name,
        outlet=report.source,
        url=report.url,
        date=date,
        messages=tuple(rows),
        left_over=len(live.keys() - {message.key for message in messages}),
        refusal=refusal,
    )


def _message(
    number: int,
    message: SourceMessage,
    entry: polib.POEntry | None,
    checked: CheckedMessage,
    findings: Sequence[Finding],
) -> SheetMessage:
    if entry is None:
        entry = polib.POEntry(msgctxt=str(message.role), msgid=message.text)
    target = "\n".join(texts_of(entry))
    terms = _terms(checked, plain(target))
    uses = {use.name: use for use in terms}
    previous = entry.previous_msgid if entry.previous_msgid not in (None, message.text) else None
    then = entry.previous_msgctxt or ""
    return SheetMessage(
        number=number,
        role=str(message.role),
        state=State.UNTRANSLATED if not target else State.REVIEWED if is_reviewed(entry) else State.DRAFT,
        line=entry.linenum or 0,
        source=message.text,
        target=target,
        words=len(message.plain.split()),
        tags=tuple(each.note for each in message.inline),
        terms=terms,
        source_marks=tuple(_source_marks(checked, uses)),
        target_marks=tuple(_target_marks(checked, target, uses)),
        findings=tuple(findings),
        previous=previous,
        previous_role=then if then != str(message.role) else "",
        change=" ".join(line.removeprefix(SOURCE) for line in entry.tcomment.split("\n") if line.startswith(SOURCE)),
        comments=tuple(map(_comment, persons_lines(entry.tcomment))),
        origins=tuple(_origins(entry.tcomment)),
    )


def _terms(checked: CheckedMessage, target: str) -> tuple[TermUse, ...]:
    """The terms of a message, numbered; two rows of the glossary with one name count as one term."""
    required = Counter(match.term for match in checked.matches)
    judged = bool(target) and not checked.skip & {"term", "all"}
    uses: dict[str, TermUse] = {}
    for count in count_terms(required, target, checked.locale):
        name, approved = count.term.name, count.term.forms[checked.locale.code].approved
        missing = judged and count.missing > 0
        number = uses[name].number if name in uses else len(uses) + 1
        uses[name] = TermUse(number, name, approved, count.required, count.found, missing)
    return tuple(uses.values())


def _source_marks(checked: CheckedMessage, uses: Mapping[str, TermUse]) -> Iterable[Mark]:
    place = scan(checked.source).place
    for match in checked.matches:
        use = uses[match.term.name]
        note = f"{use.name} = {use.approved}"
        if use.missing:
            note += f" – missing: {use.found} of {use.required} in the translation"
        yield Mark(*place(match.start, match.stop), (use,), note)


def _target_marks(checked: CheckedMessage, target: str, uses: Mapping[str, TermUse]) -> Iterable[Mark]:
    """A place where a form stands that several terms share is marked with each of them."""
    places: dict[tuple[int, int], dict[str, str]] = {}
    scanned = scan(target)
    for found in find_forms((match.term for match in checked.matches), scanned.plain, checked.locale):
        # A term's approved form is listed first; a further form of it that reads the same here adds nothing.
        places.setdefault(scanned.place(found.start, found.end), {}).setdefault(found.term.name, found.form)
    for (start, end), claims in places.items():
        here = [uses[name] for name in claims]
        notes = [_form_note(use, form) for use, form in zip(here, claims.values(), strict=True)]
        yield Mark(start, end, tuple(here), "; ".join(notes))


def _form_note(use: TermUse, form: str) -> str:
    return f"{use.name} = {use.approved}" + ("" if form == use.approved else f" (here {form})")


def _comment(line: str) -> Fact:
    other = line.startswith(OTHER)
    return Fact("Another translation" if other else "Comment", line.removeprefix(OTHER) if other else line)


def _origins(comment: str) -> Iterable[Fact]:
    """What this program noted in the comment about where a text comes from."""
    persons = set(persons_lines(comment))
    for line in comment.split("\n"):
        ours = None if line in persons or line.startswith((FINDING, SOURCE)) else _OURS.fullmatch(line)
        if ours is None:
            continue
        draft = _DRAFT.fullmatch(ours[2]) if ours[1] == "draft" else None
        if draft is None:
            yield Fact(ours[1].capitalize(), ours[2])
            continue
        labels = ("Engine", "Glossary revision", "Conventions revision", "Sentences by rung", "Rungs tried")
        yield from map(Fact, labels, draft.groups())
