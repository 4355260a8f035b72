"""The newsdesk corpus: one spelling throughout, and the tenth that is held out."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from training.corpora import Line

SEED = 20261122
SHARE = 0.1
# Files from this letter on may grow.
GROWING = "q"
# Kinds of phrase, not subjects: a topic of these is up to half a file, so single lines are held out.
_BY_LINE = ("f_phrases", "m_short", "p_placeholders")

_DARI = ((re.compile("ه\u0654|\u06c0"), "ه"),)
_PASHTO = ((re.compile(r"\bاوون(?=ۍ|یو)"), "اون"), (re.compile("سرتېر"), "سرتیر"))
_DECIMAL = re.compile(r"(?<=[۰-۹])\.(?=[۰-۹])")
_MAY = re.compile(r"\bMay\b")
_MAY_PASHTO = re.compile(r"\b(د|په) (?:مې|می)(?= (?:په|د|کې|له|پر|تر|میاشت[ېې]|[۰-۹]))")


def unified(row: str) -> str:
    """A line of a newsdesk file in the one spelling: no ezafe mark after ه, اونۍ, سرتیري, مۍ (May), decimals with ٫."""
    topic, english, dari, pashto = row.split("\t")
    for pattern, replacement in _DARI:
        dari = pattern.sub(replacement, dari)
    for pattern, replacement in _PASHTO:
        pashto = pattern.sub(replacement, pashto)
    if _MAY.search(english):
        pashto = _MAY_PASHTO.sub(r"\1 مۍ", pashto)
    return "\t".join((topic, english, _DECIMAL.sub("٫", dari), _DECIMAL.sub("٫", pashto)))


def unify_folder(source: Path, target: Path) -> None:
    """Copy the newsdesk files of `source` to `target` in the one spelling."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.glob("*.tsv")):
        rows = path.read_text(encoding="utf-8").splitlines()
        (target / path.name).write_text("".join(f"{unified(row)}\n" for row in rows), encoding="utf-8")


def held_out(lines: Iterable[Line]) -> set[str]:
    """The groups that are never trained on: of each file whole topics or stories, a tenth of its lines in all.

    A line's group is `group_of` it. In the files a to p the choice depends on the seed and on that file's groups only;
    in those from q on it is each story whose number ends in 0, so that a file may grow and nothing that was trained on
    is ever held out.
    """
    sizes: dict[str, Counter[str]] = {}
    chosen: set[str] = set()
    for line in lines:
        file = line.topic.split("/")[0]
        if file >= GROWING:
            chosen |= {group_of(line)} if line.topic.endswith("0") else set()
        else:
            sizes.setdefault(file, Counter())[group_of(line)] += 1
    for file in sorted(sizes):
        groups = sizes[file]
        names = sorted(groups)
        random.Random(f"{SEED}/{file}").shuffle(names)
        wanted = SHARE * groups.total()
        for name in names:
            if wanted <= 0:
                break
            chosen.add(name)
            wanted -= groups[name]
    return chosen


def group_of(line: Line) -> str:
    """The topic or story of a line; in files of loose phrases the line itself."""
    file = line.topic.split("/")[0]
    return f"{line.topic}/{line.english}" if file in _BY_LINE else line.topic
