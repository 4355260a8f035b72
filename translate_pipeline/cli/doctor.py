"""`translate-pipeline doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quick", is_flag=True, help="Do not load the models.")
@click.pass_context
def command(ctx: click.Context, as_json: bool, quick: bool) -> int:
    """Look at the project and the machine: what is there, what is missing, and the command that mends it.

    Nothing is changed. Status 1 where something is missing that a run needs; a note is about what runs do without.

    \b
    Example:
      translate-pipeline doctor
    """
    from translate_pipeline.cli.logging import is_quiet
    from translate_pipeline.cli.output import counted
    from translate_pipeline.stages.doctoring import State, examine

    found = []
    for each in examine(Path(ctx.obj), trial=not quick):
        found.append(each)
        if as_json or (is_quiet() and each.state is State.OK):
            continue
        click.echo(f"{each.state:8}{each.subject}: {each.detail}")
        if each.remedy:
            click.echo(f"        mend with: {each.remedy}")
    missing = sum(each.state is State.MISSING for each in found)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=1, ensure_ascii=False))
    elif not is_quiet():
        notes = sum(each.state is State.NOTE for each in found)
        click.echo(f"{counted(missing, 'thing')} missing, {counted(notes, 'note')}")
    return 1 if missing else 0
