"""Random histories of a newsroom: whatever happens in whatever order, no word that a person wrote is lost.

The report is edited, the catalog is edited in a dozen ways and run through gettext's programs, and in between our
commands run, are killed (a real SIGKILL, in a forked process, at one of their writes), and lose their state. After each
command every word that a person saved and did not take away again still stands in the catalog, in a translation or a
comment, live or obsolete.

300 steps by default. A long run of 10,000 or more: HISTORY_STEPS=10000 python -m pytest tests/stages/test_histories.py
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.conftest import GLOSSARY, PLACEHOLDERS, ROOT, FakeEngine
from translate_pipeline.catalogs.merging import entry_key, is_persons
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.catalogs.provenance import persons_lines
from translate_pipeline.catalogs.sentence_pieces import target_pieces
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import find_locale
from translate_pipeline.project import FILE_NAME, read_project
from translate_pipeline.stages.checking import check
from translate_pipeline.stages.packaging import package
from translate_pipeline.stages.translating import translate
from translate_pipeline.translation.memory import Memory

STEPS = int(os.environ.get("HISTORY_STEPS", "300"))
STEPS_A_HISTORY = 50 if STEPS > 300 else 30

PASHTO = find_locale("ps")
LETTERS = "بتدرسشکلمن"
PEOPLE = "Karim Zarmina Wahid Latifa Nasrin Omar Hamida Yusuf Palwasha Idris".split()
PLACES = "Herat Badghis Kunduz Ghor Farah Zabul Paktia Logar Nimroz Takhar".split()
DEEDS = [
    "opened a school for girls in the bazaar",
    "said that the road over the pass stays closed",
    "was wounded when a mine went off under a bus",
    "asked the Taliban to let the aid convoys through",
    "has not been seen since the attack on the outpost",
    "sold the last of the wheat before the winter came",
    "told Reuters that the water had reached the houses",
    "will meet the elders of four districts next week",
]


def _sentence(number: int) -> str:
    person, place, deed = PEOPLE[number % 10], PLACES[number // 10 % 10], DEEDS[number // 7 % len(DEEDS)]
    return f"{person} of {place} {deed}, {number} people said."


def _slightly_changed(sentence: str, how: str, number: int) -> str:
    words = sentence.split()
    at = number % (len(words) - 3)
    if how == "typo":
        words[at] = words[at][:1] + words[at][2:] + "e"
    elif how == "number":
        words[-3] = str(number)
    elif how == "name":
        words[0] = PEOPLE[number % 10]
    else:
        words[at] += ","
    return " ".join(words)


def _draft(sentence: str) -> str:
    digest = hashlib.sha256(sentence.encode()).digest()
    kept = "".join(f" {each}" for each in PLACEHOLDERS for _ in range(sentence.count(each)))
    return "ماشین" + kept + "".join(f" {'غظصض'[byte % 4] * 3}{'وای'[byte % 3]}" for byte in digest[:6]) + "."


def _engine(_: object = None) -> FakeEngine:
    return FakeEngine(_draft, PLACEHOLDERS)


_SAVED = [None, None, *sorted((Path(__file__).parent.parent / "catalogs" / "saved_by").glob("*.po"))]
_NUMBERS = st.integers(0, 999)
_PLACES = st.integers(0, 99)


class Histories(RuleBasedStateMachine):
    """One report, its Pashto catalog, and everybody who touches them.

    Attributes:
        written: every word and comment that a person wrote.
        standing: those that the person's last save left in the catalog.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / FILE_NAME).write_text("", encoding="utf-8")
        (self.folder / "glossaries").mkdir()
        (self.folder / "glossaries" / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
        (self.folder / "reports").mkdir()
        strings = Path("locale") / "ps" / "LC_MESSAGES" / "articles.po"
        (self.folder / strings).parent.mkdir(parents=True)
        shutil.copy(ROOT / strings, self.folder / strings)
        self.project = read_project(self.folder / FILE_NAME)
        self.report = self.folder / "reports" / "attack.txt"
        self.path = self.project.catalog_path("attack", PASHTO)
        self.matcher = Matcher(read_glossary(self.folder / "glossaries"))
        self.headline = "Elders Meet in Herat"
        self.past: list[list[list[str]]] = []
        self.written: list[str] = []
        self.standing: set[str] = set()

    def teardown(self) -> None:
        try:
            if self.path.exists() and shutil.which("msgfmt"):
                # What a history ends with is a file that gettext accepts.
                self._translate()
                subprocess.run(["msgfmt", "-o", os.devnull, self.path], check=True, capture_output=True)
        finally:
            shutil.rmtree(self.folder)

    # The report

    @initialize(
        start=_NUMBERS, length=st.integers(6, 10), reviewed=st.sampled_from([9, 6, 3, 0]), saved=st.sampled_from(_SAVED)
    )
    def first_report(self, start: int, length: int, reviewed: int, saved: Path | None) -> None:
        if saved:
            self._go_on_from(saved)
            return
        sentences = [_sentence((start + 61 * index) % 1_000) for index in range(length)]
        self.paragraphs = [sentences[:3], sentences[3:5], *([each] for each in sentences[5:])]
        self._publish()
        if reviewed:
            self._translate()
            for place in range(reviewed):
                self.edit_the_catalog("sentences", ("lines", "polib")[place % 2], place, start)

    def _go_on_from(self, saved: Path) -> None:
        """Begin with a catalog as a program of other people saved it."""
        self.headline = "Taliban Attack Qala-e Naw, Governor Says"
        self.paragraphs = [
            [
                "The governor of Badghis said the Taliban attacked Qala-e-Naw on Thursday.",
                "Three policemen were killed.",
            ],
            ["The Ministry of Defense said 69 Taliban fighters were killed."],
            ["The United Nations asked both sides to stop the fighting in Herat."],
            ["With reporting by Reuters"],
        ]
        self._publish()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(saved, self.path)
        for entry in read_po(self.path):
            text = " ".join([entry.msgstr, *persons_lines(entry.tcomment)])
            self.written += [word for each in text.split() if len(word := each.strip(".،«»;")) > 3]
        self._saved()

    def _publish(self) -> None:
        self.past.append([list(each) for each in self.paragraphs])
        texts = [" ".join(each) for each in self.paragraphs]
        self.report.write_text("\n\n".join([self.headline, *texts]) + "\n", encoding="utf-8")

    @rule(
        how=st.sampled_from("typo number name punctuation rewrite insert delete split join reorder back".split()),
        place=_PLACES,
        number=_NUMBERS,
    )
    def edit_the_report(self, how: str, place: int, number: int) -> None:
        """A small change, a rewrite, a paragraph more or less, one in two, two in one, moved; or all as it once was."""
        at = place % len(self.paragraphs)
        paragraph = self.paragraphs[at]
        if how in ("typo", "number", "name", "punctuation"):
            which = number % len(paragraph)
            paragraph[which] = _slightly_changed(paragraph[which], how, number)
        elif how == "rewrite":
            self.paragraphs[at] = [_sentence(number), _sentence((number + 311) % 1_000)]
        elif how == "insert":
            self.paragraphs.insert(at, [_sentence(number), _sentence((number + 137) % 1_000)][: 1 + number % 2])
        elif how == "delete" and len(self.paragraphs) > 2:
            del self.paragraphs[at]
        elif how == "split":
            at = max(range(len(self.paragraphs)), key=lambda index: (len(self.paragraphs[index]), index == at))
            paragraph = self.paragraphs[at]
            cut = max(1, number % len(paragraph))
            self.paragraphs[at : at + 1] = [part for part in (paragraph[:cut], paragraph[cut:]) if part]
        elif how == "join" and len(self.paragraphs) > 2:
            at = min(at, len(self.paragraphs) - 2)
            self.paragraphs[at : at + 2] = [self.paragraphs[at] + self.paragraphs[at + 1]]
        elif how == "reorder":
            self.paragraphs.insert(number % len(self.paragraphs), self.paragraphs.pop(at))
        elif how == "back":
            self.paragraphs = [list(each) for each in self.past[number % len(self.past)]]
        self._publish()

    # The reviewer

    def _word(self) -> str:
        digits = f"{len(self.written):04d}"
        self.written.append("زر" + "".join(LETTERS[int(digit)] for digit in digits) + "ین")
        return self.written[-1]

    def _text(self, sentences: int) -> str:
        return " ".join(f"{self._word()} {self._word()} وایي." for _ in range(sentences))

    def _edit(self, editor: str, place: int, change: Callable[[polib.POFile, polib.POEntry], None]) -> None:
        """Save the catalog as a person does: with a program of other people, or in a text editor."""
        if editor == "polib":
            catalog = polib.pofile(str(self.path), wrapwidth=0 if place % 2 else 78)
        else:
            catalog = read_po(self.path, twins=True)
        live = [entry for entry in catalog if not entry.obsolete]
        if not live:
            return
        change(catalog, live[place % len(live)])
        if editor == "polib":
            catalog.save(newline="\r\n" if editor == "polib" and place % 3 == 0 else None)
        else:
            write_po(self.path, catalog)
        self._saved()

    def _saved(self) -> None:
        """What a person took away, or a person's program lost, is not ours to keep."""
        self.standing = self._present()

    def _present(self) -> set[str]:
        catalog = read_po(self.path, twins=True)
        texts = "\n".join(
            "\n".join([entry.msgstr, *entry.msgstr_plural.values(), *persons_lines(entry.tcomment)])
            for entry in catalog
        )
        texts += "\n".join([catalog.header, *catalog.metadata, *catalog.metadata.values()])
        return {word for word in self.written if word in texts}

    has_catalog = precondition(lambda self: self.path.exists())

    @has_catalog
    @rule(
        what=st.sampled_from(
            "text text fuzzy sentences approve empty comment flag previous header twin obsolete-twin".split()
        ),
        editor=st.sampled_from(["polib", "lines"]),
        place=_PLACES,
        number=_NUMBERS,
    )
    def edit_the_catalog(self, what: str, editor: str, place: int, number: int) -> None:
        def change(catalog: polib.POFile, entry: polib.POEntry) -> None:
            self._change(catalog, entry, what, number)

        self._edit("lines" if what.endswith("twin") else editor, place, change)

    def _change(self, catalog: polib.POFile, entry: polib.POEntry, what: str, number: int) -> None:
        others = [flag for flag in entry.flags if flag != "fuzzy"]
        if what in ("text", "fuzzy"):
            entry.msgstr = self._text(1 + number % 3)
            entry.flags = others + ["fuzzy"] * (what == "fuzzy")
        elif what == "sentences":
            entry.msgstr = self._text(max(1, entry.msgid.count(" said.")))
            entry.flags = others
        elif what == "approve":
            entry.flags = others
        elif what == "empty":
            entry.msgstr = ""
            entry.flags = others + ["fuzzy"] * (number % 2)
        elif what == "comment":
            entry.tcomment = "\n".join(filter(None, [entry.tcomment, f"ask {self._word()}"]))
        elif what == "flag":
            entry.flags = list(dict.fromkeys([*entry.flags, ("no-wrap", "ask-desk", "fuzzy")[number % 3]]))
        elif what == "previous":
            entry.previous_msgid = _sentence(number)
        elif what == "header":
            catalog.metadata["Last-Translator"] = self._word()
            catalog.metadata[f"X-Own-{number % 3}"] = self._word()
        else:
            obsolete = what.startswith("obsolete")
            catalog.append(
                polib.POEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgstr=self._text(1), obsolete=obsolete)
            )

    @has_catalog
    @rule(
        program=st.sampled_from(
            [
                "msgcat -o {po} {po}",
                "msgcat --no-wrap -o {po} {po}",
                "msgcat --sort-output -o {po} {po}",
                "msgattrib --clear-previous -o {po} {po}",
                "msgmerge --quiet --update --backup=off --no-fuzzy-matching --previous {po} {pot}",
                "msgmerge --quiet --update --backup=off --previous {po} {pot}",
            ]
        )
    )
    def run_gettext(self, program: str) -> None:
        command = program.format(po=self.path, pot=self.project.template_path("attack")).split()
        if shutil.which(command[0]):
            # It refuses a file in which a message stands twice, and leaves it alone.
            subprocess.run(command, capture_output=True, check=False)
            self._saved()

    # Our commands

    def _translate(self, *, force: bool = False) -> bool:
        try:
            result = translate(self.project, [self.report], [PASHTO], force=force, engine_for=_engine)
        except InputError as error:
            # What damage shows only in use has to be deleted by hand, and the fault says so.
            assert "delete it" in str(error)
            Path(error.path or "").unlink()
            return self._translate(force=force)
        assert not result.faults
        return result.catalogs[0].changed

    @rule()
    def translate_again(self) -> None:
        self.translate(force=False)

    @rule(force=st.booleans())
    def translate(self, force: bool) -> None:
        texts = self._persons_texts()
        kept = self._reviewed_as_they_stand()
        self._translate(force=force)
        self._nothing_is_lost()
        self._texts_are_whole(texts)
        for key, entry in self._reviewed_as_they_stand().items():
            # A reviewed message whose source is the same is not touched, nor are its comments and flags.
            assert kept.get(key, entry) == entry
        before = self.path.read_bytes()
        assert not self._translate()
        assert self.path.read_bytes() == before

    @has_catalog
    @rule(reviewed=st.booleans())
    def check_and_fix(self, reviewed: bool) -> None:
        check([self.path], self.matcher, fix=True, reviewed=reviewed, project=self.project)
        self._nothing_is_lost()

    @has_catalog
    @rule(drafts=st.booleans())
    def package(self, drafts: bool) -> None:
        before = self.path.read_bytes()
        package(self.project, [self.report], [PASHTO], drafts=drafts)
        assert self.path.read_bytes() == before

    @rule(writes=st.integers(0, 8), force=st.booleans(), fix=st.booleans(), place=_PLACES, number=_NUMBERS)
    def kill(self, writes: int, force: bool, fix: bool, place: int, number: int) -> None:
        if not fix:
            self.edit_the_report("typo", place, number)
        child = os.fork()
        if child == 0:
            _die_at(writes)
            try:
                if fix and self.path.exists():
                    check([self.path], self.matcher, fix=True, project=self.project)
                else:
                    self._translate(force=force)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        self._nothing_is_lost()

    @rule(how=st.sampled_from(["gone", "damaged", "half"]))
    def lose_the_state(self, how: str) -> None:
        state = self.project.folders["state"]
        if how == "gone":
            shutil.rmtree(state, ignore_errors=True)
        elif state.is_dir():
            for path in state.glob("*.sqlite"):
                data = path.read_bytes()
                path.write_bytes(b"no database" if how == "damaged" else data[: len(data) // 2])

    # What must hold

    def _nothing_is_lost(self) -> None:
        if self.path.exists():
            lost = self.standing - self._present()
            assert not lost, f"{lost} is gone from\n{self.path.read_text(encoding='utf-8')}"

    def _entries(self) -> list[polib.POEntry]:
        return list(read_po(self.path, twins=True)) if self.path.exists() else []

    def _persons_texts(self) -> list[str]:
        known: dict[tuple[str, str], list[str]] = {}
        state = self.project.folders["state"] / "memory.sqlite"
        if state.exists():
            with Memory(state) as memory:
                drafts = memory.drafts(self.project.relative(self.path).as_posix())
            known = {key: [record.target for record in records] for key, records in drafts.items()}
        return [each.msgstr for each in self._entries() if is_persons(each, known.get(entry_key(each), ()))]

    def _texts_are_whole(self, before: list[str]) -> None:
        """Each text of a person stands as it was, or, where its paragraph was split, each of its sentences does."""
        after = "\n\n".join(" ".join([entry.msgstr, *persons_lines(entry.tcomment)]) for entry in self._entries())
        for text in before:
            folded = " ".join(text.split())
            assert text in after or folded in after or all(piece.strip() in after for piece in target_pieces(text))

    def _reviewed_as_they_stand(self) -> dict[tuple[str, str], tuple[object, ...]]:
        entries = self._entries()
        keys = [entry_key(entry) for entry in entries]
        return {
            entry_key(entry): (entry.msgstr, tuple(entry.flags), persons_lines(entry.tcomment), entry.previous_msgid)
            for entry in entries
            if not entry.obsolete and not entry.fuzzy and entry.msgstr and keys.count(entry_key(entry)) == 1
        }


def _die_at(writes: int) -> None:
    """Kill this process, with nothing tidied up, when it has written so many times; in the middle of a file, too."""
    left = writes

    def deadly(function: Callable[..., object], *, first: bool) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left < 0 and first:
                os.kill(os.getpid(), signal.SIGKILL)
            result = function(*arguments, **named)
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call

    os.fsync = deadly(os.fsync, first=True)  # type: ignore[assignment]
    os.replace = deadly(os.replace, first=writes % 2 == 0)  # type: ignore[assignment]
    Memory.add_drafts = deadly(Memory.add_drafts, first=writes % 2 == 1)  # type: ignore[method-assign]
    Memory.add_sentences = deadly(Memory.add_sentences, first=True)  # type: ignore[method-assign]


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=max(1, STEPS // STEPS_A_HISTORY),
    stateful_step_count=STEPS_A_HISTORY,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
