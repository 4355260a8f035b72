"""The figure of the house: every name enforced or flagged, and nearly all enforced, by the packaged models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.generated import generate
from tests.conftest import PLACEHOLDERS, ROOT, FakeEngine
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import find_forms
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.models.store import package_for
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.enforcement.job import Enforced, Job
from translate_pipeline.translation.enforcement.ladder import enforce
from translate_pipeline.translation.engine import Engine
from translate_pipeline.translation.guarding import GuardedEngine

_NAMES_MISSING = ("term", "term-title", "empty")


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(read_glossary(ROOT / "glossaries"))


def _enforce(matcher: Matcher, engine: Engine, locale: Locale, sentences: Sequence[str]) -> tuple[int, int, int]:
    """Occurrences required, missing, and missing without a finding."""
    jobs = [Job(text, tuple(matcher.find(text))) for text in sentences]
    drafts: list[Enforced] = enforce(jobs, engine, locale)
    required = missing = silent = 0
    for job, draft in zip(jobs, drafts, strict=True):
        message = CheckedMessage(job.text, draft.target, "paragraph", locale, job.matches)
        flagged = sum(finding.count for finding in check_message(message) if finding.check in _NAMES_MISSING)
        required += sum(job.required.values())
        missing += draft.missing
        silent += draft.missing if not flagged else 0
    return required, missing, silent


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_the_packaged_models_enforce_nearly_every_name(matcher: Matcher, locale: Locale, tmp_path: Path) -> None:
    engine = GuardedEngine(PackageEngine(package_for(locale, "", tmp_path, ROOT / "models")))
    required, missing, silent = _enforce(matcher, engine, locale, generate(matcher, 300))
    assert required > 600
    assert missing <= 0.005 * required
    assert silent == 0


def _drop(sentence: str) -> str:
    return " ".join(word for index, word in enumerate(sentence.split()) if index % 3)


HOSTILE: dict[str, Callable[[str], str]] = {
    "drops": _drop,
    "doubles": lambda sentence: f"{sentence} {sentence}",
    "reorders": lambda sentence: " ".join(sorted(sentence.split())),
    "transliterates": lambda sentence: sentence.translate(str.maketrans("abdefgikmnorstu", "ابدهفگیکمنارستو")),
    "translates": lambda sentence: "گزارش شد",
    "splits": lambda sentence: sentence.replace("⟦", "⟦ ").replace("a", "a "),
    "inflects": lambda sentence: sentence.replace("⟧", "⟧ها"),
    "loops": lambda sentence: "هرات " * 40,
    "is silent": lambda sentence: "",
}


@pytest.mark.parametrize("placeholders", [PLACEHOLDERS, ()], ids=["placeholders", "plain"])
@pytest.mark.parametrize("damage", HOSTILE)
def test_hostile_engines_leave_nothing_silent_and_insert_nothing(
    matcher: Matcher, damage: str, placeholders: Sequence[str]
) -> None:
    sentences = generate(matcher, 60, seed=2)
    jobs = [Job(text, tuple(matcher.find(text))) for text in sentences]
    everything = {match.term for job in jobs for match in job.matches}
    for locale in LOCALES:
        engine = FakeEngine(HOSTILE[damage], placeholders)
        _, _, silent = _enforce(matcher, engine, locale, sentences)
        assert silent == 0
        written = {engine.translate(sentence) for sentence in engine.asked}
        for job, draft in zip(jobs, enforce(jobs, engine, locale), strict=True):
            own = {form for match in job.matches for form in match.term.forms[locale.code].all}
            for stranger in find_forms(everything - set(job.required), draft.target, locale):
                name = draft.target[stranger.start : stranger.end]
                inserted = not any(name in form for form in own) and not any(name in text for text in written)
                assert not inserted, (job.text, draft.target, stranger.term.name)
