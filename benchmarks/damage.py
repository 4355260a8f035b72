"""Twenty and more ways in which a good translation goes bad, each with the checks that should say so."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.conventions.registry import convention_of
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import find_forms
from translate_pipeline.glossary.terms import Kind
from translate_pipeline.locales import find_locale

GOOD = Path(__file__).resolve().parent.parent / "tests" / "checks" / "good_messages.tsv"

# Gives the damaged target; None where a message has nothing to damage in this way.
Damage = Callable[[CheckedMessage, random.Random], str | None]

_NUMBER = re.compile("[۰-۹]+(?:[٫٬][۰-۹]+)*")
_WORD = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")
_ENGLISH_WORD = re.compile(r"\b[a-z]{4,}\b")
_DENIALS = {
    "fa_AF": (
        (re.compile(r"\bنیست"), "است"),
        (re.compile(r"\bنمی"), "می"),
        (
            re.compile(
                r"\bن(?=دار|داشت|کرد|کن|شد|شو|داد|ده|توان|خواه|باید|بود|باش|گرفت|گیر|یافت|رفت|گفت|گذار|خواست|رس)"
            ),
            "",
        ),
        (re.compile(r"\bنی(?=فت|ا)"), ""),
        (re.compile(r"\bهیچ\s?|\bهرگز |\bنه "), ""),
        (re.compile(r"\bهیچ\u200c"), ""),
        (re.compile(r"\bبدون"), "با"),
        (re.compile(r"\b(?:رد|تکذیب)(?= )"), "تأیید"),
    ),
    "ps": (
        (re.compile(r"\b(?:نه|هېڅ|مه) "), ""),
        (re.compile(r"\bونه "), "و"),
        (re.compile(r"\bنشته"), "شته"),
        (re.compile(r"\bن(?=لري|لرم|لرل)"), ""),
        (re.compile(r"\bهېڅ\w* "), "ټول "),
        (re.compile(r"\bپرته"), "سره"),
        (re.compile(r"\b(?:رد|تکذیب)(?= )"), "تایید"),
    ),
}
# What may still deny after that, whatever it means: such a message is passed over.
_STILL = {
    "fa_AF": re.compile(
        r"\bن\w{2,}(?:د|ند|م|یم|ه)\b|\b(?:نا|بی|غیر)\w*|\bعدم|\bمنع|\bخودداری|\bامتناع|\bانکار|\bنی\b|رد\b|\bممنوع|\bمحروم|\bجز\b"
    ),
    "ps": re.compile(r"\b\w*نه\b|\b(?:نا|بې|غیر|هېڅ)\w*|\bون\w+|\bمنع|\bډډه|\bانکار|\bرد|\bنش\w+|\bمخه|\bمخنیوی"),
}
_DENIES = re.compile(
    r"\b(?:not(?! (?:until|only|just))|never|no(?! (?:more|fewer|less|longer))|without|denied|cannot|nobody"
    r"|nothing(?! but)|neither)\b|n't\b"
)


@dataclass(frozen=True, slots=True)
class Damaging:
    """A kind of damage and the ids of checks of which one must report it."""

    name: str
    damage: Damage
    checks: frozenset[str]


def read_good(matcher: Matcher, path: Path = GOOD) -> list[CheckedMessage]:
    """The good messages of a file (role, English, Dari, Pashto in columns), in both languages."""
    messages = []
    for line in path.read_text(encoding="utf-8").splitlines():
        role, english, *targets = line.split("\t")
        for code, target in zip(("fa_AF", "ps"), targets, strict=True):
            messages.append(CheckedMessage(english, target, role, find_locale(code), tuple(matcher.find(english))))
    return messages


def damaged(messages: list[CheckedMessage], kind: Damaging, count: int, seed: int = 1) -> Iterator[CheckedMessage]:
    """Up to `count` messages with the damage, the same for the same seed."""
    chance = random.Random(f"{seed} {kind.name}")
    order = chance.sample(messages, len(messages))
    for message in order:
        if count == 0:
            return
        target = kind.damage(message, chance)
        if target is not None and target != message.target:
            count -= 1
            yield replace(message, target=target)


def _cut(text: str, start: int, end: int) -> str:
    return re.sub(" {2,}", " ", text[:start] + text[end:]).strip()


def _numbers(message: CheckedMessage) -> list[re.Match[str]]:
    """Numbers that stand once, are no part of a name, and are in digits in the source."""
    found = [each for each in _NUMBER.finditer(message.target) if each[0].isdecimal() and int(each[0]) > 2]
    values = [int(each[0]) for each in found]
    return [each for each in found if values.count(int(each[0])) == 1 and str(int(each[0])) in message.source]


def _drop_number(message: CheckedMessage, chance: random.Random) -> str | None:
    found = _numbers(message)
    return _cut(message.target, *chance.choice(found).span()) if found else None


def _change_number(message: CheckedMessage, chance: random.Random) -> str | None:
    found = _numbers(message)
    if not found:
        return None
    number = chance.choice(found)
    other = str(int(number[0]) + chance.choice((3, 4, 7, 20, 100)))
    digits = "".join(chr(0x06F0 + int(digit)) for digit in other)
    return message.target[: number.start()] + digits + message.target[number.end() :]


def _swap(old: str, new: str) -> Damage:
    def damage(message: CheckedMessage, chance: random.Random) -> str | None:
        places = [found.start() for found in re.finditer(old, message.target)]
        if not places:
            return None
        place = chance.choice(places)
        return message.target[:place] + new + message.target[place + len(old) :]

    return damage


def _by_locale(dari: Damage, pashto: Damage) -> Damage:
    return lambda message, chance: (dari if message.locale.code == "fa_AF" else pashto)(message, chance)


def _lose_quote(message: CheckedMessage, chance: random.Random) -> str | None:
    places = [found.start() for found in re.finditer("[«»]", message.target)]
    return _cut(message.target, (place := chance.choice(places)), place + 1) if places else None


def _urdu(message: CheckedMessage, chance: random.Random) -> str | None:
    word = chance.choice(("ہے", "میں", "نہیں", "ہیں", "کیا گیا ہے", "لڑکا"))
    space = message.target.find(" ")
    # Words of Urdu without a letter of its own look like the language's own.
    return f"{message.target[:space]} {word}{message.target[space:]}" if space > 0 and set(word) & set("ہےںڑ") else None


def _loop(message: CheckedMessage, chance: random.Random) -> str | None:
    words = message.target.split(" ")
    if len(words) < 6:
        return None
    size = chance.randint(1, 3)
    start = chance.randrange(1, len(words) - size - 1)
    phrase = words[start : start + size]
    if any(not word[-1].isalpha() or not word[0].isalpha() for word in phrase):
        return None
    return " ".join([*words[: start + size], *phrase * 3, *words[start + size :]])


def _drop_name(message: CheckedMessage, chance: random.Random) -> str | None:
    terms = [match.term for match in message.matches if match.term.kind in (Kind.PLACE, Kind.PERSON, Kind.OUTLET)]
    found = find_forms(terms, message.target, message.locale)
    return _cut(message.target, (each := chance.choice(found)).start, each.end) if found else None


def _insert(text: str) -> Damage:
    def damage(message: CheckedMessage, chance: random.Random) -> str | None:
        spaces = [found.start() for found in re.finditer(" ", message.target)]
        if not spaces:
            return None
        place = chance.choice(spaces)
        return message.target[:place] + text + message.target[place:]

    return damage


def _latin(message: CheckedMessage, chance: random.Random) -> str | None:
    words: list[str] = _ENGLISH_WORD.findall(message.source)
    places = list(_WORD.finditer(message.target))
    if not words or len(places) < 4:
        return None
    place = chance.choice(places)
    return message.target[: place.start()] + chance.choice(words) + message.target[place.end() :]


def _tatweel(message: CheckedMessage, chance: random.Random) -> str | None:
    places = [found.start() + 1 for found in re.finditer("[بتسشمنلکف](?=[\u0621-\u06cc])", message.target)]
    return message.target[: (place := chance.choice(places))] + "ـ" + message.target[place:] if places else None


def _headline_stop(message: CheckedMessage, chance: random.Random) -> str | None:
    return f"{message.target}." if message.role == "headline" and message.target[-1].isalpha() else None


def _latin_mark(message: CheckedMessage, chance: random.Random) -> str | None:
    marks = {"،": ",", "؛": ";", "؟": "?"}
    places = [found.start() for found in re.finditer("[،؛؟](?![۰-۹])", message.target)]
    if not places:
        return None
    place = chance.choice(places)
    return message.target[:place] + marks[message.target[place]] + message.target[place + 1 :]


def _affirm(message: CheckedMessage, chance: random.Random) -> str | None:
    if not _DENIES.search(message.source):
        return None
    target: str = message.target
    for pattern, instead in _DENIALS[message.locale.code]:
        target = pattern.sub(instead, target)
    return None if _STILL[message.locale.code].search(target) else target


def _truncate(message: CheckedMessage, chance: random.Random) -> str | None:
    words = message.target.split(" ")
    return " ".join(words[: len(words) // 2]).rstrip("،؛:. ") if len(message.source) >= 60 else None


def _other_month(message: CheckedMessage, chance: random.Random) -> str | None:
    months = convention_of(message.locale).months
    for name, month in zip("January February April June July August September October November December".split(),
                           [*months[:2], months[3], *months[5:]], strict=True):  # fmt: skip
        if re.search(rf"\b{name}\b", message.source) and len(re.findall(rf"\b{month}\b", message.target)) == 1:
            other = chance.choice([each for each in months if each not in (month, months[4])])
            return re.sub(rf"\b{month}\b", other, message.target)
    return None


def _double_space(message: CheckedMessage, chance: random.Random) -> str | None:
    return _insert(" ")(message, chance)


def _checks(ids: str) -> frozenset[str]:
    return frozenset(ids.split())


KINDS: tuple[Damaging, ...] = (
    Damaging("a number dropped", _drop_number, _checks("number")),
    Damaging("a number changed", _change_number, _checks("number")),
    Damaging("another month", _other_month, _checks("date")),
    Damaging("a name dropped", _drop_name, _checks("term")),
    Damaging("the negation lost", _affirm, _checks("negation")),
    Damaging("the second half cut off", _truncate, _checks("length end-mark")),
    Damaging("a phrase looped", _loop, _checks("repetition")),
    Damaging("empty", lambda message, chance: "", _checks("empty")),
    Damaging("the source copied", lambda message, chance: message.source, _checks("source-copy")),
    Damaging("an English word left", _latin, _checks("latin english")),
    Damaging("a placeholder left", _insert(" ⟦3⟧"), _checks("leftover")),
    Damaging("a tag left", _insert(" </b>"), _checks("leftover")),
    Damaging("ک as ك", _swap("ک", "ك"), _checks("letter")),
    Damaging("ی as ي or ى", _by_locale(_swap("ی", "ي"), _swap("ی", "ى")), _checks("letter")),
    Damaging("Persian گ in Pashto, Pashto ګ in Dari", _by_locale(_swap("گ", "ګ"), _swap("ګ", "گ")), _checks("letter")),
    Damaging("Urdu words", _urdu, _checks("letter")),
    Damaging("a quotation mark lost", _lose_quote, _checks("quotes")),
    Damaging("a Latin comma or question mark", _latin_mark, _checks("punctuation")),
    Damaging("a double space", _double_space, _checks("double-space")),
    Damaging("a bidi control", _insert("\u200f"), _checks("bidi")),
    Damaging("tatweel", _tatweel, _checks("tatweel")),
    Damaging("a headline with a full stop", _headline_stop, _checks("headline-stop")),
)
