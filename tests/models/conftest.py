"""Package files, whole and broken."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.models.server import Server, running_server

METADATA = {"from_code": "en", "to_code": "ps", "package_version": "1.0", "licence": "CC0", "target_prefix": "<2ps>"}


@pytest.fixture
def make_archive(tmp_path: Path) -> Callable[..., Path]:
    """Writes an .argosmodel with the parts of a package and whatever is given besides."""

    def make(*extra: tuple[str | zipfile.ZipInfo, bytes], leave_out: str = "", metadata: object = METADATA) -> Path:
        path = tmp_path / "made.argosmodel"
        parts: list[tuple[str | zipfile.ZipInfo, bytes]] = [
            ("made/metadata.json", json.dumps(metadata).encode()),
            ("made/sentencepiece.model", b"pieces"),
            ("made/model/model.bin", b"weights"),
        ]
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in [part for part in parts if part[0] != leave_out] + list(extra):
                archive.writestr(name, content)
        return path

    return make


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine for one test."""
    with running_server() as server:
        yield server


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A fresh project without models."""
    folder = tmp_path / "newsroom"
    folder.mkdir()
    assert run_command(folder, "init").returncode == 0
    assert not [*(folder / "models").glob("*.argosmodel")]
    return folder
