"""What the dashboard promises about speed and memory, measured on this machine in a real Chromium: `python tests/figures_of_dashboard.py FOLDER`, by hand.

    --only ready map sessions      some of the figures: ready answer map large sessions mesa
    --sessions 20                  pages that compare at once

All figures come from one run, in turn, and take about ten minutes. They are times on the clock: they say something of a machine that does nothing else, and
the load of the machine stands beside each. FOLDER holds scenarios and `figures.json`; linli's own cache is used, and warmed first.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from browser.chromium import installed
from figures_of_sweeps import Measured, proportional, tree
from playwright.sync_api import Browser, Error, Page, sync_playwright

STATUS = "document.querySelector('.linli-status')"
READY = f"{STATUS} && {STATUS}.textContent !== ''"
FRAMES = "document.querySelector('.linli-map').timing.frames"
LEVER = "[data-testid=lever-building-gates-gatherings_a_year]"
COMPARE = "[data-testid=compare]"
VERDICT = "[data-testid=verdict] p"
RESIDENTS = {3_000: 12, 20_000: 78}
"""About so many residents of 14 and older: buildings of the preset."""
SCENARIO = """
format = 1
title = {{ en = "Figures", zh = "测速" }}
source = "made for figures"
weeks = 260
[neighbourhood]
preset = "beijing"
buildings = {buildings}
[mechanisms.ordinary-life]
[mechanisms.building-gates]
[arms.before]
title = {{ en = "before", zh = "政策前" }}
[arms.after]
title = {{ en = "after", zh = "政策后" }}
[arms.after.building-gates]
gatherings_a_year = 12.0
festivals = true
knock_share = 0.5
"""
DRAWS = "document.querySelector('.linli-map').timing.draws"


@contextmanager
def served(scenario: str, *command: str, pattern: str = r"http://[^\s（]+") -> Iterator[tuple[str, int, float]]:
    """Start a server; gives its address, its process and when it was started."""
    command = command or (sys.executable, "-m", "linli", "dashboard", scenario, "--port", "0", "--no-browser", "--lang", "en")
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(pattern, line):
                yield found[0], process.pid, begun
                break
        else:
            raise SystemExit(f"no address from {' '.join(command)}")
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        process.kill()


def opened(browser: Browser, address: str, patient: bool = False) -> Page:
    """Open a page; a patient one asks again while the server tells its address but does not answer yet."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    for _ in range(60 if patient else 0):
        with suppress(Error):
            page.goto(address)
            return page
        time.sleep(0.5)
    page.goto(address)
    return page


def shut(page: Page) -> None:
    """Close a page as a person does, so that it says so; a page that Playwright closes is lost without a word."""
    page.goto("about:blank")
    page.close()


def ready(browser: Browser, scenario: str, measured: Measured) -> None:
    """From the command to a page with its button, three times."""
    found = []
    for _ in range(3):
        with served(scenario) as (address, _, begun):
            page = opened(browser, address)
            page.wait_for_selector(COMPARE)
            found.append(time.perf_counter() - begun)
            page.close()
    measured.add("page ready after the command, warm (the middle one of three)", sorted(found)[1], "s", 5.0)


def answer(browser: Browser, scenario: str, measured: Measured) -> None:
    """From the click on Compare to the first verdict, three times; and to the first seed whole."""
    with served(scenario) as (address, _, _):
        first, whole = [], []
        for seeds in (2, 3, 4):
            page = opened(browser, f"{address}&seeds={seeds}")
            page.wait_for_selector(COMPARE)
            # A planner reads the page before the first click; the processes that play wake meanwhile.
            page.wait_for_timeout(4000)
            begun = time.perf_counter()
            page.click(COMPARE)
            page.wait_for_selector(VERDICT)
            first.append(time.perf_counter() - begun)
            page.wait_for_function(f"/[1-9] of {seeds} seeds/.test(document.body.innerText)")
            whole.append(time.perf_counter() - begun)
            shut(page)
            time.sleep(2.0)
        measured.add("first answer after a click on compare, 3,000 residents (the slowest of three)", max(first), "s", 3.0)
        measured.add("the whole of the first seed, five years, two arms (the slowest of three)", max(whole), "s")


def week_of(page: Page) -> int:
    """Return the week that the map shows."""
    return int(str(page.evaluate(f"{STATUS}.textContent.match(/Week (\\d+)/)[1]")))


def panned(page: Page) -> float:
    """Drag the map about for three seconds; return the pictures drawn a second."""
    canvas = page.locator(".linli-map canvas")
    canvas.hover()
    box = canvas.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    before, begun, k = page.evaluate(DRAWS), time.perf_counter(), 0
    while (lasts := time.perf_counter() - begun) < 3.0:
        k += 1
        page.mouse.move(x + 80 * math.sin(k / 15), y + 50 * math.cos(k / 15))
    drawn = page.evaluate(DRAWS) - before
    page.mouse.up()
    return float(drawn) / lasts


def on_map(browser: Browser, scenario: str, residents: int, measured: Measured) -> None:
    """A lever moved beside the map; playing; panning."""
    large = residents > 10_000
    with served(scenario) as (address, _, _):
        page = opened(browser, f"{address}&page=map")
        page.wait_for_function(READY)
        page.click("[data-testid=map-after]")
        page.fill(".linli-week", "5")
        page.press(".linli-week", "Enter")
        page.wait_for_function(f"{STATUS}.textContent.startsWith('Week 5 ')")
        page.click("[data-testid=fold-levers]")
        field, moved = page.locator(LEVER), []
        for k, gatherings in enumerate((30, 31, 32, 33, 34, 35)):
            frames, week = page.evaluate(FRAMES), week_of(page)
            field.fill(str(gatherings))
            begun = time.perf_counter()
            field.press("Enter")
            # The first lever makes a package, which is played up to this week; each further one is seen in the next week of it.
            page.wait_for_function(f"{FRAMES} > {frames} && {STATUS}.textContent.startsWith('Week {week + (k > 0)} ')", polling=10)
            moved.append(time.perf_counter() - begun)
        measured.add(f"lever moved, map and numbers changed, {residents:,} residents (median of five)", sorted(moved[1:])[2], "s", 0.6 if large else 0.3)
        measured.add(f"the first lever, which makes a package and plays it up to week 5, {residents:,} residents", moved[0], "s")
        page.locator(".linli-controls select").first.select_option("0")
        page.click("[data-test=play]")
        start, begun = week_of(page), time.perf_counter()
        # Until ten seconds have gone, or the five years: then the button has nothing more to play.
        while time.perf_counter() - begun < 10.0 and week_of(page) < 260:
            page.wait_for_timeout(100)
        weeks, seconds = week_of(page) - start, time.perf_counter() - begun
        if page.locator("[data-test=play]").is_enabled():
            page.click("[data-test=play]")
        measured.add(f"playing as fast as it goes, {residents:,} residents", weeks / seconds, "weeks/s", 3.0 if large else 10.0, most=False)
        page.wait_for_timeout(1500)
        measured.add(f"frames while panning, {residents:,} residents", panned(page), "frames/s", 30.0, most=False)
        page.close()


def sessions(browser: Browser, scenario: str, number: int, measured: Measured) -> None:
    """So many pages compare at once; each is clicked."""
    with served(scenario) as (address, server, _):
        first = opened(browser, f"{address}&seeds=2")
        first.wait_for_selector(COMPARE)
        first.wait_for_timeout(4000)
        before = sum(proportional(one) for one in tree(server))
        pages = [first, *(opened(browser, f"{address}&seeds=2") for _ in range(number - 1))]
        for page in pages:
            page.wait_for_selector(COMPARE)
        for page in pages:
            page.click(COMPARE)
        slowest, end = 0.0, time.perf_counter() + 60.0
        held = before
        while time.perf_counter() < end:
            for page in pages:
                for tab in ("levers", "compare"):
                    begun = time.perf_counter()
                    page.click(f"[data-testid=tab-{tab}]")
                    page.wait_for_selector(f"[data-testid=page-{tab}]")
                    slowest = max(slowest, time.perf_counter() - begun)
            held = max(held, sum(proportional(one) for one in tree(server)))
        answered = sum(page.locator(VERDICT).count() > 0 for page in pages)
        measured.add(f"slowest click with {number} pages that compare at once", slowest, "s", 2.0)
        each = (held - before) / (number - 1) / 2**20
        measured.add(f"memory of a session ({before / 2**20:.0f} MiB with one, {held / 2**20:.0f} with {number})", each, "MiB")
        measured.add("of them with an answer after a minute", answered, "pages")
        for page in pages:
            page.close()


def mesas(browser: Browser, measured: Measured) -> None:
    """Playing in Mesa's own SolaraViz."""
    command = (sys.executable, "-m", "solara", "run", "linli.viz.solara_view", "--no-open", "--port", "18765", "--production")
    with served("", *command, pattern=r"http://[\w.:]+") as (address, _, _):
        page = opened(browser, address, patient=True)
        page.wait_for_selector("text=Step:")
        step = "parseInt(document.body.innerText.match(/Step: (\\d+)/)[1])"
        page.click("button:has-text('▶')")
        page.wait_for_function(f"{step} >= 3")
        start, begun = page.evaluate(step), time.perf_counter()
        page.wait_for_timeout(10_000)
        weeks, seconds = page.evaluate(step) - start, time.perf_counter() - begun
        measured.add("playing in SolaraViz", weeks / seconds, "weeks/s", 5.0, most=False)
        page.close()


def main() -> None:
    """Read the command line, measure, and write the table."""
    names = ("ready", "answer", "map", "large", "sessions", "mesa")
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--sessions", type=int, default=20)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    files: dict[int, str] = {}
    for residents, buildings in RESIDENTS.items():
        file = asked.folder / f"figures-{residents}.toml"
        file.write_text(SCENARIO.format(buildings=buildings), encoding="utf-8")
        files[residents] = str(file.resolve())
        if residents < 10_000 or "large" in asked.only:
            out = str(asked.folder / f"warm-{time.time():.0f}")
            warm = ("run", files[residents], "--set", "weeks=2", "--no-figures", "--out", out)
            subprocess.run([sys.executable, "-m", "linli", *warm], check=True, capture_output=True)
    small, large = files.values()
    measured = Measured()
    roads: dict[str, Any] = {
        "ready": lambda browser: ready(browser, "building-gates", measured),
        "answer": lambda browser: answer(browser, "building-gates", measured),
        "map": lambda browser: on_map(browser, small, 3_000, measured),
        "large": lambda browser: on_map(browser, large, 20_000, measured),
        "sessions": lambda browser: sessions(browser, "building-gates", asked.sessions, measured),
        "mesa": lambda browser: mesas(browser, measured),
    }
    with sync_playwright() as play:
        for name in asked.only:
            browser = play.chromium.launch(executable_path=installed(), args=["--no-sandbox", "--disable-gpu"])
            try:
                roads[name](browser)
            except Exception as error:
                # The other figures are measured all the same.
                print(f"{name}: {str(error).splitlines()[0]}", flush=True)
            browser.close()
    measured.write(asked.folder)


if __name__ == "__main__":
    main()
