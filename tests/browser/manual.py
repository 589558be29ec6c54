"""Opens a built manual from the disk in a real Chromium: search finds words in the language of the page,
the Chinese of a row comes first, and nothing is asked of any other computer.

    python tests/browser/manual.py FOLDER          # after: linli docs build FOLDER
"""

from __future__ import annotations

import re
import sys
from importlib import util
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

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


def main(folder: Path) -> int:
    """Look at a manual; returns the exit status."""
    elsewhere: list[str] = []
    faults: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium.installed(), args=["--no-sandbox", "--disable-gpu"])
        for start, words in ASKED.items():
            page = browser.new_page()
            page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(("file:", "data:", "blob:", "about:")) else None)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto((folder / start).resolve().as_uri())
            for word in words:
                found = hits(page, word)
                print(f"{start}: {word}: {len(found)} found, first {found[0].split('/')[-1]}")
                if any(("/zh/" in one) != start.startswith("zh/") for one in found):
                    faults.append(f"{word}: what is found is of the other language, too")
            page.close()
        page = browser.new_page()
        page.goto((folder / "zh/rows/unified-elections.html").resolve().as_uri())
        if not re.search(r"[\u4e00-\u9fff]{8}", page.locator("article h1 + p").first.inner_text()):
            faults.append("a page of both languages does not begin with its Chinese part in the Chinese manual")
        browser.close()
    faults.extend(f"asks {address}" for address in elsewhere)
    print("\n".join(faults) or "nothing was asked of another computer", file=sys.stderr if faults else sys.stdout)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
