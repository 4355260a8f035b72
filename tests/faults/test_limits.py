"""Files that are too large, and small ones that would become large: refused in one line, without reading them."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.targets import TARGETS
from translate_pipeline.errors import InputError
from translate_pipeline.glossary.csv_files import COLUMNS, read_rows
from translate_pipeline.models.archive import check_archive

# Adds to what the modules themselves take.
MOST_MEMORY = 400 * 1024**2
LARGE = """\
import resource, sys
from pathlib import Path
from tests.faults.targets import REFUSAL, TARGETS
target = TARGETS[sys.argv[1]]
path = Path(sys.argv[2]) / f"input{target.suffix}"
for sample in target.samples():
    path.write_bytes(sample)
    try:
        target.use(path)
    except REFUSAL:
        pass
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[3]),) * 2)
with path.open("wb") as stream:
    stream.write(target.samples()[0][:200].replace(b"\\n", b" "))
    for _ in range(100):
        stream.write(b"word and " * (1024**2 // 9))
try:
    target.use(path)
except REFUSAL as refusal:
    print(refusal)
    sys.exit(0)
sys.exit("it was taken")
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="limits memory as Linux does")
@pytest.mark.parametrize(
    "name", ["text", "html", "ninjs", "po", "glossary", "dari", "tbx", "weblate", "project", "tmx", "xliff"]
)
def test_a_line_of_a_hundred_megabytes_is_refused(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", LARGE, name, str(tmp_path), str(MOST_MEMORY)]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    assert "MB" in outcome.stdout or "bytes, more than" in outcome.stdout


def test_a_glossary_of_a_million_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(",".join(COLUMNS) + "\n")
        for number in range(1_000_000):
            stream.write(f"Name {number},,place,ن,,ن,,exact,\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError, match=r":200002: more than 200,000 rows; keep the names"):
        read_rows(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1024**2


BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;">]>
"""
FILE_ENTITY = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>\n'


@pytest.mark.parametrize("name", ["xliff", "tmx", "tbx", "martif"])
@pytest.mark.parametrize("declaration", [BILLION_LAUGHS, FILE_ENTITY], ids=["bomb", "file"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(name: str, declaration: bytes, encoding: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    sample = target.samples()[0].decode().partition("?>\n")
    body = (sample[2] or sample[0]).replace(">A", ">&f;A", 1).replace(">Herat<", ">&f;<", 1)
    path = tmp_path / f"input{target.suffix}"
    path.write_bytes((declaration.decode().replace('<?xml version="1.0"?>\n', "") + body).encode(encoding))
    with pytest.raises(InputError):
        target.use(path)


def test_a_document_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    _pack(path, "word/document.xml", TARGETS["docx"].samples()[0])
    with pytest.raises(InputError):
        TARGETS["docx"].use(path)


def test_a_package_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.argosmodel"
    _pack(path, "en_ps/model/model.bin", TARGETS["package"].samples()[1])
    with pytest.raises(InputError, match="would unpack to"):
        check_archive(path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def _pack(path: Path, bomb: str, sample: bytes) -> None:
    zeros = bytes(16 * 1024**2)
    with zipfile.ZipFile(io.BytesIO(sample)) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != bomb:
                target.writestr(name, source.read(name))
        with target.open(bomb, "w", force_zip64=True) as stream:
            for _ in range(20):
                stream.write(zeros)


@pytest.mark.parametrize(
    "member",
    [
        "../x",
        "/x",
        "en_ps/../../x",
        "en_ps\\..\\x",
        "C:/x",
        "en_ps/CON",
        "en_ps/nul.txt",
        "en_ps/a\nb",
        "en_ps/MODEL/model.bin",
    ],
)
def test_a_package_with_a_member_that_would_land_elsewhere_is_refused(member: str, tmp_path: Path) -> None:
    path = tmp_path / "package.argosmodel"
    path.write_bytes(TARGETS["package"].samples()[0])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, "x")
    with pytest.raises(InputError):
        TARGETS["package"].use(path)
    assert {each.name for each in tmp_path.iterdir()} == {path.name}
    assert not (tmp_path.parent / "x").exists()


def test_a_deeply_nested_file_is_refused(tmp_path: Path) -> None:
    deep = 200_000
    for name, data in {
        "ninjs": b"[" * deep,
        "manifest": b"[" * deep,
        "project": b"a = " + b"[" * deep,
        "xliff": b"<a>" * deep,
        "tmx": b"<a>" * deep,
    }.items():
        path = tmp_path / f"{name}{TARGETS[name].suffix}"
        path.write_bytes(data)
        with pytest.raises(InputError):
            TARGETS[name].use(path)
