"""The main road of a planner: compare, move a lever, take the link away; in both languages, on a projector and on a telephone."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from linli.experiments.compare import compare
from linli.scenarios.loader import load
from linli.viz.dashboard.link import unpacked
from linli.viz.dashboard.verdict import verdicts
from linli.viz.telling import story_of_comparison
from playwright.sync_api import Page

DONE = {"en": "2 of 2 seeds, 100 %", "zh": "已完成 2/2 个随机种子，100%"}
WIDE, TABLET, TELEPHONE = 1600, 820, 390
BEGINS, ENDS = (f"document.querySelector('[data-testid={end}-building-gates]').value" for end in ("begin", "end"))
PATIENCE = 120.0
"""Seconds until an address that does not follow is a failure."""


def compared(page: Page, language: str) -> list[str]:
    """Press Compare, wait until all is done, and return the sentences on top."""
    page.click("[data-testid=compare]")
    page.wait_for_selector(f"text={DONE[language]}")
    return page.locator("[data-testid=verdict] p").all_inner_texts()


def fits(page: Page) -> bool:
    """Tell whether nothing hangs out of the page sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"))


def wait_for_link(page: Page, gatherings: float) -> None:
    """Wait until the address holds a package with so many gatherings: the page is there first, its address follows."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        own = parse_qs(urlsplit(page.url).query).get("own")
        arms = unpacked(own[0])["arms"].values() if own else ()
        if any(arm.get("mechanisms", {}).get("building-gates", {}).get("gatherings_a_year") == gatherings for arm in arms):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"no package with {gatherings} gatherings in {page.url}")


@pytest.mark.parametrize(("language", "width"), [("en", WIDE), ("zh", TELEPHONE)])
def test_the_numbers_are_those_of_linli_compare(server: str, open_page: Any, tmp_path: Path, language: str, width: int) -> None:
    page = open_page(server.replace("lang=en", f"lang={language}") + "&seeds=2", width)
    page.click("[data-testid=package-more]")
    said = compared(page, language)
    assert fits(page)
    page.click("[data-testid=tab-take]")
    with page.expect_download() as download:
        page.click("[data-testid=toml]")
    file = tmp_path / "mine.toml"
    download.value.save_as(file)
    found = compare(load(file), arms=["before", "after", "more"], seeds=2, threads=1)
    assert said == verdicts(story_of_comparison(found), language)
    assert "--arms before,after,more" in page.inner_text("[data-testid=file-command]")


def test_a_moved_lever_is_a_new_line_that_survives_a_reload_and_can_be_undone(server: str, open_page: Any) -> None:
    page = open_page(server + "&page=levers", TABLET)
    field = page.locator("[data-testid=lever-building-gates-gatherings_a_year]").first
    field.fill("18")
    field.press("Enter")
    page.wait_for_selector("text=Gatherings of a gate that are asked for: 18")
    wait_for_link(page, 18.0)
    assert page.evaluate("document.querySelector('[data-testid=package]').value") == "after-2"
    # The ends of its bar on the line of years: three key presses are one change, a drag another, and each is taken back by itself.
    page.focus("[data-testid=timeline-begin-building-gates]")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(f"{BEGINS} === '3'")
    assert page.evaluate("document.activeElement.dataset.testid") == "timeline-begin-building-gates"
    box = page.locator("[data-testid=timeline-end-building-gates]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 7, box["y"] + 13)
    page.mouse.down()
    page.mouse.move(box["x"] - 100, box["y"] + 13, steps=3)
    page.mouse.move(box["x"] - 200, box["y"] + 13, steps=3)
    page.mouse.up()
    page.wait_for_function(f"20 < Number({ENDS}) && Number({ENDS}) < 59")
    page.click("[data-testid=undo]")
    page.wait_for_function(f"{ENDS} === '' && {BEGINS} === '3'")
    page.click("[data-testid=undo]")
    page.wait_for_function(f"{BEGINS} === '0'")
    wait_for_link(page, 18.0)
    page.reload()
    page.click("[data-testid=tab-compare]")
    assert page.get_attribute("[data-testid=package-after-2]", "aria-pressed") == "true"
    page.click("[data-testid=tab-levers]")
    field = page.locator("[data-testid=lever-building-gates-gatherings_a_year]").first
    field.fill("-3")
    field.press("Enter")
    page.wait_for_selector("[data-testid=error]")
    assert "gatherings_a_year" in page.inner_text("[data-testid=error]")
    page.click("[data-testid=language]")
    page.wait_for_selector("[data-testid=error]:has-text('错误')")
    page.click("[data-testid=tab-compare]")
    page.wait_for_selector("[data-testid=page-compare]")
    assert page.locator("[data-testid=error]").count() == 0


def test_what_is_stopped_goes_on(server: str, open_page: Any) -> None:
    page = open_page(server + "&seeds=20")
    page.click("[data-testid=compare]")
    page.wait_for_selector("[data-testid=verdict]")
    page.click("[data-testid=cancel]")
    page.wait_for_selector("text=Go on")
    page.click("[data-testid=compare]")
    page.wait_for_selector("text=20 of 20 seeds, 100 %")


def test_a_killed_server_and_a_link_opened_again_give_the_same_page(serve: Any, small: Path, open_page: Any) -> None:
    first = serve(small)
    page = open_page(first + "&seeds=2&page=levers")
    field = page.locator("[data-testid=lever-building-gates-gatherings_a_year]").first
    field.fill("30")
    field.press("Enter")
    page.wait_for_selector("text=Gatherings of a gate that are asked for: 30")
    wait_for_link(page, 30.0)
    before = page.inner_text("main")
    query = page.url.partition("?")[2]
    page.close()
    serve.processes[first].kill()
    again = open_page(serve(small).partition("?")[0] + "?" + query)
    again.wait_for_selector("text=Gatherings of a gate that are asked for: 30")
    assert again.inner_text("main") == before
