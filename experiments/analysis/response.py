"""What an analysis of a sweep asks about: one number a point, the mean of a measure over its replications, and how much of it is luck.

A design is only what it is if all of its points are there: an analysis takes a sweep that has ended without a failure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...model.ground.text import Text
from ...scenarios.errors import UserError, show, unknown
from ..arguments import check_path
from ..opening import open as open_folder
from ..sweep.designs import Point
from ..sweep.result import Sweep

if TYPE_CHECKING:
    from ...model.ground.measure import MeasureInfo

MEASURE = "acquaintances"
"""What is asked about if nothing else is said."""
HIGHEST, LOWEST = "highest", "lowest"
"""Names of points by what they answer."""


class Response(NamedTuple):
    """What is asked about, point by point.

    Attributes:
        measure: its name.
        info: what it is.
        arm: the arm.
        baseline: the arm that it is compared with; "": none, the values are those of the arm itself.
        values: float64 [points], means over the replications, at the end of a run.
        runs: float64 [replications, points], run by run.
        luck: standard deviation of such a mean by luck of the seeds alone; NaN with one replication.
    """

    measure: str
    info: MeasureInfo
    arm: str
    baseline: str
    values: np.ndarray
    runs: np.ndarray
    luck: float

    @property
    def luck_share(self) -> float:
        """Share of the variance over the points that is luck; NaN if that is not known."""
        whole = float(self.values.var(ddof=1))
        return min(self.luck**2 / whole, 1.0) if whole > 0.0 else math.nan


def opened(what: Sweep | str | Path) -> Sweep:
    """Return a sweep, read from its folder if a folder is given.

    Raises:
        UserError: the folder holds no sweep, or is damaged.
    """
    if isinstance(what, Sweep):
        return what
    folder = check_path("sweep", what)
    found = open_folder(folder)
    if not isinstance(found, Sweep):
        raise UserError(
            "it holds no sweep; linli sweep makes one from a plan.", "其中不是扫描；linli sweep 可由计划生成。", file=str(folder)
        )
    return found


def response(sweep: Sweep, measure: str = "", arm: str = "", own: bool = False) -> Response:
    """Return one number a point.

    Args:
        sweep: all of its runs have finished.
        measure: its name; "": acquaintances, or the first that was kept.
        arm: the arm whose difference from the first is asked about; the first arm: its own values; "": the second arm, or the only one.
        own: ask for its own values of any arm.

    Raises:
        UserError: a run failed or is missing, there is no such measure or arm, or it has no value in a run.
    """
    _refuse_gaps(sweep)
    measure, arm = named(sweep.names, sweep.arms, measure, arm)
    ends = sweep.ends.sort_values("run", kind="stable")
    runs = ends.loc[ends["arm"] == arm, measure].to_numpy(np.float64)
    baseline = "" if own or arm == sweep.arms[0] else sweep.arms[0]
    if baseline:
        runs = runs - ends.loc[ends["arm"] == baseline, measure].to_numpy(np.float64)
    if not np.isfinite(runs).all():
        run = int(np.flatnonzero(~np.isfinite(runs))[0])
        raise UserError(
            f"{show(measure)} has no value at the end of run {run}; another measure has to be asked about.",
            f"运行 {run} 期末没有 {show(measure)} 的值，请改用其他指标。", argument="measure",
        )  # fmt: skip
    # The first replication of all points comes before the second of any.
    table = runs.reshape(sweep.replications, -1)
    return Response(measure, sweep.infos[measure], arm, baseline, table.mean(axis=0), table, luck_of(table, sweep.plan.shared))


def named(measures: Sequence[str], arms: Sequence[str], measure: str, arm: str) -> tuple[str, str]:
    """Return the measure and the arm that are asked about, where nothing is said: acquaintances, or the first that was kept; the second arm, or the only one.

    Raises:
        UserError: there is no such measure or arm.
    """
    measure = measure or (MEASURE if MEASURE in measures else measures[0])
    if measure not in measures:
        raise unknown(measure, measures, Text("measure", "指标"), argument="measure")
    arm = arm or arms[min(1, len(arms) - 1)]
    if arm not in arms:
        raise unknown(arm, arms, Text("arm", "方案"), argument="arm")
    return measure, arm


def luck_of(table: np.ndarray, shared: bool) -> float:
    """Return the standard deviation of a point's mean by luck alone.

    Args:
        table: float64 [replications, points].
        shared: whether a replication lives on the same random numbers at all points; what it has more at all of them moves none against another.
    """
    replications, points = table.shape
    if replications < 2 or points < 2:
        return math.nan
    rest = table - table.mean(axis=0)
    free = points * (replications - 1)
    if shared:
        rest = rest - rest.mean(axis=1, keepdims=True)
        free = (points - 1) * (replications - 1)
    return math.sqrt(float((rest**2).sum()) / free / replications)


def varied(found: Response) -> Response:
    """Return a response that varies.

    Raises:
        UserError: it is the same at all points.
    """
    if float(np.ptp(found.values)) == 0.0:
        value = f"{found.values[0]:g}"
        raise UserError(
            f"{show(found.measure)} is {value} at every point: nothing that was varied moves it.",
            f"{show(found.measure)} 在各设计点均为 {value}：所变参数都不影响它。", argument="measure",
        )  # fmt: skip
    return found


def points_of(sweep: Sweep) -> list[Point]:
    """Return the points of a sweep as its plan makes them, held against those that its folder has.

    Raises:
        UserError: the libraries of today make other points of the plan than those that were run.
    """
    made = sweep.plan.points
    same = len(made) == len(sweep.points)
    for k, key in enumerate(sweep.parameters if same else ()):
        mine, theirs = [point[k] for point in made], sweep.points[key].tolist()
        if all(isinstance(value, int | float) for value in (*mine, *theirs)):
            same = same and bool(np.allclose(np.array(mine, np.float64), np.array(theirs, np.float64), rtol=1e-9, atol=0.0))
        else:
            same = same and [str(value) for value in mine] == [str(value) for value in theirs]
    if not same:
        raise UserError(
            "its points are not those that this version of SALib or scipy makes of its plan; use the versions in its manifest.json.",
            "其设计点与当前 SALib 或 scipy 版本由计划生成的不同；请使用 manifest.json 所记的版本。", file=str(sweep.folder),
        )  # fmt: skip
    return made


def point_number(asked: str, found: Response) -> int:
    """Return the number of a point: the one with the highest or lowest answer, or one by its number.

    Raises:
        UserError: there is no such point.
    """
    if asked in (HIGHEST, LOWEST):
        return int(found.values.argmax() if asked == HIGHEST else found.values.argmin())
    most = len(found.values) - 1
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10 and int(asked) <= most):
        raise UserError(
            f"{show(asked)} is no point; allowed: {HIGHEST}, {LOWEST}, 0 to {most:,}.", f"没有设计点 {show(asked)}；可用：{HIGHEST}、{LOWEST}、0 至 {most:,}。",
            argument="point",
        )  # fmt: skip
    return int(asked)


def _refuse_gaps(sweep: Sweep) -> None:
    folder, asked = str(sweep.folder), f"{sweep.asked:,}"
    if not sweep.parameters:
        raise UserError("its plan varies nothing.", "其计划没有改变任何参数。", file=folder)
    if len(sweep.failed):
        failed = f"{len(sweep.failed):,}"
        raise UserError(
            f"{failed} of its {asked} runs failed, and the analysis needs all of them; linli sweep --retry-failed works them anew.",
            f"{asked} 次运行中有 {failed} 次失败，而分析需要全部运行；linli sweep --retry-failed 可重做。", file=folder,
        )  # fmt: skip
    if len(sweep.runs) < sweep.asked:
        done = f"{len(sweep.runs):,}"
        raise UserError(
            f"{done} of its {asked} runs have finished, and the analysis needs all of them; the same linli sweep goes on.",
            f"{asked} 次运行中完成 {done} 次，而分析需要全部运行；重复同一 linli sweep 命令即可继续。", file=folder,
        )  # fmt: skip
