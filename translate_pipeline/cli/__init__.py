"""The command line: one module a command, each loaded only when it is called for."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from translate_pipeline import __version__
from translate_pipeline.cli.logging import FORMATS, start_log, tell_fault, writes_json
from translate_pipeline.errors import InputError, did_you_mean
from translate_pipeline.journal import Level, current, tell

# The module of this package that holds a command, and the line about it in the overview.
_COMMANDS = {
    "init": ("init", "Begin a project folder."),
    "run": ("run", "Translate, check and package in a row."),
    "translate": ("translate", "Draft reports into PO catalogs."),
    "check": ("check", "List findings on PO catalogs."),
    "preview": ("preview", "Write review sheets to read in a browser."),
    "review": ("review", "Exchange catalogs with reviewers, and learn from them."),
    "package": ("package", "Write articles from reviewed catalogs."),
    "status": ("status", "Show how far each report is."),
    "glossary": ("glossary", "Maintain the term files."),
    "memory": ("memory", "What reviewers approved, kept for reuse."),
    "models": ("models", "List and install model packages."),
    "doctor": ("doctor", "Say what is missing and how to mend it."),
    "completion": ("completion", "Print what makes a shell complete commands."),
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"translate_pipeline.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        # As click does it, but without loading every command for its first line.
        commands = [CompletionItem(name, help=line) for name, (_, line) in _COMMANDS.items()]
        found = [each for each in commands if each.value.startswith(incomplete)]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> Any:
        # Before the command is looked up, so that a wrong name is said in the format that was asked for.
        options = ctx.params
        start_log(options["log_format"], quiet=options["quiet"], verbose=options["verbose"])
        if options["quiet"] and options["verbose"]:
            raise click.UsageError("--quiet and --verbose exclude each other", ctx)
        return super().invoke(ctx)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"no command {args[0]!r}; {did_you_mean(args[0], _COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "-C",
    "--project",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=".",
    help="The project's folder, or one inside it.  [default: the current one]",
)
@click.option(
    "--log-format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Of what is said on standard error; json writes an object a line for each event.",
)
@click.option("--quiet", is_flag=True, help="Say only what went wrong.")
@click.option("--verbose", is_flag=True, help="Say each step with its time, and each file written.")
@click.version_option(__version__, prog_name="translate-pipeline")
@click.pass_context
def group(ctx: click.Context, /, folder: Path, **_: object) -> None:
    """English reports in, reviewed Dari and Pashto articles out.

    Exit status: 0 done; 1 findings of severity error, or refused articles; 2 bad usage or input.

    \b
    Example, in an empty folder:
      translate-pipeline init
      translate-pipeline run
    """
    ctx.obj = folder


def main() -> None:
    """Run the command line; every fault of a user's input ends in one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = group.main(prog_name="translate-pipeline", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except InputError as error:
        if current().listener is None:
            _fail(str(error), 2)
        tell_fault(error)
        sys.exit(2)
    except click.UsageError as error:
        if writes_json():
            _fail(error.format_message(), 2)
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _fail(error.format_message(), 2)
    except (KeyboardInterrupt, click.Abort):
        _fail("interrupted; what was finished is kept, run it again to go on", 130)
    except BrokenPipeError:
        # Whoever read the output has gone; the interpreter must not try to say more to them.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.dup2(nowhere, sys.stderr.fileno())
        sys.exit(128 + 13)
    except OSError as error:
        _fail(f"{error.filename or 'disk'}: {error.strerror or error}; what was finished is kept", 2)


def _fail(message: str, status: int) -> None:
    if current().listener is None:
        click.echo(f"error: {message}", err=True)
    else:
        tell(Level.ERROR, message)
    sys.exit(status)
