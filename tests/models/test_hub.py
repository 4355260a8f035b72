"""Models of a hub: fetched, built, tried and installed by one command, from a server on this machine."""

from __future__ import annotations

import importlib.util
import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import ROOT
from tests.models.server import Request, Server
from translate_pipeline.models.known import known_model

STARTER = sorted((ROOT / "models").glob("translate-en_ps-*.argosmodel"))[-1]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
KNOWN = known_model("nllb-200-600m")
assert KNOWN is not None
INSTALL = ("models", "install", KNOWN.name, "--accept-license", "--hub")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter model with the language tokens of NLLB: one that speaks, small enough for a test."""
    folder = tmp_path_factory.mktemp("model")
    with zipfile.ZipFile(STARTER) as archive:
        archive.extractall(folder)
    (package,) = folder.iterdir()
    model = package / "model"
    path = model / "shared_vocabulary.json"
    new = {"<s>": "eng_Latn", "<2prs>": "prs_Arab", "<2ps>": "pbt_Arab"}
    path.write_text(json.dumps([new.get(token, token) for token in json.loads(path.read_text(encoding="utf-8"))]))
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    (model / "config.json").write_text(json.dumps({**config, "add_source_eos": False}))
    shutil.copy(package / "sentencepiece.model", model / "sentencepiece.bpe.model")
    return model


def serve(server: Server, place: str, files: dict[str, bytes], commit: str = COMMIT, tags: Sequence[str] = ()) -> None:
    names = [*files, "README.md", "../../evil", "folder/model.bin"]
    answer = {"sha": commit, "siblings": [{"rfilename": name} for name in names], "tags": tags}
    for revision in ("main", commit):
        server.serve(f"/api/models/{place}/revision/{revision}", json.dumps(answer).encode())
    for name, content in files.items():
        server.serve(f"/{place}/resolve/{commit}/{name}", content)


def contents(model: Path, *leave_out: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in model.iterdir() if path.name not in leave_out}


def state(newsroom: Path) -> list[str]:
    folder = newsroom / ".translate-pipeline"
    return [path.name for path in folder.rglob("*") if path.is_file() and path.name != "lock"]


def test_a_package_for_each_locale_pinned_to_the_revision(server: Server, newsroom: Path, model: Path) -> None:
    assert KNOWN is not None
    serve(server, KNOWN.place, contents(model))
    result = run_command(newsroom, *INSTALL, server.url)
    assert result.returncode == 0, result.stderr
    assert f"{KNOWN.name}-fa_AF installed: English to Dari, CC-BY-NC-4.0" in result.stdout
    assert f"{KNOWN.name}-ps installed: English to Pashto" in result.stdout
    installed = json.loads(run_command(newsroom, "models", "list", "--json").stdout)
    assert [row["locale"] for row in installed if row["state"] == "installed"] == [["fa_AF"], ["ps"]]
    pins = json.loads((newsroom / "model-checksums.json").read_text(encoding="utf-8"))
    assert pins[f"{server.url}/{KNOWN.place}@main"] == COMMIT
    assert not (newsroom / ".translate-pipeline" / "downloads").exists() or not [
        *(newsroom / ".translate-pipeline" / "downloads").iterdir()
    ]

    # The branch has moved, and a file of the pinned revision is another one: that is no longer what was trusted.
    serve(server, KNOWN.place, {**contents(model), "model.bin": b"other"}, "f" * 40)
    server.serve(f"/{KNOWN.place}/resolve/{COMMIT}/model.bin", b"other", '"two"')
    result = run_command(newsroom, *INSTALL, server.url)
    assert result.returncode == 2 and "its SHA-256 is" in result.stderr


def test_the_tokenizer_may_lie_in_another_repository(server: Server, newsroom: Path, model: Path) -> None:
    assert KNOWN is not None
    serve(server, KNOWN.place, contents(model, "sentencepiece.bpe.model"))
    serve(server, KNOWN.tokenizer, contents(model, "model.bin"), "a" * 40)
    result = run_command(newsroom, *INSTALL, server.url)
    assert result.returncode == 0, result.stderr


def test_a_cut_download_goes_on_and_fetches_no_file_twice(server: Server, newsroom: Path, model: Path) -> None:
    assert KNOWN is not None
    files = contents(model)
    serve(server, KNOWN.place, files)
    path = f"/{KNOWN.place}/resolve/{COMMIT}/shared_vocabulary.json"
    whole, content = server.answers[path], files["shared_vocabulary.json"]

    def broken(request: Request) -> None:
        request.head(Content_Length=len(content), ETag='"one"')
        request.wfile.write(content[:1000])

    server.answers[path] = broken
    result = run_command(newsroom, *INSTALL, server.url)
    assert result.returncode == 2 and "run it again to go on" in result.stderr
    server.answers[path] = whole
    result = run_command(newsroom, *INSTALL, server.url)
    assert result.returncode == 0, result.stderr
    asked = [(name, span) for name, span in server.seen if "/resolve/" in name]
    assert len([name for name, _ in asked if name.endswith("model.bin")]) == 1
    assert (path, "bytes=1000-") in asked


def test_what_fails_its_trial_leaves_nothing(server: Server, newsroom: Path, model: Path) -> None:
    """A model whose languages are mixed up: asked for Dari it writes Pashto."""
    assert KNOWN is not None
    files = contents(model)
    swapped = {"prs_Arab": "pbt_Arab", "pbt_Arab": "prs_Arab"}
    tokens = json.loads(files["shared_vocabulary.json"])
    files["shared_vocabulary.json"] = json.dumps([swapped.get(token, token) for token in tokens]).encode()
    serve(server, KNOWN.place, files)
    result = run_command(newsroom, *INSTALL, server.url)
    assert result.returncode == 2 and "read like Pashto, not Dari" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not state(newsroom) and not (newsroom / "model-checksums.json").exists()


def test_any_repository_by_its_name(server: Server, newsroom: Path, model: Path) -> None:
    serve(server, "Some.One/NLLB_tiny", contents(model), tags=["license:cc-by-nc-4.0"])
    command = ("models", "install", "hub:Some.One/NLLB_tiny", "--hub", server.url)
    result = run_command(newsroom, *command)
    assert result.returncode == 2 and "--family" in result.stderr
    command = (*command, "--family", "nllb", "--locale", "ps")
    result = run_command(newsroom, *command)
    assert result.returncode == 2 and "cc-by-nc-4.0" in result.stderr and not state(newsroom)
    result = run_command(newsroom, *command, "--accept-license")
    assert result.returncode == 0 and "nllb_tiny-ps installed: English to Pashto, cc-by-nc-4.0" in result.stdout


def test_weights_to_convert_are_not_fetched_where_nothing_can_convert_them(
    server: Server, newsroom: Path, model: Path
) -> None:
    if importlib.util.find_spec("torch"):
        pytest.skip("PyTorch is here")
    files = {"model.safetensors": b"weights", "pytorch_model.bin": b"pickle", "config.json": b"{}"}
    serve(server, "some/weights", files)
    result = run_command(
        newsroom, "models", "install", "hub:some/weights", "--hub", server.url, "--family", "nllb", "--locale", "ps"
    )
    assert result.returncode == 2 and "pip install 'translate-pipeline[convert]'" in result.stderr
    assert not [name for name, _ in server.seen if "/resolve/" in name]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"<html>", "no list of files"),
        (b'{"sha": "main", "siblings": []}', "names no revision"),
        (b'{"sha": "0123456789", "siblings": [{"rfilename": "README.md"}]}', "holds no model"),
    ],
    ids=["page", "revision", "empty"],
)
def test_a_hub_with_surprises(server: Server, newsroom: Path, answer: bytes, problem: str) -> None:
    assert KNOWN is not None
    server.serve(f"/api/models/{KNOWN.place}/revision/main", answer)
    result = run_command(newsroom, *INSTALL, server.url)
    assert result.returncode == 2 and problem in result.stderr and result.stderr.count("\n") == 1
    assert not state(newsroom)
