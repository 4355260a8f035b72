"""A term as a file of another system tells it, before it meets the project's rows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from translate_pipeline.glossary.csv_files import FORM_LABELS, has_letters
from translate_pipeline.glossary.terms import Case, Forms, Kind

# What was left out, in words, and of how many terms.
Losses = Counter[str]

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# The head of a comment or context cell that tells kind and match: `place`, `title, fold`.
_HEAD = re.compile(rf"({'|'.join(Kind)})(?:, ({'|'.join(Case)}))?")
_VARIANT = re.compile(r"variant of (.+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One English name with what a file says about it; None and empty mean that it says nothing.

    Attributes:
        forms: by locale code, only for locales the file holds.
        line: where the file says it, counted from 1.
    """

    name: str
    forms: Mapping[str, Forms]
    variants: tuple[str, ...] = ()
    kind: Kind | None = None
    case: Case | None = None
    note: str = ""
    line: int = 0


@dataclass(slots=True)
class OneLanguageEntry:
    """An entry of a file with one target language, gathered row by row."""

    name: str
    line: int
    approved: str = ""
    oblique: str = ""
    plural: str = ""
    accepted: list[str] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    kind: Kind | None = None
    case: Case | None = None
    notes: list[str] = field(default_factory=list)

    def add_target(self, target: str) -> None:
        """Take the first target as the approved form and any other as an accepted one."""
        if not self.approved:
            self.approved = target
        elif target != self.approved and target not in self.accepted:
            self.accepted.append(target)

    def add_note(self, note: str) -> None:
        """Take a note that is not there yet."""
        if note and note not in self.notes:
            self.notes.append(note)

    def entry(self, code: str) -> Entry:
        """The whole of it, for the locale `code`."""
        forms = Forms(self.approved, self.oblique, self.plural, tuple(self.accepted))
        note = "; ".join(self.notes)
        return Entry(self.name, {code: forms}, tuple(self.variants), self.kind, self.case, note, self.line)


def head(kind: Kind, case: Case) -> str:
    """Kind and match in a cell of free text: `place`, `title, fold`."""
    return kind.value if case is Case.EXACT else f"{kind.value}, {case.value}"


def read_head(text: str) -> tuple[Kind, Case] | None:
    """What `head` wrote, or None."""
    found = _HEAD.fullmatch(text)
    return (Kind(found[1]), Case(found[2] or Case.EXACT)) if found else None


def variant_of(name: str) -> str:
    """The remark on a row that only repeats a term under another English spelling."""
    return f"variant of {name}"


def read_variant_of(text: str) -> str:
    """The name that `variant_of` wrote, or nothing."""
    found = _VARIANT.fullmatch(text)
    return found[1] if found else ""


def cleaned(text: str) -> str:
    """`text` as a cell of a glossary file holds it: NFC, single spaces, no line breaks."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def control_character(text: str) -> str:
    """The first character of `text` that no exchange file may hold, as U+0001, or nothing."""
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def storable(entries: Iterable[Entry], codes: Sequence[str], losses: Losses) -> list[Entry]:
    """The entries as far as rows of a glossary file can hold them; what they cannot is counted in `losses`."""
    kept = []
    for entry in entries:
        if not has_letters(entry.name) or control_character(entry.name):
            losses["the English name has no letters or holds a control character; left out"] += 1
            continue
        forms = {code: _storable_forms(each, losses) for code, each in entry.forms.items() if code in codes}
        forms = {code: each for code, each in forms.items() if each.approved}
        if not forms:
            losses[f"no form for {' or '.join(codes)}; left out"] += 1
            continue
        variants = tuple(each for each in entry.variants if _one_value(each, losses))
        note = entry.note
        if control_character(note):
            losses["the note holds a control character; left out"] += 1
            note = ""
        kept.append(replace(entry, forms=forms, variants=variants, note=note))
    return kept


def _storable_forms(forms: Forms, losses: Losses) -> Forms:
    approved = forms.approved
    if approved and (control_character(approved) or not has_letters(approved)):
        losses["an approved form has no letters or holds a control character; left out"] += 1
        approved = ""
    return Forms(
        approved,
        oblique=forms.oblique if _one_value(forms.oblique, losses) else "",
        plural=forms.plural if _one_value(forms.plural, losses) else "",
        accepted=tuple(each for each in forms.accepted if each and _one_value(each, losses, bare=True)),
    )


def _one_value(value: str, losses: Losses, *, bare: bool = False) -> bool:
    """Whether `value` can stand beside others in one cell; `bare` where no label goes before it."""
    if "|" in value:
        losses["a spelling or form holds |, which separates values in a glossary file; left out"] += 1
    elif control_character(value):
        losses["a spelling or form holds a control character; left out"] += 1
    elif value and not has_letters(value):
        losses["a spelling or form has no letters; left out"] += 1
    elif bare and value.startswith(tuple(FORM_LABELS)):
        losses[f"a form begins with {' or '.join(FORM_LABELS)}, which is a label; left out"] += 1
    else:
        return True
    return False
