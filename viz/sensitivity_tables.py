"""Which parameters of a sweep matter, in the terminal and in a notebook: a row a parameter, what luck alone would show, the point that was chosen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.console import Console

from ..model.ground.text import Text
from .lines import Line
from .listing import Column, Listing
from .numbers import decimals, difference, number, spaced
from .sweep_tables import with_draws
from .tables import PALE
from .words import title_of, unit_of

if TYPE_CHECKING:
    from ..experiments.analysis.response import Response
    from ..experiments.analysis.sensitivity import Estimated, SensitivityResult

MORE = Text("{arm} more than {baseline}", "{arm}比{baseline}多")
HOW = {
    "saltelli": Text(
        "Sobol indices from {base} base points, {points} points, {replications} replications",
        "Sobol 指数：基点 {base} 个，设计点 {points} 个，重复 {replications} 次",
    ),
    "morris": Text(
        "Morris screening with {base} trajectories, {points} points, {replications} replications",
        "Morris 筛选：轨迹 {base} 条，设计点 {points} 个，重复 {replications} 次",
    ),
}
_PARAMETER = Text("parameter", "参数")
FIRST, TOTAL = Text("alone", "单独"), Text("alone and with others", "连同交互作用")
SIZE, MEAN, SPREAD = Text("mean size of a step", "步长平均大小"), Text("with its sign", "带符号"), Text("standard deviation", "标准差")
_READ = {
    "saltelli": Text(
        "Shares of the variance over the points, with 95 % intervals over resamples of the base points.", "占各设计点间方差的比例；95% 区间来自基点重抽样。"
    ),
    "morris": Text(
        "How much a parameter moves the answer per whole range, with 95 % intervals over resamples of the trajectories. A large standard deviation: it works "
        "otherwise from place to place, or together with others.",
        "参数走完整个范围所引起的变化；95% 区间来自轨迹重抽样。标准差大，说明作用因处而异或有交互作用。",
    ),
}
_LUCK = {
    "saltelli": Text(
        "Luck of the seeds is {share} of that variance: a total up to there may be luck.", "随机种子占该方差的 {share}：不超过此值的总指数可能只是随机波动。"
    ),
    "morris": Text("By luck of the seeds alone a step may have the size {size}.", "仅因随机种子，步长也可达 {size}。"),
}
_NO_LUCK = Text(
    "One replication: how much of it is luck of the seeds is not known. Take replications = 2 or more.",
    "仅一次重复：无法得知其中随机波动有多大。请取 replications = 2 或更多。",
)
_PAIRS, _MOST_PAIRS = Text("together, beyond each alone (the largest pairs)", "成对交互（最大的几对）"), 5
_RANGE = Text("over the points from {low} to {high} {unit}", "各设计点取值从 {low} 到 {high}{unit}")


def asked_line(asked: Response, language: str) -> str:
    """Return what was asked about: a measure, and of which arm."""
    title = title_of(asked.info._replace(a_year=False), language)
    arm = MORE.say(language, arm=asked.arm, baseline=asked.baseline) if asked.baseline else asked.arm
    return f"{title}，{arm}" if language == "zh" else f"{title}, {arm}"


def range_line(asked: Response, language: str) -> str:
    """Return from where to where the answers go."""
    low, high = float(asked.values.min()), float(asked.values.max())
    places = decimals((low, high)) + 1
    unit = unit_of(asked.info, language)
    return _RANGE.say(language, low=number(low, places), high=number(high, places), unit=unit).strip()


def how_line(found: SensitivityResult, language: str) -> str:
    """Return how it was found out."""
    said = HOW[found.method].say(
        language, base=f"{found.base:,}", points=f"{len(found.response.values):,}", replications=f"{found.sweep.replications:,}"
    )  # fmt: skip
    return with_draws(said, found.sweep.uncertainty, language)


def luck_line(found: SensitivityResult, language: str) -> str:
    """Return what luck of the seeds alone would show."""
    if not math.isfinite(found.by_luck):
        return _NO_LUCK.say(language)
    share = spaced(number(found.by_luck, None, "share"), language)
    return _LUCK[found.method].say(language, share=share, size=number(found.by_luck))


def heading(found: SensitivityResult, language: str) -> list[str]:
    """Return what was asked, and how it was found out."""
    return [asked_line(found.response, language), range_line(found.response, language), how_line(found, language)]


def reading(found: SensitivityResult, language: str) -> list[str]:
    """Return how the table is read, and what luck does."""
    return [_READ[found.method].say(language), luck_line(found, language)]


def parameters(found: SensitivityResult, language: str) -> Listing:
    """Return a table with a row a parameter, those that matter most first."""
    name = Column(_PARAMETER.say(language), "left", words=True)
    if found.method == "saltelli":
        made = Listing([name, Column(FIRST.say(language)), Column(TOTAL.say(language))])
        for one in found.carried:
            made.add(one.key, _estimated(one.first, 2, language), _estimated(one.total, 2, language))
        if found.pairs:
            made.gap()
            made.head(Line(_PAIRS.say(language), style=PALE))
            for pair in found.pairs[:_MOST_PAIRS]:
                made.add(f"{pair.key} × {pair.other}", "", _estimated(pair.second, 2, language))
        return made
    made = Listing([name, Column(SIZE.say(language)), Column(MEAN.say(language)), Column(SPREAD.say(language))])
    places = decimals([one.size.value for one in found.moved]) + 1
    for moved in found.moved:
        made.add(moved.key, _estimated(moved.size, places, language), difference(moved.mean, places), number(moved.spread, places))
    return made


def print_sensitivity(found: SensitivityResult, *, language: str, console: Console) -> None:
    """Print which parameters matter."""
    console.print(Line(found.sweep.title.say(language), style="bold"))
    for line in heading(found, language):
        console.print(Line(line, style=PALE))
    console.print()
    console.print(parameters(found, language))
    console.print()
    for line in reading(found, language):
        console.print(Line(line))


def _estimated(one: Estimated, places: int, language: str) -> str:
    return spaced(f"{number(one.value, places)} ({number(one.low, places)} … {number(one.high, places)})", language)
