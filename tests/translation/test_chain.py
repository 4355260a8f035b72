"""What one engine leaves broken, the next one drafts, and the catalog says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import GLOSSARY, FakeEngine
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.catalogs.provenance import drafting_engine
from translate_pipeline.conventions.persian import read_table
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import find_locale
from translate_pipeline.project import FILE_NAME, Project, read_project
from translate_pipeline.reports.model import Role
from translate_pipeline.stages import desks, translating
from translate_pipeline.translation.drafting import Drafter, Request, engine_signature
from translate_pipeline.translation.memory import Memory

DARI = find_locale("dari")
GOOD = "راه به سوی شمال از روز سه‌شنبه بسته است و کسی نمی‌گذرد."
SOURCE = "The road to the north has been closed since Tuesday and nobody can pass."
NAMES = {"Badghis": "بادغیس", "Taliban": "طالبان", "Herat": "هرات"}


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder: Path = tmp_path_factory.mktemp("glossaries")
    (folder / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return Matcher(read_glossary(folder))


def _engines(
    first: Callable[[str], str], second: Callable[[str], str] = lambda text: GOOD
) -> tuple[FakeEngine, FakeEngine]:
    return FakeEngine(first, name="large"), FakeEngine(second, name="starter")


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: "",
        lambda text: text,
        lambda text: "It is closed.",
        lambda text: "راه راه راه راه بسته است",
        lambda text: "د شمال پر لور لار د سه شنبې له ورځې راهیسې تړل شوې ده او څوک نه شي تېرېدلی.",
        lambda text: f"{GOOD} ⁇",
    ],
    ids=["silent", "copies", "english", "loops", "another language", "unknown token"],
)
def test_a_broken_sentence_goes_to_the_next_engine(broken: Callable[[str], str], matcher: Matcher) -> None:
    first, second = _engines(broken)
    request = Request(Role.PARAGRAPH, SOURCE)
    draft = Drafter(first, matcher, DARI, Memory(None), fallbacks=[second]).draft([request])[request]
    assert draft.text == GOOD
    assert draft.engine == "starter"
    assert SOURCE in second.asked


def test_a_sound_sentence_stays_with_the_first(matcher: Matcher) -> None:
    first, second = _engines(lambda text: GOOD, lambda text: "چیز دیگر")
    request = Request(Role.PARAGRAPH, SOURCE)
    draft = Drafter(first, matcher, DARI, Memory(None), fallbacks=[second]).draft([request])[request]
    assert (draft.text, draft.engine, second.asked) == (GOOD, "large", [])


def test_a_term_that_the_ladder_did_not_enforce_is_a_reason(matcher: Matcher) -> None:
    def knows(text: str) -> str:
        return f"والی {' '.join(form for name, form in NAMES.items() if name in text)} گفت که راه بسته است."

    first, second = _engines(lambda text: GOOD, knows)
    request = Request(Role.PARAGRAPH, "The road to Badghis is closed.")
    draft = Drafter(first, matcher, DARI, Memory(None), fallbacks=[second]).draft([request])[request]
    assert "بادغیس" in draft.text
    assert draft.engine == "starter"


def test_where_both_fail_alike_the_first_stays(matcher: Matcher) -> None:
    first, second = _engines(lambda text: "راه راه راه بسته است", lambda text: "کوه کوه کوه بسته است")
    request = Request(Role.PARAGRAPH, SOURCE)
    draft = Drafter(first, matcher, DARI, Memory(None), fallbacks=[second]).draft([request])[request]
    assert (draft.text, draft.engine) == ("راه راه راه بسته است", "large")


def test_a_message_of_both_engines_names_both_and_a_second_run_knows_it(matcher: Matcher) -> None:
    first, second = _engines(lambda text: "" if "north" in text else "او دیروز به خانه رفت.")
    request = Request(Role.PARAGRAPH, f"He went home yesterday. {SOURCE}")
    memory = Memory(None)
    draft = Drafter(first, matcher, DARI, memory, fallbacks=[second]).draft([request])[request]
    assert draft.engine == "large + starter"
    asked = len(first.asked)
    again = Drafter(first, matcher, DARI, memory, fallbacks=[second])
    assert again.draft([request])[request] == draft
    assert len(first.asked) == asked
    alone = Drafter(first, matcher, DARI, memory)
    assert engine_signature(alone) != engine_signature(again)


def test_dari_of_an_iranian_fallback_is_made_dari_and_that_of_the_first_left_alone(
    matcher: Matcher, tmp_path: Path
) -> None:
    path = tmp_path / "dari.csv"
    path.write_text("persian,dari,class,plural,context,english,note\nدانشگاه,پوهنتون,noun,,,,\n", encoding="utf-8")
    table = read_table(path)
    first, second = _engines(
        lambda text: "" if "north" in text else "او دیروز به دانشگاه رفت.",
        lambda text: "او دیروز به دانشگاه شمال رفت.",
    )
    second.language = "fa"
    drafter = Drafter(first, matcher, DARI, Memory(None), fallbacks=[second], persian=table)
    own, fallen = Request(Role.PARAGRAPH, "He went home."), Request(Role.PARAGRAPH, "He went north.")
    drafts = drafter.draft([own, fallen])
    assert "دانشگاه" in drafts[own].text
    assert "پوهنتون" in drafts[fallen].text


def test_the_catalog_names_the_engine_that_drafted(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def translated(text: str) -> str:
        return "" if "Defense" in text else f"{' '.join(f for n, f in NAMES.items() if n in text)} آمد و به خانه رفت."

    def both(text: str) -> str:
        return "وزارت دفاع گفت که ۶۹ جنگجوی طالبان در این جنگ کشته شدند."

    first, second = _engines(translated, both)
    monkeypatch.setattr(desks, "engines_of", lambda *given: [first, second])
    translating.translate(project, sorted(project.folders["reports"].iterdir()), [DARI])
    catalog = read_po(project.catalog_path("attack", DARI))
    drafted = {entry.msgid: drafting_engine(entry.tcomment) for entry in catalog}
    assert drafted["The Ministry of Defense said 69 Taliban fighters were killed."] == "starter"
    assert "large" in set(drafted.values())


def test_the_project_file_takes_a_name_or_a_list(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text('[engines.ps]\npackage = ["nllb-600m", "starter"]\nbeam = 2\n', encoding="utf-8")
    choice = read_project(path).engine_choice(find_locale("ps"))
    assert (choice.package, choice.fallbacks, choice.options.beam) == ("nllb-600m", ("starter",), 2)
    for wrong in ("[]", '["a", "a"]', "[1]", '[""]'):
        path.write_text(f"\n[engines.ps]\npackage = {wrong}\n", encoding="utf-8")
        with pytest.raises(InputError, match="a list of different ones") as fault:
            read_project(path)
        assert fault.value.line == 3
