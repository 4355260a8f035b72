"""What is particular to Pashto: no ZWNJ, spelling of months and weekdays."""

from __future__ import annotations

import re

from translate_pipeline.conventions.convention import MARKS, Convention, wrong_letters
from translate_pipeline.conventions.script import ARABIC, UNJOINED, ZWNJ
from translate_pipeline.conventions.units import PASHTO

_LETTERS = frozenset("اآأبپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوؤهۀیيېۍئء")

# The five letters ی ي ې ۍ ئ differ in meaning and are on neither side, but for ى and ے, which stand for final ی
# (the second in Peshawar's spelling: سړے).
_WRONG = {
    "ى": "ی",
    "ے": "ی",
    "ۓ": "ئ",
    "ێ": "ې",
    "ك": "ک",
    "ڪ": "ک",
    "گ": "ګ",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ۂ": "ۀ",
    "ں": "ن",
    "ٹ": "ټ",
    "ڈ": "ډ",
    "ڑ": "ړ",
    "ٶ": "ؤ",
}

_MONTHS = ("جنوري", "فبروري", "مارچ", "اپریل", "مۍ", "جون", "جولای", "اګست", "سپټمبر", "اکتوبر", "نومبر", "ډسمبر")
_SOLAR_MONTHS = (
    "وری",
    "غویی",
    "غبرګولی",
    "چنګاښ",
    "زمری",
    "وږی",
    "تله",
    "لړم",
    "لیندۍ",
    "مرغومی",
    "سلواغه",
    "کب",
)
# سه شنبه in two words: 185 of 219 in Pashto news of 2020, which writes no ZWNJ.
_WEEKDAYS = ("دوشنبه", "سه شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")

_OTHER_MONTHS = {
    "جنورۍ": "جنوري",
    "جنوری": "جنوري",
    "فبرورۍ": "فبروري",
    "فبروری": "فبروري",
    "اپرېل": "اپریل",
    "جولايي": "جولای",
    "جولایي": "جولای",
    "اګسټ": "اګست",
    "سپتمبر": "سپټمبر",
    "اکټوبر": "اکتوبر",
    "دسمبر": "ډسمبر",
    "ډیسمبر": "ډسمبر",
    "ډېسمبر": "ډسمبر",
}
_OTHER_MONTH = re.compile(rf"(?:{'|'.join(_OTHER_MONTHS)})(?![{ARABIC}])")
# مې is "my" or "me" but for May: after د before a day, or before the word month.
_MAY = re.compile(rf"(?<![{ARABIC}])(?:(?<=د )مې(?= (?:په |له |تر |پر )?[۰-۹])|مې(?= میاشت))")
_WEEKDAY = re.compile(rf"(?<![{ARABIC}])(?:(یک|دو|چهار|پنج)[ {ZWNJ}]|(س[هې])[ {ZWNJ}]?|چار ?)شنب(?=[هې](?![{ARABIC}]))")

_IDLE_ZWNJ = re.compile(rf"(?:(?<=[{UNJOINED}])|(?<![{ARABIC}])){ZWNJ}|{ZWNJ}(?![{ARABIC}])")


def _months_and_weekdays(text: str) -> str:
    def month(match: re.Match[str]) -> str:
        inside = re.match(f"[{ARABIC}]", match.string[match.start() - 1 : match.start()])
        return match[0] if inside else _OTHER_MONTHS[match[0]]

    def weekday(match: re.Match[str]) -> str:
        return "سه شنب" if match[2] else f"{match[1] or 'چهار'}شنب"

    text = _OTHER_MONTH.sub(month, text)
    if "مې" in text:
        text = _MAY.sub("مۍ", text)
    return _WEEKDAY.sub(weekday, text) if "شنب" in text else text


def _without_zwnj(text: str) -> str:
    """A space where the ZWNJ keeps two letters apart, nothing where they never join."""
    return _IDLE_ZWNJ.sub("", text).replace(ZWNJ, " ") if ZWNJ in text else text


CONVENTION = Convention(
    letters=_LETTERS | MARKS,
    wrong=wrong_letters(_WRONG),
    percent="سلنه",
    months=_MONTHS,
    solar_months=_SOLAR_MONTHS,
    weekdays=_WEEKDAYS,
    date="د {month} {day}مه",
    date_year="د {year} د {month} {day}مه",
    units=PASHTO,
    rules=(_without_zwnj, _months_and_weekdays),
)
