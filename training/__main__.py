"""The recipe as one program: `python -m training prepare|train|evaluate|package`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from training.corpora import HERE, read_list
from translate_pipeline.errors import InputError
from translate_pipeline.locales import LOCALES

CODES = tuple(locale.code for locale in LOCALES)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_build = click.option("--build", type=_FOLDER, default=Path("build/training"), show_default=True, help="Work folder.")
_corpora = click.option("--corpora", type=_FOLDER, required=True, help="Folder of the corpora in corpora.csv.")
_glossaries = click.option(
    "--glossaries", type=_FOLDER, default=HERE.parent / "glossaries", help="Glossary folder of the project."
)


@click.group()
def main() -> None:
    """Make the starter model packages."""


@main.command()
@click.option("--vocabulary", default=6000, show_default=True, help="Pieces.")
@click.option("--keep-pieces", is_flag=True, help="Keep the pieces learned before, to train on with more lines.")
@_glossaries
@_corpora
@_build
def prepare(build: Path, corpora: Path, glossaries: Path, vocabulary: int, keep_pieces: bool) -> None:
    """Select, normalise and take apart the corpora; learn the pieces."""
    from training.preparation import prepare as run

    click.echo(json.dumps(run(read_list(corpora), glossaries, build, vocabulary, keep_pieces=keep_pieces), indent=1))


@main.command()
@click.option("--minutes", default=60.0, show_default=True, help="Training time in all, over all resumed runs.")
@click.option("--workers", default=2, show_default=True, help="Processes of one thread each; 1 on a GPU.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--decay-from", default=0.45, show_default=True, help="Part of the time after which the rate falls.")
@click.option("--backward", type=click.Choice(CODES), help="From this language to English instead.")
@_glossaries
@_build
def train(
    build: Path,
    glossaries: Path,
    minutes: float,
    workers: int,
    device: str,
    seed: int,
    decay_from: float,
    backward: str | None,
) -> None:
    """Train, or go on from the last checkpoint."""
    from training.trainer import Plan
    from training.trainer import train as run

    plan = Plan(
        minutes=minutes, workers=workers, device=device, seed=seed, decay_from=decay_from, backward=backward or ""
    )
    run(build, glossaries, plan)


@main.command("back-translate")
@_corpora
@_build
def back_translate(build: Path, corpora: Path) -> None:
    """Make English of the monolingual corpora, for `prepare`; needs `train --backward` first."""
    from training.backward import back_translate as run

    click.echo(json.dumps(run(build, read_list(corpora)), indent=1))


@main.command()
@click.option("--average", default=1, show_default=True, help="Last checkpoints to average.")
@click.option("--output", type=_FOLDER, default=Path("models"), show_default=True)
@_build
def package(build: Path, output: Path, average: int) -> None:
    """Average, convert and write the two packages."""
    from training.packaging import write_packages

    for path in write_packages(build, output, average):
        click.echo(f"{path} {path.stat().st_size:,} bytes")


@main.command()
@click.option("--packages", type=_FOLDER, default=Path("models"), show_default=True, help="Package files to judge.")
@click.option("--against", type=click.Path(dir_okay=False, path_type=Path), help="evaluation.json to compare with.")
@click.option("--beam", "beams", multiple=True, type=int, default=(1, 4), show_default=True)
@click.option("--output", type=_FOLDER, default=None, help="Where evaluation.json and .md go; default: --packages.")
@click.option("--quick", is_flag=True, help="Every fourth sentence.")
@click.option("--guarded", is_flag=True, help="Judge the decoder as the program uses it, with its guard against loops.")
@_glossaries
@_corpora
@_build
def evaluate(
    build: Path,
    corpora: Path,
    glossaries: Path,
    packages: Path,
    against: Path | None,
    beams: tuple[int, ...],
    output: Path | None,
    quick: bool,
    guarded: bool,
) -> None:
    """Score the packages; write evaluation.json and evaluation.md."""
    from training.evaluation import evaluate as run

    place = output or packages
    corpora_read = read_list(corpora)
    click.echo(
        run(build, corpora_read, glossaries, packages, against, place, beams=beams, quick=quick, guarded=guarded)
    )


if __name__ == "__main__":
    try:
        main(standalone_mode=True)
    except InputError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
