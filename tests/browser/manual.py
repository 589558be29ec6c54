"""Opens a built manual in a real Chromium, from the disk and served: search finds words in the language of the page,
the Chinese of a row comes first, and nothing is asked of any other computer.

    python tests/browser/manual.py FOLDER          # after: linli docs build FOLDER
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import util
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

spec = util.spec_from_file_location("chromium", Path(__file__).parent / "chromium.py")
assert spec is not None
assert spec.loader is not None
chromium = util.module_from_spec(spec)
spec.loader.exec_module(chromium)

ASKED = {"index.html": ("closure", "surveillance", "gatherings_a_year"), "zh/index.html": ("熟人", "零模型", "楼门长", "closeness")}
"""Page to begin at -> what is searched for there."""
PATIENCE, SETTLES = 60_000.0, 1_000.0
"""Milliseconds: until nothing found is a failure; until what was found before has given way."""


def hits(page: Page, words: str) -> list[str]:
    """Search and return the addresses of what is found."""
    field = page.locator("input.md-search__input").first
    field.click()
    field.fill(words)
    # The page looks when a key is let go, which a method of input for Chinese does at its end.
    field.press("End")
    page.wait_for_selector(".md-search-result__item a", timeout=PATIENCE, state="attached")
    page.wait_for_timeout(SETTLES)
    return [str(link.get_attribute("href")) for link in page.locator(".md-search-result__item a").all()]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this computer; gives its address."""
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def searched(browser: Browser, top: str, faults: list[str]) -> None:
    """Search a manual in both languages; note what is asked of another computer and what is found of the other language."""
    for start, words in ASKED.items():
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{top}/{start}")
        for word in words:
            found = hits(page, word)
            print(f"{top.split(':')[0]}, {start}: {word}: {len(found)} found, first {found[0].split('/')[-1]}")
            if any(("/zh/" in page.evaluate("one => new URL(one, location).href", one)) != start.startswith("zh/") for one in found):
                faults.append(f"{word}: what is found is of the other language, too")
            if top.startswith("http") and not page.evaluate("one => fetch(one, {method: 'HEAD'}).then(answer => answer.ok)", found[0]):
                faults.append(f"{word}: {found[0]} leads nowhere")
        page.close()
        faults.extend(f"asks {one}" for one in asked if not one.startswith((top, "file:", "data:", "blob:", "about:")))


def main(folder: Path) -> int:
    """Look at a manual; returns the exit status."""
    faults: list[str] = []
    with sync_playwright() as play, served(folder) as address:
        browser = play.chromium.launch(executable_path=chromium.installed(), args=["--no-sandbox", "--disable-gpu"])
        for top in (folder.resolve().as_uri(), address):
            searched(browser, top, faults)
        page = browser.new_page()
        page.goto((folder / "zh/rows/unified-elections.html").resolve().as_uri())
        if not re.search(r"[\u4e00-\u9fff]{8}", page.locator("article h1 + p").first.inner_text()):
            faults.append("a page of both languages does not begin with its Chinese part in the Chinese manual")
        browser.close()
    print("\n".join(faults) or "nothing was asked of another computer", file=sys.stderr if faults else sys.stdout)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
