"""What is wrong with glossary files, said row by row to the terminologist."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from translate_pipeline.conventions.orthography import (
    ALLOWED_LETTERS,
    WRONG_LETTERS,
    canonical,
    has_invisible,
    visible,
    zwnj,
)
from translate_pipeline.conventions.script import ZWNJ
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import (
    FORM_LABELS,
    Row,
    all_names,
    glossary_files,
    read_rows,
    read_term,
    sort_key,
    split_cell,
    write_rows,
)
from translate_pipeline.glossary.folding import fold, term_key
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import form_pattern
from translate_pipeline.glossary.terms import Case, Glossary, Kind, Term
from translate_pipeline.glossary.usage import FOREIGN_SPELLINGS, ORDINARY_WORDS
from translate_pipeline.locales import LOCALES

_BARE_CELL = re.compile(r"^\||\|$|\|\s*\|")
_OTHER_DIGIT = re.compile("[0-9\u0660-\u0669]")
_JOINTS = str.maketrans("", "", " \u00a0\u200c\u200d-")
# An outlet, a company or a person keeps the spelling of its own name.
_TRANSLATED_KINDS = frozenset({Kind.PLACE, Kind.INSTITUTION, Kind.TITLE, Kind.EVENT})


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something to mend in a glossary file.

    Attributes:
        severity: `error` keeps the row from doing its work; `warning` asks for a second look.
        check: short name of the rule.
        fixable: mending it changes nothing that anyone meant; `glossary lint --fix` does it.
    """

    path: Path
    line: int
    severity: str
    check: str
    message: str
    fixable: bool = False


def lint(folder: Path) -> list[Problem]:
    """Everything to mend in the glossary files of a folder, by file and line."""
    problems: list[Problem] = []
    terms: list[Term] = []
    for path in glossary_files(folder):
        try:
            rows = read_rows(path)
        except InputError as error:
            problems.append(_from_error(error, path, "format"))
            continue
        problems += _unsorted(rows)
        problems += _not_canonical(path, rows)
        for row in rows:
            problems += _cells(row)
            try:
                term = read_term(row)
            except InputError as error:
                problems.append(_from_error(error, path, "row"))
                continue
            terms.append(term)
            problems += (Problem(path, row.line, *found) for found in (*_names(term), *_forms(term, row)))
    problems += _same_name_twice(terms)
    problems += _same_form_twice(terms)
    return sorted(problems)


def _from_error(error: InputError, path: Path, check: str) -> Problem:
    message = "; ".join(filter(None, (error.problem, error.remedy)))
    return Problem(path, error.line or 1, "error", check, message)


def _unsorted(rows: Sequence[Row]) -> Iterator[Problem]:
    for above, row in pairwise(rows):
        if sort_key(above.cells["term"]) > sort_key(row.cells["term"]):
            message = f"{row.cells['term']!r} should stand above {above.cells['term']!r}; sort the file by term"
            yield Problem(row.path, row.line, "warning", "order", message, True)
            return


def _not_canonical(path: Path, rows: Sequence[Row]) -> Iterator[Problem]:
    """What a spreadsheet left in the file: read without harm, but each save would change every line of a git diff."""
    text = path.read_bytes().decode("utf-8")

    def found(line: int, check: str, message: str) -> Problem:
        return Problem(path, line, "warning", check, message, True)

    seen = len(text)
    if text.startswith("\ufeff"):
        yield found(1, "format", "starts with a byte order mark; save as UTF-8 without one")
        text = text[1:]
    if "\r" in text:
        yield found(text[: text.index("\r")].count("\n") + 1, "format", "lines end in CR LF; end them in LF")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    header, wanted = text.split("\n", 1)[0], write_rows([]).rstrip("\n")
    if header != wanted:
        yield found(1, "format", f"the columns should be {wanted}, separated by commas and in this order")
    decomposed = [number for number, line in enumerate(text.split("\n"), 1) if canonical(line) != line]
    for number in decomposed:
        yield found(number, "nfc", "letters with their marks apart; write them in one piece (Unicode NFC)")
    in_order = [row.cells for row in rows]
    if header != wanted or decomposed or text == write_rows(in_order) or seen == 0:
        return
    lines, canonical_lines = text.split("\n"), write_rows(in_order).split("\n")
    if sorted(lines) == sorted(canonical_lines):
        return
    number = next((n for n, pair in enumerate(zip(lines, canonical_lines, strict=False), 1) if pair[0] != pair[1]), 1)
    message = "not the canonical CSV: spaces at the edge of a cell, needless quotes, an empty line or no line end"
    yield found(number, "format", message)


def _cells(row: Row) -> Iterator[Problem]:
    for column, cell in row.cells.items():
        if has_invisible(cell):
            char = next(char for char in cell if has_invisible(char) or has_invisible(f"ب{char}ب"))
            name = unicodedata.name(char, f"U+{ord(char):04X}").lower()
            message = f"{column} holds an invisible {name}; remove it"
            yield Problem(row.path, row.line, "error", "invisible", message, True)
        if _BARE_CELL.search(cell):
            message = f"{column} has an empty value beside a |"
            yield Problem(row.path, row.line, "error", "separator", message, True)
    if row.cells["kind"] == Kind.KEEP:
        return
    for locale in LOCALES:
        for column in (locale.code, f"{locale.code}_forms"):
            yield from _letters(row, column, locale.code)


def _letters(row: Row, column: str, code: str) -> Iterator[Problem]:
    text = visible(row.cells[column])
    for label in FORM_LABELS:
        text = text.replace(label, "")
    for char in dict.fromkeys(text):
        if not (char.isalpha() or unicodedata.combining(char)) or char in ALLOWED_LETTERS[code]:
            continue
        remedy = WRONG_LETTERS[code].get(char)
        mend = f"write {remedy}" if remedy else "use kind keep for a name in another script"
        name = unicodedata.name(char, "unnamed").lower()
        message = f"{column}: {char} ({name}) is not a letter here; {mend}"
        yield Problem(row.path, row.line, "error", "letters", message, bool(remedy))
    if _OTHER_DIGIT.search(text):
        yield Problem(row.path, row.line, "warning", "digits", f"{column}: write the digits ۰-۹", True)
    if code == "ps" and ZWNJ in text:
        message = f"{column} holds a zero-width non-joiner, which Pashto does not write; write a space"
        yield Problem(row.path, row.line, "warning", "zwnj", message, True)
    elif zwnj(text) != text:
        message = f"{column}: a zero-width non-joiner that joins nothing; remove it"
        yield Problem(row.path, row.line, "warning", "zwnj", message, True)


_Found = tuple[str, str, str, bool]


def _names(term: Term) -> Iterator[_Found]:
    for name in dict.fromkeys(name for name in term.names if term.names.count(name) > 1):
        yield "error", "duplicate", f"{name!r} stands twice in its row; keep one", True
    for name in redundant_variants(term):
        message = f"{name!r} is found without being listed: only case, hyphens, apostrophes or diacritics differ"
        yield "warning", "redundant", message, True
    for name in term.names:
        letters = "".join(filter(str.isalpha, name))
        if len(letters) <= 2 and not letters.isupper() and not name.endswith("."):
            message = f"{name!r} has two letters at most and is no abbreviation; such a name is found where none is"
            yield "warning", "short-name", message, False
        any_case = term.case is Case.FOLD or name == name.lower()
        if any_case and term.kind is not Kind.TITLE and name.casefold() in ORDINARY_WORDS:
            message = f"{name!r} is an ordinary English word and is matched in any case; match it exact or add a word"
            yield "warning", "ordinary-word", message, False


def redundant_variants(term: Term) -> list[str]:
    """Variants that the matcher finds without their being listed."""
    redundant: list[str] = []
    for variant in dict.fromkeys(term.variants):
        others = tuple(name for name in term.variants if name != variant and name not in redundant)
        folded = _folded(variant)
        if any(folded == _folded(name) for name in (term.name, *others)):
            matches = Matcher(Glossary((replace(term, variants=others),))).find(variant)
            if any((match.start, match.end) == (0, len(variant)) for match in matches):
                redundant.append(variant)
    return redundant


def _folded(name: str) -> str:
    return fold(name).text.lower()


def _forms(term: Term, row: Row) -> Iterator[_Found]:
    for locale in LOCALES:
        code = locale.code
        for form in repeated_forms(row.cells[code], row.cells[f"{code}_forms"], code):
            message = f"{code}_forms: {form} is there already, but for a space, a joiner or an ezafe; remove it"
            yield "warning", "repeated-form", message, True
        if term.kind in _TRANSLATED_KINDS and (pattern := _foreign(code)):
            for found in pattern.finditer(row.cells[code]):
                message = f"{code}: {found[0]} is not Afghan usage; write {FOREIGN_SPELLINGS[code][found[0]]}"
                yield "warning", "usage", message, False
    lacking = [locale.code for locale in LOCALES if not term.forms[locale.code].plural]
    if lacking and len(lacking) < len(LOCALES):
        message = f"a plural is given, but {', '.join(lacking)} has none; add one with pl: to {lacking[0]}_forms"
        yield "warning", "missing-form", message, False


def repeated_forms(approved: str, cell: str, code: str) -> list[str]:
    """Values of a forms cell, labels and all, that say what the approved form or another value says already.

    A plural may be written like the approved form; an oblique like it says nothing.
    """
    values = split_cell(cell)
    bare = [_unlabelled(value) for value in values]
    kept = [approved] + [form for form, value in zip(bare, values, strict=True) if form != value]
    repeated: list[str] = []
    for form, value in zip(bare, values, strict=True):
        if form != value:
            if value.startswith("obl:") and form == approved:
                repeated.append(value)
        elif any(_says_the_same(other, form, code) for other in kept):
            repeated.append(value)
        else:
            kept.append(form)
    return repeated


def _unlabelled(value: str) -> str:
    label = next((label for label in FORM_LABELS if value.startswith(label)), "")
    return value.removeprefix(label).strip()


def _says_the_same(form: str, other: str, code: str) -> bool:
    short, long = form.translate(_JOINTS), other.translate(_JOINTS)
    if not long.startswith(short) or len(long) > len(short) + 1:
        return False
    return form_pattern(form, code).fullmatch(other) is not None


@cache
def _foreign(code: str) -> re.Pattern[str] | None:
    words = sorted(FOREIGN_SPELLINGS.get(code, ()), key=len, reverse=True)
    return re.compile(rf"(?<![\w{ZWNJ}])(?:{'|'.join(words)})(?![\w{ZWNJ}])") if words else None


def _same_name_twice(terms: Sequence[Term]) -> Iterator[Problem]:
    seen: dict[str, Term] = {}
    for term, name in all_names(terms):
        first = seen.setdefault(term_key(name), term)
        if first is term or term.path is None or term.line is None:
            continue
        message = f"{name!r} also stands in {_place(first)} as {first.name!r}; keep it in one row"
        yield Problem(term.path, term.line, "error", "duplicate", message)


def _same_form_twice(terms: Iterable[Term]) -> Iterator[Problem]:
    groups: dict[tuple[str, Kind, str], list[Term]] = {}
    for term in terms:
        for locale in LOCALES:
            groups.setdefault((locale.code, term.kind, term.forms[locale.code].approved), []).append(term)
    for (code, _, approved), group in groups.items():
        for index, term in enumerate(group[1:], 1):
            others = [other for other in group if other is not term]
            if term.path is None or term.line is None or any(_explained(term, other) for other in others):
                continue
            first = group[index - 1]
            message = (
                f"{code} form {approved} is also that of {first.name!r} ({_place(first)}); "
                "make them one row, or let the note name the other"
            )
            yield Problem(term.path, term.line, "warning", "same-form", message)


def _explained(term: Term, other: Term) -> bool:
    """Whether the note of one row names the other, as of homonyms that the terminologist knows."""
    return _names_in(term.note, other) or _names_in(other.note, term)


def _names_in(note: str, term: Term) -> bool:
    return re.search(rf"(?<!\w){re.escape(term.name)}(?!\w)", note, re.IGNORECASE) is not None


def _place(term: Term) -> str:
    return f"{term.path.name if term.path else ''}:{term.line}"
