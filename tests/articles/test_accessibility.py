"""WCAG 2.2 AA as far as axe can judge, and valid HTML as far as the Nu checker can."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome

from tests.articles.conftest import node_module
from tests.conftest import ROOT
from translate_pipeline.articles import html
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.manifest import Origin, describe
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import Site
from translate_pipeline.locales import LOCALES
from translate_pipeline.reports.inline import Inline, Kind
from translate_pipeline.reports.model import Block, Role

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
INLINE = (Inline(1, Kind.LINK, "https://news.example/aid"), Inline(2, Kind.STRONG), Inline(3, Kind.BREAK))
RICH = Block(Role.PARAGRAPH, "متن <1>پیوند</1> و <2>واژه</2><3/> متن.", INLINE)


@pytest.fixture(params=["dari", "pashto"])
def pages(request: pytest.FixtureRequest, photo_folder: Path) -> list[Path]:
    """An article of each state, and the page that lists them."""
    found: Article = request.getfixturevalue(request.param)
    english = Block(Role.PARAGRAPH, "Nobody has translated this paragraph, which quotes RFE/RL.")
    found = dataclasses.replace(found, languages=LOCALES, blocks=(*found.blocks, RICH, english))
    base = "https://news.example/x/" if request.param == "pashto" else ""
    site = Site(read_furniture(found.locale), base_url=base, publisher="کلید" if base else "")
    articles = [dataclasses.replace(found, name=f"{state}", reviewed=state) for state in (True, False)]
    origin = Origin(Path("reports/a.html"), b"", Path("locale/a.po"), b"")
    entries = [describe(each, site.strings, {}, origin) for each in articles]
    texts = {each.name: html.render(each, site) for each in articles} | {"index": html.collect(entries, site, LOCALES)}
    for name, text in texts.items():
        (photo_folder / f"{name}.html").write_text(text, encoding="utf-8")
    return sorted(photo_folder.glob("*.html"))


def axe() -> str:
    """The axe of npm where the checkout has it: the one from PyPI is older than WCAG 2.2."""
    npm = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if npm.is_file():
        return npm.read_text(encoding="utf-8")
    package = pytest.importorskip("axe_core_python")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_no_violation(pages: list[Path], width: int, scheme: str, browser: Chrome) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    for page in pages:
        browser.get(page.as_uri())
        browser.execute_script(axe())
        run = "axe.run(document, {runOnly: arguments[0]}).then(arguments[1])"
        result: dict[str, Any] = browser.execute_async_script(run, LEVELS)
        violations = [(each["id"], [node["html"] for node in each["nodes"]]) for each in result["violations"]]
        assert violations == [], page.name
        assert len(result["passes"]) > 15
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_nu_html_checker_finds_no_error(pages: list[Path]) -> None:
    java, jar = shutil.which("java"), os.environ.get("VNU_JAR")
    if not java:
        pytest.skip("needs java")
    checker = Path(jar) if jar else node_module("vnu-jar/build/dist/vnu.jar")
    command = [java, "-Xss1m", "-jar", str(checker), "--errors-only", "--format", "json", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True)
    messages = json.loads(done.stderr)["messages"]
    assert [(each["message"], each.get("extract")) for each in messages] == []
    assert done.returncode == 0
