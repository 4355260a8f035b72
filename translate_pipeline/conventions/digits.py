"""Numbers: Extended Arabic-Indic digits, their separators, the word for per cent.

Digits and separators are those of CLDR 48 for fa-AF and ps (numbering system arabext: ۱٬۲۳۴٫۵). Babel 2.18 writes the
separators and leaves the digits Latin (`1٬234٫5`), and a draft holds numbers within text, so they are written here. The
per cent is a word and no sign (CLDR: `45%`): درصد and سلنه, as in Afghan news, where ٪ is for tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from translate_pipeline.conventions.convention import Convention
from translate_pipeline.conventions.registry import convention_of
from translate_pipeline.conventions.script import ARABIC, DIGITS, WORD
from translate_pipeline.conventions.shield import unaltered
from translate_pipeline.locales import Locale

_FOREIGN = re.compile("[0-9٠-٩][0-9٠-٩]*")
_TABLE = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", DIGITS * 2)
_NUMBER = re.compile("[۰-۹][۰-۹]*(?:[.,،٫٬][۰-۹]+)+")
_THOUSANDS = re.compile(r"[۱-۹][۰-۹]{0,2}([,،٬])[۰-۹]{3}(?:\1[۰-۹]{3})*(?:[.٫][۰-۹]+)?")
_DECIMAL = re.compile(r"(?:۰|[۱-۹][۰-۹]*)\.[۰-۹]+")
_MARKS = str.maketrans({",": "٬", "،": "٬", ".": "٫"})
# A point after these belongs to a version or a time of day, before the last one to a time.
_NO_DECIMAL = re.compile("(?:نسخه|نسخهٔ|نسخې|ورژن|ویرژن|ویرجن|ساعت) $")
_OCLOCK = re.compile(" ?بج[هېو]")


def _number(match: re.Match[str]) -> str:
    number = match[0]
    if _THOUSANDS.fullmatch(number):
        return number.translate(_MARKS)
    if _DECIMAL.fullmatch(number):
        before = match.string[max(0, match.start() - 8) : match.start()]
        if not _NO_DECIMAL.search(before) and not _OCLOCK.match(match.string, match.end()):
            return number.translate(_MARKS)
    return number


def numbers(text: str) -> str:
    """Native digits; ٬ and ٫ where a mark between digits surely groups or divides.

    Times, dates, versions, telephone numbers and scores keep their marks: they have a colon, a hyphen, several points,
    a leading zero, or groups that are not of three digits.
    """
    return _NUMBER.sub(_number, _FOREIGN.sub(lambda match: match[0].translate(_TABLE), text))


def percent_rule(convention: Convention) -> Callable[[str], str]:
    """The rule that writes a percent sign beside a number as the language's word after it."""
    word = convention.percent
    number = "[۰-۹]+(?:[٫٬.,][۰-۹]+)*"
    gap = rf"(?P<gap>(?!ی(?![{ARABIC}])) ?(?=[{WORD}۰-۹«(]))?"
    after = re.compile(rf"(?P<number>[۰-۹]) ?[%٪](?: ?(?:درصد|فیصد|سلنه)(?![{ARABIC}]))?{gap}")
    before = re.compile(rf"(?<![۰-۹])(?<![۰-۹] )[%٪] ?(?P<number>{number})(?![۰-۹%٪]){gap}")

    def written(match: re.Match[str]) -> str:
        return f"{match['number']} {word}{'' if match['gap'] is None else ' '}"

    def percent(text: str) -> str:
        if "%" not in text and "٪" not in text:
            return text
        return after.sub(written, before.sub(written, text))

    return percent


def to_locale_digits(text: str, locale: Locale) -> str:
    """`text` with its numbers in the locale's digits and separators; Latin words such as COVID-19 stay.

    Raises:
        InputError: the locale has no conventions.
    """
    convention_of(locale)
    return unaltered(text, numbers)
