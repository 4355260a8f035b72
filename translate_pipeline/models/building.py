"""Wrapping a CTranslate2 model of any family into a package that Argos Translate runs as well.

Argos Translate cuts a text with the package's SentencePiece model, hands the pieces to CTranslate2 with one token as
target prefix, and puts the pieces that come back together with the same SentencePiece model. What a family needs
besides is written where CTranslate2 and SentencePiece do it themselves: the token that a source begins with is the
`bos_token` of the model's configuration, its end is `add_source_eos`, and every token that is no piece of text is a
control piece, which vanishes when a translation is put together.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.locales import Locale
from translate_pipeline.models.families import Family, package_code
from translate_pipeline.models.pieces import NORMAL, Piece, read_pieces, with_control_pieces
from translate_pipeline.models.splitter import MEMBER, SPLITTER
from translate_pipeline.models.store import SUFFIX

ARGOS_VERSION = "1.9"
_EPOCH = (2026, 1, 1, 0, 0, 0)
_MODEL_FILES = ("model.bin", "vmap.txt")
_VOCABULARIES = ("shared_vocabulary", "source_vocabulary", "target_vocabulary")
_TARGET_SPM = "target.spm"
_SHARED_PIECES = 0.8


@dataclass(frozen=True, slots=True)
class Order:
    """What package to build.

    Attributes:
        name: of the package and its folder.
        code: how the model calls the language; empty takes the family's.
        origin: where the model comes from, for the metadata.
    """

    family: Family
    locale: Locale
    name: str
    code: str = ""
    licence: str = "not stated"
    origin: str = ""
    version: str = "1.0"


@dataclass(frozen=True, slots=True)
class _Tokens:
    code: str
    source: str
    target: str


def is_ctranslate2(folder: Path) -> bool:
    """Whether a folder holds a converted model."""
    return (folder / "model.bin").is_file()


def build_package(model: Path, order: Order, output: Path, tokenizer: Path | None = None) -> Path:
    """Write the package file of a CTranslate2 model into `output`.

    Args:
        model: the folder of the model, with its SentencePiece file or files.
        tokenizer: the SentencePiece file, or a folder with it, where it does not lie there.

    Raises:
        InputError: a file is missing or damaged, the SentencePiece model is not the model's own, or the vocabulary has
            no token for the language.
    """
    sources, targets = read_vocabularies(model)
    spm = _tokenizer_file(order.family, tokenizer or model)
    try:
        content = spm.read_bytes()
        pieces = read_pieces(content)
    except (OSError, ValueError, IndexError) as error:
        raise InputError(f"no SentencePiece model ({error})", remedy="fetch the file again", path=spm) from None
    _check_pieces(spm, pieces, sources)
    tokens = _tokens(model, order, sources, targets)
    text_pieces = {piece.text for piece in pieces} | _target_pieces(spm)
    added = [token for token in (*targets, *sources) if token and token not in text_pieces]
    tags = order.family.tags
    tagged = [piece.text for piece in pieces if tags and tags.fullmatch(piece.text)]
    members: dict[str, bytes | Path] = {
        "metadata.json": _json(_metadata(order, tokens)),
        "README.md": _readme(order, tokens).encode(),
        "sentencepiece.model": with_control_pieces(content, [*tagged, *added]),
        MEMBER: SPLITTER,
        "model/config.json": _json(_config(model, order.family, tokens)),
    }
    for path in sorted(model.iterdir()):
        if path.name in _MODEL_FILES or path.stem in _VOCABULARIES:
            members[f"model/{path.name}"] = path
    path = output / f"{order.name}{SUFFIX}"
    _write(path, order.name, members)
    return path


def read_vocabularies(model: Path) -> tuple[list[str], list[str]]:
    """The tokens of the source and of the target, in the order of their numbers.

    Raises:
        InputError: a vocabulary is missing or damaged.
    """
    shared = _vocabulary(model, "shared_vocabulary")
    sources = shared or _vocabulary(model, "source_vocabulary")
    targets = shared or _vocabulary(model, "target_vocabulary")
    if not sources or not targets:
        remedy = "give the folder that a CTranslate2 converter wrote"
        raise InputError("no vocabulary beside the model", remedy=remedy, path=model)
    return sources, targets


def _vocabulary(model: Path, name: str) -> list[str]:
    listed, plain = model / f"{name}.json", model / f"{name}.txt"
    try:
        if listed.is_file():
            tokens = json.loads(listed.read_text(encoding="utf-8"))
            if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
                raise ValueError("not a list of tokens")
            return tokens
        return plain.read_text(encoding="utf-8").removesuffix("\n").split("\n") if plain.is_file() else []
    except (OSError, ValueError) as error:
        raise InputError(f"damaged vocabulary ({error})", remedy="fetch it again", path=model / name) from None


def _tokenizer_file(family: Family, place: Path) -> Path:
    if place.is_file():
        return place
    for name in family.tokenizers:
        if (place / name).is_file():
            return place / name
    names = " or ".join(family.tokenizers[:2])
    remedy = f"put the model's {names} there, or name it with --tokenizer"
    raise InputError("no SentencePiece model", remedy=remedy, path=place)


def _target_pieces(spm: Path) -> set[str]:
    """Pieces that only the target side has, where the sides are cut apart: they are put together as they stand."""
    path = spm.with_name(_TARGET_SPM)
    if not path.is_file():
        return set()
    try:
        return {piece.text for piece in read_pieces(path.read_bytes()) if piece.kind == NORMAL}
    except (ValueError, IndexError) as error:
        raise InputError(f"no SentencePiece model ({error})", remedy="fetch the file again", path=path) from None


def _check_pieces(spm: Path, pieces: Sequence[Piece], sources: Sequence[str]) -> None:
    known = set(sources)
    texts = [piece.text for piece in pieces if piece.kind == NORMAL]
    shared = sum(text in known for text in texts)
    if shared < _SHARED_PIECES * len(texts):
        problem = f"not this model's: its vocabulary has {shared} of {len(texts)} pieces"
        raise InputError(problem, remedy="take the SentencePiece file that belongs to the model", path=spm)


def _tokens(model: Path, order: Order, sources: Sequence[str], targets: Sequence[str]) -> _Tokens:
    """The language tokens of the package.

    Raises:
        InputError: the vocabulary lacks them.
    """
    family, known = order.family, (set(sources), set(targets))
    codes = (order.code,) if order.code else family.codes.get(order.locale.code, ())
    if family.single and not order.code and not (family.tags and any(map(family.tags.fullmatch, sources))):
        return _Tokens(codes[0] if codes else order.locale.code, "", "")
    for code in codes:
        source, target = family.source_token.format(code=code), family.target_token.format(code=code)
        if (not source or source in known[0]) and (not target or target in known[1]):
            return _Tokens(code, source, target)
    tokens = " or ".join((family.target_token or family.source_token).format(code=code) for code in codes)
    problem = f"its vocabulary has no token for {order.locale.english} ({tokens or family.name})"
    raise InputError(problem, remedy="is this the family? another code can be given with --code", path=model)


def _config(model: Path, family: Family, tokens: _Tokens) -> dict[str, Any]:
    path = model / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problem = "no config.json: converted by a CTranslate2 older than version 3"
        raise InputError(problem, remedy="convert it again", path=model) from None
    except (OSError, ValueError) as error:
        raise InputError(f"damaged ({error})", remedy="fetch it again", path=path) from None
    if not isinstance(config, dict) or "model_type" in config:
        raise InputError("not a configuration of CTranslate2", remedy="convert the model", path=path)
    if tokens.source:
        config |= {"bos_token": tokens.source, "add_source_bos": True}
    if family.ends_source:
        config |= {"add_source_eos": True}
    return config


def _metadata(order: Order, tokens: _Tokens) -> dict[str, Any]:
    return {
        "package_version": order.version,
        "argos_version": ARGOS_VERSION,
        "from_code": "en",
        "from_name": "English",
        "to_code": package_code(order.locale.code, tokens.code),
        "to_name": order.locale.english,
        "target_prefix": tokens.target,
        "type": "translate",
        "family": order.family.name,
        "model_code": tokens.code,
        "licence": order.licence,
        "origin": order.origin,
    }


def _readme(order: Order, tokens: _Tokens) -> str:
    language = f"{order.locale.english} (`{tokens.code}`)" if tokens.code else order.locale.english
    return (
        f"# {order.name}\n\nEnglish to {language}. A model of the {order.family.name} family"
        f"{f' from {order.origin}' if order.origin else ''}, put into a package by translate-pipeline; the weights are "
        f"as they were published or converted. Licence: {order.licence}.\n"
    )


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=True) + "\n").encode()


def _write(path: Path, folder: str, members: Mapping[str, bytes | Path]) -> None:
    """The archive, whole or not at all; the same bytes for the same model."""
    beside = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                info = zipfile.ZipInfo(f"{folder}/{name}", _EPOCH)
                info.external_attr = 0o644 << 16
                # Weights hardly shrink, and there may be gigabytes of them.
                stored = name.endswith(".bin")
                info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                with archive.open(info, "w", force_zip64=stored) as stream:
                    _fill(stream, content)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    except OSError as error:
        raise unwritable(error, path) from None
    finally:
        beside.unlink(missing_ok=True)


def _fill(stream: IO[bytes], content: bytes | Path) -> None:
    if isinstance(content, bytes):
        stream.write(content)
    else:
        with content.open("rb") as source:
            shutil.copyfileobj(source, stream, 1 << 20)
