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
        workers, dask: --workers and --dask, who works a sweep.
        dry_run: --dry-run, only say what it would take.
        new_plan: the file of a plan to write (an argument).
        swept: folder of a sweep, or a plan whose sweep is run first (an argument).
        swept_out, swept_workers: --out and --workers of that sweep.
    """

    scenario: Any
    lang: Any
    settings: Any
    weeks: Any
    threads: Any
    out: Any
    no_figures: Any
    everything: Any
    workers: Any
    dask: Any
    dry_run: Any
    new_plan: Any
    swept: Any
    swept_out: Any
    swept_workers: Any

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
        self.workers = typer.Option(
            "", "--workers", metavar="N", show_default=False,
            help=say(
                "Processes side by side. The result does not depend on it. Default: all cores; 0: this very process.",
                "并行进程数，不影响结果。默认用全部核心；0 表示就在本进程中运行。",
            ),
        )  # fmt: skip
        self.dask = typer.Option(
            "", "--dask", metavar="ADDRESS|local", show_default=False,
            help=say("Work on a Dask cluster: tcp://HOST:PORT of its scheduler, or local.", "在 Dask 集群上运行：调度器地址 tcp://主机:端口，或 local。"),
        )  # fmt: skip
        self.dry_run = typer.Option(
            False, "--dry-run",
            help=say(
                "Say how many runs there are and, from three of them, how long they take; write nothing.", "只说明运行数，并由三次试运行估计用时，不写结果。"
            ),
        )  # fmt: skip
        self.new_plan = typer.Argument(
            "", metavar="FILE", show_default=False, help=say("With new: the file to write. Default: plan.toml.", "与 new 同用：要写的文件，默认 plan.toml。")
        )
        self.swept = typer.Argument(
            ..., metavar="FOLDER|PLAN",
            help=say("Folder of a sweep; or a plan, whose sweep is run, or gone on with, first.", "扫描文件夹；或计划文件，先运行（或续做）其扫描。"),
        )  # fmt: skip
        self.swept_out = typer.Option(
            None, "--out", metavar="DIR", show_default=False,
            help=say(
                "With a plan: folder of its sweep, as linli sweep has it. Default: runs/ and the plan's name.",
                "与计划同用：扫描文件夹。默认为 runs/ 加计划名。",
            ),
        )  # fmt: skip
        self.swept_workers = typer.Option(
            "", "--workers", metavar="N", show_default=False,
            help=say("With a plan: processes side by side. Default: all cores.", "与计划同用：并行进程数。默认用全部核心。"),
        )  # fmt: skip

    @staticmethod
    def setting(text: str) -> Any:
        """Make --set with a help of its own."""
        return typer.Option([], "--set", metavar="KEY=VALUE", help=text)
