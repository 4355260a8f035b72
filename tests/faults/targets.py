"""What is fuzzed: each target takes the bytes of a file, and has samples and words of its format to begin with."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

from tests.conftest import GLOSSARY, REPORT, ROOT
from translate_pipeline.errors import InputError
from translate_pipeline.locales import LOCALES

FA_AF, PS = LOCALES
_HTML = (b"<p>", b"</p>", b"<table>", b"<article>", b"<!--", b"]]>", b"<script>", b"&#0;", b"&lt;", b"<em>", b"</a>")
_XML = (b"<!DOCTYPE a [", b"<!ENTITY a 'b'>", b"&a;", b"<![CDATA[", b"]]>", b"<?x?>", b"&#1;", b' xml:lang="ps"', b"/>")
_CSV = (b'"', b'""', b",", b";", b"\t", b"|", b"\r\n", b"\xef\xbb\xbf", b"obl:", b"pl:", b"\x00", b"fold", b"keep")
_PO = (
    b'msgid "',
    b'msgstr "',
    b'msgctxt "',
    b"#~ ",
    b"#| ",
    b"#, fuzzy\n",
    b'msgid_plural "',
    b"msgstr[1]",
    b"\\x",
    b'"\n"',
)
_TOML = (
    b"[engines.ps]",
    b"[folders]",
    b'locales = ["ps"]',
    b"= [",
    b'"""',
    b"2021-01-01",
    b"1e999",
    b"= {",
    b"..",
    b"~",
)
_JSON = (b"[", b"{", b"null", b"1e999", b"\\ud800", b"true", b'""', b"-1", b'"title":')
_REPORT = (
    b"\n\n",
    b"By ",
    b"- ",
    b"# ",
    b"> ",
    b"---\n",
    b"+++\n",
    b"```",
    b"![](",
    b"](",
    b"\xff\xfe",
    b"July 8, 2021",
)
_ZIP = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"../", b"\xff\xff\xff\xff", b"\x00\x00", b"{", b"\x08\x00")


@dataclass(frozen=True)
class Target:
    """Something that reads files.

    Attributes:
        use: reads the file at a path; may refuse it with InputError, and do nothing else to it.
        suffix: of the file.
    """

    use: Callable[[Path], object]
    samples: Callable[[], list[bytes]]
    words: tuple[bytes, ...]
    suffix: str


def _report(path: Path) -> None:
    from translate_pipeline.catalogs.messages import messages_of
    from translate_pipeline.reports.reader import read_report

    for message in messages_of(read_report(path)):
        assert message.text.strip()
        message.text.encode()


def _files(folder: str, pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / folder).glob(pattern))]


def _pages() -> list[bytes]:
    pages = [_shortened(page) for page in _files("reports", "*.html")]
    return [*pages, b"<html><head><title>A flood</title><body><h1>A flood in Herat</h1><p>It rained a lot.</p></body>"]


def _shortened(data: bytes) -> bytes:
    return data[:12_000]


def _letters() -> list[bytes]:
    html = "<html><body><h1>A flood in Herat</h1><p>It rained a lot=2E</p></body></html>"
    parts = (
        f'--b\nContent-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n{html}\n--b--\n'
    )
    return [f'Subject: A\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n{parts}'.encode()]


@cache
def _documents() -> list[bytes]:
    from docx import Document

    document = Document()
    document.add_heading("A flood in Herat", 0)
    document.add_paragraph("It rained a lot.").add_run(" Very much.").bold = True
    document.add_table(1, 2).cell(0, 0).text = "Bridges"
    stream = io.BytesIO()
    document.save(stream)
    small = {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels"}
    stored = io.BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(stored, "w") as target:
        for name in source.namelist():
            if name in small:
                target.writestr(name, source.read(name))
    return [stream.getvalue(), stored.getvalue()]


def _ninjs() -> list[bytes]:
    bodies = [{"contenttype": "text/html", "value": "<p>It rained a lot.</p>"}]
    heads = [{"role": "main", "value": "A flood in Herat"}]
    item = {
        "uri": "urn:a",
        "language": "en",
        "headlines": heads,
        "bodies": bodies,
        "versioncreated": "2021-07-08T01:02:03Z",
    }
    old = {"uri": "a", "headline": "A flood", "body_html": "<p>Rain.</p>", "byline": "By A", "associations": {"a": {}}}
    return [json.dumps(each).encode() for each in (item, old)]


CATALOG = """\
# A reviewer's words
msgid ""
msgstr ""
"Language: ps\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

#. role: headline
#: reports/attack.txt:1
#, fuzzy
#| msgctxt "headline"
#| msgid "Taliban Attacked"
msgctxt "headline"
msgid "Taliban Attack Qala-e Naw, Governor Says"
msgstr "طالبانو پر قلعه نو برید وکړ"

# draft: fake
msgctxt "paragraph"
msgid ""
"The Ministry of Defense said 69 Taliban "
"fighters were killed."
msgstr "د دفاع وزارت وویل."

#~ msgctxt "paragraph"
#~ msgid "Gone"
#~ msgstr "تللی"
"""


def _catalog(path: Path) -> None:
    from translate_pipeline.catalogs.po_file import read_po, render_po

    catalog = read_po(path)
    given, written = path.read_bytes().decode(), render_po(catalog)
    if written != given:
        # A header that did not stand first does now; nothing else has changed.
        header, _, rest = written.partition("\n\n")
        assert not given.startswith(header)
        without = given.replace(f"{header}\n", "", 1).splitlines()
        assert [line for line in without if line] == [line for line in rest.splitlines() if line]


def _merge(path: Path) -> None:
    from translate_pipeline.catalogs.merging import Wanted, is_persons, merge, texts_of
    from translate_pipeline.catalogs.messages import messages_of
    from translate_pipeline.catalogs.po_file import parse_catalog, read_po, render_po
    from translate_pipeline.checks.message import CheckedMessage
    from translate_pipeline.checks.registry import check_message
    from translate_pipeline.reports.plaintext import read

    catalog = read_po(path, twins=True)
    theirs = {text for entry in catalog if is_persons(entry, ()) for text in texts_of(entry)}
    report = read(REPORT.encode(), Path("reports/attack.txt"), "attack")
    wanted = [Wanted(each.key, "مسوده", (("reports/attack.txt", "1"),), "role") for each in messages_of(report)]
    merge(catalog, wanted, {})
    again = parse_catalog(render_po(catalog).encode(), path, twins=True)
    # Of two texts for one message the second becomes a comment, marked as such.
    others = [line for entry in again for line in entry.tcomment.splitlines() if line.startswith("[other] ")]
    kept = "\n".join([*others, *(text for entry in again for text in texts_of(entry))])
    for text in theirs:
        assert all(word in kept for word in text.split()), text
    for entry in again:
        if entry.msgid and not entry.obsolete:
            check_message(CheckedMessage(entry.msgid, entry.msgstr, entry.msgctxt or "", PS, (), frozenset()))


def _glossary(path: Path) -> None:
    from translate_pipeline.glossary.csv_files import read_glossary
    from translate_pipeline.glossary.matching import Matcher

    matcher = Matcher(read_glossary(path.parent))
    for match in matcher.find(REPORT):
        assert REPORT[match.start : match.end]


def _lint(path: Path) -> None:
    from translate_pipeline.glossary.lint import lint

    lint(path.parent)


def _dari(path: Path) -> None:
    from translate_pipeline.conventions.persian import read_table, to_dari

    to_dari("ایران در ماه مارس ۲۰۲۱ گفت که بیمارستان", read_table(path))


def _exchanged(name: str) -> Callable[[Path], object]:
    def use(path: Path) -> None:
        from translate_pipeline.glossary.exchange.registry import FORMATS

        chosen = FORMATS[name]
        chosen.read(path, LOCALES if chosen.several_locales else [PS])

    return use


def _exchange_samples(name: str) -> Callable[[], list[bytes]]:
    def samples() -> list[bytes]:
        from translate_pipeline.glossary.csv_files import read_rows, read_term
        from translate_pipeline.glossary.exchange.registry import FORMATS

        terms = [read_term(row) for row in read_rows(_written(GLOSSARY))]
        chosen = FORMATS[name]
        return [chosen.write(terms, LOCALES if chosen.several_locales else [PS])[0]]

    return samples


def _written(text: str) -> Path:
    import tempfile

    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False, encoding="utf-8") as stream:
        stream.write(text)
    return Path(stream.name)


def _project(path: Path) -> None:
    from translate_pipeline.project import read_project

    project = read_project(path)
    for locale in project.locales:
        project.engine_choice(locale)
        project.catalog_path("a", locale)


def _projects() -> list[bytes]:
    starter = (ROOT / "translate_pipeline" / "starter.toml").read_bytes()
    plain = b"".join(
        line.removeprefix(b"# ") for line in starter.splitlines(keepends=True) if b"=" in line or b"[" in line
    )
    return [starter, plain, b'locales = ["ps"]\n[engines.ps]\npackage = "a"\n[gates]\nreviewed = false\n']


def _package(path: Path) -> None:
    from translate_pipeline.models.store import install_package, list_packages

    packages = path.parent / "packages"
    try:
        install_package(path, packages)
        list_packages(packages)
    finally:
        assert {each.name for each in path.parent.iterdir()} <= {path.name, "packages"}
        shutil.rmtree(packages, ignore_errors=True)


@cache
def _packages() -> list[bytes]:
    metadata = {"from_code": "en", "to_code": "ps", "package_version": "1", "target_prefix": "", "placeholders": ["a"]}
    packed = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as archive:
            archive.writestr("en_ps/metadata.json", json.dumps(metadata))
            archive.writestr("en_ps/model/model.bin", "weights")
            archive.writestr("en_ps/sentencepiece.model", "pieces")
        packed.append(stream.getvalue())
    return packed


def _xliff(path: Path) -> None:
    from translate_pipeline.catalogs.xliff.reading import read_document
    from translate_pipeline.input_files import read_input

    read_document(read_input(path), path)


def _xliffs() -> list[bytes]:
    core = "urn:oasis:names:tc:xliff:document:2.0"
    units = '<unit id="u1" name="headline"><notes><note priority="2">n</note></notes>'
    units += '<originalData><data id="d">&lt;b></data></originalData>'
    units += '<segment state="translated"><source>A <pc id="1" dataRefStart="d">flood</pc></source>'
    units += '<target order="1">سیلاب<ph id="2"/></target></segment><ignorable><source> </source></ignorable></unit>'
    return [
        f'<xliff xmlns="{core}" version="2.0" srcLang="en" trgLang="ps"><file id="f">{units}</file></xliff>'.encode()
    ]


def _tmx(path: Path) -> None:
    from translate_pipeline.catalogs.tmx import parse_tmx, read_tmx, write_tmx

    write_tmx(parse_tmx(read_tmx(path), path).units)


def _tmxes() -> list[bytes]:
    unit = '<tu changedate="20210708T010203Z"><prop type="x-role">headline</prop>'
    unit += '<tuv xml:lang="en"><seg>A <bpt i="1">b</bpt></seg></tuv><tuv xml:lang="ps-AF"><seg>سیلاب</seg></tuv></tu>'
    return [f'<tmx version="1.4"><header srclang="en"/><body>{unit}</body></tmx>'.encode()]


def _manifest(path: Path) -> None:
    from translate_pipeline.articles.manifest import manifest_text, read_manifest

    manifest_text(PS, {entry.name: entry for entry in read_manifest(path)}.values())


def _manifests() -> list[bytes]:
    sums = "0" * 64
    texts = (
        "id",
        "title",
        "summary",
        "source",
        "report",
        "catalog",
        "url",
        "engine",
        "glossary_revision",
        "disclosure",
    )
    entry: dict[str, object] = dict.fromkeys(texts, "a")
    entry |= {
        "name": "attack",
        "published": "2021-07-08",
        "modified": "",
        "report_sha256": sums,
        "catalog_sha256": sums,
    }
    entry |= {"reviewed": True, "reviewers": ["b"], "findings": [], "files": {"ps/attack.html": sums}}
    return [json.dumps({"format": number, "language": "ps", "articles": [entry]}).encode() for number in (1, 2, 3, 4)]


def _suggestions(path: Path) -> None:
    from translate_pipeline.review.suggestion_file import read_file, renewed

    renewed(read_file(path).rows, [])


def _suggestion_samples() -> list[bytes]:
    from translate_pipeline.review.suggestion_file import COLUMNS

    return [(",".join(COLUMNS) + "\nyes,approved,ps,Herat,هرات,هرات,place,3,0,a:1,b,c,d,e\n").encode()]


def _memory(path: Path) -> None:
    from translate_pipeline.translation.memory import Memory

    try:
        with Memory(path) as memory:
            told = [
                *memory.sentences(["a"]).values(),
                *(each for row in memory.drafts("a.po").values() for each in row),
            ]
            assert all(isinstance(value, str | int) for each in told for value in astuple(each))
            assert all(isinstance(form, str) for forms in memory.renderings("e").values() for form in forms)
    finally:
        _unlink(path)


def _index(path: Path) -> None:
    from translate_pipeline.translation.recall.store import Store

    try:
        Store.copy_of(path)
        with Store(path) as store:
            store.origins()
            store.settled()
            store.shares()
    finally:
        _unlink(path)


def _unlink(path: Path) -> None:
    for each in path.parent.glob(f"{path.stem}.*"):
        if each != path:
            each.unlink()


@cache
def _databases() -> list[bytes]:
    import tempfile

    from translate_pipeline.translation.memory import CachedSentence, DraftRecord, Memory
    from translate_pipeline.translation.recall.store import Store

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "memory.sqlite")
        with Memory(place) as memory:
            memory.add_sentences({"a": CachedSentence("b", "plain", 1, True)})
            memory.add_drafts("a.po", {("paragraph", "x"): DraftRecord("y", "e", "t")})
            memory.add_renderings("e", {"Herat": ["هرات"]})
        with Store(Path(folder, "recall.sqlite")):
            pass
        return [path.read_bytes() for path in sorted(Path(folder).glob("*.sqlite"))]


TARGETS = {
    "text": Target(_report, lambda: [REPORT.encode(), *_files("reports", "*.txt")], _REPORT, ".txt"),
    "markdown": Target(_report, lambda: _files("reports", "*.md"), (*_REPORT, *_HTML), ".md"),
    "html": Target(_report, _pages, _HTML, ".html"),
    "mhtml": Target(
        _report, _letters, (*_HTML, b"\n\n", b"--b", b"=3D", b"base64", b"Content-Type: ", b"utf-7"), ".mhtml"
    ),
    "docx": Target(_report, _documents, (*_ZIP, *_XML, b"<w:p>", b"<w:t>"), ".docx"),
    "ninjs": Target(_report, _ninjs, (*_JSON, *_HTML), ".json"),
    "po": Target(_catalog, lambda: [CATALOG.encode()], _PO, ".po"),
    "merge": Target(_merge, lambda: [CATALOG.encode()], _PO, ".po"),
    "glossary": Target(_glossary, lambda: [GLOSSARY.encode()], _CSV, ".csv"),
    "lint": Target(_lint, lambda: [GLOSSARY.encode()], _CSV, ".csv"),
    "dari": Target(_dari, lambda: [_shortened(_files("glossaries", "dari.csv")[0]).rpartition(b"\n")[0]], _CSV, ".csv"),
    "suggestions": Target(_suggestions, _suggestion_samples, _CSV, ".csv"),
    "tbx": Target(_exchanged("tbx"), _exchange_samples("tbx"), _XML, ".tbx"),
    "martif": Target(_exchanged("martif"), _exchange_samples("martif"), _XML, ".tbx"),
    "weblate": Target(_exchanged("weblate"), _exchange_samples("weblate"), _CSV, ".csv"),
    "omegat": Target(_exchanged("omegat"), _exchange_samples("omegat"), _CSV, ".utf8"),
    "project": Target(_project, _projects, _TOML, ".toml"),
    "package": Target(_package, _packages, (*_ZIP, *_JSON), ".argosmodel"),
    "xliff": Target(_xliff, _xliffs, _XML, ".xlf"),
    "tmx": Target(_tmx, _tmxes, _XML, ".tmx"),
    "manifest": Target(_manifest, _manifests, _JSON, ".json"),
    "memory": Target(_memory, _databases, _ZIP, ".sqlite"),
    "index": Target(_index, _databases, _ZIP, ".sqlite"),
}

REFUSAL = InputError
