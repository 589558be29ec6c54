"""The page of the command line, as typer's own writer of documents makes it from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import typer

from ..model.ground.text import Text

TITLE = Text("The command line", "命令行")
ABOUT = Text(
    "What `linli COMMAND --help` prints, for all commands. Exit status: 0 done, 1 a fault of linli or too little memory, 2 an input, "
    "a folder or a disk that cannot be used, 130 stopped with Ctrl-C. "
    "`LINLI_LANG` (en or zh) names the language of all commands, `LINLI_CACHE` the folder for what is compiled and spun up.",
    "全部命令的 `linli 命令 --help` 所打印的内容。退出状态：0 完成，1 linli 自身错误或内存不足，2 输入、文件夹或磁盘不可用，130 被 Ctrl-C 中止。"
    "环境变量 `LINLI_LANG`（en 或 zh）设定语言，`LINLI_CACHE` 设定存放编译结果与预热结果的文件夹。",
)
_WORDS = {
    "**Usage**:": "**用法**：",
    "**Arguments**:": "**参数**：",
    "**Options**:": "**选项**：",
    "**Commands**:": "**命令**：",
    "[default: ": "[默认：",
    "[required]": "[必填]",
}
"""What typer's writer says itself."""


def commands_page(language: str, build: Callable[[str], typer.Typer]) -> Iterable[str]:
    """Yield the parts of the page; `build` makes the application in a language."""
    from typer.cli import get_docs_for_click
    from typer.main import get_command

    command: Any = get_command(build(language))
    # The writer asks the context for the style of help texts; without it they are left as they stand.
    told = get_docs_for_click(obj=command, ctx=typer.Context(command, info_name="linli"), name="linli", title="linli")
    for name, short, whole in _shortened(command):
        told = told.replace(f"* `{name}`: {short}\n", f"* `{name}`: {whole}\n")
    if language == "zh":
        for english, chinese in _WORDS.items():
            told = told.replace(english, chinese)
    yield f"# {TITLE.say(language)}"
    yield ABOUT.say(language)
    # Commands of a group are a level below it; the page has a title of its own.
    yield re.sub(r"^#", "##", told.strip(), flags=re.M)


def _shortened(group: Any) -> Iterable[tuple[str, str, str]]:
    """Yield the commands of a group: name, the help that typer's writer shortens to some words (of Chinese to none), and its first paragraph."""
    for name, command in group.commands.items():
        yield name, command.get_short_help_str(), " ".join((command.help or "").split("\n\n")[0].split())
        if hasattr(command, "commands"):
            yield from _shortened(command)
