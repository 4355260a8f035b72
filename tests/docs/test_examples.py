"""The documentation is true: each command in it runs, each page and file it names is there, and the site builds."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.cli import group
from translate_pipeline.errors import InputError

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PROGRAM = "translate-pipeline"
BIN = Path(sys.executable).parent

# Examples that the tests do not run, each with the reason. A pattern has to match from the command's name on.
NOT_RUN = {
    r"models install (?!.*\.argosmodel\b|-)": "network",
    r"models install .*(https?:|--from|hf:)": "network, or a disk of the operator's",
    r"models build": "needs PyTorch and Transformers, and a model of gigabytes; see tests/models/test_building.py",
    r"models compare": "minutes of decoding; see its own tests",
    r"(run|translate) .*--scheduler": "needs a scheduler; see tests/translation/test_cluster.py",
    r"translate --force": "decodes everything again; see tests/cli/test_commands.py",
}
# What may end with another status than 0 in the prepared project, and why; a pattern is sought in `page: command`.
STATUS = {
    r": (--\S+ (json )?)*run\b": {
        1: "articles are refused, for nobody reviewed them; drafts of small models have errors"
    },
    r": (package|translate|check)\b": {1: "the same"},
    r"^README.*: review accept": {2: "nobody has reviewed anything in the tour"},
    r"^translate-pipeline --help: run": {2: "there are no reports in a new project"},
}


@dataclass(frozen=True, slots=True)
class Example:
    """A line of a block of commands."""

    place: str
    line: str

    @property
    def command(self) -> str:
        """What follows the program's name, without its comment."""
        return " ".join(shlex.split(self.line, comments=True)[1:])

    @property
    def needs_shell(self) -> bool:
        """Whether it pipes or redirects."""
        return any(set(token) <= set("|<>") for token in shlex.shlex(self.line, posix=True, punctuation_chars="|<>"))

    @property
    def reason(self) -> str:
        """Why it is not run; empty where it is."""
        return next((why for pattern, why in NOT_RUN.items() if re.match(pattern, self.command)), "")

    @property
    def statuses(self) -> set[int]:
        """The exit statuses that are right."""
        shown = f"{self.place}: {self.command}"
        return {0}.union(*(statuses for pattern, statuses in STATUS.items() if re.search(pattern, shown)))


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The lines of indented and fenced blocks with their numbers; a line that ends in a backslash goes on."""
    fenced, begun = False, ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            begun += line.strip()
            if begun.endswith("\\"):
                begun = begun[:-1]
            else:
                yield number, begun.removeprefix("$ ")
                begun = ""


def _page_examples(path: Path) -> list[Example]:
    name = path.relative_to(ROOT).as_posix()
    words = (f"{PROGRAM} ", "cd ", "cp ", "mkdir ")
    return [
        Example(f"{name}:{number}", line) for number, line in _blocks(path.read_text("utf-8")) if line.startswith(words)
    ]


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _help_examples() -> list[Example]:
    """The examples in the help of every command."""
    found = []
    for context, command in _load("reference").walk_commands():
        text = (command.help or "").partition("Example")[2]
        lines = [line.strip() for line in text.splitlines() if line.strip().startswith(f"{PROGRAM} ")]
        found += [Example(f"{context.command_path} --help", line) for line in lines]
    return found


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom: one report, drafted and packaged, and a reviewer who has another word for Herat."""
    root = tmp_path_factory.mktemp("docs") / "desk"
    for name in ("glossaries", "models"):
        shutil.copytree(ROOT / name, root / name, copy_function=_link, ignore=shutil.ignore_patterns("*.md"))
    for locale in ("fa_AF", "ps"):
        place = root / "locale" / locale / "LC_MESSAGES"
        place.mkdir(parents=True)
        shutil.copy(ROOT / "locale" / locale / "LC_MESSAGES" / "articles.po", place)
    (root / "reports").mkdir()
    shutil.copy(ROOT / "reports" / "herat-flood.txt", root / "reports")
    shutil.copy(ROOT / "translate-pipeline.toml", root)
    (root / ".gitignore").write_text(".translate-pipeline/\n", encoding="utf-8")
    (root / "reports" / "2026").mkdir()
    (root / "reports" / "2026" / "rain.txt").write_text("Rain\n\nIt rained in Kabul.\n", encoding="utf-8")
    page = "<html><body><article><h1>Rain</h1><p>It rained in Kabul.</p></article></body></html>"
    for path in (root / "reports" / "2026-rain.html", root / "page.html"):
        path.write_text(page, encoding="utf-8")
    for name in ("en_ps", "opus-mt-en-mul-ps"):
        _link(str(next((root / "models").glob("*en_ps*.argosmodel"))), str(root / f"{name}.argosmodel"))
    assert _invoke(root, "run", "--drafts")[0] in (0, 1)
    dari = root / "locale" / "fa_AF" / "LC_MESSAGES" / "herat-flood.po"
    catalog = read_po(dari)
    for entry in catalog:
        if "هرات" in entry.msgstr:
            entry.msgstr, entry.flags = entry.msgstr.replace("هرات", "هری"), []
    write_po(dari, catalog)
    assert _invoke(root, "memory", "export", "agency.tmx")[0] == 0
    assert _invoke(root, "review", "export", "reports/herat-flood.txt", "-l", "pashto")[0] == 0
    assert _invoke(root, "review", "learn")[0] == 0
    assert _invoke(root, "review", "learn", "--out", "flood.csv")[0] == 0
    assert _invoke(root, "glossary", "export", "--format", "tbx", "-o", "terms.tbx")[0] == 0
    assert _invoke(root, "glossary", "export", "--format", "weblate", "-l", "pashto", "-o", "pashto.csv")[0] == 0
    return root


def _commit(folder: Path) -> None:
    """Put a project under git, as one is whose glossary has a history."""
    author = ["-c", "user.name=Desk", "-c", "user.email=desk@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], [*author, "commit", "-q", "--allow-empty", "-m", "Desk"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def _link(source: str, target: str) -> str:
    """Models are many megabytes, and nothing writes into them."""
    if source.endswith((".argosmodel", ".bin")):
        with suppress(OSError):
            os.link(source, target)
            return target
    return shutil.copy2(source, target)


def _invoke(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit status of a command, run within this process, and what it complained about."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(group, list(arguments), standalone_mode=False, prog_name=PROGRAM)
    finally:
        os.chdir(before)
    if isinstance(result.exception, InputError | click.ClickException):
        return 2, str(result.exception)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.return_value if isinstance(result.return_value, int) else result.exit_code, result.output


def _with_our_versions(line: str) -> str:
    """A command with the versions of the packages that are here, whatever the page shows."""
    for path in (ROOT / "models").glob("*.argosmodel"):
        line = re.sub(rf"{path.stem.rpartition('-')[0]}-\d+_\d+", path.stem, line)
    return line


def _run_all(examples: list[Example], prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run examples in their order, in a copy of the prepared project, as a reader of the page would."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for place in (".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"):
        (tmp_path / "home" / place).mkdir(parents=True)
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    folder = shutil.copytree(prepared, tmp_path / "desk", copy_function=_link)
    for example in examples:
        words = shlex.split(_with_our_versions(example.line), comments=True)
        if example.reason:
            continue
        if "HEAD" in words and not (folder / ".git").exists():
            _commit(folder)
        if words[0] == "cd":
            folder = folder / words[1]
        elif words[0] == PROGRAM and not example.needs_shell:
            status, said = _invoke(folder, *words[1:])
            assert status in example.statuses, f"{example.place}: {example.line}: status {status}: {said}"
        else:
            result = subprocess.run(["bash", "-c", example.line], cwd=folder, capture_output=True, text=True)
            assert result.returncode in example.statuses, f"{example.place}: {example.line}: {result.stderr}"


@pytest.mark.skipif(not shutil.which("git"), reason="needs git: the glossary's history is looked into")
@pytest.mark.parametrize("path", [path for path in PAGES if _page_examples(path)], ids=lambda path: path.stem)
def test_the_commands_of_a_page_run_in_their_order(
    path: Path, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run_all(_page_examples(path), prepared, tmp_path, monkeypatch)


@pytest.mark.skipif(not shutil.which("git"), reason="needs git: the glossary's history is looked into")
def test_the_examples_of_each_help_run(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = _help_examples()
    for index, place in enumerate(dict.fromkeys(each.place for each in examples)):
        own = [each for each in examples if each.place == place]
        # A project is begun where there is none.
        begun = prepared if "init" not in own[0].command.split()[:1] else _empty(tmp_path / "empty")
        _run_all(own, begun, tmp_path / str(index), monkeypatch)


def _empty(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def test_pages_name_only_files_and_pages_that_are_there() -> None:
    wrong = []
    for path in PAGES:
        text = path.read_text("utf-8")
        prose = "\n".join(line for line in text.splitlines() if not line.startswith("    "))
        named = re.findall(
            r"`((?:docs|benchmarks|models|training|translate_pipeline|tests|reports)/[\w./-]+\w)`", prose
        )
        linked = [
            link
            for link in re.findall(r"\]\(([^)#]+)\)", prose)
            if "://" not in link and not link.startswith("mailto:")
        ]
        wrong += [f"{path.name}: {name}" for name in named if not (ROOT / name).exists()]
        wrong += [f"{path.name}: {link}" for link in linked if not (path.parent / link).exists()]
    assert not wrong


def test_the_reference_names_every_command_option_and_check() -> None:
    from translate_pipeline.checks.registry import BY_ID

    reference = _load("reference")
    pages = reference.reference_pages()
    for context, command in reference.walk_commands():
        assert f"# {context.command_path}\n" in pages["reference/commands.md"]
        for parameter in command.params:
            for option in parameter.opts if parameter.param_type_name == "option" else ():
                assert option in pages["reference/commands.md"], f"{context.command_path} {option}"
    assert all(f"## {name}\n" in pages["reference/checks.md"] for name in BY_ID)


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="needs mkdocs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    pages = {
        path.relative_to(tmp_path / "site").as_posix(): path.read_text("utf-8")
        for path in (tmp_path / "site").rglob("*.html")
    }
    assert {"index.html", "tutorial.html", "reference/commands.html", "checks.html"} <= pages.keys()
    # Nothing is fetched from elsewhere when a page is read.
    for name, text in pages.items():
        assert not re.findall(r"<(?:script|img|link)\b[^>]*(?:src|href)=\"(?:https?:)?//", text), name
