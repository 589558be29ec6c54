"""Every page, in both languages: it opens, fits a telephone, is read by a screen reader, and speaks one language."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from linli.experiments.compare import compare
from linli.experiments.store import save_comparison
from linli.model.questions.own_survey import FORM
from linli.scenarios.loader import load
from linli.scenarios.own_survey import sheet
from linli.viz.dashboard.pages import PAGES
from playwright.sync_api import Page

from .conftest import serious

TELEPHONE, TABLET, PROJECTOR = 390, 820, 1600
SPARED = {
    "linli", "TOML", "HTML", "PDF", "PNG", "SVG", "ZIP", "xlsx", "toml", "English", "run", "compare", "new", "survey", "reproduce", "without", "constants",
    "sha256", "App", "GeoJSON", "CSV", "GCJ",
}  # fmt: skip
"""Latin words on a Chinese page: names of commands and of kinds of files, the fire app as the source names it, and the button that leads to English."""


@pytest.fixture(scope="module")
def opened(serve: Any, small: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a server that was started with the folder of a comparison."""
    folder = tmp_path_factory.mktemp("folder") / "compared"
    save_comparison(compare(load(small), seeds=2, threads=1), folder)
    return str(serve(folder))


def said(page: Page) -> str:
    """Return what a person reads or hears, but for code, names of files, titles of studies (they name authors), what is marked as of another language."""
    text = page.evaluate("""() => {
        const copy = document.querySelector('.linli-frame').cloneNode(true);
        copy.querySelectorAll('pre, [lang=en] [lang=en], p[lang=en], [data-testid=study], style, script').forEach(one => one.remove());
        const labels = [...copy.querySelectorAll('[aria-label]')].map(one => one.getAttribute('aria-label'));
        return copy.textContent + ' ' + labels.join(' ');
    }""")
    # Authors and their years, and paths in the folder of documents, are names too.
    return re.sub(r"[\w-]+\.(toml|xlsx)|docs/[\w./-]+|[A-Z][^\u3400-\u9fff（）()]*? (?:19|20)\d\d", "", str(text))


def wrong(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds that is serious: the rule, and the first elements."""
    page.wait_for_function("document.getAnimations().every(one => one.playState !== 'running')")
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in serious(page)]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_a_page_opens_fits_is_read_out_and_speaks_one_language(opened: str, open_page: Any, name: str, language: str) -> None:
    page = open_page(opened.replace("lang=en", f"lang={language}") + f"&page={name}", TELEPHONE)
    page.wait_for_selector(f"[data-testid=page-{name}]")
    page.wait_for_timeout(300)
    # The widest first: what has become narrow has to become wide again.
    for width in (PROJECTOR, TABLET, TELEPHONE):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), f"hangs out of {width} points"
    assert page.get_attribute("html", "lang") == ("zh-CN" if language == "zh" else "en")
    # All that is folded away, too.
    for fold in page.locator("[data-testid^=rest-], [data-testid^=fold-]").all():
        fold.click()
    page.wait_for_function("[...document.querySelectorAll('[data-testid^=fold-]')].every(one => one.getAttribute('aria-expanded') === 'true')")
    page.wait_for_function("[...document.querySelectorAll('[data-testid^=rest-]')].every(one => one.getAttribute('aria-pressed') === 'true')")
    words = said(page)
    if language == "zh":
        assert set(re.findall(r"[A-Za-z][A-Za-z0-9]{2,}", words)) <= SPARED
    else:
        assert re.findall("[\u3400-\u9fff]+", words) == ["中文"]
    # A page at rest: colours of a button that has just come alive are on their way for a moment, longer on a busy machine.
    found = wrong(page)
    for _ in range(10):
        if not found:
            break
        page.wait_for_timeout(500)
        found = wrong(page)
    assert found == []


def test_a_survey_stands_beside_the_model_and_on_the_page_of_the_compound(opened: str, open_page: Any) -> None:
    page = open_page(opened.replace("lang=en", "lang=zh") + "&page=why", TABLET)
    counts = {kind.name: tuple(range(10, 10 + len(kind.answers.texts))) for kind in FORM}
    given = {"people.csv": b"age,owners,renters\n18-34,20,30\n", "answers.csv": sheet("both", counts)}
    for name, raw in given.items():
        page.set_input_files("[data-testid=upload-survey]", {"name": name, "mimeType": "text/csv", "buffer": raw})
        page.wait_for_selector("text=不是 linli survey 的计数表" if name == "people.csv" else "[data-testid=surveyed] >> text=熟人：陌生人")
    assert page.locator("[data-testid=surveyed] tbody tr").count() == 4
    assert "抽取之后" in page.inner_text("[data-testid=surveyed-range]")
    page.click("[data-testid=tab-compound]")
    page.wait_for_selector("text=移除 answers.csv")
    page.wait_for_selector("[data-testid=compound-notes] >> text=人的问卷")


def test_a_page_is_walked_with_the_keyboard_alone(opened: str, open_page: Any) -> None:
    page = open_page(opened)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.testid") == "tab-reach":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-testid=groups]")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_taken_away_opens(opened: str, open_page: Any, tmp_path: Path, language: str) -> None:
    page = open_page(opened.replace("lang=en", f"lang={language}") + "&page=take")
    for testid in ("brief-html", "xlsx", "pictures") if language == "en" else ("brief-html",):
        with page.expect_download() as download:
            page.click(f"[data-testid={testid}]")
        download.value.save_as(tmp_path / Path(testid).with_suffix(".xlsx" if testid == "xlsx" else ""))
    brief = (tmp_path / "brief-html").read_text(encoding="utf-8")
    assert ("一栋楼" if language == "zh" else "One building") in brief
    if language == "en":
        assert "codebook" in openpyxl.load_workbook(tmp_path / "xlsx.xlsx", read_only=True).sheetnames
        names = zipfile.ZipFile(tmp_path / "pictures").namelist()
        assert {Path(name).suffix for name in names} >= {".png", ".svg"}


def test_a_file_that_is_being_made_is_not_lost_when_the_page_is_drawn_anew(opened: str, open_page: Any, tmp_path: Path) -> None:
    page = open_page(opened + "&page=take")
    with page.expect_download() as download:
        page.click("[data-testid=xlsx]")
        page.wait_for_selector("[data-testid=xlsx][aria-busy=true]")
        page.click("[data-testid=language]")
        # The page answers while the file is being made.
        page.wait_for_selector("[data-testid=tab-take] >> text=带走")
    assert download.value.suggested_filename.endswith(".xlsx")
    download.value.save_as(tmp_path / "numbers.xlsx")
    assert "codebook" in openpyxl.load_workbook(tmp_path / "numbers.xlsx", read_only=True).sheetnames
    page.wait_for_selector("[data-testid=xlsx][aria-busy=false]")


def test_a_study_is_played_and_a_rule_taken_out(opened: str, open_page: Any) -> None:
    page = open_page(opened + "&page=reproduce")
    page.select_option("[data-testid=study]", "westgate")
    page.click("[data-testid=rule-capacity]")
    page.click("[data-testid=play]")
    page.wait_for_selector("[data-testid=tables]")
    page.wait_for_selector("[data-testid=broken]")


def test_a_lesson_is_taken_away_in_the_language_of_the_page(opened: str, open_page: Any, tmp_path: Path) -> None:
    page = open_page(opened.replace("lang=en", "lang=zh") + "&page=reproduce")
    with page.expect_download() as download:
        page.click("[data-testid=lesson-1-landings]")
    assert download.value.suggested_filename == "1-landings.zh.ipynb"
    download.value.save_as(tmp_path / "lesson.ipynb")
    assert json.loads((tmp_path / "lesson.ipynb").read_text(encoding="utf-8"))["nbformat"] == 4
