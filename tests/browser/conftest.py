"""A server of the dashboard on a free port, and pages of a real Chromium that may ask nobody else. A missing browser fails; it never skips."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

spec = util.spec_from_file_location("chromium", Path(__file__).parent / "chromium.py")
assert spec is not None
assert spec.loader is not None
chromium = util.module_from_spec(spec)
spec.loader.exec_module(chromium)

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND,EXCLUDE 127.0.0.1",
]  # fmt: skip
PATIENCE = 120_000.0
"""Milliseconds until a page that does not answer is a failure; a busy machine is slow."""
SMALL = """
format = 1
title = { en = "One building", zh = "一栋楼" }
source = "made for tests"
weeks = 60
[neighbourhood]
buildings = 1
years = 1
[mechanisms.building-gates]
[arms.before]
title = { en = "before", zh = "政策前" }
[arms.after]
title = { en = "after", zh = "政策后" }
[arms.after.building-gates]
gatherings_a_year = 12.0
knock_share = 0.5
[arms.more]
title = { en = "more", zh = "更多聚会" }
[arms.more.building-gates]
gatherings_a_year = 24.0
knock_share = 0.8
"""
"""A scenario of one building and a little more than a year: an answer within seconds."""

Open = Callable[..., Page]


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe finds wrong with a page by WCAG 2, levels A and AA."""
    found: list[dict[str, Any]] = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    return found


def serious(page: Page) -> list[dict[str, Any]]:
    """Return what of it is serious."""
    return [one for one in violations(page) if one["impact"] in ("serious", "critical")]


class Servers:
    """Starts servers: called with a scenario and options it returns the address that the command printed.

    Attributes:
        processes: address -> the process of its server.
    """

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self.folders = folders
        self.processes: dict[str, subprocess.Popen[str]] = {}

    def __call__(self, what: str | Path, *options: str, lang: str = "en") -> str:
        command = [sys.executable, "-m", "linli", "dashboard", str(what), "--port", "0", "--no-browser", "--lang", lang, *options]
        folder = self.folders.mktemp("server")
        with (folder / "errors").open("w", encoding="utf-8") as errors:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=folder, env=os.environ | {"PYTHONUNBUFFERED": "1"})
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://[^\s（]+", line)
        if found is None:
            process.kill()
            pytest.fail(f"{line}\n{(folder / 'errors').read_text(encoding='utf-8')}")
        self.processes[found[0]] = process
        return found[0]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small scenario."""
    path = tmp_path_factory.mktemp("small") / "one-building.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Start servers; they end with the tests."""
    servers = Servers(tmp_path_factory)
    yield servers
    for process in servers.processes.values():
        process.terminate()
    for process in servers.processes.values():
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def server(serve: Servers, small: Path) -> str:
    """The address of a server with the small scenario."""
    return serve(small)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium."""
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium.installed(), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open pages: `open_page(address, width=1280)`. Errors in the console and requests to other hosts fail the test at its end."""
    pages: list[Page] = []
    wrong: list[str] = []

    def start(address: str, width: int = 1280, height: int = 900, **more: Any) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, **more)
        page.set_default_timeout(PATIENCE)
        own = re.match(r"http://[^/]+", address)
        assert own

        def guard(route: Route) -> None:
            if route.request.url.startswith((own[0], own[0].replace("http", "ws"), "data:", "blob:")):
                route.continue_()
            else:
                wrong.append(f"asked {route.request.url}")
                route.abort()

        def console(message: ConsoleMessage) -> None:
            if message.type == "error":
                wrong.append(f"console: {message.text}")

        page.route("**/*", guard)
        page.on("console", console)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        pages.append(page)
        page.goto(address)
        page.wait_for_selector("h1")
        return page

    yield start
    for page in pages:
        page.close()
    assert wrong == []

