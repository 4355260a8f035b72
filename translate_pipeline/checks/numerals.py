"""The number words of English, Dari and Pashto, as far as news uses them; the target's folded (see `words`)."""

from __future__ import annotations

from translate_pipeline.checks.words import folded


def _table(text: str) -> dict[str, int]:
    """`value word word...`, one value a line."""
    rows = (line.split() for line in text.strip().splitlines())
    return {word: int(value) for value, *words in rows for word in words}


def _meanings(text: str) -> dict[str, set[float]]:
    """The same where a word may mean several values."""
    meanings: dict[str, set[float]] = {}
    for line in text.strip().splitlines():
        value, *words = line.split()
        for word in words:
            meanings.setdefault(word, set()).add(int(value))
    return meanings


ENGLISH_UNITS = _table(
    """
    0 zero
    1 one first once
    2 two second twice
    3 three third thrice
    4 four fourth
    5 five fifth
    6 six sixth
    7 seven seventh
    8 eight eighth
    9 nine ninth
    10 ten tenth
    11 eleven eleventh
    12 twelve twelfth
    13 thirteen thirteenth
    14 fourteen fourteenth
    15 fifteen fifteenth
    16 sixteen sixteenth
    17 seventeen seventeenth
    18 eighteen eighteenth
    19 nineteen nineteenth
    20 twenty twentieth
    30 thirty thirtieth
    40 forty fortieth
    50 fifty fiftieth
    60 sixty sixtieth
    70 seventy seventieth
    80 eighty eightieth
    90 ninety ninetieth
    """
)
ENGLISH_SCALES = _table(
    """
    12 dozen
    100 hundred hundredth
    1000 thousand thousandth k
    1000000 million millionth m mn
    1000000000 billion bn
    1000000000000 trillion tn
    """
)
# A translation may say these as a number; none need stand there.
ENGLISH_HINTS = _meanings(
    """
    2 both half halves halved pair couple double doubled doubling twin twins bilateral biannual second seconds fortnight
    3 third thirds trio triad triple tripled trilateral triplets quarter quarterly trick hat threefold
    4 quarter quarters quarterly quadruple quartet fourfold
    5 fifths quintet fivefold panj
    6 sixfold semester
    7 week weekly weeks
    6 half
    10 tenths decade decades tens tenfold dozens
    12 dozens dozen noon midnight year
    15 fortnight quarter
    20 twenties
    24 day daily
    25 quarter
    30 thirties
    40 forties
    50 half fifties
    60 sixties minute
    70 seventies
    80 eighties
    90 nineties
    100 century centuries centennial hundreds
    1000 thousands millennium
    1000000 millions
    1000000000 billions
    1000000000000 trillions
    """
)

_DARI_UNITS = """
    0 صفر
    1 یک یکی یکم یکمین اول نخست
    2 دو دوم دومین هردو دویم دوباره
    3 سه سوم سومین
    4 چهار چهارم چهارمین چار چارم
    5 پنج پنجم پنجمین
    6 شش ششم ششمین
    7 هفت هفتم هفتمین
    8 هشت هشتم هشتمین
    9 نه نهم نهمین
    10 ده دهم دهمین
    11 یازده یازدهم یازدهمین
    12 دوازده دوازدهم دوازدهمین درجن
    13 سیزده سیزدهم سیزدهمین
    14 چهارده چهاردهم چهاردهمین چارده
    15 پانزده پانزدهم پانزدهمین
    16 شانزده شانزدهم شانزدهمین
    17 هفده هفدهم هفدهمین
    18 هجده هجدهم هژده هژدهم هجدهمین
    19 نوزده نوزدهم نزده نزدهم نوزدهمین
    20 بیست بیستم بیستمین
    30 سی سیم سی‌ام
    40 چهل چهلم چهلمین
    50 پنجاه پنجاهم پنجاهمین
    60 شصت شصتم شصتمین
    70 هفتاد هفتادم
    80 هشتاد هشتادم
    90 نود نودم
    200 دوصد دویست
    300 سه‌صد سیصد سهصد
    400 چهارصد
    500 پنجصد پانصد
    600 ششصد شش‌صد
    700 هفتصد
    800 هشتصد
    900 نهصد
    100 یکصد
    1000 یکهزار
"""
_DARI_SCALES = """
    100 صد صدم صدمین
    1000 هزار هزارم
    100000 لک
    1000000 میلیون ملیون میلون
    10000000 کرور
    1000000000 میلیارد ملیارد بیلیون بلیون
    1000000000000 تریلیون ترلیون تریلیارد
"""
_PASHTO_UNITS = """
    0 صفر
    1 یو یوه یوې یوازې یوی لومړی لومړۍ لومړني اول
    2 دوه دوو دوې دوی دویم دویمه دویمې دوهم دوهمه دوهمې دواړه دواړو دوم دوه‌یم
    3 درې دري درییو دریو دریم دریمه دریمې درېیم درېیمه درېیمې درېو درييم دریيم درې‌یم
    4 څلور څلورو څلورم څلورمه څلورمې څلرو
    5 پنځه پنځو پنځم پنځمه پنځمې
    6 شپږ شپږو شپږم شپږمه شپږمې شپږې
    7 اووه اوه اوو اووم اوومه اوومې اوم اومه
    8 اته اتو اتم اتمه اتمې
    9 نهه نه نهو نهم نهمه نهمې
    10 لس لسو لسم لسمه لسمې
    11 یوولس یوولسو یوولسم یوولسمه یوولسمې یولس یولسم
    12 دوولس دولس دوولسو دولسو دوولسم دوولسمه دولسم دولسمه دوولسمې دولسمې درجن
    13 دیارلس دیارلسو دیارلسم دیارلسمه
    14 څوارلس څوارلسو څوارلسم څوارلسمه څورلس
    15 پنځلس پنځلسو پنځلسم پنځلسمه
    16 شپاړس شپاړسو شپاړسم شپاړسمه شپاړلس شپاړسمې
    17 اوولس اولس اوولسو اوولسم اوولسمه اولسم اولسمه
    18 اتلس اتلسو اتلسم اتلسمه اتلسمې
    19 نولس نولسو نولسم نولسمه نونس نولسمې نوولس نوولسم نوولسمه نوولسمې
    20 شل شلو شلم شلمه شلمې
    21 یوویشت یویشت یوویشتو یوویشتم یوویشتمه یوویشتمې
    22 دوویشت دوه‌ویشت دوویشتو دوویشتم
    23 درویشت درویشتو درویشتم
    24 څلېرویشت څلورویشت څلیرویشت څلېرویشتو
    25 پنځه‌ویشت پنځویشت پنځه‌ویشتو
    26 شپږویشت شپږویشتو
    27 اوویشت اوه‌ویشت اووه‌ویشت
    28 اتویشت اته‌ویشت
    29 نهه‌ویشت نه‌ویشت
    20 ویشت ویشتو ویشتم ویشتمه ویشتمې
    30 دېرش دیرش دېرشو دېرشم دېرشمه دېرشمې
    40 څلوېښت څلویښت څلوېښتو څلوېښتم څلوېښتمې
    50 پنځوس پنځوسو پنځوسم پنځوسمه پنځوسمې
    60 شپېته شپیته شپېتو شپېتم
    70 اویا اویاو اویاوو اویایم
    80 اتیا اتیاو اتیاوو اتیایم
    90 نوي نویو نویم نوي
"""
_PASHTO_SCALES = """
    100 سل سلو سوه سوو سلم سلمه سلګونه سلګونو
    1000 زر زره زرو زرم زرګونه زرګونو
    100000 لک لکه لکو
    1000000 میلیون میلیونه میلیونو ملیون ملیونه ملیونو میلیونونه
    10000000 کرور کروړ
    1000000000 میلیارد میلیارده میلیاردو ملیارد ملیارده ملیاردو بیلیون بیلیونه بلیون
    1000000000000 تریلیون تریلیونه تریلیونو ټریلیون ټریلیونه ټریلیونو
"""

UNITS = {"fa_AF": _table(folded(_DARI_UNITS)), "ps": _table(folded(_PASHTO_UNITS))}
SCALES = {"fa_AF": _table(folded(_DARI_SCALES)), "ps": _table(folded(_PASHTO_SCALES))}
# Words that also mean something else (no, new, village, gold, but, only, they): never reported as too many.
AMBIGUOUS = {
    "fa_AF": frozenset(map(folded, "نه ده دهم سی شش شصت شصتم نزده لک صد سیم هزار".split())),
    "ps": frozenset(map(folded, "نه نوي نویو زر زره زرو سل لکه شل اوه اولس دري سوه سوو اوو اویا".split())),
}
