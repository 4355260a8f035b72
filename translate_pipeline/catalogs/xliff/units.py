"""Messages of a catalog as units of XLIFF, with what is needed to bring them back.

A unit's id is a digest of msgctxt and msgid, so that it stays when messages move. Metadata of this program tells what
stood in the catalog when the unit was written: digests of the text, the state, and digests of the comment's lines.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

import polib

from translate_pipeline.catalogs.merging import entry_key, is_reviewed
from translate_pipeline.catalogs.provenance import replace_lines
from translate_pipeline.catalogs.xliff.inline import unholdable
from translate_pipeline.catalogs.xliff.model import GlossaryEntry, Meta, Note, State, Unit
from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.glossary.matching import Match
from translate_pipeline.locales import Locale

# The category of this program's metadata, and its types.
OURS = "translate-pipeline"
TEXT, WORDS, STATE, LINES, REPORT = "text", "words", "state", "notes", "report"
# What Poedit writes, and shows, for a text that needs work.
POEDIT_FUZZY = "poedit:fuzzy"
# Categories of notes.
EXTRACTED, TRANSLATOR, PREVIOUS, HEADER = "extracted", "translator", "previous-source", "header"
MARKED = re.compile(r"\[([a-z][a-z-]*)\] ")
_PRIORITY = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}


class UnholdableError(ValueError):
    """A comment or flag with a character that XLIFF cannot hold; the text says which."""


def unit_id(role: str, source: str) -> str:
    """The id of a message: `u` and 16 hexadecimal digits."""
    return "u" + hashlib.sha256(f"{role}\x04{source}".encode(errors="surrogatepass")).hexdigest()[:16]


def digest(text: str) -> str:
    """What tells one text from another, however composed its letters are."""
    normal = unicodedata.normalize("NFC", text)
    return hashlib.sha256(normal.encode(errors="surrogatepass")).hexdigest()[:16]


def squeezed(text: str) -> str:
    """`text` with single spaces."""
    return " ".join(text.split())


def unit_of(
    entry: polib.POEntry, locale: Locale, matches: Sequence[Match], findings: Sequence[Finding], *, drafted: bool
) -> Unit:
    """A message as a unit.

    Args:
        matches: the glossary's terms in the source.
        drafted: the text is a machine's, and no person touched it.

    Raises:
        UnholdableError: a comment, a flag or the msgctxt holds a control character.
    """
    role, source = entry_key(entry)
    faulty = any(finding.severity is Severity.ERROR for finding in findings)
    state, sub_state = State.INITIAL, ""
    if is_reviewed(entry):
        state = State.REVIEWED if faulty else State.FINAL
    elif entry.msgstr:
        state, sub_state = State.TRANSLATED, f"{OURS}:{'draft' if drafted else 'fuzzy'}"
    notes = (*_source_notes(entry), *_comment_notes(entry.tcomment, findings))
    unit = Unit(
        id=unit_id(role, source),
        name=role,
        source=source,
        target=entry.msgstr,
        state=state,
        sub_state=sub_state,
        notes=notes,
        terms=tuple(_terms(matches, locale)),
        metadata=(*_base(entry, state, notes), *_references(entry)),
    )
    _refuse_unholdable(unit)
    return unit


def _source_notes(entry: polib.POEntry) -> list[Note]:
    notes = [Note(entry.comment, EXTRACTED, "source")] if entry.comment.strip() else []
    if entry.previous_msgid is not None:
        notes.append(Note(entry.previous_msgid, PREVIOUS, "source"))
    return notes


def _comment_notes(comment: str, findings: Sequence[Finding]) -> list[Note]:
    """The lines of a comment: those that this program marks, a note each by their mark; a person's, one note."""
    # The findings of a comment may be older than its text.
    lines = replace_lines(comment, draft=None, findings=findings).split("\n")
    theirs = [line for line in lines if not MARKED.match(line)]
    notes = [Note("\n".join(theirs), TRANSLATOR)] if any(line.strip() for line in theirs) else []
    priorities = iter([_PRIORITY[finding.severity] for finding in findings])
    for line in lines:
        if mark := MARKED.match(line):
            is_finding = mark[1] == "finding"
            notes.append(Note(line[mark.end() :], mark[1], "target", next(priorities, 1) if is_finding else 1))
    return notes


def _terms(matches: Sequence[Match], locale: Locale) -> list[GlossaryEntry]:
    entries = []
    for term in dict.fromkeys(match.term for match in matches):
        forms = term.forms[locale.code]
        every = (forms.approved, forms.oblique, forms.plural, *forms.accepted)
        translations = tuple(dict.fromkeys(form for form in every if form))
        if translations:
            entries.append(GlossaryEntry(term.name, translations, term.note))
    return entries


def _base(entry: polib.POEntry, state: State, notes: Sequence[Note]) -> list[Meta]:
    return [
        Meta(OURS, TEXT, digest(entry.msgstr)),
        Meta(OURS, WORDS, digest(squeezed(entry.msgstr))),
        Meta(OURS, STATE, state),
        Meta(OURS, LINES, " ".join(line_digests(notes))),
    ]


def line_digests(notes: Iterable[Note]) -> list[str]:
    """A digest of each line of notes that says anything."""
    lines = (line for note in notes for line in note_lines(note))
    return list(dict.fromkeys(digest(squeezed(line)) for line in lines))


def note_lines(note: Note) -> list[str]:
    """The lines of a note that say anything."""
    return [line.rstrip() for line in re.split(r"\r\n?|\n", note.text) if line.strip()]


def _references(entry: polib.POEntry) -> list[Meta]:
    places = [Meta("reference", "place", f"{unquote(path)}:{line}") for path, line in entry.occurrences]
    return places + [Meta("flag", "flag", flag) for flag in entry.flags if flag != "fuzzy"]


def _refuse_unholdable(unit: Unit) -> None:
    texts = [unit.name, *(note.text for note in unit.notes), *(meta.value for meta in unit.metadata)]
    texts += [text for term in unit.terms for text in (term.term, term.definition, *term.translations)]
    for text in texts:
        if character := unholdable(text):
            raise UnholdableError(character)
