"""Whether a model package can be trusted with news: tried on control sentences before it is installed.

Refused is what cannot be loaded, lacks the tokens that it declares, or on the control set echoes the source, says
nothing, loops, or writes another script or language. The languages are told by letters that only one of them has and
by function words: د, په, چې, کې, دي against از, به, که, در, را, است.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.locales import Locale
from translate_pipeline.models.store import ModelPackage
from translate_pipeline.translation.engine import Engine

_CONTROL = Path(__file__).resolve().parents[1] / "models" / "control.txt"
_MOST_FAULTY = 0.25
_ENOUGH = 3
_NEITHER = "neither Dari nor Pashto"
_LATIN = re.compile("[A-Za-z]")
_ARABIC = re.compile("[\u0620-\u06ff]")
_WORD = re.compile(r"[^\W\d_]+")
_LOOP = re.compile(r"(?<!\S)(\S+(?: \S+){0,4})(?: \1){2,}(?!\S)")
_PASHTO_LETTERS = re.compile("[ټډړږښګڼېۍځڅ]")
_FUNCTION_WORDS = {
    "ps": frozenset("د په چې او کې دي دی سره لپاره څخه ته یې شوي پر هغه ده له".split()),
    "fa_AF": frozenset("از به که در را است این با برای آن می شد شده بود های خود کرد یک".split()),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of the control sentences.

    Attributes:
        faults: each kind of fault with how many sentences have it and the first of them with its source.
    """

    sentences: int
    faults: tuple[tuple[str, int, str, str], ...]

    @property
    def refusal(self) -> str:
        """Why the package is not to be trusted, with the evidence; empty where it is."""
        for kind, count, source, target in self.faults:
            if count > _MOST_FAULTY * self.sentences:
                return f"{count} of {self.sentences} control sentences {kind}: {source!r} became {target!r}"
        return ""


def control_sentences() -> list[str]:
    """Short news sentences, written for this."""
    return _CONTROL.read_text(encoding="utf-8").splitlines()


def judge(sources: Sequence[str], targets: Sequence[str], locale: Locale) -> Verdict:
    """Count what is wrong with translations of control sentences."""
    faults: dict[str, list[tuple[str, str]]] = {}
    for source, target in zip(sources, targets, strict=True):
        kind = _fault(source, target)
        if kind:
            faults.setdefault(kind, []).append((source, target))
    sound = " ".join(target for target in targets if target)
    found = [(kind, len(pairs), *pairs[0]) for kind, pairs in faults.items()]
    other = _other_language(sound, locale)
    if other:
        found.append((f"read like {other}, not {locale.english}", len(targets), sources[0], targets[0]))
    return Verdict(len(targets), tuple(sorted(found, key=lambda fault: -fault[1])))


def _fault(source: str, target: str) -> str:
    if not target.strip():
        return "come out empty"
    if target.strip().casefold() == source.casefold():
        return "come out untranslated"
    latin, arabic = len(_LATIN.findall(target)), len(_ARABIC.findall(target))
    if latin >= arabic:
        return "come out in another script"
    return "loop" if _LOOP.search(target) else ""


def sentence_fault(source: str, target: str, locale: Locale) -> str:
    """What is wrong with the translation of a single sentence; empty where nothing is, or it cannot be told."""
    other = _other_language(target, locale)
    return _fault(source, target) or (f"read like {other}" if other and other != _NEITHER else "")


def _other_language(text: str, locale: Locale) -> str:
    """The language that a text is in where that is not the locale's; empty where it is, or cannot be told."""
    words = _WORD.findall(text)
    pashto = sum(word in _FUNCTION_WORDS["ps"] for word in words) + len(_PASHTO_LETTERS.findall(text))
    dari = sum(word in _FUNCTION_WORDS["fa_AF"] for word in words)
    if max(pashto, dari) < _ENOUGH:
        return _NEITHER if words else ""
    if locale.code == "ps" and dari > pashto:
        return "Dari or Persian"
    if locale.code == "fa_AF" and pashto > dari:
        return "Pashto"
    return ""


def verify(package: ModelPackage, engine_of: Callable[[ModelPackage], Engine]) -> Verdict:
    """Load a package and try it on the control sentences.

    Args:
        engine_of: makes the engine of a package.

    Raises:
        InputError: it cannot be loaded, lacks tokens, or its output is not to be trusted; the line holds the evidence.
    """
    remedy = "do not use it; ask its maker"
    if not package.locales:
        codes = f"{package.from_code} to {package.to_code}"
        raise InputError(f"translates {codes}, neither Dari nor Pashto", remedy=remedy, path=package.folder.name)
    engine = engine_of(package)
    missing = sorted(set(package.placeholders) - set(engine.placeholders))
    if missing:
        problem = f"declares the placeholder {missing[0]!r}, which its vocabulary lacks"
        raise InputError(problem, remedy=remedy, path=package.name)
    sources = control_sentences()
    try:
        outputs = engine.decode(sources)
    except (RuntimeError, ValueError) as error:
        raise InputError(f"does not translate ({error})", remedy=remedy, path=package.name) from None
    verdict = judge(sources, [best.text for best, *_ in outputs], package.locales[0])
    if verdict.refusal:
        raise InputError(verdict.refusal, remedy=remedy, path=package.name)
    return verdict
