"""Persian of Iran into Dari: the table of words, their endings, and where a word is ambiguous, its surroundings.

For drafts of engines that speak Iranian Persian. The table is a CSV file of a project's glossary folder,
`glossaries/dari.csv`; `docs/dari.md` describes its columns and says what each row was measured to do.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from translate_pipeline.conventions.script import ARABIC, NATIVE, UNJOINED, ZWNJ
from translate_pipeline.conventions.shield import protected, unaltered
from translate_pipeline.conventions.wordlist import one_of
from translate_pipeline.errors import InputError, did_you_mean
from translate_pipeline.input_files import read_input

TABLE_NAME = "dari.csv"
_LONGEST_WORD = 80
"""The table's file name in a glossary folder; it holds no terms."""

COLUMNS = ("persian", "dari", "class", "plural", "context", "english", "note")


class WordClass(StrEnum):
    """Which endings a word takes."""

    NOUN = "noun"
    PERSON = "person"
    NAME = "name"
    FIXED = "fixed"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Word:
    """A row of the table.

    Attributes:
        persian: spellings of the Persian word; a ZWNJ in one also stands for a space and for nothing.
        dari: the Dari word; the first is written, the others are as good.
        plural: the Dari plural where it is not the word with ها or ان.
        context: conditions that must all hold (see `docs/dari.md`).
        english: words of the source, of which one must occur; empty where the Persian word says enough.
    """

    persian: tuple[str, ...]
    dari: tuple[str, ...]
    word_class: WordClass
    plural: str = ""
    context: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A word of the table in a text: half-open offsets, and what Dari writes there."""

    word: Word
    start: int
    end: int
    dari: str


# Endings, in the order they follow a word: plural ها and ان, -ی (indefinite, adjective), ezafe, possessive.
_HA, _AN, _YA, _EZAFE = "ha", "an", "ya", "ezafe"
_POSSESSIVES = ("م", "ت", "ش", "مان", "تان", "شان")
_ENDINGS: tuple[tuple[str, ...], ...] = (
    (),
    (_EZAFE,),
    (_YA,),
    *((each,) for each in _POSSESSIVES),
    *((plural, *last) for plural in (_HA, _AN) for last in ((), (_EZAFE,), (_YA,), *((p,) for p in _POSSESSIVES))),
    (_YA, _HA),
    (_YA, _HA, _EZAFE),
    *((_YA, each) for each in _POSSESSIVES),
)
_ALLOWED: Mapping[WordClass, tuple[tuple[str, ...], ...]] = {
    WordClass.PERSON: _ENDINGS,
    WordClass.NOUN: tuple(each for each in _ENDINGS if _AN not in each),
    WordClass.NAME: tuple(each for each in _ENDINGS if _AN not in each and each[:1] != (_HA,)),
    WordClass.FIXED: ((),),
    WordClass.KEEP: ((),),
}


def _final(stem: str) -> str:
    """How endings join a stem: after a vowel (ا, و), silent ه, ی, or any other letter."""
    if stem.endswith(("ا", "و")):
        return "vowel"
    if stem.endswith("ه") and not stem.endswith(("اه", "وه")):
        return "silent"
    return "ye" if stem.endswith("ی") else "consonant"


_YA_FORMS = {"consonant": "ی", "vowel": "یی", "silent": f"{ZWNJ}ای", "ye": f"{ZWNJ}ای"}
_EZAFE_FORMS = {"consonant": "", "vowel": "ی", "silent": "\u0654", "ye": ""}
_AN_FORMS = {"consonant": "ان", "vowel": "یان", "silent": "گان", "ye": "ان"}
_POSSESSIVE_JOINTS = {"consonant": "", "vowel": "ی", "silent": f"{ZWNJ}ا", "ye": f"{ZWNJ}ا"}


def _with_endings(stem: str, endings: Sequence[str], plural: str = "") -> str:
    for ending in endings:
        final = _final(stem)
        if ending in (_HA, _AN) and plural:
            stem = plural
        elif ending == _HA:
            stem += "ها" if stem[-1] in UNJOINED else f"{ZWNJ}ها"
        elif ending == _AN:
            stem = (stem[:-1] if final == "silent" else stem) + _AN_FORMS[final]
        elif ending == _YA:
            stem += _YA_FORMS[final]
        elif ending == _EZAFE:
            stem += _EZAFE_FORMS[final]
        elif final in ("silent", "ye") and len(ending) > 1:
            stem += f"{ZWNJ}{ending}"
        else:
            stem += _POSSESSIVE_JOINTS[final] + ending
    return stem


def _spellings(tail: str, final: str, endings: Sequence[str]) -> Iterator[str]:
    """How Iranian Persian also writes an ending."""
    yield tail
    if endings[:1] == (_EZAFE,) and final == "silent":
        yield "ی"
    if endings[:1] == (_YA,):
        if final == "vowel":
            yield "ئ" + tail[1:]
        elif final == "silent":
            yield "یی" + tail[2:]


@cache
def _tails(final: str, word_class: WordClass) -> Mapping[str, tuple[str, ...]]:
    """What may follow a stem, without ZWNJ, and the endings it stands for."""
    stem = {"consonant": "ن", "vowel": "ا", "silent": "نه", "ye": "ی"}[final]
    tails: dict[str, tuple[str, ...]] = {}
    for endings in _ALLOWED[word_class]:
        written = _with_endings(stem, endings).replace(ZWNJ, "")
        if written.startswith(stem):
            for tail in _spellings(written.removeprefix(stem), final, endings):
                tails.setdefault(tail, endings)
    return tails


_LETTER = f"[{ARABIC}{ZWNJ}]"
_BREAK = re.compile(f"[ {ZWNJ}]")
_REST = rf"(?P<tail>(?:[ {ZWNJ}](?=ها))?{_LETTER}*)(?!{_LETTER})"

# Without the ambiguous مه, می and مارس, which cannot vouch for each other.
_MONTHS = (
    "ژانویه|فوریه|آوریل|ژوئن|ژوئیه|ژوییه|جولای|اوت|آگوست|سپتامبر|اکتبر|نوامبر|دسامبر"
    "|جنوری|فبروری|مارچ|اپریل|جون|اگست|سپتمبر|اکتوبر|نومبر|دسمبر"
)
_ORDINAL = (
    "اول|یکم|دوم|سوم|چهارم|پنجم|ششم|هفتم|هشتم|نهم|دهم|یازدهم|دوازدهم|سیزدهم|چهاردهم|پانزدهم|شانزدهم|هفدهم"
    f"|هجدهم|هژدهم|نوزدهم|نزدهم|بیستم|سی{ZWNJ}?[\u200cا]?م"
)
_DAY_BEFORE = rf"(?:^|[^۰-۹0-9:٫.,،-])[۰-۹0-9]{{1,2}}(?: ?ام|م)? $|(?<!{_LETTER})(?:{_ORDINAL}) $"
_YEAR_AFTER = r"^(?:،? سال)?،? [۰-۹0-9]{4}(?![۰-۹0-9])"
_BESIDE_MONTH = rf"(?<!{_LETTER})(?:{_MONTHS})(?: و|،| تا| یا| الی) $"
_MONTH_BESIDE = rf"^(?: و|،| تا| یا| الی) (?:{_MONTHS})(?!{_LETTER})"
_DATE_BEFORE = re.compile(rf"{_DAY_BEFORE}|(?<!{_LETTER})(?:ماه|اوایل|اواسط|اواخر|نیمه) $|{_BESIDE_MONTH}")
_DATE_AFTER = re.compile(rf"{_YEAR_AFTER}|{_MONTH_BESIDE}")
_SOLAR_BEFORE = re.compile(rf"(?<!{_LETTER})ماه $")
_SOLAR_AFTER = re.compile(r"^(?: ماه)?(?:،? سال)?،? (?:۱[۲-۵][۰-۹]{2}|1[2-5][0-9]{2})(?![۰-۹0-9])")
_REACH = 24


@dataclass(frozen=True, slots=True)
class _Surroundings:
    before: str
    after: str


_Condition = Callable[[_Surroundings], bool]


def _date(around: _Surroundings) -> bool:
    return bool(_DATE_BEFORE.search(around.before) or _DATE_AFTER.search(around.after))


def _solar(around: _Surroundings) -> bool:
    return bool(_SOLAR_BEFORE.search(around.before) or _SOLAR_AFTER.search(around.after))


@cache
def _condition(written: str) -> _Condition:
    """The condition of a context cell.

    Raises:
        ValueError: no such condition.
    """
    if written in ("date", "solar"):
        return _date if written == "date" else _solar
    name, _, values = written.partition(":")
    words = "|".join(re.escape(value.strip()).replace(ZWNJ, f"[ {ZWNJ}]?") for value in values.split("|"))
    if not values.strip() or name not in ("before", "after", "not-before", "not-after"):
        raise ValueError(written)
    if name.endswith("before"):
        follows = re.compile(rf"^[ {ZWNJ}](?:{words})(?!{_LETTER})")
        return lambda around: bool(follows.search(around.after)) is (name == "before")
    precedes = re.compile(rf"(?<!{_LETTER})(?:{words})[ {ZWNJ}]$")
    return lambda around: bool(precedes.search(around.before)) is (name == "after")


@dataclass(frozen=True, slots=True)
class _Stem:
    word: Word
    text: str
    tails: Mapping[str, tuple[str, ...]]


@cache
def _pattern(stem: str) -> re.Pattern[str]:
    return re.compile(re.escape(stem).replace(ZWNJ, f"[ {ZWNJ}]?") + _REST)


@dataclass(frozen=True, slots=True)
class DariTable:
    """The words of a table, ready to find them in one pass over a text.

    Attributes:
        revision: changes with the table; drafts are cached under it.
    """

    words: tuple[Word, ...]
    revision: str = ""
    _key: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _stems: dict[str, tuple[_Stem, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the words by how they begin."""
        stems: dict[str, list[_Stem]] = {}
        for word in self.words:
            for text in word.persian:
                stems.setdefault(_BREAK.split(text)[0], []).append(
                    _Stem(word, text, _tails(_final(text), word.word_class))
                )
        ordered = {
            key: tuple(
                sorted(
                    (stem for other in stems if key.startswith(other) for stem in stems[other]),
                    key=lambda stem: -len(stem.text),
                )
            )
            for key in stems
        }
        object.__setattr__(self, "_stems", ordered)
        object.__setattr__(self, "_key", re.compile(rf"[^{NATIVE}{ZWNJ}]({one_of(stems) or '(?!)'})"))

    def find(self, text: str, source: str = "") -> list[Found]:
        """The words of the table in `text`, left to right, the longest first where several begin.

        Args:
            source: the English text it translates; rows that need a word of it find nothing without.
        """
        found: list[Found] = []
        # A space before the text, so that each word has something before it: the search then skips from word to word.
        padded = f" {text}"
        position = 0
        search, stems = self._key.search, self._stems
        while key := search(padded, position):
            here = self._at(text, key.start(), stems[key[1]], source)
            position = key.end()
            if here:
                position = here.end + 1
                if here.word.word_class is not WordClass.KEEP:
                    found.append(here)
        return found

    def _at(self, text: str, start: int, stems: Sequence[_Stem], source: str) -> Found | None:
        for stem in stems:
            match = _pattern(stem.text).match(text, start)
            if not match:
                continue
            word, tail = stem.word, match["tail"]
            endings = stem.tails.get(_BREAK.sub("", tail))
            # رستورانت is Dari's, not "your رستوران".
            if endings is None or match[0] in word.dari or not _fits(word, text, start, match.end(), source):
                continue
            # A Dari word in ی has no adjective of its own: جرمنی is also what آلمانی means.
            if endings[:1] == (_YA,) and word.dari and _final(word.dari[0]) == "ye":
                endings = endings[1:]
            dari = _with_endings(word.dari[0], endings, word.plural) if word.dari else match[0]
            return Found(word, start, match.end(), dari)
        return None


def _fits(word: Word, text: str, start: int, end: int, source: str) -> bool:
    if word.english and not _source_pattern(word.english).search(source):
        return False
    if not word.context:
        return True
    around = _Surroundings(text[max(0, start - _REACH) : start], text[end : end + _REACH])
    return all(_condition(each)(around) for each in word.context)


@cache
def _source_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})(?:e?s)?\b", re.IGNORECASE)


# A short quotation is a title, a motto or a nickname; a long one is speech, which was translated like the rest.
_TITLE = re.compile(rf"«{_LETTER}+(?: {_LETTER}+){{0,2}}»")


def dari_words(text: str, table: DariTable, source: str = "") -> str:
    """`text` with the table's words in Dari; for text whose addresses and terms are hidden already."""
    found = table.find(text, source)
    if not found:
        return text
    titles = [match.span() for match in _TITLE.finditer(text)] if "«" in text else []
    pieces: list[str] = []
    position = 0
    for each in found:
        if not any(start < each.end and each.start < end for start, end in titles):
            pieces += (text[position : each.start], each.dari)
            position = each.end
    return "".join((*pieces, text[position:]))


def to_dari(text: str, table: DariTable, *, protect: Sequence[tuple[int, int]] = (), source: str = "") -> str:
    """Iranian Persian with the words, endings and month names of Dari.

    Doing it twice changes nothing more. Addresses, Latin words, placeholders, tags and quotations of up to three words
    stay as they are.

    Args:
        text: Persian text, plain, with ی and ک.
        table: what becomes what.
        protect: half-open spans of character offsets that come out unchanged, such as approved terms.
        source: the English text it translates; rows that need a word of it do nothing without.
    """
    return protected(text, protect, lambda shown: unaltered(shown, lambda each: dari_words(each, table, source)))


def read_table(path: Path) -> DariTable:
    """The table of a file.

    Raises:
        InputError: it cannot be read, a row lacks something, or a row's Dari word is another row's Persian one.
    """
    try:
        data = read_input(path)
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except FileNotFoundError:
        raise InputError("no such table of Dari words", path=path) from None
    except UnicodeDecodeError:
        raise InputError("not UTF-8", remedy="save the file as CSV UTF-8", path=path) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    words: list[Word] = []
    seen: dict[tuple[str, ...], int] = {}
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if tuple(header) != COLUMNS:
            raise InputError("wrong header", remedy=f"write {','.join(COLUMNS)}", path=path, line=1)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            word = _read_word(cells, path, reader.line_num)
            for persian in word.persian:
                key = (persian, *word.context, *word.english)
                if key in seen:
                    remedy = f"keep one; it also stands in line {seen[key]}"
                    raise InputError(f"{persian!r} twice", remedy=remedy, path=path, line=reader.line_num)
                seen[key] = reader.line_num
            words.append(word)
    except csv.Error as error:
        raise InputError(
            f"not a CSV row: {error}", remedy="check the quotes", path=path, line=reader.line_num
        ) from None
    table = DariTable(tuple(words), hashlib.sha256(data).hexdigest()[:16])
    for word in words:
        english = " ".join(word.english)
        for dari in (*word.dari[:1], word.plural):
            if dari and dari_words(dari, table, english) != dari:
                raise InputError(f"{dari!r} is itself a Persian word of the table", remedy="change a row", path=path)
    return table


def _read_word(cells: Sequence[str], path: Path, line: int) -> Word:
    if len(cells) != len(COLUMNS):
        raise InputError(
            f"{len(cells)} cells where the header has {len(COLUMNS)}", remedy="add or quote", path=path, line=line
        )
    row = {name: cell.strip() for name, cell in zip(COLUMNS, cells, strict=True)}
    if row["class"] not in set(WordClass):
        remedy = did_you_mean(row["class"], WordClass)
        raise InputError(f"unknown class {row['class']!r}", remedy=remedy, path=path, line=line)
    if longest := next((each for each in _values(row["persian"]) if len(each) > _LONGEST_WORD), ""):
        problem = f"{longest[:20]!r}... is longer than {_LONGEST_WORD} letters"
        raise InputError(problem, remedy="write a word", path=path, line=line)
    word_class = WordClass(row["class"])
    if not row["persian"] or (not row["dari"]) is not (word_class is WordClass.KEEP):
        problem = "a row needs a Persian and a Dari word, one of class keep no Dari word"
        raise InputError(problem, path=path, line=line)
    if both := set(_values(row["persian"])) & set(_values(row["dari"])):
        raise InputError(f"{both.pop()!r} is both Persian and Dari", remedy="keep one", path=path, line=line)
    context = _values(row["context"], ";")
    for each in context:
        try:
            _condition(each)
        except ValueError:
            known = ("date", "solar", "before:", "after:", "not-before:", "not-after:")
            problem = f"unknown context {each!r}"
            raise InputError(problem, remedy=did_you_mean(each, known), path=path, line=line) from None
    return Word(
        persian=_values(row["persian"]),
        dari=_values(row["dari"]),
        word_class=word_class,
        plural=row["plural"],
        context=context,
        english=_values(row["english"]),
        note=row["note"],
    )


def _values(cell: str, separator: str = "|") -> tuple[str, ...]:
    return tuple(value for part in cell.split(separator) if (value := " ".join(part.split())))
