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
        InputError: no backward model was trained yet.
    """
    import ctranslate2
    import sentencepiece

    from training.conversion import average_weights, convert
    from training.trainer import BACKWARD, checkpoints

    paths = checkpoints(build / BACKWARD)[-1:]
    if not paths:
        raise InputError(
            "no backward model to translate with", remedy="run: python -m training train --backward ps", path=build
        )
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(build / PIECES))
    lines = usable_lines(listed)
    with tempfile.TemporaryDirectory() as folder:
        weights, shape = average_weights(paths)
        convert(weights, shape, [pieces.id_to_piece(number) for number in range(pieces.vocab_size())], Path(folder))
        translator = ctranslate2.Translator(folder, inter_threads=2, intra_threads=1)
        results = translator.translate_batch(
            [pieces.encode(text, out_type=str) for _, text in lines],
            target_prefix=[[LANGUAGE_TOKENS[code]] for code, _ in lines],
            beam_size=1,
            no_repeat_ngram_size=3,
            max_batch_size=1024,
            batch_type="tokens",
        )
    rows = []
    for (code, text), result in zip(lines, results, strict=True):
        english = pieces.decode(result.hypotheses[0][1:]).strip()
        if not runaway(text, Hypothesis(english)) and fits(Line(BACK_TRANSLATED, english, {code: text})):
            rows.append(f"{code}\t{english}\t{text}\n")
    (build / f"{BACK_TRANSLATED}.tsv").write_text("".join(rows), encoding="utf-8")
    return {"sentences": len(lines), "kept": len(rows)}
