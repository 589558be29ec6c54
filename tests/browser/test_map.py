"""The page *Map* in a real browser: it plays, tells what was clicked, and is worked by keyboard."""

from __future__ import annotations

import re
from typing import Any

WIDGET = ".linli-map"
READY = "document.querySelector('.linli-status') && document.querySelector('.linli-status').textContent !== ''"
WEEK = "document.querySelector('.linli-status').textContent"
FRAMES = "document.querySelector('.linli-map').timing.frames"
# How many pixels of the canvas have the colour of a light (an activity of the week).
LIT = """() => {
  const canvas = document.querySelector('.linli-map canvas'), c = canvas.getContext('2d');
  const data = c.getImageData(0, 0, canvas.width, canvas.height).data;
  let lit = 0;
  for (let k = 0; k < data.length; k += 4) if (data[k] === 0xE6 && data[k + 1] === 0 && data[k + 2] === 0x9A) lit++;
  return lit;
}"""


def test_the_map_plays_and_tells_what_was_clicked(server: str, open_page: Any) -> None:
    page = open_page(server + "&page=map&lang=zh")
    page.wait_for_function(READY)
    assert "第 0 周" in page.inner_text(".linli-status")
    before = page.evaluate("document.querySelector('.linli-map canvas').toDataURL()")
    page.select_option("[data-test=colouring]", "2")
    assert "14至29岁" in page.inner_text(".linli-legend")
    page.wait_for_function("before => document.querySelector('.linli-map canvas').toDataURL() !== before", arg=before)
    # The way of colouring is in the link.
    page.wait_for_url(re.compile("colours=age"))
    # Playing goes on by itself and stops when asked to; on the way something is held.
    page.click("[data-test=play]")
    page.wait_for_function("/第 ([5-9]|\\d\\d) 周/.test(document.querySelector('.linli-status').textContent)")
    page.wait_for_function(f"({LIT})() > 20")
    page.click("[data-test=play]")
    page.wait_for_selector("[data-test=play]:has-text('播放')")
    # By keyboard: a week, everything in sight, a gate from the table.
    page.focus(".linli-map canvas")
    week = int(re.search(r"第 (\d+) 周", page.inner_text(".linli-status"))[1])
    page.keyboard.press(".")
    page.wait_for_function(f"document.querySelector('.linli-status').textContent.includes('第 {week + 1} 周')")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("+")
    page.keyboard.press("0")
    page.focus(".linli-gates summary")
    page.keyboard.press("Enter")
    page.focus(".linli-gates tbody .linli-link >> nth=1")
    page.keyboard.press("Enter")
    page.wait_for_selector(".linli-told >> text=2 号楼门（1 号楼）")
    page.click(".linli-told li .linli-link >> nth=0")
    page.wait_for_selector(".linli-told h4:has-text('熟人：')")
    assert re.search(r"[A-Za-z]{2}", page.inner_text(WIDGET)) is None
    # A click into the middle of a building chooses a gate or somebody in it.
    page.keyboard.press("Escape")
    box = page.locator(".linli-map canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 0.45 * box["height"])
    page.wait_for_selector(".linli-told h3")


def test_a_jump_back_shows_the_same_week(server: str, open_page: Any) -> None:
    page = open_page(server + "&page=map", width=400)
    page.wait_for_function(READY)

    def jump(week: int) -> str:
        page.fill(".linli-week", str(week))
        page.press(".linli-week", "Enter")
        page.wait_for_function(f"document.querySelector('.linli-status').textContent.startsWith('Week {week} ')")
        return str(page.inner_text(".linli-status")) + str(page.inner_text(".linli-legend"))

    first = jump(7)
    jump(20)
    assert jump(7) == first
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_lever_is_moved_beside_the_map_which_stays_at_its_week(server: str, open_page: Any) -> None:
    page = open_page(server + "&page=map", width=820)
    page.wait_for_function(READY)
    page.click("[data-testid=map-after]")
    page.fill(".linli-week", "5")
    page.press(".linli-week", "Enter")
    page.wait_for_function(f"{WEEK}.startsWith('Week 5 ')")
    page.click("[data-testid=fold-levers]")
    for gatherings, week in (("30", 5), ("52", 6)):
        # The first lever makes a package that is played up to this week; the same society lives its next week under the second.
        before = page.evaluate(FRAMES)
        field = page.locator("[data-testid=lever-building-gates-gatherings_a_year]")
        field.fill(gatherings)
        field.press("Enter")
        page.wait_for_selector("[data-testid=map-after-2][aria-pressed=true]")
        page.wait_for_function(f"{FRAMES} > {before} && {WEEK}.startsWith('Week {week} ')")
    assert page.input_value("[data-testid=lever-building-gates-gatherings_a_year]") == "52"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
