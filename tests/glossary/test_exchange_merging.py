"""An import adds what rows lack and lists what it may not decide; the commands show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import GLOSSARY
from translate_pipeline.glossary.csv_files import read_glossary, read_rows, sort_key
from translate_pipeline.glossary.exchange.entry import Entry
from translate_pipeline.glossary.exchange.merging import Outcome, merge
from translate_pipeline.glossary.terms import Case, Forms, Kind
from translate_pipeline.project import FILE_NAME


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A project with the small glossary."""
    (tmp_path / FILE_NAME).write_text("", encoding="utf-8")
    (tmp_path / "glossaries").mkdir()
    (tmp_path / "glossaries" / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return tmp_path


def _merge(folder: Path, *entries: Entry, overwrite: bool = False) -> tuple[Outcome, list[str]]:
    """The outcome, and the lines of the file that it would change."""
    path = folder / "glossaries" / "terms.csv"
    outcome = merge(entries, read_rows(path), path, Kind.PLACE, overwrite=overwrite)
    before = set(GLOSSARY.splitlines())
    return outcome, [line for line in outcome.texts.get(path, "").splitlines() if line not in before]


def test_a_row_gets_only_what_it_lacks(newsroom: Path) -> None:
    entry = Entry(
        "U.N.",
        {"ps": Forms("ملګري ملتونه", plural="ملګري", accepted=("ملګري ملتونه", "م م", "ملګرو ملتونو"))},
        variants=("UNO", "United-Nations"),
        note="in New York",
    )
    outcome, changed = _merge(newsroom, entry, entry)
    assert changed == [
        "United Nations,UN|U.N.|UNO,institution,سازمان ملل متحد,سازمان ملل|ملل متحد,ملګري ملتونه,"
        "obl:ملګرو ملتونو|pl:ملګري|م م,exact,in New York"
    ]
    assert (sum(outcome.updated.values()), outcome.unchanged, outcome.differences) == (1, 1, [])


def test_differences_are_listed_and_only_applied_when_asked(newsroom: Path) -> None:
    entry = Entry("Taliban", {"ps": Forms("طالبان غورځنګ", oblique="طالب")}, kind=Kind.EVENT, case=Case.FOLD, line=5)
    kept, changed = _merge(newsroom, entry)
    assert not changed
    assert [(each.column, each.present, each.offered, each.line) for each in kept.differences] == [
        ("kind", "institution", "event", 8),
        ("match", "exact", "fold", 8),
        ("ps", "طالبان", "طالبان غورځنګ", 8),
        ("ps_forms", "طالبانو", "طالب", 8),
    ]
    won, changed = _merge(newsroom, entry, overwrite=True)
    assert changed == ["Taliban,,event,طالبان,,طالبان غورځنګ,obl:طالب,fold,"]
    assert all(each.applied for each in won.differences)


def test_an_accepted_form_that_becomes_the_approved_one_stands_once(newsroom: Path) -> None:
    entry = Entry("United Nations", {"fa_AF": Forms("ملل متحد")})
    _, changed = _merge(newsroom, entry, overwrite=True)
    assert changed[0].split(",")[3:5] == ["ملل متحد", "سازمان ملل"]


def test_a_name_stays_in_one_row(newsroom: Path) -> None:
    forms = {"fa_AF": Forms("ا"), "ps": Forms("ا")}
    outcome, changed = _merge(
        newsroom,
        Entry("Herat", {"ps": Forms("هرات")}, variants=("Badghis", "Herat City")),
        Entry("Hari Rud", forms, variants=("Herat River", "Reuters")),
        overwrite=True,
    )
    assert changed == ["Herat,Hirat|Herat City,place,هرات,,هرات,,exact,"]
    assert [(each.term, each.column, each.offered, each.applied) for each in outcome.differences] == [
        ("Herat", "variants", "Badghis", False),
        ("Herat River", "term", "Hari Rud", False),
        ("Reuters", "term", "Hari Rud", False),
    ]


def test_a_new_name_without_a_form_in_every_language_is_no_row(newsroom: Path) -> None:
    outcome, changed = _merge(newsroom, Entry("Kabul", {"ps": Forms("کابل")}))
    assert not changed
    assert [(entry.name, missing) for entry, missing in outcome.incomplete] == [("Kabul", ("fa_AF",))]


@pytest.mark.parametrize("arguments", [("tbx",), ("weblate", "-l", "ps"), ("omegat", "-l", "dari")])
def test_out_and_in_again_changes_nothing(newsroom: Path, arguments: tuple[str, ...]) -> None:
    out = run_command(newsroom, "glossary", "export", "-o", "out", "--format", *arguments)
    assert (out.returncode, out.stderr) == (0, "")
    assert out.stdout.startswith("out: 9 terms, English to ")
    back = run_command(newsroom, "glossary", "import", "out", "--format", *arguments)
    assert (back.returncode, back.stderr) == (0, "")
    assert back.stdout == "0 added, 0 updated, 9 as they were, 0 incomplete, 0 differences not applied\n"
    assert (newsroom / "glossaries" / "terms.csv").read_text(encoding="utf-8") == GLOSSARY


def test_two_languages_meet_in_a_file_beside_the_glossary(newsroom: Path) -> None:
    for name, code in (("dari", "fa_AF"), ("pashto", "ps")):
        run_command(newsroom, "glossary", "export", "--format", "omegat", "-l", name, "-o", f"{code}.txt")
    terms = newsroom / "glossaries" / "terms.csv"
    known = read_glossary(terms.parent)
    terms.unlink()
    refused = run_command(newsroom, "glossary", "import", "ps.txt", "--format", "omegat", "-l", "ps")
    assert refused.returncode == 1
    assert "ps.txt:3: 'Badghis' not added: no form for fa_AF\n" in refused.stdout
    assert not list(terms.parent.iterdir())
    for code in ("ps", "fa_AF"):
        arguments = ("--format", "omegat", "-l", code, "--into", "new.csv")
        assert run_command(newsroom, "glossary", "import", f"{code}.txt", *arguments).returncode == 0
    (newsroom / "new.csv").rename(terms)
    assert read_glossary(terms.parent).terms == tuple(sorted(known.terms, key=lambda term: sort_key(term.name)))


def test_an_import_from_elsewhere_says_what_it_did(newsroom: Path) -> None:
    text = "".join(
        f'<conceptEntry id="c{number}"><langSec xml:lang="en"><termSec><term>{english}</term></termSec></langSec>'
        f'<langSec xml:lang="prs"><termSec><term>{dari}</term></termSec></langSec><langSec xml:lang="ps"><termSec>'
        f'<term>{pashto}</term></termSec></langSec><langSec xml:lang="de"><termSec><term>x</term></termSec></langSec>'
        "</conceptEntry>\n"
        for number, (english, dari, pashto) in enumerate([("Supreme Court", "ستره محکمه", "ستره محکمه"),
                                                          ("herat", "هرات", "هېرات")])
    )  # fmt: skip
    (newsroom / "courts.tbx").write_text(f"<tbx><text><body>\n{text}</body></text></tbx>", encoding="utf-8")
    arguments = ("glossary", "import", "courts.tbx", "--format", "tbx", "--kind", "institution")
    result = run_command(newsroom, *arguments, "--into", "glossaries/courts.csv")
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        "glossaries/terms.csv:3: 'Herat': ps is هرات, courts.tbx:3 has هېرات; not applied",
        "glossaries/courts.csv: 1 row added, 0 updated",
        "1 added, 0 updated, 1 as they were, 0 incomplete, 1 difference not applied",
    ]
    assert result.stderr.splitlines() == [
        "note: 2 terms: language de left out",
        "note: 1 new term: courts.tbx does not tell the kind; taken as institution (--kind)",
    ]
    written = (newsroom / "glossaries" / "courts.csv").read_text(encoding="utf-8")
    assert written.splitlines()[1] == "Supreme Court,,institution,ستره محکمه,,ستره محکمه,,exact,"
    again = run_command(newsroom, *arguments, "--overwrite")
    assert again.returncode == 0
    assert "ps is هرات, courts.tbx:3 has هېرات; overwritten" in again.stdout
    assert "Herat,Hirat,place,هرات,,هېرات,,exact," in (newsroom / "glossaries" / "terms.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", "--format", "omegat"), "a file of OmegaT's glossary holds one language; choose it with -l"),
        (("export", "--format", "tbx", "-l", "klingon"), "unknown locale 'klingon'"),
        (("import", "none.tbx", "--format", "tbx"), "none.tbx: no such file"),
        (("import", "x", "--format", "tbx", "--into", "glossaries/terms.txt"), "a glossary file ends in .csv"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(newsroom: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run_command(newsroom, "glossary", *arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_an_empty_glossary_is_no_file(newsroom: Path) -> None:
    (newsroom / "glossaries" / "terms.csv").unlink()
    result = run_command(newsroom, "glossary", "export", "--format", "tbx", "-o", "out.tbx")
    assert (result.returncode, result.stdout) == (2, "")
    assert "no terms in the glossary; add a row" in result.stderr
    assert not (newsroom / "out.tbx").exists()


def test_a_term_that_omegat_would_take_for_a_remark_is_named(newsroom: Path) -> None:
    with (newsroom / "glossaries" / "terms.csv").open("a", encoding="utf-8") as stream:
        stream.write("#MeToo,,event,می‌تو,,می تو,,exact,\n")
    result = run_command(newsroom, "glossary", "export", "--format", "omegat", "-l", "ps")
    assert result.returncode == 0
    assert result.stderr == "note: 1 term: the term begins with #, which marks a remark in OmegaT; left out\n"
    assert "MeToo" not in result.stdout
