"""Run by the interpreter of an environment with Transformers; standard input and output are JSON.

Makes a tiny Transformers model of each family (the true architecture and tokenizer, random weights of a fixed seed),
lets Transformers translate with it, and converts it.

In: {"root": repository, "folder": where to put them, "english": [...], "target": [...], "sentences": [...],
"wanted": [[name, family, target code]...]}. Out: {name: [the translation of each sentence]}.
"""

from __future__ import annotations

import io
import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Seeds whose models say something and mostly come to an end.
SEED, SEEDS = 3, {"marian": 6}
# Tokens of a translation, as Argos Translate leaves it to CTranslate2.
LONGEST = 255
END = 2.5
SPREAD = 0.15


def _refuse(*_: object, **__: object) -> None:
    raise OSError("no network in this test")


def _pieces(texts: list[str], path: Path, kind: str, size: int, **options: Any) -> None:
    import sentencepiece

    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=written,
        vocab_size=size,
        model_type=kind,
        character_coverage=1.0,
        hard_vocab_limit=False,
        minloglevel=2,
        **options,
    )
    path.write_bytes(written.getvalue())


def _vocabulary(path: Path) -> list[str]:
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [processor.id_to_piece(number) for number in range(processor.vocab_size())]


def _end_now_and_then(model: Any, end: int) -> Any:
    """Make the end token's scores go up and down more than others do, so that random models come to an end."""
    import torch

    with torch.no_grad():
        model.lm_head.weight[end] *= END
    return model


def _m2m_config(size: int) -> Any:
    from transformers import M2M100Config

    return M2M100Config(
        vocab_size=size,
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=512,
        init_std=0.4,
        tie_word_embeddings=False,
    )


def _make_m2m(folder: Path, tokenizer: Any, size: int) -> Any:
    from transformers import M2M100ForConditionalGeneration

    tokenizer.save_pretrained(folder)
    model = M2M100ForConditionalGeneration(_m2m_config(size))
    return _end_now_and_then(model, tokenizer.eos_token_id)


def make_nllb(folder: Path, english: list[str], target: list[str]) -> tuple[Any, Any]:
    from transformers import NllbTokenizer
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

    _pieces(english + target, folder / "sentencepiece.bpe.model", "bpe", 700)
    tokenizer = NllbTokenizer.from_pretrained(
        folder, src_lang="eng_Latn", additional_special_tokens=FAIRSEQ_LANGUAGE_CODES
    )
    return _make_m2m(folder, tokenizer, len(tokenizer)), tokenizer


def make_m2m100(folder: Path, english: list[str], target: list[str]) -> tuple[Any, Any]:
    from transformers import M2M100Tokenizer

    spm = folder / "sentencepiece.bpe.model"
    _pieces(english + target, spm, "bpe", 700)
    first = ["<s>", "<pad>", "</s>", "<unk>"]
    tokens = first + [piece for piece in _vocabulary(spm) if piece not in first]
    (folder / "vocab.json").write_text(json.dumps({token: number for number, token in enumerate(tokens)}))
    tokenizer = M2M100Tokenizer(str(folder / "vocab.json"), str(spm), src_lang="en")
    size = len(tokenizer.encoder) + len(tokenizer.lang_token_to_id) + tokenizer.num_madeup_words
    return _make_m2m(folder, tokenizer, size), tokenizer


def make_marian(folder: Path, english: list[str], target: list[str], codes: tuple[str, ...] = ()) -> tuple[Any, Any]:
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    _pieces(english, folder / "source.spm", "unigram", 400)
    _pieces(target, folder / "target.spm", "unigram", 400)
    tokens = ["</s>", "<unk>", *(f">>{code}<<" for code in codes)]
    for name in ("source.spm", "target.spm"):
        tokens += [piece for piece in _vocabulary(folder / name) if piece not in ("<s>", *tokens)]
    tokens.append("<pad>")
    (folder / "vocab.json").write_text(json.dumps({token: number for number, token in enumerate(tokens)}))
    files = (str(folder / name) for name in ("source.spm", "target.spm", "vocab.json"))
    tokenizer = MarianTokenizer(*files)
    tokenizer.save_pretrained(folder)
    pad = tokenizer.pad_token_id
    config = MarianConfig(
        vocab_size=len(tokens),
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=512,
        tie_word_embeddings=False,
        pad_token_id=pad,
        decoder_start_token_id=pad,
        eos_token_id=tokenizer.eos_token_id,
        forced_eos_token_id=None,
        scale_embedding=True,
    )
    model = MarianMTModel(config)
    with torch.no_grad():
        for name, matrix in model.named_parameters():
            if matrix.dim() == 2 and "positions" not in name:
                matrix.normal_(0, SPREAD)
        # The decoder begins with it, and Marian begins with nothing.
        model.model.decoder.embed_tokens.weight[pad] = 0.0
    model.final_logits_bias[0, pad] = float("-inf")
    return _end_now_and_then(model, tokenizer.eos_token_id), tokenizer


def make_madlad(folder: Path, english: list[str], target: list[str]) -> tuple[Any, Any]:
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    tags = ["<2en>", "<2fa>", "<2prs>", "<2ps>"]
    spm = folder / "spiece.model"
    _pieces(english + target, spm, "unigram", 600, user_defined_symbols=tags, unk_id=0, bos_id=1, eos_id=2)
    tokenizer = T5Tokenizer.from_pretrained(folder, extra_ids=0, pad_token="<s>")
    tokenizer.save_pretrained(folder)
    config = T5Config(
        vocab_size=len(_vocabulary(spm)),
        d_model=32,
        d_kv=8,
        d_ff=64,
        num_layers=2,
        num_heads=4,
        feed_forward_proj="gated-gelu",
        tie_word_embeddings=False,
        initializer_factor=3.0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=0,
    )
    return _end_now_and_then(T5ForConditionalGeneration(config), 2), tokenizer


MAKERS: dict[str, Callable[[Path, list[str], list[str]], tuple[Any, Any]]] = {
    "nllb": make_nllb,
    "m2m100": make_m2m100,
    "small100": make_m2m100,
    "madlad": make_madlad,
    "marian": make_marian,
}


def _translate(model: Any, tokenizer: Any, family: str, code: str, sentence: str) -> str:
    """What Transformers makes of a sentence, with one beam."""
    options: dict[str, Any] = {}
    if family == "nllb":
        options["forced_bos_token_id"] = tokenizer.convert_tokens_to_ids(code)
    elif family == "m2m100":
        options["forced_bos_token_id"] = tokenizer.get_lang_id(code)
    elif family == "small100":
        # Its own tokenizer class differs in this: the source begins with the target's token.
        tokenizer.src_lang = code
    elif family == "madlad":
        sentence = f"<2{code}> {sentence}"
    elif code:
        sentence = f">>{code}<< {sentence}"
    encoded = tokenizer(sentence, return_tensors="pt")
    output = model.generate(**encoded, num_beams=1, do_sample=False, max_new_tokens=LONGEST, **options)
    return str(tokenizer.decode(output[0], skip_special_tokens=True))


def main() -> None:
    """Make, translate, convert, print."""
    socket.socket.connect = _refuse  # type: ignore[assignment,method-assign]
    asked = json.load(sys.stdin)
    sys.path.insert(0, asked["root"])
    import torch
    import transformers

    from translate_pipeline.models.conversion import convert
    from translate_pipeline.models.families import find_family

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    torch.set_num_threads(1)
    translations = {}
    for name, family, code in asked["wanted"]:
        torch.manual_seed(SEEDS.get(family, SEED))
        folder = Path(asked["folder"]) / name
        folder.mkdir()
        codes = ((code, "deu") if code else (),) if family == "marian" else ()
        model, tokenizer = MAKERS[family](folder, asked["english"], asked["target"], *codes)
        model.eval()
        model.save_pretrained(folder)
        with torch.no_grad():
            translations[name] = [_translate(model, tokenizer, family, code, each) for each in asked["sentences"]]
        convert(folder, find_family(family), folder.with_name(f"{name}-converted"), "float32")
    json.dump(translations, sys.stdout)


main()
