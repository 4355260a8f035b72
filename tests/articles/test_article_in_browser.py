from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from translate_pipeline.articles import html
from translate_pipeline.articles.furniture import read_furniture
from translate_pipeline.articles.model import Article
from translate_pipeline.articles.site import Site

# WCAG 2.2, 1.4.3: relative luminance and contrast of every element that holds text of its own.
CONTRASTS = """
const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const parse = c => c.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const behind = e => { for (; e; e = e.parentElement) {
  const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return null; };
return [...document.body.querySelectorAll('*')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .map(e => { const a = light(parse(getComputedStyle(e).color)), b = light(behind(e));
    return [e.tagName + '.' + e.className, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; });
"""
# A character without a glyph is drawn as the same box as a code point that no font has.
WITHOUT_GLYPH = """
const context = Object.assign(document.createElement('canvas'), {width: 96, height: 96})
  .getContext('2d', {willReadFrequently: true});
const draw = (character, font) => {
  context.clearRect(0, 0, 96, 96); context.font = '40px ' + font; context.fillText(character, 60, 60);
  context.fillText(character, 20, 60);
  return context.getImageData(0, 0, 96, 96).data.join(); };
const fonts = new Set([...document.body.querySelectorAll('*')].map(e => getComputedStyle(e).fontFamily));
const missing = [];
for (const font of fonts) for (const character of arguments[0])
  if ([draw('\\u{10FFFD}', font), draw(' ', font)].includes(draw(character, font))) missing.push(character);
return missing;
"""
LETTERS = "ءآأؤئابپتټثجچحخځڅدډذرړزژږسشښصضطظعغفقکګگلمنڼںوهیيېۍ۰۱۲۳۴۵۶۷۸۹٫٬٪،؛؟«»"


@pytest.fixture
def page(browser: Chrome, article: Article, photo_folder: Path) -> Chrome:
    path = photo_folder / f"{article.name}.html"
    path.write_text(html.render(article, Site(read_furniture(article.locale))), encoding="utf-8")
    show(browser, 1100)
    browser.get_log("browser")  # type: ignore[no-untyped-call]
    browser.get(path.as_uri())
    return browser


def show(browser: Chrome, width: int, scheme: str = "light") -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def script(browser: Chrome, code: str, *arguments: object) -> Any:
    return browser.execute_script(code, *arguments)


def test_a_browser_reads_the_page_right_to_left_and_blocks_nothing_of_it(page: Chrome, article: Article) -> None:
    root = page.find_element(By.TAG_NAME, "html")
    assert (root.get_attribute("lang"), root.value_of_css_property("direction")) == (article.locale.tag, "rtl")
    assert page.title == article.headline
    assert script(page, "return document.images[0].naturalWidth") > 0
    assert root.value_of_css_property("background-color") == "rgba(255, 255, 255, 1)"
    assert [entry for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []  # type: ignore[no-untyped-call]
    starts = "return [...document.querySelectorAll('h1, .story > p')].map(e => getComputedStyle(e).textAlign)"
    assert set(script(page, starts)) == {"start"}


@pytest.mark.parametrize("width", [320, 360, 1100])
def test_nothing_is_wider_than_the_screen(page: Chrome, width: int, tmp_path: Path) -> None:
    show(page, width)
    edges = """return [document.documentElement.scrollWidth, ...[...document.body.querySelectorAll('*')]
        .flatMap(e => [e.getBoundingClientRect().right, innerWidth - e.getBoundingClientRect().left])]"""
    assert max(script(page, edges)) <= width
    shot = page.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
    (tmp_path / f"{width}.png").write_bytes(base64.b64decode(shot["data"]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Chrome, scheme: str, tmp_path: Path) -> None:
    show(page, 800, scheme)
    measured = script(page, CONTRASTS)
    assert len(measured) > 15
    assert [each for each in measured if each[1] < 4.5] == []
    ground = script(page, "return getComputedStyle(document.documentElement).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") is (scheme == "light")
    assert page.save_screenshot(str(tmp_path / f"{scheme}.png"))


def test_every_letter_has_a_glyph(page: Chrome) -> None:
    shown = page.find_element(By.TAG_NAME, "body").text
    characters = sorted({each for each in shown + LETTERS if not each.isspace() and each != "\u200c"})
    assert script(page, WITHOUT_GLYPH, characters) == []
    assert script(page, WITHOUT_GLYPH, ["\U0010fffc", "ښ"])[:1] == ["\U0010fffc"]


def test_digits_have_afghan_shapes(page: Chrome) -> None:
    code = """const paragraph = document.querySelector('.story > p');
        paragraph.replaceChildren('متن ', ...['۶', '٦'].map(digit => {
          const span = Object.assign(document.createElement('span'), {textContent: digit});
          Object.assign(span.style, {display: 'inline-block', width: '40px', margin: '0 40px'});
          return span; }), ' متن');
        for (const span of paragraph.children) span.style.cssText += 'position: fixed; top: 0; left: 100px';"""
    script(page, code)
    persian, arabic = page.find_elements(By.CSS_SELECTOR, ".story > p > span")
    script(page, "document.querySelector('header').style.visibility = arguments[0].style.visibility = 'hidden'", arabic)
    six = persian.screenshot_as_png
    script(page, "arguments[0].style.visibility = 'hidden'; arguments[1].style.visibility = 'visible'", persian, arabic)
    assert six != arabic.screenshot_as_png
