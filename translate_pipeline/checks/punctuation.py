"""Checks of punctuation: the script's own marks, sentence ends, quotation marks, brackets, spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_pipeline.checks.check import Check, Spot, both
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.conventions import punctuation as rules
from translate_pipeline.conventions.script import ARABIC
from translate_pipeline.conventions.shield import unaltered

# Beside Arabic letters, native digits or closing marks; commas among Latin words and digits are theirs.
_LATIN_MARK = re.compile(
    rf"(?<=[{ARABIC}۰-۹»)”\u200c])\s?[,;?](?![\w۰-۹]*[A-Za-z@/=&])(?!(?<=[۰-۹][,;?])[۰-۹])|[,;?](?=\s[{ARABIC}])(?<![A-Za-z0-9].)"
)
_NATIVE = {",": "،", ";": "؛", "?": "؟"}
_CLOSERS = " \"'»”’)]"
_ENDS = ".!?؟…:۔؛"
_QUOTES = re.compile('["“”„«»]')
_ANY_QUOTE = re.compile("[\"“”„«»‹›'‘’]")
# Quoted in the source: at least so many words, since shorter ones may lose their marks in good style.
_SPEECH = re.compile('["“«][^"“”«»]*["”»]')
_SPEECH_WORDS = 6
_LIST_MARK = re.compile(r"(?:^|\s)[\w۰-۹]{1,3}\)")
_BEFORE = re.compile(r"\s[،؛؟!:](?!\))|\s\.(?=\s|$)|(?<=\S)\s[»”)\]]|[«“(\[]\s")
_LOOSE = (*(f" {mark}" for mark in "،؛؟!:.»”)]"), *(f"{mark} " for mark in "«“(["))
_AFTER = re.compile(rf"[،؛؟](?=[{ARABIC}«“(])|\.(?<=[{ARABIC}]{{3}}\.)(?=[{ARABIC}]{{2}})|:(?<=[»)]:)(?=[{ARABIC}«])")
_SPACES = re.compile(r"[ \u00a0]{2,}|^\s+(?=\S)|(?<=\S)[ \u00a0]+$")


def marks(message: CheckedMessage) -> Iterator[Spot]:
    """A Latin comma, semicolon or question mark in Arabic script."""
    target = message.target
    if not ("," in target or ";" in target or "?" in target):
        return
    for found in _LATIN_MARK.finditer(target):
        mark = found[0].strip()
        yield Spot(f"{mark} for {_NATIVE[mark]}", found.start(), found.end())


def fix_marks(message: CheckedMessage) -> str:
    """، ؛ ؟ in their place."""
    target = unaltered(message.target, lambda text: re.sub('[,;?](?=[»”)"]*$)', lambda m: _NATIVE[m[0]], text))
    return _LATIN_MARK.sub(lambda found: found[0].replace(found[0].strip(), _NATIVE[found[0].strip()]), target)


def urdu_stop(message: CheckedMessage) -> Iterator[Spot]:
    """The full stop of Urdu."""
    for found in re.finditer("۔", message.target):
        yield Spot("the full stop of Urdu", found.start(), found.end())


def fix_urdu_stop(message: CheckedMessage) -> str:
    """A full stop."""
    return message.target.replace("۔", ".")


def question(message: CheckedMessage) -> Iterator[Spot]:
    """A question that ends as none."""
    if message.source.rstrip(_CLOSERS)[-1:] != "?" or not message.target.strip():
        return
    if "؟" not in message.target and "?" not in message.target:
        yield Spot(
            "the source asks; no question mark stands here", max(0, len(message.target) - 1), len(message.target)
        )


def end_mark(message: CheckedMessage) -> Iterator[Spot]:
    """A sentence that ends with a mark in the source and without one here, or the other way round."""
    if message.role == "headline":
        return
    source = message.source.rstrip(_CLOSERS)[-1:]
    target = message.target.rstrip(_CLOSERS)[-1:]
    size = len(message.target)
    if source in (".", "!", "?", "…") and target not in _ENDS:
        if source != "." or " " in message.source.strip():
            yield Spot(f"the source ends in {source}, the translation in no mark", max(0, size - 1), size)
    elif source.isalnum() and target in (".", "؟", "۔") and not message.source.isupper():
        yield Spot(f"the translation ends in {target}, the source does not", max(0, size - 1), size)


def quotes(message: CheckedMessage) -> Iterator[Spot]:
    """Quotation marks that do not pair, or speech whose marks are gone."""
    target, source = message.target, message.source
    found = _QUOTES.findall(target)
    if not found:
        if ('"' in source or "“" in source or "«" in source) and not _ANY_QUOTE.search(target):
            for speech in _SPEECH.findall(source):
                if len(speech.split()) >= _SPEECH_WORDS and not _odd(source):
                    yield Spot("the source quotes; no quotation marks stand here", 0, len(target))
                    return
        return
    if _pairs(found) or _odd(source):
        return
    first = _QUOTES.search(target)
    start = first.start() if first else 0
    yield Spot("a quotation mark has no partner", start, start + 1)


def _odd(source: str) -> bool:
    """Whether the source's own marks do not pair: a quotation over several paragraphs."""
    return (
        source.count('"') % 2 == 1 or source.count("“") != source.count("”") or source.count("«") != source.count("»")
    )


def _pairs(found: list[str]) -> bool:
    counts = {mark: found.count(mark) for mark in set(found)}
    if counts.get("«", 0) != counts.get("»", 0):
        return False
    straight, low = counts.get('"', 0), counts.get("„", 0)
    if low:
        return low == counts.get("“", 0) + counts.get("”", 0)
    return straight % 2 == 0 and counts.get("“", 0) == counts.get("”", 0)


def quote_style(message: CheckedMessage) -> Iterator[Spot]:
    """Quotation marks other than « » outside and “ ” inside."""
    target = message.target
    if '"' not in target and "“" not in target and "„" not in target:
        return
    depth = 0
    for found in _QUOTES.finditer(target):
        if found[0] == "«":
            depth += 1
        elif found[0] == "»":
            depth -= 1
        elif found[0] in '"„' or (found[0] == "“" and depth == 0):
            yield Spot(f"{found[0]} for «", found.start(), found.end())
            return


def fix_quote_style(message: CheckedMessage) -> str:
    """« » outside, “ ” inside, where the marks pair."""
    return unaltered(message.target, rules.quotes)


def brackets(message: CheckedMessage) -> Iterator[Spot]:
    """Brackets that do not pair."""
    target = message.target
    for opening, closing in ("()", "[]"):
        if target.count(opening) != target.count(closing):
            if message.source.count(opening) != message.source.count(closing) or _LIST_MARK.search(target):
                continue
            start = max(target.find(opening), target.find(closing))
            yield Spot(f"{opening} and {closing} do not pair", start, start + 1)


def headline_stop(message: CheckedMessage) -> Iterator[Spot]:
    """A headline that ends in a full stop."""
    if message.role == "headline" and rules.without_full_stop(message.target.rstrip()) != message.target.rstrip():
        size = len(message.target.rstrip())
        yield Spot("a headline has no full stop", size - 1, size)


def fix_headline_stop(message: CheckedMessage) -> str:
    """Without the full stop."""
    return rules.without_full_stop(message.target.rstrip()) if message.role == "headline" else message.target


def double_space(message: CheckedMessage) -> Iterator[Spot]:
    """Two spaces in a row, or one at an edge where the source has none."""
    target = message.target
    if "  " not in target and target == target.strip() and "\u00a0" not in target:
        return
    for found in _SPACES.finditer(target):
        start, end = found.span()
        if (start == 0 and message.source[:1].isspace()) or (end == len(target) and message.source[-1:].isspace()):
            continue
        if "  " in message.source and start > 0 and end < len(target):
            continue
        place = "two spaces" if start > 0 and end < len(target) else "a space at the edge"
        yield Spot(place, start, end)


def fix_double_space(message: CheckedMessage) -> str:
    """Single spaces, the edges as in the source."""
    target = message.target
    for spot in reversed(list(double_space(message))):
        inside = spot.start > 0 and spot.end < len(target)
        target = target[: spot.start] + (" " if inside else "") + target[spot.end :]
    return target


def spacing(message: CheckedMessage) -> Iterator[Spot]:
    """A space before a closing mark or after an opening one, or none after a comma or full stop."""
    target = message.target
    for found in _BEFORE.finditer(target) if any(pair in target for pair in _LOOSE) else ():
        yield Spot("a space too many", found.start(), found.end())
    for found in _AFTER.finditer(target):
        yield Spot(f"no space after {found[0]}", found.start(), found.end())


def fix_spacing(message: CheckedMessage) -> str:
    """Spaces as the language sets them."""
    text = _BEFORE.sub(lambda found: found[0].strip(), message.target)
    return _AFTER.sub(lambda found: f"{found[0]} ", text)


CHECKS = (
    Check(
        "punctuation",
        Severity.WARNING,
        "A Latin comma, semicolon or question mark stands for ، ؛ ؟.",
        "Marks between digits and among Latin words are left alone.",
        both("Yes, he left.", ("بلی, او رفت.", "بلی، او رفت."), ("هو, هغه ولاړ.", "هو، هغه ولاړ.")),
        marks,
        fix_marks,
    ),
    Check(
        "urdu-stop",
        Severity.INFO,
        "The full stop is Urdu's ۔.",
        "Both languages end a sentence with a full stop on the line.",
        both("He left.", ("او رفت۔", "او رفت."), ("هغه ولاړ۔", "هغه ولاړ.")),
        urdu_stop,
        fix_urdu_stop,
    ),
    Check(
        "question",
        Severity.WARNING,
        "The source is a question and the translation has no question mark.",
        "The mark is ؟. A question told as a statement may do without: opt out there.",
        both("Who left?", ("کی رفت.", "کی رفت؟"), ("څوک ولاړ.", "څوک ولاړ؟")),
        question,
    ),
    Check(
        "end-mark",
        Severity.INFO,
        "The source ends in a mark and the translation in none, or the other way round.",
        "A full stop may answer to a question mark and the other way round. Headlines have a check of their own.",
        both("He left.", ("او رفت", "او رفت."), ("هغه ولاړ", "هغه ولاړ.")),
        end_mark,
    ),
    Check(
        "quotes",
        Severity.WARNING,
        "A quotation mark has no partner, or speech of the source stands without marks.",
        "A quotation that goes over several paragraphs opens without closing in the source: that is passed. Short "
        "quotations may lose their marks.",
        both(
            'He said: "We will not leave this place."',
            ("او گفت: «ما از این‌جا نمی‌رویم.", "او گفت: «ما از این‌جا نمی‌رویم.»"),
            ("هغه وویل: «موږ له دې ځایه نه ځو.", "هغه وویل: «موږ له دې ځایه نه ځو.»"),
        ),
        quotes,
    ),
    Check(
        "quote-style",
        Severity.INFO,
        "Quotation marks are not « » outside and “ ” inside.",
        "The fix leaves marks that do not pair as they are.",
        both(
            'He said "no".',
            ('او گفت "نه".', "او گفت «نه»."),
            ('هغه وویل "نه".', "هغه وویل «نه»."),
        ),
        quote_style,
        fix_quote_style,
    ),
    Check(
        "brackets",
        Severity.WARNING,
        "Brackets do not pair.",
        "Where the source's do not either, as in a list's a), nothing is reported.",
        both("NATO (the pact)", ("ناتو (پیمان", "ناتو (پیمان)"), ("ناټو (تړون", "ناټو (تړون)")),
        brackets,
    ),
    Check(
        "headline-stop",
        Severity.WARNING,
        "A headline ends in a full stop.",
        "Neither language sets one; an ellipsis stays. A message is a headline by its msgctxt.",
        both(
            "Flood Hits Village",
            ("سیلاب به قریه زد.", "سیلاب به قریه زد"),
            ("سېلاب کلی وواهه.", "سېلاب کلی وواهه"),
            "headline",
        ),
        headline_stop,
        fix_headline_stop,
    ),
    Check(
        "double-space",
        Severity.WARNING,
        "Two spaces stand in a row, or one at the beginning or end where the source has none.",
        "Where the source has two spaces inside, the translation may.",
        both("He left.", ("او  رفت.", "او رفت."), ("هغه  ولاړ.", "هغه ولاړ.")),
        double_space,
        fix_double_space,
    ),
    Check(
        "spacing",
        Severity.INFO,
        "A space stands before a closing mark or after an opening one, or none after a comma or full stop.",
        "As both languages are set: «متن»، متن (متن).",
        both("Yes, he left.", ("بلی ،او رفت.", "بلی، او رفت."), ("هو ،هغه ولاړ.", "هو، هغه ولاړ.")),
        spacing,
        fix_spacing,
    ),
)
