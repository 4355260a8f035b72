"""`translate-pipeline glossary`."""

from __future__ import annotations

import click

from translate_pipeline.cli.glossary_exchange import export_command, import_command
from translate_pipeline.cli.glossary_lint import lint_command
from translate_pipeline.cli.glossary_maintain import COMMANDS as MAINTAIN_COMMANDS


@click.group("glossary")
def command() -> None:
    """Maintain the term files of the project.

    \b
    Example:
      translate-pipeline glossary lint
    """


command.add_command(lint_command)
command.add_command(export_command)
command.add_command(import_command)
for each in MAINTAIN_COMMANDS:
    command.add_command(each)
