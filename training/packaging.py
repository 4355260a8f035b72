"""The two package files: one model, two folders with their metadata."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from training.pieces import LANGUAGE_TOKENS
from training.preparation import PIECES
from training.rendering import PLACEHOLDERS
from translate_pipeline.errors import InputError
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.models.splitter import MEMBER, SPLITTER

VERSION = "0.4"
LICENCE = "CC BY-SA 4.0"
ARGOS_VERSION = "1.9"
# Sentences of more pieces are drafted clause by clause: on FLORES-200 dev that gave 0.5 chrF++ in Dari, 0.3 in Pashto.
LONGEST_SOURCE = 40
_EPOCH = (2026, 1, 1, 0, 0, 0)


def metadata(locale: Locale) -> dict[str, Any]:
    """The metadata.json of a package."""
    return {
        "package_version": VERSION,
        "argos_version": ARGOS_VERSION,
        "from_code": "en",
        "from_name": "English",
        "to_code": locale.model_codes[0],
        "to_name": locale.english,
        "target_prefix": LANGUAGE_TOKENS[locale.code],
        "type": "translate",
        "licence": LICENCE,
        "placeholders": list(PLACEHOLDERS),
        "longest_source": LONGEST_SOURCE,
    }


def package_name(locale: Locale) -> str:
    """The name of a package's folder; its file adds the suffix."""
    return f"translate-en_{locale.model_codes[0]}-{VERSION.replace('.', '_')}"


def readme(locale: Locale, recipe: str) -> str:
    """The README inside a package."""
    return (
        f"# English to {locale.english}: starter model {VERSION}\n\n{recipe} "
        "Trained on TICO-19 (CC0), NLLB-Seed (CC BY-SA 4.0), grammar examples (CC BY-SA 4.0), CLDR names (Unicode), "
        "a gazetteer (MIT), and the project's own newsdesk corpus and glossary. It copies the placeholders "
        f"{PLACEHOLDERS[0]} to {PLACEHOLDERS[-1]} so that names can be put in afterwards. Its drafts are for people "
        f"who read {locale.english} to correct; nothing it writes should be published unread. {LICENCE}.\n"
    )


def write_packages(build: Path, output: Path, average: int) -> list[Path]:
    """Average the last checkpoints, convert, and write a package file for each locale.

    Raises:
        InputError: there is no checkpoint yet.
    """
    import sentencepiece
    import torch

    from training.conversion import average_weights, convert
    from training.trainer import checkpoints

    paths = checkpoints(build / "checkpoints")[-average:]
    if not paths:
        raise InputError("no checkpoint to package", remedy="run: python -m training train", path=build)
    weights, shape = average_weights(paths)
    last = torch.load(paths[-1], map_location="cpu")
    size = sum(tensor.numel() for tensor in weights.values()) / 1e6
    recipe = (
        f"A pre-norm Transformer ({shape.encoder_layers} encoder and {shape.decoder_layers} decoder layers, "
        f"{shape.width} wide, {size:.1f} million parameters) for Dari and Pashto, trained for "
        f"{last['minutes']:.0f} minutes."
    )
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(build / PIECES))
    vocabulary = [pieces.id_to_piece(number) for number in range(pieces.vocab_size())]
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as staging:
        convert(weights, shape, vocabulary, Path(staging))
        return [_write(locale, build, Path(staging), output, recipe) for locale in LOCALES]


def _write(locale: Locale, build: Path, model: Path, output: Path, recipe: str) -> Path:
    name = package_name(locale)
    path = output / f"{name}.argosmodel"
    members = {
        "metadata.json": json.dumps(metadata(locale), indent=1, ensure_ascii=False).encode(),
        "README.md": readme(locale, recipe).encode(),
        "sentencepiece.model": (build / PIECES).read_bytes(),
        MEMBER: SPLITTER.read_bytes(),
    }
    members |= {f"model/{part.name}": part.read_bytes() for part in sorted(model.iterdir())}
    beside = path.with_suffix(".tmp")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            info = zipfile.ZipInfo(f"{name}/{member}", _EPOCH)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    beside.replace(path)
    return path
