"""What is trained on: slots filled on all sides alike, the held-out tenth and the development sets never in it."""

from __future__ import annotations

import csv
import random
import re
from itertools import pairwise
from pathlib import Path

import pytest
from sentencepiece import SentencePieceProcessor

from training.backward import usable_lines
from training.batches import Batch, Feeder
from training.corpora import LIST, Corpus, Line, line_key, read_newsdesk
from training.newsdesk import group_of, held_out, unified
from training.pieces import LANGUAGE_TOKENS
from training.preparation import BACK_TRANSLATED, select, take_apart
from training.rendering import EVERYTHING, NOTHING, PLACEHOLDERS, Renderer
from training.templates import Template, make_template
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.glossary.terms import Glossary
from translate_pipeline.models.store import install_package

ROOT = Path(__file__).parents[2]
NEWSDESK = ROOT / "training" / "newsdesk"
LEFT_OVER = re.compile(r"\{|\}|place[0-9۰-۹]|person[0-9۰-۹]|\bn[0-9۰-۹]")


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return read_glossary(ROOT / "glossaries")


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return list(read_newsdesk(NEWSDESK))


@pytest.fixture(scope="module")
def templates(lines: list[Line], glossary: Glossary) -> list[Template]:
    return take_apart(lines[::7], glossary)


def corpus(folder: Path, role: str, **sides: str) -> Corpus:
    folder.mkdir()
    for name, text in sides.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return Corpus(folder.name, folder, "CC0-1.0", role, "en|fa_AF=prs|ps")


def test_every_slot_is_filled_and_never_normalised_as_text(templates: list[Template], glossary: Glossary) -> None:
    renderer = Renderer(glossary, random.Random(4))
    for template in templates:
        example = renderer.render([template], NOTHING)
        for text in (example.english, *example.targets.values()):
            assert not LEFT_OVER.search(text), text
            assert not any(mark in text for mark in PLACEHOLDERS)


def test_placeholders_stand_once_on_every_side(templates: list[Template], glossary: Glossary) -> None:
    renderer = Renderer(glossary, random.Random(5))
    used = set()
    for first, second in pairwise(templates):
        for example in (renderer.render([first], EVERYTHING), renderer.render([first, second])):
            used.update(example.placeholders)
            assert len(example.targets) == 2
            for text in (example.english, *example.targets.values()):
                assert sorted(re.findall("⟦.⟧", text)) == sorted(example.placeholders), text
    assert used == set(PLACEHOLDERS)


def test_numbers_of_a_pair_stay_equal_when_they_are_changed(glossary: Glossary) -> None:
    line = Line("x", "The flood of 1994 destroyed 250 houses.", {"ps": "د ۱۹۹۴ سېلاب ۲۵۰ کورونه ړنګ کړل."})
    template = make_template(line, Matcher(glossary))
    renderer = Renderer(glossary, random.Random(1))
    seen = set()
    for _ in range(60):
        example = renderer.render([template], NOTHING)
        english = re.findall("[0-9]+", example.english)
        pashto = [str(int(number)) for number in re.findall("[۰-۹]+", example.targets["ps"])]
        assert english == pashto
        seen.add(tuple(english))
    assert ("1994", "250") in seen and len(seen) > 5


def test_a_name_is_masked_only_where_both_sides_have_it_equally_often(glossary: Glossary) -> None:
    matcher = Matcher(glossary)
    both = Line("x", "Kabul's mayor left Herat.", {"fa_AF": "شاروال کابل هرات را ترک کرد."})
    one = Line("x", "Kabul's mayor left Herat.", {"fa_AF": "شاروال هرات را ترک کرد."})
    assert {unit.term for unit in make_template(both, matcher).units} >= {"Kabul", "Herat"}
    assert "Kabul" not in {unit.term for unit in make_template(one, matcher).units}


def test_pashto_slots_take_the_oblique_form_after_an_adposition(glossary: Glossary) -> None:
    place = next(term for term in glossary.terms if term.kind == "place" and term.forms["ps"].oblique)
    line = Line("x", "They met in {place}.", {"ps": "دوی په {place} کې سره وکتل."})
    renderer = Renderer(Glossary((place,)), random.Random(0))
    assert place.forms["ps"].oblique in renderer.render([make_template(line, None)], NOTHING).targets["ps"]


def test_held_out_stories_are_a_tenth_and_are_never_trained_on(lines: list[Line]) -> None:
    listed = [Corpus("newsdesk", NEWSDESK, "CC0-1.0", "train", "newsdesk")]
    chosen, kept_out = select(listed)
    groups = held_out(lines)
    assert 0.08 < len(kept_out) / len(lines) < 0.13
    assert {group_of(line) for line in kept_out} == groups
    assert not groups & {group_of(line) for line in chosen}
    trained = {line_key(text) for line in chosen for text in (line.english, *line.targets.values())}
    assert not trained & {line_key(text) for line in kept_out for text in (line.english, *line.targets.values())}


def test_development_sentences_and_duplicates_leave_training(tmp_path: Path) -> None:
    train = corpus(
        tmp_path / "train",
        "train",
        en="It rained.\nHe left!\nHe left.\nNew.",
        prs="باران بارید.\nرفت\nرفت\nنو",
        ps="ا\nلاړ\nلاړ\nنوی",
    )
    dev = corpus(tmp_path / "dev", "dev", en="IT RAINED", prs="الف", ps="ب")
    second = corpus(tmp_path / "second", "second-dev", en="x", prs="ج", ps="نوی.")
    chosen, _ = select([train, dev, second])
    assert [line.english for line in chosen] == ["He left!"]


def test_newsdesk_files_are_in_one_spelling() -> None:
    for path in NEWSDESK.glob("*.tsv"):
        for row in path.read_text(encoding="utf-8").splitlines():
            assert unified(row) == row


def test_spelling_rules() -> None:
    row = "t\tMay 3.5\tخانهٔ ۳.۵\tد مې په ۳مه یوه اوونۍ، سرتېري مې ولیدل"
    assert unified(row) == "t\tMay 3.5\tخانه ۳٫۵\tد مۍ په ۳مه یوه اونۍ، سرتیري مې ولیدل"


def test_what_may_not_be_distributed_is_not_trained_on() -> None:
    with LIST.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["licence"] for row in rows if row["role"] in ("train", "monolingual")} <= {
        "CC0-1.0", "CC-BY", "CC-BY-SA-4.0", "MIT", "Unicode-3.0"
    }  # fmt: skip
    assert all(row["role"] != "train" for row in rows if row["name"].startswith(("flores", "wmt")))


def test_only_whole_pashto_sentences_that_measure_nothing_are_translated_back(tmp_path: Path) -> None:
    whole = "د هرات په ښار کې پرون لسګونه کسانو د برېښنا د پرې کېدو پر ضد لاریون وکړ."
    seen = "د ښاروالۍ ویاند وويل چې د سړک چارې به تر راتلونکې اونۍ پورې پای ته ورسېږي."
    news = tmp_path / "news.txt"
    cut = ["۰۶۰) افغانۍ اټکل شوی دی.", f"{whole[:-1]} او", "لنډ.", f"{whole[:-1]} (Reuters)."]
    news.write_text("\n".join([whole, f"{whole} ", seen, *cut]) + "\n", encoding="utf-8")
    dev = corpus(tmp_path / "dev", "dev", en="x", prs="الف", ps=seen.rstrip("."))
    listed = [Corpus("mono", news, "CC-BY", "monolingual", "ps"), dev]
    assert usable_lines(listed) == [("ps", whole)]


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> SentencePieceProcessor:
    (path,) = (ROOT / "models").glob("translate-en_ps-*.argosmodel")
    folder = install_package(path, tmp_path_factory.mktemp("packages")).folder
    return SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))


def batches(pieces: SentencePieceProcessor, glossary: Glossary, lines: list[Line], backward: str = "") -> list[Batch]:
    templates = [make_template(line, None) for line in lines]
    feeder = Feeder(templates, Renderer(glossary, random.Random(1)), pieces, random.Random(2), 3000, backward)
    return [batch for _ in range(8) for batch in feeder.round(short=False)]


def test_a_backward_model_reads_the_language_and_writes_english(
    pieces: SentencePieceProcessor, glossary: Glossary
) -> None:
    both = Line("tico19", "The road is closed.", {"fa_AF": "سرک بسته است.", "ps": "سړک بند دی."})
    dari = Line("tico19", "The road is open.", {"fa_AF": "سرک باز است."})
    pairs = set()
    for batch in batches(pieces, glossary, [both, dari], backward="ps"):
        assert {row[1] for row in batch.inputs} == {pieces.piece_to_id(LANGUAGE_TOKENS["ps"])}
        for row, label in zip(batch.source, batch.labels, strict=True):
            read, written = (pieces.decode([piece for piece in each if piece > 3]) for each in (row, label))
            if "⟦" not in read:
                pairs |= {*zip(read.split("."), written.split("."), strict=True)}
    assert {(read.strip(), written.strip()) for read, written in pairs} - {("", "")} == {
        ("سړک بند دی", "the road is closed")
    }


def test_english_that_a_machine_wrote_is_tagged_and_other_english_is_not(
    pieces: SentencePieceProcessor, glossary: Glossary
) -> None:
    tag = pieces.piece_to_id(LANGUAGE_TOKENS["ps"])
    machine = Line(BACK_TRANSLATED, "the road is shut.", {"ps": "سړک بند دی."})
    person = Line("tico19", "The bridge is open.", {"ps": "پل خلاص دی."})
    tagged = {
        pieces.decode([piece for piece in row if piece > 3]): row[0] == tag
        for batch in batches(pieces, glossary, [machine, person])
        for row in batch.source
    }
    assert {text: flag for text, flag in tagged.items() if "road" in text and "bridge" not in text} == {
        "the road is shut.": True
    }
    assert not any(flag for text, flag in tagged.items() if "bridge" in text)


def test_the_lexicon_finds_which_piece_translates_which() -> None:
    numpy = pytest.importorskip("numpy", reason="numpy is only in the training environment")
    from training.alignment import learn_lexicon

    rng = random.Random(2)
    pairs = []
    for _ in range(300):
        words = rng.sample(range(10, 20), 4)
        pairs.append(([*words, 2], [2 + word * 2 for word in reversed(words)]))
    table = learn_lexicon(pairs, 50)
    assert [int(numpy.argmax(table[word])) for word in range(10, 20)] == [2 + word * 2 for word in range(10, 20)]
