"""The command `linli calibrate`: fit the constants of people to published tables, or to a survey of one's own."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..model.ground.text import Text
from .options import Options
from .tools import Command, Say, consoles, whole_number

if TYPE_CHECKING:
    from ..experiments.calibration.fit import FitResult
    from ..scenarios.published import PublishedStudy

BEGIN = Text("Fitting {n} constants to {rows} rows of: {names}", "将 {n} 个常数拟合到 {rows} 行数据：{names}")
GENERATION = Text("generation {n}: distance at most {epsilon}, {played} vectors played", "第 {n} 代：距离不超过 {epsilon}，已试 {played} 组常数")
STEP = Text("step {n} of the walk: {moved} of the vectors moved", "游走第 {n} 步：{moved} 的常数组移动")
HEADS = (
    Text("constant", "常数"), Text("default", "默认值"), Text("prior", "先验范围"),
    Text("posterior", "后验中位数"), Text("90 %", "90% 区间"), Text("narrower", "收窄"),
)  # fmt: skip
SUMMARY = Text(
    "{generations} generations, {played} vectors played; {moved} of the steps taken, {distinct} different vectors kept. Distance (root mean square of "
    "standard errors off): defaults {before}, posterior {median} (best {lowest}).",
    "共 {generations} 代，试了 {played} 组常数；{moved} 的步子被采纳，保留 {distinct} 组不同的常数。"
    "距离（标准误的均方根）：默认值 {before}，后验 {median}（最佳 {lowest}）。",
)
EFFECTIVE = Text("Effective size of the last generation: {n} of {population} vectors.", "最后一代的有效样本量：{population} 组中的 {n} 组。")
COLLAPSED = Text(
    "That is too few: the vectors descend from one or two, and their ranges are much narrower than what the tables leave open. Do not use them for "
    "--uncertainty; take more vectors a generation, or fewer generations.",
    "过少：这些常数组源自一两组，其范围远窄于数据表所允许的范围，请勿用于 --uncertainty；请增加每代的组数，或减少代数。",
)
FEW = 10
"""Effective size below which ranges are not to be believed."""
NARROWER = Text(
    "narrower: how much of the prior's width (logarithmic) the tables have ruled out; near 0 %: these tables say nothing about it.",
    "收窄：数据表排除了先验（对数）宽度的多少；接近 0% 表示这些表对该常数没有约束。",
)
WRITTEN = Text(
    "Written to {folder}. Use it: linli compare SCENARIO --uncertainty --posterior {file}. Go on with more minutes: the same command again.",
    "已写入 {folder}。使用：linli compare 情景 --uncertainty --posterior {file}。继续拟合：再次运行同一命令。",
)


def add_calibrate(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli calibrate`."""
    shared = Options(language)

    @app.command(
        "calibrate", cls=Command,
        help=say(
            "Fit the constants of people to published tables or to your own survey (ABC-SMC). Goes on where it stopped.",
            "将人的常数拟合到公布的数据表或您自己的调查（ABC-SMC），可中断续做。",
        ),
    )  # fmt: skip
    def calibrate(
        studies: list[str] = typer.Argument(
            None, metavar="[STUDY|FILE]...",
            help=say(
                "Studies (linli reproduce lists them), TOML files of studies, CSV files of counts (linli survey). all: those that linli itself is "
                "fitted to, which is the default; name it beside your own survey to fit to both.",
                "研究名称（见 linli reproduce）、研究的 TOML 文件、调查计数的 CSV 文件（见 linli survey）。"
                "all：linli 自身所拟合的研究（默认）；与您的调查并列可一起拟合。",
            ),
            show_default=False,
        ),
        scenario: str = typer.Option(
            "", metavar="SCENARIO",
            help=say(
                "The compound in which your own survey was made: a scenario or a TOML file. Default: the default compound.",
                "您的调查所在的小区：情景名称或 TOML 文件，默认为默认小区。",
            ),
            show_default=False,
        ),
        out: Path = typer.Option(
            Path("runs/fit"), metavar="DIR", help=say("Folder of the fit; one that holds the same fit goes on.", "拟合文件夹；若其中是同一拟合则继续。")
        ),
        population: str = typer.Option("100", metavar="N", help=say("Vectors of a generation.", "每代的常数组数。")),
        generations: str = typer.Option("8", metavar="N", help=say("Generations at most.", "最多代数。")),
        minutes: str = typer.Option("60", metavar="N", help=say("Minutes at most.", "最多分钟数。")),
        steps: str = typer.Option(
            "8", metavar="N", help=say("Steps that the last generation walks on; 0: none.", "末代继续游走的步数；0 为不游走。")
        ),
        seed: str = typer.Option("1", metavar="S", help=say("Seed of the search.", "搜索的随机种子。")),
        processes: str = typer.Option(
            "1", metavar="N", help=say("Processes side by side. The fit does not depend on it.", "并行进程数，不影响拟合结果。")
        ),
        lang: str = shared.lang,
    ) -> None:  # fmt: skip
        from ..experiments.calibration.fit import Budget

        budget = Budget(
            whole_number("--population", population, 4, 100_000), whole_number("--generations", generations, 1, 1000),
            float(whole_number("--minutes", minutes, 1, 100_000)), whole_number("--steps", steps, 0, 10_000), whole_number("--processes", processes, 1, 1024),
        )  # fmt: skip
        do_calibrate(chosen_studies(studies or [], scenario), out, whole_number("--seed", seed, 0, 2**31 - 1), budget, language)


def chosen_studies(names: list[str], scenario: str = "") -> list[PublishedStudy]:
    """Return the studies to fit to; those named are fitted to whatever their role.

    Args:
        names: studies, TOML files, CSV files of counts, or "all"; none: "all".
        scenario: the compound in which the surveys (CSV) were made; "": the default compound.

    Raises:
        UserError: a study that does not exist, a wrong file, or a scenario where no survey is named.
    """
    from ..experiments.reproduction.reproduce import all_studies
    from ..scenarios.errors import UserError
    from ..scenarios.loader import load
    from ..scenarios.own_survey import read_survey, survey_study
    from ..scenarios.published import load_study

    found: dict[str, PublishedStudy] = {}
    if scenario and not any(is_survey(name) for name in names):
        raise UserError("it says where a survey was made; name its CSV file.", "它说明调查所在的小区，请同时给出调查的 CSV 文件。", file="--scenario")
    for name in names or ["all"]:
        if name == "all":
            found |= {study.name: study for study in all_studies() if any(table.role == "fit" for table in study.tables)}
        elif is_survey(name):
            found[name] = survey_study(read_survey(name), load(scenario) if scenario else None)
        else:
            found[name] = as_fitted(load_study(name))
    return list(found.values())


def is_survey(name: str) -> bool:
    """Return whether a name is that of a file of counts."""
    return name.lower().endswith(".csv")


def as_fitted(study: PublishedStudy) -> PublishedStudy:
    """Return a study all of whose rows are to be fitted to."""
    return study._replace(tables=tuple(table._replace(role="fit") for table in study.tables))


def do_calibrate(studies: list[PublishedStudy], folder: Path, seed: int, budget: Any, language: str) -> None:
    """Fit, telling of each generation, and print what came of it."""
    from ..experiments.calibration.fit import RESULT, fit, load_fit
    from ..experiments.calibration.space import SPACE
    from ..experiments.calibration.target import rows_of
    from ..viz.numbers import spaced
    from .progress import teller

    output, errors = consoles()
    rows = sum(len(rows_of(study, "fit")) for study in studies)
    step = teller(errors)
    step(BEGIN.say(language, n=len(SPACE), rows=rows, names=", ".join(study.name for study in studies)))

    def tell(number: int, epsilon: float, played: int) -> None:
        step(GENERATION.say(language, n=number, epsilon=f"{epsilon:.3f}", played=played))

    def tell_step(number: int, moved: float) -> None:
        step(STEP.say(language, n=number, moved=spaced(f"{100.0 * moved:.0f} %", language)))

    def say(line: Text) -> None:
        errors.print(line.say(language), markup=False, soft_wrap=True)

    fit(studies, folder, seed=seed, budget=budget, tell=tell, tell_step=tell_step, say=say)
    # What is printed is what the folder holds, so that linli show prints the same.
    print_fit(load_fit(folder), language, output)
    output.print(WRITTEN.say(language, folder=folder, file=folder / RESULT), markup=False, soft_wrap=True)


def print_fit(result: FitResult, language: str, output: Any) -> None:
    """Print the constants before and after, and how far off they are."""
    import math

    from ..experiments.calibration.space import SPACE, default_values
    from ..viz.listing import Column, Listing
    from ..viz.numbers import spaced

    defaults, median, interval = default_values(), result.posterior.median(), result.posterior.interval()
    table = Listing([Column(spaced(head.say(language), language), "left" if k == 0 else "right") for k, head in enumerate(HEADS)])
    for free in (one for one in SPACE if one.key in interval):
        low, high = interval[free.key]
        # 90 % of a log-uniform prior are .9 of its width.
        narrower = 1.0 - math.log(high / low) / (0.9 * math.log(free.high / free.low))
        span, found = f"{free.low:g} … {free.high:g}", f"{low:.3g} … {high:.3g}"
        table.add(free.key, f"{defaults[free.key]:.3g}", span, f"{median[free.key]:.3g}", found, spaced(f"{100.0 * narrower:.0f} %", language))
    output.print(table)
    lowest, middle = result.distance
    numbers = {"before": f"{result.before:.2f}", "median": f"{middle:.2f}", "lowest": f"{lowest:.2f}"}
    numbers |= {"moved": spaced(f"{100.0 * result.moved:.0f} %", language), "distinct": str(result.distinct)}
    if not math.isnan(result.effective):
        size = result.posterior.facts.get("population", "?")
        output.print(EFFECTIVE.say(language, n=f"{result.effective:.0f}", population=size), markup=False, soft_wrap=True)
        if result.effective < FEW:
            output.print(COLLAPSED.say(language), markup=False, soft_wrap=True)
    for text in (SUMMARY.say(language, generations=result.generations, played=result.evaluations, **numbers), NARROWER.say(language)):
        output.print(text, markup=False, soft_wrap=True)
