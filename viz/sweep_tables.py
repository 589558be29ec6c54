"""A sweep in the terminal: how far it is, what arms do over the points, the points one by one, what failed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Console

from ..experiments.intervals import paired
from ..experiments.progress import duration
from ..experiments.sweep.fields import KINDS
from ..experiments.sweep.reading import ORIGIN, origins_of
from ..model.ground.text import Text
from ..scenarios.errors import did_you_mean, show
from .lines import Line
from .listing import Column, Listing
from .numbers import NOTHING, Scale, decimals, difference, difference_places, interval, number, spaced
from .tables import PALE
from .words import title_of, unit_of

if TYPE_CHECKING:
    from ..experiments.sweep.plan import Plan
    from ..experiments.sweep.probe import Estimate
    from ..experiments.sweep.result import Sweep
    from ..model.ground.measure import MeasureInfo

MOST_POINTS = 24
"""Points that are listed; `--all` lists every one."""
_HEAD = Text(
    "{design}; {points} points, {replications} replications, {weeks} weeks; arms: {arms}",
    "{design}；设计点 {points} 个，重复 {replications} 次，{weeks} 周；方案：{arms}",
)
_DRAWS = Text("each seed lives with a draw of its own of what is not known about people", "每个种子各用一次对未知的人的抽取")
_STATE = Text("{done} of {asked} runs finished", "完成 {done}/{asked} 次运行")
_FAILED = Text("{n} failed: {list}", "失败 {n} 次：{list}")
_ONE_FAILED = Text("run {run}, {stage}{arm}: {error}", "运行 {run}，{stage}{arm}：{error}")
_NOTHING = Text("no run has finished yet", "尚无完成的运行")
_OVER = Text("at the end; median of the points (5–95 % of them)", "期末；各设计点的中位数（其 5%–95%）")
_MORE = Text("{arm}\nmore than {baseline}", "{arm}\n比{baseline}多")
_POINT, _RUNS = Text("point", "设计点"), Text("runs", "次数")
_OF = Text("{measure}, point by point (95 % over replications)", "{measure}，逐个设计点（95% 为各次重复间）")
_CUT = Text("{n} points more: --all shows them", "另有 {n} 个设计点，--all 可全部显示")
_RUNS_OF = Text(
    "{runs} runs: {points} points ({design}), {replications} replications; each all of {arms}, {weeks} weeks",
    "共 {runs} 次运行：设计点 {points} 个（{design}），重复 {replications} 次；每次含方案 {arms}，{weeks} 周",
)
_PROBED = Text("from three probe runs: {run} a run", "由三次试运行估计：每次 {run}")
_STATES = Text(", {states} spun-up states to make at {state} each", "，尚需预热 {states} 次，每次 {state}")
_TAKES = Text("about {time} with {workers}, about {size} on disk", "{workers}约需 {time}，磁盘约 {size}")
_ONE_WORKER, _WORKERS = Text("one worker", "一个工作进程"), Text("{n} workers", "{n} 个工作进程")
_PROBES_FAILED = Text("{n} of the probe runs failed: {error}", "试运行失败 {n} 次：{error}")
_EMPTY = Text(
    "{names} has no value in any run: no arm has such a thing, or nothing of it happened.{hint}",
    "{names} 在所有运行中都没有取值：各方案中没有此类，或从未发生。{hint}",
)
_UNIT, _PARAMETER, _VALUES = Text("unit", "单位"), Text("parameter", "参数"), Text("values", "取值")
_LOG = Text(" (logarithmic)", "（对数）")


def print_sweep(sweep: Sweep, *, language: str, console: Console, full: bool = False) -> None:
    """Print what a sweep's folder holds.

    Args:
        sweep: the sweep.
        language: "en" or "zh".
        console: where.
        full: list all points.
    """
    console.print(Line(sweep.title.say(language), style="bold"))
    how, *lines = heading(sweep, language)
    console.print(Line(how, style=PALE))
    for line in lines:
        console.print(Line(line))
    if not len(sweep.runs):
        console.print(Line(_NOTHING.say(language)))
        return
    console.print()
    console.print(over_points(sweep, language))
    console.print()
    console.print(point_by_point(sweep, language, full))


def heading(sweep: Sweep, language: str) -> list[str]:
    """Return how a sweep was made, how far it is, and what failed."""
    listed = _arms(sweep.arms, language)
    how = _HEAD.say(
        language, design=KINDS[sweep.design].say(language), points=f"{len(sweep.points):,}", replications=f"{sweep.replications:,}", weeks=sweep.weeks,
        arms=listed,
    )  # fmt: skip
    lines = [with_draws(how, sweep.uncertainty, language), _STATE.say(language, done=f"{len(sweep.runs):,}", asked=f"{sweep.asked:,}")]
    if len(sweep.failed):
        lines.append(_FAILED.say(language, n=f"{len(sweep.failed):,}", list=_failures(sweep, language)))
    if sweep.empty:
        lines.append(empty_line(sweep.empty, sweep.plan, language))
    return lines


def empty_line(names: Sequence[str], plan: Plan, language: str) -> str:
    """Return that measures have no value, and of an origin the nearest kind that there is."""
    hint = ""
    for name in names:
        if not hint and name.startswith(ORIGIN):
            hint = did_you_mean(name, origins_of(plan.scenario)).say(language)
    return _EMPTY.say(language, names=("、" if language == "zh" else ", ").join(names), hint=hint)


def plan_line(plan: Plan, language: str) -> str:
    """Return how many runs a plan has."""
    said = _RUNS_OF.say(
        language, runs=f"{plan.runs:,}", points=f"{len(plan.points):,}", design=KINDS[plan.design.kind].say(language),
        replications=f"{plan.replications:,}", arms=_arms(plan.arms, language), weeks=plan.weeks,
    )  # fmt: skip
    return with_draws(said, plan.uncertainty, language)


def with_draws(said: str, uncertain: bool, language: str) -> str:
    """Add to what is said of runs that their seeds bring draws along, if they do."""
    return said + (f"{'；' if language == 'zh' else '; '}{_DRAWS.say(language)}" if uncertain else "")


def varied(plan: Plan, language: str) -> Listing:
    """Return a table with a row a parameter."""
    made = Listing([Column(_PARAMETER.say(language), "left", words=True), Column(_VALUES.say(language), "left", words=True)])
    for one in plan.parameters:
        span = f"{_value(one.at(0.0))} … {_value(one.at(1.0))}" + (_LOG.say(language) if one.log else "")
        made.add(one.key, show(list(one.values)) if one.values else span)
    return made


def _arms(names: Sequence[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(names)


def over_points(sweep: Sweep, language: str) -> Listing:
    """Return a table with a row a measure: the first arm, and how much more each other has."""
    arms = sweep.arms[1:]
    heads = [_MORE.say(language, arm=arm, baseline=sweep.arms[0]) for arm in arms]
    made = Listing([Column(words=True), Column(sweep.arms[0]), *(Column(head) for head in heads), Column(_UNIT.say(language), "left", words=True, style=PALE)])
    made.head(Line(_OVER.say(language), style=PALE))
    ends = sweep.ends
    for name in sweep.names:
        info = sweep.infos[name]
        first = ends[ends["arm"] == sweep.arms[0]].groupby("point")[name].mean().to_numpy(np.float64)
        cells = [_spread(first, info, language, signed=False)]
        table = sweep.differences(name)
        cells += [_spread(table.groupby("point")[arm].mean().to_numpy(np.float64), info, language, signed=True) for arm in arms]
        made.add(title_of(info._replace(a_year=False), language), *cells, unit_of(info, language))
    return made


def point_by_point(sweep: Sweep, language: str, full: bool) -> Listing:
    """Return a table with a row a point: its parameters, and the main measure."""
    measure = "acquaintances" if "acquaintances" in sweep.names else sweep.names[0]
    info, arms = sweep.infos[measure], sweep.arms[1:]
    columns = [Column(_POINT.say(language)), *(Column(_short(key)) for key in sweep.parameters), Column(_RUNS.say(language)), Column(sweep.arms[0])]
    made = Listing([*columns, *(Column(_MORE.say(language, arm=arm, baseline=sweep.arms[0])) for arm in arms)])
    made.head(Line(_OF.say(language, measure=title_of(info._replace(a_year=False), language)), style=PALE))
    ends, table = sweep.ends, sweep.differences(measure)
    seen = list(dict.fromkeys(sorted(table["point"])))
    for point in seen if full else seen[:MOST_POINTS]:
        rows = table[table["point"] == point]
        first = ends[(ends["arm"] == sweep.arms[0]) & (ends["point"] == point)][measure]
        values = [_value(sweep.points.at[point, key]) for key in sweep.parameters]
        cells = [_estimate(rows[arm].to_numpy(np.float64), info, language) for arm in arms]
        made.add(str(point), *values, str(len(rows)), spaced(number(float(first.mean()), None, _scale(info)), language), *cells)
    if not full and len(seen) > MOST_POINTS:
        made.head(Line(_CUT.say(language, n=f"{len(seen) - MOST_POINTS:,}"), style=PALE))
    return made


def print_estimate(plan: Plan, found: Estimate, *, language: str, console: Console) -> None:
    """Print what a sweep will take."""
    console.print(Line(plan.title.say(language), style="bold"))
    console.print(Line(plan_line(plan, language)))
    if found.failures:
        console.print(Line(_PROBES_FAILED.say(language, n=len(found.failures), error=found.failures[0].error)))
    states = _STATES.say(language, states=f"{found.states:,}", state=_seconds(found.state, language)) if found.states and found.state else ""
    if found.empty:
        console.print(Line(empty_line(found.empty, plan, language)))
    console.print(Line(_PROBED.say(language, run=_seconds(found.run, language)) + states))
    workers = (_ONE_WORKER if found.workers == 1 else _WORKERS).say(language, n=found.workers)
    console.print(Line(_TAKES.say(language, time=duration(found.seconds, language), workers=workers, size=_size(found.bytes))))


def _seconds(seconds: float, language: str) -> str:
    short = f"{seconds:.2f} s" if language == "en" else f"{seconds:.2f} 秒"
    return short if seconds < 10.0 else duration(seconds, language)


def _size(many: int) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6)):
        if many >= size:
            return f"{many / size:.1f} {unit}"
    return f"{max(1, round(many / 1e3))} KB"


def _failures(sweep: Sweep, language: str) -> str:
    told = []
    for row in sweep.failed.head(3).to_dict("records"):
        arm = f", {row['arm']}" if row["arm"] and language == "en" else f"，{row['arm']}" if row["arm"] else ""
        told.append(_ONE_FAILED.say(language, run=row["run"], stage=row["stage"], arm=arm, error=row["error"]))
    return ("；" if language == "zh" else "; ").join(told) + ("" if len(sweep.failed) <= 3 else " ...")


def _spread(values: np.ndarray, info: MeasureInfo, language: str, *, signed: bool) -> str:
    values = values[np.isfinite(values)]
    if not len(values):
        return NOTHING
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95)).tolist()
    scale, places = _scale(info), decimals((low, middle, high), _scale(info))
    if signed:
        text = difference(middle, places, scale) + ("" if len(values) < 2 else f" {interval(low, high, places, scale)}")
    else:
        text = number(middle, places, scale) + ("" if len(values) < 2 else f" ({number(low, places, scale)} … {number(high, places, scale)})")
    return spaced(text, language)


def _estimate(values: np.ndarray, info: MeasureInfo, language: str) -> str:
    found, scale = paired(values), _scale(info)
    if not math.isfinite(found.low):
        return spaced(difference(found.mean, None, scale), language)
    places = difference_places(found.mean, found.low, found.high, scale)
    return spaced(f"{difference(found.mean, places, scale)} {interval(found.low, found.high, places, scale)}", language)


def _scale(info: MeasureInfo) -> Scale:
    return "share" if info.kind == "share" else "plain"


def _short(key: str) -> str:
    """Return the last words of a key, its line broken where there are several."""
    return key.replace(".", ".\n")


def _value(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
