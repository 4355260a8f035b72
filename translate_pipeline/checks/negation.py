"""The check of negation: a source that denies, and a target in which nothing does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_pipeline.checks.check import Check, Spot, both
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.words import vocabulary

_SOURCE = re.compile(
    r"\b(?:(?:not|cannot|never|nobody|nothing|nowhere|neither|without|denied|denies|deny|denying|refused|refuses)\b"
    r"|\w+n['’]t\b|no (?=[a-z])(?!less|more|fewer|longer than|doubt|matter|later|sooner)|none\b)",
    re.IGNORECASE,
)
_WORDS = "not cannot never nobody nothing nowhere neither without denied denies deny denying refused refuses no none"
_DENIALS = frozenset(shape for word in _WORDS.split() for shape in (word, word.capitalize(), word.upper()))
# "not only", "not just", "whether or not" and the like affirm.
_NO_NEGATION = re.compile(
    r"\b(?:not (?:until|long before|be\w* \w+ until|only|just|merely|simply|least|necessarily|uncommon|unlike)"
    r"|(?:whether|if|why|or) (?:or )?not|nothing (?:but|more)|never before|no-\w+|No\. ?\d|n['’]t (?:only|just)"
    r"|none other|not to mention|no (?:smaller|longer|wonder|bigger|greater|higher|lower))\b",
    re.IGNORECASE,
)

# Verb stems after the prefix ن of Dari, and words that deny.
_STEMS = (
    "می|کر|کن|شد|شو|دار|داش|بود|باش|باید|خواه|خواس|توان|گف|گو|رف|رو|داد|ده|گیر|گرف|یاف|یاب|یست|پذیر|رس|مان|گذ|"
    "برده|بری|پرد|پوش|ترس|جنگ|خر|خور|دان|دید|ساخ|ساز|شناخ|شناس|شن|فرست|فرو|کش|گشت|گشا|گرد|نوش|نشین|نشست|زده|زدند|زن|یفت|یفز|"
    "ایست|یاور|یام|یای|ینج|یند|سوز|سوخ|گنج|چرخ|خواب|شکس|شکن|فهم|چین|چید|پرس|ریخ|ریز|کوش|کاه|کاس|لغز|نگر|پیوس|پیوند|پیم|"
    "پیچ|دوخ|شما|شمر|پسند|بست|بند|بین|لرز|کوب|خند|گزین|گمار|سپار|سپر"
)
_DARI = re.compile(
    rf"(?<!\w)(?:ن(?:{_STEMS})\w*|(?:بر|در|فرا|باز|وا|فرو)ن(?:{_STEMS})\w*|نه|نی|هیچ\w*|هرگز|بدون|بی(?=[ \u200c])|عدم"
    r"|غیر\w*"
    r"|بی(?:کار|سواد|گناه|خبر|خانه|پناه|طرف|سرپرست|نتیجه|سابقه|شمار|اساس|حد|جا|هوده|نظیر|درنگ|ثبات|پاسخ|جواب|اعتنا)\w*"
    r"|نا(?:ممکن|توان|بود|پدید|پذیر|درست|امن|راض|کام|کافی|معلوم|مشخص|روشن|آرام|گزیر|چار|آگاه|شناس|قانون|پایدار|دیده|گفته"
    r"|تمام|خواسته|منظم|مساعد|سازگار|برابر|تکمیل|مناسب|موفق)\w*"
    r"|رد|تکذیب\w*|انکار\w*|امتناع|خودداری|ابا|سرباز|فاقد|ممنوع\w*|ممانعت|منع|محروم\w*|عاری|پرهیز\w*|عاجز|مانع"
    r"|دریغ|به ندرت|جلوگیری)(?!\w)"
)
_PASHTO = re.compile(
    r"(?<!\w)(?:نه|نۀ|(?:و|وا|ور|را|در|پرې|پکې|پې)نه|نهٔ|ون[شک]\w+|نش[تيویېئۍ]\w*|نشته\w*|ه[ېیي]څ\w*|بې(?=[ \u200c])"
    r"|بغیر|پرته|مه"
    r"|بې(?:کار|وس|وزل|ګنا|کور|سار|برخې|باور|ثبات|ځای|دلیل|خبر|طرف|شمېر|سواد)\w*"
    r"|نا(?:ممکن|شون|خبر|توان|کام|څرګند|سم|امن|معلوم|قانون|ارام|وړ|پای|مناسب|بود|چار|کافي|روغ|ببره|برابر|بلد)\w*"
    r"|رد|رد(?:وي|ول|ېد|ې)\w*|انکار|ډډه|غیر\w*|تکذیب|منکر\w*|مخالف\w*|ممنوع\w*|منع|محروم\w*|مخنیوی|مخه|نلر\w*|ن[كک]ړ\w*"
    r"|(?:وا|را|ور|در)ن[شخکغو]\w+|ن[دښ]ي|ندی|نده|عدم|مېښ|سرغړو\w*)(?!\w)"
)
# Arabic letters of careless texts; the Pashto yes stay apart.
_YE_KAF = str.maketrans("ىك", "یک")
_TARGET = {"fa_AF": _DARI, "ps": _PASHTO}


def negation(message: CheckedMessage) -> Iterator[Spot]:
    """A denial in the source with none in the target."""
    pattern = _TARGET.get(message.locale.code)
    if pattern is None:
        return
    if _DENIALS.isdisjoint(vocabulary(message.source)) and "n't" not in message.source and "n’t" not in message.source:
        return
    found = _SOURCE.search(message.source)
    if not found:
        return
    if _NO_NEGATION.search(message.source):
        found = _SOURCE.search(_NO_NEGATION.sub(" ", message.source))
        if not found:
            return
    if not pattern.search(message.target.translate(_YE_KAF)):
        yield Spot(f"{found[0].strip()!r} of the source is not denied here")


CHECKS = (
    Check(
        "negation",
        Severity.WARNING,
        "The source denies something (not, no, never, without, denied); nothing in the translation does.",
        "Any word or prefix that denies counts; the check cannot know which of two verbs should carry it.",
        both(
            "The ministry did not comment.",
            ("وزارت نظر داد.", "وزارت نظر نداد."),
            ("وزارت څرګندونې وکړې.", "وزارت څرګندونې ونه کړې."),
        ),
        negation,
    ),
)
