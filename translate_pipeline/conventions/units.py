"""Money, measures and ages that an engine left in English dress: $5 million, 12 km, ۲۵-ساله.

Written out in words, as in the news of both languages, not as CLDR 48 has it (Babel 2.18): its symbols come out as
`‎$ ۵` (fa_AF), `۵ میلیون $` and `5M US$` (ps), its name of the dollar adds the country each time, Babel has no
kilometre for fa_AF, and CLDR's Pashto ones are transliterated English (`کيلو ګرامز`, `کيلو متر في ساعت`). The words
are those of the newsdesk corpus. A sign that means several currencies (¥, kr) and a letter that means several units
(m) stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from translate_pipeline.conventions.script import ARABIC, ZWNJ


@dataclass(frozen=True, slots=True)
class Units:
    """One language's words for what English writes as a sign or an abbreviation.

    Attributes:
        currencies: by sign, the word after an amount.
        scales: by English word or letter, the word after a number; the second is the one after 1.
        own_scales: words of the language itself that may stand between number and currency.
        measures: by abbreviation.
        ages: words after a number of years.
    """

    currencies: Mapping[str, str]
    scales: Mapping[str, tuple[str, str]]
    own_scales: tuple[str, ...]
    measures: Mapping[str, str]
    ages: tuple[str, ...]


DARI = Units(
    currencies={
        "$": "دالر",
        "US$": "دالر امریکایی",
        "£": "پوند",
        "€": "یورو",
        "₹": "روپیهٔ هندی",
        "₽": "روبل",
        "؋": "افغانی",
    },
    scales={
        "thousand": ("هزار", "هزار"),
        "million": ("میلیون", "میلیون"),
        "billion": ("میلیارد", "میلیارد"),
        "trillion": ("تریلیون", "تریلیون"),
    },
    own_scales=("هزار", "میلیون", "ملیون", "میلیارد", "ملیارد", "بیلیون", "تریلیون"),
    measures={
        "km/h": "کیلومتر در ساعت",
        "km²": "کیلومتر مربع",
        "km": "کیلومتر",
        "cm": f"سانتی{ZWNJ}متر",
        "mm": f"میلی{ZWNJ}متر",
        "kg": "کیلوگرام",
        "mg": f"میلی{ZWNJ}گرام",
        "ha": "هکتار",
        "MW": "میگاوات",
        "°C": f"درجه سانتی{ZWNJ}گراد",
        "°F": "درجه فارنهایت",
    },
    ages=("ساله", "سالگی"),
)
PASHTO = Units(
    currencies={
        "$": "ډالر",
        "US$": "امریکايي ډالر",
        "£": "پونډه",
        "€": "یورو",
        "₹": "هندي روپۍ",
        "₽": "روبله",
        "؋": "افغانۍ",
    },
    scales={
        "thousand": ("زره", "زر"),
        "million": ("میلیونه", "میلیون"),
        "billion": ("میلیارده", "میلیارد"),
        "trillion": ("تریلیونه", "تریلیون"),
    },
    own_scales=(
        *("زره", "زرو", "میلیونه", "میلیونو", "میلیون", "ملیونه", "ملیون", "میلیارده", "میلیاردو", "میلیارد"),
        *("ملیارده", "ملیارد", "بیلیونه", "بیلیون", "تریلیونه", "تریلیون"),
    ),
    measures={
        "km/h": "کیلومتره په ساعت کې",
        "km²": "کیلومتره مربع",
        "km": "کیلومتره",
        "cm": "سانتي متره",
        "mm": "ملي متره",
        "kg": "کیلوګرامه",
        "mg": "ملي ګرامه",
        "ha": "هکتاره",
        "MW": "میګاواټه",
        "°C": "درجې سانتي ګراد",
        "°F": "درجې فارنهایټ",
    },
    ages=("کلن", "کلنه", "کلنې", "کلنو", "کلنۍ"),
)

_NUMBER = r"[0-9۰-۹]+(?:[.,٫٬][0-9۰-۹]+)*(?:-[0-9۰-۹]+(?:[.,٫٬][0-9۰-۹]+)*)?"
_SHORT = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion", "tn": "trillion"}
_OTHER_MEASURES = {
    "kph": "km/h",
    "kmh": "km/h",
    "sq km": "km²",
    "km2": "km²",
    "ºC": "°C",
    "℃": "°C",
    "ºF": "°F",
    "℉": "°F",
}
# An address is passed over whole.
_ADDRESS = r"(?P<address>\S*(?:://|www\.|@)\S*)"
_HINT = re.compile(r"[$£€₹₽؋°º℃℉]|[0-9۰-۹] ?(?:km|kph|[cm]m|[km]g|ha|MW|sq km)")


def hinted(text: str) -> bool:
    """Whether the text could hold what `rule` writes out."""
    return _HINT.search(text) is not None


def rule(units: Units) -> Callable[[str], str]:
    """The rule that writes out money and measures."""
    sign = rf"(?:{'|'.join(re.escape(each) for each in sorted(units.currencies, key=len, reverse=True))})"
    english = {**{word: word for word in units.scales}, **_SHORT}
    own = "|".join(sorted(units.own_scales, key=len, reverse=True))
    scale = (
        rf"(?: ?(?:(?:{'|'.join(sorted(english, key=len, reverse=True))})(?![A-Za-z])|(?:{own})ی?(?![{ARABIC}{ZWNJ}])))"
    )
    start = r"(?<![A-Za-z0-9۰-۹.,٫٬/$£€-])"
    end = rf"(?![A-Za-z0-9۰-۹{ARABIC}]| ?(?:{own}))"
    words = "|".join({each.split()[0] for each in units.currencies.values()} | {"دلار"})
    money = re.compile(
        rf"{_ADDRESS}|{start}(?:(?P<s1>{sign}) ?(?P<n1>{_NUMBER})(?P<c1>{scale}?)"
        rf"|(?P<n2>{_NUMBER})(?:(?P<c2>{scale}) ?(?P<s2>{sign})| ?(?P<s3>{sign})(?P<c3>{scale}?))){end}"
        rf"(?P<said> (?:{words})(?![{ARABIC}]))?"
    )
    measures = {**units.measures, **{short: units.measures[name] for short, name in _OTHER_MEASURES.items()}}
    measure = re.compile(
        rf"{_ADDRESS}|(?<![A-Za-z0-9۰-۹.,/-])(?P<number>{_NUMBER}) ?"
        rf"(?P<unit>{'|'.join(re.escape(each) for each in sorted(measures, key=len, reverse=True))})"
        rf"(?![A-Za-z0-9²³/·^{ARABIC}-])"
    )

    def written(match: re.Match[str]) -> str:
        if match["address"]:
            return match[0]
        number = match["n1"] or match["n2"]
        amount = (match["c1"] or match["c2"] or match["c3"] or "").strip()
        if amount in english:
            amount = units.scales[english[amount]][number in ("1", "۱")]
        money = units.currencies[match["s1"] or match["s2"] or match["s3"]]
        if match["said"]:
            money = match["said"].strip()
        if amount.endswith("ی"):
            amount, money = amount[:-1], f"{money}ی"
        return " ".join(filter(None, (number, amount, money)))

    def measured(match: re.Match[str]) -> str:
        return match[0] if match["address"] else f"{match['number']} {measures[match['unit']]}"

    def spelled_out(text: str) -> str:
        if not hinted(text):
            return text
        return measure.sub(measured, money.sub(written, text))

    return spelled_out


def age_rule(units: Units) -> Callable[[str], str]:
    """The rule that sets the number apart in 25-year-old: ۲۵ ساله, ۲۵ کلن."""
    ages = re.compile(rf"(?<=[۰-۹])[-{ZWNJ}]?(?=(?:{'|'.join(units.ages)})(?![{ARABIC}]))")
    words = tuple(units.ages)

    def ages_apart(text: str) -> str:
        return ages.sub(" ", text) if any(word in text for word in words) else text

    return ages_apart
