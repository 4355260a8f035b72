"""OmegaT's glossary: source, tab, target, tab, comment; UTF-8, one pair a line, `#` before a remark.

OmegaT looks up the source column and shows every row of one source together. So a term gives a row for each English
spelling and each target form, and the comment says what the row is: `[place] capital of Ghor` with kind, match (where
it is `fold`) and note, `[variant of Uruzgan]`, `[oblique]`, `[plural]`, `[accepted]`. In a file of another hand a
second target of one source is an accepted form, and the comment a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.glossary.exchange.entry import (
    Entry,
    Losses,
    OneLanguageEntry,
    cleaned,
    head,
    read_head,
    read_variant_of,
    variant_of,
)
from translate_pipeline.glossary.exchange.registry import decoded
from translate_pipeline.glossary.terms import Term
from translate_pipeline.locales import Locale

# OmegaT takes the encoding of a file that does not end in .utf8 from such a line.
_FIRST_LINE = "# Glossary in tab-separated format -*- coding: utf-8 -*-"
_MAIN = re.compile(r"\[([a-z, ]+)\](?: (.*))?")
_REMARK = "#"


def write(terms: Sequence[Term], locales: Sequence[Locale], losses: Losses) -> bytes:
    """The terms in the one locale given."""
    (locale,) = locales
    lines = [_FIRST_LINE, f"# English to {locale.english} ({locale.tag})"]
    for term in terms:
        if term.name.startswith(_REMARK):
            losses["the term begins with #, which marks a remark in OmegaT; left out"] += 1
            continue
        forms = term.forms[locale.code]
        rows = [(term.name, forms.approved, f"[{head(term.kind, term.case)}] {term.note}".rstrip())]
        for variant in term.variants:
            if variant.startswith(_REMARK):
                losses["a variant begins with #, which marks a remark in OmegaT; left out"] += 1
            else:
                rows.append((variant, forms.approved, f"[{variant_of(term.name)}]"))
        labelled = (("oblique", forms.oblique), ("plural", forms.plural), *(("accepted", f) for f in forms.accepted))
        rows += [(term.name, form, f"[{label}]") for label, form in labelled if form]
        lines += ["\t".join(row) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def read(data: bytes, path: Path, locales: Sequence[Locale], losses: Losses) -> list[Entry]:
    """The entries of a file in the one locale given."""
    (locale,) = locales
    found: dict[str, OneLanguageEntry] = {}
    spare: dict[str, str] = {}
    for number, line in enumerate(re.split("\r\n|\r|\n", decoded(data, path)), 1):
        if not line.strip() or line.startswith(_REMARK):
            continue
        cells = [cleaned(cell) for cell in line.split("\t")]
        if len(cells) < 2:
            raise InputError("no tab after the English term", remedy="put one before its form", path=path, line=number)
        if any(cells[3:]):
            losses["more than three columns; the others left out"] += 1
        source, target, comment = (*cells[:3], "")[:3]
        if not target:
            losses[f"no form for {locale.code}; left out"] += 1
            continue
        name = read_variant_of(comment[1:-1]) if comment.startswith("[") and comment.endswith("]") else ""
        entry = found.setdefault(name or source, OneLanguageEntry(name or source, number))
        if name:
            entry.variants.append(source)
            spare.setdefault(name, target)
        else:
            _take(entry, target, comment)
    for name, target in spare.items():
        found[name].approved = found[name].approved or target
    return [each.entry(locale.code) for each in found.values()]


def _take(entry: OneLanguageEntry, target: str, comment: str) -> None:
    main = _MAIN.fullmatch(comment)
    if main and (said := read_head(main[1])):
        entry.kind, entry.case = said
        entry.add_target(target)
        entry.add_note(main[2] or "")
    elif comment == "[oblique]" and not entry.oblique:
        entry.oblique = target
    elif comment == "[plural]" and not entry.plural:
        entry.plural = target
    elif comment == "[accepted]":
        entry.accepted.append(target)
    else:
        entry.add_target(target)
        entry.add_note(comment)
