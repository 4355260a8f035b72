"""Glossary enforcement side by side: the engine unaided, naive placeholders, masks only, the ladder with its guard.

    python -m benchmarks.enforcement [--sentences 3000] [--reports reports] [--json FILE]

Every system decodes the same sentences with the same packaged models. Term accuracy counts occurrences in an approved
or accepted form. The likeness is chrF++ (sacrebleu, its signature printed) of what is left of a sentence without its
names against what is left of the unaided draft: how much of the sentence around the names the enforcement leaves
alone. Needs sacrebleu: pip install 'translate-pipeline[evaluate]'.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.generated import generate, newsdesk_templates
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.masking import mask, restore
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import count_terms, find_forms
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.models.store import package_for
from translate_pipeline.reports.reader import find_reports, read_all
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.enforcement.job import Job
from translate_pipeline.translation.enforcement.ladder import enforce
from translate_pipeline.translation.guarding import GuardedEngine
from translate_pipeline.translation.sentences import split_sentences

_ROOT = Path(__file__).resolve().parent.parent
_NAIVE = tuple(f"{{{number}}}" for number in range(10))

System = Callable[[Sequence[Job], PackageEngine, Locale], list[str]]


def _unaided(jobs: Sequence[Job], engine: PackageEngine, locale: Locale) -> list[str]:
    return [hypotheses[0].text for hypotheses in engine.decode([job.text for job in jobs])]


def _masked(placeholders: Sequence[str]) -> System:
    def system(jobs: Sequence[Job], engine: PackageEngine, locale: Locale) -> list[str]:
        masked = [mask(job.text, job.matches, (), placeholders, locale) for job in jobs]
        outputs = engine.decode([each.text for each in masked])
        return [
            restore(hypotheses[0].text, each.slots, locale, placeholders).text
            for each, hypotheses in zip(masked, outputs, strict=True)
        ]

    return system


def _ladder(jobs: Sequence[Job], engine: PackageEngine, locale: Locale) -> list[str]:
    return [draft.target for draft in enforce(jobs, GuardedEngine(engine), locale)]


def _systems(engine: PackageEngine) -> dict[str, System]:
    return {
        "engine unaided": _unaided,
        "naive {0}": _masked(_NAIVE),
        "masks only": _masked(engine.placeholders),
        "the ladder": _ladder,
    }


def _without_names(job: Job, target: str, locale: Locale) -> str:
    for each in reversed(find_forms(job.required, target, locale)):
        target = target[: each.start] + target[each.end :]
    return " ".join(target.split())


def measure(jobs: Sequence[Job], locale: Locale, engine: PackageEngine) -> list[dict[str, object]]:
    """One row for each system."""
    from sacrebleu.metrics import CHRF

    metric = CHRF(word_order=2)
    rows: list[dict[str, object]] = []
    reference: list[str] = []
    for name, system in _systems(engine).items():
        started = time.process_time()
        targets = system(jobs, engine, locale)
        seconds = time.process_time() - started
        required = found = 0
        for job, target in zip(jobs, targets, strict=True):
            for count in count_terms(job.required, target, locale):
                required += count.required
                found += count.required - count.missing
        rest = [_without_names(job, target, locale) for job, target in zip(jobs, targets, strict=True)]
        reference = reference or rest
        likeness = metric.corpus_score(rest, [reference]).score
        rows.append(
            {
                "locale": locale.code,
                "system": name,
                "names": required,
                "enforced": found,
                "accuracy": round(100 * found / required, 2),
                "likeness": round(likeness, 1),
                "processor_seconds": round(seconds, 1),
            }
        )
    print(f"chrF++ {metric.get_signature()}", file=sys.stderr)
    return rows


def main() -> None:
    """Print a Markdown table for the generated sentences and one for the sample reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=3000)
    parser.add_argument("--reports", type=Path, default=_ROOT / "reports")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    matcher = Matcher(read_glossary(_ROOT / "glossaries"))
    reports, _ = read_all(find_reports(options.reports))
    of_reports = [
        sentence.text for report in reports for block in report.story for sentence in split_sentences(block.text)
    ]
    sets = {
        f"{options.sentences:,} sentences from 50 templates": generate(matcher, options.sentences),
        f"{options.sentences:,} newsdesk sentences": generate(matcher, options.sentences, 1, newsdesk_templates()),
        "the sample reports": list(dict.fromkeys(of_reports)),
    }
    results = {}
    for title, sentences in sets.items():
        jobs = [Job(text, tuple(matcher.find(text))) for text in sentences]
        results[title] = []
        with tempfile.TemporaryDirectory() as packages:
            for locale in LOCALES:
                engine = PackageEngine(package_for(locale, "", Path(packages), _ROOT / "models"))
                results[title] += measure(jobs, locale, engine)
        print(f"\n{title[0].upper()}{title[1:]}\n\n{_table(results[title])}")
    if options.json:
        options.json.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _table(rows: Sequence[dict[str, object]]) -> str:
    columns = ("locale", "system", "names", "enforced", "accuracy", "likeness", "processor_seconds")
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(str(row[column]) for column in columns) + " |" for row in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
