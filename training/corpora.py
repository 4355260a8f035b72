"""The corpora list: what may be trained on, what is for development only, and how each is read."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary

TRAIN, DEV, SECOND_DEV, MONOLINGUAL = "train", "dev", "second-dev", "monolingual"
HERE = Path(__file__).parent
LIST = HERE / "corpora.csv"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A row of the list; `path` is resolved, `columns` says how its files are read."""

    name: str
    path: Path
    licence: str
    role: str
    columns: str


@dataclass(frozen=True, slots=True)
class Line:
    """English and its translations by locale code.

    Attributes:
        corpus: where it comes from.
        topic: topic or story of a newsdesk line, with its file; empty elsewhere.
    """

    corpus: str
    english: str
    targets: Mapping[str, str]
    topic: str = ""


def read_list(corpora: Path, path: Path = LIST) -> list[Corpus]:
    """The corpora of the list; those with base `corpora` lie under the folder given.

    Raises:
        InputError: a file of the list is missing, other than what is only translated back.
    """
    bases = {"corpora": corpora, "training": HERE, "project": HERE.parent}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    listed = [
        Corpus(row["name"], bases[row["base"]] / row["path"], row["licence"], row["role"], row["columns"])
        for row in rows
    ]
    for corpus in listed:
        if corpus.role != MONOLINGUAL and not corpus.path.exists():
            problem = f"corpus {corpus.name!r} of the list is missing"
            raise InputError(problem, remedy="give its folder with --corpora", path=corpus.path)
    return listed


def read_corpus(corpus: Corpus) -> Iterator[Line]:
    """The lines of one corpus, as they stand in its files."""
    if corpus.columns == "newsdesk":
        yield from read_newsdesk(corpus.path)
    elif corpus.columns == "names":
        yield from _read_names(corpus)
    elif corpus.columns == "glossary":
        for term in read_glossary(corpus.path).terms:
            for name in term.names:
                yield Line(corpus.name, name, {code: forms.approved for code, forms in term.forms.items()})
    else:
        yield from _read_aligned(corpus)


def read_newsdesk(folder: Path) -> Iterator[Line]:
    """The triples of the newsdesk files, by file name."""
    for path in sorted(folder.glob("*.tsv")):
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            cells = row.split("\t")
            if len(cells) != 4:
                raise InputError(f"{len(cells)} columns, not 4", path=path, line=number)
            yield Line("newsdesk", cells[1], {"fa_AF": cells[2], "ps": cells[3]}, topic=f"{path.stem}/{cells[0]}")


def _read_names(corpus: Corpus) -> Iterator[Line]:
    with corpus.path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            targets = {"fa_AF": row.get("fa-AF") or row.get("prs"), "ps": row.get("ps")}
            yield Line(corpus.name, row["en"], {code: text for code, text in targets.items() if text})


def _read_aligned(corpus: Corpus) -> Iterator[Line]:
    columns = [name.partition("=") for name in corpus.columns.split("|")]
    texts = {
        code: (corpus.path / f"{stem or code}.txt").read_text(encoding="utf-8").split("\n") for code, _, stem in columns
    }
    if len({len(lines) for lines in texts.values()}) != 1:
        raise InputError("its files have different numbers of lines", path=corpus.path)
    english = texts.pop("en")
    for index, text in enumerate(english):
        targets = {code: lines[index].strip() for code, lines in texts.items() if lines[index].strip()}
        if text.strip() and targets:
            yield Line(corpus.name, text.strip(), targets)


def line_key(text: str) -> str:
    """What two writings of one sentence share: letters and digits, without case, marks and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", kept.replace("\u200c", " ")))
