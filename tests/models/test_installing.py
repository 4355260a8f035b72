"""`models install` from servers, sticks and the index: what is not sound leaves nothing behind."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import ROOT
from tests.models.server import Request, Server

STARTER = sorted((ROOT / "models").glob("translate-en_ps-*.argosmodel"))[-1]


def state(newsroom: Path) -> set[str]:
    """Every file under the project's state folder."""
    folder = newsroom / ".translate-pipeline"
    return (
        {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        if folder.exists()
        else set()
    )


def listing(server: Server, entries: object) -> str:
    return server.serve("/index.json", json.dumps(entries).encode())


def test_from_the_index_verified_and_pinned(server: Server, newsroom: Path) -> None:
    good = server.serve("/good.argosmodel", STARTER.read_bytes())
    index = listing(
        server,
        [
            None,
            7,
            {"from_code": "en"},
            {"from_code": "en", "to_code": "ps", "package_version": "1.0", "links": "none"},
            {"from_code": "en", "to_code": "ps", "package_version": "9.0", "links": ["file:///etc/passwd"]},
            {"from_code": "en", "to_code": "ps", "package_version": "1.9", "links": [server.url + "/gone", 3, good]},
            {"from_code": "en", "to_code": "ps", "package_version": "1.10", "links": [server.url + "/gone", good]},
        ],
    )
    result = run_command(newsroom, "models", "install", "en_ps", "--index", index)
    assert result.returncode == 0, result.stderr
    assert "Pashto" in result.stdout
    pinned = json.loads((newsroom / "model-checksums.json").read_text(encoding="utf-8"))
    assert list(pinned) == [good]
    assert not [name for name in state(newsroom) if name.startswith("downloads")]
    assert run_command(newsroom, "models", "verify", STARTER.stem).returncode == 0
    assert run_command(newsroom, "models", "remove", STARTER.stem).returncode == 0
    assert STARTER.stem not in run_command(newsroom, "models", "list").stdout

    with zipfile.ZipFile(newsroom / "other.argosmodel", "w") as other, zipfile.ZipFile(STARTER) as whole:
        for member in whole.infolist():
            other.writestr(member, whole.read(member))
        other.comment = b"changed"
    server.serve("/good.argosmodel", (newsroom / "other.argosmodel").read_bytes(), tag='"two"')
    result = run_command(newsroom, "models", "install", good)
    assert result.returncode == 2 and "its SHA-256 is" in result.stderr
    assert not [name for name in state(newsroom) if not name.startswith("lock")]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<html>", "not an index"),
        (b'{"a": 1}', "not an index"),
        (b"[" * 100_000, "not an index"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "no model 'en_ps' is known or listed"),
        (b" " * (8 * 1024**2 + 1), "longer than"),
    ],
    ids=["html", "object", "deep", "bytes", "empty", "huge"],
)
def test_an_index_with_surprises(server: Server, newsroom: Path, content: bytes, problem: str) -> None:
    index = server.serve("/index.json", content)
    result = run_command(newsroom, "models", "install", "en_ps", "--index", index)
    assert result.returncode == 2 and problem in result.stderr
    assert result.stderr.count("\n") == 1


def _zip(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path.read_bytes()


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


METADATA = ("m/metadata.json", b'{"from_code": "en", "to_code": "ps"}')
WHOLE = (METADATA, ("m/sentencepiece.model", b"x"), ("m/model/model.bin", b"x"))


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ([*WHOLE, ("m/zeros", bytes(300_000_000))], "would unpack to"),
        ([*WHOLE, ("m/../../evil", b"x")], "unsafe path"),
        ([*WHOLE, (_link("m/link"), b"/etc/passwd")], "link or device"),
        ([METADATA], "no model/model.bin"),
        (WHOLE, "cannot be loaded"),
    ],
    ids=["bomb", "dots", "symlink", "parts", "unloadable"],
)
def test_what_must_not_be_installed(
    server: Server, newsroom: Path, tmp_path: Path, members: list[tuple[str, bytes]], problem: str
) -> None:
    url = server.serve("/m.argosmodel", _zip(tmp_path / "made.zip", *members))
    result = run_command(newsroom, "models", "install", url)
    assert result.returncode == 2 and problem in result.stderr and result.stderr.count("\n") == 1
    assert not [name for name in state(newsroom) if name != "lock"]
    assert not (newsroom / "model-checksums.json").exists()
    assert not (tmp_path / "evil").exists()


def test_a_page_instead_of_a_package(server: Server, newsroom: Path) -> None:
    result = run_command(newsroom, "models", "install", server.serve("/m.argosmodel", b"<html>please log in</html>"))
    assert result.returncode == 2 and "not a whole model package" in result.stderr


def test_an_interrupted_download_goes_on_at_the_next_command(server: Server, newsroom: Path) -> None:
    content = STARTER.read_bytes()

    def broken(request: Request) -> None:
        request.head(Content_Length=len(content), ETag='"one"')
        request.wfile.write(content[:100_000])

    server.answers["/m.argosmodel"] = broken
    result = run_command(newsroom, "models", "install", server.url + "/m.argosmodel")
    assert result.returncode == 2 and "run it again to go on" in result.stderr
    result = run_command(newsroom, "models", "install", server.serve("/m.argosmodel", content))
    assert result.returncode == 0, result.stderr
    assert server.seen[-1] == ("/m.argosmodel", "bytes=100000-")


def test_from_a_stick_without_network(newsroom: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.copy(STARTER, stick)
    for name in ("en_ps", STARTER.stem):
        result = run_command(newsroom, "models", "install", name, "--from", stick)
        assert result.returncode == 0, result.stderr
    result = run_command(newsroom, "models", "install", "en_fa", "--from", stick)
    assert result.returncode == 2 and "no package file for 'en_fa'" in result.stderr


def test_a_licence_without_commercial_use_must_be_accepted(newsroom: Path) -> None:
    result = run_command(newsroom, "models", "install", "nllb-200-600m")
    assert result.returncode == 2 and "CC-BY-NC-4.0" in result.stderr and "--accept-license" in result.stderr


def test_a_model_of_another_language_is_refused_with_evidence(server: Server, newsroom: Path, tmp_path: Path) -> None:
    """A Dari model that calls itself Pashto."""
    dari = sorted((ROOT / "models").glob("translate-en_prs-*.argosmodel"))[-1]
    made = tmp_path / "made.argosmodel"
    with zipfile.ZipFile(dari) as whole, zipfile.ZipFile(made, "w") as changed:
        for member in whole.infolist():
            content = whole.read(member)
            if member.filename.endswith("/metadata.json"):
                content = json.dumps({**json.loads(content), "to_code": "ps"}).encode()
            changed.writestr(member, content)
    result = run_command(newsroom, "models", "install", made)
    assert result.returncode == 2 and "read like Dari or Persian, not Pashto" in result.stderr
    assert "became" in result.stderr
    assert run_command(newsroom, "models", "verify", made).returncode == 2
