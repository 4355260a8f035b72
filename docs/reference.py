"""The reference: pages made of the program itself, its commands, its project file, its checks, its languages."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

import click

PROGRAM = "translate-pipeline"


def reference_pages() -> dict[str, str]:
    """The Markdown of each page, by its path in the site."""
    return {
        "reference/commands.md": _commands(),
        "reference/project-file.md": _project_file(),
        "reference/checks.md": _checks(),
        "reference/locales.md": _locales(),
    }


def walk_commands() -> Iterator[tuple[click.Context, click.Command]]:
    """Every command with its context, groups before what is in them."""
    from translate_pipeline.cli import group

    yield from _walk(click.Context(group, info_name=PROGRAM), group)


def _walk(context: click.Context, command: click.Command) -> Iterator[tuple[click.Context, click.Command]]:
    yield context, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            each = command.get_command(context, name)
            assert each is not None
            yield from _walk(click.Context(each, info_name=name, parent=context), each)


def _commands() -> str:
    parts = ["# Commands", "What `--help` says, of every command."]
    for context, command in walk_commands():
        depth = context.command_path.count(" ")
        parts.append(f"{'#' * min(depth + 2, 4)} {context.command_path}")
        parts.append("    " + " ".join([context.command_path, *command.collect_usage_pieces(context)]))
        parts.append(_help(command.help or ""))
        rows = [record for each in command.get_params(context) if (record := each.get_help_record(context))]
        if rows:
            # A bar within code ends no cell.
            lines = [f"| `{' '.join(name.split())}` | {_cell(text)} |" for name, text in rows if text]
            parts.append("\n".join(["| option | |", "|---|---|", *lines]))
    return "\n\n".join(parts) + "\n"


def _help(text: str) -> str:
    """A help text as Markdown: what is not to be wrapped there stands as it is here."""
    paragraphs = []
    for paragraph in cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            lines = paragraph.removeprefix("\b").strip("\n").split("\n")
            title, rest = lines[0].strip(), lines[1:]
            indent = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
            paragraphs += [title, "\n".join(f"    {line[indent:]}" for line in rest)]
        else:
            paragraphs.append(_escaped(" ".join(paragraph.split())))
    return "\n\n".join(paragraphs)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*")


def _project_file() -> str:
    from importlib.resources import files

    text = files("translate_pipeline").joinpath("starter.toml").read_text(encoding="utf-8")
    lines = "\n".join(f"    {line}" if line else "" for line in text.splitlines())
    intro = "`translate-pipeline.toml`, as `init` writes it: every key with its default and its meaning."
    return f"# Project file\n\n{intro}\n\n{lines}\n"


def _checks() -> str:
    from translate_pipeline.checks.registry import BY_ID
    from translate_pipeline.locales import LOCALES

    parts = ["# Checks", "What `check --explain` says, of every check.", "| check | severity | mended by --fix | |"]
    rows = [
        f"| [`{each.id}`](#{each.id}) | {each.severity} | {'yes' if each.fix else ''} | {_cell(each.description)} |"
        for each in BY_ID.values()
    ]
    parts[-1] = "\n".join([parts[-1], "|---|---|---|---|", *rows])
    for check in BY_ID.values():
        parts += [f"## {check.id}", _escaped(check.explanation)]
        examples = [(locale, check.examples[locale.code]) for locale in LOCALES if locale.code in check.examples]
        if examples:
            lines = [
                f"| {locale.english} | {_cell(each.source)} | {_cell(each.wrong)} | {_cell(each.right)} |"
                for locale, each in examples
            ]
            parts.append("\n".join(["| | source | wrong | right |", "|---|---|---|---|", *lines]))
    return "\n\n".join(parts) + "\n"


def _locales() -> str:
    from translate_pipeline.locales import LOCALES

    lines = [
        f"| {each.english} | {each.native} | `{each.code}` | `{each.tag}` | {', '.join(each.model_codes)} |"
        for each in LOCALES
    ]
    head = [
        "| language | its own name | PO and file names | HTML, XLIFF, TMX | models |",
        "|---|---|---|---|---|",
    ]
    return "# Locales\n\n" + "\n".join([*head, *lines]) + "\n"
