from __future__ import annotations

import dataclasses
import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.conftest import ROOT
from translate_pipeline.articles.model import Article
from translate_pipeline.catalogs.catalog import new_catalog
from translate_pipeline.catalogs.messages import SourceMessage, messages_of
from translate_pipeline.catalogs.po_file import write_po
from translate_pipeline.locales import Locale, find_locale
from translate_pipeline.project import FILE_NAME, Project, read_project
from translate_pipeline.reports.model import Block, Role
from translate_pipeline.reports.reader import read_all

DARI_BLOCKS = (
    Block(Role.HEADLINE, "ده‌ها خانواده در بادغیس پس از سیلاب به خانه‌های شان برگشتند"),
    Block(Role.STANDFIRST, "باشندگان قلعه نو می‌گویند که راه‌ها باز شده، اما آب پاک هنوز به همهٔ قریه‌ها نرسیده است."),
    Block(Role.BYLINE, "نویسنده: فرید رسولی از قلعه نو"),
    Block(Role.CAPTION, "باشندگان یک قریه در نزدیکی قلعه نو، ۵ جولای، خاک را از پیش خانه‌ها دور می‌کنند."),
    Block(Role.CAPTION, "[World Food Programme]"),
    Block(
        Role.PARAGRAPH,
        "قلعه نو – مقام‌های محلی روز چهارشنبه گفتند که ۳۲۰ خانواده، یعنی نزدیک به ۶۵ درصد بیجاشدگان، "
        "پس از سیلاب‌های ماه جون به خانه‌های شان برگشته‌اند.",
    ),
    Block(
        Role.PARAGRAPH,
        "برنامهٔ جهانی غذا (WFP) و سازمان UNICEF از ساعت ۷:۳۰ صبح توزیع آرد، روغن و ۱٬۲۰۰ بستهٔ بهداشتی را آغاز کردند.",
    ),
    Block(Role.QUOTE, "«ما هیچ چیزی نداشتیم، اما همسایه‌ها در را به روی ما باز کردند.»"),
    Block(Role.HEADING, "کمک‌ها چگونه توزیع می‌شود"),
    Block(Role.PARAGRAPH, "هر خانواده این مواد را دریافت می‌کند:"),
    Block(Role.LIST_ITEM, "۵۰ کیلوگرام آرد و ۵٫۵ لیتر روغن"),
    Block(Role.LIST_ITEM, "یک خیمه و چهار کمپل"),
    Block(Role.LIST_ITEM, "قرص‌های Aquatabs برای پاک ساختن آب"),
    Block(
        Role.PARAGRAPH,
        "خانواده‌هایی که هنوز کمک نگرفته‌اند، می‌توانند به شمارهٔ +93 79 912 3456 زنگ بزنند یا به این نشانی بروند: "
        "https://example.org/badghis/relief/registration/form?district=qala-e-naw&household=registered&language=prs",
    ),
    Block(Role.SOURCE_NOTE, "این گزارش با همکاری خبرنگاران محلی تهیه شده است."),
)
PASHTO_BLOCKS = (
    Block(Role.HEADLINE, "د کندهار بزګران له وچکالۍ وروسته بېرته انار کري"),
    Block(Role.STANDFIRST, "په ژړۍ او پنجوايي کې د اوبو د نوو ډنډونو له جوړېدو سره د باغونو حاصلات زیات شوي دي."),
    Block(Role.BYLINE, "لیکوال: ګل آغا ځاځی، له کندهاره"),
    Block(Role.CAPTION, "یو بزګر د جولای په ۳مه د کندهار په ارغنداب ولسوالۍ کې خپل باغ اوبه کوي."),
    Block(
        Role.PARAGRAPH,
        "کندهار – بزګران وایي، د دوو کلونو وچکالۍ وروسته یې سږ کال بېرته د انارو نیالګي کېنولي او تمه لري چې "
        "ښه حاصل به واخلي.",
    ),
    Block(
        Role.PARAGRAPH,
        "د کرنې ریاست وایي، د FAO په مرسته یې ۱۲٬۵۰۰ نیالګي وېشلي او د څاڅکو د اوبولګولو ۴۸ سیسټمونه یې جوړ کړي، "
        "چې ۳۵ سلنه اوبه سپموي.",
    ),
    Block(Role.QUOTE, "«موږ ژوند له خاورې پیلوو؛ که اوبه وي، هر څه شته.»"),
    Block(Role.HEADING, "بازار او بیې"),
    Block(Role.PARAGRAPH, "سوداګر وایي، د انارو بیه په لاندې ډول ده:"),
    Block(Role.LIST_ITEM, "لومړۍ درجه: ۱۲۰ افغانۍ په کیلو کې"),
    Block(Role.LIST_ITEM, "دویمه درجه: ۸۵ افغانۍ په کیلو کې"),
    Block(
        Role.PARAGRAPH, "د معلوماتو لپاره +93 70 555 0199 شمېرې ته زنګ ووهئ او یا د kandahar@example.org پته وکاروئ."
    ),
    Block(Role.SOURCE_NOTE, "دا راپور د سیمه ییزو خبریالانو په مرسته چمتو شوی دی."),
)


@pytest.fixture(scope="session")
def dari() -> Article:
    return Article(
        name="badghis-families-return",
        locale=find_locale("fa_AF"),
        blocks=DARI_BLOCKS,
        date=datetime.datetime(2021, 7, 8, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=4, minutes=30))),
        source="خبرگزاری نمونه",
        url="https://example.org/en/2021/07/08/badghis?id=7&part=2",
        image="photo.svg",
        source_headline="Dozens of families return home in Badghis after floods",
        reviewed=False,
        engine="translate-en_prs 0.1",
        glossary_revision="3f9c2a71",
        modified=datetime.datetime(2021, 7, 8, 6, 0, tzinfo=datetime.UTC),
    )


@pytest.fixture(scope="session")
def pashto(dari: Article) -> Article:
    return dataclasses.replace(
        dari,
        name="kandahar-pomegranates",
        locale=find_locale("ps"),
        blocks=PASHTO_BLOCKS,
        date=datetime.date(2021, 7, 8),
        source="بېلګه خبري اژانس",
        url="https://example.org/en/2021/07/08/kandahar",
        source_headline="Kandahar farmers replant pomegranates after drought",
        reviewed=True,
        engine="translate-en_ps 0.1",
        modified=datetime.datetime(2021, 7, 9, 16, 5, tzinfo=datetime.UTC),
        translators=("Zarghona Amin",),
    )


@pytest.fixture(scope="session", params=["dari", "pashto"])
def article(request: pytest.FixtureRequest) -> Article:
    found: Article = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A Chromium of this machine with a profile of its own; nothing is downloaded."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs chromium and chromedriver on the PATH")
    options = ChromeOptions()
    options.binary_location = chromium
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1100,1400",
        f"--user-data-dir={tmp_path_factory.mktemp('profile')}",
    ):
        options.add_argument(flag)
    chrome = Chrome(options=options, service=Service(executable_path=driver))
    yield chrome
    chrome.quit()


PHOTO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 675">
<rect width="1200" height="675" fill="#b9cdd6"/><path d="M0 420 320 200 560 390 840 150 1200 430V675H0Z"
fill="#7d8f86"/><path d="M0 520Q300 440 620 520T1200 500V675H0Z" fill="#a08a63"/></svg>"""


@pytest.fixture
def photo_folder(tmp_path: Path) -> Path:
    (tmp_path / "photo.svg").write_text(PHOTO, encoding="utf-8")
    return tmp_path


REPORT = """<!DOCTYPE html>
<html lang="en"><head><title>Floods Cut Roads In Badghis</title>
<meta property="og:site_name" content="Reuters">
<meta property="og:image" content="https://news.example/img/{name}.jpg">
<meta property="article:published_time" content="{date}T09:30:00+04:30">
<link rel="canonical" href="https://news.example/{name}">
</head><body><main><article>
<h1>Floods Cut Roads In Badghis</h1>
<figure><img src="https://news.example/img/{name}.jpg" alt="">
<figcaption>Men clear a road near Qala-e Naw on July 5.</figcaption></figure>
<p>The governor of Badghis said on Thursday that floods had cut three roads and killed two people in the province.</p>
<p>Officials said the <em>United Nations</em> would send food, and <a href="https://news.example/aid">aid groups</a>
promised tents for 320 families who had lost their homes in the night.</p>
<h2>What families need</h2>
<p>Each of the families receives a list of things that the authorities agreed on with the aid groups last week:</p>
<ul><li>Fifty kilograms of flour for the month</li><li>A tent and four blankets for a family</li></ul>
<blockquote><p>We had nothing, but the neighbours opened their doors to us that night.</p></blockquote>
</article></main></body></html>
"""


def add_report(project: Project, name: str = "floods", date: str = "2021-07-08", text: str = REPORT) -> Path:
    """Put a report into a project."""
    path = project.folders["reports"] / f"{name}.html"
    path.write_text(text.replace("{name}", name).replace("{date}", date), encoding="utf-8")
    return path


def translate_with(
    project: Project,
    path: Path,
    locale: Locale,
    target: Callable[[SourceMessage], str],
    *,
    reviewer: str = "Zarghona Amin <z@news.example>",
    revised: str = "2021-07-09 16:05+0430",
) -> Path:
    """Write the catalog of a report as a person would leave it; without a reviewer it is a draft."""
    [report], faults = read_all([path])
    assert not faults
    catalog = new_catalog(report, locale)
    catalog.metadata["PO-Revision-Date"] = revised
    if reviewer:
        catalog.metadata["Last-Translator"] = reviewer
    for message in messages_of(report):
        entry = polib.POEntry(msgctxt=str(message.role), msgid=message.text, msgstr=target(message))
        entry.flags += [] if reviewer else ["fuzzy"]
        entry.tcomment = "" if reviewer else "[draft] translate-en_prs-0_4; glossary 0; conventions 2; mask 1; tries 1"
        catalog.append(entry)
    write_po(project.catalog_path(report.name, locale), catalog)
    return project.catalog_path(report.name, locale)


def configure(project: Project, text: str) -> Project:
    """The project with another project file."""
    (project.root / FILE_NAME).write_text(text, encoding="utf-8")
    return read_project(project.root / FILE_NAME)


def node_module(path: str) -> Path:
    """A file of an npm package that the checkout has installed; skips where it has not."""
    found = ROOT / "node_modules" / path
    if not found.is_file():
        pytest.skip(f"needs npm install {path.split('/')[0]}")
    return found
