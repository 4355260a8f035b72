"""Which words of a draft became which of the reviewed text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_pipeline.review.alignment import align


@pytest.mark.parametrize(
    ("draft", "reviewed", "form", "rendering"),
    [
        ("مردم هرات شاد شدند", "مردم هری شاد شدند", "هرات", "هری"),
        ("سازمان ملل متحد گفت", "ملل متحد گفت", "سازمان ملل متحد", "ملل متحد"),
        ("یونیسف گفت", "صندوق کودکان ملل متحد گفت", "یونیسف", "صندوق کودکان ملل متحد"),
        ("او به هرات دیروز رفت", "او به هری پریروز رفت", "هرات", "هری"),
        ("او به هرات دیروز رفت", "او یک روز پیش به آنجا رفت", "هرات", ""),
        ("مردم هرات شاد شدند", "مردم شاد شدند", "هرات", ""),
    ],
)
def test_what_stands_in_the_place_of_a_form(draft: str, reviewed: str, form: str, rendering: str) -> None:
    start = draft.index(form)
    alignment = align(draft, reviewed)
    words = alignment.draft.range_of(start, start + len(form))
    assert alignment.rendering(*words) == rendering


def test_words_replaced_moved_joined_and_rewritten() -> None:
    def replaced(draft: str, reviewed: str) -> list[tuple[str, str]]:
        return list(align(draft, reviewed).replacements([], []))

    assert replaced("او با اتوبوس آمد.", "او با بس آمد.") == [("اتوبوس", "بس")]
    assert replaced("این ادامه می یابد", "این ادامه می‌یابد") == [("می یابد", "می‌یابد")]
    assert replaced("بزرگ بازار سوخت", "بازار بزرگ سوخت") == []
    assert replaced("یک دو سه چهار پنج", "شش هفت هشت نه ده یازده") == []


_TEXT = st.text(alphabet="ابپ \u200c،۱٫۲<>/1", max_size=30)


@given(_TEXT, _TEXT)
def test_any_two_texts_can_be_aligned(draft: str, reviewed: str) -> None:
    alignment = align(draft, reviewed)
    size = len(alignment.draft.words)
    assert sum(block.end - block.start for block in alignment.blocks) == size
    assert sum(block.new_end - block.new_start for block in alignment.blocks) == len(alignment.target.words)
    for start in range(size):
        assert alignment.rendering(start, start + 1) in reviewed
    for old, new in alignment.replacements([], []):
        assert old in draft
        assert new in reviewed
