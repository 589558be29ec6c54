"""The commands for one compound: `linli local simulate | fit | rehearse`."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..model.ground.text import Text
from ..scenarios import DEFAULT
from .options import Options
from .sweep import STOPPED, where_of
from .tools import Command, Group, Say, consoles, listed, prepared, threads_of, whole_number

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario

DEFAULT_PLAYS = "400"
WRITTEN = Text("Written: {files}. Fit to them: linli local fit {command}", "已写入：{files}。拟合：linli local fit {command}")


def local_commands(language: str, say: Say) -> typer.Typer:
    """Build `linli local`."""
    shared = Options(language)
    app = typer.Typer(
        cls=Group,
        help=say(
            "One compound: fit memberships, asking, fatigue and slow decay to two waves of its survey and its attendance lists (docs/local.md).",
            "单个小区：用两次调查和到场名单拟合圈子、邀请、疲劳与慢衰减（见 docs/local.zh.md）。",
        ),
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    scenario_of = typer.Argument(
        ..., metavar="SCENARIO",
        help=say("The compound with what is organised in it: a scenario or a TOML file.", "小区及其中所办的活动：情景名称或 TOML 文件。"),
    )  # fmt: skip
    arm_of = typer.Option(
        "", "--arm", metavar="A", show_default=False, help=say("The arm that says what is organised. Default: the first.", "说明所办活动的方案，默认第一个。")
    )
    plays_of = typer.Option(DEFAULT_PLAYS, "--plays", metavar="N", help=say("How often the compound is played.", "模拟该小区的次数。"))
    seed_of = typer.Option("1", "--seed", metavar="S", help=say("Seed of the plays.", "随机种子。"))

    @app.callback(invoke_without_command=True)
    def root(ctx: typer.Context, lang: str = shared.lang) -> None:
        if ctx.invoked_subcommand is None:
            print(ctx.get_help())

    @app.command(
        "fit", cls=Command,
        help=say(
            "Fit the constants of one compound, and say which are known better than before. Goes on where it stopped.",
            "拟合一个小区的常数，并说明哪些比调查前更清楚，可中断续做。",
        ),
    )  # fmt: skip
    def fit(
        scenario: str = scenario_of,
        wave: list[str] = typer.Option(
            ..., "--wave", metavar="FILE", help=say("Table of a wave; give two, the first one first.", "一次调查的表；须给两次，先首次。")
        ),
        events: str = typer.Option("", "--events", metavar="FILE", show_default=False, help=say("Table of those who came.", "到场名单。")),
        start: str = typer.Option(
            "", "--start", metavar="DATE", show_default=False,
            help=say("Date on which the scenario begins, if the tables give dates.", "情景开始的日期（表中用日期时）。"),
        ),
        out: Path = typer.Option(Path("runs/local"), "--out", metavar="DIR", help=say("Folder of the fit.", "拟合文件夹。")),
        arm: str = arm_of,
        settings: list[str] = shared.settings,
        plays: str = plays_of,
        seed: str = seed_of,
        workers: str = shared.workers,
        dask: str = shared.dask,
        lang: str = shared.lang,
    ) -> None:  # fmt: skip
        where = where_of(workers, dask)
        numbers = whole_number("--plays", plays, 1, 1_000_000), whole_number("--seed", seed, 0, 2**31 - 1)
        do_fit(prepared(scenario, settings, None), wave, events, day_of(start), out, arm, numbers, (where.workers, where.dask), language)

    @app.command(
        "rehearse", cls=Command,
        help=say(
            "Say what a survey would teach before anybody is asked: simulated compounds with known constants are surveyed and fitted.",
            "调查之前先作演练：对常数已知的模拟小区作调查与拟合，看能学到什么。",
        ),
    )  # fmt: skip
    def rehearse(
        scenario: str = scenario_of,
        answered: str = typer.Option(
            "60,150,300", "--answered", metavar="N,N", help=say("People who answer in the first wave, several numbers.", "首次调查的答卷人数，可列几种。")
        ),
        waves: str = typer.Option("13,52", "--waves", metavar="W,W", help=say("Scenario weeks of the two waves.", "两次调查所在的情景周。")),
        out: Path = typer.Option(Path("runs/rehearsal"), "--out", metavar="DIR", help=say("Folder of the plays.", "模拟结果文件夹。")),
        arm: str = arm_of,
        settings: list[str] = shared.settings,
        plays: str = plays_of,
        seed: str = seed_of,
        workers: str = shared.workers,
        dask: str = shared.dask,
        lang: str = shared.lang,
    ) -> None:
        where = where_of(workers, dask)
        many = [whole_number("--answered", one, 10, 100_000) for one in listed(answered)]
        numbers = whole_number("--plays", plays, 1, 1_000_000), whole_number("--seed", seed, 0, 2**31 - 1)
        do_rehearse(prepared(scenario, settings, None), many, weeks_of(waves), out, arm, numbers, (where.workers, where.dask), language)

    @app.command(
        "simulate", cls=Command,
        help=say(
            "Write what a committee would have of a simulated compound: wave1.csv, wave2.csv, attendance.csv. Its constants are the truth.",
            "写出居委会对一个模拟小区会有的数据：wave1.csv、wave2.csv、attendance.csv，其常数即真值。",
        ),
    )  # fmt: skip
    def simulate(
        folder: Path = typer.Argument(
            ..., metavar="DIR", help=say("Folder to write to; it holds none of the three files.", "写入的文件夹，其中不能已有这三个文件。")
        ),
        scenario: str = typer.Option(
            DEFAULT, "--scenario", metavar="S", help=say("The compound: a scenario or a TOML file.", "小区：情景名称或 TOML 文件。")
        ),
        arm: str = arm_of,
        answered: str = typer.Option("150", "--answered", metavar="N", help=say("People who answer in the first wave.", "首次调查的答卷人数。")),
        waves: str = typer.Option("13,52", "--waves", metavar="W,W", help=say("Scenario weeks of the two waves.", "两次调查所在的情景周。")),
        counts: bool = typer.Option(False, "--counts", help=say("Lists say how many came, not who.", "名单只写人数，不写编号。")),
        seed: str = typer.Option("", "--seed", metavar="S", show_default=False, help=say("Seed of the random numbers.", "随机种子。")),
        settings: list[str] = shared.settings,
        threads: str = shared.threads,
        lang: str = shared.lang,
    ) -> None:
        many, use = whole_number("--answered", answered, 10, 100_000), threads_of(threads)
        number = whole_number("--seed", seed, 0, 2**31 - 1) if seed else None
        do_simulate(folder, prepared(scenario, settings, None), arm, many, weeks_of(waves), number, not counts, use, language)

    return app


def day_of(given: str) -> date | None:
    """Return the date of --start, None if there is none.

    Raises:
        UserError: it is no date.
    """
    from ..scenarios.errors import UserError, show

    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise UserError(f"{show(given)} is not a date such as 2025-03-14.", f"{show(given)} 不是日期，应如 2025-03-14。", file="--start") from None


def weeks_of(given: str) -> tuple[int, int]:
    """Return the two weeks of --waves.

    Raises:
        UserError: they are not two whole numbers.
    """
    from ..scenarios.errors import UserError, show

    found = [whole_number("--waves", one, 0, 5200) for one in listed(given)]
    if len(found) != 2 or found[0] >= found[1]:
        raise UserError(f"{show(given)} is not two weeks, one after the other, such as 13,52.", f"{show(given)} 不是先后两周，应如 13,52。", file="--waves")
    return found[0], found[1]


def do_fit(
    scenario: Scenario, waves: list[str], events: str, start: date | None, out: Path, arm: str, numbers: tuple[int, int], where: tuple[int | None, str],
    language: str,
) -> None:  # fmt: skip
    """Fit, and print what is told.

    Raises:
        UserError: not two waves, or something in them is wrong.
        typer.Exit: it was stopped.
    """
    from ..experiments.local.fit import local_fit
    from ..scenarios.errors import UserError
    from ..viz.local import print_fit
    from .progress import progress_line

    if len(waves) != 2:
        raise UserError(f"a fit needs two waves; given: {len(waves)}.", f"拟合需要两次调查；现给 {len(waves)} 次。", file="--wave")
    output, errors = consoles()
    try:
        with progress_line(errors, language) as progress:
            found = local_fit(
                scenario, waves[0], waves[1], events or None, out=out, arm=arm or None, start=start, plays=numbers[0], seed=numbers[1], workers=where[0],
                dask=where[1], progress=progress,
            )  # fmt: skip
    except KeyboardInterrupt:
        raise _stopped(errors, out, language) from None
    print_fit(found, language=language, console=output)


def do_rehearse(
    scenario: Scenario, answered: list[int], weeks: tuple[int, int], out: Path, arm: str, numbers: tuple[int, int], where: tuple[int | None, str],
    language: str,
) -> None:  # fmt: skip
    """Rehearse, and print what a survey would teach.

    Raises:
        typer.Exit: it was stopped.
    """
    from ..experiments.local.rehearsal import local_rehearsal
    from ..viz.local import print_rehearsal
    from .progress import progress_line

    output, errors = consoles()
    try:
        with progress_line(errors, language) as progress:
            found = local_rehearsal(
                scenario, out=out, arm=arm or None, answered=answered, weeks=weeks, plays=numbers[0], seed=numbers[1], workers=where[0], dask=where[1],
                progress=progress,
            )  # fmt: skip
    except KeyboardInterrupt:
        raise _stopped(errors, out, language) from None
    print_rehearsal(found, language=language, console=output)


def _stopped(errors: Any, folder: Path, language: str) -> typer.Exit:
    errors.print(STOPPED.say(language, folder=folder), markup=False, soft_wrap=True)
    return typer.Exit(130)


def do_simulate(
    folder: Path, scenario: Scenario, arm: str, answered: int, weeks: tuple[int, int], seed: int | None, ids: bool, threads: int, language: str
) -> None:
    """Write what a committee would have of a simulated compound.

    Raises:
        UserError: the folder cannot be used, or the scenario is shorter than the waves.
    """
    from ..experiments.local.fit import compound_of
    from ..experiments.local.reading import tables_of
    from ..experiments.local.rehearsal import local_simulated
    from ..scenarios.errors import UserError
    from .survey import write_all

    compound = compound_of(scenario, arm or None)
    if weeks[1] > compound.weeks:
        raise UserError(
            f"the scenario has {compound.weeks} weeks; the second wave lies in week {weeks[1]}.",
            f"情景只有 {compound.weeks} 周，而第二次调查在第 {weeks[1]} 周。", file="--waves",
        )  # fmt: skip
    found = local_simulated(compound, answered, weeks=weeks, seed=compound.seed if seed is None else seed, ids=ids, threads=threads)
    files = {folder / name: text.encode() for name, text in tables_of(found).items()}
    folder.mkdir(parents=True, exist_ok=True)
    write_all(files)
    tables = f"--wave {folder / 'wave1.csv'} --wave {folder / 'wave2.csv'} --events {folder / 'attendance.csv'}"
    command = f"{scenario.name} {f'--arm {arm} ' if arm else ''}{tables}"
    consoles()[0].print(WRITTEN.say(language, files=", ".join(map(str, files)), command=command), markup=False, soft_wrap=True)
