"""English names that the glossary lacks and that reviewers render in one way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from translate_pipeline.checks.names import sounds_alike
from translate_pipeline.glossary.folding import term_key
from translate_pipeline.glossary.matching import Match
from translate_pipeline.glossary.names import find_names
from translate_pipeline.glossary.target_forms import find_forms
from translate_pipeline.glossary.terms import Kind
from translate_pipeline.review.alignment import text_of
from translate_pipeline.review.occurrences import Occurrences
from translate_pipeline.review.reviewed import Reviewed
from translate_pipeline.review.suggestion import Suggestion, What, one_a_source

_LONGEST = 6
_MORE_WORDS = 1
# Without a likeness of sound, only what stands with the name each time and never without it counts as its rendering.
_FEWEST_UNLIKE = 3


@dataclass(slots=True)
class _Name:
    """A name with the messages that say it, by their place in the sequence, and its spellings."""

    indices: list[int] = field(default_factory=list)
    spellings: Counter[str] = field(default_factory=Counter)


def new_names(
    messages: Sequence[Reviewed], find: Callable[[str], Sequence[Match]], at_least: int, kinds: Mapping[str, Kind]
) -> Iterator[Suggestion]:
    """Rows for names that reviewers render in the same way in at least so many sources, and oftener than otherwise.

    Args:
        messages: of one locale.
        find: finds the glossary's names in English text.
        kinds: what names seem to name, by their `term_key`.
    """
    names: dict[str, _Name] = defaultdict(_Name)
    occurrences = Occurrences(messages)
    for index, message in enumerate(messages):
        for start, end in find_names(message.source, find(message.source)):
            name = names[term_key(message.source[start:end])]
            name.spellings[message.source[start:end]] += 1
            if index not in name.indices[-1:]:
                name.indices.append(index)
    for key, each in names.items():
        english = min(each.spellings, key=lambda spelling: (-each.spellings[spelling], spelling))
        said = [messages[index] for index in each.indices]
        found = _rendering(english, {message.place: _phrases(message, find) for message in said}, said, occurrences)
        if found is None:
            continue
        rendering, holders = found
        evidence = one_a_source(holders)
        against = len(said) - len(holders)
        if len(evidence) < at_least or len(evidence) <= against:
            continue
        kind = kinds.get(key, Kind.PERSON if " " in english else Kind.PLACE)
        code = evidence[0].locale.code
        yield Suggestion(What.NEW_TERM, code, english, _drafted(english, evidence), rendering, kind, evidence, against)


def _rendering(
    name: str, phrases: Mapping[str, frozenset[str]], said: Sequence[Reviewed], occurrences: Occurrences
) -> tuple[str, list[Reviewed]] | None:
    """What reviewers write for a name, and the messages where they do.

    Args:
        phrases: the runs of words that could be it, by the place of the message.
        said: the messages that say the name.
    """
    support = Counter(phrase for message in said for phrase in phrases[message.place])
    width = len(name.split())
    fitting = [phrase for phrase in support if len(phrase.split()) <= width + _MORE_WORDS]
    alike = [phrase for phrase in fitting if sounds_alike(name, phrase)]
    if alike:
        best = min(alike, key=lambda phrase: (-support[phrase], abs(len(phrase.split()) - width), phrase))
    else:
        places = {message.place for message in said}
        always = [phrase for phrase in fitting if support[phrase] == len(said) and occurrences.of(phrase) == places]
        if len({message.source for message in said}) < _FEWEST_UNLIKE or not always:
            return None
        best = min(always, key=lambda phrase: (-len(phrase.split()), phrase))
    return best, [message for message in said if best in phrases[message.place]]


def _phrases(message: Reviewed, find: Callable[[str], Sequence[Match]]) -> frozenset[str]:
    """The runs of words in a reviewed text that could render a name: none of the glossary's, no numbers, no Latin."""
    text = text_of(message.target)
    terms = [match.term for match in find(message.source)]
    taken = [text.range_of(each.start, each.end) for each in find_forms(terms, message.target, message.locale)]
    runs = set()
    for start in range(len(text.words)):
        for end in range(start + 1, min(start + _LONGEST, len(text.words)) + 1):
            word = text.words[end - 1]
            if any(left < end and start < right for left, right in taken):
                break
            if not word[0].isalpha() or word[0].isascii():
                break
            if end > start + 1 and text.text[text.spans[end - 2][1] : text.spans[end - 1][0]] not in (" ", "-"):
                break
            runs.add(" ".join(text.words[start:end]))
    return frozenset(runs)


def _drafted(name: str, evidence: Sequence[Reviewed]) -> str:
    """How drafts write the name most, where they write what sounds like it."""
    width = len(name.split())
    found: Counter[str] = Counter()
    for message in evidence:
        words = text_of(message.draft).words
        runs = [words[start : start + width] for start in range(len(words) - width + 1)]
        found.update({" ".join(run) for run in runs if sounds_alike(name, " ".join(run))})
    return min(found, key=lambda each: (-found[each], each)) if found else ""
