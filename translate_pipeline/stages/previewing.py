"""`preview`: reports and their catalogs in, review sheets and their index out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polib

from translate_pipeline.atomic import write_atomically
from translate_pipeline.catalogs.merging import Key, entry_key
from translate_pipeline.catalogs.messages import SourceMessage, messages_of
from translate_pipeline.catalogs.po_file import read_po
from translate_pipeline.checks.finding import Finding
from translate_pipeline.checks.message import CheckedMessage
from translate_pipeline.checks.names import inconsistent_names
from translate_pipeline.checks.optout import opted_out, unknown_ids
from translate_pipeline.checks.registry import BY_ID
from translate_pipeline.errors import InputError, unwritable
from translate_pipeline.glossary.matching import Matcher
from translate_pipeline.locales import LOCALES, Locale
from translate_pipeline.preview.model import Sheet
from translate_pipeline.preview.page import GENERATOR, Unread, render_index, render_sheet, sheet_name
from translate_pipeline.preview.sheet import sheet_of
from translate_pipeline.project import Project
from translate_pipeline.reports.model import Report
from translate_pipeline.reports.reader import find_reports
from translate_pipeline.stages.catalog_state import catalog_state, checked, findings_on
from translate_pipeline.stages.reading import matcher_of, reports_at
from translate_pipeline.stages.status import refusal

INDEX = "index.html"
_HEAD_BYTES = 4_096


@dataclass(slots=True)
class Previewing:
    """What a run of `preview` did.

    Attributes:
        index: the page to open.
        sheets: the pages of the sheets, those of earlier runs included.
        changed: how many files were written.
        faults: reports and catalogs that could not be read; the other sheets are there.
    """

    index: Path
    sheets: list[Path] = field(default_factory=list)
    changed: int = 0
    faults: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def preview(
    project: Project, paths: Iterable[Path], locales: Sequence[Locale], *, folder: Path | None = None
) -> Previewing:
    """Write the sheets of reports, and the index.

    Sheets that an earlier run left in the folder are renewed too, so that all that the index leads to is of one moment.

    Args:
        folder: where the pages go; the project's own folder by default.

    Raises:
        InputError: the glossary has a fault, or a page would take the place of a file that is none of ours.
    """
    folder = folder or project.folders["previews"]
    result = Previewing(folder / INDEX)
    if folder.is_relative_to(project.folders["reports"]):
        raise InputError("sheets here would be read as reports", remedy="name a folder of their own", path=folder)
    matcher = matcher_of(project)
    chosen = list(paths)
    home = project.folders["reports"]
    reports, faults = reports_at(dict.fromkeys([*chosen, *(find_reports(home) if home.is_dir() else ())]))
    result.faults += (fault for fault in faults if fault.path is None or Path(fault.path) in chosen)
    rows: dict[tuple[str, Locale], Sheet | Unread] = {}
    for locale in dict.fromkeys((*project.locales, *locales)):
        wanted = [
            report
            for report in reports
            if (report.path in chosen and locale in locales) or (folder / sheet_name(report.name, locale)).is_file()
        ]
        if wanted:
            rows |= _Desk(project, locale, matcher, result).rows(reports, wanted)
    order = [(report.name, locale) for report in reports for locale in (*project.locales, *locales)]
    ordered = {key: rows[key] for key in order if key in rows}
    _write_all(folder, ordered, result)
    result.notes += (
        f"{project.relative(path)} is the sheet of a report that is gone; delete it" for path in _gone(folder, rows)
    )
    return result


@dataclass(frozen=True, slots=True)
class _Desk:
    """The sheets of one locale under way."""

    project: Project
    locale: Locale
    matcher: Matcher
    result: Previewing

    def rows(self, reports: Sequence[Report], wanted: Sequence[Report]) -> dict[tuple[str, Locale], Sheet | Unread]:
        """The sheets of the wanted reports; the others are read too, since names are compared across all."""
        catalogs = {report.name: self._catalog(report) for report in reports}
        found = self._findings(reports, catalogs)
        rows: dict[tuple[str, Locale], Sheet | Unread] = {}
        for report in wanted:
            catalog = catalogs[report.name]
            if isinstance(catalog, InputError):
                self.result.faults.append(catalog)
                headline = report.headline or report.name
                rows[report.name, self.locale] = Unread(report.name, self.locale, headline, self._problem(catalog))
                continue
            state = catalog_state(messages_of(report), catalog, self.locale, self.matcher)
            rows[report.name, self.locale] = sheet_of(
                report,
                self.locale,
                catalog,
                found[report.name],
                catalog=self._place(report).as_posix(),
                refusal=refusal(self.project, state),
            )
        return rows

    def _place(self, report: Report) -> Path:
        return self.project.relative(self.project.catalog_path(report.name, self.locale))

    def _catalog(self, report: Report) -> Sequence[polib.POEntry] | InputError:
        path = self.project.catalog_path(report.name, self.locale)
        try:
            return read_po(path) if path.exists() else ()
        except InputError as error:
            return error

    def _problem(self, error: InputError) -> str:
        """A fault without the folders of this machine: a sheet is made to be handed on."""
        place = self.project.relative(Path(error.path or ""))
        return str(InputError(error.problem, remedy=error.remedy, path=place, line=error.line))

    def _findings(
        self, reports: Sequence[Report], catalogs: dict[str, Sequence[polib.POEntry] | InputError]
    ) -> dict[str, dict[Key, tuple[CheckedMessage, list[Finding]]]]:
        """By report and message: the message as the checks see it, and all that `check` finds on it."""
        seen: dict[str, dict[Key, tuple[CheckedMessage, list[Finding]]]] = {}
        in_order: list[tuple[CheckedMessage, list[Finding]]] = []
        for report in reports:
            catalog = catalogs[report.name]
            live = {} if isinstance(catalog, InputError) else {entry_key(e): e for e in catalog if not e.obsolete}
            seen[report.name] = of_report = {}
            for message in messages_of(report):
                entry = live.get(message.key) or _without_translation(message)
                of_entry = checked(entry, self.locale, self.matcher)
                of_report[message.key] = of_entry, list(findings_on(of_entry))
                in_order.append(of_report[message.key])
        for index, finding in inconsistent_names([message for message, _ in in_order]):
            in_order[index][1].append(finding)
        for report in reports:
            catalog = catalogs[report.name]
            for entry in () if isinstance(catalog, InputError) else catalog:
                if not entry.obsolete and entry_key(entry) in seen[report.name]:
                    seen[report.name][entry_key(entry)][1].extend(unknown_ids(opted_out(entry.tcomment), BY_ID))
        return seen


def _without_translation(message: SourceMessage) -> polib.POEntry:
    return polib.POEntry(msgctxt=str(message.role), msgid=message.text)


def _write_all(folder: Path, rows: dict[tuple[str, Locale], Sheet | Unread], result: Previewing) -> None:
    sheets = {key: row for key, row in rows.items() if isinstance(row, Sheet)}
    for (report, locale), sheet in sheets.items():
        path = folder / sheet_name(report, locale)
        others = [other for name, other in sheets if name == report]
        result.changed += _write(path, render_sheet(sheet, others))
        result.sheets.append(path)
    result.changed += _write(result.index, render_index(list(rows.values())))


def _gone(folder: Path, rows: Iterable[tuple[str, Locale]]) -> list[Path]:
    """Sheets in the folder whose report is not there any more."""
    known = {folder / sheet_name(report, locale) for report, locale in rows}
    found = (path for locale in LOCALES for path in sorted((folder / locale.tag).glob("*.html")))
    return [path for path in found if path not in known and _is_ours(path)]


def _write(path: Path, page: str) -> bool:
    if path.exists() and not _is_ours(path):
        problem = "there is a file of this name that is no review sheet"
        raise InputError(problem, remedy="move it, or name another folder with --out", path=path)
    try:
        return write_atomically(path, page)
    except OSError as error:
        raise unwritable(error, path) from None


def _is_ours(path: Path) -> bool:
    """Whether a file says of itself that `preview` wrote it."""
    try:
        with path.open("rb") as stream:
            return GENERATOR.encode() in stream.read(_HEAD_BYTES)
    except OSError:
        return False
