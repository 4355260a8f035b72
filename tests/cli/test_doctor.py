"""`doctor` and shell completion, on whole projects and on broken ones."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import run_command
from tests.conftest import ROOT
from translate_pipeline.lock import project_lock

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    assert run_command(folder, "init").returncode == 0
    for path in sorted((ROOT / "models").glob("*.argosmodel")):
        shutil.copy(path, folder / "models")
    (folder / "reports" / "attack.txt").write_text("Flood\n\nIt rained.\n", encoding="utf-8")
    return folder


@pytest.fixture
def project(desk: Path, tmp_path: Path) -> Path:
    return shutil.copytree(desk, tmp_path / "newsroom")


def _diagnoses(folder: Path, *options: str, status: int = 0, **environment: str) -> dict[str, tuple[str, str, str]]:
    """State, detail and remedy of each subject."""
    result = run_command(folder, "doctor", "--json", *options, **environment)
    assert (result.returncode, result.stderr) == (status, "")
    return {each["subject"]: (each["state"], each["detail"], each["remedy"]) for each in json.loads(result.stdout)}


def _content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_whole_project_misses_nothing_and_is_left_as_it_was(project: Path) -> None:
    before = _content(project)
    found = _diagnoses(project)
    assert not [subject for subject, (state, _, _) in found.items() if state == "missing"]
    assert "installed on first use" in found["model for Dari"][1]
    assert {"project", "glossary", "lock", "program", "packages", "terminal"} <= found.keys()
    assert _content(project) == before


def test_each_fault_is_named_with_what_mends_it(project: Path) -> None:
    (project / "translate-pipeline.toml").write_text('[engines.ps]\npackage = "nllb"\n', encoding="utf-8")
    for path in (project / "models").iterdir():
        path.unlink()
    (project / "models" / "cut.argosmodel").write_bytes(b"PK\x03\x04")
    (project / "glossaries" / "places.csv").write_text("term,kind\nHerat,planet\n", encoding="utf-8")
    (project / "articles").write_text("", encoding="utf-8")
    (project / ".translate-pipeline").mkdir()
    (project / ".translate-pipeline" / "memory.sqlite").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    found = _diagnoses(project, status=1)
    state, detail, remedy = found["model for Dari"]
    assert (state, remedy) == ("missing", "translate-pipeline models install PATH.argosmodel")
    assert "cut.argosmodel" in detail
    assert found["model for Pashto"][::2] == ("missing", "translate-pipeline models install nllb")
    assert found["glossary"][0] == "missing" and "places.csv" in found["glossary"][1]
    assert found["folder articles"][0] == "missing"
    assert found["state .translate-pipeline/memory.sqlite"][0] == "note"
    text = run_command(project, "--quiet", "doctor")
    assert text.returncode == 1
    assert "        mend with: translate-pipeline models install nllb" in text.stdout.splitlines()
    assert not [line for line in text.stdout.splitlines() if line.startswith("ok")]


def test_a_damaged_installed_model_is_found_out(project: Path) -> None:
    package = sorted((project / "models").glob("*en_ps*"))[0]
    assert run_command(project, "models", "install", str(package)).returncode == 0
    assert "tried" in _diagnoses(project)["model for Pashto"][1]
    (installed,) = (project / ".translate-pipeline" / "packages").iterdir()
    model = installed / "model" / "model.bin"
    model.write_bytes(model.read_bytes()[:1000])
    state, _, remedy = _diagnoses(project, status=1)["model for Pashto"]
    assert (state, installed.name in remedy) == ("missing", True)
    # Without a trial only its being there counts.
    assert _diagnoses(project, "--quick")["model for Pashto"][0] == "ok"


def test_a_run_at_work_a_bad_project_file_and_no_project(project: Path, tmp_path: Path) -> None:
    with project_lock(project / ".translate-pipeline"):
        state, detail, _ = _diagnoses(project, "--quick")["lock"]
    assert (state, str(os.getpid()) in detail) == ("note", True)
    (project / "translate-pipeline.toml").write_text("locales = 3\n", encoding="utf-8")
    state, detail, _ = _diagnoses(project, status=1)["project"]
    assert (state, "translate-pipeline.toml:1" in detail) == ("missing", True)
    (tmp_path / "elsewhere").mkdir()
    assert _diagnoses(tmp_path / "elsewhere", status=1)["project"][::2] == ("missing", "translate-pipeline init")


def test_a_terminal_without_utf8_is_noted(project: Path) -> None:
    plain = {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    state, _, remedy = _diagnoses(project, "--quick", **plain)["terminal"]
    assert (state, remedy) == ("note", "export LC_ALL=C.UTF-8")


def _completed(words: str, folder: Path) -> set[str]:
    """What bash offers after `words`, the last of which is begun."""
    program = (
        "source <(translate-pipeline completion bash)\n"
        f"COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1))\n"
        "function=$(complete -p translate-pipeline | sed 's/.*-F \\([^ ]*\\) .*/\\1/')\n"
        "$function translate-pipeline 2>&1\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        ["bash", "--norc", "-c", program], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


@pytest.mark.skipif(
    not (shutil.which("bash") and (BIN / "translate-pipeline").exists()), reason="needs bash and the installed program"
)
def test_bash_completes_commands_options_and_choices(tmp_path: Path) -> None:
    assert _completed("translate-pipeline re", tmp_path) == {"review"}
    assert _completed("translate-pipeline glossary li", tmp_path) == {"lint"}
    assert _completed("translate-pipeline check --format ''", tmp_path) == {"text", "json", "github", "checkstyle"}
    assert {"dari", "pashto", "fa_AF", "ps"} == _completed("translate-pipeline translate -l ''", tmp_path)


@pytest.mark.parametrize(("shell", "check"), [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")])
def test_the_script_of_each_shell_parses_there(tmp_path: Path, shell: str, check: str) -> None:
    script = run_command(tmp_path, "completion", shell).stdout
    assert "_TRANSLATE_PIPELINE_COMPLETE" in script
    if not shutil.which(shell):
        pytest.skip(f"needs {shell}")
    (tmp_path / "script").write_text(script, encoding="utf-8")
    subprocess.run([shell, check, "script"], cwd=tmp_path, check=True)
