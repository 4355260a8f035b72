"""What `doctor` looks at on the machine: packages, the terminal, and programs that a desk works with."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version

from translate_pipeline import __version__
from translate_pipeline.project import Project
from translate_pipeline.stages.diagnosis import Diagnosis, State

_NAME = "translate-pipeline"
# Packages with libraries of their own, which may be installed and yet not load.
_NATIVE = ("ctranslate2", "sentencepiece", "lxml.etree", "ahocorasick")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox", "firefox-esr", "microsoft-edge")
_EDITORS = ("poedit", "lokalize", "virtaal", "gtranslator")
_EXTRAS = {"distributed": ("cluster", "runs on several machines"), "sacrebleu": ("evaluate", "published measures")}


def look_at_machine(project: Project | None) -> Iterator[Diagnosis]:
    """What is there on this machine.

    Args:
        project: whose languages need fonts; None for all that the program knows.
    """
    detail = f"{__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield Diagnosis("program", State.OK, f"{detail}, {os.cpu_count()} cores")
    yield from _packages()
    yield from _terminal()
    yield from _fonts(project)
    yield _program("web browser", _BROWSERS, "chromium", "review sheets and articles are read in one")
    yield _program("gettext", ("msgfmt",), "gettext", "only needed to compare or merge catalogs by hand")
    yield _program("PO editor", _EDITORS, "poedit", "only needed where reviewers work on this machine")
    yield _program("git", ("git",), "git", "glossary diff and apply --since look into the history")


def _packages() -> Iterator[Diagnosis]:
    wanted = [each for each in requires(_NAME) or [] if "extra ==" not in each] if _installed(_NAME) else []
    names = [_bare_name(each) for each in wanted]
    missing = [name for name in names if not _installed(name)]
    broken = []
    for module in _NATIVE:
        try:
            import_module(module)
        except ImportError as error:
            if module.partition(".")[0] not in missing:
                broken.append(f"{module}: {error}")
    if missing or broken:
        detail = "; ".join([*(f"{name} is not installed" for name in missing), *broken])
        yield Diagnosis("packages", State.MISSING, detail, f"{sys.executable} -m pip install --upgrade {_NAME}")
    else:
        shown = ", ".join(f"{name} {version(name)}" for name in ("ctranslate2", "sentencepiece", "argostranslate"))
        yield Diagnosis("packages", State.OK, f"{len(names)} there, among them {shown}")
    for name, (extra, use) in _EXTRAS.items():
        if _installed(name):
            yield Diagnosis(f"extra {extra}", State.OK, f"{name} {version(name)}: {use}")


def _bare_name(requirement: str) -> str:
    end = next((index for index, char in enumerate(requirement) if not (char.isalnum() or char in "-_.")), None)
    return requirement[:end]


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _terminal() -> Iterator[Diagnosis]:
    import locale

    encoding = locale.getencoding()
    said = " ".join(f"{key}={os.environ[key]}" for key in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(key))
    detail = f"{encoding}, {said or 'no locale is set'}"
    if encoding.replace("-", "").lower() == "utf8":
        yield Diagnosis("terminal", State.OK, detail)
    else:
        remedy = "export LC_ALL=C.UTF-8" if os.name == "posix" else "set PYTHONUTF8=1"
        yield Diagnosis("terminal", State.NOTE, f"{detail}: Dari and Pashto may not show", remedy)


def _fonts(project: Project | None) -> Iterator[Diagnosis]:
    from translate_pipeline.locales import LOCALES

    if not shutil.which("fc-list"):
        return
    for locale in project.locales if project else LOCALES:
        # fontconfig names Dari by the language of its letters.
        code = {"fa_AF": "fa"}.get(locale.code, locale.code)
        families = _families(code)
        subject = f"fonts for {locale.english}"
        if families:
            yield Diagnosis(subject, State.OK, f"{len(families)}, among them {families[0]}")
        else:
            detail = "none is installed: pages show boxes in place of letters"
            yield Diagnosis(subject, State.NOTE, detail, _how_to_install("fonts-noto-core"))


def _families(code: str) -> list[str]:
    """The font families on this machine that can write a language."""
    command = ["fc-list", f":lang={code}", "family"]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.SubprocessError):
        return []
    return sorted({line.split(",")[0].strip() for line in result.stdout.splitlines() if line.strip()})


def _program(subject: str, names: tuple[str, ...], package: str, use: str) -> Diagnosis:
    found = next((name for name in names if shutil.which(name)), None)
    if found:
        return Diagnosis(subject, State.OK, found)
    return Diagnosis(subject, State.NOTE, f"none found: {use}", _how_to_install(package))


def _how_to_install(package: str) -> str:
    return f"apt-get install {package}" if shutil.which("apt-get") else f"install {package.removesuffix('-core')}"
