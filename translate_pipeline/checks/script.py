"""Checks of letters and characters: of the wrong language, invisible, drawn out; digits of another script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_pipeline.checks.check import Check, Spot, both
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.conventions import digits as digit_rules
from translate_pipeline.conventions import orthography
from translate_pipeline.conventions.registry import CONVENTIONS
from translate_pipeline.conventions.script import ARABIC
from translate_pipeline.conventions.shield import unaltered

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_FOREIGN = {code: re.compile(f"(?![{''.join(each.letters)}{_MARKS}])[{ARABIC}]") for code, each in CONVENTIONS.items()}
_WRONG = {code: re.compile(f"[{''.join(each.wrong)}]") for code, each in CONVENTIONS.items()}
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HIDDEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_TATWEEL = re.compile("\u0640+")
_DIGIT = re.compile("[0-9٠-٩]")
_OTHER_DIGITS = re.compile(r"(?<![\w@#/+.:=&%<⟦-])[0-9٠-٩]+(?:[.,:/٫٬][0-9٠-٩]+)*(?![A-Za-z@/_=&]|[-.:]\w)")


def letters(message: CheckedMessage) -> Iterator[Spot]:
    """A letter that the language does not write."""
    code = message.locale.code
    wrong = CONVENTIONS[code].wrong
    for found in _FOREIGN[code].finditer(message.target):
        letter = found[0]
        remedy = f"; {wrong[letter]} is meant" if letter in wrong else ""
        problem = f"{letter} (U+{ord(letter):04X}) is no letter of {message.locale.english}{remedy}"
        yield Spot(problem, found.start(), found.end())


def fix_letters(message: CheckedMessage) -> str:
    """The letters that are meant."""
    wrong = CONVENTIONS[message.locale.code].wrong
    return _WRONG[message.locale.code].sub(lambda found: wrong[found[0]], message.target)


def bidi(message: CheckedMessage) -> Iterator[Spot]:
    """A bidi control."""
    for found in _BIDI.finditer(message.target):
        yield Spot(f"invisible direction mark U+{ord(found[0]):04X}", found.start(), found.end())


def fix_bidi(message: CheckedMessage) -> str:
    """Without bidi controls."""
    return _BIDI.sub("", message.target)


def hidden(message: CheckedMessage) -> Iterator[Spot]:
    """A soft hyphen, zero-width space, word joiner or byte order mark."""
    for found in _HIDDEN.finditer(message.target):
        yield Spot(f"invisible character U+{ord(found[0]):04X}", found.start(), found.end())


def fix_hidden(message: CheckedMessage) -> str:
    """Without invisible characters that join or part nothing a reader sees."""
    return _HIDDEN.sub("", message.target)


def tatweel(message: CheckedMessage) -> Iterator[Spot]:
    """A letter drawn out."""
    for found in _TATWEEL.finditer(message.target):
        yield Spot("tatweel draws a letter out", found.start(), found.end())


def fix_tatweel(message: CheckedMessage) -> str:
    """Without tatweel; one that stands as a dash becomes a dash."""
    return unaltered(message.target, orthography.visible)


def digits(message: CheckedMessage) -> Iterator[Spot]:
    """Digits of another script, outside Latin words and addresses."""
    if not _DIGIT.search(message.target):
        return
    for found in _OTHER_DIGITS.finditer(message.target):
        yield Spot(f"{found[0]} in digits of another script", found.start(), found.end())


def fix_digits(message: CheckedMessage) -> str:
    """Extended Arabic-Indic digits with their separators."""
    return unaltered(message.target, digit_rules.numbers)


CHECKS = (
    Check(
        "letter",
        Severity.WARNING,
        "A letter that the language does not write: Urdu's, Arabic ي and ك, Persian گ in Pashto, Pashto's in Dari.",
        "The letters of each language are those of translate_pipeline/conventions. In Pashto ی ي ې ۍ ئ are five "
        "letters and all belong.",
        both(
            "The book is new.",
            ("كتاب جدید است.", "کتاب جدید است."),
            ("د گل کتاب نوی دی.", "د ګل کتاب نوی دی."),
        ),
        letters,
        fix_letters,
    ),
    Check(
        "bidi",
        Severity.ERROR,
        "An invisible direction mark stands in the text.",
        "Articles set the direction themselves; marks typed into the text come out wrong elsewhere.",
        both("He left.", ("او \u200fرفت.", "او رفت."), ("هغه \u202bولاړ.", "هغه ولاړ.")),
        bidi,
        fix_bidi,
    ),
    Check(
        "hidden",
        Severity.WARNING,
        "An invisible character stands in the text: soft hyphen, zero-width space, word joiner, byte order mark.",
        "They come with text copied from web pages and keep words from being found. The zero-width "
        "non-joiner (نیم‌فاصله) belongs and is not reported.",
        both("He left.", ("او\u200b رفت.", "او رفت."), ("هغه\ufeff ولاړ.", "هغه ولاړ.")),
        hidden,
        fix_hidden,
    ),
    Check(
        "tatweel",
        Severity.WARNING,
        "A letter is drawn out with tatweel.",
        "Ornament of headlines in print; on the web it breaks search.",
        both("Peace", ("صـلح", "صلح"), ("سـوله", "سوله")),
        tatweel,
        fix_tatweel,
    ),
    Check(
        "digits",
        Severity.INFO,
        "A number stands in digits of another script.",
        "House style is ۰-۹. Numbers inside Latin words, addresses and telephone numbers stay as they are.",
        both("12 men", ("12 مرد", "۱۲ مرد"), ("١٢ سړي", "۱۲ سړي")),
        digits,
        fix_digits,
    ),
)
