"""Options that several commands have, each written once."""

from __future__ import annotations

from typing import Any

import typer

from ..model.ground.text import Text
from ..scenarios import DEFAULT

LANG_HELP = Text("Language of all that is printed: en or zh. Default: LINLI_LANG or the locale.", "输出语言：en 或 zh。默认取 LINLI_LANG 或系统区域设置。")
SETTING_HELP = Text(
    "Change one value, such as building-gates.gatherings_a_year=24 or neighbourhood.preset=towers. May be given several times.",
    "修改一个值，例如 building-gates.gatherings_a_year=24 或 neighbourhood.preset=towers，可重复使用。",
)


class Options:
    """What stands as the default of a command's argument, so that typer makes the option of it.

    Args:
        language: in which the help is written.

    Attributes:
        scenario: a scenario to work on (an argument).
        lang: --lang.
        settings: --set.
        weeks: --weeks, length of a run.
        threads: --threads.
        out: --out, folder of the results, a new one if none is named.
        no_figures: --no-figures.
        everything: --all, all measures below the summary.
    """

    scenario: Any
    lang: Any
    settings: Any
    weeks: Any
    threads: Any
    out: Any
    no_figures: Any
    everything: Any

    def __init__(self, language: str) -> None:
        """Write the help in one language."""

        def say(en: str, zh: str) -> str:
            return Text(en, zh).say(language)

        self.scenario = typer.Argument(
            DEFAULT, help=say("Name of a scenario (linli scenarios list) or a TOML file.", "情景名称（见 linli scenarios list）或 TOML 文件。")
        )
        self.lang = typer.Option("", "--lang", metavar="en|zh", help=LANG_HELP.say(language), show_default=False)
        self.settings = self.setting(SETTING_HELP.say(language))
        self.weeks = typer.Option("", "--weeks", metavar="N", help=say("Length of the run in weeks.", "运行周数。"), show_default=False)
        self.threads = typer.Option(
            "",
            "--threads",
            metavar="N",
            help=say("Threads. The result does not depend on it. Default: all cores.", "线程数，不影响结果。默认用全部核心。"),
            show_default=False,
        )
        self.out = typer.Option(
            None,
            "--out",
            metavar="DIR",
            help=say("Folder for the results. Default: a new one under runs/.", "结果文件夹，默认在 runs/ 下新建。"),
            show_default=False,
        )
        self.no_figures = typer.Option(False, "--no-figures", help=say("Draw no figures.", "不绘图。"))
        self.everything = typer.Option(
            False,
            "--all",
            help=say(
                "Below the summary, show all measures with their units, those of each mechanism too.",
                "在摘要之后列出全部指标及单位，包括各机制自身的指标。",
            ),
        )

    @staticmethod
    def setting(text: str) -> Any:
        """Make --set with a help of its own."""
        return typer.Option([], "--set", metavar="KEY=VALUE", help=text)
