"""A run needs no network and asks for none, and takes no object out of a pickle."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Imported by every Python process whose path holds it: whoever reaches for the network, or for a pickle, ends there.
GUARD = """\
import os, sys
REFUSED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind",
           "urllib.Request", "http.client.connect", "pickle.find_class")
def guard(event, arguments):
    # Babel keeps the tables of its own package in this form.
    if event in REFUSED and not (event == "pickle.find_class" and arguments[0].split(".")[0] == "babel"):
        os.write(2, f"REACHED FOR {event} {arguments}\\n".encode())
        os._exit(66)
sys.addaudithook(guard)
"""


@pytest.mark.parametrize(
    "command", [("run", "--drafts"), ("check",), ("status",), ("preview",), ("glossary", "coverage")]
)
def test_no_command_reaches_for_the_network(command: tuple[str, ...], translated: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    arguments = [sys.executable, "-m", "translate_pipeline", *command]
    if shutil.which("unshare") and os.geteuid() == 0:
        # What no audit hook sees, such as a library's own sockets, finds no network there either.
        bare = ["unshare", "--net"]
        if not subprocess.run([*bare, "true"], capture_output=True, check=False).returncode:
            arguments = [*bare, *arguments]
    outcome = subprocess.run(
        arguments,
        cwd=translated,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "REACHED" not in outcome.stderr
    assert outcome.returncode in (0, 1), outcome.stderr


@pytest.fixture(scope="module")
def translated(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.faults.conftest import copied

    return copied(pristine, tmp_path_factory.mktemp("offline") / "newsroom")


def test_the_guard_guards(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    code = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')"
    outcome = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 66
    assert "REACHED" in outcome.stderr


# Modules that make objects, or run what they are given, out of bytes that others can write.
EXECUTING = {
    "pickle",
    "cPickle",
    "_pickle",
    "dill",
    "cloudpickle",
    "joblib",
    "shelve",
    "marshal",
    "torch",
    "numpy",
    "pty",
}


def test_nothing_is_unpickled_or_executed() -> None:
    found = []
    for path in sorted((ROOT / "translate_pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if any(name.split(".")[0] in EXECUTING for name in names):
                found.append(f"{place} imports {names}")
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called in ("eval", "exec", "compile", "os.system", "os.popen", "yaml.load", "yaml.unsafe_load"):
                    found.append(f"{place} calls {called}")
                shell = [word for word in node.keywords if word.arg == "shell"]
                if shell:
                    found.append(f"{place} starts a shell")
    assert found == []
