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
    from ..experiments.calibration.emulator import Foretold
    from ..experiments.calibration.fit import FitResult
    from ..scenarios.published import PublishedStudy

BEGIN = Text("Fitting {n} constants to {rows} rows of: {names}", "将 {n} 个常数拟合到 {rows} 行数据：{names}")
WAVE = Text("wave {n}: {played} vectors played, distance {distance} in the middle", "第 {n} 轮：已试 {played} 组常数，距离中位数 {distance}")
FORETOLD = Text(
    "; {explained} of their variance had been foretold, {covered} of the rows lay in the 90 % range foretold for them",
    "；预先推出了其方差的 {explained}，{covered} 的行落在预先给出的 90% 范围内",
)
HEADS = (
    Text("constant", "常数"), Text("default", "默认值"), Text("prior", "先验范围"),
    Text("posterior", "后验中位数"), Text("90 %", "90% 区间"), Text("narrower", "收窄"),
)  # fmt: skip
SUMMARY = Text(
    "{waves} waves, {played} vectors played. Distance (root mean square of standard errors off): defaults {before}, vectors of the posterior {median} in the "
    "middle (best {lowest}).",
    "共 {waves} 轮，试了 {played} 组常数。距离（标准误的均方根）：默认值 {before}，后验中的常数组中位数 {median}（最佳 {lowest}）。",
)
EFFECTIVE = Text(
    "Effective size: {n} of the walk's vectors (R-hat of its four crowds {agree}); {worth} of the {checked} that were played for true.",
    "有效样本量：游走中的常数组 {n}（四群游走的 R-hat 为 {agree}）；真正试过的 {checked} 组中的 {worth} 组。",
)
CHECKED = Text(
    "Played for true: {explained} of the variance between those vectors had been foretold, and {covered} of the rows lay in the 90 % range that had been "
    "foretold for them.",
    "真正试过的结果：预先推出了这些常数组之间方差的 {explained}，{covered} 的行落在预先给出的 90% 范围内。",
)
RECOVERED = Text(
    "Fitted to tables that were simulated with {n} known vectors: {inside} of their constants lie within the 90 % interval found.",
    "将模型拟合到用 {n} 组已知常数模拟出的数据表：{inside} 的常数落在所得的 90% 区间内。",
)
COLLAPSED = Text(
    "That is too little: the ranges may be narrower than what the tables leave open. Do not use them for --uncertainty; take more vectors a wave, more waves "
    "or more steps.",
    "不足：这些范围可能窄于数据表所允许的范围，请勿用于 --uncertainty；请增加每轮的组数、轮数或步数。",
)
DIRECTIONS = Text(
    "Constants trade off: together the tables narrow {n} of {of} directions through them to less than half of the prior.",
    "常数之间此消彼长：合起来看，数据表把 {of} 个方向中的 {n} 个收窄到先验的一半以下。",
)
UNTOLD = Text("These tables say next to nothing (narrower by less than {least}) about: {names}.", "这些表对以下常数几乎没有约束（收窄不足 {least}）：{names}。")
FEW = 10
"""Effective size below which ranges are not to be believed."""
APART = 1.2
"""R-hat above which they are not."""
LEAST = 0.15
"""Narrower by less than this, a constant is as unknown after the fit as before."""
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
            "Fit the constants of people to published tables or to your own survey. Goes on where it stopped.",
            "将人的常数拟合到公布的数据表或您自己的调查，可中断续做。",
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
        population: str = typer.Option(
            "100", metavar="N", help=say("Vectors of a wave; the first has twice as many.", "每轮的常数组数；首轮加倍。")
        ),
        waves: str = typer.Option("4", metavar="N", help=say("Waves at most.", "最多轮数。")),
        minutes: str = typer.Option(
            "60", metavar="N", help=say("Minutes at most for the waves; the one at work is finished.", "各轮最多分钟数；正在进行的一轮会做完。")
        ),
        check: str = typer.Option(
            "60", metavar="N", help=say("Vectors of the result that are played for true, twice each.", "结果中真正试两次的常数组数。")
        ),
        planted: str = typer.Option(
            "8", metavar="N",
            help=say(
                "So many of these are looked for in tables that were simulated with them; 0: none.", "其中多少组用来模拟数据表、再从中找回；0 为不做。"
            ),
        ),
        steps: str = typer.Option(
            "600", metavar="N", help=say("Steps of a walk by the emulator; nothing is played in them.", "按仿真器游走的步数，不运行模型。")
        ),
        others: list[Path] = typer.Option(
            [], "--from", metavar="DIR",
            help=say(
                "Folder of another fit to the same studies (another seed or size), whose plays are learned from too. May be named several times.",
                "对相同研究的另一次拟合（种子或规模不同）的文件夹，其试验结果也用于学习；可多次给出。",
            ),
            show_default=False,
        ),
        seed: str = typer.Option("1", metavar="S", help=say("Seed of the search.", "搜索的随机种子。")),
        processes: str = typer.Option(
            "1", metavar="N", help=say("Processes side by side. The fit does not depend on it.", "并行进程数，不影响拟合结果。")
        ),
        lang: str = shared.lang,
    ) -> None:  # fmt: skip
        from ..experiments.calibration.api import chosen_studies
        from ..experiments.calibration.fit import Budget

        vectors = whole_number("--check", check, 2, 3000)
        budget = Budget(
            whole_number("--population", population, 4, 100_000), whole_number("--waves", waves, 1, 1000),
            float(whole_number("--minutes", minutes, 1, 100_000)), vectors, recover=whole_number("--planted", planted, 0, vectors),
            steps=whole_number("--steps", steps, 20, 1_000_000), processes=whole_number("--processes", processes, 1, 1024),
        )  # fmt: skip
        do_calibrate(chosen_studies(studies or [], scenario), out, whole_number("--seed", seed, 0, 2**31 - 1), budget, others, language)


def do_calibrate(studies: list[PublishedStudy], folder: Path, seed: int, budget: Any, others: list[Path], language: str) -> None:
    """Fit, telling of each wave, and print what came of it."""
    from ..experiments.calibration.fit import RESULT, fit, load_fit
    from ..experiments.calibration.space import SPACE
    from ..experiments.calibration.target import rows_of
    from .progress import teller

    output, errors = consoles()
    rows = sum(len(rows_of(study, "fit")) for study in studies)
    step = teller(errors)
    step(BEGIN.say(language, n=len(SPACE), rows=rows, names=", ".join(study.name for study in studies)))

    def tell(number: int, played: int, distance: float, told: Foretold | None) -> None:
        line = WAVE.say(language, n=number, played=played, distance=f"{distance:.2f}")
        more = "" if told is None else FORETOLD.say(language, explained=_percent(told.explained, language), covered=_percent(told.covered, language))
        step(line + more)

    def say(line: Text) -> None:
        errors.print(line.say(language), markup=False, soft_wrap=True)

    fit(studies, folder, seed=seed, budget=budget, others=others, tell=tell, say=say)
    # What is printed is what the folder holds, so that linli show prints the same.
    print_fit(load_fit(folder), language, output)
    output.print(WRITTEN.say(language, folder=folder, file=folder / RESULT), markup=False, soft_wrap=True)


def print_fit(result: FitResult, language: str, output: Any) -> None:
    """Print the constants before and after, and how far off they are."""
    import math

    from ..viz.listing import Column, Listing
    from ..viz.numbers import spaced

    frame: Any = result.to_frame()
    table = Listing([Column(spaced(head.say(language), language), "left" if k == 0 else "right") for k, head in enumerate(HEADS)])
    for row in frame.reset_index().itertuples():
        span, found = f"{row.before_low:g} … {row.before_high:g}", f"{row.low:.3g} … {row.high:.3g}"
        table.add(row.constant, f"{row.usual:.3g}", span, f"{row.median:.3g}", found, _percent(row.narrower, language))
    untold = frame.index[frame["narrower"] < LEAST].tolist()
    output.print(table)
    lowest, middle = result.distance
    numbers = {"before": f"{result.before:.2f}", "median": f"{middle:.2f}", "lowest": f"{lowest:.2f}"}
    lines = [SUMMARY.say(language, waves=result.waves, played=result.evaluations, **numbers)]
    explained, covered = (_percent(share, language) for share in (result.told[0], result.told[2]))
    lines.append(CHECKED.say(language, explained=explained, covered=covered))
    worth = {"n": f"{result.effective:.0f}", "agree": f"{result.agree:.2f}", "worth": f"{result.checked:.0f}"}
    lines.append(EFFECTIVE.say(language, checked=result.played, **worth))
    if min(result.effective, result.checked) < FEW or result.agree > APART:
        lines.append(COLLAPSED.say(language))
    if not math.isnan(result.recovered):
        lines.append(RECOVERED.say(language, n=int(result.posterior.facts["recovered"]["vectors"]), inside=_percent(result.recovered, language)))
    lines += [NARROWER.say(language), DIRECTIONS.say(language, n=sum(one > 0.5 for one in result.directions), of=len(result.directions))]
    if untold:
        lines.append(UNTOLD.say(language, least=_percent(LEAST, language), names=", ".join(untold)))
    for text in lines:
        output.print(text, markup=False, soft_wrap=True)


def _percent(share: float, language: str) -> str:
    from ..viz.numbers import spaced

    return spaced(f"{100.0 * share:.0f} %", language)
