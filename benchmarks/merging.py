"""What becomes of a reviewer's work when the report changes: `translate` beside msgmerge, pot2po and pretranslate.

    python -m benchmarks.merging [--only TEXT] [--json FILE]

Each situation begins with a report that `translate` drafted into Pashto and whose catalog a reviewer then changed. The
report changes, and each program brings the same catalog up to date: `translate` from the report, the others from the
same new template. The draft comes from an engine that does not matter here: it writes one sentence for each. Prints the
table of docs/review-tools.md; needs gettext, and translate-toolkit in the same environment.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polib

from translate_pipeline.catalogs.po_file import parse_catalog, read_po, render_po, write_po
from translate_pipeline.errors import InputError
from translate_pipeline.locales import find_locale
from translate_pipeline.project import FILE_NAME, Project, read_project
from translate_pipeline.stages.translating import translate
from translate_pipeline.translation.engine import Hypothesis, Progress
from translate_pipeline.translation.memory import MEMORY_FILE

_PASHTO = find_locale("ps")
_GLOSSARY = """\
term,variants,kind,fa_AF,fa_AF_forms,ps,ps_forms,match,note
Herat,,place,هرات,,هرات,,exact,
Kabul,,place,کابل,,کابل,,exact,
"""

_TITLE = "Road to Herat Reopens"
_ROAD = "The road to Herat was opened again on Monday morning after heavy snow had closed it for eleven days."
_DEAD = "Police said 69 people had been rescued from their cars near the pass."
_TRUCKS = "Hundreds of trucks with flour and fuel are still waiting on the southern side. Drivers say they are cold."
_TRUCKS_1, _TRUCKS_2 = (part.rstrip(".") + "." for part in _TRUCKS.split(". "))
_SCHOOLS = "Schools in the district stay closed until the end of the week."
_REPORT = (_ROAD, _DEAD, _TRUCKS, _SCHOOLS)

_TITLE_PS = "د هرات لار بیا پرانیستل شوه"
_ROAD_PS = "د هرات لار له یوولسو ورځو وروسته د دوشنبې په سهار بیا پرانیستل شوه."
_DEAD_PS = "پولیسو وویل چې ۶۹ کسان د غاښي ترڅنګ له موټرو وژغورل شول."
_TRUCKS_1_PS = "په جنوبي خوا کې په سلګونو لارۍ له اوړو او تېلو سره لا هم په تمه دي."
_TRUCKS_2_PS = "چلوونکي وايي چې یخ یې کیږي."
_TRUCKS_PS = f"{_TRUCKS_1_PS} {_TRUCKS_2_PS}"
_SCHOOLS_PS = "په ولسوالۍ کې ښوونځي د اوونۍ تر پایه تړلي دي."
_REVIEWED = {_ROAD: _ROAD_PS, _DEAD: _DEAD_PS, _TRUCKS: _TRUCKS_PS, _SCHOOLS: _SCHOOLS_PS}
_COMMENT = "له ولسوالۍ سره مو خبرې وکړې"

# What may have become of a text, from the best to the worst.
APPROVED = "approved"
CHANGE_NAMED = "needs work, change named"
OLD_SOURCE = "needs work, old source shown"
NEEDS_WORK = "needs work, not why"
OBSOLETE = "obsolete (`#~`)"
UNMARKED = "approved for a source it was not written for"
LOST = "lost"
KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Merged:
    """A catalog before and after.

    Attributes:
        refused: what the program said when it refused to work; empty where it did not.
    """

    before: bytes
    after: bytes
    refused: str = ""

    @property
    def entries(self) -> list[polib.POEntry]:
        """What stands in it now."""
        return list(self.catalog)

    @property
    def catalog(self) -> polib.POFile:
        """The catalog as it is now; what no longer parses counts as empty."""
        try:
            return parse_catalog(self.after, Path("after.po"))
        except InputError:
            return polib.POFile()

    def entry(self, source: str, role: str = "paragraph") -> polib.POEntry | None:
        """The live entry of a message."""
        found = (
            entry for entry in self.entries if not entry.obsolete and (entry.msgctxt, entry.msgid) == (role, source)
        )
        return next(found, None)

    def became(self, text: str, source: str, role: str = "paragraph") -> str:
        """What became of a text that was approved for a source in a role."""
        held = [entry for entry in self.entries if entry.msgstr == text]
        live = [entry for entry in held if not entry.obsolete]
        if not held:
            return LOST
        if not live:
            return OBSOLETE
        entry = min(live, key=lambda each: (each.msgctxt, each.msgid) != (role, source))
        if not entry.fuzzy:
            return APPROVED if (entry.msgctxt, entry.msgid) == (role, source) else UNMARKED
        return _mark(entry)


def _mark(entry: polib.POEntry) -> str:
    if "\n[source] " in f"\n{entry.tcomment}":
        return CHANGE_NAMED
    return OLD_SOURCE if entry.previous_msgid or entry.previous_msgctxt else NEEDS_WORK


Probe = Callable[[Merged], str]
Review = Callable[[polib.POFile], None]


def _approve_all(catalog: polib.POFile) -> None:
    for entry in catalog:
        if entry.msgid in _REVIEWED and entry.msgctxt == "paragraph":
            entry.msgstr, entry.flags = _REVIEWED[entry.msgid], []


@dataclass(frozen=True, slots=True)
class Situation:
    """What happens to a catalog, and how to see what became of it.

    Attributes:
        name: as the table has it.
        probe: one of the words above, or a count.
        right: what a reviewer would ask for, as the probe says it.
        reports: the paragraphs of the report, one version after the other, after the first.
        review: what the reviewer did to the catalog of the first.
        raw: what an editor did to its bytes.
        forget: the state of `translate` is deleted before the report changes.
        title: the headline of the later versions; empty where it stays.
        settled: `translate` ran once more after the review, so that its comments tell of the reviewed texts.
    """

    name: str
    probe: Probe
    right: frozenset[str]
    reports: Sequence[Sequence[str]]
    before: Sequence[str] = _REPORT
    review: Review = _approve_all
    raw: Callable[[bytes], bytes] = field(default=lambda data: data)
    forget: bool = False
    settled: bool = False
    title: str = ""


def _replaced(old: str, *new: str) -> tuple[str, ...]:
    return tuple(each for text in _REPORT for each in (new if text == old else (text,)))


_TYPO = _ROAD.replace("heavy", "heavvy")
_NUMBER = _DEAD.replace("69", "70")
_REWRITE = "Nearly seventy travellers were brought to safety, according to officers at the tunnel."
_HALF = "The road to Herat was opened again on Monday, but police let through only cars with chains on their wheels."
_FALSE_START = "The bridge at Kabul was repaired."


def _split(merged: Merged) -> str:
    first, second = merged.entry(_TRUCKS_1), merged.entry(_TRUCKS_2)
    has_first = first is not None and first.msgstr == _TRUCKS_1_PS
    has_second = second is not None and second.msgstr == _TRUCKS_2_PS
    if has_first and has_second and first and second:
        return "each has its own half, " + _mark(first) if first.fuzzy and second.fuzzy else UNMARKED
    whole = merged.became(_TRUCKS_PS, _TRUCKS)
    return f"the whole text at one, {whole}" if whole not in (OBSOLETE, LOST) else whole


def _joined(merged: Merged) -> str:
    entry = merged.entry(f"{_DEAD} {_SCHOOLS}")
    text = entry.msgstr if entry else ""
    if entry and _DEAD_PS in text and _SCHOOLS_PS in text:
        return "both texts, " + _mark(entry) if entry.fuzzy else UNMARKED
    states = [merged.became(_DEAD_PS, _DEAD), merged.became(_SCHOOLS_PS, _SCHOOLS)]
    gone = [state for state in states if state in (OBSOLETE, LOST)]
    if len(gone) == 2:
        return " and ".join(sorted(set(gone)))
    return f"one text, {next(state for state in states if state not in gone)}; the other {gone[0]}"


def _comment(source: str) -> Probe:
    def probe(merged: Merged) -> str:
        held = [entry for entry in merged.entries if _COMMENT in entry.tcomment]
        if any(not entry.obsolete and entry.msgid == source for entry in held):
            return KEPT
        return OBSOLETE if held else LOST

    return probe


def _approve_title(catalog: polib.POFile) -> None:
    entry = next(each for each in catalog if each.msgid == _TITLE)
    entry.msgstr, entry.flags = _TITLE_PS, []


def _review_emptied(catalog: polib.POFile) -> None:
    entry = next(each for each in catalog if each.msgid == _DEAD)
    entry.msgstr, entry.flags = "", []


def _emptied(merged: Merged) -> str:
    entry = merged.entry(_DEAD)
    return "filled again" if entry and entry.msgstr else "stays empty"


def _review_comment(catalog: polib.POFile) -> None:
    entry = next(each for each in catalog if each.msgid == _DEAD)
    entry.tcomment = f"{_COMMENT}\n{entry.tcomment}"


def _review_flag(catalog: polib.POFile) -> None:
    _approve_all(catalog)
    next(each for each in catalog if each.msgid == _DEAD).flags.append("interview")


def _flag(merged: Merged) -> str:
    entry = merged.entry(_DEAD)
    return KEPT if entry and "interview" in entry.flags else LOST


def _review_two_roles(catalog: polib.POFile) -> None:
    _approve_all(catalog)
    entry = next(each for each in catalog if each.msgid == _DEAD and each.msgctxt == "list-item")
    entry.msgstr, entry.flags = "ژغورل شوي: ۶۹", []


def _two_roles(merged: Merged) -> str:
    item = merged.became("ژغورل شوي: ۶۹", _DEAD, "list-item")
    paragraph = merged.became(_DEAD_PS, _DEAD)
    return f"unchanged role {item}; changed one {paragraph}"


def _review_obsolete(catalog: polib.POFile) -> None:
    _approve_all(catalog)
    old = polib.POEntry(msgctxt="paragraph", msgid=_FALSE_START, msgstr="پل جوړ شو.", tcomment=_COMMENT, obsolete=True)
    catalog.append(old)


def _obsolete(merged: Merged) -> str:
    held = [entry for entry in merged.entries if entry.msgstr == "پل جوړ شو."]
    if not held:
        return LOST
    return KEPT if _COMMENT in held[0].tcomment else "text kept, comment lost"


def _review_header(catalog: polib.POFile) -> None:
    _approve_all(catalog)
    catalog.metadata |= {"Last-Translator": "Zarghuna <z@news.example>", "X-Poedit-Basepath": "../.."}
    catalog.metadata["X-Desk"] = "evening"
    catalog.header += "\nZarghuna, 2021."


def _header(merged: Merged) -> str:
    catalog = merged.catalog
    wanted = {
        "Last-Translator": "Zarghuna <z@news.example>",
        "X-Poedit-Basepath": "../..",
        "X-Desk": "evening",
        "Language": "ps",
        "Plural-Forms": _PASHTO.plural_forms,
    }
    lost = [name for name, value in wanted.items() if catalog.metadata.get(name) != value]
    if "Zarghuna, 2021." not in catalog.header:
        lost.append("comment")
    return f"lost: {', '.join(lost)}" if lost else KEPT


def _edit_without_approving(catalog: polib.POFile) -> None:
    entry = next(each for each in catalog if each.msgid == _ROAD)
    entry.msgstr = _ROAD_PS


def _edited(merged: Merged) -> str:
    return merged.became(_ROAD_PS, _ROAD)


_SEPARATED = _ROAD_PS.replace(" د دوشنبې", "\u2028د دوشنبې")


def _review_separator(catalog: polib.POFile) -> None:
    _approve_all(catalog)
    next(each for each in catalog if each.msgid == _ROAD).msgstr = _SEPARATED


def _lines(merged: Merged) -> str:
    before, after = (data.split(b"\n") for data in (merged.before, merged.after))
    changed = sum((Counter(before) - Counter(after)).values()) + sum((Counter(after) - Counter(before)).values())
    return f"{changed} lines differ" if changed else "the same bytes"


def _carriage_returns(merged: Merged) -> str:
    crlf, lines = merged.after.count(b"\r\n"), merged.after.count(b"\n")
    return KEPT if crlf == lines else "all turned into LF" if not crlf else f"mixed: {crlf} of {lines} lines"


def _fold(data: bytes) -> bytes:
    """The catalog as an editor that wraps at 60 columns and puts Language first saves it."""
    catalog = parse_catalog(data, Path("before.po"))
    catalog.metadata = {"Language": catalog.metadata.pop("Language"), **catalog.metadata}
    with tempfile.NamedTemporaryFile(suffix=".po") as file:
        Path(file.name).write_text(render_po(catalog), encoding="utf-8")
        return subprocess.run(["msgcat", "-w", "60", file.name], check=True, capture_output=True).stdout


def _broken(merged: Merged) -> str:
    if merged.refused and merged.after == merged.before:
        return "refused, the line named, file as it was" if _names_line(merged.refused) else "refused, file as it was"
    if not merged.after:
        return "an empty output, exit status 0"
    return LOST if _SCHOOLS_PS.encode() not in merged.after else "repaired by guessing"


def _names_line(message: str) -> bool:
    return any(part.strip().isdigit() for part in message.split(":"))


def _unquote(data: bytes) -> bytes:
    """The catalog after a slip in a text editor: the last quotation mark of a text is gone."""
    return data.replace(f'{_DEAD_PS}"'.encode(), _DEAD_PS.encode())


def _terms(merged: Merged) -> str:
    entry = merged.entry(_ROAD)
    return KEPT if entry and "term: Herat = هرات" in entry.comment else LOST


def _right(*words: str) -> frozenset[str]:
    return frozenset(words)


SITUATIONS = (
    Situation(
        "a typo corrected in the source",
        lambda merged: merged.became(_ROAD_PS, _TYPO),
        _right(CHANGE_NAMED, OLD_SOURCE),
        [_REPORT],
        before=_replaced(_ROAD, _TYPO),
        review=lambda catalog: _approve_as(catalog, _TYPO, _ROAD_PS),
    ),
    Situation(
        "a number changed in the source",
        lambda merged: merged.became(_DEAD_PS, _DEAD),
        _right(CHANGE_NAMED, OLD_SOURCE),
        [_replaced(_DEAD, _NUMBER)],
    ),
    Situation(
        "a word changed in a headline",
        lambda merged: merged.became(_TITLE_PS, _TITLE, "headline"),
        _right(CHANGE_NAMED, OLD_SOURCE),
        [_REPORT],
        review=_approve_title,
        title=_TITLE.replace("Reopens", "Closed"),
    ),
    Situation(
        "a sentence added to a paragraph",
        lambda merged: merged.became(_SCHOOLS_PS, _SCHOOLS),
        _right(CHANGE_NAMED, OLD_SOURCE),
        [_replaced(_SCHOOLS, f"{_SCHOOLS} Parents were told by telephone late on Sunday evening.")],
    ),
    Situation(
        "a paragraph half rewritten",
        lambda merged: merged.became(_ROAD_PS, _ROAD),
        _right(CHANGE_NAMED, OLD_SOURCE),
        [_replaced(_ROAD, _HALF)],
    ),
    Situation(
        "a paragraph rewritten",
        lambda merged: merged.became(_DEAD_PS, _DEAD),
        _right(CHANGE_NAMED, OLD_SOURCE, OBSOLETE),
        [_replaced(_DEAD, _REWRITE)],
    ),
    Situation(
        "a paragraph removed",
        lambda merged: merged.became(_DEAD_PS, _DEAD),
        _right(OBSOLETE),
        [_replaced(_DEAD)],
    ),
    Situation(
        "removed, and back in a later version",
        lambda merged: merged.became(_DEAD_PS, _DEAD),
        _right(APPROVED),
        [_replaced(_DEAD), _REPORT],
    ),
    Situation(
        "a paragraph split in two",
        _split,
        _right(f"each has its own half, {CHANGE_NAMED}", f"each has its own half, {OLD_SOURCE}"),
        [_replaced(_TRUCKS, _TRUCKS_1, _TRUCKS_2)],
    ),
    Situation(
        "two paragraphs joined",
        _joined,
        _right(f"both texts, {CHANGE_NAMED}", f"both texts, {OLD_SOURCE}"),
        [(_ROAD, f"{_DEAD} {_SCHOOLS}", _TRUCKS)],
    ),
    Situation(
        "paragraphs in another order",
        lambda merged: _worst(merged.became(text, source) for source, text in _REVIEWED.items()),
        _right(APPROVED),
        [_REPORT[::-1]],
    ),
    Situation(
        "a paragraph becomes a list item",
        lambda merged: merged.became(_SCHOOLS_PS, _SCHOOLS),
        _right(CHANGE_NAMED, OLD_SOURCE),
        [_replaced(_SCHOOLS, f"- {_SCHOOLS}")],
    ),
    Situation(
        "one text in two roles, one of them changed",
        _two_roles,
        _right(*(f"unchanged role {APPROVED}; changed one {state}" for state in (CHANGE_NAMED, OLD_SOURCE))),
        [(*_replaced(_DEAD, _NUMBER), f"- {_DEAD}")],
        before=(*_REPORT, f"- {_DEAD}"),
        review=_review_two_roles,
    ),
    Situation(
        "a draft edited, not approved; nothing else changed",
        _edited,
        _right(NEEDS_WORK, OLD_SOURCE, CHANGE_NAMED),
        [_REPORT],
        review=_edit_without_approving,
    ),
    Situation(
        "a draft emptied by the reviewer; nothing else changed",
        _emptied,
        _right("stays empty"),
        [_REPORT],
        review=_review_emptied,
    ),
    Situation(
        "a reviewer's comment on a draft whose source changed",
        _comment(_NUMBER),
        _right(KEPT),
        [_replaced(_DEAD, _NUMBER)],
        review=_review_comment,
    ),
    Situation("a flag of the newsroom's own", _flag, _right(KEPT), [_replaced(_SCHOOLS)], review=_review_flag),
    Situation(
        "an obsolete text with a comment", _obsolete, _right(KEPT), [_replaced(_SCHOOLS)], review=_review_obsolete
    ),
    Situation("header fields and comment", _header, _right(KEPT), [_replaced(_SCHOOLS)], review=_review_header),
    Situation("the approved names shown with a message", _terms, _right(KEPT), [_replaced(_SCHOOLS)]),
    Situation(
        "the program's state deleted, a draft edited",
        _edited,
        _right(NEEDS_WORK),
        [_REPORT],
        review=_edit_without_approving,
        forget=True,
    ),
    Situation(
        "a line separator (U+2028) in a text",
        lambda merged: merged.became(_SEPARATED, _ROAD),
        _right(APPROVED),
        [_replaced(_SCHOOLS)],
        review=_review_separator,
    ),
    Situation(
        "line ends of Windows",
        _carriage_returns,
        _right(KEPT),
        [_replaced(_SCHOOLS)],
        raw=lambda data: data.replace(b"\n", b"\r\n"),
    ),
    Situation(
        "saved by an editor that wraps otherwise; nothing changed",
        _lines,
        _right("the same bytes"),
        [_REPORT],
        raw=_fold,
        settled=True,
    ),
    Situation(
        "a quotation mark lost in a text editor",
        _broken,
        _right("refused, the line named, file as it was"),
        [_replaced(_SCHOOLS, _SCHOOLS + " Clinics are open.")],
        raw=_unquote,
    ),
)


def _approve_as(catalog: polib.POFile, source: str, text: str) -> None:
    _approve_all(catalog)
    entry = next(each for each in catalog if each.msgid == source)
    entry.msgstr, entry.flags = text, []


def _worst(states: Iterator[str]) -> str:
    order = [APPROVED, CHANGE_NAMED, OLD_SOURCE, NEEDS_WORK, OBSOLETE, UNMARKED, LOST]
    return max(states, key=order.index)


class _Engine:
    """Writes a sentence for each, the same one for the same."""

    name = signature = "example"
    language = "ps"
    placeholders: tuple[str, ...] = ()

    def decode(
        self, sentences: Sequence[str], *, candidates: int = 1, progress: Progress | None = None
    ) -> list[list[Hypothesis]]:
        return [[Hypothesis("دا د ماشین ژباړه ده " + "او " * (len(each) % 7) + "بس.")] for each in sentences]


@dataclass(frozen=True, slots=True)
class Desk:
    """A project with one report and its Pashto catalog."""

    project: Project

    @property
    def catalog(self) -> Path:
        """The catalog's file."""
        return self.project.catalog_path("story", _PASHTO)

    @property
    def template(self) -> Path:
        """Its template, made from the report by the last `translate`."""
        return self.project.template_path("story")

    def translate(self, paragraphs: Sequence[str], title: str = "") -> str:
        """Write the report and run `translate`; what it refused to do."""
        report = self.project.folders["reports"] / "story.txt"
        report.write_text("\n\n".join([title or _TITLE, *paragraphs]) + "\n", encoding="utf-8")
        result = translate(self.project, [report], [_PASHTO], engine_for=lambda _: _Engine())
        return "; ".join(map(str, result.faults))


def _desk(root: Path) -> Desk:
    (root / "reports").mkdir(parents=True)
    (root / "glossaries").mkdir()
    (root / "glossaries" / "terms.csv").write_text(_GLOSSARY, encoding="utf-8")
    (root / FILE_NAME).write_text("", encoding="utf-8")
    return Desk(read_project(root / FILE_NAME))


def _toolkit(module: str) -> Callable[[Path, Path, Path], list[str | Path]]:
    def command(catalog: Path, template: Path, output: Path) -> list[str | Path]:
        return [sys.executable, "-m", f"translate.{module}", "--progress=none", "-t", catalog, template, output]

    return command


def _msgmerge(*options: str) -> Callable[[Path, Path, Path], list[str | Path]]:
    def command(catalog: Path, template: Path, output: Path) -> list[str | Path]:
        return ["msgmerge", "--quiet", *options, "-o", output, catalog, template]

    return command


PEERS = {
    "msgmerge --previous": _msgmerge("--previous"),
    "msgmerge --no-fuzzy-matching": _msgmerge("--previous", "--no-fuzzy-matching"),
    "pot2po": _toolkit("convert.pot2po"),
    "pretranslate": _toolkit("tools.pretranslate"),
}


def _play(situation: Situation, root: Path) -> dict[str, Merged]:
    """What each program makes of a situation."""
    desk = _desk(root / "desk")
    desk.translate(situation.before)
    catalog = read_po(desk.catalog)
    situation.review(catalog)
    if situation.settled:
        write_po(desk.catalog, catalog)
        desk.translate(situation.before)
        catalog = read_po(desk.catalog)
    start = situation.raw(render_po(catalog).encode())
    templates = [
        _template(root / f"template-{number}", each, situation.title) for number, each in enumerate(situation.reports)
    ]
    results = {"translate": _ours(situation, desk, start)}
    for name, command in PEERS.items():
        folder = root / name.replace(" ", "")
        folder.mkdir()
        results[name] = _theirs(command, folder, start, templates)
    return results


def _template(root: Path, paragraphs: Sequence[str], title: str) -> Path:
    desk = _desk(root)
    desk.translate(paragraphs, title)
    return desk.template


def _ours(situation: Situation, desk: Desk, start: bytes) -> Merged:
    desk.catalog.write_bytes(start)
    if situation.forget:
        (desk.project.folders["state"] / MEMORY_FILE).unlink()
    refused = [desk.translate(paragraphs, situation.title) for paragraphs in situation.reports]
    return Merged(start, desk.catalog.read_bytes(), refused[-1])


def _theirs(
    command: Callable[[Path, Path, Path], list[str | Path]], folder: Path, start: bytes, templates: Sequence[Path]
) -> Merged:
    catalog, output = folder / "story.po", folder / "merged.po"
    catalog.write_bytes(start)
    refused = ""
    for template in templates:
        run = subprocess.run([*map(str, command(catalog, template, output))], capture_output=True, text=True)
        if run.returncode or not output.exists():
            refused = run.stderr.strip() or "no output"
            continue
        shutil.move(output, catalog)
    return Merged(start, catalog.read_bytes(), refused)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only the situations whose name holds this")
    parser.add_argument("--json", type=Path, help="write the results here, too")
    options = parser.parse_args()
    if shutil.which("msgmerge") is None:
        sys.exit("msgmerge is missing: install gettext")
    table: list[dict[str, str]] = []
    right: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    situations = [each for each in SITUATIONS if options.only in each.name]
    for situation in situations:
        with tempfile.TemporaryDirectory() as name:
            cells = {program: situation.probe(merged) for program, merged in _play(situation, Path(name)).items()}
        right.update(program for program, cell in cells.items() if cell in situation.right)
        gone.update(program for program, cell in cells.items() if LOST in cell or UNMARKED in cell)
        table.append({"situation": situation.name, **cells})
        table[-1] |= {"right": " or ".join(sorted(situation.right))}
    programs = ["translate", *PEERS]
    print(f"| situation | {' | '.join(f'`{program}`' for program in programs)} |\n|---{'|---' * len(programs)}|")
    for situation, row in zip(situations, table, strict=True):
        cells = [row[program] + (" ✓" if row[program] in situation.right else "") for program in programs]
        print(f"| {situation.name} | {' | '.join(cells)} |")
    print(
        f"| **as a reviewer would ask**, of {len(situations)} | {' | '.join(str(right[each]) for each in programs)} |"
    )
    print(f"| **lost, or approved for another source** | {' | '.join(str(gone[each]) for each in programs)} |")
    if options.json:
        text = json.dumps({"situations": table, "right": right, "lost": gone}, ensure_ascii=False, indent=1)
        with contextlib.suppress(FileNotFoundError):
            options.json.unlink()
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
