"""`translate-pipeline completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what makes SHELL complete commands, options and file names.

    \b
    Examples:
      translate-pipeline completion bash > ~/.local/share/bash-completion/completions/translate-pipeline
      translate-pipeline completion zsh > ~/.zfunc/_translate-pipeline
      translate-pipeline completion fish > ~/.config/fish/completions/translate-pipeline.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None
    complete = kind(ctx.find_root().command, {}, "translate-pipeline", "_TRANSLATE_PIPELINE_COMPLETE")
    # Not its source(): that starts the shell to ask for its version.
    click.echo(complete.source_template % complete.source_vars())
