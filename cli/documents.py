"""The command `linli docs`: the manual in a browser, and the pages of it that are made from declarations."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import typer

from ..model.ground.text import Text
from .options import Options
from .tools import Command, Group, Say, consoles

ROOT = Path(__file__).resolve().parents[1]
"""The folder of the package: it holds docs/ and mkdocs.yml, in a checkout and in an installed package."""
NEEDED = ("mkdocs", "material", "mkdocs_static_i18n", "mkdocstrings", "mkdocstrings_handlers", "jieba")
OPENED, BUILDS = Text("The manual: {file}", "手册：{file}"), Text("Building the manual, once for this version ...", "正在生成手册，每个版本只需一次……")
MISSING = Text(
    'the manual is built from its pages by more packages: pip install "linli[docs]" (in a checkout: pip install -e ".[docs]"). '
    "As Markdown it lies in {folder}.",
    '生成手册需要更多软件包：pip install "linli[docs]"（在代码目录中：pip install -e ".[docs]"）。其 Markdown 原文在 {folder}。',
)
NOT_BUILT = Text("the manual could not be built: {reason}", "无法生成手册：{reason}")


Build = Callable[[str], typer.Typer]


def docs_commands(language: str, say: Say, build: Build) -> typer.Typer:
    """Build `linli docs`; `build` makes the application in a language, for the page of all commands."""
    shared = Options(language)
    app = typer.Typer(
        cls=Group, help=say("Open the manual in a browser; it needs no internet.", "在浏览器中打开手册，无需联网。"),
        context_settings={"help_option_names": ["--help", "-h"]},
    )  # fmt: skip

    @app.callback(invoke_without_command=True)
    def root(
        ctx: typer.Context,
        no_browser: bool = typer.Option(False, "--no-browser", help=say("Open no browser, only print where it lies.", "不打开浏览器，只显示其位置。")),
        lang: str = shared.lang,
    ) -> None:
        if ctx.invoked_subcommand is None:
            show_manual(language, browser=not no_browser)

    @app.command("build", cls=Command, help=say("Build the manual into a folder; a warning is a fault.", "将手册生成到文件夹；有警告即视为错误。"))
    def build_(folder: Path = typer.Argument(..., metavar="DIR", help=say("Folder to build into.", "目标文件夹。"))) -> None:
        build_manual(folder, strict=True)
        consoles()[0].print(OPENED.say(language, file=folder / "index.html"), markup=False, soft_wrap=True)

    @app.command(
        "pages", cls=Command,
        help=say("Write the pages and tables of the manual that are made from the code (in a checkout).", "写出手册中由代码生成的页面与表格（在代码目录中）。"),
    )  # fmt: skip
    def pages(
        folder: Path = typer.Argument(
            ROOT / "docs",
            metavar="[DIR]",
            show_default=False,
            help=say("Folder of the documents. Default: docs/ of the package.", "文档文件夹，默认为软件包的 docs/。"),
        ),
    ) -> None:
        for path in write_pages(folder, build):
            consoles()[0].print(str(path), markup=False, soft_wrap=True)

    return app


def made(folder: Path, build: Build) -> dict[Path, str]:
    """Return file -> text of all pages that are made from the code.

    Args:
        folder: of the documents.
        build: makes the application in a language.

    Raises:
        UserError: the folder is not that of the documents.
    """
    from ..scenarios.errors import UserError, show
    from ..viz.manual.pages import HELD, written
    from .api_page import api_page
    from .command_page import commands_page

    if not all((folder / f"{name}.md").is_file() for name in HELD):
        given = show(str(folder))
        raise UserError(f"{given} is not a folder with the documents of linli.", f"{given} 不是 linli 的文档文件夹。")
    return written(folder, {"commands": lambda language: commands_page(language, build), "api": api_page})


def write_pages(folder: Path, build: Build) -> list[Path]:
    """Write the made pages that differ from those that lie there; returns these. Arguments as those of `made`.

    Raises:
        UserError: a file cannot be written.
    """
    from ..scenarios.files import write_file

    changed = [(path, text) for path, text in made(folder, build).items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path, text in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text)
    return [path for path, _ in changed]


def show_manual(language: str, browser: bool) -> None:
    """Open the manual, built first if the pages are newer than what lies in the cache.

    Raises:
        UserError: packages are missing, or it cannot be built.
    """
    import tempfile
    import webbrowser

    from ..model.ground.cache import cache_folder, ready

    site = ready(cache_folder() / "manual") or Path(tempfile.mkdtemp(prefix="linli-manual-"))
    first = site / ("index.html" if language == "en" else f"{language}/index.html")
    if not first.is_file() or (site / STAMP).read_text(encoding="utf-8") != stamp():
        consoles()[1].print(BUILDS.say(language), markup=False)
        build_manual(site, strict=False)
    consoles()[0].print(OPENED.say(language, file=first), markup=False, soft_wrap=True)
    if browser:
        webbrowser.open(first.resolve().as_uri())


STAMP = "linli-stamp.txt"
"""File of a built manual: what it was built from."""


def stamp() -> str:
    """Return a hash of the pages, their sizes and times, so that an old manual is told from a new one."""
    import hashlib

    from ..model.ground.version import __version__

    told = [
        __version__,
        *(f"{path.relative_to(ROOT)} {(at := path.stat()).st_size} {at.st_mtime_ns}" for path in sorted((ROOT / "docs").rglob("*")) if path.is_file()),
    ]
    return hashlib.blake2b("\n".join(told).encode(), digest_size=8).hexdigest()


def build_manual(folder: Path, strict: bool) -> None:
    """Build the manual with MkDocs, in a process of its own: it speaks to standard error, and changes settings of the whole process.

    Args:
        folder: the site is written there; what lay there is taken away.
        strict: a warning is a fault.

    Raises:
        UserError: packages are missing, a folder holds something else, or MkDocs says that something is wrong.
    """
    import os
    import subprocess
    import sys

    from ..scenarios.errors import UserError, show
    from ..scenarios.files import write_file

    if any(find_spec(name) is None for name in NEEDED):
        raise UserError(*(MISSING.say(language, folder=ROOT / "docs") for language in ("en", "zh")))
    if folder.is_dir() and any(folder.iterdir()) and not (folder / STAMP).is_file():
        given = show(str(folder))
        raise UserError(f"{given} holds something else. Name a new folder.", f"{given} 中已有其他内容，请指定新文件夹。")
    line = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--clean",
        *(["--strict"] if strict else []),
        "--config-file",
        str(ROOT / "mkdocs.yml"),
        "--site-dir",
        str(folder.resolve()),
    ]
    # mkdocs-material would print an advertisement about other programs.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(line, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        reason = "; ".join([line for line in said if "WARNING" in line or "ERROR" in line][:8] or said[-1:])
        raise UserError(*(NOT_BUILT.say(language, reason=reason) for language in ("en", "zh")))
    write_file(folder / STAMP, stamp())
