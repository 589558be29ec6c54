"""Who may come in: whoever has the token, asks for a name of this computer, and whose page came from here."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ...model.ground.text import Text

COOKIE = "linli-token"
REFUSED = Text("This page asks for a token: open the address that linli dashboard printed.", "此页面需要口令：请打开 linli dashboard 显示的地址。")
STRANGER = Text("This page is not served under this name.", "此页面不以该主机名提供服务。")
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'self'; object-src 'none'; base-uri 'self'"
)
"""What a page may load: nothing but from here."""
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()), (b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"),
)  # fmt: skip


class Gate:
    """The application behind a gate.

    Args:
        inside: the application.
        token: whoever has none is refused; "": nobody needs one.
        root_path: a proxy's prefix; it is taken off an address that has it still.
        hosts: names under which it is served; (): any.
    """

    def __init__(self, inside: Any, token: str, root_path: str, hosts: Sequence[str]) -> None:
        """Keep these."""
        self.inside, self.token, self.root_path, self.hosts = inside, token, root_path, tuple(hosts)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Let in, or refuse."""
        if scope["type"] not in ("http", "websocket"):
            await self.inside(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        path = self._bare(scope)
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[-1]
        if path != "/readyz":
            refusal = self._refusal(scope, headers, asked)
            if refusal is not None:
                await _refuse(scope, receive, send, refusal)
                return
        scope = dict(scope, path=path, raw_path=path.encode(), root_path="")
        give = self.token if self.token and asked else ""

        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start":
                more = list(_HEADERS)
                if give:
                    more.append((b"set-cookie", f"{COOKIE}={give}; Path=/; HttpOnly; SameSite=Strict".encode()))
                message = dict(message, headers=[*message.get("headers", ()), *more])
            await send(message)

        await self.inside(scope, receive, sent)

    def _bare(self, scope: Any) -> str:
        """Return the path without the proxy's prefix."""
        path = str(scope["path"])
        prefix = self.root_path
        return (path[len(prefix) :] or "/") if prefix and (path == prefix or path.startswith(prefix + "/")) else path

    def _refusal(self, scope: Any, headers: dict[str, str], asked: str) -> Text | None:
        host = headers.get("host", "")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if self.hosts and name not in self.hosts:
            return STRANGER
        origin = headers.get("origin", "")
        if scope["type"] == "websocket" and origin and not self._from_here(urlsplit(origin).netloc, host, headers):
            return STRANGER
        if self.token:
            cookies = SimpleCookie(headers.get("cookie", ""))
            held = cookies[COOKIE].value if COOKIE in cookies else ""
            if not any(hmac.compare_digest(self.token.encode(), one.encode()) for one in (asked, held)):
                return REFUSED
        return None

    def _from_here(self, origin: str, host: str, headers: dict[str, str]) -> bool:
        """Tell whether a page of this server opened the connection: no other page of the same browser may talk to it."""
        return origin in (host, headers.get("x-forwarded-host", host))


async def _refuse(scope: Any, receive: Any, send: Any, why: Text) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    body = f'<!doctype html><meta charset="utf-8"><title>linli 邻里</title><p>{why.en}</p><p lang="zh-CN">{why.zh}</p>'.encode()
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/html; charset=utf-8"), *_HEADERS]})
    await send({"type": "http.response.body", "body": body})
