"""`glossary apply`: drafts follow a changed glossary without being decoded again.

Only a draft that no person touched is written to, and only where each changed name stands in it as often as its source
says it. The rest is listed: drafts for `translate`, a person's text for the person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import polib

from translate_pipeline.catalogs.catalog import extracted_comment
from translate_pipeline.catalogs.merging import Key, entry_key, is_persons
from translate_pipeline.catalogs.messages import SourceMessage
from translate_pipeline.catalogs.po_file import read_po, render_po, write_po
from translate_pipeline.catalogs.provenance import replace_lines
from translate_pipeline.checks.registry import check_message
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.inflection import form_in_context
from translate_pipeline.glossary.matching import Match, Matcher
from translate_pipeline.glossary.target_forms import Occurrence, count_terms, find_forms
from translate_pipeline.glossary.terms import Forms, Glossary, Term
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.inline import Tagged, carry, nested, parse, plain
from translate_pipeline.reports.model import Role
from translate_pipeline.stages.catalog_state import checked
from translate_pipeline.stages.checking import catalog_locale, catalog_paths
from translate_pipeline.stages.glossary_history import entries_at
from translate_pipeline.translation.drafting import terms_signature
from translate_pipeline.translation.memory import MEMORY_FILE, DraftRecord, Memory

_TERM_LINE = re.compile(r"^term: (?P<name>.+?) = (?P<form>.+)$", re.MULTILINE)
_TAG_NOTE = re.compile(r"^<\d+/?> .+$", re.MULTILINE)
_DRAFT_LINE = re.compile(
    r"^(?P<engine>\[draft\] [^;\n]*); glossary [^;\n]*(?P<rest>[^\n]*?)(?:; rewritten (?P<times>\d+))?$", re.MULTILINE
)


class Outcome(StrEnum):
    """What `apply` did with a message: `renewed` means that the text was right already and its comments were not."""

    REWRITTEN = "rewritten"
    RENEWED = "renewed"
    LEFT = "left"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Applied:
    """A message that the glossary's change concerns; `notes` say which form became which, or what is in the way."""

    outcome: Outcome
    path: Path
    line: int
    notes: tuple[str, ...]


@dataclass(slots=True)
class Application:
    """What a run of `apply` did."""

    messages: list[Applied] = field(default_factory=list)
    catalogs: int = 0
    faults: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, outcome: Outcome) -> list[Applied]:
        """The messages with one outcome."""
        return [each for each in self.messages if each.outcome is outcome]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A text after its names were brought up to date; `obstacles` are empty where that could be done exactly."""

    text: str
    renamed: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()


def apply(
    project: Project, locales: Sequence[Locale], *, since: str | None = None, dry_run: bool = False
) -> Application:
    """Bring the untouched drafts of a project up to date with its glossary.

    Args:
        since: the git revision of the glossary that the drafts were made with, which knows all their forms; without it
            the approved forms that the catalogs' comments name are all that is known.
        dry_run: change nothing.

    Raises:
        InputError: the glossary has a fault, or there is no such revision. Faults of single catalogs are collected.
    """
    folder = project.folders["glossaries"]
    matcher = Matcher(read_glossary(folder))
    before = Matcher(Glossary(tuple(entry.term for entry in entries_at(folder, since)))) if since else None
    result = Application()
    if not (project.folders["state"] / MEMORY_FILE).exists():
        result.notes.append("no draft is on record, so all texts count as a person's")
    with Memory(project.folders["state"] / MEMORY_FILE) as memory:
        if memory.damaged:
            result.notes.append("the memory was damaged and began anew; all texts count as a person's")
        for path in catalog_paths(project):
            try:
                catalog = read_po(path)
                if (locale := catalog_locale(path, catalog)) in locales:
                    _apply_to(_Task(project, path, catalog, locale, matcher, before, memory), result, dry_run=dry_run)
            except InputError as error:
                result.faults.append(error)
    return result


@dataclass(frozen=True, slots=True)
class _Task:
    """A catalog under way."""

    project: Project
    path: Path
    catalog: polib.POFile
    locale: Locale
    matcher: Matcher
    before: Matcher | None
    memory: Memory

    @property
    def name(self) -> str:
        """What the memory knows the catalog by."""
        return self.project.relative(self.path).as_posix()


def _apply_to(task: _Task, result: Application, *, dry_run: bool) -> None:
    known = task.memory.drafts(task.name)
    records: dict[Key, DraftRecord] = {}
    outcomes: list[tuple[Key, Outcome, tuple[str, ...]]] = []
    original = render_po(task.catalog)
    for entry in task.catalog:
        if entry.obsolete or not entry.msgstr:
            continue
        key = entry_key(entry)
        drafts = known.get(key, [])
        matches = task.matcher.find(plain(entry.msgid))
        if is_persons(entry, [record.target for record in drafts]):
            outdated = _outdated(plain(entry.msgstr), matches, _old_terms(task, entry, matches), task.locale)
            if outdated:
                outcomes.append((key, Outcome.PERSON, tuple(outdated)))
            continue
        current = next(record for record in drafts if record.target == entry.msgstr)
        signature = terms_signature(matches, task.locale)
        if current.terms == signature:
            continue
        tagged = parse(entry.msgstr)
        rewriting = rewrite(tagged.plain, matches, _old_terms(task, entry, matches), task.locale)
        if rewriting.obstacles:
            outcomes.append((key, Outcome.LEFT, rewriting.obstacles))
            continue
        rewriting = replace(rewriting, text=_tagged(tagged, rewriting.text, matches, task.locale))
        records[key] = DraftRecord(rewriting.text, current.engine, signature)
        outcome = Outcome.REWRITTEN if rewriting.text != entry.msgstr else Outcome.RENEWED
        outcomes.append((key, outcome, rewriting.renamed))
        _renew(task, entry, rewriting, matches)
    lines = {entry_key(entry): entry.linenum or 1 for entry in task.catalog if not entry.obsolete}
    if records and not dry_run:
        # The memory first: what stands in a catalog must never be a draft that nobody knows of.
        task.memory.add_drafts(task.name, records)
        if render_po(task.catalog) != original:
            result.catalogs += write_po(task.path, task.catalog)
            lines = {entry_key(entry): entry.linenum or 1 for entry in read_po(task.path) if not entry.obsolete}
    result.messages += [Applied(outcome, task.path, lines[key], notes) for key, outcome, notes in outcomes]


def _tagged(before: Tagged, text: str, matches: Sequence[Match], locale: Locale) -> str:
    """A rewritten draft with its tags, around whole names."""
    forms = [(each.start, each.end) for each in find_forms([match.term for match in matches], text, locale)]
    return Tagged(text, nested(text, carry(before, text).tags, forms)).text


def _renew(task: _Task, entry: polib.POEntry, rewriting: Rewriting, matches: Sequence[Match]) -> None:
    """Write a rewritten draft into its message, with the comments that `translate` would write."""
    role, source = entry_key(entry)
    entry.msgstr = rewriting.text
    if role in set(Role):
        notes = _TAG_NOTE.findall(entry.comment)
        comment = extracted_comment(SourceMessage(Role(role), source), matches, task.locale)
        head, _, terms = comment.partition("\n")
        entry.comment = "\n".join(filter(None, [head, *notes, terms]))
    findings = check_message(checked(entry, task.locale, task.matcher))
    revision, count = task.matcher.glossary.revision, len(rewriting.renamed)

    def renewed(line: re.Match[str]) -> str:
        times = int(line["times"] or 0) + count
        return f"{line['engine']}; glossary {revision}{line['rest']}" + (f"; rewritten {times}" if times else "")

    entry.tcomment = replace_lines(_DRAFT_LINE.sub(renewed, entry.tcomment), draft=None, findings=findings)


def _old_terms(task: _Task, entry: polib.POEntry, matches: Iterable[Match]) -> dict[Term, Term]:
    """What a message's present terms were when it was drafted, as far as that is known.

    The catalog's comment knows the approved form that the draft got; the revision knows the other forms.
    """
    code = task.locale.code
    at_revision = {
        term_key(name): match.term
        for match in (task.before.find(plain(entry.msgid)) if task.before else ())
        for name in match.term.names
    }
    written = {term_key(line["name"]): line["form"].strip() for line in _TERM_LINE.finditer(entry.comment)}
    terms: dict[Term, Term] = {}
    for term in dict.fromkeys(match.term for match in matches):
        keys = [term_key(name) for name in term.names]
        old = next((at_revision[key] for key in keys if key in at_revision), None)
        form = next((written[key] for key in keys if key in written), "")
        if old is None:
            if form:
                terms[term] = Term(term.name, term.kind, {code: Forms(form)})
        elif form in ("", old.forms[code].approved):
            terms[term] = old
        else:
            terms[term] = Term(old.name, old.kind, {code: Forms(form, accepted=old.forms[code].all)})
    return terms


def _find_either(
    target: str, terms: Iterable[Term], old_terms: Mapping[Term, Term], locale: Locale
) -> list[tuple[Term, Occurrence]]:
    """Where the old and the new forms of terms stand; together, since one may be a part of the other."""
    code = locale.code
    both: dict[str, Term] = {}
    owners: dict[str, Term] = {}
    for term in terms:
        old = old_terms.get(term, term).forms[code]
        forms = Forms(old.approved, accepted=(*old.all, *term.forms[code].all))
        both[term.name] = Term(term.name, term.kind, {code: forms})
        owners[term.name] = term
    return [(owners[found.term.name], found) for found in find_forms(both.values(), target, locale)]


def _outdated(target: str, matches: Iterable[Match], old_terms: Mapping[Term, Term], locale: Locale) -> list[str]:
    """Old forms in a person's text that the glossary accepts no longer, each with the present one."""
    terms = dict.fromkeys(match.term for match in matches)
    accepted = {form for term in terms for form in term.forms[locale.code].all}
    notes = [
        f"{term.name}: {found.form} is now {term.forms[locale.code].approved}"
        for term, found in _find_either(target, terms, old_terms, locale)
        if found.form not in accepted
    ]
    return list(dict.fromkeys(notes))


def rewrite(target: str, matches: Sequence[Match], old_terms: Mapping[Term, Term], locale: Locale) -> Rewriting:
    """Write the present forms of a message's terms where its draft has the old ones.

    Args:
        matches: the terms in the source now.
        old_terms: what they were.
    """
    code = locale.code
    required = Counter(match.term for match in matches)
    found = _find_either(target, required, old_terms, locale)
    missing = _missing(required, target, locale)
    wanted = [_wanted(each, term, old_terms.get(term), target, locale) for term, each in found]
    obstacles = []
    for term, times in required.items():
        old = old_terms.get(term)
        if _same(term, old, code):
            continue
        mine = [(each.form, form) for (owner, each), form in zip(found, wanted, strict=True) if owner is term]
        replaced = [form for before, form in mine if form != before]
        if "" in replaced:
            obstacles.append(f"{term.name}: it has no plural form any more")
        elif replaced and len(mine) != times:
            obstacles.append(f"{term.name}: the draft has it {len(mine)} times, the source {times}")
        elif not replaced and missing[term]:
            obstacles.append(f"{term.name}: {(old or term).forms[code].approved} is not in the draft")
    if obstacles:
        return Rewriting(target, obstacles=tuple(obstacles))
    text, renamed = target, []
    for (term, each), form in reversed(list(zip(found, wanted, strict=True))):
        if form != each.form:
            ezafe = _ezafe(target[each.start : each.end], each.form, form, locale)
            text = text[: each.start] + form + ezafe + text[each.end :]
            renamed.append(f"{term.name}: {each.form} -> {form}")
    after = _missing(required, text, locale)
    allowed = {term: missing[term] if _same(term, old_terms.get(term), code) else 0 for term in required}
    worse = tuple(f"{term.name}: another name has the same form" for term in required if after[term] > allowed[term])
    return Rewriting(target, obstacles=worse) if worse else Rewriting(text, tuple(reversed(renamed)))


def _same(term: Term, old: Term | None, code: str) -> bool:
    return old is not None and old.forms[code] == term.forms[code]


def _missing(required: Mapping[Term, int], target: str, locale: Locale) -> dict[Term, int]:
    return {count.term: count.missing for count in count_terms(required, target, locale)}


def _wanted(found: Occurrence, term: Term, old: Term | None, target: str, locale: Locale) -> str:
    """The form to stand in place of one that was found; empty where the glossary has none."""
    if old is None or old.forms[locale.code] == term.forms[locale.code]:
        return found.form
    was, now = old.forms[locale.code], term.forms[locale.code]
    if found.form == was.approved:
        return form_in_context(now, target[: found.start], target[found.end :], locale)
    if found.form == was.oblique:
        return now.oblique or now.approved
    if found.form == was.plural:
        return now.plural
    if found.form in now.all:
        return found.form
    return form_in_context(now, target[: found.start], target[found.end :], locale)


def _ezafe(written: str, old: str, new: str, locale: Locale) -> str:
    """The ezafe that a new form takes over from the old one as it was written: only after ا and و has it a letter."""
    had = locale.code == "fa_AF" and written[-1:] in ("ی", "\u0654") and written[-1:] != old[-1:]
    return "ی" if had and new.endswith(("ا", "و")) else ""
