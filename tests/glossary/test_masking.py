"""Names leave a sentence as placeholders and come back approved, or the sentence says that they did not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import GLOSSARY, PLACEHOLDERS
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.masking import mask, restore, untranslated_spans
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.target_forms import count_terms
from translate_pipeline.locales import LOCALES, find_locale

DARI, PASHTO = find_locale("dari"), find_locale("pashto")


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder: Path = tmp_path_factory.mktemp("glossaries")
    (folder / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return Matcher(read_glossary(folder))


def test_the_engine_sees_placeholders_with_their_endings(matcher: Matcher) -> None:
    text = "Herat's governor and two governors told Reuters, see https://news.example/a?b=1."
    masked = mask(text, matcher.find(text), untranslated_spans(text), PLACEHOLDERS, PASHTO)
    assert masked.text == "⟦0⟧'s ⟦1⟧ and two ⟦2⟧ told ⟦3⟧, see ⟦4⟧."
    assert [slot.text for slot in masked.slots] == [
        "Herat",
        "governor",
        "governors",
        "Reuters",
        "https://news.example/a?b=1",
    ]


def test_names_come_before_numbers_where_placeholders_run_out(matcher: Matcher) -> None:
    text = "12 men left Herat"
    assert mask(text, matcher.find(text), [(0, 2)], PLACEHOLDERS[:1], DARI).text == "12 men left ⟦0⟧"


def test_a_plural_without_a_plural_form_is_left_to_the_engine(matcher: Matcher) -> None:
    text = "two governors met"
    assert mask(text, matcher.find(text), (), PLACEHOLDERS, DARI).text == text


@pytest.mark.parametrize(
    ("target", "restored"),
    [
        ("د ⟦0⟧ ویاند", "د طالبانو ویاند"),
        ("⟦0⟧ ته", "طالبانو ته"),
        ("په ⟦0⟧ کې", "په طالبانو کې"),
        ("له ⟦0⟧ څخه", "له طالبانو څخه"),
        ("⟦0⟧ دا ومنله او وویل", "طالبانو دا ومنله او وویل"),
        ("هلته ⟦0⟧ دي", "هلته طالبان دي"),
        ("⟦0⟧ راغلل", "طالبان راغلل"),
    ],
)
def test_pashto_takes_the_oblique_where_its_neighbours_ask(matcher: Matcher, target: str, restored: str) -> None:
    text = "The Taliban came"
    slots = mask(text, matcher.find(text), (), PLACEHOLDERS, PASHTO).slots
    result = restore(target, slots, PASHTO, PLACEHOLDERS)
    assert (result.text, result.exact) == (restored, True)


def test_pashto_says_the_genitive_particle_once(matcher: Matcher) -> None:
    text = "The Ministry of Defense spokesman"
    slots = mask(text, matcher.find(text), (), PLACEHOLDERS, PASHTO).slots
    assert restore("د ⟦0⟧ ویاند", slots, PASHTO, PLACEHOLDERS).text == "د دفاع وزارت ویاند"
    assert restore("⟦0⟧ وویل", slots, PASHTO, PLACEHOLDERS).text == "د دفاع وزارت وویل"


def test_an_adposition_moves_to_the_head_of_a_pashto_genitive(matcher: Matcher) -> None:
    text = "in the Ministry of Defense"
    slots = mask(text, matcher.find(text), (), PLACEHOLDERS, PASHTO).slots
    assert restore("هغه په ⟦0⟧ کې دی", slots, PASHTO, PLACEHOLDERS).text == "هغه د دفاع په وزارت کې دی"


def test_dari_keeps_an_ezafe_only_where_it_is_written(matcher: Matcher) -> None:
    text = "northern Herat"
    slots = mask(text, matcher.find(text), (), PLACEHOLDERS, DARI).slots
    assert restore("⟦0⟧‌ی شمالی", slots, DARI, PLACEHOLDERS).text == "هرات شمالی"


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("گفت.", "گفت."),
        ("⟦0⟧ و ⟦0⟧ گفت.", "هرات و هرات گفت."),
        ("⟦0⟧ و ⟦7⟧ گفت.", "هرات و گفت."),
        ("⟦0⟧ و ⁇ گفت.", "هرات و ⁇ گفت."),
    ],
    ids=["dropped", "doubled", "invented", "unknown-token"],
)
def test_a_placeholder_gone_wrong_is_never_silent(matcher: Matcher, target: str, text: str) -> None:
    source = "Herat said."
    slots = mask(source, matcher.find(source), (), PLACEHOLDERS, DARI).slots
    result = restore(target, slots, DARI, PLACEHOLDERS)
    assert (result.text, result.exact) == (text, False)


@settings(max_examples=200)
@given(st.data())
def test_what_comes_back_in_any_order_has_every_name(data: st.DataObject) -> None:
    matcher = _matcher()
    names = data.draw(
        st.lists(st.sampled_from(["Herat", "Qala-e-Naw", "the Taliban's", "Reuters", "U.N."]), min_size=1, max_size=6)
    )
    source = "He said " + " and ".join(names) + " agreed."
    locale = data.draw(st.sampled_from(LOCALES))
    matches = matcher.find(source)
    masked = mask(source, matches, (), PLACEHOLDERS, locale)
    order = [slot.placeholder for slot in masked.slots]
    random.Random(data.draw(st.integers(0, 9))).shuffle(order)
    filler = st.sampled_from(["گفت", "،", "و", "د", "ته", "په", "؛", "«", "و", ""])
    target = " ".join(piece for placeholder in order for piece in (placeholder, data.draw(filler)) if piece)
    result = restore(target, masked.slots, locale, PLACEHOLDERS)
    assert result.exact
    assert not any(placeholder in result.text for placeholder in PLACEHOLDERS)
    required = {match.term: sum(other.term is match.term for other in matches) for match in matches}
    assert all(count.missing == 0 for count in count_terms(required, result.text, locale))


_CACHE: list[Matcher] = []


def _matcher() -> Matcher:
    if not _CACHE:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
            _CACHE.append(Matcher(read_glossary(Path(folder))))
    return _CACHE[0]
