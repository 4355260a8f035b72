"""What is installed is what was locked, and what is imported is locked. Known holes in packages are another
matter: `pip-audit -r requirements.lock` looks them up, and needs the network.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.conftest import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
# dask comes with distributed; transformers is the user's own, for `models build`.
BESIDES = {"dask", "transformers"}
_PINNED = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[\w,-]+\])?==([\w.!+-]+)(?: ?;.*)?")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    """The pinned version of each package of a lock file; every line of it must be understood."""
    text = re.sub(r"\s*\\\n\s*", " ", (ROOT / name).read_text(encoding="utf-8"))
    versions = {}
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        requirement, *hashes = re.split(r"\s+(?=--hash)", line.strip())
        pinned = _PINNED.fullmatch(requirement)
        assert pinned, f"{name}: {requirement!r} is not pinned"
        assert hashes and all(_HASH.fullmatch(each) for each in hashes), f"{name}: {requirement} has no hash"
        versions[normal(pinned[1])] = pinned[2]
    return versions


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_with_its_hashes(name: str) -> None:
    assert len(locked(name)) > 20


def test_the_program_and_its_tests_share_their_versions() -> None:
    program, tests = (locked(name) for name in LOCKS)
    different = {name for name, version in program.items() if tests.get(name, version) != version}
    # Pelican, which tests read articles with, asks for an older one.
    assert different <= {"pygments"}


def test_what_the_program_imports_is_locked_or_an_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    optional = {normal(re.split(r"[\[<>=!~; ]", line)[0]) for line in extras} | BESIDES
    homes = packages_distributions()
    versions = locked(LOCKS[0])
    missing = []
    for path in sorted((ROOT / "translate_pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for top in {name.split(".")[0] for name in names}:
                if top in sys.stdlib_module_names or top == "translate_pipeline":
                    continue
                packages = {normal(each) for each in homes.get(top, [top])}
                if not packages & (optional | versions.keys()):
                    missing.append(f"{path.relative_to(ROOT)}:{node.lineno} {top}")
    assert missing == []
