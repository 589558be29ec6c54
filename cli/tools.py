"""What the commands share: texts, checks of options, folders, consoles, threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from ..model.ground.text import Text

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario
    from ..viz.terminal import Terminal

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


class Command(Localised, TyperCommand):
    """A command."""


class Group(Localised, TyperGroup):
    """A group of commands, listed in the order in which a person needs them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        order = ("run", "compare", "show", "reproduce", "scenarios", "mechanism", "survey", "calibrate", "constants", "export", "benchmark")
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

    scenario = load(name)
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


def free_folder(asked: Path | None, name: str) -> Path:
    """Return a folder that a result may be written to; it is not made yet.

    Args:
        asked: what the user named with --out; None: the next free name under runs/.
        name: name under runs/.

    Raises:
        UserError: the folder holds something already, or cannot be made.
    """
    from ..experiments.store import check_folder

    folder = asked
    if folder is None:
        folder, number = Path("runs") / name, 2
        while folder.exists():
            folder, number = Path("runs") / f"{name}-{number}", number + 1
    return check_folder(folder)


BYTES_A_RESIDENT = 900
"""Of one engine with everything on, a little more than the benchmark finds."""


def refuse_beyond_memory(scenario: Scenario, arms: int) -> None:
    """Refuse what this machine's memory cannot hold, before hours are lost.

    Args:
        scenario: what is to be run.
        arms: how many arms run side by side.

    Raises:
        UserError: there is less memory than the residents need.
    """
    from ..scenarios.checking import about_residents

    residents = about_residents(scenario.neighbourhood, scenario.population) * scenario.neighbourhood.communities
    refuse_residents(residents, arms, Text("Take fewer communities.", "请减少社区数。"), file=scenario.file, section="[neighbourhood]")


def refuse_residents(residents: float, arms: int, advice: Text, *, file: str = "", section: str = "") -> None:
    """Refuse more residents than this machine's memory can hold.

    Args:
        residents: about how many people live in one arm.
        arms: how many arms run side by side.
        advice: what to do instead.
        file: the file or option in which so many were asked for.
        section: its section.

    Raises:
        UserError: there is less memory than they need.
    """
    from ..scenarios.errors import UserError

    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return
    need, have = residents * BYTES_A_RESIDENT * arms / 1e9, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    if need > have:
        raise UserError(
            f"about {residents:,.0f} residents in {arms} arms need about {need:,.0f} GB of memory; this machine has {have:,.0f} GB. {advice.en}",
            f"约 {residents:,.0f} 名居民、{arms} 个方案约需 {need:,.0f} GB 内存，本机只有 {have:,.0f} GB。{advice.zh}",
            file=file,
            section=section,
        )
