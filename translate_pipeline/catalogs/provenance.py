"""The lines that this program writes into a message's comments, and telling them from a person's.

gettext 0.21's msgcat and msgmerge delete custom flags and take `#.` from the template, but keep `# `: so what must
survive stands there, one line each, with a first word in brackets that no person writes.
"""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipeline.checks.finding import Finding

DRAFT, FINDING = "[draft] ", "[finding] "


def draft_line(engine: str, glossary: str, conventions: str, rungs: Sequence[tuple[str, int]], tries: int) -> str:
    """Where a draft comes from: engine, revisions, sentences per rung, and the most rungs a sentence climbed."""
    climbed = ", ".join(f"{rung} {count}" for rung, count in rungs)
    return f"{DRAFT}{engine}; glossary {glossary}; conventions {conventions}; {climbed}; tries {tries}"


def finding_line(finding: Finding) -> str:
    """A finding as a comment."""
    return f"{FINDING}{finding.severity} {finding.check}: {' '.join(finding.message.split())}"


def persons_lines(comment: str) -> list[str]:
    """The lines of a comment that a person wrote."""
    return [line for line in comment.split("\n") if line.strip() and not line.startswith((DRAFT, FINDING))]


def replace_lines(comment: str, *, draft: str | None, findings: Sequence[Finding]) -> str:
    """A comment with this program's lines renewed and a person's lines as they were, those first.

    Args:
        draft: the new draft line; None keeps the one that is there.
    """
    lines = comment.split("\n") if comment else []
    kept_draft = [line for line in lines if line.startswith(DRAFT)]
    theirs = [line for line in lines if not line.startswith((DRAFT, FINDING))]
    ours = ([draft] if draft else kept_draft) + [finding_line(each) for each in findings]
    return "\n".join(theirs + ours)


def drafting_engine(comment: str) -> str:
    """The name of the engine that drafted a message; empty where no line says."""
    for line in comment.split("\n"):
        if line.startswith(DRAFT):
            return line.removeprefix(DRAFT).split(";")[0].strip()
    return ""
