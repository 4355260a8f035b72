"""`translate-pipeline review`."""

from __future__ import annotations

import click

from translate_pipeline.cli.review_exchange import export_command, import_command
from translate_pipeline.cli.review_learning import accept_command, learn_command


@click.group("review")
def command() -> None:
    """Send catalogs to reviewers' CAT tools and bring them back; learn from what reviewers correct.

    \b
    Examples:
      translate-pipeline review export -l pashto --out for-zarghona
      translate-pipeline review learn
    """


command.add_command(export_command)
command.add_command(import_command)
command.add_command(learn_command)
command.add_command(accept_command)
