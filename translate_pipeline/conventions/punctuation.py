"""Punctuation of the Arabic script: comma, semicolon, question mark, quotation marks, spacing."""

from __future__ import annotations

import re

from translate_pipeline.conventions.script import ARABIC, LATIN, NATIVE, WORD

# Not between digits, and not between two Latin words (Washington, D.C.).
_MARK = re.compile(rf"[,;?](?:(?! *{LATIN})|(?<!{LATIN}.))(?:(?![۰-۹])|(?<![۰-۹].))")
_NATIVE_MARKS = {",": "،", ";": "؛", "?": "؟"}
_ELLIPSIS = re.compile(r"\.{3,}")

_QUOTE = re.compile('["“”„‟«»]')
_STRAIGHT = frozenset('"„‟')
_LOOSE = frozenset('"“”„‟')
_OPENERS = frozenset("“«")

_ODD_SPACE = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD = re.compile(f"[{_ODD_SPACE}]")
_SPACES = re.compile(f"[ {_ODD_SPACE}](?:[ {_ODD_SPACE}]+|(?<! ))")
_SPACE_BEFORE = re.compile(r" (?=[،؛؟!:)\]]|\.(?:[\s»)]|\Z))")
_SPACE_AFTER_OPENING = re.compile(r"([(\[]) ")
# Endings written straight after a closing mark: «شریک»اند, (ناتو)ی.
_ENDING = rf"(?:ی|ای|ها|های|هایی|اند|ام|اش|است)(?![{ARABIC}])"
# The character comes first and its surroundings after it: so the search skips to the next candidate.
_SPACE_AFTER = re.compile(
    r"[،؛؟!:.)](?:"
    rf"(?<=[،؛؟!])(?:(?=[{WORD}«“(])|(?<![۰-۹].)(?=[۰-۹]))"
    rf"|(?<=[{NATIVE}»)]:)(?=[{WORD}«“(])"
    rf"|(?<=[{ARABIC}]{{3}}\.)(?=[{ARABIC}]{{2}})"
    rf"|(?<=\))(?=[{WORD}])(?!{_ENDING}))"
)
_SPACE_BEFORE_BRACKET = re.compile(rf"\((?<=[{WORD}]\()(?=[{WORD}۰-۹])(?!(?:ها|های|ان|یان|ی)\))")
_QUOTE_SPACE = re.compile("(?<=[«“]) | (?=[»”])")
_SPACE_BEFORE_QUOTE = re.compile(f"«(?<=[{WORD}۰-۹:،؛]«)")
_SPACE_AFTER_QUOTE = re.compile(f"»(?=[{WORD}۰-۹])(?!{_ENDING})")


def _side(text: str, position: int) -> str:
    """`open`, `close` or nothing, from what stands around a quotation mark that has no direction."""
    before = text[position - 1] if position else " "
    after = text[position + 1] if position + 1 < len(text) else " "
    tight_before = not (before.isspace() or before in "(«“[،:")
    tight_after = not (after.isspace() or after in ")»”].،؛؟!:…")
    if tight_before == tight_after:
        return ""
    return "close" if tight_before else "open"


def _paired(text: str, marks: list[re.Match[str]], loose: frozenset[str]) -> dict[int, str] | None:
    """The house mark for each position, or None where the marks do not pair; `loose` ones have no direction."""
    opened: list[str] = []
    written: dict[int, str] = {}
    for mark in marks:
        shown = mark[0]
        if shown in loose:
            expected = "close" if opened and opened[-1] in loose else "open"
            opening = (_side(text, mark.start()) or expected) == "open"
        else:
            opening = shown in _OPENERS
        if opening:
            written[mark.start()] = "“" if opened else "«"
            opened.append(shown)
            continue
        if (
            not opened
            or (opened[-1] in loose) != (shown in loose)
            or (shown not in loose and opened[-1] == "«") != (shown not in loose and shown == "»")
        ):
            return None
        opened.pop()
        written[mark.start()] = "”" if opened else "»"
    return None if opened else written


def quotes(text: str) -> str:
    """« » outside, “ ” inside, tight around what they quote; marks that do not pair are left alone."""
    marks = list(_QUOTE.finditer(text))
    if not marks:
        return text
    written = _paired(text, marks, _STRAIGHT) or _paired(text, marks, _LOOSE)
    if written is None:
        return text
    if any(written[mark.start()] != mark[0] for mark in marks):
        text = _QUOTE.sub(lambda mark: written[mark.start()], text)
    text = _QUOTE_SPACE.sub("", text)
    return _SPACE_AFTER_QUOTE.sub("» ", _SPACE_BEFORE_QUOTE.sub(" «", text))


_ONLY_MARKS = re.compile(r"[\s.,!?؟،…]*")


def completed(text: str, source: str) -> str:
    """`text` with the half of a quotation that an engine dropped, where the source says where it stands.

    Where the source has one quotation and the text one mark of it, the other goes to the end or the beginning, if that
    is where the source has it; anywhere else nobody knows, and the text stays.
    """
    mark = _QUOTE.search(text)
    if mark is None or _QUOTE.search(text, mark.end()):
        return text
    quoted = [match.start() for match in _QUOTE.finditer(source)]
    if len(quoted) != 2:
        return text
    side = {"«": "open", "»": "close"}.get(mark[0]) or _side(text, mark.start())
    before, after = text[: mark.start()], text[mark.end() :]
    if side == "open" and after and _ONLY_MARKS.fullmatch(source, quoted[1] + 1):
        return f"{before}«{after}»"
    if side == "close" and before and _ONLY_MARKS.fullmatch(source, 0, quoted[0]):
        return f"«{before}»{after}"
    return text


def marks(text: str) -> str:
    """، ؛ ؟ and … for their Latin fellows, and the Urdu full stop as a full stop."""
    text = _MARK.sub(lambda mark: _NATIVE_MARKS[mark[0]], text)
    if "..." in text:
        text = _ELLIPSIS.sub("…", text)
    return text.replace("۔", ".")


def _then_space(match: re.Match[str]) -> str:
    return f"{match[0]} "


def spacing(text: str) -> str:
    """Single spaces, none before a closing mark, one after a comma, colon or full stop that lacks it."""
    if "  " in text or _ODD.search(text):
        text = _SPACES.sub(" ", text)
    text = _SPACE_BEFORE.sub("", text)
    if "( " in text or "[ " in text:
        text = _SPACE_AFTER_OPENING.sub(r"\1", text)
    text = _SPACE_AFTER.sub(_then_space, text)
    return _SPACE_BEFORE_BRACKET.sub(" (", text) if "(" in text else text


def without_full_stop(headline: str) -> str:
    """A headline without its closing full stop; an ellipsis stays."""
    return headline[:-1] if headline.endswith(".") and not headline.endswith("..") else headline
