"""What the commands share: texts, checks of options, folders, consoles, threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from ..model.ground.text import Text

if TYPE_CHECKING:
    from ..experiments.places import Place
    from ..scenarios.schema import Scenario
    from ..viz.terminal import Terminal

STOPPED_WRITING = Text("Stopped. What was computed lies in {folder}", "已停止。计算结果在 {folder}")
Say = Callable[[str, str], str]
"""Takes a text in English and in Chinese and returns the one of the application's language."""


def dress_help(language: str) -> None:
    """Give typer's help pages their headings and the console of all other output."""
    from typer import rich_utils

    from ..viz.terminal import Terminal

    titles = {
        "ARGUMENTS_PANEL_TITLE": Text("Arguments", "参数"), "OPTIONS_PANEL_TITLE": Text("Options", "选项"), "COMMANDS_PANEL_TITLE": Text("Commands", "命令"),
        "DEFAULT_STRING": Text("[default: {}]", "[默认：{}]"), "REQUIRED_LONG_STRING": Text("[required]", "[必填]"),
    }  # fmt: skip
    # typer has no other way to be given a console; a test sees to it that this one is used.
    for name, value in {"Console": Terminal, **{name: text.say(language) for name, text in titles.items()}}.items():
        setattr(rich_utils, name, value)


class Localised:
    """What typer itself writes in a help page, in the language of the application."""

    language = "en"

    def get_help_option(self, ctx: Any) -> Any:
        """Return the --help option."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None and self.language == "zh":
            option.help = "显示本帮助。"
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        dress_help(self.language)
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        usage = str(super().get_usage(ctx))  # type: ignore[misc]
        return usage.replace("Usage:", "用法：", 1) if self.language == "zh" else usage


class Stopped(Exception):
    """Ctrl-C in a command that did not say anything about it itself."""


class Command(Localised, TyperCommand):
    """A command."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command.

        Raises:
            Stopped: Ctrl-C. typer would end with the same status and say nothing.
        """
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            raise Stopped from stop
        except EOFError as error:
            # typer would take it for Ctrl-D of a person who was asked something.
            raise RuntimeError("a file ended too early") from error


class Group(Localised, TyperGroup):
    """A group of commands, listed in the order in which a person needs them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        own = ("run", "compare", "decide", "attribute", "sweep", "sensitivity", "optimise", "discover", "city")
        first = (*own, "show", "dashboard", "brief", "story", "reproduce", "scenarios")
        order = (*first, "import", "mechanism", "survey", "calibrate", "local", "constants", "export", "benchmark", "docs")
        return sorted(self.commands, key=lambda name: order.index(name) if name in order else len(order))


def consoles() -> tuple[Terminal, Terminal]:
    """Return the console of results (standard output) and that of progress (standard error)."""
    from ..viz.terminal import Terminal

    return Terminal(), Terminal(stderr=True)


def threads_of(asked: str) -> int:
    """Return the number of threads: what `--threads` asks for, else ("") all cores that this process may use.

    Raises:
        UserError: it is no whole number, or out of bounds.
    """
    if asked:
        return whole_number("--threads", asked, 1, 1024)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def prepared(name: str, settings: Sequence[str], weeks: int | None) -> Scenario:
    """Load a scenario and put the settings of the command line in.

    Raises:
        UserError: something in them is wrong.
    """
    from ..scenarios.loader import load

    scenario = load(name, check_files=not settings and weeks is None)
    if settings:
        scenario = scenario.with_settings(settings)
    return scenario if weeks is None else scenario.with_weeks(weeks)


def whole_number(option: str, given: str, low: int, high: int) -> int:
    """Read a whole number of the command line.

    Raises:
        UserError: it is none, or out of bounds.
    """
    from ..scenarios.errors import UserError, show

    digits = given.strip().lstrip("+-")
    number = int(given) if digits.isascii() and digits.isdigit() and len(digits) < 20 else None
    if number is None or not low <= number <= high:
        raise UserError(
            f"{show(given)} is not a whole number between {low:,} and {high:,}.", f"{show(given)} 不是 {low:,} 与 {high:,} 之间的整数。", file=option
        )
    return number


def listed(given: str) -> list[str]:
    """Split "a,b,c" (a Chinese comma will do)."""
    return [part.strip() for part in given.replace("，", ",").split(",") if part.strip()]


def free_folder(asked: Path | None, name: str, facts: dict[str, Any] | None = None) -> Place:
    """Reserve a folder for results.

    Args:
        asked: what the user named with --out; None: the next free name under runs/.
        name: name under runs/.
        facts: what the work rests on; a folder that keeps a part of it is taken too.

    Raises:
        UserError: the folder holds something already, cannot be made, or another run is writing to it.
    """
    from ..experiments.places import Place, next_place

    return next_place(Path("runs"), name, facts) if asked is None else Place(asked, facts)


def deliver(place: Place, tell: Callable[[], None], save: Callable[[], object], language: str) -> None:
    """Print what was computed, and write it whatever becomes of the printing.

    Raises:
        UserError: it cannot be written.
        typer.Exit: Ctrl-C while it was written; what was computed is there.
    """
    import typer

    try:
        tell()
    finally:
        try:
            save()
        except KeyboardInterrupt:
            consoles()[1].print(STOPPED_WRITING.say(language, folder=place), markup=False, soft_wrap=True)
            raise typer.Exit(130) from None
