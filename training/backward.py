"""Back-translation: English that a backward model makes of text in one language, to learn that language's side from.

Sennrich, Haddow and Birch, Improving Neural Machine Translation Models with Monolingual Data (2016).
"""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from training.corpora import DEV, MONOLINGUAL, SECOND_DEV, Corpus, Line, line_key, read_corpus
from training.newsdesk import SEED
from training.pieces import LANGUAGE_TOKENS
from training.preparation import BACK_TRANSLATED, PIECES, fits, localized
from translate_pipeline.errors import InputError
from translate_pipeline.translation.engine import Hypothesis
from translate_pipeline.translation.runaway import runaway

_MOST = 24_000
_SHORTEST, _LONGEST = 40, 240
# A sentence from its beginning to its end; lists of news sentences hold many that were cut.
_WHOLE = re.compile(r"[^\W\d_][^A-Za-z]*[.!؟۔»]")


def usable_lines(listed: Sequence[Corpus]) -> list[tuple[str, str]]:
    """Locale codes and sentences of the monolingual corpora, in the house style; those of development sets left out."""
    measured = [corpus for corpus in listed if corpus.role in (DEV, SECOND_DEV)]
    forbidden = {
        line_key(text) for corpus in measured for line in read_corpus(corpus) for text in line.targets.values()
    }
    found: dict[str, tuple[str, str]] = {}
    for corpus in listed:
        if corpus.role != MONOLINGUAL:
            continue
        for text in corpus.path.read_text(encoding="utf-8").splitlines():
            key = line_key(text)
            if _SHORTEST <= len(text) <= _LONGEST and _WHOLE.fullmatch(text) and key not in forbidden:
                found.setdefault(key, (corpus.columns, localized(text, corpus.columns)))
    lines = list(found.values())
    random.Random(SEED).shuffle(lines)
    return lines[:_MOST]


def back_translate(build: Path, listed: Sequence[Corpus]) -> dict[str, int]:
    """Write English and the sentences it was made of into the build folder.

    Returns:
        How many sentences there were, and how many were kept: what ran away or does not fit by length goes out.

    Raises:
        InputError: a monolingual corpus is missing, or the backward model of its language.
    """
    for corpus in listed:
        if corpus.role == MONOLINGUAL and not corpus.path.exists():
            raise InputError("no such corpus", remedy="give its folder with --corpora", path=corpus.path)
    lines = usable_lines(listed)
    rows = []
    for code in sorted({code for code, _ in lines}):
        texts = [text for each, text in lines if each == code]
        for english, text in zip(_english(build, code, texts), texts, strict=True):
            if not runaway(text, Hypothesis(english)) and fits(Line(BACK_TRANSLATED, english, {code: text})):
                rows.append(f"{code}\t{english}\t{text}\n")
    (build / f"{BACK_TRANSLATED}.tsv").write_text("".join(rows), encoding="utf-8")
    return {"sentences": len(lines), "kept": len(rows)}


def _english(build: Path, code: str, texts: Sequence[str]) -> list[str]:
    import ctranslate2
    import sentencepiece

    from training.conversion import average_weights, convert
    from training.trainer import backward_folder, checkpoints

    paths = checkpoints(build / backward_folder(code))[-1:]
    if not paths:
        remedy = f"run: python -m training train --backward {code}"
        raise InputError("no backward model to translate with", remedy=remedy, path=build)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(build / PIECES))
    with tempfile.TemporaryDirectory() as folder:
        weights, shape = average_weights(paths)
        convert(weights, shape, [pieces.id_to_piece(number) for number in range(pieces.vocab_size())], Path(folder))
        results = ctranslate2.Translator(folder, inter_threads=2, intra_threads=1).translate_batch(
            [pieces.encode(text, out_type=str) for text in texts],
            target_prefix=[[LANGUAGE_TOKENS[code]]] * len(texts),
            beam_size=1,
            no_repeat_ngram_size=3,
            max_batch_size=1024,
            batch_type="tokens",
        )
    return [pieces.decode(result.hypotheses[0][1:]).strip() for result in results]
