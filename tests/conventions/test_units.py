from __future__ import annotations

import pytest

from translate_pipeline.conventions import localize
from translate_pipeline.locales import find_locale

DARI = find_locale("fa_AF")
PASHTO = find_locale("ps")


@pytest.mark.parametrize(
    ("draft", "house"),
    [
        ("او $5 میلیون گرفت", "او ۵ میلیون دالر گرفت"),
        ("او $5 million گرفت و US$3.5bn داد", "او ۵ میلیون دالر گرفت و ۳٫۵ میلیارد دالر امریکایی داد"),
        ("27£ میلیون، €1,200، ۵ میلیون $ و $5-10 هزار", "۲۷ میلیون پوند، ۱٬۲۰۰ یورو، ۵ میلیون دالر و ۵-۱۰ هزار دالر"),
        ("وام $5 میلیونی و $5 میلیون دالر", "وام ۵ میلیون دالری و ۵ میلیون دالر"),
        ("10km و 5 kg، 30°C و 80 km/h", "۱۰ کیلومتر و ۵ کیلوگرام، ۳۰ درجه سانتی‌گراد و ۸۰ کیلومتر در ساعت"),
        ("مرد 25-ساله و ۳۰ساله", "مرد ۲۵ ساله و ۳۰ ساله"),
        ("تیم 2-1 برد، بین 5-10 نفر، شماره +93 70 123 4567", "تیم ۲-۱ برد، بین ۵-۱۰ نفر، شماره +۹۳ ۷۰ ۱۲۳ ۴۵۶۷"),
    ],
)
def test_dari_money_measures_and_ages(draft: str, house: str) -> None:
    assert localize(draft, DARI) == house
    assert localize(house, DARI) == house


@pytest.mark.parametrize(
    ("draft", "house"),
    [
        ("هغه $5 million واخیستل", "هغه ۵ میلیونه ډالر واخیستل"),
        ("5 میلیونه $، $1m او £20", "۵ میلیونه ډالر، ۱ میلیون ډالر او ۲۰ پونډه"),
        ("10km او 30°C، ۲۵-کلن", "۱۰ کیلومتره او ۳۰ درجې سانتي ګراد، ۲۵ کلن"),
    ],
)
def test_pashto_money_measures_and_ages(draft: str, house: str) -> None:
    assert localize(draft, PASHTO) == house
    assert localize(house, PASHTO) == house


@pytest.mark.parametrize(
    "text", ["http://a.af/$5m رفت", "a@b.af و ¥۵", "$⟦0⟧ و {n}km", "MH17 و A5km", "It costs $5 million", "نرخ $"]
)
def test_addresses_tokens_and_ambiguous_signs_stay(text: str) -> None:
    assert localize(text, DARI) == text


def test_money_in_a_protected_term_stays() -> None:
    text = "فلم $5 million Baby و $5"
    assert localize(text, DARI, protect=[(5, 20)]) == "فلم $5 million Baby و ۵ دالر"
