"""Checks for what engines leave behind: nothing, the source itself, loops, placeholders, English words, a half."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from translate_pipeline.checks.check import Check, Spot, both
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.words import folded, words
from translate_pipeline.glossary.masking import untranslated_spans
from translate_pipeline.glossary.terms import Kind

_LEFTOVER = re.compile(r"⟦\d*⟧?|\d+⟧|⁇|�|<unk>|</?s>|<2\w+>|\b\w+_Arab\b")
_MAY_LEAVE = re.compile("[⟦⟧⁇�<_]")
# Slots of templates, printf and Python formats, tags, entities.
_PLACEHOLDER = re.compile(
    r"\$?\{[\w.:!]*\}|%(?:\(\w+\))?[-+#0]*\d*(?:\.\d+)?(?:hh?|ll?|[jztL])?[sdiufxgcr](?!\w)|%\d+\$[sd]"
    r"|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|&(?:[a-z]+|#\d+);"
)
_MAY_HOLD = re.compile("[{%<&]")
_MAY_ADDRESS = re.compile(r"[@#+/]|www")
_LOOP = re.compile(
    r"(?<!\w)(?P<part>\w[\w\u200c]*(?: \w[\w\u200c]*){0,5})(?:[ ،]+(?P=part)){2,}(?!\w)"
    r"|(?<!\w)(?P<long>\w[\w\u200c]*(?: \w[\w\u200c]*){3,11})،? (?P=long)(?!\w)"
)
_LATIN = re.compile(r"[A-Za-z][\w.&'/-]*(?: [A-Z][\w.&'/-]*)*")
_ENGLISH_RUN = re.compile(r"(?<![\w.@/#-])[a-z]{2,}(?: [a-z]{1,}){2,}(?![\w@/#-]|\.\w)")
# An English term given in brackets after its translation.
_GLOSS = re.compile(r"[(\[«\"][^()\[\]«»\"]*[)\]»\"]")
_LETTER = re.compile("[A-Za-z]")
# Symbols of measures and the like, which both languages write in Latin letters now and then.
_SYMBOLS = frozenset("km kms mph kph kmh ghz mhz khz hertz gmt utc www http https com org net".split())

# Share of the source's length; beyond the first and last permille of 15,000 human translations (docs/checks.md).
_SHORT, _LONG = 0.62, 1.75
_LENGTH_FROM = 40


def empty(message: CheckedMessage) -> Iterator[Spot]:
    """No translation where the source has text."""
    if message.source.strip() and not message.target.strip():
        yield Spot("the translation is empty")


def source_copy(message: CheckedMessage) -> Iterator[Spot]:
    """The source came back as it was."""
    source, target = message.source, message.target
    if target[:1] == source[:1] and target.strip() == source.strip() and re.search(r"[a-z]{2}", source):
        bare = source
        for start, end in reversed(untranslated_spans(source)):
            bare = bare[:start] + bare[end:]
        if not re.search(r"[a-z]{2}", _PLACEHOLDER.sub("", bare)):
            return
        # A byline is a name, and stays in Latin script where the glossary lacks it.
        if message.role == "byline":
            return
        if len(source.split()) <= 2 and message.matches and all(m.term.kind is Kind.KEEP for m in message.matches):
            return
        yield Spot("the English text stands untranslated", 0, len(target))


def leftover(message: CheckedMessage) -> Iterator[Spot]:
    """A placeholder, tag or unknown token that the source does not have."""
    target = message.target
    if _MAY_LEAVE.search(target):
        for found in _LEFTOVER.finditer(target):
            if found[0] not in message.source:
                yield Spot(f"{found[0]!r} is left over from the engine", found.start(), found.end())
    if _MAY_HOLD.search(target):
        known = Counter(_PLACEHOLDER.findall(message.source))
        for found in _PLACEHOLDER.finditer(target):
            known[found[0]] -= 1
            if known[found[0]] < 0 and not _LEFTOVER.fullmatch(found[0]):
                yield Spot(f"{found[0]!r} is not in the source", found.start(), found.end())


def placeholders(message: CheckedMessage) -> Iterator[Spot]:
    """A slot, format or tag of the source that the target lacks."""
    if not _MAY_HOLD.search(message.source):
        return
    wanted = Counter(_PLACEHOLDER.findall(message.source))
    for text in wanted - Counter(_PLACEHOLDER.findall(message.target)):
        yield Spot(f"{text!r} is missing")


def addresses(message: CheckedMessage) -> Iterator[Spot]:
    """A web or mail address, handle or telephone number of the source that the target lacks."""
    if not _MAY_ADDRESS.search(message.source):
        return
    for start, end in untranslated_spans(message.source):
        if message.source[start:end] not in message.target:
            yield Spot(f"{message.source[start:end]} is missing")


def repetition(message: CheckedMessage) -> Iterator[Spot]:
    """A phrase three times in a row, or four words and more twice."""
    said = words(folded(message.target))
    # A loop says a pair of words again, be it one word with itself.
    if len(set(pairwise(said))) >= len(said) - 1:
        return
    for found in _LOOP.finditer(message.target):
        part = found["part"] or found["long"]
        yield Spot(f"{part!r} is repeated", found.start(), found.end())


def _kept(message: CheckedMessage) -> set[str]:
    """Forms of the message's terms that have Latin letters."""
    return {
        form
        for match in message.matches
        for form in match.term.forms[message.locale.code].all
        if match.term.kind is Kind.KEEP or _LETTER.search(form)
    }


def latin(message: CheckedMessage) -> Iterator[Spot]:
    """Names in Latin letters, other than addresses, placeholders and names that stay in Latin script."""
    target = message.target
    if not _LETTER.search(target):
        return
    kept, spans = _kept(message), _untouched(target)
    for found in _LATIN.finditer(target):
        inside = any(start < found.end() and found.start() < end for start, end in spans)
        if inside or any(found[0] in form for form in kept):
            continue
        yield Spot(f"{found[0]!r} stands in Latin script; add it to the glossary?", found.start(), found.end())


def english(message: CheckedMessage) -> Iterator[Spot]:
    """Three and more words in small Latin letters that the source has."""
    target = message.target
    if not _LETTER.search(target):
        return
    spans = _untouched(target) + [found.span() for found in _GLOSS.finditer(target)]
    for found in _ENGLISH_RUN.finditer(target):
        inside = any(start < found.end() and found.start() < end for start, end in spans)
        if not inside and found[0] in message.source and not _SYMBOLS.issuperset(found[0].split()):
            yield Spot(f"{found[0]!r} stands untranslated", found.start(), found.end())


def _untouched(text: str) -> list[tuple[int, int]]:
    return untranslated_spans(text) + [found.span() for found in _PLACEHOLDER.finditer(text)]


def length(message: CheckedMessage) -> Iterator[Spot]:
    """A translation far shorter or longer than its source."""
    source = len(message.source)
    if source < _LENGTH_FROM:
        return
    share = len(message.target) / source
    if not _SHORT <= share <= _LONG and not message.source.startswith(("http", "www")):
        kind = "short: is a part missing?" if share < 1 else "long: is a part repeated?"
        yield Spot(f"{share:.1f} times as long as the source, unusually {kind}", 0, len(message.target))


CHECKS = (
    Check(
        "empty",
        Severity.ERROR,
        "The translation is empty.",
        "A message without a translation has this finding only.",
        both("He left.", ("", "او رفت."), ("", "هغه ولاړ.")),
        empty,
    ),
    Check(
        "source-copy",
        Severity.ERROR,
        "The English text stands as the translation.",
        "Engines return what they cannot translate, headlines above all. Addresses, placeholders and names that stay "
        "in Latin script by the glossary are no copy.",
        both("Fighting goes on", ("Fighting goes on", "جنگ ادامه دارد"), ("Fighting goes on", "جګړه روانه ده")),
        source_copy,
    ),
    Check(
        "address",
        Severity.ERROR,
        "A web or mail address, handle or telephone number of the source is missing.",
        "These stand in the translation letter by letter.",
        both(
            "Write to desk@news.example today.",
            ("امروز به ما بنویسید.", "امروز به desk@news.example بنویسید."),
            ("نن موږ ته ولیکئ.", "نن desk@news.example ته ولیکئ."),
        ),
        addresses,
    ),
    Check(
        "placeholder",
        Severity.ERROR,
        "A placeholder or tag of the source is missing.",
        "Slots ({name}), formats (%s, %d) and tags must stand in the translation as often as in the source.",
        both(
            "{count} files were sent.",
            ("دوسیه‌ها فرستاده شد.", "{count} دوسیه فرستاده شد."),
            ("دوسیې ولېږل شوې.", "{count} دوسیې ولېږل شوې."),
        ),
        placeholders,
    ),
    Check(
        "leftover",
        Severity.ERROR,
        "A placeholder, tag or unknown token stands that the source does not have.",
        "What an engine or the masking of names left behind; a reader must never see it.",
        both("He left.", ("او ⟦3⟧ رفت.", "او رفت."), ("هغه ⁇ ولاړ.", "هغه ولاړ.")),
        leftover,
    ),
    Check(
        "repetition",
        Severity.ERROR,
        "A phrase stands three times in a row, or a long one twice.",
        "Engines run into loops. A word doubled for emphasis is no loop.",
        both(
            "He left home.",
            ("او از خانه رفت رفت رفت.", "او از خانه رفت."),
            ("هغه له کوره ولاړ ولاړ ولاړ.", "هغه له کوره ولاړ."),
        ),
        repetition,
    ),
    Check(
        "length",
        Severity.WARNING,
        "The translation is far shorter or longer than its source.",
        f"Only for sources of {_LENGTH_FROM} characters and more; reported below {_SHORT} and above {_LONG} times the "
        "length of the source.",
        both(
            "The court sentenced three men to prison for stealing electricity cables.",
            ("محکمه سه مرد را", "محکمه سه مرد را به جرم دزدی کیبل‌های برق به زندان محکوم کرد."),
            ("محکمې درې", "محکمې درې سړي د برېښنا د کېبلونو د غلا له امله په بند محکوم کړل."),
        ),
        length,
    ),
    Check(
        "english",
        Severity.WARNING,
        "English words of the source stand untranslated.",
        "Three and more words in small letters in a row. A term in brackets or quotation marks beside its translation, "
        "symbols of measures and addresses do not count; single words and names are left to `latin`.",
        both(
            "He left because of the drought.",
            ("او because of the drought رفت.", "او به دلیل خشکسالی رفت."),
            ("هغه because of the drought ولاړ.", "هغه د وچکالۍ له امله ولاړ."),
        ),
        english,
    ),
    Check(
        "latin",
        Severity.INFO,
        "A name or another word stands in Latin script.",
        "House style leaves names without a glossary entry in Latin letters and says so. With an entry of kind `keep` "
        "the finding goes.",
        both("Acme paid.", ("Acme پول داد.", "اکمی پول داد."), ("Acme پیسې ورکړې.", "اکمي پیسې ورکړې.")),
        latin,
    ),
)
