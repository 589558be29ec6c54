"""The command of the planner's dashboard: `linli dashboard`."""



from __future__ import annotations

import secrets
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..model.ground.text import Text
from ..scenarios import DEFAULT
from .options import Options
from .tools import Command, Say, consoles, whole_number

if TYPE_CHECKING:
    from ..viz.dashboard.start import Start

ADDRESS = Text("The dashboard is open at {address} (Ctrl-C ends it).", "网页已打开：{address}（按 Ctrl-C 结束）。")
MISSING = Text(
    'the dashboard needs more packages: pip install "linli[dashboard]" (in a checkout: pip install -e ".[dashboard]").',
    '网页需要更多软件包：pip install "linli[dashboard]"（在代码目录中：pip install -e ".[dashboard]"）。',
)
NOT_SHOWN = Text("{folder} holds no run or comparison that a page can show.", "{folder} 中没有网页可显示的运行或比较结果。")


def start_of(given: str, language: str) -> Start:
    """Return what the dashboard begins with: a scenario by its name, a file, or the folder of a comparison or run.

    Raises:
        UserError: it is none of these.
    """
    from ..scenarios.errors import UserError, show
    from ..scenarios.loader import load, names
    from ..viz.dashboard.start import Start
    from ..viz.dashboard.state import State, bounded, first_state

    if given not in names() and Path(given).is_dir():
        from ..experiments.comparison import Comparison
        from ..experiments.opening import open
        from ..experiments.results import RunResult

        found = open(given)
        if isinstance(found, RunResult):
            found = found.as_comparison()
        if not isinstance(found, Comparison):
            said = {lang: NOT_SHOWN.say(lang, folder=show(given)) for lang in ("en", "zh")}
            raise UserError(said["en"], said["zh"])
        return Start(State(bounded(found.scenario), found.everybody, max(1, len(found.seeds)), language=language), found)
    scenario = load(given)
    return Start(first_state(scenario, language, opened=given not in names()))


def add_dashboard(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli dashboard`."""
    shared = Options(language)

    @app.command(
        "dashboard", cls=Command,
        help=say("Open the planner's dashboard in a browser; it needs no internet.", "在浏览器中打开规划网页，无需联网。"),
    )  # fmt: skip
    def dashboard(
        what: str = typer.Argument(
            DEFAULT, metavar="[SCENARIO|FILE|FOLDER]",
            help=say("A scenario, a TOML file, or the folder of a run or comparison.", "情景名称、TOML 文件，或运行、比较的结果文件夹。")
        ),
        host: str = typer.Option(
            "127.0.0.1", "--host", help=say("Address to listen at. Any other than this computer's own asks for a token.", "监听地址。非本机地址须使用口令。")
        ),
        port: str = typer.Option("8765", "--port", metavar="N", help=say("Port; 0 takes a free one.", "端口；0 表示任选空闲端口。")),
        token: str = typer.Option(
            "", "--token", metavar="TEXT", show_default=False,
            help=say(
                "Whoever opens the page has to know it. Default: none on this computer, one that is drawn elsewhere.",
                "打开页面所需的口令。默认：本机不需要，其他地址随机生成。",
            ),
        ),
        root_path: str = typer.Option(
            "", "--root-path", metavar="/PREFIX", help=say("The prefix under which a proxy serves it.", "代理服务器的路径前缀。"), show_default=False
        ),
        no_browser: bool = typer.Option(False, "--no-browser", help=say("Open no browser, only print the address.", "不打开浏览器，只显示地址。")),
        lang: str = shared.lang,
    ) -> None:
        from ..scenarios.errors import UserError

        number = whole_number("--port", port, 0, 65535)
        prefix = checked_prefix(root_path)
        # Solara reads its settings when it is imported, so it is only looked for here.
        if any(find_spec(name) is None for name in ("solara", "uvicorn", "ipyvuetify")):
            raise UserError(*MISSING)
        from ..viz.dashboard import server

        start = start_of(what, language)
        asked = token or ("" if server.is_local(host) else secrets.token_urlsafe(18))
        listens = server.listening(host, number)
        name = host if ":" not in host else f"[{host}]"
        address = f"http://{name}:{listens.getsockname()[1]}{prefix}/?lang={language}" + (f"&token={asked}" if asked else "")
        made = server.application(start, asked, prefix, name)

        def ready() -> None:
            consoles()[0].print(ADDRESS.say(language, address=address), markup=False, soft_wrap=True)
            if not no_browser:
                webbrowser.open(address)

        server.serve(made, listens, ready)


def checked_prefix(given: str) -> str:
    """Return a proxy's prefix: "" or "/some/path".

    Raises:
        UserError: it is none.
    """
    import re

    from ..scenarios.errors import UserError, show

    if given and not re.fullmatch(r"(/[\w.~-]+)+/?", given):
        raise UserError(f"{show(given)} is not a prefix such as /linli.", f"{show(given)} 不是 /linli 这样的前缀。", file="--root-path")
    return given.rstrip("/")
