"""What a sweep will take, from three runs of it: time, spun-up states to make, bytes on disk."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ...scenarios.memory import refuse_beyond_memory
from ..columns import write_table
from ..progress import COMPILING, Progress, Quiet, compiled, cores
from ..spinup import kept_file
from .book import MEASURES, RUNS
from .execute import SWEEPING, Where, workers_of
from .plan import Plan
from .store import measures_of, runs_of
from .work import Failure, Outcome, Worker, job_of

PROBES = 3
_LOOKED_AT = 50
"""Groups of runs whose spun-up states are looked for; the others are taken to be alike."""


class Estimate(NamedTuple):
    """What a sweep will take.

    Attributes:
        runs: of the plan.
        workers: at work side by side.
        run: seconds of a run without the years before.
        states: spun-up states that are still to be made.
        state: seconds of one; 0 if there are none to make.
        seconds: of the whole, on the clock.
        bytes: of the folder.
        failures: what went wrong in the probe runs.
        empty: measures that were asked for by name and have no value in any of them.
    """

    runs: int
    workers: int
    run: float
    states: int
    state: float
    seconds: float
    bytes: int
    failures: tuple[Failure, ...]
    empty: tuple[str, ...] = ()


def probe(plan: Plan, where: Where = Where(), progress: Progress | None = None) -> Estimate:  # noqa: B008  (frozen)
    """Work three runs here and reckon from them; nothing is written but spun-up states, which the sweep will find.

    Raises:
        UserError: memory does not hold one run.
    """
    told = progress or Quiet()
    refuse_beyond_memory(plan.scenario)
    if not compiled():
        told.say(COMPILING)
    workers = 1 if where.workers == 0 else workers_of(plan, where.workers)
    to_make, first = _to_make(plan)
    chosen = list(dict.fromkeys((first, plan.runs // 2, plan.runs - 1)))[:PROBES]
    worker = Worker(job_of(plan, max(1, cores() // workers)))
    told.stage(SWEEPING, len(chosen))
    outcomes = []
    for k, run in enumerate(chosen):
        outcomes.append(worker.work(plan.task(run)))
        told.done(k + 1)
    good = [one for one in outcomes if one.failure is None]
    run_seconds = statistics.median(one.seconds - one.spin_up for one in good) if good else 0.0
    made = [one.spin_up / one.made for one in good if one.made]
    state = statistics.median(made) if made else 0.0
    states = to_make * max((one.made for one in good), default=1)
    whole = (plan.runs * run_seconds + states * state) / workers
    failures = tuple(one.failure for one in outcomes if one.failure is not None)
    return Estimate(plan.runs, workers, run_seconds, states, state, whole, _bytes(good, plan.runs), failures, _empty(plan, good))


def _empty(plan: Plan, outcomes: list[Outcome]) -> tuple[str, ...]:
    """Return the measures of a plan that have no value anywhere in what came of some runs."""
    told = {
        name for one in outcomes for course in one.courses for name, some in zip(course.measures, np.isfinite(course.values).any(axis=0), strict=True) if some
    }  # fmt: skip
    return tuple(name for name in plan.measures if name not in told) if outcomes else ()


def _to_make(plan: Plan) -> tuple[int, int]:
    """Return how many groups of runs, about, have no spun-up state yet, and a run of the first of them."""
    alone = sum(many == 1 for many in plan.groups.values())
    seen: dict[tuple[object, ...], int] = {}
    for run in range(plan.runs):
        if len(seen) == _LOOKED_AT:
            break
        key = plan.group(run)
        if plan.groups[key] > 1:
            seen.setdefault(key, run)

    def kept(run: int) -> bool:
        task = plan.task(run)
        scenario = plan.scenario_of(task)
        return all(kept_file(scenario.arm(arm), task.seed).exists() for arm in scenario.arms)

    missing = [run for run in seen.values() if not kept(run)]
    several = len(plan.groups) - alone
    return alone + round(several * len(missing) / max(1, len(seen))), missing[0] if missing else 0


def _bytes(outcomes: list[Outcome], runs: int) -> int:
    """Return what so many runs take on disk: what each run adds to a file, and what a file takes anyway."""
    if not outcomes:
        return 0

    def size(some: list[Outcome]) -> int:
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / "measures", Path(folder) / "runs"]
            write_table(measures_of(some), paths[0], MEASURES)
            write_table(runs_of(some), paths[1], RUNS)
            return sum(path.stat().st_size for path in paths)

    one, all_of_them = size(outcomes[:1]), size(outcomes)
    each = (all_of_them - one) / (len(outcomes) - 1) if len(outcomes) > 1 else float(one)
    return int(one + max(each, 1.0) * (runs - 1))
