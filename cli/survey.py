"""The commands for a survey of one's own: `linli survey new | simulate`."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..model.ground.text import Text
from .options import Options
from .tools import Command, Group, Say, consoles, prepared, threads_of, whole_number

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario

DEFAULT_SCENARIO = "everyday"
MADE = Text(
    "{form} written: print it on two A4 pages. {sheet} written: fill in the counts, then: linli calibrate {sheet}",
    "已写入 {form}：请用 A4 纸打印（共两页）。已写入 {sheet}：填入各选项人数后运行 linli calibrate {sheet}",
)
ASKED = Text("{n:,} simulated residents of {scenario} ({arm}) asked. Written: {sheet}", "已询问 {scenario}（{arm}）的 {n:,} 名模拟居民。已写入：{sheet}")


def survey_commands(language: str, say: Say) -> typer.Typer:
    """Build `linli survey`."""
    shared = Options(language)
    app = typer.Typer(
        cls=Group,
        help=say(
            "Your own survey of a compound: print a form, count the answers, or ask simulated residents.", "自行调查小区：打印问卷、统计回答，或询问模拟居民。"
        ),
        context_settings={"help_option_names": ["--help", "-h"]},
    )

    @app.callback(invoke_without_command=True)
    def root(ctx: typer.Context, lang: str = shared.lang) -> None:
        if ctx.invoked_subcommand is None:
            print(ctx.get_help())

    @app.command(
        "new",
        cls=Command,
        help=say(
            "Write a form of twelve questions to print, and beside it an empty sheet (CSV) for the counts.",
            "生成十二题的打印问卷，以及用来填写人数的空表（CSV）。",
        ),
    )
    def new(
        file: Path = typer.Argument(
            Path("survey.html"), help=say("Form to write; the sheet beside it ends in .csv.", "要写的问卷文件；空表同名，以 .csv 结尾。")
        ),
        lang: str = typer.Option(
            "",
            "--lang",
            metavar="en|zh|both",
            help=say(
                "Language of the form: en, zh, or both side by side. Default: LINLI_LANG or the locale.",
                "问卷语言：en、zh 或 both（中英对照）。默认取 LINLI_LANG 或系统区域设置。",
            ),
            show_default=False,
        ),
    ) -> None:
        write_form(file, "both" if lang == "both" else language, language)

    @app.command(
        "simulate",
        cls=Command,
        help=say(
            "Ask simulated residents the twelve questions and write the counts: an example whose truth is known.",
            "让模拟居民回答这十二题并写出人数：一份已知真值的示例。",
        ),
    )
    def simulate(
        file: Path = typer.Argument(..., help=say("Sheet of counts to write, such as example.csv.", "要写的人数表，例如 example.csv。")),
        scenario: str = typer.Option(
            DEFAULT_SCENARIO,
            "--scenario",
            metavar="S",
            help=say("Name of a scenario (linli scenarios list) or a TOML file.", "情景名称（见 linli scenarios list）或 TOML 文件。"),
        ),
        arm: str = typer.Option("", metavar="A", help=say("The arm that is asked. Default: the first.", "所问的方案，默认第一个。"), show_default=False),
        people: str = typer.Option("200", metavar="N", help=say("How many residents are asked.", "询问多少名居民。")),
        weeks: str = typer.Option("13", metavar="N", help=say("Weeks from the scenario's beginning to the survey.", "情景开始多少周后询问。")),
        seed: str = typer.Option("", metavar="S", help=say("Seed of the random numbers.", "随机种子。"), show_default=False),
        settings: list[str] = shared.settings,
        threads: str = shared.threads,
        lang: str = shared.lang,
    ) -> None:
        length = whole_number("--weeks", weeks, 0, 5200)
        chosen = prepared(scenario, settings, None)
        wanted = arm or chosen.arms[0]
        number = chosen.seed if not seed else whole_number("--seed", seed, 0, 2**31 - 1)
        use = threads_of(threads)
        do_simulate(checked_sheet(file), chosen.arm(wanted), whole_number("--people", people, 1, 1_000_000), number, length, use, language)

    return app


def write_form(file: Path, form: str, language: str) -> None:
    """Write a form and its sheet.

    Args:
        file: the form; ".html" is put on where it has no ending.
        form: "en", "zh" or "both".
        language: of what is printed.

    Raises:
        UserError: another ending, or one of the two exists or cannot be written.
    """
    from ..scenarios.errors import UserError, show
    from ..scenarios.own_survey import sheet
    from ..viz.survey_form import survey_form

    named = file.name not in ("", "..")
    html = file.with_name(file.name + ".html") if named and not file.suffix else file
    if html.suffix.lower() not in (".html", ".htm"):
        raise UserError(f"{show(str(file))} is not a name for the form. It must end in .html.", f"{show(str(file))} 不能作为问卷文件名，须以 .html 结尾。")
    counts = html.with_suffix(".csv")
    write_all({html: survey_form(form, counts.name).encode("utf-8"), counts: sheet(form)})
    consoles()[0].print(MADE.say(language, form=html, sheet=counts), markup=False, soft_wrap=True)


def checked_sheet(file: Path) -> Path:
    """Return the file for a sheet of counts, before anything long begins.

    Raises:
        UserError: it does not end in .csv, exists already, or lies in no folder.
    """
    from ..scenarios.errors import UserError, show

    if file.suffix.lower() != ".csv":
        raise UserError(
            f"{show(str(file))} is not a name for a sheet of counts. It must end in .csv.", f"{show(str(file))} 不能作为人数表文件名，须以 .csv 结尾。"
        )
    if os.path.lexists(file):
        raise UserError(f"{show(str(file))} exists already. Name a new file.", f"{show(str(file))} 已存在，请指定新文件。")
    if not os.path.isdir(file.parent):
        raise UserError(
            f"{show(str(file))} cannot be written: there is no folder {show(str(file.parent))}.",
            f"无法写入 {show(str(file))}：没有文件夹 {show(str(file.parent))}。",
        )
    return file


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write new files, all of them or none.

    Raises:
        UserError: one exists already or cannot be written; the others are gone again.
    """
    from ..scenarios.files import write_file

    begun: list[Path] = []
    try:
        for file, content in files.items():
            write_file(file, content, new=True)
            begun.append(file)
    except BaseException:
        for file in begun:
            with suppress(OSError):
                file.unlink()
        raise


def do_simulate(file: Path, scenario: Scenario, people: int, seed: int, weeks: int, threads: int, language: str) -> None:
    """Ask simulated residents, write the sheet and say so."""
    from ..experiments.own_survey import simulate_survey
    from ..scenarios.own_survey import sheet
    from .progress import progress_line

    output, errors = consoles()
    with progress_line(errors, language) as progress:
        survey = simulate_survey(scenario, people, seed=seed, weeks=weeks, threads=threads, file=str(file), progress=progress)
    write_all({file: sheet(language, survey.counts)})
    told = ASKED.say(language, n=survey.asked, scenario=scenario.name, arm=scenario.arms[0], sheet=file)
    output.print(told, markup=False, soft_wrap=True)
