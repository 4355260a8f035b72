"""A reviewer's correct form is recognised however it is joined; a part of another word is not."""

from __future__ import annotations

import pytest

from translate_pipeline.glossary.target_forms import count_terms, find_forms
from translate_pipeline.glossary.terms import Forms, Kind, Term
from translate_pipeline.locales import find_locale

DARI, PASHTO = find_locale("fa_AF"), find_locale("ps")


def _term(name: str, form: str, *accepted: str, oblique: str = "") -> Term:
    forms = Forms(form, oblique, accepted=accepted)
    return Term(name, Kind.PLACE, {"fa_AF": forms, "ps": forms})


FAIZABAD = _term("Faizabad", "فیض‌آباد")
AMERICA = _term("America", "امریکا")
FARAH = _term("Farah", "فراه")
TALIBAN = _term("Taliban", "طالبان", oblique="طالبانو")
KABUL = _term("Kabul", "کابل")
UNIVERSITY = _term("Kabul University", "پوهنتون کابل")


@pytest.mark.parametrize(
    ("term", "text", "count"),
    [
        (FAIZABAD, "در فیض‌آباد", 1),
        (FAIZABAD, "در فیض آباد", 1),
        (FAIZABAD, "در فيض‌آباد", 1),
        (FAIZABAD, "در فَیض‌آباد،", 1),
        (AMERICA, "امریکای شمالی", 1),
        (AMERICA, "امریکایی‌ها", 0),
        (FARAH, "فراهٔ زیبا و فراه‌ی زیبا", 2),
        (FARAH, "فراهی", 0),
        (KABUL, "کابلستان", 0),
        (KABUL, "«کابل»", 1),
        (TALIBAN, "طالبان‌ها", 1),
    ],
)
def test_dari(term: Term, text: str, count: int) -> None:
    assert len(find_forms([term], text, DARI)) == count


def test_the_oblique_is_not_a_form_of_the_nominative() -> None:
    (found,) = find_forms([TALIBAN], "د طالبانو ویاند", PASHTO)
    assert found.form == "طالبانو"


@pytest.mark.parametrize("text", ["د دفاع وزارت ویاند", "د دفاع په وزارت کې", "د دفاع له وزارت څخه"])
def test_an_adposition_may_part_a_pashto_genitive_from_its_head(text: str) -> None:
    assert find_forms([_term("Ministry of Defense", "د دفاع وزارت")], text, PASHTO)
    assert not find_forms([_term("Ministry of Defense", "د دفاع وزارت")], text.replace("دفاع", "مالیې"), PASHTO)


def test_the_five_pashto_yes_are_five_letters() -> None:
    ghazni = _term("Ghazni", "غزني")
    assert find_forms([ghazni], "په غزني کې", PASHTO)
    assert not find_forms([ghazni], "په غزنی کې", PASHTO)


@pytest.mark.parametrize(
    ("form", "text"), [("امریکا", "د امريکا غږ"), ("د خیبر پښتونخوا", "د خيبر پښتونخوا"), ("بريښنا", "د بریښنا")]
)
def test_inside_a_pashto_word_either_ye_is_the_same_sound(form: str, text: str) -> None:
    assert find_forms([_term("x", form)], text, PASHTO)
    assert not find_forms([_term("x", form)], text.replace("ي", "ې").replace("ی", "ې"), PASHTO)


def test_two_spellings_of_one_name_are_one_place() -> None:
    america = _term("America", "امریکا", "امريکا")
    (found,) = find_forms([america], "د امريکا غږ", PASHTO)
    assert found.form == "امريکا"


def test_a_name_inside_a_longer_name_does_not_count() -> None:
    counts = count_terms({KABUL: 1, UNIVERSITY: 1}, "پوهنتون کابل", DARI)
    assert [(count.term.name, count.missing) for count in counts] == [("Kabul", 1), ("Kabul University", 0)]


def test_two_terms_with_one_form_share_what_is_there() -> None:
    province, district = _term("Farah Province", "فراه"), _term("Farah District", "فراه")
    counts = count_terms({province: 1, district: 1}, "فراه و فراه", DARI)
    assert [count.missing for count in counts] == [0, 0]
    counts = count_terms({province: 1, district: 1}, "فراه", DARI)
    assert sum(count.missing for count in counts) == 1
