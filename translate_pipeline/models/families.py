"""Families of models: how each is told its languages, and which tokens its files and packages hold.

Sources: the tokenizers of Transformers for the order of tokens; FLORES-200's codes for NLLB; ISO 639-1 and 639-3 codes
for the others, as their vocabularies have them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from translate_pipeline.errors import InputError, did_you_mean


@dataclass(frozen=True, slots=True)
class Family:
    """How a family's packages are put together.

    Attributes:
        codes: for each locale the codes that models may have for it, best first.
        source_token: what the source begins with: `{code}` is the target's code.
        target_token: what the target begins with; empty where the decoder is told nothing.
        single: models of one language exist, without any token.
        ends_source: the source ends with the end token, which its converter leaves to the caller.
        tokenizers: names that the SentencePiece model goes by, of the source side first.
        tokenizer_class: of Transformers, for converting; empty where there is nothing to convert from.
        tags: tokens for languages, wherever in the vocabulary they stand.
    """

    name: str
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source_token: str = ""
    target_token: str = ""
    single: bool = False
    ends_source: bool = True
    tokenizers: tuple[str, ...] = ("sentencepiece.bpe.model", "sentencepiece.model", "spiece.model", "spm.model")
    tokenizer_class: str = ""
    tags: re.Pattern[str] | None = None


_M2M_CODES = {"fa_AF": ("fa",), "ps": ("ps",)}
_M2M_TAGS = re.compile(r"__[a-z]{2,3}__")

FAMILIES = (
    Family(
        "nllb",
        {"fa_AF": ("prs_Arab",), "ps": ("pbt_Arab",)},
        source_token="eng_Latn",
        target_token="{code}",
        tokenizer_class="NllbTokenizer",
        tags=re.compile("[a-z]{3}_[A-Z][a-z]{3}"),
    ),
    Family(
        "m2m100",
        _M2M_CODES,
        source_token="__en__",
        target_token="__{code}__",
        tokenizer_class="M2M100Tokenizer",
        tags=_M2M_TAGS,
    ),
    # SMaLL-100 has M2M-100's vocabulary, but is told the target language on the source's side, and the source's never.
    Family("small100", _M2M_CODES, source_token="__{code}__", tokenizer_class="M2M100Tokenizer", tags=_M2M_TAGS),
    Family(
        "madlad",
        {"fa_AF": ("prs", "fa_AF", "fa"), "ps": ("ps",)},
        source_token="<2{code}>",
        tokenizer_class="T5Tokenizer",
        tags=re.compile(r"<2[A-Za-z_-]+>"),
    ),
    Family(
        "marian",
        {"fa_AF": ("prs", "pes", "fas", "fa"), "ps": ("pus", "pbt", "pst", "ps")},
        source_token=">>{code}<<",
        single=True,
        tokenizers=("source.spm", "sentencepiece.model"),
        tokenizer_class="MarianTokenizer",
        tags=re.compile(r">>[\w-]+<<"),
    ),
    # One model of two languages, as the starter models are, is told the target by a token of its maker's choice.
    Family(
        "opennmt",
        target_token="{code}",
        single=True,
        ends_source=False,
        tokenizers=("sentencepiece.model", "source.spm", "spm.model"),
    ),
)
_PERSIAN = ("fa", "pes", "fas")


def find_family(name: str) -> Family:
    """The family of that name.

    Raises:
        InputError: there is none.
    """
    families = {family.name: family for family in FAMILIES}
    if name not in families:
        raise InputError(f"unknown family {name!r}", remedy=did_you_mean(name, families))
    return families[name]


def package_code(locale_code: str, code: str) -> str:
    """The language code of a package: Iranian Persian keeps its own, so that drafts are made Dari afterwards."""
    if locale_code == "fa_AF":
        return "fa" if code in _PERSIAN else "prs"
    return locale_code
