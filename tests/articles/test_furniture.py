from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from babel.messages.frontend import CommandLineInterface

from translate_pipeline.articles.furniture import catalog_path, read_furniture
from translate_pipeline.errors import InputError
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.starter import starter_folder

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "locale" / "articles.pot"
each_locale = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)


def catalog(locale: Locale) -> Path:
    return catalog_path(starter_folder() / "locale", locale)


def test_the_template_holds_the_strings_that_the_code_uses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    extracted = tmp_path / "articles.pot"
    mapping = "translate_pipeline/articles/babel.cfg"
    arguments = [
        "-F",
        mapping,
        "-c",
        "Translators:",
        "-s",
        "--add-location=file",
        "--sort-output",
        "-o",
        str(extracted),
    ]
    command = ["pybabel", "-q", "extract", *arguments, "translate_pipeline/articles"]
    CommandLineInterface().run(command)  # type: ignore[no-untyped-call]
    now, kept = polib.pofile(str(extracted)), polib.pofile(str(TEMPLATE))
    assert [(each.msgid, each.comment, each.occurrences) for each in now] == [
        (each.msgid, each.comment, each.occurrences) for each in kept
    ], "extract again as furniture.py says"


@each_locale
def test_every_string_is_translated(locale: Locale) -> None:
    po = polib.pofile(str(catalog(locale)))
    assert {each.msgid for each in po.translated_entries()} == {each.msgid for each in polib.pofile(str(TEMPLATE))}
    assert not po.fuzzy_entries() and not po.metadata_is_fuzzy
    assert (po.metadata["Language"], po.metadata["Plural-Forms"]) == (locale.code, locale.plural_forms)
    for each in po:
        assert not set(each.msgstr) & set("يكىةABCabc" if locale.code == "fa_AF" else "كگة\u200cABCabc"), each.msgid


@each_locale
def test_gettext_accepts_the_catalog(locale: Locale, tmp_path: Path) -> None:
    msgfmt = shutil.which("msgfmt")
    if not msgfmt:
        pytest.skip("needs msgfmt of GNU gettext on the PATH")
    command = [msgfmt, "-c", "-o", str(tmp_path / "x.mo"), str(catalog(locale))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def write(folder: Path, locale: Locale, text: str) -> Path:
    path = catalog_path(folder, locale)
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode("utf-8"))
    return path


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@each_locale
def test_a_project_has_the_last_word_and_the_starter_fills_in(locale: Locale, tmp_path: Path) -> None:
    own = '\nmsgid "Source"\nmsgstr "مأخذ"\n\n#, fuzzy\nmsgid "Photo"\nmsgstr "x"\n\nmsgid "Published"\nmsgstr ""\n'
    write(tmp_path, locale, HEADER + own)
    starter, strings = read_furniture(locale, tmp_path / "missing"), read_furniture(locale, tmp_path)
    assert strings.gettext("Source") == "مأخذ" != starter.gettext("Source")
    for message in ("Photo", "Published"):
        assert strings.gettext(message) == starter.gettext(message) == read_furniture(locale).gettext(message)


def test_a_broken_catalog_and_a_missing_string_are_named(tmp_path: Path) -> None:
    path = write(tmp_path, LOCALES[0], HEADER + 'msgid "a"\nmgstr "b"\n')
    with pytest.raises(InputError, match="not valid PO") as caught:
        read_furniture(LOCALES[0], tmp_path)
    assert (caught.value.path, caught.value.line) == (path, 5)
    path.write_bytes(b'msgid "a"\nmsgstr "\xff\xfe"\n')
    with pytest.raises(InputError, match="UTF-8"):
        read_furniture(LOCALES[0], tmp_path)
    with pytest.raises(InputError, match="no Dari translation of 'Weather'"):
        read_furniture(LOCALES[0]).gettext("Weather")
