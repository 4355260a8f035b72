"""Checks of inline markup: that the tags of the source stand in the target, in order, around the right words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from translate_pipeline.checks.check import Check, Spot, both
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.glossary.target_forms import find_forms
from translate_pipeline.reports.inline import Form, Scanned, Tag, Tagged, Token, has_tags, nested, parse, scan

_DIGITS = {ord(digit): str(value % 10) for value, digit in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
# What a tag becomes under a keyboard in another script, in a word processor or on the way through HTML.
_MISSPELT = re.compile(
    r"(?<!\\)(?:<|&lt;|‹|＜)\s*(?P<close>[/\\]?)\s*(?P<number>[0-9۰-۹٠-٩]{1,3})\s*(?P<empty>[/\\]?)\s*(?:>|&gt;|›|＞)"
)
_STOPPED = re.compile(r"[.!?؟۔…:؛][»”\"')\]]*\s*\Z")
_STOP = re.compile(r"[»”\"')\]]*\s*(?:[.!?؟۔…:؛]|\Z)")


def _may_have(text: str) -> bool:
    return "<" in text or "&lt;" in text or "‹" in text or "＜" in text


def _written(token: Token) -> str:
    return {Form.OPEN: f"<{token.number}>", Form.CLOSE: f"</{token.number}>"}.get(token.form, f"<{token.number}/>")


def tags(message: CheckedMessage) -> Iterator[Spot]:
    """A tag lost, doubled, invented, misspelt, crossed, half, or around nothing."""
    if not (_may_have(message.source) or _may_have(message.target)):
        return
    source, target = scan(message.source), scan(message.target)
    wanted = Counter((token.number, token.form) for token in source.tokens)
    misspelt = list(_misspelt(message.target, {token.number for token in source.tokens}))
    for start, end, right in misspelt:
        yield Spot(f"{message.target[start:end]} is meant to be {right}", start, end)
    if misspelt:
        return
    seen: Counter[tuple[int, Form]] = Counter()
    for token in target.tokens:
        key = token.number, token.form
        seen[key] += 1
        if key not in wanted:
            yield Spot(f"{_written(token)} is not in the source", token.start, token.end)
        elif seen[key] > wanted[key]:
            yield Spot(f"{_written(token)} is doubled", token.start, token.end)
    missing = [token for token in source.tokens if (token.number, token.form) not in seen]
    for token in missing:
        half = token.form is not Form.EMPTY and sum(token.number == other.number for other in missing) == 1
        problem = "its other half stands alone" if half else "is missing"
        yield Spot(f"{_written(token)}: {problem}" if half else f"{_written(token)} {problem}")
    yield from _disorder(target, {token.number for token in source.tokens})


def _disorder(target: Scanned, known: set[int]) -> Iterator[Spot]:
    """Whole pairs that stand the wrong way round, around nothing, or across each other."""
    pairs: list[tuple[Token, Token]] = []
    for number in sorted(known):
        opens = [token for token in target.tokens if (token.number, token.form) == (number, Form.OPEN)]
        closes = [token for token in target.tokens if (token.number, token.form) == (number, Form.CLOSE)]
        if len(opens) != 1 or len(closes) != 1:
            continue
        first, last = opens[0], closes[0]
        if last.start < first.start:
            yield Spot(f"</{number}> stands before <{number}>", last.start, first.end)
        elif not target.plain[first.at : last.at].strip():
            yield Spot(f"<{number}></{number}> stands around nothing", first.start, last.end)
        else:
            pairs.append((first, last))
    for one, other in combinations(sorted(pairs, key=lambda pair: pair[0].start), 2):
        if other[0].start < one[1].start < other[1].start:
            problem = f"<{one[0].number}> and <{other[0].number}> cross"
            yield Spot(problem, one[0].start, other[1].end)


def _misspelt(target: str, numbers: set[int]) -> Iterator[tuple[int, int, str]]:
    """Where a tag of the source is written otherwise, and how it is meant."""
    for found in _MISSPELT.finditer(target):
        number = int(found["number"].translate(_DIGITS))
        right = f"<{'/' if found['close'] else ''}{number}{'/' if found['empty'] and not found['close'] else ''}>"
        if number in numbers and found[0] != right:
            yield found.start(), found.end(), right


def fix_tags(message: CheckedMessage) -> str:
    """Tags written as they are meant: `< 1 >`, `<۱>`, and `<1>…<1>`, where the source has `<1>…</1>`."""
    source, target = scan(message.source), message.target
    numbers = {token.number for token in source.tokens}
    for start, end, right in reversed(list(_misspelt(target, numbers))):
        target = target[:start] + right + target[end:]
    breaks = {token.number for token in source.tokens if token.form is Form.EMPTY}
    for number in sorted(numbers):
        mine = [token for token in scan(target).tokens if token.number == number]
        forms = [token.form for token in mine]
        if number in breaks:
            if forms in ([Form.OPEN], [Form.CLOSE]):
                target = f"{target[: mine[0].start]}<{number}/>{target[mine[0].end :]}"
        elif forms in ([Form.OPEN, Form.OPEN], [Form.CLOSE, Form.CLOSE], [Form.CLOSE, Form.OPEN]):
            between = target[mine[0].end : mine[1].start]
            target = f"{target[: mine[0].start]}<{number}>{between}</{number}>{target[mine[1].end :]}"
    return target


def tag_place(message: CheckedMessage) -> Iterator[Spot]:
    """A tag around a whole sentence instead of a part, around other words than the name, or within a word."""
    if not (has_tags(message.source) and has_tags(message.target)):
        return
    source, scanned = parse(message.source), scan(message.target)
    target = parse(message.target)
    originals = {tag.number: tag for tag in source.tags}
    whole = {tag.number: tag for tag in nested(target.plain, target.tags)}
    for tag in target.tags:
        original = originals.get(tag.number)
        if original is None or original.is_break != tag.is_break:
            continue
        name = f"<{tag.number}/>" if tag.is_break else f"<{tag.number}>"
        place = scanned.place(tag.start, tag.end)
        if tag.is_break:
            at_edge = not target.plain[: tag.start].strip() or not target.plain[tag.end :].strip()
            if at_edge:
                yield Spot(f"{name} stands at the edge, in the source between two lines")
        elif (whole[tag.number].start, whole[tag.number].end) != (tag.start, tag.end):
            yield Spot(f"{name} divides a word", *place)
        elif _is_sentence(target.plain, tag) and not _is_sentence(source.plain, original):
            words = source.plain[original.start : original.end]
            yield Spot(f"{name} stands around a whole sentence, in the source around {words!r}", *place)
        else:
            yield from _misplaced(message, target, tag, original, name, place)


def _is_sentence(text: str, tag: Tag) -> bool:
    """Whether a tag begins and ends where sentences do."""
    before, inside = text[: tag.start], text[tag.start : tag.end]
    begins = not before.strip("«“\"'([ ") or _STOPPED.search(before) is not None
    return begins and (_STOPPED.search(inside) is not None or _STOP.match(text, tag.end) is not None)


def _misplaced(
    message: CheckedMessage, target: Tagged, tag: Tag, original: Tag, name: str, place: tuple[int, int]
) -> Iterator[Spot]:
    """A tag whose name of the glossary stands somewhere else in the target."""
    terms = [match.term for match in message.matches if original.start <= match.start and match.end <= original.end]
    for term in dict.fromkeys(terms):
        forms = find_forms([term], target.plain, message.locale)
        if forms and not any(form.start < tag.end and tag.start < form.end for form in forms):
            yield Spot(f"{name} stands around {term.name} in the source, and here around other words", *place)


CHECKS = (
    Check(
        "tags",
        Severity.ERROR,
        "A tag of the source (a link, emphasis, a line break) is lost, doubled, crossed, half or misspelt.",
        "<1>…</1> stands around the words of a link or of emphasis, <2/> is a line break; the notes beside the message "
        "say what each is. Each tag of the source stands once in the translation, around the words that say the same; "
        "tags may change places as words do, and may stand within each other, not across. What is misspelt "
        "(< 1 >, <۱>, <1>…<1>) is mended by --fix.",
        both(
            "He read <1>the letter</1>.",
            ("او <1>نامه<1> را خواند.", "او <1>نامه</1> را خواند."),
            ("هغه <1>لیک<1> ولوست.", "هغه <1>لیک</1> ولوست."),
        ),
        tags,
        fix_tags,
        sees_tags=True,
    ),
    Check(
        "tag-place",
        Severity.WARNING,
        "A tag stands around a whole sentence, around another name, within a word, or a line break at the edge.",
        "Where a program cannot tell which words a link or emphasis belongs to, it puts the tag around the whole "
        "sentence, and a line break at the end. Move it to the words that say what the source's words say.",
        both(
            "He read <1>the letter</1>.",
            ("<1>او نامه را خواند.</1>", "او <1>نامه</1> را خواند."),
            ("<1>هغه لیک ولوست.</1>", "هغه <1>لیک</1> ولوست."),
        ),
        tag_place,
        sees_tags=True,
    ),
)
