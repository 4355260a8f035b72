"""`translate-pipeline models build`."""

from __future__ import annotations

from pathlib import Path

import click

from translate_pipeline.cli.output import counted


@click.command("build")
@click.argument("source", metavar="SOURCE", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--family",
    "family_name",
    required=True,
    metavar="FAMILY",
    help="nllb, m2m100, small100, madlad, marian (OPUS-MT) or opennmt.",
)
@click.option("--locale", "codes", multiple=True, required=True, help="fa_AF or ps; a package is made for each.")
@click.option("--name", default="", help="Name of the packages; the locale is added.  [default: the folder's]")
@click.option("--code", default="", help="How the model calls the language, such as pbt.  [default: the family's]")
@click.option(
    "--tokenizer",
    type=click.Path(path_type=Path, exists=True),
    help="The SentencePiece file, where it does not lie with the model.",
)
@click.option("--license", "licence", default="not stated", help="Licence of the weights, for the package.")
@click.option("--origin", default="", help="Where the weights come from, for the package.")
@click.option("--quantization", default="int8", help="Type of numbers to convert weights to.  [default: int8]")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder to write to.  [default: the current one]",
)
def build_command(
    source: Path,
    family_name: str,
    codes: tuple[str, ...],
    name: str,
    code: str,
    tokenizer: Path | None,
    licence: str,
    origin: str,
    quantization: str,
    output: Path,
) -> None:
    """Make package files of a model that lies in the folder SOURCE.

    SOURCE holds a CTranslate2 model with its SentencePiece file, or a Transformers model, which is converted first
    (that needs: pip install 'translate-pipeline[convert]'). The packages run here and in Argos Translate; `models
    install` tries them before they are used.

    \b
    Examples:
      translate-pipeline models build nllb-200-600M-ct2 --family nllb --locale fa_AF --locale ps
      translate-pipeline models build opus-mt-en-mul --family marian --locale ps --code pbt
    """
    from translate_pipeline.errors import InputError, did_you_mean
    from translate_pipeline.locales import find_locale
    from translate_pipeline.models.conversion import QUANTIZATIONS
    from translate_pipeline.models.families import find_family
    from translate_pipeline.stages.model_building import Wish, build

    if quantization not in QUANTIZATIONS:
        remedy = did_you_mean(quantization, QUANTIZATIONS)
        raise InputError(f"unknown quantization {quantization!r}", remedy=remedy)
    locales = list(dict.fromkeys(find_locale(each) for each in codes))
    if code and len(locales) > 1:
        raise InputError("--code says how a model calls one language", remedy="give one --locale with it")
    wish = Wish(
        family=find_family(family_name),
        locales=locales,
        name=name,
        codes={locales[0].code: code} if code else {},
        licence=licence,
        origin=origin,
        tokenizer=tokenizer,
        quantization=quantization,
    )
    paths = build(source, wish, output, lambda line: click.echo(line, err=True))
    for path in paths:
        click.echo(f"{path} ({path.stat().st_size / 1e6:,.1f} MB)")
    click.echo(f"{counted(len(paths), 'package')} built; next: translate-pipeline models install {paths[0]}")
