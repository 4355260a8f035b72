"""Transformers weights to CTranslate2, by CTranslate2's own converter.

It needs Transformers and PyTorch, which the program itself never does: the extra `convert` brings them.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

from translate_pipeline.errors import InputError
from translate_pipeline.models.families import Family

QUANTIZATIONS = ("int8", "int8_float32", "int8_float16", "int8_bfloat16", "float16", "bfloat16", "float32")
_NEEDED = ("torch", "transformers")
_TOKENIZER_FILES = ("sentencepiece.bpe.model", "sentencepiece.model", "spiece.model", "source.spm", "target.spm")


def is_transformers(folder: Path) -> bool:
    """Whether a folder holds a Transformers model."""
    try:
        content = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and "model_type" in content


def check_converter(family: Family) -> None:
    """Make sure that models of a family can be converted here.

    Raises:
        InputError: they cannot.
    """
    if not family.tokenizer_class:
        remedy = "convert it with the CTranslate2 converter of its toolkit and give that folder"
        raise InputError(f"models of the family {family.name} have no Transformers form", remedy=remedy)
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        problem = f"converting needs {' and '.join(missing)}"
        raise InputError(problem, remedy="run: pip install 'translate-pipeline[convert]', or give a CTranslate2 folder")


def convert(model: Path, family: Family, folder: Path, quantization: str = "int8") -> None:
    """Write the CTranslate2 form of a Transformers model, with its SentencePiece files, to the new `folder`.

    The tokenizer is the family's own class, so no code of the model's folder is run.

    Raises:
        InputError: a library is missing, or it cannot be converted.
    """
    check_converter(family)
    import transformers  # type: ignore[import-not-found,unused-ignore]
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_tokenizer(self, tokenizer_class: object, model_name_or_path: str, **options: object) -> Any:
            tokenizer = getattr(transformers, family.tokenizer_class).from_pretrained(model_name_or_path, **options)
            # Transformers 5 keeps the language tokens of M2M-100 out of the vocabulary, where CTranslate2 looks.
            languages = getattr(tokenizer, "lang_token_to_id", None)
            if languages:
                vocabulary = {**tokenizer.get_vocab(), **languages}
                tokenizer.get_vocab = lambda: vocabulary
            return tokenizer

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        Converter(str(model)).convert(str(folder), quantization=quantization)
    except (OSError, ValueError, TypeError, KeyError, RuntimeError, AttributeError, ImportError) as error:
        problem = f"cannot be converted as {family.name} ({str(error).splitlines()[0] if str(error) else error!r})"
        raise InputError(problem, remedy="check the family and the files", path=model) from None
    for name in _TOKENIZER_FILES:
        if (model / name).is_file():
            shutil.copyfile(model / name, folder / name)
