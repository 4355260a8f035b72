"""Packages are installed whole, listed with what an operator must know, and found for a locale."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from translate_pipeline.errors import InputError
from translate_pipeline.locales import find_locale
from translate_pipeline.models.store import install_package, list_packages, package_for

DARI, PASHTO = find_locale("dari"), find_locale("pashto")
STARTER = sorted((ROOT / "models").glob("*.argosmodel"))


def test_the_packaged_models_install_and_speak_both_locales(tmp_path: Path) -> None:
    for path in STARTER:
        install_package(path, tmp_path)
    packages = list_packages(tmp_path)
    assert {locale for package in packages for locale in package.locales} == {DARI, PASHTO}
    for package in packages:
        assert package.licence == "CC BY-SA 4.0"
        assert package.origin in {path.name for path in STARTER}
        assert package.size > 1_000_000
        assert len(package.sha256) == 64
        assert len(package.placeholders) == 10


def test_installing_again_replaces(tmp_path: Path) -> None:
    first = install_package(STARTER[0], tmp_path)
    assert install_package(STARTER[0], tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == [first.name]


def test_a_package_of_the_project_is_installed_on_first_use(tmp_path: Path) -> None:
    package = package_for(PASHTO, "", tmp_path / "packages", ROOT / "models")
    assert package.locales == (PASHTO,)
    assert list_packages(tmp_path / "packages") == [package]


def test_no_package_for_a_locale(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no model package for Dari.*models install"):
        package_for(DARI, "", tmp_path / "packages", tmp_path / "models")


def test_a_named_package_that_is_not_there(tmp_path: Path) -> None:
    name = install_package(STARTER[0], tmp_path).name
    with pytest.raises(InputError, match=f"did you mean '{name}'"):
        package_for(DARI, name[:-1], tmp_path, tmp_path / "models")


def test_a_named_package_of_another_language(tmp_path: Path, make_archive: Callable[..., Path]) -> None:
    install_package(make_archive(), tmp_path / "packages")
    with pytest.raises(InputError, match="translates to ps, not to Dari"):
        package_for(DARI, "made", tmp_path / "packages", tmp_path)


def test_argos_translate_is_used_without_its_translator_and_leaves_no_trace_at_home(tmp_path: Path) -> None:
    """Its `translate` module costs seconds and PyTorch; its settings make folders in the home folder."""
    home = tmp_path / "home"
    home.mkdir()
    program = (
        "import sys; from pathlib import Path; from translate_pipeline.models.store import install_package;"
        f"install_package(Path({str(STARTER[0])!r}), Path({str(tmp_path / 'packages')!r}));"
        "assert 'argostranslate.package' in sys.modules; assert 'argostranslate.translate' not in sys.modules;"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={"HOME": str(home), "PYTHONPATH": str(ROOT)})
    assert list(home.iterdir()) == []
