"""Who may come in."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from linli.viz.dashboard.gate import COOKIE, Gate
from linli.viz.dashboard.server import dressed, is_local, listening


class Inside:
    """An application that answers everything."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.paths.append(scope["path"])
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"in"})
        else:
            await send({"type": "websocket.accept"})


def ask(gate: Gate, path: str = "/", kind: str = "http", query: str = "", **headers: str) -> tuple[str, dict[bytes, bytes]]:
    """Return "in" or "out", and the headers of the answer."""
    sent: list[Any] = []
    given = [(key.replace("_", "-").encode(), value.encode()) for key, value in ({"host": "127.0.0.1:8765"} | headers).items()]
    scope = {"type": kind, "path": path, "query_string": query.encode(), "headers": given}

    async def receive() -> Any:
        return {"type": f"{kind}.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    # In a thread of its own: tests with a browser leave a loop behind in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(gate(scope, receive, send))).result()
    first = sent[0]
    came_in = first.get("status") == 200 or first["type"] == "websocket.accept"
    return ("in" if came_in else "out"), dict(first.get("headers", ()))


LOCAL = ("localhost", "127.0.0.1", "[::1]", "127.0.0.1")


def test_without_a_token_this_computer_comes_in_and_no_other_name() -> None:
    gate = Gate(Inside(), "", "", LOCAL)
    assert ask(gate)[0] == "in"
    assert ask(gate, host="localhost")[0] == "in"
    # A page of another site whose name was turned to this computer.
    assert ask(gate, host="evil.example:8765")[0] == "out"


def test_a_page_of_another_site_may_not_open_a_session() -> None:
    gate = Gate(Inside(), "", "", LOCAL)
    assert ask(gate, kind="websocket", origin="http://127.0.0.1:8765")[0] == "in"
    assert ask(gate, kind="websocket", origin="http://evil.example")[0] == "out"
    assert ask(gate, kind="websocket", origin="http://127.0.0.1:9999")[0] == "out"


def test_a_token_is_asked_for_and_then_kept() -> None:
    gate = Gate(Inside(), "secret", "", ())
    assert ask(gate)[0] == "out"
    assert ask(gate, query="token=wrong")[0] == "out"
    found, headers = ask(gate, query="lang=zh&token=secret", host="anywhere")
    assert found == "in"
    assert headers[b"set-cookie"].startswith(f"{COOKIE}=secret".encode())
    assert ask(gate, cookie=f"{COOKIE}=secret")[0] == "in"
    assert ask(gate, kind="websocket", cookie="other=1")[0] == "out"
    assert ask(gate, kind="websocket", cookie=f"{COOKIE}=secret")[0] == "in"


def test_whether_it_is_ready_may_be_asked_by_anybody() -> None:
    assert ask(Gate(Inside(), "secret", "", ()), path="/readyz")[0] == "in"


def test_the_prefix_of_a_proxy_is_taken_off() -> None:
    inside = Inside()
    gate = Gate(inside, "", "/linli", LOCAL)
    for path in ("/linli", "/linli/", "/linli/static/a.css", "/static/a.css", "/linlix"):
        ask(gate, path=path)
    assert inside.paths == ["/", "/", "/static/a.css", "/static/a.css", "/linlix"]


def test_a_page_may_load_nothing_from_elsewhere() -> None:
    headers = ask(Gate(Inside(), "", "", LOCAL))[1]
    policy = headers[b"content-security-policy"].decode()
    assert "default-src 'self'" in policy
    assert "http:" not in policy
    assert headers[b"referrer-policy"] == b"no-referrer"


@pytest.mark.parametrize(("host", "local"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("192.168.1.5", False), ("x", False)])
def test_what_is_this_computer_alone(host: str, local: bool) -> None:
    assert is_local(host) is local


def test_a_port_that_is_taken_gets_one_sentence() -> None:
    from linli.scenarios.errors import UserError

    taken = listening("127.0.0.1", 0)
    port = taken.getsockname()[1]
    with pytest.raises(UserError, match="cannot be used"):
        listening("127.0.0.1", port)
    taken.close()


def test_the_page_has_a_language_a_name_and_may_be_enlarged() -> None:
    page = '<html>\n<title>x</title><meta content="width=device-width, initial-scale=1, maximum-scale=1, user-scalable=no, minimal-ui">Refresh now'
    found = dressed(page, "zh")
    assert '<html lang="zh-CN">' in found
    assert "邻里" in found
    assert "user-scalable" not in found
    assert "立即刷新" in found
    assert "Refresh" not in found
    assert '<html lang="en">' in dressed(page, "en")
