"""The joint SentencePiece model: lower case, digits one by one, language tokens and placeholders as single symbols."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from training.rendering import PLACEHOLDERS

LANGUAGE_TOKENS = {"fa_AF": "<2prs>", "ps": "<2ps>"}
_DIGITS = tuple("۰۱۲۳۴۵۶۷۸۹")
_SPACES = "\t\n\r\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"
_SAME = {
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-",
    "\u200e": "", "\u200f": "", "\ufeff": "", "\u00ad": "",
}  # fmt: skip


def normalization_rules() -> str:
    """Rules of the pieces: every cased letter to its small one, odd spaces and quotes to plain ones.

    English case says little that the words do not, and with it a headline in capitals is the sentence it is. ZWNJ and
    the letters of Dari and Pashto stay as they are (the ready-made nmt_nfkc would turn ZWNJ into a space).
    """
    rules = dict(_SAME)
    rules.update((space, " ") for space in _SPACES)
    for code in range(0x41, 0x2100):
        char = chr(code)
        low = char.lower()
        if low != char and len(low) == 1:
            rules[char] = low
    lines = (
        f"{ord(char):X}\t{' '.join(f'{ord(each):X}' for each in written)}" for char, written in sorted(rules.items())
    )
    return "".join(f"{line}\n" for line in lines)


def train_pieces(texts: Iterable[str], path: Path, size: int) -> None:
    """Learn the pieces from `texts` and write the model to `path`."""
    import sentencepiece

    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules.tsv"
        rules.write_text(normalization_rules(), encoding="utf-8")
        with path.open("wb") as model:
            sentencepiece.SentencePieceTrainer.train(
                sentence_iterator=iter(texts),
                model_writer=model,
                vocab_size=size,
                model_type="unigram",
                character_coverage=0.9998,
                unk_id=0,
                bos_id=1,
                eos_id=2,
                pad_id=3,
                control_symbols=list(LANGUAGE_TOKENS.values()),
                user_defined_symbols=[*PLACEHOLDERS, *_DIGITS],
                split_digits=True,
                normalization_rule_tsv=str(rules),
                num_threads=2,
                minloglevel=2,
                train_extremely_large_corpus=False,
            )
    sys.stderr.flush()
