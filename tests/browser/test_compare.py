"""The page *Compare* in a real browser."""

from __future__ import annotations

from typing import Any


def test_a_comparison_comes_in_and_ends(server: str, open_page: Any) -> None:
    page = open_page(server + "&seeds=2")
    page.click("[data-testid=compare]")
    page.wait_for_selector("text=one run")
    page.wait_for_selector("text=2 of 2 seeds")
    assert "scenario=one-building" in page.url
