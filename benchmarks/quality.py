"""Any engine on FLORES-200 and NTREX-128, beside published figures.

    python -m benchmarks.quality PACKAGE... --flores FOLDER [--split dev|devtest] --ntrex FOLDER
        [--locale LOCALE] [--beam N] [--longest-source N] [--unguarded] [--first N] [--json FILE]

PACKAGE is an .argosmodel file or the folder of an installed package. The test sets are the user's: FLORES-200 as it is
published (dev/eng_Latn.dev, prs_Arab, pbt_Arab; or a folder of en.txt, prs.txt, ps.txt), NTREX as it is published
(newstest2019-src.eng.txt, newstest2019-ref.prs.txt, newstest2019-ref.pus.txt, in the folder or its NTREX-128).

`raw` scores what the decoder gives against the reference as it is; `style` scores what a reviewer gets to see, in the
house style (and in Dari words where the engine writes Iranian Persian), against the reference in the house style.
Scores are sacrebleu's, their signatures printed. Judge Dari by NTREX: the Dari side of FLORES leans on machine output.
Memory is what the process holds after decoding less what it held before the model was loaded.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translate_pipeline.conventions import localize
from translate_pipeline.conventions.persian import TABLE_NAME, read_table
from translate_pipeline.errors import InputError
from translate_pipeline.locales import LOCALES, Locale, find_locale
from translate_pipeline.machine import cores_at_hand
from translate_pipeline.models.store import ModelPackage, install_package, list_packages
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.drafting import PERSIAN
from translate_pipeline.translation.guarding import GuardedEngine
from translate_pipeline.translation.options import DEFAULTS, DecodingOptions
from translate_pipeline.translation.runaway import runaway

_ROOT = Path(__file__).resolve().parent.parent
_PUBLISHED = Path(__file__).with_name("published.toml")
_FLORES = {"fa_AF": "prs_Arab", "ps": "pbt_Arab"}
_PLAIN = {"fa_AF": "prs", "ps": "ps"}
_NTREX = {"fa_AF": "prs", "ps": "pus"}


@dataclass(frozen=True, slots=True)
class TestSet:
    """Sentences with their references in one locale, line by line."""

    name: str
    locale: Locale
    sources: Sequence[str]
    references: Sequence[str]


def flores(folder: Path, split: str, locale: Locale) -> TestSet:
    """A split of FLORES-200 in a locale.

    Raises:
        InputError: the folder has no such files, or they are not of one length.
    """
    inner = folder / split if (folder / split).is_dir() else folder
    published = inner / f"eng_Latn.{split}", inner / f"{_FLORES[locale.code]}.{split}"
    simple = folder / "en.txt", folder / f"{_PLAIN[locale.code]}.txt"
    files = published if published[0].is_file() else simple
    return _read(f"flores200-{split}" if files is published else folder.name, locale, *files)


def ntrex(folder: Path, locale: Locale) -> TestSet:
    """NTREX-128 in a locale.

    Raises:
        InputError: as for `flores`.
    """
    inner = folder / "NTREX-128" if (folder / "NTREX-128").is_dir() else folder
    reference = inner / f"newstest2019-ref.{_NTREX[locale.code]}.txt"
    return _read("ntrex128", locale, inner / "newstest2019-src.eng.txt", reference)


def _read(name: str, locale: Locale, source: Path, reference: Path) -> TestSet:
    texts = []
    for path in (source, reference):
        try:
            texts.append(path.read_text(encoding="utf-8-sig").split("\n"))
        except (OSError, UnicodeDecodeError) as error:
            remedy = "name the folder of the test set as it is published"
            raise InputError(f"cannot be read ({error.__class__.__name__})", remedy=remedy, path=path) from None
        if texts[-1][-1:] == [""]:
            texts[-1].pop()
    if len(texts[0]) != len(texts[1]):
        problem = f"{len(texts[1]):,} lines, and {len(texts[0]):,} in {source.name}"
        raise InputError(problem, remedy="fetch the test set again", path=reference)
    return TestSet(name, locale, *texts)


def measure(package: ModelPackage, test: TestSet, options: DecodingOptions, *, guard: bool) -> dict[str, object]:
    """One row: scores, runaway output, speed, memory."""
    from sacrebleu.metrics import BLEU, CHRF

    before = _resident()
    plain = PackageEngine(package, options)
    engine = GuardedEngine(plain) if guard else plain
    started = time.perf_counter()
    engine.decode(["The road is closed."])
    load = time.perf_counter() - started
    started, processor = time.perf_counter(), time.process_time()
    outputs = [best for best, *_ in engine.decode(test.sources)]
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    table = _ROOT / "glossaries" / TABLE_NAME
    persian = read_table(table) if test.locale.code == "fa_AF" and package.to_code == PERSIAN else None
    raw = [output.text for output in outputs]
    styled = [
        localize(text, test.locale, persian=persian, source=source)
        for source, text in zip(test.sources, raw, strict=True)
    ]
    references = [localize(text, test.locale) for text in test.references]
    chrf, bleu = CHRF(word_order=2), BLEU()
    words = sum(len(source.split()) for source in test.sources)
    row: dict[str, object] = {
        "engine": package.name,
        "test": test.name,
        "locale": test.locale.code,
        "sentences": len(test.sources),
        "options": options.signature,
        "chrF++ raw": round(chrf.corpus_score(raw, [test.references]).score, 1),
        "BLEU raw": round(bleu.corpus_score(raw, [test.references]).score, 1),
        "chrF++ style": round(chrf.corpus_score(styled, [references]).score, 1),
        "BLEU style": round(bleu.corpus_score(styled, [references]).score, 1),
        "runaway": sum(runaway(source, best) is not None for source, best in zip(test.sources, outputs, strict=True)),
        "load s": round(load, 2),
        "words/s": round(words / seconds, 1),
        "words/processor s": round(words / processor, 1),
        "memory MB": round((_resident() - before) / 1e6),
        "disk MB": round(package.size / 1e6, 1),
        "signatures": [str(chrf.get_signature()), str(bleu.get_signature())],
        "machine": f"{cores_at_hand()} cores, load average {os.getloadavg()[0]:.1f}",
    }
    if isinstance(engine, GuardedEngine):
        row |= {f"guard {name}": count for name, count in engine.tally.counts.items()}
    return row


def _resident() -> int:
    """Bytes of memory that the process holds; 0 where the system does not say."""
    try:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def published(test: str, locale: Locale) -> list[tuple[str, float, str]]:
    """Model, chrF++ and source of what was published for a test set."""
    figures = tomllib.loads(_PUBLISHED.read_text(encoding="utf-8"))["figure"]
    kin = {test, test.replace("flores200", "flores101")}
    return [
        (f"{each['model']} ({each['test']})", each["chrf"], each["source"])
        for each in figures
        if each["test"] in kin and each["locale"] == locale.code
    ]


def _packages(places: Sequence[Path], folder: Path) -> Iterator[ModelPackage]:
    for place in places:
        if place.is_dir():
            found = [package for package in list_packages(place.parent) if package.folder.name == place.name]
            if not found:
                raise InputError("is no installed package", remedy="name its folder or its file", path=place)
            yield found[0]
        else:
            yield install_package(place, folder)


_SHOWN = (
    "engine",
    "test",
    "locale",
    "chrF++ raw",
    "chrF++ style",
    "BLEU raw",
    "BLEU style",
    "runaway",
    "guard caught",
    "guard cut",
    "words/s",
    "words/processor s",
    "load s",
    "memory MB",
    "disk MB",
)


def table(rows: Sequence[dict[str, object]]) -> str:
    """A Markdown table of the measured rows."""
    columns = [column for column in _SHOWN if any(column in row for row in rows)]
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(str(row.get(column, "")) for column in columns) + " |" for row in rows]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table of the engines, the signatures, and what is published for the same test sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="+", type=Path)
    parser.add_argument("--flores", type=Path)
    parser.add_argument("--split", choices=("dev", "devtest"), default="dev")
    parser.add_argument("--ntrex", type=Path)
    parser.add_argument("--locale", action="append", type=find_locale)
    parser.add_argument("--beam", type=int, default=DEFAULTS.beam)
    parser.add_argument("--longest-source", type=int, default=DEFAULTS.longest_source)
    parser.add_argument("--unguarded", action="store_true", help="neither cut long sentences nor catch runaway output")
    parser.add_argument("--first", type=int, help="only so many sentences, to try it out; the row says so")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    if not options.flores and not options.ntrex:
        parser.error("name a test set: --flores FOLDER, --ntrex FOLDER")
    decoding = replace(DEFAULTS, beam=options.beam, longest_source=options.longest_source)
    rows: list[dict[str, object]] = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            for package in _packages(options.packages, Path(folder)):
                for locale in options.locale or LOCALES:
                    if locale not in package.locales:
                        continue
                    tests = [flores(options.flores, options.split, locale)] if options.flores else []
                    tests += [ntrex(options.ntrex, locale)] if options.ntrex else []
                    for test in tests:
                        rows.append(
                            measure(package, _first(test, options.first), decoding, guard=not options.unguarded)
                        )
    except InputError as error:
        parser.exit(2, f"error: {error}\n")
    print(table(rows))
    for signature in dict.fromkeys(each for row in rows for each in row["signatures"]):
        print(f"\nsacrebleu {signature}", end="")
    print(f"\n{rows[0]['machine']}" if rows else "\nno package speaks the locale")
    for name, code in dict.fromkeys((str(row["test"]), str(row["locale"])) for row in rows):
        for model, chrf, source in published(name, find_locale(code)):
            print(f"published, {code}: {model} {chrf} chrF++ [{source}]")
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _first(test: TestSet, count: int | None) -> TestSet:
    if not count or count >= len(test.sources):
        return test
    name = f"{test.name}, first {count}"
    return TestSet(name, test.locale, test.sources[:count], test.references[:count])


if __name__ == "__main__":
    main()
