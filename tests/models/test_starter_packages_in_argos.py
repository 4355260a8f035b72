"""The starter packages run in unmodified Argos Translate too, and say there what they say here."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.models.argos import argos_translations, needs_argos
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.models.store import package_for
from translate_pipeline.reports.reader import read_report
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.options import DecodingOptions
from translate_pipeline.translation.sentences import split_sentences

# As Argos Translate 1.11 calls the decoder.
AS_ARGOS = DecodingOptions(beam=4, length_penalty=0.2, no_repeat=0, longest=20.0, unknowns=True)


@needs_argos
@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_the_same_sentences_as_here(locale: Locale, tmp_path: Path) -> None:
    package = package_for(locale, "", tmp_path / "packages", ROOT / "models")
    (path,) = (ROOT / "models").glob(f"translate-en_{package.to_code}-*.argosmodel")
    report = read_report(ROOT / "reports" / "herat-flood.txt")
    texts = [block.text for block in report.story if '"' not in block.text and "“" not in block.text]
    sentences = [[sentence.text for sentence in split_sentences(text)] for text in texts]
    assert sum(map(len, sentences)) > 10 and max(map(len, sentences)) > 1
    expected = PackageEngine(package, AS_ARGOS).decode([each for group in sentences for each in group])
    targets = iter([best.text for (best,) in expected])
    ours = [[next(targets) for _ in group] for group in sentences]
    theirs = argos_translations([path], package.to_code, [*texts, *chain(*sentences)], tmp_path)
    assert [text.split() for text in theirs[len(texts) :]] == [text.split() for group in ours for text in group]
    # It splits paragraphs as we do. Sentences that are decoded together are padded to one length there, which now and
    # then turns over a word that was all but equal to another.
    whole = [text.split() == " ".join(group).split() for text, group in zip(theirs, ours, strict=False)]
    assert len(whole) == len(texts) and sum(whole) >= 0.8 * len(texts)
