"""Commands and exit statuses, the review loop, and bad input in one line."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import ROOT, FakeEngine
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.cli import _COMMANDS
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.lock import project_lock
from translate_pipeline.project import read_project
from translate_pipeline.stages.translating import translate

COMMANDS = [*_COMMANDS, "models list", "models install", "glossary lint"]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(tmp_path: Path, command: str) -> None:
    result = run_command(tmp_path, *command.split(), "--help")
    assert result.returncode == 0
    assert re.search(rf"Examples?:\n\s+translate-pipeline {command.split()[0]}", result.stdout)


def test_help_loads_no_heavy_module(tmp_path: Path) -> None:
    """The budget for --help is 0.3 s of processor time; what would break it is an import."""
    program = (
        "import sys; sys.argv = ['translate-pipeline', '--help']\n"
        "from translate_pipeline.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'babel', 'ctranslate2', 'jinja2', 'lxml', 'numpy', 'polib', 'rich', 'sentencepiece', 'sqlite3',"
        " 'trafilatura', 'yaml'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT, capture_output=True)


def test_the_starter_project_file_documents_every_key_with_its_default(tmp_path: Path) -> None:
    run_command(tmp_path, "init")
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "translate-pipeline.toml").write_text("", encoding="utf-8")
    written, bare = (
        read_project(tmp_path / "translate-pipeline.toml"),
        read_project(tmp_path / "bare" / "translate-pipeline.toml"),
    )
    assert (written.locales, written.gates, written.formats) == (bare.locales, bare.gates, bare.formats)
    assert {name: path.relative_to(tmp_path) for name, path in written.folders.items()} == {
        name: path.relative_to(tmp_path / "bare") for name, path in bare.folders.items()
    }
    assert all(written.engine_choice(locale) == bare.engine_choice(locale) for locale in LOCALES)
    assert (ROOT / "translate-pipeline.toml").read_bytes() == (tmp_path / "translate-pipeline.toml").read_bytes()


def test_init_overwrites_nothing(newsroom: Path) -> None:
    result = run_command(newsroom, "init")
    assert result.returncode == 2
    assert "there is a project already" in result.stderr


def test_the_review_loop_keeps_every_human_word(newsroom: Path) -> None:
    assert run_command(newsroom, "translate", "-l", "dari").returncode in (0, 1)
    path = newsroom / "locale" / "fa_AF" / "LC_MESSAGES" / "attack.po"
    catalog = read_po(path)
    for entry in catalog:
        entry.msgstr, entry.flags = (
            {"headline": "طالبان بر هرات حمله کردند"}.get(
                entry.msgctxt, "مقام‌ها گفتند که سه پولیس روز پنجشنبه در هرات کشته شدند."
            ),
            [],
        )
    write_po(path, catalog)
    reviewed = path.read_bytes()

    forced = run_command(newsroom, "translate", "-l", "dari", "--force")
    assert forced.returncode == 0
    assert [entry.msgstr for entry in read_po(path)] == [entry.msgstr for entry in catalog]

    packaged = run_command(newsroom, "package", "-l", "dari")
    assert packaged.returncode == 0
    page = (newsroom / "articles" / "fa-AF" / "attack.html").read_text(encoding="utf-8")
    assert "طالبان بر هرات حمله کردند" in page
    assert "ترجمهٔ ماشینی بازبینی‌نشده" not in page

    report = newsroom / "reports" / "attack.txt"
    report.write_text(report.read_text(encoding="utf-8").replace("three", "four"), encoding="utf-8")
    run_command(newsroom, "translate", "-l", "dari")
    paragraph = next(entry for entry in read_po(path) if entry.msgctxt == "paragraph")
    assert "four" in paragraph.msgid
    assert "three" in paragraph.previous_msgid
    assert (paragraph.msgstr, paragraph.fuzzy) == (catalog[1].msgstr, True)
    assert run_command(newsroom, "package", "-l", "dari").returncode == 1

    shutil.rmtree(newsroom / ".translate-pipeline")
    run_command(newsroom, "translate", "-l", "dari", "--force")
    assert catalog[1].msgstr in path.read_text(encoding="utf-8").replace('"\n"', "")
    assert reviewed


def test_a_changed_approved_form_reaches_untouched_drafts(newsroom: Path) -> None:
    run_command(newsroom, "translate", "-l", "pashto")
    places = newsroom / "glossaries" / "places.csv"
    text = places.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("Herat,"))
    cells = row.split(",")
    cells[5] = "هرات ښار"
    places.write_text(text.replace(row, ",".join(cells)), encoding="utf-8")
    run_command(newsroom, "translate", "-l", "pashto")
    catalog = read_po(newsroom / "locale" / "ps" / "LC_MESSAGES" / "attack.po")
    assert any("هرات ښار" in entry.msgstr for entry in catalog)


def test_dry_run_decodes_and_writes_nothing(newsroom: Path) -> None:
    before = sorted(path for path in newsroom.rglob("*") if ".translate-pipeline" not in path.parts)
    result = run_command(newsroom, "translate", "--dry-run")
    assert "4 messages would be drafted" in result.stdout
    assert sorted(path for path in newsroom.rglob("*") if ".translate-pipeline" not in path.parts) == before


def test_status_and_models_list(newsroom: Path) -> None:
    run_command(newsroom, "translate", "-l", "dari")
    status = run_command(newsroom, "status")
    assert re.search(r"attack\s+fa_AF\s+2\s+0\s+2\s+0\s+\d+\s+\d+\s+0 of 13\s+2 not reviewed", status.stdout)
    assert re.search(r"attack\s+ps\s+2\s+2\s+0\s+0", status.stdout)
    models = run_command(newsroom, "models", "list")
    assert re.search(r"translate-en_prs-\S+\s+fa_AF\s+.*CC BY-SA 4.0.*MB\s+installed", models.stdout)
    assert re.search(r"translate-en_ps-\S+\s+ps\s+.*CC BY-SA 4.0.*MB\s+on first use", models.stdout)


def test_check_names_file_line_and_severity(newsroom: Path) -> None:
    run_command(newsroom, "translate", "-l", "dari")
    path = newsroom / "locale" / "fa_AF" / "LC_MESSAGES" / "attack.po"
    catalog = read_po(path)
    catalog[1].msgstr = "سه پولیس کشته شدند."
    write_po(path, catalog)
    line = read_po(path)[1].linenum
    result = run_command(newsroom, "check")
    assert result.returncode == 1
    assert f"locale/fa_AF/LC_MESSAGES/attack.po:{line}: error term: Herat: هرات is missing" in result.stdout


_BAD_REPORTS = {
    "empty.txt": b"",
    "binary.txt": b"GIF89a\x00\x01\x02" + bytes(range(256)),
    "latin5.html": b"<html><head><meta charset='iso-8859-5'></head><body><h1>\xb1</h1></body></html>",
    "headline.txt": b"Only a headline\n",
    "front.md": b"---\ntitle: [\n---\n\nText.\n",
}


@pytest.mark.parametrize("name", _BAD_REPORTS)
def test_a_bad_report_is_named_and_stops_no_other(newsroom: Path, name: str) -> None:
    (newsroom / "reports" / name).write_bytes(_BAD_REPORTS[name])
    result = run_command(newsroom, "run", "--drafts", "-l", "dari")
    assert result.returncode == 2
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert name in line
    assert (newsroom / "articles" / "fa-AF" / "attack.html").exists()
    assert not list(newsroom.rglob(f"{Path(name).stem}.po*"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["translate", "reports/none.txt"], "none.txt"),
        (["translate", "-l", "farsi"], "unknown locale 'farsi'"),
        (["translte"], "did you mean 'translate'?"),
        (["translate", "--forse"], "--force"),
        (["check", "none.po"], "no such PO file"),
        (["models", "install", "none.argosmodel"], "no such model package"),
    ],
)
def test_bad_usage(newsroom: Path, arguments: list[str], words: str) -> None:
    result = run_command(newsroom, *arguments)
    assert result.returncode == 2
    assert words in result.stderr


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[gates]\nreviewd = true\n", 2, "did you mean 'reviewed'?"),
        ("[folder]\n", 1, "did you mean 'folders'?"),
        ("[gates]\nreviewed = 1\n", 2, "give true or false"),
        ('locales = ["fa_AF", "fr"]\n', 1, "unknown locale 'fr'"),
        ("[engines.ps]\nbeam = 99\n", 2, "1 to 16"),
        ('[articles]\nformats = ["htm"]\n', 2, "did you mean 'html'?"),
        ("locales = [\n", 1, "not TOML"),
    ],
)
def test_a_fault_in_the_project_file_is_named_with_its_line(newsroom: Path, text: str, line: int, words: str) -> None:
    (newsroom / "translate-pipeline.toml").write_text(text, encoding="utf-8")
    result = run_command(newsroom, "status")
    assert result.returncode == 2
    assert f"translate-pipeline.toml:{line}: " in result.stderr
    assert words in result.stderr


def test_no_project(tmp_path: Path) -> None:
    result = run_command(tmp_path, "run")
    assert result.returncode == 2
    assert "run: translate-pipeline init" in result.stderr


def test_an_unparsable_catalog_is_left_untouched(newsroom: Path) -> None:
    run_command(newsroom, "translate")
    path = newsroom / "locale" / "ps" / "LC_MESSAGES" / "attack.po"
    damaged = path.read_bytes()[:-20]
    path.write_bytes(damaged)
    for command in ("translate", "check", "package"):
        result = run_command(newsroom, command)
        assert result.returncode == 2, command
        assert re.search(r"error: .*attack\.po:\d+: ", result.stderr), command
        assert path.read_bytes() == damaged


def test_a_bad_glossary_row_stops_before_anything_is_written(newsroom: Path) -> None:
    path = newsroom / "glossaries" / "extra.csv"
    path.write_text(
        (newsroom / "glossaries" / "titles.csv").read_text(encoding="utf-8").splitlines()[0] + "\nX,,place\n",
        encoding="utf-8",
    )
    result = run_command(newsroom, "translate")
    assert result.returncode == 2
    assert "extra.csv:2: 3 cells where the header has 9 columns" in result.stderr
    assert not list((newsroom / "locale").glob("*.pot"))
    lint = run_command(newsroom, "glossary", "lint")
    assert lint.returncode == 1
    assert "glossaries/extra.csv:2: error format" in lint.stdout


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("unshare"), reason="root may write anywhere")
def test_a_file_in_the_place_of_a_folder(newsroom: Path) -> None:
    (newsroom / "articles").write_text("in the way", encoding="utf-8")
    result = run_command(newsroom, "run", "--drafts")
    assert result.returncode == 2
    assert "articles" in result.stderr


def test_killed_runs_end_with_the_bytes_of_an_undisturbed_one(
    newsroom: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    calm = tmp_path_factory.mktemp("calm")
    shutil.copytree(newsroom, calm, dirs_exist_ok=True)
    run_command(calm, "run", "--drafts")
    for attempt in range(6):
        process = subprocess.Popen(
            [sys.executable, "-m", "translate_pipeline", "run", "--drafts"],
            cwd=newsroom,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(timeout=0.4 + attempt * 0.3)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    run_command(newsroom, "run", "--drafts")
    for path in sorted(calm.glob("locale/**/*.po*")) + sorted(calm.glob("articles/**/*.*")):
        assert (newsroom / path.relative_to(calm)).read_bytes() == path.read_bytes(), path
    assert not list(newsroom.rglob(".*.tmp"))


def test_an_edit_saved_while_a_run_is_drafting_is_kept(newsroom: Path) -> None:
    """The reviewer saves between the reading and the writing of the catalog."""
    run_command(newsroom, "translate", "-l", "dari")
    path = newsroom / "locale" / "fa_AF" / "LC_MESSAGES" / "attack.po"
    engine = FakeEngine(lambda sentence: "چیز دیگر", name="another")

    def saving_engine(locale: Locale) -> FakeEngine:
        catalog = read_po(path)
        catalog[1].msgstr, catalog[1].flags = "متن انسان", []
        write_po(path, catalog)
        return engine

    project = read_project(newsroom / "translate-pipeline.toml")
    translate(project, [newsroom / "reports" / "attack.txt"], LOCALES[:1], force=True, engine_for=saving_engine)
    headline, paragraph = read_po(path)
    assert (headline.msgstr, headline.fuzzy) == ("چیز دیگر", True)
    assert (paragraph.msgstr, paragraph.fuzzy) == ("متن انسان", False)


def test_a_second_run_in_the_same_project_is_told_to_wait(newsroom: Path) -> None:
    with project_lock(newsroom / ".translate-pipeline"):
        result = run_command(newsroom, "run", "--drafts")
    assert result.returncode == 2
    words = r"\(process \d+\) has been at work in this project for less than a minute; wait until"
    assert re.search(words, result.stderr)
    assert not (newsroom / "articles").exists()


def test_force_drafts_known_sentences_again(newsroom: Path) -> None:
    run_command(newsroom, "translate", "-l", "dari")
    again = run_command(newsroom, "translate", "-l", "dari", "--force")
    assert "2 of 2 messages drafted" in again.stdout
    assert "2 sentences decoded, 0 known" in again.stdout


def test_a_report_of_the_same_name_elsewhere_takes_over_nothing(newsroom: Path) -> None:
    run_command(newsroom, "translate", "-l", "dari")
    path = newsroom / "locale" / "fa_AF" / "LC_MESSAGES" / "attack.po"
    before = path.read_bytes()
    (newsroom / "inbox").mkdir()
    (newsroom / "inbox" / "attack.txt").write_text(
        "Another Story\n\nNothing of the first is in it.\n", encoding="utf-8"
    )
    result = run_command(newsroom, "translate", "inbox/attack.txt", "-l", "dari")
    assert result.returncode == 2
    assert "it is the catalog of reports/attack.txt, not of inbox/attack.txt; rename one" in result.stderr
    assert path.read_bytes() == before


def test_the_way_a_path_is_typed_changes_nothing(newsroom: Path) -> None:
    run_command(newsroom, "translate", "-l", "dari")
    path = newsroom / "locale" / "fa_AF" / "LC_MESSAGES" / "attack.po"
    before = path.read_bytes()
    assert (
        "nothing to do" in run_command(newsroom / "locale", "translate", "../reports/attack.txt", "-l", "dari").stdout
    )
    assert path.read_bytes() == before


def test_one_unwritable_catalog_stops_no_other(newsroom: Path) -> None:
    folder = newsroom / "locale" / "ps" / "LC_MESSAGES"
    (folder / "attack.po").mkdir()
    result = run_command(newsroom, "translate")
    assert result.returncode == 2
    assert "attack.po: " in result.stderr
    assert (newsroom / "locale" / "fa_AF" / "LC_MESSAGES" / "attack.po").is_file()


def test_an_outdated_article_is_named_when_the_new_text_is_refused(newsroom: Path) -> None:
    run_command(newsroom, "run", "--drafts", "-l", "dari")
    report = newsroom / "reports" / "attack.txt"
    report.write_text(report.read_text(encoding="utf-8").replace("three", "four"), encoding="utf-8")
    result = run_command(newsroom, "package", "-l", "dari")
    assert "the published article is of an older text of the report" in result.stderr
    report.unlink()
    other = newsroom / "reports" / "other.txt"
    other.write_text("Another Story\n\nNothing of the first is in it.\n", encoding="utf-8")
    result = run_command(newsroom, "package", "-l", "dari")
    assert "note: fa-AF/attack stays published, but its report reports/attack.txt is gone" in result.stderr


def test_markup_in_data_is_printed_as_text(newsroom: Path) -> None:
    path = newsroom / "translate-pipeline.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"articles" ', '"out[/b]" '), encoding="utf-8")
    result = run_command(newsroom, "run", "--drafts", "-l", "dari")
    assert result.returncode in (0, 1)
    assert "out[/b]/fa-AF/attack.html" in result.stdout


def test_another_locale_of_the_machine_changes_nothing(newsroom: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "latin-1"}
    result = run_command(newsroom, "run", "--drafts", "-l", "dari", **plain)
    assert result.returncode in (0, 1)
    assert result.stderr == ""


def test_a_reader_that_closes_the_pipe_is_no_fault(newsroom: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m translate_pipeline check --explain all 2>&1 | head -n 1"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(["sh", "-c", command], cwd=newsroom, env=environment, capture_output=True, text=True)
    assert len(result.stdout.splitlines()) == 1
    assert "Traceback" not in result.stdout + result.stderr
