"""`glossary coverage`: names of reports that the glossary lacks, and what an engine makes of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from translate_pipeline import conventions
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.output import leftover, repetition
from translate_pipeline.conventions.orthography import ALLOWED_LETTERS
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.masking import UNKNOWN
from translate_pipeline.glossary.matching import Match, Matcher
from translate_pipeline.glossary.names import INSTITUTION_HEADS, abbreviates, find_candidates, is_acronym, is_dateline
from translate_pipeline.glossary.terms import Case, Kind
from translate_pipeline.locales import Locale
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Block, Report, Role
from translate_pipeline.stages.engines import engine_of
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.sentences import split_sentences

_TITLES = (Role.HEADLINE, Role.HEADING)
_OUTLET = re.compile(r"\b(?:News|Times|Radio|TV|Television|Post|Press|Daily|Weekly|Herald|Tribune|Broadcasting|FM)\b")
_PLACE_WORD = re.compile(
    r"[ ](?:district|province|village|city|town|valley|river|airport|border|dam|bazaar|pass|port|camp|highway)\b", re.I
)
_PLACE_NAME = re.compile(r"\b(?:Bazaar|Valley|Dam|River|Pass|Port|Camp|Highway|Square|Mountains?|Lake|Desert|Tunnel)$")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|near|from|toward|towards|outside|around|into|across|at|"
    r"(?:district|province|village|city|town|valley|capital|districts|villages) of)[ ]$"
)
_TITLE_BEFORE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Brig|Prof|Gov|Sen|Rep|president|minister|governor|commander|captain|colonel"
    r"|general|major|spokesman|spokeswoman|mullah|mawlawi|maulvi|sheikh|imam|ayatollah|king|queen|prince|princess"
    r"|senator|ambassador|judge|professor|doctor|chief|secretary|director|haji"
    r"|lawmaker|activist|analyst|resident)\.?[ ]$",
    re.I,
)
_SPEAKS = re.compile(r"(?:, (?:a|an|the|who|\d+)\b|,? (?:said|says|told|added|denied|warned|wrote|asked|recalled)\b)")
_EVENT = re.compile(r"\b(?:War|Conference|Summit|Festival|Cup|Games|Olympics|Fair|Agreement|Accord|Treaty|Jirga|Day)$")

_CARRIER = "{} said so."
# Known names in the carrier sentence: what their translations share is the sentence, the rest is the name.
_PROBES = ("Ahmad", "Maryam", "Kabul", "Reuters")
_FRAME_SHARE = 0.5
_LENGTHS = 0.3, 2.5


@dataclass(slots=True)
class Missing:
    """A name that the glossary lacks.

    Attributes:
        name: the spelling that the reports use most.
        kind: what it seems to name.
        count: how often the reports say it.
        report, sentence: where it stands first.
        variants: its abbreviation in brackets, and other spellings.
        hint: what is known about it beside; empty mostly.
        proposals: by locale code, what an engine makes of it; a machine's, for a person to judge.
    """

    name: str
    kind: Kind
    count: int
    report: str
    sentence: str
    variants: tuple[str, ...] = ()
    hint: str = ""
    proposals: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Seen:
    report: str
    sentence: str
    spellings: Counter[str] = field(default_factory=Counter)
    kinds: Counter[Kind] = field(default_factory=Counter)
    abbreviations: set[str] = field(default_factory=set)
    hint: str = ""


def missing_names(reports: Iterable[Report], matcher: Matcher) -> list[Missing]:
    """The names that reports use and the glossary lacks, the most frequent first.

    Headlines and headings in title case count names only that the report has elsewhere.
    """
    seen: dict[str, _Seen] = {}
    for report in reports:
        _look(report, matcher, seen)
    abbreviated = {term_key(short): key for key, each in seen.items() for short in each.abbreviations}
    for short, key in abbreviated.items():
        if short in seen and short != key:
            seen[key].spellings.update({seen[key].spellings.most_common(1)[0][0]: seen.pop(short).spellings.total()})
    found = [_missing(each) for each in seen.values()]
    return sorted(found, key=lambda each: (-each.count, term_key(each.name)))


def _missing(seen: _Seen) -> Missing:
    name, *others = sorted(seen.spellings, key=lambda spelling: (-seen.spellings[spelling], spelling))
    variants = dict.fromkeys(
        each for each in [*sorted(seen.abbreviations), *others] if term_key(each) != term_key(name)
    )
    kind = max(seen.kinds, key=lambda kind: (seen.kinds[kind], -list(Kind).index(kind)))
    return Missing(name, kind, seen.spellings.total(), seen.report, seen.sentence, tuple(variants), seen.hint)


def _look(report: Report, matcher: Matcher, seen: dict[str, _Seen]) -> None:
    matches = {block: matcher.find(block.plain) for block in report.story}
    body = [block for block in report.story if not _in_title_case(block)]
    known = frozenset(_known(body, matches))
    persons = _persons(body, matches, known)
    for block in body:
        for start, end in find_candidates(block.plain, matches[block], known):
            name = block.plain[start:end]
            kind, hint = _guess(block, start, end), ""
            if name in persons:
                kind = Kind.PERSON
                hint = f"surname of {persons[name]}" if persons[name] != name else ""
            entry = _note(seen, report, block.plain, name, start, end, kind)
            entry.hint = entry.hint or hint
            bracketed = re.match(r" \(([^)\s]+)\)", block.plain[end:])
            if bracketed and abbreviates(bracketed[1], name):
                entry.abbreviations.add(bracketed[1])
    names = {name for block in body for name in _texts(block, matches[block], known)}
    for block in report.story:
        if _in_title_case(block) and names:
            for found in re.finditer(
                rf"(?<!\w)(?:{'|'.join(map(re.escape, _longest_first(names)))})(?!\w)", block.plain
            ):
                if not any(found.start() < match.stop and match.start < found.end() for match in matches[block]):
                    seen[term_key(found[0])].spellings[found[0]] += 1
    source = report.source
    if source and any(char.isupper() for char in source) and not matcher.find(source):
        _note(seen, report, source, source, 0, len(source), Kind.OUTLET)


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


def _in_title_case(block: Block) -> bool:
    if block.role not in _TITLES:
        return False
    words = list(re.findall(r"[^\W\d_]{4,}", block.plain))
    return sum(1 for word in words if word[0].isupper()) > 0.6 * len(words)


def _texts(block: Block, matches: Sequence[Match], known: frozenset[str]) -> list[str]:
    return [block.plain[start:end] for start, end in find_candidates(block.plain, matches, known)]


def _known(body: Iterable[Block], matches: Mapping[Block, Sequence[Match]]) -> Iterable[str]:
    """Names of a report and, of each full name, the surname, since a sentence may begin with it."""
    for block in body:
        for name in _texts(block, matches[block], frozenset()):
            yield name
            yield name.split()[-1]
        for match in matches[block]:
            if match.term.kind is Kind.PERSON:
                yield block.plain[match.start : match.end].split()[-1]


def _persons(body: Iterable[Block], matches: Mapping[Block, Sequence[Match]], known: frozenset[str]) -> dict[str, str]:
    """Names of persons, and their surnames with the full name that a report gives."""
    persons: dict[str, str] = {}
    for block in body:
        full = [match.term.name for match in matches[block] if match.term.kind is Kind.PERSON]
        for start, end in find_candidates(block.plain, matches[block], known):
            if " " in block.plain[start:end] and _guess(block, start, end) is Kind.PERSON:
                full.append(block.plain[start:end])
                persons.setdefault(full[-1], full[-1])
        for name in full:
            persons.setdefault(name.split()[-1], name)
    return persons


def _note(seen: dict[str, _Seen], report: Report, text: str, name: str, start: int, end: int, kind: Kind) -> _Seen:
    if is_dateline(text, (start, end)):
        name = name.title()
    entry = seen.setdefault(term_key(name), _Seen(report.name, _sentence(text, start, end)))
    entry.spellings[name] += 1
    entry.kinds[kind] += 1
    return entry


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a span, the whole text where it crosses two."""
    after = 0
    for sentence in split_sentences(text):
        place = text.find(sentence.text, after)
        after = max(after, place + len(sentence.text))
        if 0 <= place <= start and end <= after:
            return sentence.text
    return text


def _guess(block: Block, start: int, end: int) -> Kind:
    """What a name seems to be, by its words and its neighbours."""
    name, before, after = block.plain[start:end], block.plain[:start], block.plain[end:]
    words = name.split()
    if block.role is Role.SOURCE_NOTE or _OUTLET.search(name):
        return Kind.OUTLET
    if "&" in words or (len(words) > 1 and any(word in INSTITUTION_HEADS for word in words)):
        return Kind.INSTITUTION
    if len(words) > 1 and _EVENT.search(name):
        return Kind.EVENT
    if _PLACE_WORD.match(after) or _PLACE_NAME.search(name) or is_dateline(block.plain, (start, end)):
        return Kind.PLACE
    if block.role is Role.BYLINE or _TITLE_BEFORE.search(before):
        return Kind.PERSON
    if is_acronym(name):
        return Kind.INSTITUTION
    if _PLACE_BEFORE.search(before):
        return Kind.PLACE
    return Kind.PERSON if _SPEAKS.match(after) or len(words) > 1 else Kind.PLACE


def propose(names: Sequence[Missing], engine: Engine, locale: Locale) -> None:
    """Add what an engine makes of each name, alone or in a short sentence; nothing where that is no name's shape.

    The bare name's rendering is taken where it is one; the sentence's where the engine answers a lone name with
    silence or babble.
    """
    carried = [_CARRIER.format(name) for name in (*_PROBES, *(each.name for each in names))]
    outputs = [options[0].text for options in engine.decode([*carried, *(each.name for each in names)])]
    in_sentence = _without_frame(outputs[: len(carried)])[len(_PROBES) :]
    for each, alone, within in zip(names, outputs[len(carried) :], in_sentence, strict=True):
        options = [conventions.localize(option, locale).strip(" .،؛:!؟«»\"'") for option in (alone, within)]
        each.proposals[locale.code] = next((option for option in options if _is_name(option, each.name, locale)), "")


def _without_frame(sentences: Sequence[str]) -> list[str]:
    """Sentences without the words at their end and start that at least half of them share."""
    rows = [re.sub(r"[.۔؟!]\s*$", "", sentence).split() for sentence in sentences]
    for place in (-1, 0):
        while True:
            ends = Counter(row[place] for row in rows if len(row) > 1)
            word, count = ends.most_common(1)[0] if ends else ("", 0)
            if count < _FRAME_SHARE * len(rows):
                break
            for row in rows:
                if len(row) > 1 and row[place] == word:
                    row.pop(place)
    return [" ".join(row) for row in rows]


def _is_name(text: str, name: str, locale: Locale) -> bool:
    """Whether an engine's answer could be a name: its language's letters, no babble, about as long as the English."""
    letters = [char for char in text if char.isalpha()]
    if not letters or UNKNOWN in text or any(char not in ALLOWED_LETTERS[locale.code] for char in letters):
        return False
    if not _LENGTHS[0] * len(name) <= len(text) <= _LENGTHS[1] * max(len(name), 4) or re.search(r"(\w{1,3})\1\1", text):
        return False
    message = CheckedMessage(name, text, "", locale)
    return not any((*leftover(message), *repetition(message)))


def rows_of(names: Iterable[Missing], engines: Mapping[str, str]) -> list[dict[str, str]]:
    """Glossary rows of missing names, their proposals in the approved cells, for a person to check.

    Args:
        engines: by locale code, the name of the engine that proposed.
    """
    rows = []
    for each in names:
        proposers = dict.fromkeys(engines[code] for code, proposal in each.proposals.items() if proposal)
        note = f"proposed by {', '.join(proposers)}; check" if proposers else "no proposal; fill the cells"
        rows.append(
            {
                "term": each.name,
                "variants": "|".join(each.variants),
                "kind": str(each.kind),
                "match": str(Case.EXACT),
                "note": f"{note}; {each.hint}" if each.hint else note,
                **each.proposals,
            }
        )
    return rows


def add_proposals(
    project: Project, names: Sequence[Missing], locales: Iterable[Locale]
) -> tuple[dict[str, str], list[InputError]]:
    """Add the proposals of each locale's engine.

    Returns:
        The names of the engines by locale code, and why there is none for the other locales.
    """
    engines: dict[str, str] = {}
    faults = []
    for locale in locales:
        try:
            engine = engine_of(project, locale)
            if names:
                propose(names, engine, locale)
            engines[locale.code] = engine.name
        except InputError as error:
            faults.append(error)
    return engines, faults
