"""From the corpora to templates: held-out and development sentences and duplicates out, units found, pieces learned."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from training.corpora import DEV, SECOND_DEV, TRAIN, Corpus, Line, line_key, read_corpus
from training.newsdesk import SEED, group_of, held_out
from training.pieces import train_pieces
from training.rendering import EVERYTHING, NOTHING, SOME, Renderer
from training.templates import Template, make_template
from translate_pipeline.conventions import localize
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.terms import Glossary
from translate_pipeline.locales import find_locale

TEMPLATES, HELD_OUT, PIECES, COUNTS = "templates.jsonl", "held_out.jsonl", "sentencepiece.model", "counts.json"
LEXICON = "lexicon.npy"
BACK_TRANSLATED = "back_translated"
"""The corpus of that name: text in one language with English that a backward model made of it."""
NAME_LISTS = frozenset({"cldr_names", "gazetteer_af", "gazetteer_af_ps", "glossary"})
_LONGEST = 900
_RATIO = 3.0


def select(listed: Sequence[Corpus]) -> tuple[list[Line], list[Line]]:
    """The lines to train on and those of newsdesk held out.

    Out of training go: lines of which any side stands in a development set or among the held-out ones, duplicates, and
    pairs whose lengths do not fit.
    """
    forbidden = {
        line_key(text)
        for corpus in listed
        if corpus.role in (DEV, SECOND_DEV)
        for line in read_corpus(corpus)
        for text in (line.english, *line.targets.values())
    }
    trained = [corpus for corpus in listed if corpus.role == TRAIN]
    newsdesk = [line for corpus in trained if corpus.columns == "newsdesk" for line in read_corpus(corpus)]
    groups = held_out(newsdesk)
    kept_out = [line for line in newsdesk if group_of(line) in groups]
    forbidden |= {line_key(text) for line in kept_out for text in (line.english, *line.targets.values())}
    seen: set[tuple[str, ...]] = set()
    chosen = []
    for corpus in trained:
        for line in read_corpus(corpus):
            names = corpus.name in NAME_LISTS
            if line.topic and group_of(line) in groups:
                continue
            if not names and any(line_key(text) in forbidden for text in (line.english, *line.targets.values())):
                continue
            key = (line_key(line.english), *(line_key(text) for text in line.targets.values()))
            if key not in seen and fits(line):
                seen.add(key)
                chosen.append(line)
    return chosen, kept_out


def read_back_translated(build: Path) -> list[Line]:
    """What `back-translate` wrote into the build folder; nothing where it was not run."""
    path = build / f"{BACK_TRANSLATED}.tsv"
    if not path.exists():
        return []
    rows = (row.split("\t") for row in path.read_text(encoding="utf-8").splitlines())
    return [Line(BACK_TRANSLATED, english, {code: text}) for code, english, text in rows]


def fits(line: Line) -> bool:
    """Whether its sides can be translations of each other, by length."""
    lengths = [len(line.english), *map(len, line.targets.values())]
    return min(lengths) > 0 and max(lengths) <= _LONGEST and max(lengths) <= _RATIO * min(lengths) + 20


def take_apart(lines: Iterable[Line], glossary: Glossary) -> list[Template]:
    """Templates of lines; what stands in a name list is one unit and stays whole."""
    matcher = Matcher(glossary)
    return [make_template(line, None if line.corpus in NAME_LISTS else matcher) for line in lines]


def prepare(
    listed: Sequence[Corpus], glossaries: Path, build: Path, vocabulary: int, *, keep_pieces: bool = False
) -> dict[str, object]:
    """Write templates, held-out templates and the SentencePiece model into the build folder.

    Args:
        keep_pieces: leave a SentencePiece model that is there, so that training can go on with more lines.

    Returns:
        Counts of lines by corpus, also written beside them.
    """
    glossary = read_glossary(glossaries)
    chosen, kept_out = select(listed)
    chosen += read_back_translated(build)
    templates = take_apart(chosen, glossary)
    build.mkdir(parents=True, exist_ok=True)
    write_templates(build / TEMPLATES, templates)
    write_templates(build / HELD_OUT, take_apart(kept_out, glossary))
    if not (keep_pieces and (build / PIECES).exists()):
        train_pieces(_texts(templates, glossary), build / PIECES, vocabulary)
    write_lexicon(templates, glossary, build)
    counts: dict[str, object] = {
        "lines": Counter(template.corpus for template in templates),
        "held_out": len(kept_out),
        "units": Counter(unit.kind if unit.texts else "slot" for template in templates for unit in template.units),
    }
    (build / COUNTS).write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    return counts


def write_lexicon(templates: Sequence[Template], glossary: Glossary, build: Path) -> None:
    """Learn which pieces translate which, once with names and once with placeholders."""
    import numpy
    import sentencepiece

    from training.alignment import learn_lexicon

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(build / PIECES))
    renderer = Renderer(glossary, random.Random(SEED))
    end = [pieces.eos_id()]
    pairs = []
    for template in templates:
        for mode in (NOTHING, SOME):
            example = renderer.render([template], mode)
            source = pieces.encode(example.english, enable_sampling=mode is SOME, alpha=0.3, nbest_size=-1)
            pairs += [(source + end, pieces.encode(text) + end) for text in example.targets.values()]
    numpy.save(build / LEXICON, learn_lexicon(pairs, pieces.vocab_size()))


def _texts(templates: Sequence[Template], glossary: Glossary) -> list[str]:
    renderer = Renderer(glossary, random.Random(SEED))
    texts = []
    for template in templates:
        repeats = 2 if template.corpus == "newsdesk" else 1
        for mode in (NOTHING, EVERYTHING)[:repeats]:
            example = renderer.render([template], mode)
            texts += [example.english, *example.targets.values()]
    return texts


def write_templates(path: Path, templates: Iterable[Template]) -> None:
    """One JSON object a line."""
    rows = (json.dumps(template.to_json(), ensure_ascii=False) for template in templates)
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def read_templates(path: Path) -> list[Template]:
    """What `write_templates` wrote."""
    with path.open(encoding="utf-8") as stream:
        return [Template.from_json(json.loads(row)) for row in stream]


def localized(text: str, code: str) -> str:
    """A reference in the house style, as drafts are."""
    return localize(text, find_locale(code))
