"""A package file that is broken or hostile is refused in one line, and nothing of it reaches the disk."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from translate_pipeline.errors import InputError
from translate_pipeline.models.archive import check_archive
from translate_pipeline.models.store import install_package

STARTER = sorted((ROOT / "models").glob("*.argosmodel"))


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    ("member", "words"),
    [
        (("../evil", b"x"), "unsafe path"),
        (("made/../../evil", b"x"), "unsafe path"),
        (("/etc/evil", b"x"), "unsafe path"),
        (("made\\..\\evil", b"x"), "unsafe path"),
        (("C:/evil", b"x"), "unsafe path"),
        (("made/a\x1bb", b"x"), "unsafe path"),
        ((_link("made/link"), b"/etc/passwd"), "link or device"),
        (("other/file", b"x"), "do not lie in one folder"),
    ],
)
def test_unsafe_members(
    make_archive: Callable[..., Path], tmp_path: Path, member: tuple[str | zipfile.ZipInfo, bytes], words: str
) -> None:
    path = make_archive(member)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=words):
        install_package(path, tmp_path / "packages")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("part", ["made/metadata.json", "made/sentencepiece.model", "made/model/model.bin"])
def test_a_part_is_missing(make_archive: Callable[..., Path], part: str) -> None:
    with pytest.raises(InputError, match=part.split("/")[-1].replace(".", r"\.")):
        check_archive(make_archive(leave_out=part))


@pytest.mark.parametrize(
    "metadata",
    [
        [],
        {},
        {"from_code": 1, "to_code": "ps"},
        {"from_code": "en", "to_code": "ps", "type": "sbd"},
        {"from_code": "en", "to_code": "ps", "placeholders": 5},
        {"from_code": "en", "to_code": "ps", "placeholders": ["a", 1]},
        {"from_code": "en", "to_code": "ps", "target_prefix": 7},
    ],
)
def test_metadata_of_something_else(make_archive: Callable[..., Path], metadata: object) -> None:
    with pytest.raises(InputError):
        check_archive(make_archive(metadata=metadata))


def test_an_archive_that_unpacks_to_far_more(tmp_path: Path) -> None:
    path = tmp_path / "bomb.argosmodel"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("made/model/model.bin", b"\0" * 20_000_000)
    with pytest.raises(InputError, match="would unpack to"):
        check_archive(path)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.9999])
def test_a_truncated_package(tmp_path: Path, share: float) -> None:
    data = STARTER[0].read_bytes()
    path = tmp_path / "cut.argosmodel"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError, match="not a whole model package"):
        install_package(path, tmp_path / "packages")
    assert not (tmp_path / "packages").exists()


def test_a_package_with_a_flipped_byte(tmp_path: Path) -> None:
    data = bytearray(STARTER[0].read_bytes())
    data[len(data) // 2] ^= 0xFF
    path = tmp_path / "flipped.argosmodel"
    path.write_bytes(data)
    with pytest.raises(InputError):
        check_archive(path)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such model package"):
        check_archive(tmp_path / "none.argosmodel")
