"""Patches that are safe and none that are not; the index finds what an exhaustive comparison finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from tests.conftest import GLOSSARY, ROOT
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import find_locale
from translate_pipeline.translation.recall.likeness import OFFERED, best_matches, differences
from translate_pipeline.translation.recall.patching import patched
from translate_pipeline.translation.recall.sentence_pairs import sentence_pairs
from translate_pipeline.translation.recall.store import Origin, Stamp, Store
from translate_pipeline.translation.recall.unit import Kind, Unit

DARI, PASHTO = find_locale("dari"), find_locale("pashto")


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder = tmp_path_factory.mktemp("glossaries")
    (folder / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return Matcher(read_glossary(folder))


@pytest.mark.parametrize(
    ("old", "target", "new", "expected"),
    [
        ("In Herat 12 died.", "در هرات ۱۲ تن مردند.", "In Herat 15 died.", "در هرات ۱۵ تن مردند."),
        ("In Herat 12 died.", "در هرات ۱۲ تن مردند.", "In Badghis 12 died.", "در بادغیس ۱۲ تن مردند."),
        (
            "Of 1,200 houses in Herat 40 fell.",
            "از ۱٬۲۰۰ خانه در هرات ۴۰ خانه فرو ریخت.",
            "Of 3,500 houses in Badghis 75 fell.",
            "از ۳٬۵۰۰ خانه در بادغیس ۷۵ خانه فرو ریخت.",
        ),
        # Swapped: each follows its own slot.
        ("12 died, 15 fled.", "۱۲ تن مردند، ۱۵ تن گریختند.", "15 died, 12 fled.", "۱۵ تن مردند، ۱۲ تن گریختند."),
        # In words, or one that makes a singular, or not there as often: a person's task.
        ("In Herat 12 died.", "در هرات دوازده تن مردند.", "In Herat 15 died.", None),
        ("In Herat 12 died.", "در هرات ۱۲ تن مردند.", "In Herat 1 died.", None),
        ("In Herat 12 died.", "در هرات ۱۲ تن، ۱۲ پولیس، مردند.", "In Herat 15 died.", None),
        ("In Herat 12 died.", "در آنجا ۱۲ تن مردند.", "In Badghis 12 died.", None),
        # A place is no institution, and other words are other words.
        ("Herat fell in 12 days.", "هرات در ۱۲ روز سقوط کرد.", "Taliban fell in 12 days.", None),
        ("In Herat 12 died.", "در هرات ۱۲ تن مردند.", "In Herat 15 fled.", None),
        # One number that becomes two.
        ("12 died, 12 fled.", "۱۲ تن مردند، ۱۲ تن گریختند.", "12 died, 15 fled.", None),
    ],
)
def test_numbers_and_names(matcher: Matcher, old: str, target: str, new: str, expected: str | None) -> None:
    found = patched(old, target, new, "paragraph", matcher, DARI)
    assert (found[0] if found else None) == expected


def test_a_pashto_name_takes_the_form_that_its_place_asks_for(matcher: Matcher) -> None:
    found = patched(
        "Reuters spoke to the Taliban.",
        "رویټرز له طالبانو سره خبرې وکړې.",
        "Reuters spoke to the United Nations.",
        "paragraph",
        matcher,
        PASHTO,
    )
    assert found == ("رویټرز له ملګرو ملتونو سره خبرې وکړې.", ("Taliban → United Nations",))


def test_differences_are_told_word_by_word() -> None:
    assert differences("Two died in Herat.", "Two died in Badghis late.") == ['"Herat" → "Badghis late"']
    assert differences("He came home late.", "He came late.") == ['without "home"']
    assert differences("One  two.", "One two.") == ["spaces only"]


def test_sentences_answer_to_each_other_where_their_counts_agree() -> None:
    source = 'He came. "We saw it. We left," he said.'
    both = Unit("He came. They left.", "او آمد. آنان رفتند.", "fa_AF", "paragraph")
    assert [(pair.source, pair.target) for pair in sentence_pairs(both)] == [
        ("He came.", "او آمد."),
        ("They left.", "آنان رفتند."),
    ]
    assert not sentence_pairs(Unit("He came. They left.", "او آمد و آنان رفتند.", "fa_AF", "paragraph"))
    assert not sentence_pairs(Unit("He came. They left.", "او. " + "آنان " * 30 + "رفتند.", "fa_AF", "paragraph"))
    assert not sentence_pairs(Unit("Taliban Attack", "حملهٔ طالبان", "fa_AF", "headline"))
    assert sentence_pairs(Unit(source, "او گفت.", "fa_AF", "paragraph")) == []


def test_the_index_finds_what_an_exhaustive_comparison_finds() -> None:
    chance = random.Random(1)
    lines = (ROOT / "benchmarks" / "templates.txt").read_text(encoding="utf-8").splitlines()
    places = ["Herat", "Kabul", "Badghis", "Farah", "Ghor", "Zabul", "Kunduz", "Takhar"]
    sources = sorted(
        {
            f"{chance.choice(lines)} {chance.choice(lines)}".replace("{place}", chance.choice(places))
            for _ in range(3_000)
        }
    )
    units = [Unit(source, source, "ps", position=index) for index, source in enumerate(sources)]
    found = tried = 0
    with Store(None) as store:
        store.replace(Origin("a.tmx", Kind.TMX, "", Stamp(0, 0, "")), units, [])
        for source in chance.sample(sources, 60):
            asked = source.replace("the", "this", 1) + " Officials confirmed."
            matches = best_matches(asked, store.alike(asked))
            best = process.extractOne(asked, sources, scorer=fuzz.ratio, score_cutoff=OFFERED)
            tried += best is not None
            found += best is not None and bool(matches) and matches[0][1] >= best[1]
        assert tried > 40
        assert found >= 0.95 * tried


def test_units_that_are_gone_are_found_no_more(tmp_path: Path) -> None:
    unit = Unit("Two died in Herat.", "دو تن در هرات مردند.", "fa_AF", "paragraph")
    with Store(tmp_path / "recall.sqlite") as store:
        for path in ("a.po", "b.po"):
            store.replace(Origin(path, Kind.CATALOG, "fa_AF", Stamp(0, 0, "")), [unit], sentence_pairs(unit))
        store.drop("a.po")
        store.prune()
        assert [each.path for each in store.exact(unit.source, "fa_AF")] == ["b.po"]
        assert store.alike("Three died in Herat.") == [unit.source]
        assert [each[-1] for each in store.sentence_targets(unit.source, "fa_AF")] == [unit.target]
        store.drop("b.po")
        store.prune()
        assert not store.exact(unit.source, "fa_AF")
        assert not store.alike("Three died in Herat.")
        assert not store.shares()


def test_an_index_that_is_in_use_elsewhere_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be used"):
        Store(tmp_path / "file" / "recall.sqlite")
