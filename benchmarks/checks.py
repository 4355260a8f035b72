"""What the checks report on human translations and on damaged ones, beside other programs', and how fast they are.

    python -m benchmarks.checks [--flores FOLDER] [--newsdesk FOLDER] [--peers FOLDER]

FLORES-200 dev is a folder with en.txt, prs.txt and ps.txt; newsdesk one of `topic, en, prs, ps` tables, by default the
one of this repository. `--peers` names a folder where translate-toolkit or Weblate or both are installed (pip install
--target). Prints the tables of docs/checks.md, which say how.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import MagicMock

from benchmarks.damage import KINDS, damaged, read_good
from translate_pipeline.checks.finding import Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import CHECKS, check_message
from translate_pipeline.glossary.csv_files import read_glossary
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import find_locale

_ROOT = Path(__file__).resolve().parent.parent
_COLUMNS = {"prs": "fa_AF", "ps": "ps"}
_DAMAGED = 200
_SAMPLE = 900
_GLOSSARYS = {"term", "term-title"}
_SLOT = re.compile(r"\{(\w+)\}")
# One filling of newsdesk's slots, in English, Dari and Pashto.
_FILLING = {
    "place": ("Herat", "هرات", "هرات"),
    "place2": ("Kunduz", "کندز", "کندز"),
    "person": ("Zalmay Rahimi", "زلمی رحیمی", "زلمی رحیمي"),
    "person2": ("Omar Karimi", "عمر کریمی", "عمر کریمي"),
    "outlet": ("Reuters", "رویترز", "رویټرز"),
    "n": ("37", "۳۷", "۳۷"),
    "n2": ("58", "۵۸", "۵۸"),
}

# Gives the ids of what a program reports on a message.
Judge = Callable[[CheckedMessage], set[str]]


@dataclass(frozen=True, slots=True)
class TextSet:
    """Human translations into one language."""

    name: str
    messages: Sequence[CheckedMessage]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flores", type=Path)
    parser.add_argument("--newsdesk", type=Path, default=_ROOT / "training" / "newsdesk")
    parser.add_argument("--peers", type=Path)
    options = parser.parse_args()
    matcher = Matcher(read_glossary(_ROOT / "glossaries"))
    sets = [*_newsdesk(options.newsdesk, matcher), *(_flores(options.flores, matcher) if options.flores else ())]
    _print_precision(sets)
    good = read_good(matcher)
    judges: dict[str, Judge] = {"translate-pipeline": _ours}
    if options.peers:
        judges |= _peers(options.peers)
    _print_recall(good, judges)
    _print_false_reports(sets, judges)
    _print_speed(good, matcher)


def _newsdesk(folder: Path, matcher: Matcher) -> list[TextSet]:
    rows = [line.split("\t") for path in sorted(folder.glob("[a-o]_*.tsv")) for line in _lines(path)]
    sets = []
    for index, (column, code) in enumerate(_COLUMNS.items(), 1):
        pairs = [(_filled(row[1], 0), _filled(row[index + 1], index)) for row in rows]
        sets.append(TextSet(f"newsdesk {column}", _messages(pairs, code, matcher)))
    return sets


def _filled(text: str, column: int) -> str:
    return _SLOT.sub(lambda slot: _FILLING[slot[1]][column] if slot[1] in _FILLING else slot[0], text)


def _flores(folder: Path, matcher: Matcher) -> list[TextSet]:
    english = _lines(folder / "en.txt")
    return [
        TextSet(
            f"FLORES dev {column}",
            _messages(zip(english, _lines(folder / f"{column}.txt"), strict=True), code, matcher),
        )
        for column, code in _COLUMNS.items()
    ]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _messages(pairs: Iterable[tuple[str, str]], code: str, matcher: Matcher) -> list[CheckedMessage]:
    locale = find_locale(code)
    return [CheckedMessage(source, target, "", locale, tuple(matcher.find(source))) for source, target in pairs]


def _print_precision(sets: Sequence[TextSet]) -> None:
    """The share of messages on which each check, and each severity, has a finding."""
    shares: list[Counter[str]] = []
    for each in sets:
        counts: Counter[str] = Counter()
        for message in each.messages:
            findings = check_message(message)
            counts.update({finding.check for finding in findings})
            counts.update({f"all: {finding.severity}" for finding in findings})
            without = {finding.severity for finding in findings if finding.check not in _GLOSSARYS}
            counts.update({f"without term: {severity}" for severity in without})
        shares.append(counts)
    print("| check | severity | " + " | ".join(f"{each.name} ({len(each.messages):,})" for each in sets) + " |")
    print("|---|---" + "|---" * len(sets) + "|")
    rows = [(check.id, str(check.severity)) for check in CHECKS]
    rows += [(f"{what}: {severity}", "") for what in ("without term", "all") for severity in Severity]
    for name, severity in rows:
        cells = [f"{counts[name] / len(each.messages):.2%}" for each, counts in zip(sets, shares, strict=True)]
        print(f"| {name} | {severity} | {' | '.join(cells)} |")
    print()


def _ours(message: CheckedMessage) -> set[str]:
    return {finding.check for finding in check_message(message)}


def _peers(folder: Path) -> dict[str, Judge]:
    """The other programs that the folder holds whole; says what is missing of the rest."""
    sys.path.append(str(folder))
    judges: dict[str, Judge] = {}
    for name, judge_of in (("translate-toolkit", _toolkit), ("Weblate", _weblate)):
        try:
            judges[name] = judge_of()
        except ImportError as error:
            print(f"{name} is left out ({error}); docs/checks.md tells how to install it", file=sys.stderr)
    return judges


def _toolkit() -> Judge:
    """translate-toolkit's standard filters, with the languages of its own that come nearest."""
    from translate.filters.checks import CheckerConfig, StandardChecker  # type: ignore[import-not-found]
    from translate.storage import po  # type: ignore[import-not-found]

    checkers = {
        code: StandardChecker(CheckerConfig(targetlanguage=language))
        for code, language in (("fa_AF", "fa"), ("ps", "ps"))
    }

    def judge(message: CheckedMessage) -> set[str]:
        unit = po.pounit(message.source)
        unit.target = message.target
        return set(checkers[message.locale.code].run_filters(unit))

    return judge


def _weblate() -> Judge:
    """Weblate's checks of a translation as a new project has them: those that wait for a flag stay silent."""
    import weblate.settings_example as example  # type: ignore[import-not-found]
    from django import setup  # type: ignore[import-not-found]
    from django.conf import settings  # type: ignore[import-not-found]

    # Weblate measures text with them for a check that waits for a flag, and they are built from C.
    for name in ("cairo", "gi", "gi.repository"):
        sys.modules.setdefault(name, MagicMock())
    chosen = {name: value for name, value in vars(example).items() if name.isupper()}
    # Nothing is read from a database: the units are those of Weblate's own tests.
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    settings.configure(**chosen | {"DATABASES": {"default": database}})
    setup()
    from weblate.checks.base import BatchCheckMixin  # type: ignore[import-not-found]
    from weblate.checks.models import CHECKS as THEIRS  # type: ignore[import-not-found]
    from weblate.checks.tests.test_checks import MockUnit  # type: ignore[import-not-found]
    from weblate.utils.state import STATE_EMPTY  # type: ignore[import-not-found]

    # Batch checks compare the units of a database.
    checks = {id_: check for id_, check in THEIRS.target.items() if not isinstance(check, BatchCheckMixin)}
    codes = {"fa_AF": "prs", "ps": "ps"}

    def judge(message: CheckedMessage) -> set[str]:
        unit = MockUnit(code=codes[message.locale.code], source=message.source, target=message.target)
        unit.translation.component.is_glossary = False
        if not message.target:
            unit.state = STATE_EMPTY
        return {id_ for id_, check in checks.items() if check.check_target(unit.sources, unit.targets, unit)}

    return judge


def _print_recall(good: Sequence[CheckedMessage], judges: Mapping[str, Judge]) -> None:
    """How often each program reports damage that it does not report on the undamaged message."""
    before = {name: {(m.source, m.locale.code): judge(m) for m in good} for name, judge in judges.items()}
    print(f"| damage, to {_DAMAGED} messages | the right check | " + " | ".join(judges) + " |")
    print("|---|---" + "|---" * len(judges) + "|")
    for kind in KINDS:
        messages = list(damaged(list(good), kind, _DAMAGED))
        right = sum(not kind.checks.isdisjoint(_ours(message)) for message in messages)
        cells = []
        for name, judge in judges.items():
            caught = sum(bool(judge(m) - before[name][m.source, m.locale.code]) for m in messages)
            cells.append(f"{caught / len(messages):.1%}")
        checks = ", ".join(f"`{check}`" for check in sorted(kind.checks))
        print(f"| {kind.name} | {checks} {right / len(messages):.1%} | {' | '.join(cells)} |")
    cells = [f"{sum(map(bool, each.values())) / len(good):.1%}" for each in before.values()]
    print(f"| none: the {len(good)} good messages | | {' | '.join(cells)} |\n")
    for name, each in before.items():
        false = Counter(check for checks in each.values() for check in checks)
        print(f"{name} on good messages: " + (", ".join(f"{id_} {count}" for id_, count in false.most_common()) or "-"))
    print()


def _print_false_reports(sets: Sequence[TextSet], judges: Mapping[str, Judge]) -> None:
    """The share of human translations on which each program says anything, of ours without `term` and its infos."""
    quiet = {check.id for check in CHECKS if check.severity is Severity.INFO} | _GLOSSARYS
    others = [name for name in judges if name != "translate-pipeline"]
    heads = [*judges, *(f"most frequent of {name}" for name in others)]
    print(f"| human translations, the first {_SAMPLE} of each set | " + " | ".join(heads) + " |")
    print("|---" + "|---" * len(heads) + "|")
    for each in sets:
        messages = each.messages[:_SAMPLE]
        cells, most = [], []
        for name, judge in judges.items():
            reports = [judge(message) - (quiet if judge is _ours else set()) for message in messages]
            cells.append(f"{sum(map(bool, reports)) / len(messages):.1%}")
            if name in others:
                frequent = Counter(id_ for ids in reports for id_ in ids).most_common(4)
                most.append(", ".join(f"{id_} {count}" for id_, count in frequent))
        print(f"| {' | '.join([each.name, *cells, *most])} |")
    print()


def _print_speed(good: Sequence[CheckedMessage], matcher: Matcher) -> None:
    """Messages a second of processor time on one core, the best of five passes."""
    check, whole = [], []
    for _ in range(5):
        start = time.process_time()
        for message in good:
            check_message(message)
        check.append(len(good) / (time.process_time() - start))
        start = time.process_time()
        for message in good:
            matcher.find(message.source)
        whole.append(len(good) / (time.process_time() - start))
    print(f"all checks: {max(check):,.0f} messages a second; finding the glossary's names: {max(whole):,.0f}")


if __name__ == "__main__":
    main()
