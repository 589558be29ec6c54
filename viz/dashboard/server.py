"""The server of the dashboard: Solara on this computer alone, with all that a page needs from this computer too."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import socket
import threading
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...model.ground.text import Text
from ...scenarios.errors import UserError
from .gate import Gate
from .start import Start, begin_with, drawn

if TYPE_CHECKING:
    from collections.abc import Callable

_WEB = Path(__file__).parent / "web"
LOST = "3m"
"""A page that was lost without a word (a crash, a cable) has its session ended after so long."""
LARGEST_MESSAGE = 4_000_000
"""Bytes of one message from a browser: an upload comes in pieces of 2 MB."""
_SETTINGS = {
    "SOLARA_MODE": "production",
    # What the installed assets lack is looked for here, where nobody answers, and never elsewhere.
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_KERNEL_CULL_TIMEOUT": LOST,
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_SESSION_HTTP_ONLY": "true",
}
_TAKEN = Text("port {port} of {host} cannot be used: {reason}.", "无法使用 {host} 的端口 {port}：{reason}。")


def is_local(host: str) -> bool:
    """Tell whether a host is this computer alone."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host == "localhost"


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one.

    Raises:
        UserError: it cannot be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
        return made
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        said = {language: _TAKEN.say(language, port=port, host=host, reason=reason) for language in ("en", "zh")}
        raise UserError(said["en"], said["zh"], file="--port") from None


def application(start: Start, token: str, root_path: str, host: str) -> Any:
    """Return the application: Solara's, with our page and our gate.

    Args:
        start: what every session begins from.
        token: whoever has none is refused; "": nobody needs one.
        root_path: a proxy's prefix, "" for none.
        host: that it is bound to.
    """
    for name, value in _SETTINGS.items():
        os.environ[name] = value
    os.environ["SOLARA_ROOT_PATH"] = root_path
    begin_with(start)
    import solara.server.starlette as served
    from solara.server import app as apps
    from starlette.applications import Starlette
    from starlette.routing import Route

    script = apps.AppScript(f"{__package__}.app")
    # Solara looks for templates and assets beside this folder, and for nothing else.
    script.directory = _WEB / "app"
    apps.apps["__default__"] = script

    async def page(request: Any) -> Any:
        answer = await served.root(request, request.path_params.get("fullpath", ""))
        language = request.query_params.get("lang", start.state.language)
        answer.body = dressed(answer.body.decode(), "zh" if language == "zh" else "en").encode()
        answer.headers["content-length"] = str(len(answer.body))
        return answer

    left_out = ("/resourcez", "/_solara/api/evict/{kernel_id}")
    routes = [
        Route(str(getattr(one, "path", "")), endpoint=page) if getattr(one, "endpoint", None) is served.root else one
        for one in served.routes
        if getattr(one, "path", "") not in left_out
    ]
    return Gate(Starlette(routes=routes, lifespan=served.lifespan), token, root_path, () if token else ("localhost", "127.0.0.1", "[::1]", host))


_WORDS = (
    Text("App is disconnected, and may not function properly. Please refresh the page.", "连接已断开，请刷新页面。"),
    Text("Server\n                disconnected.", "服务器已断开。"),
    Text("Restoring session…", "正在恢复…"),
    Text("Please refresh the page", "请刷新页面"),
    Text("Could not restore session. Please refresh.", "无法恢复，请刷新页面。"),
    Text("Refresh now", "立即刷新"),
    Text("Clear messages", "清除消息"),
    Text("Loading resources", "正在加载"),
)
"""What Solara's own page says."""


def dressed(page: str, language: str) -> str:
    """Return Solara's page in a language, with a name, and so that it can be enlarged by people who see badly."""
    from .texts import TITLE

    for text in _WORDS:
        page = page.replace(text.en, text.say(language))
    page = re.sub(r"\bCancel\n", Text("Cancel", "取消").say(language) + "\n", page)
    page = re.sub(r"<html>", f'<html lang="{"zh-CN" if language == "zh" else "en"}">', page, count=1)
    page = re.sub(r"<title>[^<]*</title>", f"<title>{TITLE.say(language)}</title>", page, count=1)
    return page.replace(", maximum-scale=1, user-scalable=no, minimal-ui", "")


_AWAKE = 4
"""Processes at most that are started before anybody asks; more come when they are needed."""


_OPENS = 5.0
"""Seconds that a first page is waited for; by then nobody is about to open one."""
_SHOWS = 0.5
"""Seconds that a browser takes to show what was drawn."""


def warm() -> None:
    """Import what the first page needs while the browser comes; once it is there, what the first click would wait for, here and in the processes that play."""
    from . import app  # noqa: F401
    from .pages import PAGES

    PAGES[0].load()
    if drawn.wait(_OPENS):
        time.sleep(_SHOWS)
    from ...experiments import far_seed, growing, hands, spinup  # noqa: F401
    from ...experiments.progress import compiled, cores
    from .take import can_pdf

    hands.give_way()
    if compiled() and cores() > 1:
        hands.warm(min(cores(), _AWAKE), far_seed.wake)
    for page in PAGES:
        page.load()
    can_pdf()


def serve(made: Any, listens: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C.

    Args:
        made: the application.
        listens: the socket.
        ready: is called once it answers.
    """
    # Solara looks at pandas wherever it finds it, also where another thread is only half-way through importing it.
    import pandas  # noqa: F401
    import uvicorn

    # Solara says at length, for each page, that a cookie of plain http is kept for this site alone; that is meant.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none")
    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets=sockets)
            ready()
            threading.Thread(target=warm, name="linli-warm", daemon=True).start()

    config = uvicorn.Config(
        made, access_log=False, log_level="warning", loop="asyncio", ws_max_size=LARGEST_MESSAGE, timeout_graceful_shutdown=2, ws="websockets-sansio"
    )  # fmt: skip
    Server(config).run(sockets=[listens])
