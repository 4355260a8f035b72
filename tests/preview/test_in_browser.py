"""The sheets as Chromium shows them, from the disk: reading, keys, phones, paper, and texts that mean harm."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By

from tests.preview.conftest import catalog_of, draft
from translate_pipeline.catalogs.po_file import read_po, write_po
from translate_pipeline.project import Project
from translate_pipeline.reports.reader import find_reports
from translate_pipeline.stages.previewing import preview

pytest.importorskip("axe_core_python")
AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HARM = """<script>window.harmed=1</script> "'><img src=x onerror=window.harmed=1> </style></title> {{ 7*7 }} {% x %}"""
BIDI = "left\u202eright\u2066 end"


@pytest.fixture
def chrome(browser: Chrome) -> Iterator[Chrome]:
    show(browser, 1280)
    browser.get_log("browser")  # type: ignore[no-untyped-call]
    yield browser
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


@pytest.fixture
def sheets(reviewed: Project) -> Path:
    return written(reviewed)


def written(project: Project) -> Path:
    return preview(project, find_reports(project.folders["reports"]), project.locales).index.parent


def show(browser: Chrome, width: int, scheme: str = "light", media: str = "") -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": [feature]})


def script(browser: Chrome, code: str, *arguments: object) -> Any:
    return browser.execute_script(code, *arguments)


def press(browser: Chrome, *keys: str) -> None:
    for key in keys:
        browser.switch_to.active_element.send_keys(key)


def focused(browser: Chrome) -> str:
    return str(script(browser, "return document.activeElement.id"))


def violations(browser: Chrome) -> list[str]:
    script(browser, AXE)
    found = browser.execute_async_script(
        "const done = arguments[1]; axe.run({runOnly: arguments[0]}).then(done, e => done({violations: [String(e)]}))",
        WCAG,
    )
    return [f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]]


def test_no_rule_of_accessibility_is_broken(chrome: Chrome, sheets: Path) -> None:
    for name, width, scheme in (
        ("index.html", 1280, "dark"),
        ("index.html", 390, "light"),
        ("fa-AF/attack.html", 1280, "light"),
        ("fa-AF/attack.html", 390, "dark"),
    ):
        show(chrome, width, scheme)
        chrome.get((sheets / name).as_uri())
        script(chrome, "document.querySelectorAll('details').forEach(each => each.open = true)")
        script(chrome, "document.querySelector('.term')?.focus()")
        assert violations(chrome) == []
    press(chrome, "?")
    assert violations(chrome) == []


def test_a_sheet_is_one_file_that_asks_for_nothing(chrome: Chrome, sheets: Path) -> None:
    for name in ("index.html", "fa-AF/attack.html"):
        chrome.get((sheets / name).as_uri())
        assert script(chrome, "return performance.getEntriesByType('resource').map(e => e.name)") == []
        assert [entry for entry in chrome.get_log("browser") if entry["level"] == "SEVERE"] == []  # type: ignore[no-untyped-call]
        assert script(chrome, "return getComputedStyle(document.body).paddingBottom") == "48px"
        strange = """const script = document.createElement('script'); script.textContent = 'window.ran = 1';
            document.body.append(script); document.body.setAttribute('style', 'padding: 1px');
            const image = new Image(); image.src = 'https://news.example/seen.png'; document.body.append(image);
            return [window.ran ?? 0, performance.getEntriesByType('resource').length];"""
        assert script(chrome, strange) == [0, 0]
        blocked = [entry["message"] for entry in chrome.get_log("browser")]  # type: ignore[no-untyped-call]
        assert sum("Content Security Policy" in message for message in blocked) >= 2


def test_the_translation_is_set_as_in_the_article(chrome: Chrome, sheets: Path) -> None:
    article = (files("translate_pipeline.articles") / "templates" / "article.css").read_text(encoding="utf-8")
    root, dari = (
        article.split(selector)[1].split("--text: ")[1].split(";")[0] for selector in (":root {", ":lang(fa) {")
    )
    for name, fonts in (("ps/attack.html", root), ("fa-AF/attack.html", dari)):
        chrome.get((sheets / name).as_uri())
        text = chrome.find_element(By.CSS_SELECTOR, ".target .text")
        assert text.value_of_css_property("font-family") == fonts
        assert text.value_of_css_property("direction") == "rtl"
        assert text.value_of_css_property("font-feature-settings") == '"locl" 0'


def test_keys_go_from_message_to_message(chrome: Chrome, sheets: Path) -> None:
    chrome.get((sheets / "fa-AF/attack.html").as_uri())
    visited = []
    for key in ("j", "j", Keys.ARROW_DOWN, Keys.ARROW_UP, "k", "r", "r", "R", "n", "N"):
        press(chrome, key)
        visited.append(focused(chrome))
    assert visited == ["m1", "m2", "m3", "m2", "m1", "m2", "m3", "m2", "m3", "m2"]
    ring = chrome.find_element(By.ID, "m2")
    assert (ring.value_of_css_property("outline-style"), ring.value_of_css_property("outline-width")) == (
        "solid",
        "3px",
    )
    press(chrome, "j", "j", "j", "j", "j")
    assert focused(chrome) == "m5"
    assert chrome.find_element(By.ID, "place").text == "No further message"


def test_keys_are_listed_and_can_be_turned_off(chrome: Chrome, sheets: Path) -> None:
    chrome.get((sheets / "fa-AF/attack.html").as_uri())
    press(chrome, "j", "?")
    assert chrome.find_element(By.ID, "keys").is_displayed()
    press(chrome, "j")
    assert chrome.find_element(By.CSS_SELECTOR, "#m1.current")
    chrome.find_element(By.ID, "keys-on").click()
    chrome.find_element(By.CSS_SELECTOR, "#keys button").click()
    assert not chrome.find_element(By.ID, "keys").is_displayed()
    press(chrome, "j")
    assert not chrome.find_elements(By.CSS_SELECTOR, "#m2.current")
    chrome.find_element(By.CSS_SELECTOR, "[data-go=next]").click()
    assert chrome.find_elements(By.CSS_SELECTOR, "#m2.current")


def test_what_is_gone_to_is_not_under_the_buttons(chrome: Chrome, sheets: Path) -> None:
    for width in (390, 1280):
        show(chrome, width)
        chrome.get((sheets / "fa-AF/attack.html").as_uri())
        for _ in range(5):
            press(chrome, "j")
            edges = """const box = e => e.getBoundingClientRect();
                return [box(document.activeElement).top, box(document.querySelector('.tools')).bottom];"""
            top, bottom = script(chrome, edges)
            assert top >= bottom - 1


def test_the_approved_form_is_shown_to_pointer_and_keyboard_inside_the_window(chrome: Chrome, sheets: Path) -> None:
    focus_each = """return [...document.querySelectorAll('.term[tabindex]')].map(term => {
        term.focus();
        const note = term.querySelector('.note'), edges = note.getBoundingClientRect();
        return [note.textContent, edges.left, edges.right]; })"""
    for width in (320, 1280):
        show(chrome, width)
        chrome.get((sheets / "fa-AF/attack.html").as_uri())
        notes = script(chrome, focus_each)
        assert len(notes) > 10
        assert [note for note in notes if not (" = " in note[0] and 0 <= note[1] < note[2] <= width)] == []
    term = chrome.find_element(By.CSS_SELECTOR, "#m1 .source .term")
    note = term.find_element(By.CLASS_NAME, "note")
    assert not note.is_displayed()
    for point in (
        lambda: script(chrome, "arguments[0].focus()", term),
        ActionChains(chrome).move_to_element(term).perform,
    ):
        point()
        assert note.is_displayed() and note.text == "Taliban = طالبان"
        press(chrome, Keys.ESCAPE)
        assert not note.is_displayed()
        script(chrome, "arguments[0].blur()", term)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen(chrome: Chrome, sheets: Path, width: int) -> None:
    show(chrome, width)
    for name in ("index.html", "fa-AF/attack.html"):
        chrome.get((sheets / name).as_uri())
        assert script(chrome, "return document.documentElement.scrollWidth") <= width
    texts = "return ['.source', '.target'].map(s => document.querySelector(s).getBoundingClientRect().top)"
    source, target = script(chrome, texts)
    assert (source == target) is (width > 1000)


def test_without_scripts_all_is_there(chrome: Chrome, sheets: Path) -> None:
    page = (sheets / "fa-AF/attack.html").as_uri()
    chrome.get(page)
    texts = [each.text for each in chrome.find_elements(By.CLASS_NAME, "message")]
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    chrome.get(page)
    assert [each.text for each in chrome.find_elements(By.CLASS_NAME, "message")] == texts
    assert not chrome.find_element(By.CLASS_NAME, "tools").is_displayed()


def test_on_paper_the_approved_forms_stand_in_the_text(chrome: Chrome, sheets: Path) -> None:
    show(chrome, 1000, media="print")
    chrome.get((sheets / "fa-AF/attack.html").as_uri())
    assert "1 Taliban = طالبان" in chrome.find_element(By.CSS_SELECTOR, "#m1 .terms").text
    assert "missing" in chrome.find_element(By.CSS_SELECTOR, "#m4 .terms .missing").text
    hidden = chrome.find_elements(By.CSS_SELECTOR, ".tools, .origin, nav, .legend")
    assert hidden and not any(each.is_displayed() for each in hidden)
    assert chrome.find_element(By.CSS_SELECTOR, "#m1 .state").is_displayed()


def test_texts_that_mean_harm_are_shown_as_texts(chrome: Chrome, project: Project) -> None:
    report = project.folders["reports"] / "harm'\"&.txt"
    report.write_text(f"Flood {HARM} in Herat\n\nWater rose {HARM} in Herat.\n\nIt fell {BIDI}.\n", encoding="utf-8")
    terms = project.folders["glossaries"] / "terms.csv"
    terms.write_text(
        terms.read_text(encoding="utf-8") + "Kabul,,place,\"<img src=x onerror='window.harmed=1'>\",,کابل,,exact,\n",
        encoding="utf-8",
    )
    draft(project)
    path = catalog_of(project, "harm", "fa_AF")
    catalog = read_po(path)
    for entry in catalog:
        entry.msgstr = f"هرات {HARM} {BIDI}"
        entry.previous_msgid = f"Kabul {HARM}"
        entry.tcomment = f"[draft] {HARM}\n[memory] {HARM}\n{HARM}"
    write_po(path, catalog)
    folder = written(project)
    for name in ("index.html", "fa-AF/harm.html"):
        chrome.get((folder / name).as_uri())
        assert script(chrome, "return [window.harmed ?? 0, document.images.length, document.scripts.length]") in (
            [0, 0, 0],
            [0, 0, 1],
        )
        assert [entry for entry in chrome.get_log("browser") if entry["level"] == "SEVERE"] == []  # type: ignore[no-untyped-call]
    assert len(catalog) == 3
    assert violations(chrome) == []
    script(chrome, "document.querySelectorAll('details').forEach(each => each.open = true)")
    for kind in (".source .text", ".target .text", ".difference", ".comment", ".origin"):
        text = chrome.find_element(By.CSS_SELECTOR, f"#m2 {kind}").text.replace("\n", " ")
        plain = text.replace("\u200c", "")
        assert "<script>window.harmed=1</script>" in plain and "{{ 7*7 }}" in plain, kind
    target = chrome.find_element(By.CSS_SELECTOR, "#m3 .target .text")
    assert [each.text for each in target.find_elements(By.CLASS_NAME, "invisible")] == ["U+202E", "U+2066"]
    assert not any(control in (folder / "fa-AF/harm.html").read_text(encoding="utf-8") for control in "\u202e\u2066")
