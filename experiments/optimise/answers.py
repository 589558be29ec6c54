"""What came of the points of a sweep: of each point and replication the numbers that a search asks about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from ..sweep.result import Sweep
    from .plan import SearchPlan


def answers(sweep: Sweep, plan: SearchPlan, points: int, beside: Sweep | None) -> np.ndarray:
    """Return float64 [points, replications, asked]; NaN of a run that failed or has not come yet.

    A number is that of the arm that is searched, less that of the baseline on the same people and random numbers unless it is asked for alone; a sum since
    the start is by the year.

    Args:
        sweep: of the points.
        plan: what is searched.
        points: how many there are.
        beside: of the baseline on the same seeds, where it is not played at each point.
    """
    found = np.full((points, sweep.replications, len(plan.asked)), np.nan)
    runs = sweep.runs.set_index("run")
    if not len(runs):
        return found
    ends = sweep.ends.set_index("run")
    arm = ends[ends["arm"] == plan.arm].loc[runs.index]
    base = _baseline(sweep, plan, beside)
    at = runs["point"].to_numpy(np.int64), runs["replication"].to_numpy(np.int64)
    for k, asked in enumerate(plan.asked):
        values = arm[asked.measure].to_numpy(np.float64)
        found[(*at, k)] = asked.rate * (values if asked.own else values - base[asked.measure].to_numpy(np.float64))
    return found


def _baseline(sweep: Sweep, plan: SearchPlan, beside: Sweep | None) -> pd.DataFrame:
    """Return the measures of the baseline at the end, a row a run of the sweep."""
    if beside is None:
        ends = sweep.ends.set_index("run")
        return ends[ends["arm"] == (plan.baseline or plan.arm)].loc[sweep.runs["run"]]
    return beside.ends.set_index("seed").reindex(sweep.runs["seed"])


def means(found: np.ndarray) -> np.ndarray:
    """Return float64 [points, asked], means over the replications; NaN where a run is missing: a point is not judged by the seeds that it survived."""
    return np.asarray(found.mean(axis=1))
