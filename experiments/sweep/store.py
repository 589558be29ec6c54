"""The folder of a sweep: what it is of, the points, and what came of each run, in parts that are whole (parts.py).

    manifest.json     format, versions, environment, the plan as it was written and its hash, what each measure and column is
    points.parquet    point, a column a parameter
    runs/             run, point, replication, seed, residents, seconds, spin_up_seconds          of runs that finished
    measures/         run, point, replication, seed, arm, week, measure, value                    of the same runs
    failed/           run, point, replication, seed, stage, arm, week, error, where, seconds      of runs that failed

A run has finished when its rows stand in `runs` and in `measures`. The part of measures is written first, that of runs last; what one of the two
has alone, after a kill or damage, is taken away when the folder is opened, and the run is worked anew. So nothing is lost that was written, nothing
counts twice, and it does not matter in which order and by whom runs were worked.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...model.ground.sources import model_hash
from ...model.ground.text import Text
from ...model.ground.version import __version__
from ...model.ground.whole import whole
from ..checksums import checked_tables
from ..columns import write_table
from ..facts import WEEKLY, environment
from ..held_folder import RESTS_ON, Work, held, kept_manifest, write_manifest, writing
from .book import FAILED, MEASURES, RUNS, points_table
from .parts import Parts
from .plan import Plan
from .work import Outcome

if TYPE_CHECKING:
    from ...model.ground.measure import MeasureInfo

FORMAT = 1
"""Version of the folders that this linli writes."""
KIND = "sweep"
POINTS = "points.parquet"
APART = 3.0
"""Seconds between two parts."""
MOST_ROWS = 100_000
"""Rows of measures that wait in memory at most."""
TORN = Text("{n} damaged or unfinished files in {folder}; their runs are worked anew.", "{folder} 中有 {n} 个文件损坏或未写完；相应的运行将重做。")
WORK = Work(KIND, Text("sweep", "扫描"), "另一次扫描", "扫描")


class SweepFolder:
    """The folder of a sweep that this process alone writes to. Use `sweep_folder`.

    Attributes:
        path: the folder.
        done: runs that finished.
        failed: runs that failed.
        mended: files that were damaged or unfinished when it was opened.
    """

    def __init__(self, path: Path) -> None:
        """Look what the folder holds, and take away what is not whole."""
        self.path = path
        self._runs, self._measures, self._failed = (Parts(path / table.name, table) for table in (RUNS, MEASURES, FAILED))
        self.mended = sum(len(parts.torn) for parts in (self._runs, self._measures, self._failed))
        self.done = self._agree()
        self.failed = {int(run) for run in self._failed.runs()} - self.done
        self._number = max(self._runs.last, self._measures.last, self._failed.last)
        self._waiting: list[Outcome] = []
        self._rows, self._written = 0, time.monotonic()

    def _agree(self) -> set[int]:
        """Let runs and measures hold the same runs, each once; returns them."""
        found, measured = self._runs.runs(), self._measures.runs()
        both = np.intersect1d(found, measured)
        for parts, there in ((self._runs, found), (self._measures, measured)):
            if len(np.setdiff1d(there, both)):
                self.mended += not self.mended
                parts.keep_runs(both)
        return {int(run) for run in both}

    def forget_failed(self) -> None:
        """Take the records of failed runs away, so that they are worked anew."""
        self._failed.drop_all()
        self.failed = set()

    def add(self, outcome: Outcome) -> None:
        """Keep what came of a run; it is written with the next part."""
        self._waiting.append(outcome)
        self._rows += sum(course.values.size for course in outcome.courses)

    def write_if_due(self) -> None:
        """Write what waits, if it is much or has waited long.

        Raises:
            UserError: it cannot be written.
        """
        if self._waiting and (self._rows >= MOST_ROWS or time.monotonic() - self._written >= APART):
            self.write()

    def write(self) -> None:
        """Write what waits.

        Raises:
            UserError: it cannot be written; what was written before is as it was.
        """
        with writing(self.path):
            self._write()

    def _write(self) -> None:
        ended = sorted((one for one in self._waiting), key=lambda one: one.task.run)
        done, failed = [one for one in ended if one.failure is None], [one for one in ended if one.failure is not None]
        self._number += bool(ended)
        if done:
            self._measures.add(measures_of(done), self._number)
            try:
                self._runs.add(runs_of(done), self._number)
            except OSError:
                # They would count twice if they were written once more.
                self._measures.drop(self._number)
                raise
        if failed:
            self._failed.add(failed_of(failed), self._number)
        self.done |= {one.task.run for one in done}
        self.failed |= {one.task.run for one in failed}
        self._waiting, self._rows, self._written = [], 0, time.monotonic()
        for parts in (self._measures, self._runs, self._failed):
            parts.put_together()

    def finish(self) -> None:
        """Put what small parts are left together.

        Raises:
            UserError: it cannot be written; all is there, in small parts.
        """
        with writing(self.path):
            for parts in (self._measures, self._runs, self._failed):
                parts.put_together(2)


def sweep_folder(path: Path, plan: Plan) -> AbstractContextManager[SweepFolder]:
    """Work on the sweep in a folder, made if it is not there.

    Raises:
        UserError: the folder cannot be used, holds something else or another sweep, another process works on it, or the disk is full.
    """

    def begin() -> SweepFolder:
        _begin(path, plan)
        return SweepFolder(path)

    return held(path, begin, WORK)


def _begin(path: Path, plan: Plan) -> None:
    """Write what the folder is of, or hold it against the plan; the manifest is written last."""
    there = kept_manifest(path, WORK, rests_on(plan), (POINTS,))
    if there is None:
        _write_points(path, plan)
        write_manifest(path, manifest_of(plan), [path / POINTS])
        return
    try:
        checked_tables(path, there)
    except OSError:
        _write_points(path, plan)


def _write_points(path: Path, plan: Plan) -> None:
    with whole(path / POINTS) as part:
        write_table({"point": np.arange(len(plan.points)), **_columns(plan)}, part, points_table(plan.parameters))


def _columns(plan: Plan) -> dict[str, Any]:
    """Return the points as columns; one whose values are of several types is text."""
    found: dict[str, Any] = {}
    for k, one in enumerate(plan.parameters):
        values = [point[k] for point in plan.points]
        kinds = {type(value) for value in values}
        found[one.key] = values if len(kinds) == 1 or kinds <= {int, float} else [str(value) for value in values]
    return found


def rests_on(plan: Plan) -> dict[str, Any]:
    """Return all that the numbers of a sweep rest on."""
    return {**plan.facts(), "model": model_hash(), "linli": __version__}


def manifest_of(plan: Plan) -> dict[str, Any]:
    """Return what a folder says of itself."""
    return {
        "format": FORMAT, "kind": KIND, "linli": __version__, "name": plan.name, "title": {"en": plan.title.en, "zh": plan.title.zh},
        "plan": plan.data, "plan_hash": plan.hash(), RESTS_ON: rests_on(plan), "scenario": plan.scenario.to_dict(),
        "scenario_name": plan.scenario.name,
        "runs": plan.runs, "points": len(plan.points), "replications": plan.replications, "arms": list(plan.arms), "weeks": plan.weeks,
        "parameters": [one.key for one in plan.parameters], "environment": environment(),
        "measures": {name: {"en": what.title.en, "zh": what.title.zh, "unit": what.unit, "kind": what.kind} for name, what in infos_of(plan.measures).items()},
        "codebook": {table.name: {name: column.tells() for name, column in table.columns.items()} for table in (RUNS, MEASURES, FAILED)},
    }  # fmt: skip


def infos_of(names: Iterable[str]) -> dict[str, MeasureInfo]:
    """Return what measures are, as they were declared."""
    from ...model.ground.measure import MeasureInfo
    from ...model.society.measures import info

    return {name: MeasureInfo(*WEEKLY[name], "count") if name in WEEKLY else info(name) for name in names}


def _keys(outcomes: Sequence[Outcome], times: Sequence[int] | None = None) -> dict[str, np.ndarray]:
    """Return the columns that name runs, each run once or so many times."""
    rows = np.array([(one.task.run, one.task.point, one.task.replication, one.task.seed) for one in outcomes], np.int64).reshape(-1, 4)
    rows = rows if times is None else np.repeat(rows, times, axis=0)
    return {name: np.ascontiguousarray(rows[:, k]) for k, name in enumerate(("run", "point", "replication", "seed"))}


def runs_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the columns of `runs`."""
    return {
        **_keys(outcomes), "residents": np.array([one.residents for one in outcomes], np.int64), "seconds": np.array([one.seconds for one in outcomes]),
        "spin_up_seconds": np.array([one.spin_up for one in outcomes]),
    }  # fmt: skip


def measures_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the columns of `measures`: by run, arm, week and measure."""
    courses = [(one, course) for one in outcomes for course in one.courses]
    names: dict[str, list[Any]] = {"arm": [], "week": [], "measure": []}
    for _, course in courses:
        many = len(course.measures)
        names["arm"] += [course.arm] * course.values.size
        names["week"] += [week for week in course.weeks for _ in range(many)]
        names["measure"] += list(course.measures) * len(course.weeks)
    times = [sum(course.values.size for course in one.courses) for one in outcomes]
    values = np.concatenate([course.values.ravel() for _, course in courses])
    return {**_keys(outcomes, times), "arm": names["arm"], "week": np.array(names["week"], np.int32), "measure": names["measure"], "value": values}


def failed_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the columns of `failed`."""
    why = [one.failure for one in outcomes if one.failure is not None]
    return {
        **_keys(outcomes), **{name: [getattr(one, name) for one in why] for name in ("stage", "arm")},
        "week": np.array([one.week for one in why], np.int32), **{name: [getattr(one, name) for one in why] for name in ("error", "where")},
        "seconds": np.array([one.seconds for one in outcomes]),
    }  # fmt: skip
