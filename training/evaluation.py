"""What the packages are worth: scores, placeholder fidelity, broken outputs, speed; as JSON and as a table.

Every engine is run through the program's own decoder. Scores compare text in the house style on both sides (drafts are
localized before anyone sees them); `raw` scores compare what the decoder gave with the reference as published.
"""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import sacrebleu

from training.corpora import DEV, SECOND_DEV, Corpus, read_corpus
from training.newsdesk import GROWING, SEED
from training.preparation import HELD_OUT, localized, read_templates
from training.rendering import EVERYTHING, NOTHING, PLACEHOLDERS, SOME, Renderer
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.masking import Masked, mask, restore, untranslated_spans
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.names import find_names
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.models.store import ModelPackage, install_package
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.guarding import GuardedEngine
from translate_pipeline.translation.options import DecodingOptions

_LOOP = re.compile(r"(?<!\w)(?P<part>\w[\w\u200c]*(?: \w[\w\u200c]*){0,5})(?: (?P=part)){2,}(?!\w)")
_FIDELITY = 2000
_FROM_NEWSDESK = 1300
COPY = "copy of the source"


@dataclass(frozen=True, slots=True)
class TestSet:
    """Sources and references of one locale."""

    name: str
    locale: Locale
    sources: tuple[str, ...]
    references: tuple[str, ...]


def evaluate(
    build: Path,
    listed: Sequence[Corpus],
    glossaries: Path,
    packages: Path,
    against: Path | None,
    output: Path,
    *,
    beams: Sequence[int],
    quick: bool,
    guarded: bool = False,
) -> str:
    """Judge every package in `packages`; write evaluation.json and evaluation.md.

    Args:
        against: an evaluation.json of other packages, whose rows are put beside.
        quick: every fourth or fifth sentence only.
        guarded: judge the decoder as the program drafts with it: output that ran away is decoded again, and long
            sentences clause by clause.

    Returns:
        The Markdown table.
    """
    glossary = read_glossary(glossaries)
    matcher = Matcher(glossary)
    sets = _test_sets(build, listed, Renderer(glossary, random.Random(SEED)), quick)
    masked = _masked_sentences(build, sets, glossary, matcher, _FIDELITY // (5 if quick else 1))
    results: dict[str, Any] = {"scores": [], "fidelity": [], "speed": [], "examples": []}
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(packages.glob("*.argosmodel")):
            package = install_package(path, Path(folder))
            for beam in beams:
                _judge(package, beam, sets, masked, matcher, results, guarded=guarded)
    if against:
        earlier = json.loads(against.read_text(encoding="utf-8"))
        for key, rows in earlier.items():
            results[key] += [row for row in rows if row.get("engine") != COPY]
    results["scores"] += [_scores(COPY, 0, each, list(each.sources)) for each in sets]
    table = markdown(results)
    output.mkdir(parents=True, exist_ok=True)
    text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
    (output / "evaluation.json").write_text(text, encoding="utf-8")
    (output / "evaluation.md").write_text(table, encoding="utf-8")
    return table


def _test_sets(build: Path, listed: Sequence[Corpus], renderer: Renderer, quick: bool) -> list[TestSet]:
    sets = []
    kept = read_templates(build / HELD_OUT)
    filled = [renderer.render([template], NOTHING) for template in kept]
    share = 4 if quick else 1
    for locale in LOCALES:
        for name, growing in (("newsdesk held-out", False), ("newsdesk held-out, growing files", True)):
            lines = [
                (each.english, each.targets[locale.code])
                for template, each in zip(kept, filled, strict=True)
                if (template.file >= GROWING) is growing
            ]
            sets.append(_test_set(name, locale, lines[::share]))
        for corpus in listed:
            if corpus.role not in (DEV, SECOND_DEV) or (quick and corpus.role == SECOND_DEV):
                continue
            pairs = [(line.english, line.targets.get(locale.code, "")) for line in read_corpus(corpus)]
            if corpus.role == SECOND_DEV:
                pairs = pairs[:500]
            if all(target for _, target in pairs):
                sets.append(_test_set(corpus.name, locale, pairs[::share]))
    return sets


def _test_set(name: str, locale: Locale, pairs: Sequence[tuple[str, str]]) -> TestSet:
    return TestSet(name, locale, tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))


def _masked_sentences(
    build: Path, sets: Sequence[TestSet], glossary: Any, matcher: Matcher, wanted: int
) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Held-out English with one to four placeholders: newsdesk ones at random, development ones as the program masks.

    Where FLORES has too few sentences with names, they are masked once more with other indices.
    """
    rng = random.Random(SEED)
    renderer = Renderer(glossary, rng)
    templates = [each for each in read_templates(build / HELD_OUT) if each.units]
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {"newsdesk": [], "flores": []}
    seen: set[str] = set()
    from_newsdesk = wanted * _FROM_NEWSDESK // _FIDELITY
    for _ in range(100 * wanted):
        if len(found["newsdesk"]) >= from_newsdesk:
            break
        example = renderer.render([rng.choice(templates)], rng.choice((SOME, EVERYTHING)))
        if 1 <= len(example.placeholders) <= 4 and example.english not in seen:
            seen.add(example.english)
            found["newsdesk"].append((example.english, example.placeholders))
    locale = LOCALES[0]
    sources = [source for each in sets if each.name.startswith("flores") for source in each.sources]
    for shuffled in (False, True, True):
        for sentence in dict.fromkeys(sources):
            marks = rng.sample(PLACEHOLDERS, len(PLACEHOLDERS)) if shuffled else list(PLACEHOLDERS)
            each = _mask(sentence, matcher, marks, locale, names=True)
            used = tuple(slot.placeholder for slot in each.slots)
            if 1 <= len(used) <= 4 and each.text not in seen and len(found["flores"]) < wanted - from_newsdesk:
                seen.add(each.text)
                found["flores"].append((each.text, used))
    return found


def _mask(sentence: str, matcher: Matcher, placeholders: Sequence[str], locale: Locale, *, names: bool) -> Masked:
    matches = matcher.find(sentence)
    kept = untranslated_spans(sentence) + (find_names(sentence, matches) if names else [])
    spans = [(match.start, match.stop) for match in matches]
    free = [(start, end) for start, end in kept if all(end <= low or high <= start for low, high in spans)]
    return mask(sentence, matches, free, placeholders, locale)


def _judge(
    package: ModelPackage,
    beam: int,
    sets: Sequence[TestSet],
    masked: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]],
    matcher: Matcher,
    results: dict[str, Any],
    *,
    guarded: bool,
) -> None:
    bare = PackageEngine(package, DecodingOptions(beam=beam))
    engine: Engine = GuardedEngine(bare) if guarded else bare
    name = f"{package.name}, guarded" if guarded else package.name
    started = time.perf_counter()
    engine.decode(["Hello."])
    loaded = time.perf_counter() - started
    (locale,) = package.locales
    decoded_sentences, decoding_time = 0, 0.0
    for each in sets:
        if each.locale is not locale:
            continue
        started = time.perf_counter()
        drafts = _decode(engine, each.sources)
        decoding_time += time.perf_counter() - started
        decoded_sentences += len(set(each.sources))
        results["scores"].append(_scores(name, beam, each, drafts))
        if beam > 1 and not each.name.startswith("wmt"):
            restored = _through_masks(engine, each, matcher)
            results["scores"].append(_scores(f"{name}, glossary masked", beam, each, restored))
        rng = random.Random(SEED)
        for index in rng.sample(range(len(drafts)), min(12, len(drafts))):
            example = {"source": each.sources[index], "reference": each.references[index], "draft": drafts[index]}
            results["examples"].append({"engine": name, "beam": beam, "set": each.name, **example})
    results["speed"].append(
        {
            "engine": name,
            "beam": beam,
            "sentences_a_second": round(decoded_sentences / decoding_time, 1),
            "load_seconds": round(loaded, 2),
            "cores": len(os.sched_getaffinity(0)),
            "load_average": round(os.getloadavg()[0], 1),
        }
    )
    for title, sentences in masked.items():
        faithful = {"engine": name, "beam": beam, **_fidelity(engine, title, sentences)}
        results["fidelity"].append(faithful)


def _through_masks(engine: Engine, each: TestSet, matcher: Matcher) -> list[str]:
    masked = [_mask(text, matcher, engine.placeholders, each.locale, names=False) for text in each.sources]
    outputs = _decode(engine, [one.text for one in masked])
    return [
        restore(output, one.slots, each.locale, engine.placeholders).text
        for one, output in zip(masked, outputs, strict=True)
    ]


def _decode(engine: Engine, sentences: Sequence[str]) -> list[str]:
    """Drafts; empty for a sentence that the model cannot take (a package may have positions for 256 pieces only)."""
    try:
        return [options[0].text for options in engine.decode(sentences)]
    except RuntimeError:
        if len(sentences) == 1:
            return [""]
        half = len(sentences) // 2
        return _decode(engine, sentences[:half]) + _decode(engine, sentences[half:])


def _fidelity(engine: Engine, name: str, sentences: Sequence[tuple[str, tuple[str, ...]]]) -> dict[str, Any]:
    outputs = _decode(engine, [text for text, _ in sentences])
    faults: Counter[str] = Counter()
    whole = placeholders = copied = 0
    examples = []
    for (text, wanted), output in zip(sentences, outputs, strict=True):
        counts = {each: output.count(each) for each in PLACEHOLDERS}
        missing = sum(counts[each] == 0 for each in wanted)
        doubled = sum(counts[each] > 1 for each in wanted)
        invented = sum(bool(counts[each]) for each in PLACEHOLDERS if each not in wanted)
        faults.update({"missing": missing, "doubled": doubled, "invented": invented})
        placeholders += len(wanted)
        copied += sum(counts[each] == 1 for each in wanted)
        if missing or doubled or invented:
            examples.append({"source": text, "draft": output})
        else:
            whole += 1
    return {
        "set": name,
        "sentences": len(sentences),
        "exact_sentences": whole,
        "placeholders": placeholders,
        "copied_once": copied,
        **faults,
        "examples": examples[:10],
    }


def _scores(engine: str, beam: int, each: TestSet, drafts: Sequence[str]) -> dict[str, Any]:
    chrf, bleu = sacrebleu.CHRF(word_order=2), sacrebleu.BLEU()
    styled = [localized(draft, each.locale.code) for draft in drafts]
    references = [localized(reference, each.locale.code) for reference in each.references]
    scores = {
        "chrf++": round(chrf.corpus_score(styled, [references]).score, 1),
        "bleu": round(bleu.corpus_score(styled, [references]).score, 1),
        "raw chrf++": round(chrf.corpus_score(list(drafts), [list(each.references)]).score, 1),
        "raw bleu": round(bleu.corpus_score(list(drafts), [list(each.references)]).score, 1),
    }
    broken = Counter(
        fault for source, draft in zip(each.sources, drafts, strict=True) for fault in faults(source, draft)
    )
    return {
        "engine": engine,
        "beam": beam,
        "set": each.name,
        "locale": each.locale.code,
        "sentences": len(drafts),
        **scores,
        "signatures": [str(chrf.get_signature()), str(bleu.get_signature())],
        "loops": broken["loop"],
        "empty": broken["empty"],
        "english": broken["english"],
    }


def faults(source: str, draft: str) -> list[str]:
    """What is broken in a draft: a phrase three times in a row, nothing at all, mostly Latin letters."""
    found = []
    if _LOOP.search(draft) or _crowded(draft):
        found.append("loop")
    if not draft.strip():
        found.append("empty")
    latin, native = len(re.findall("[A-Za-z]", draft)), len(re.findall("[\u0600-\u06ff]", draft))
    if latin > native and re.search("[a-z]{2}", source):
        found.append("english")
    return found


def _crowded(draft: str) -> bool:
    """A pair of words that stands four times or more."""
    words = draft.split()
    pairs = Counter(pairwise(words))
    return bool(pairs) and max(pairs.values()) >= 4


def markdown(results: Mapping[str, Any]) -> str:
    """The results as tables."""
    lines = [
        "| set | locale | engine | beam | chrF++ | BLEU | raw chrF++ | raw BLEU | loops | empty | English | lines |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    keys = ("chrf++", "bleu", "raw chrf++", "raw bleu", "loops", "empty", "english", "sentences")
    for row in sorted(results["scores"], key=lambda row: (row["set"], row["locale"], row["engine"], row["beam"])):
        cells = [row["set"], row["locale"], row["engine"], row["beam"] or "-", *(row[key] for key in keys)]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    lines += [
        "",
        "| masked set | engine | beam | sentences | exact | placeholders | copied | missing | twice | invented |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in results["fidelity"]:
        exact = f"{100 * row['exact_sentences'] / max(1, row['sentences']):.2f} %"
        copied = f"{100 * row['copied_once'] / max(1, row['placeholders']):.2f} %"
        cells = [row["set"], row["engine"], row["beam"], row["sentences"], exact, row["placeholders"], copied]
        lines.append("| " + " | ".join(map(str, [*cells, row["missing"], row["doubled"], row["invented"]])) + " |")
    lines += [
        "",
        "| speed | beam | sentences a second | loads in s | cores | load average |",
        "|---|---|---|---|---|---|",
    ]
    for row in results["speed"]:
        cells = [row[key] for key in ("engine", "beam", "sentences_a_second", "load_seconds", "cores", "load_average")]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    signatures = sorted({signature for row in results["scores"] for signature in row["signatures"]})
    return "\n".join([*lines, "", *(f"Signature: `{signature}`" for signature in signatures)]) + "\n"
