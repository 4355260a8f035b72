"""House style beside inline markup: whatever the text, each tag comes out, in order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conventions.test_localize import LOCALE, TEXT
from translate_pipeline.conventions import localize
from translate_pipeline.locales import Locale, find_locale
from translate_pipeline.reports.inline import carry, escape, parse, scan

PARTS = st.lists(TEXT.map(escape), min_size=4, max_size=4)


@settings(max_examples=100)
@given(PARTS, LOCALE)
def test_localize_keeps_every_tag(parts: list[str], locale: Locale) -> None:
    text = "{}<1>{}</1>{}<2/>{}".format(*parts)
    once = localize(text, locale)
    assert [text[each.start : each.end] for each in scan(text).tokens] == [
        once[each.start : each.end] for each in scan(once).tokens
    ]
    assert localize(once, locale) == once


@settings(max_examples=100)
@given(PARTS, LOCALE)
def test_tags_carried_into_the_house_style_are_all_there_and_stay_where_they_are(
    parts: list[str], locale: Locale
) -> None:
    tagged = parse("{}<1>{}</1>{}<2/>{}".format(*parts))
    once = carry(tagged, localize(tagged.plain, locale))
    assert {tag.number for tag in parse(once.text).tags} == {tag.number for tag in tagged.tags}
    assert carry(once, localize(once.plain, locale)) == once


def test_a_date_half_in_a_link_is_still_a_date() -> None:
    tagged = parse("روز <1>5 سپتمبر</1> 45% بود.")
    assert carry(tagged, localize(tagged.plain, find_locale("dari"))).text == "روز <1>۵ سپتمبر</1> ۴۵ درصد بود."
