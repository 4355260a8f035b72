"""What is particular to Dari: ZWNJ of verbs and plurals, spelling of months and weekdays."""

from __future__ import annotations

import re

from translate_pipeline.conventions.convention import MARKS, Convention, wrong_letters
from translate_pipeline.conventions.script import ARABIC, NATIVE, UNJOINED, ZWNJ
from translate_pipeline.conventions.units import DARI
from translate_pipeline.conventions.wordlist import one_of

_LETTERS = frozenset("اآأبپتثجچحخدذرزژسشصضطظعغفقکگلمنوؤهیئء")
# Pashto letters of offices and places that Dari writes unchanged (څارنوال, ځدران).
_BORROWED = frozenset("څځ")

_WRONG = {
    "ي": "ی",
    "ى": "ی",
    "ے": "ی",
    "ۓ": "ئ",
    "ك": "ک",
    "ڪ": "ک",
    "ګ": "گ",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ۀ": "ه\u0654",
    "ۂ": "ه\u0654",
    "ں": "ن",
    "ٹ": "ت",
    "ڈ": "د",
    "ڑ": "ر",
    "ٶ": "ؤ",
}

_MONTHS = ("جنوری", "فبروری", "مارچ", "اپریل", "می", "جون", "جولای", "اگست", "سپتمبر", "اکتوبر", "نومبر", "دسمبر")
_SOLAR_MONTHS = ("حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت")
_WEEKDAYS = ("دوشنبه", f"سه{ZWNJ}شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")

# Month names of Iran, taken from the French, which public en-fa systems write. Outside dates مه is fog and مارس Mars.
_IRANIAN_MONTHS = {
    "ژانویه": "جنوری",
    "فوریه": "فبروری",
    "آوریل": "اپریل",
    "ژوئن": "جون",
    "ژوئیه": "جولای",
    "ژوییه": "جولای",
    "اوت": "اگست",
    "آگوست": "اگست",
    "سپتامبر": "سپتمبر",
    "اکتبر": "اکتوبر",
    "نوامبر": "نومبر",
    "دسامبر": "دسمبر",
}
_IRANIAN_MONTH = re.compile(rf"(?:{'|'.join(_IRANIAN_MONTHS)})(?![{ARABIC}{ZWNJ}])")
_IRANIAN_MAY = re.compile(rf"(?<![{ARABIC}{ZWNJ}])(?:(?<=[۰-۹] )|(?<=ماه ))مه(?![{ARABIC}{ZWNJ}])|مه(?= ۲۰[۰-۹]{{2}})")
_IRANIAN_MARCH = re.compile(
    rf"مارس(?:(?<=[۰-۹] مارس)|(?<=ماه مارس)|(?=،? (?:سال )?[۰-۹]{{4}}))(?<![{ARABIC}{ZWNJ}]مارس)(?![{ARABIC}{ZWNJ}])"
)
_WEEKDAY = re.compile(rf"(?<![{ARABIC}])(?:(یک|دو|چهار|پنج)[ {ZWNJ}]|(سه) ?)شنبه")

_PRESENT = (
    "آ آزمای آموز آمیز آور آویز آی افت افزای انجام انداز انگیز ایست باز باش بخش بر بلع بند بین پاش پذیر "
    "پر پرداز پرس پندار پوش پوشان پیچ پیمای تاب تراش ترس ترسان تکان توان جنگ جو جوی چرخ چرخان چین خر خند "
    "خواب خوابان خوان خواه خور خیز دار دان ده دو دوز رس رسان رقص رنج رو روی ریز زن زای ساز سپار ستای سنج "
    "سوز سوزان شتاب شکن شمار شمر شناس شنو شو شوی طلب فرست فرمای فروش فشار فهم کار کاه کش کشان کن کوب کوش "
    "گذار گذر گذران گرد گردان گری گریز گزین گمار گنجان گوی گیر لرز مان میر نام نشین نگر نمای نواز نوش "
    "نویس هراس یاب"
)
_PAST = (
    "آزمود آمد آموخت آمیخت آورد افتاد افزود انجامید انداخت ایستاد باخت بخشید برد بست بود پاشید پرداخت "
    "پرسید پرید پذیرفت پنداشت پوشید پیچید پیمود تابید ترسید توانست جنگید چرخید چید خاست خرید خندید "
    "خواباند خوابید خواست خواند خورد داد داشت دانست دزدید دوخت دوید دید رساند رسید رفت رقصید ریخت زد ساخت "
    "سپرد سنجید سوخت شتافت شد شکست شمرد شناخت شنید طلبید فرستاد فرمود فروخت فشرد فهمید کاست کاشت کرد "
    "کشاند کشت کشید کوبید کوشید گذاشت گذراند گذشت گرداند گردید گرفت گریخت گریست گشت گفت لرزید ماند مرد "
    "نامید نشست نگریست نمود نواخت نوشت نوشید هراسید یافت"
)
# Forms without the second person singular, which looks like many a noun, and without مردم (people).
_VERB = (
    rf"(?!مردم(?![{ARABIC}]))(?:{one_of(_PRESENT.split())}(?:م|د|یم|ید|ند)|توان|باید"
    rf"|{one_of(_PAST.split())}(?:م|یم|ید|ند|ه)?)(?![{ARABIC}])"
)
# These begin with what they look for, so that the search skips to it; what stands before is checked after.
_SPACED_VERB = re.compile(rf"می (?={_VERB})")
_SPACED_NEGATION = re.compile(rf"نمی (?=[{ARABIC}]{{2}})")
_PREVERB = re.compile(rf"(?:^|[^{NATIVE}{ZWNJ}])(بر|در|فرا|باز|وا|فرو)?\Z")
# می also is May: after a number, a preposition or a word of the calendar.
_BEFORE_MAY = re.compile(
    rf"(?:^|[^{ARABIC}])(?:[۰-۹]|(?:ماه|در|از|تا|به|اوایل|نیمه|نیمهٔ|اواسط|اواخر|اپریل|اول|دوم"
    rf"|(?:سو|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|سیزده|چهارده|پانزده|شانزده|هفده|هجده|نزده|بیست|سی{ZWNJ}?ا)م)) $"
)
# Only forms that, written in one piece, are no other word (unlike میدان or میرود).
_JOINED_VERB = re.compile(
    rf"می(?=(?:شود|شوند|شد|شدند|کند|کنند|کرد|کردند|گوید|گویند|گفت|گفتند|دهد|دهند|داد|دادند"
    rf"|خواهد|خواهند|خواست|تواند|توانند|توانست|باشد|باشند|گیرد|گیرند|گرفت|رسد|رسند|رسید)(?![{ARABIC}]))"
)
_VERB_START = re.compile(rf"(?:^|[^{NATIVE}{ZWNJ}])ن?\Z")
_PLURAL = re.compile(rf" ها(?<=[{NATIVE}] ها)(?=(?:ی|یی|ست|یش|یم|یت|یشان|یمان|یتان|ی\u0654)?(?![{ARABIC}{ZWNJ}]))")
_SUFFIX = re.compile(
    rf"ه (?<=[{ARABIC}]{{2}}ه )(?<!به )(?<!که )(?<!چه )(?=(?:اند|ایم|اید|ام|ای|اش)(?![{ARABIC}{ZWNJ}]))"
)
_IDLE_ZWNJ = re.compile(rf"{ZWNJ}(?<=[{UNJOINED}]{ZWNJ})(?=[{ARABIC}])")
_UNJOINED = frozenset(UNJOINED)


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - 16) : match.start()]


def _months_and_weekdays(text: str) -> str:
    def month(match: re.Match[str]) -> str:
        inside = re.search(f"[{ARABIC}{ZWNJ}]$", _before(match))
        return match[0] if inside else _IRANIAN_MONTHS[match[0]]

    for name in _IRANIAN_MONTHS:
        if name in text:
            text = _IRANIAN_MONTH.sub(month, text)
            break
    if "مه" in text:
        text = _IRANIAN_MAY.sub("می", text)
    if "مارس" in text:
        text = _IRANIAN_MARCH.sub("مارچ", text)
    if "شنبه" in text:
        text = _WEEKDAY.sub(lambda m: f"سه{ZWNJ}شنبه" if m[2] else f"{m[1]}شنبه", text)
    return text


def _verbs(text: str) -> str:
    if "می" not in text:
        return text

    def join(match: re.Match[str]) -> str:
        before = _PREVERB.search(_before(match))
        if not before or (match[0] == "می " and not before[1] and _BEFORE_MAY.search(_before(match))):
            return match[0]
        return match[0][:-1] + ZWNJ

    def part(match: re.Match[str]) -> str:
        return f"می{ZWNJ}" if _VERB_START.search(_before(match)) else match[0]

    if "می " in text:
        text = _SPACED_VERB.sub(join, text)
        text = _SPACED_NEGATION.sub(join, text)
    return _JOINED_VERB.sub(part, text)


def _suffixes(text: str) -> str:
    def join(match: re.Match[str]) -> str:
        return "ها" if match.string[match.start() - 1] in _UNJOINED else f"{ZWNJ}ها"

    if " ها" in text:
        text = _PLURAL.sub(join, text)
    if "ه ا" in text:
        text = _SUFFIX.sub(f"ه{ZWNJ}", text)
    return _IDLE_ZWNJ.sub("", text) if ZWNJ in text else text


CONVENTION = Convention(
    letters=_LETTERS | _BORROWED | MARKS,
    wrong=wrong_letters(_WRONG),
    percent="درصد",
    months=_MONTHS,
    solar_months=_SOLAR_MONTHS,
    weekdays=_WEEKDAYS,
    date="{day} {month}",
    date_year="{day} {month} {year}",
    units=DARI,
    rules=(_months_and_weekdays, _verbs, _suffixes),
)
