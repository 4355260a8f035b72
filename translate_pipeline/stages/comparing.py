"""`models compare`: the same reports drafted by several engines, measured side by side."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from translate_pipeline.atomic import write_atomically
from translate_pipeline.catalogs.merging import entry_key, is_reviewed
from translate_pipeline.catalogs.messages import SourceMessage, messages_of
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.checks.finding import Finding, Severity
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.registry import check_message
from translate_pipeline.errors import InputError, did_you_mean, unwritable
from translate_pipeline.glossary.target_forms import count_terms
from translate_pipeline.locales import Locale
from translate_pipeline.models.store import SUFFIX, ModelPackage, install_package, list_packages
from translate_pipeline.preview.comparison import ComparedMessage, Proposal, render_comparison
from translate_pipeline.preview.page import GENERATOR
from translate_pipeline.project import Project
from translate_pipeline.reports.inline import plain
from translate_pipeline.reports.model import Report
from translate_pipeline.review.chrf import chrf_plus_plus
from translate_pipeline.stages.catalog_work import lower_case_words
from translate_pipeline.stages.checking import catalog_locale
from translate_pipeline.stages.engines import persian_table, verified
from translate_pipeline.stages.reading import matcher_of, reports_at
from translate_pipeline.translation.decoding import PackageEngine
from translate_pipeline.translation.drafting import TITLES, Drafter, Request
from translate_pipeline.translation.enforcement.job import required_terms
from translate_pipeline.translation.guarding import GuardedEngine
from translate_pipeline.translation.memory import Memory

Progress = Callable[[str, Locale, int, int], None]
References = Mapping[tuple[str, tuple[str, str]], str]
"""By locale code and message."""
_WARM_UP = "The road is closed."
_HEAD_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class EngineScore:
    """How an engine did in one locale.

    Attributes:
        megabytes: of the package on disk.
        load: seconds until the model had drafted a first short sentence.
        seconds: of drafting everything, the glossary's enforcement included.
        sentences: different ones that were decoded.
        words: of their sources.
        required, enforced: occurrences of glossary terms in the sources, and those that the drafts have.
        findings: by severity.
        caught, mended: sentences whose output ran away, and those that came out sound when decoded again.
        cut: sentences that were drafted clause by clause.
        references: messages that have one.
        chrf: chrF++ against them; None where there is none.
    """

    engine: str
    locale: Locale
    licence: str
    megabytes: float
    load: float
    seconds: float
    messages: int
    sentences: int
    words: int
    required: int
    enforced: int
    findings: Mapping[str, int]
    caught: int
    mended: int
    cut: int
    references: int
    chrf: float | None

    def findings_per_100(self, severity: Severity) -> float:
        """Findings of a severity for each hundred messages."""
        return 100 * self.findings.get(severity, 0) / self.messages if self.messages else 0.0


@dataclass(slots=True)
class Comparison:
    """What came of it.

    Attributes:
        messages: by locale code, each with what every engine made of it.
        faults: reports that could not be read.
    """

    scores: list[EngineScore] = field(default_factory=list)
    messages: dict[str, list[ComparedMessage]] = field(default_factory=dict)
    faults: list[InputError] = field(default_factory=list)


def compare(
    project: Project,
    wanted: Sequence[str],
    paths: Iterable[Path],
    locales: Sequence[Locale],
    reference: Path | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Draft the reports with each engine, apart from all catalogs and memories, and measure the drafts.

    Args:
        wanted: names of installed packages, or package files.
        reference: a PO file, or a folder of them, whose reviewed messages are what drafts are compared with.

    Raises:
        InputError: a package is not there, is not to be trusted or speaks none of the locales; a reference cannot be
            read or has nothing for these reports.
    """
    result = Comparison()
    reports, result.faults = reports_at(paths)
    references = _references(reference) if reference else {}
    with ExitStack() as stack:
        packages = [_package(project, name, stack) for name in dict.fromkeys(wanted)]
        for package in packages:
            if not set(package.locales) & set(locales):
                chosen = " or ".join(locale.english for locale in locales)
                problem = f"{package.name} translates to {package.to_code}, not to {chosen}"
                raise InputError(problem, remedy="leave it out, or choose another --locale")
        for locale in locales:
            speaking = [package for package in packages if locale in package.locales]
            drafted = [_draft(project, package, reports, locale, references, progress) for package in speaking]
            result.scores += [score for score, _ in drafted]
            if drafted:
                result.messages[locale.code] = _side_by_side(reports, locale, references, drafted)
    if reference and not any(score.references for score in result.scores):
        remedy = "give reviewed catalogs of these reports"
        raise InputError("no reviewed message there is one of these reports", remedy=remedy, path=reference)
    return result


def check_page(path: Path) -> None:
    """See to it that the page may be written there.

    Raises:
        InputError: there is a file of that name that this program did not write.
    """
    try:
        with path.open("rb") as stream:
            ours = GENERATOR.encode() in stream.read(_HEAD_BYTES)
    except FileNotFoundError:
        return
    except OSError as error:
        raise unwritable(error, path) from None
    if not ours:
        problem = "there is a file of this name that is no comparison"
        raise InputError(problem, remedy="move it, or name another file with --html", path=path)


def write_page(comparison: Comparison, path: Path) -> bool:
    """Write the drafts side by side as a web page of one file; whether that changed anything.

    Raises:
        InputError: the disk refuses it.
    """
    try:
        return write_atomically(path, render_comparison(comparison.messages))
    except OSError as error:
        raise unwritable(error, path) from None


def _package(project: Project, wanted: str, stack: ExitStack) -> ModelPackage:
    installed = {package.name: package for package in list_packages(project.folders["packages"])}
    if wanted in installed:
        return installed[wanted]
    lying = (path for path in sorted(project.folders["models"].glob(f"*{SUFFIX}")) if path.stem == wanted)
    path = next(lying, Path(wanted))
    if path.is_file() or wanted.endswith(SUFFIX):
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        return install_package(path, Path(folder), verified)
    remedy = did_you_mean(wanted, installed) if installed else f"install it, or give the path of an {SUFFIX} file"
    raise InputError(f"model package {wanted!r} is not installed", remedy=remedy)


def _references(place: Path) -> dict[tuple[str, tuple[str, str]], str]:
    """The reviewed texts of catalogs; of several for one message the first, by the catalogs' paths."""
    paths = sorted(place.rglob("*.po")) if place.is_dir() else [place]
    if not paths:
        raise InputError("there is no PO file", remedy="give a PO file, or a folder of them", path=place)
    found: dict[tuple[str, tuple[str, str]], str] = {}
    for path in paths:
        catalog = read_po(path)
        reviewed = [entry for entry in catalog if is_reviewed(entry) and not entry.msgid_plural]
        if reviewed:
            code = catalog_locale(path, catalog).code
            for entry in reviewed:
                found.setdefault((code, entry_key(entry)), entry.msgstr)
    return found


_Drafts = dict[tuple[str, str], tuple[str, tuple[Finding, ...]]]


def _draft(
    project: Project,
    package: ModelPackage,
    reports: Sequence[Report],
    locale: Locale,
    references: References,
    progress: Progress | None,
) -> tuple[EngineScore, _Drafts]:
    engine = GuardedEngine(PackageEngine(package, project.engine_choice(locale).options))
    started = time.perf_counter()
    engine.decode([_WARM_UP])
    load = time.perf_counter() - started
    matcher = matcher_of(project)
    drafter = Drafter(
        engine,
        matcher,
        locale,
        Memory(None),
        persian=persian_table(project, engine, locale),
        solar_dates=project.solar_dates,
    )
    requests = {message.key: request for report in reports for message, request in _requests(report)}
    started = time.perf_counter()
    told = (lambda done, of: progress(package.name, locale, done, of)) if progress else None
    drafts = drafter.draft(list(requests.values()), told)
    seconds = time.perf_counter() - started
    texts: _Drafts = {}
    required = missing = 0
    findings: Counter[str] = Counter()
    pairs = []
    for key, request in requests.items():
        draft = drafts[request].text
        seen = CheckedMessage(key[1], draft, key[0], locale, tuple(matcher.find(plain(key[1]))))
        texts[key] = draft, check_message(seen)
        findings.update(finding.severity.value for finding in texts[key][1])
        for count in count_terms(required_terms(seen.matches), seen.bare.target, locale):
            required += count.required
            missing += count.missing
        if (locale.code, key) in references:
            pairs.append((plain(draft), plain(references[locale.code, key])))
    score = EngineScore(
        engine=package.name,
        locale=locale,
        licence=package.licence,
        megabytes=round(package.size / 1e6, 1),
        load=load,
        seconds=seconds,
        messages=len(requests),
        sentences=drafter.tally.decoded,
        words=sum(len(plain(key[1]).split()) for key in requests),
        required=required,
        enforced=required - missing,
        findings=dict(findings),
        caught=len(engine.tally.caught),
        mended=len(engine.tally.mended),
        cut=len(engine.tally.cut),
        references=len(pairs),
        chrf=chrf_plus_plus(pairs) if pairs else None,
    )
    return score, texts


def _requests(report: Report) -> Iterable[tuple[SourceMessage, Request]]:
    known = lower_case_words(report)
    for message in messages_of(report):
        yield message, Request(message.role, message.text, known if message.role in TITLES else frozenset())


def _side_by_side(
    reports: Sequence[Report],
    locale: Locale,
    references: References,
    drafted: Sequence[tuple[EngineScore, _Drafts]],
) -> list[ComparedMessage]:
    return [
        ComparedMessage(
            report.headline or report.name,
            locale,
            message.role,
            message.text,
            references.get((locale.code, message.key), ""),
            tuple(Proposal(score.engine, *texts[message.key]) for score, texts in drafted),
        )
        for report in reports
        for message in messages_of(report)
    ]
