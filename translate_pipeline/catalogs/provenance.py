"""The lines that this program writes into a message's comments, and telling them from a person's.

gettext 0.21's msgcat and msgmerge delete custom flags and take `#.` from the template, but keep `# `: so what must
survive stands there, one line each, with a first word in brackets that no person writes.
"""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipeline.checks.finding import Finding

DRAFT, FINDING, MEMORY, SOURCE = "[draft] ", "[finding] ", "[memory] ", "[source] "
# What a message says whose paragraph was split and whose old translation stands with another part.
SPLIT = "[split] "
_OURS = (DRAFT, FINDING, MEMORY, SOURCE, SPLIT)
# Another person's text for the same message: written by this program, but not its words, so it is never taken away.
OTHER = "[other] "


def draft_line(engine: str, glossary: str, conventions: str, rungs: Sequence[tuple[str, int]], tries: int) -> str:
    """Where a draft comes from: engine, revisions, sentences per rung, and the most rungs a sentence climbed."""
    climbed = ", ".join(f"{rung} {count}" for rung, count in rungs)
    return f"{DRAFT}{engine}; glossary {glossary}; conventions {conventions}; {climbed}; tries {tries}"


def finding_line(finding: Finding) -> str:
    """A finding as a comment."""
    return f"{FINDING}{finding.severity} {finding.check}: {' '.join(finding.message.split())}"


def persons_lines(comment: str) -> list[str]:
    """The lines of a comment that a person wrote."""
    return [line for line in comment.split("\n") if line.strip() and not line.startswith(_OURS)]


def replace_lines(
    comment: str, *, draft: str | None, findings: Sequence[Finding], memory: Sequence[str] | None = None
) -> str:
    """A comment with this program's lines renewed and a person's lines as they were, those first.

    Args:
        draft: the new draft line; None keeps the one that is there.
        memory: what the translation memory offers, a text for each line; None keeps the lines that are there.
    """
    lines = comment.split("\n") if comment else []
    kept_draft = [line for line in lines if line.startswith(DRAFT)]
    changes = [line for line in lines if line.startswith((SOURCE, SPLIT))]
    kept_memory = [line for line in lines if line.startswith(MEMORY)]
    offers = kept_memory if memory is None else [MEMORY + " ".join(text.split()) for text in memory]
    theirs = [line for line in lines if not line.startswith(_OURS)]
    ours = changes + ([draft] if draft else kept_draft) + offers + [finding_line(each) for each in findings]
    return "\n".join(theirs + ours)


def has_source_line(comment: str) -> bool:
    """Whether a comment says that the text is a person's for an older source."""
    return any(line.startswith(SOURCE) for line in comment.split("\n"))


def with_source_line(comment: str, change: str, mark: str = SOURCE) -> str:
    """A comment that says what became of the message's source, or nothing about it where `change` is empty.

    Args:
        mark: SOURCE where the text is a person's for an older source, SPLIT where another message has that.
    """
    lines = [line for line in comment.split("\n") if not line.startswith((SOURCE, SPLIT))] if comment else []
    place = next((index for index, line in enumerate(lines) if line.startswith(_OURS)), len(lines))
    lines[place:place] = [mark + " ".join(change.split())] if change else []
    return "\n".join(lines)


def drafting_engine(comment: str) -> str:
    """The name of the engine that drafted a message; empty where no line says."""
    for line in comment.split("\n"):
        if line.startswith(DRAFT):
            return line.removeprefix(DRAFT).split(";")[0].strip()
    return ""
