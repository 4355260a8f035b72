from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_pipeline.conventions import localize
from translate_pipeline.conventions.dari import CONVENTION
from translate_pipeline.conventions.persian import DariTable, WordClass, read_table, to_dari
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import glossary_files, read_glossary
from translate_pipeline.locales import find_locale

FOLDER = Path(__file__).resolve().parents[2] / "glossaries"
DARI = find_locale("fa_AF")
HEADER = "persian,dari,class,plural,context,english,note\n"


@cache
def table() -> DariTable:
    return read_table(FOLDER / "dari.csv")


@pytest.mark.parametrize(
    ("persian", "dari"),
    [
        ("بیمارستان‌های استان و دانشگاه‌ها", "شفاخانه‌های ولایت و پوهنتون‌ها"),
        ("بیمارستان های استانی و بیمارستانهای شهر", "شفاخانه‌های ولایتی و شفاخانه‌های شهر"),
        ("پزشکان و دانشجویان، پزشکانی که رفتند", "داکتران و محصلان، داکترانی که رفتند"),
        ("داروی او، داروهایش و داروهایی که هست", "دوای او، دواهایش و دواهایی که هست"),
        ("هواپیمای ژاپنی و هواپیماهایشان", "طیارهٔ جاپانی و طیاره‌هایشان"),
        ("دانشگاهش و دانشگاه‌شان", "پوهنتونش و پوهنتونشان"),
        ("دادگاه‌ها و دادگاه", "محاکم و محکمه"),
        ("فرودگاه‌های کشور و فرودگاهی تازه", "میدان‌های هوایی کشور و میدان هوایی تازه"),
        ("وزیر کشور و وزارت بهداشت و بهداشت", "وزیر داخله و وزارت صحت عامه و صحت"),
        ("تلفن همراه، تلفن و تلفن‌های همراه", "موبایل، تلیفون و موبایل‌ها"),
        ("آتش نشانی نیست؛ دام‌پزشک هست", "آتش نشانی نیست؛ داکتر حیوانات هست"),
        ("رستورانت و رستوران", "رستورانت و رستورانت"),
    ],
)
def test_words_change_with_their_endings(persian: str, dari: str) -> None:
    assert to_dari(persian, table()) == dari


@pytest.mark.parametrize(
    ("persian", "dari"),
    [
        ("۸ مه و در ماه مه و مه ۲۰۲۰", "۸ می و در ماه می و می ۲۰۲۰"),
        ("هوای مه‌آلود، مه غلیظ و مه", "هوای مه‌آلود، مه غلیظ و مه"),
        ("۳ مارس و آوریل تا مه، سیاره مارس", "۳ مارچ و اپریل تا می، سیاره مارس"),
        ("دهم ژوئن و اوت", "دهم جون و اگست"),
        ("۱۷ مهر ۱۴۰۰، مهرماه، ماه تیر و دی ۱۳۹۹", "۱۷ میزان ۱۴۰۰، میزان، ماه سرطان و جدی ۱۳۹۹"),
        (
            "مهر مادر، ۵ تیر به او خورد، خبرگزاری مهر، بهمن و آذر",
            "مهر مادر، ۵ تیر به او خورد، خبرگزاری مهر، بهمن و آذر",
        ),
        ("شهردار کابل و شهردار پاریس", "شاروال کابل و شهردار پاریس"),
    ],
)
def test_an_ambiguous_word_waits_for_its_surroundings(persian: str, dari: str) -> None:
    assert to_dari(persian, table()) == dari


def test_an_ambiguous_word_asks_the_source() -> None:
    assert to_dari("مدرسه و سد", table()) == "مدرسه و سد"
    assert to_dari("مدرسه و سد", table(), source="The school at the dams") == "مکتب و بند"
    assert to_dari("مدرسه", table(), source="The madrasa of schooling") == "مدرسه"
    assert to_dari("ماشین", table(), source="His career") == "ماشین"


def test_names_titles_terms_and_foreign_words_stay() -> None:
    for text in ("دلارام", "«دانشگاه هنر»", "پلیسیون", "http://a.af/دانشگاه", "⟦0⟧پلیس", "وزارت اطلاعات و فرهنگ"):
        assert to_dari(text, table(), source="information") == text
    assert to_dari("«به دانشگاه و پلیس گفتم.»", table()) == "«به پوهنتون و پولیس گفتم.»"
    text = "پلیس و دانشگاه پلیس"
    start = text.index("دانشگاه")
    assert to_dari(text, table(), protect=[(start, len(text))]) == "پولیس و دانشگاه پلیس"


def test_the_house_style_and_the_words_come_together() -> None:
    draft = "پليس مي گويد 3 مارس به بيمارستان ها رفت"
    assert localize(draft, DARI, persian=table()) == "پولیس می‌گوید ۳ مارچ به شفاخانه‌ها رفت"
    assert localize("دانشگاه", DARI) == "دانشگاه"


def test_no_approved_name_of_the_glossary_would_change() -> None:
    # Shahristan is a district's name and also the Persian for a county: its protection is the drafts' to give.
    approved = [(term.name, term.forms["fa_AF"].approved) for term in read_glossary(FOLDER).terms]
    changed = {name for name, form in approved if to_dari(form, table(), source=name) != form}
    assert changed <= {"Shahristan"}


def test_the_table_is_no_glossary_file_and_sorted() -> None:
    assert "dari.csv" not in {path.name for path in glossary_files(FOLDER)}
    rows = [line.split(",")[0] for line in (FOLDER / "dari.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert rows == sorted(rows)
    assert len(table().words) > 200


def test_the_months_of_table_and_house_agree() -> None:
    written = {word.dari[0] for word in table().words if word.word_class is WordClass.FIXED}
    assert written >= {*CONVENTION.months, *CONVENTION.solar_months}


PIECES = st.sampled_from(
    [spelling for word in table().words for spelling in (*word.persian, *word.dari, word.plural) if spelling]
)
JOINTS = st.sampled_from(
    [" ", " ", "\u200c", "", "ها", " ها", "\u200cهای", "ی", "ان", "ش", "\u0654", "،", "«", "»", "۸ "]
)
ARABIC = st.characters(min_codepoint=0x0600, max_codepoint=0x06FF)
SOURCE = st.sampled_from(["", "school class mine dam Chinese nuclear patient village disease army information"])


@settings(max_examples=500, deadline=None)
@given(st.lists(st.one_of(PIECES, JOINTS, JOINTS, ARABIC), max_size=14).map("".join), SOURCE)
def test_doing_it_twice_changes_nothing_more(text: str, source: str) -> None:
    once = to_dari(text, table(), source=source)
    assert to_dari(once, table(), source=source) == once
    house = localize(text, DARI, persian=table(), source=source)
    assert localize(house, DARI, persian=table(), source=source) == house


@pytest.mark.parametrize("blocks", [(0x600, 0x700), (0x750, 0x780), (0x8A0, 0x900), (0xFB50, 0xFE00), (0xFE70, 0xFF00)])
def test_no_letter_of_the_arabic_blocks_is_a_word(blocks: tuple[int, int]) -> None:
    text = " ".join(map(chr, range(*blocks)))
    assert to_dari(text, table(), source="mine dam school") == text


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("پلیس,پولیس,verb,,,,\n", "unknown class 'verb'"),
        ("پلیس,پولیس,noun,,near:x,,\n", "unknown context 'near:x'"),
        ("پلیس,پولیس,noun,,,\n", "6 cells"),
        ("پلیس,,noun,,,,\n", "a row needs"),
        ("پلیس,پولیس,noun,,,,\nپلیس,پولس,noun,,,,\n", "twice"),
        ("پلیس,پولیس,noun,,,,\nپولیس,پلوس,noun,,,,\n", "is itself a Persian word"),
        ("پلیس,پلیس,noun,,,,\n", "both Persian and Dari"),
    ],
)
def test_a_broken_table_is_refused_with_its_reason(tmp_path: Path, rows: str, problem: str) -> None:
    path = tmp_path / "dari.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_table(path)


def test_a_wrong_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dari.csv"
    path.write_text("term,fa_AF\n", encoding="utf-8")
    with pytest.raises(InputError, match="wrong header"):
        read_table(path)
