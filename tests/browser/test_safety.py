"""Who may come in, and what a page of a server behind a proxy asks for."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_without_its_token_a_server_shows_nothing_and_with_it_all(serve: Any, small: Path, open_page: Any) -> None:
    address = serve(small, "--token", "a-secret", "--root-path", "/linli")
    assert "token=a-secret" in address
    host = address.partition("/linli")[0]
    assert status(f"{host}/readyz") == 200
    for path in ("/linli/", "/", "/static/assets/custom.css"):
        assert status(host + path) == 403
    page = open_page(address)
    page.wait_for_selector("[data-testid=tab-compare]")
    page.click("[data-testid=tab-levers]")
    page.wait_for_selector("[data-testid=page-levers]")
    page.wait_for_url("**/linli?*page=levers*")


@pytest.mark.parametrize("path", ["/resourcez", "/_solara/cdn/../../../../etc/passwd", "/static/assets/../../../app.py"])
def test_no_path_leads_to_what_is_not_shown(server: str, path: str) -> None:
    host = server.partition("/?")[0]
    request = urllib.request.Request(host + path)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            body = answer.read()
    except urllib.error.HTTPError as error:
        body = error.read()
    assert b"root:" not in body
    assert b"def session" not in body
    assert b"websockets" not in body


def test_two_sessions_stay_apart(server: str, browser: Browser, open_page: Any) -> None:
    first, second = open_page(server), open_page(server)
    first.click("[data-testid=package-more]")
    first.wait_for_selector("[data-testid=package-more][aria-pressed=true]")
    assert second.get_attribute("[data-testid=package-more]", "aria-pressed") == "false"
