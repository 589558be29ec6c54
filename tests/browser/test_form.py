"""What people hold in their hands: the survey form on a telephone and on paper, and tables of a notebook whose page is dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from linli.experiments.compare import compare
from linli.experiments.run import run_scenario
from linli.scenarios.loader import load
from linli.viz.survey_form import survey_form
from playwright.sync_api import Browser, Page

from .conftest import violations

TELEPHONE, PAPER = 360, 1000
LIGHTS = ("light", "dark")


def wrong(page: Page) -> list[tuple[str, str]]:
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in violations(page)]


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_the_form_is_read_and_ticked_on_a_telephone(browser: Browser, tmp_path: Path, language: str, light: str) -> None:
    file = tmp_path / "form.html"
    file.write_text(survey_form(language), encoding="utf-8")
    page = browser.new_page(viewport={"width": TELEPHONE, "height": 760}, color_scheme=light, device_scale_factor=2)
    try:
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "hangs out of a telephone"
        sizes = page.evaluate("[...document.querySelectorAll('p, li, h1')].map(one => parseFloat(getComputedStyle(one).fontSize))")
        assert min(sizes) >= 13.0, "letters that are read at arm's length"
        inside = page.evaluate(
            "[...document.querySelectorAll('.answers li')].every(one => { const r = one.getBoundingClientRect();"
            " return r.left >= 0 && r.right <= window.innerWidth && r.height >= 18; })"
        )
        assert inside, "an answer that cannot be ticked"
        assert wrong(page) == []
        page.set_viewport_size({"width": PAPER, "height": 760})
        assert wrong(page) == []
    finally:
        page.close()


@pytest.mark.parametrize(("light", "ground", "ink"), [("light", "#ffffff", "#111111"), ("dark", "#111111", "#e8e8e8")])
def test_tables_of_a_notebook_are_read_on_a_light_and_on_a_dark_page(browser: Browser, small: Path, light: str, ground: str, ink: str) -> None:
    scenario = load(small)
    shown = [compare(scenario, seeds=2, threads=1), run_scenario(scenario, arm="after", threads=1), scenario]
    body = "".join(one._repr_html_() for one in shown)
    page = browser.new_page(viewport={"width": PAPER, "height": 900}, color_scheme=light)
    try:
        page.set_content(f'<html lang="en"><title>t</title><body style="background:{ground};color:{ink};font-family:sans-serif">{body}</body></html>')
        assert page.locator("td").count() > 20
        assert [one for one in wrong(page) if one[0] == "color-contrast"] == []
    finally:
        page.close()
