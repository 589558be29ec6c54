"""A tiny scenario, a plan of it, and a back end that makes its numbers up: what a run gives is set by its number alone, as in the real ones."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from linli.experiments.sweep import execute as execution
from linli.experiments.sweep import store
from linli.experiments.sweep.plan import Plan, Task
from linli.experiments.sweep.result import Sweep
from linli.experiments.sweep.work import Course, Failure, Outcome
from linli.scenarios.schema import Scenario

KEY = ["run", "arm", "week", "measure"]
GATHERINGS, KNOCK = "building-gates.gatherings_a_year", "building-gates.knock_share"


@pytest.fixture(scope="session")
def tiny() -> Scenario:
    """One building of about 65 residents, eight weeks, one year before."""
    return Scenario.from_dict(
        {
            "format": 1, "title": {"en": "Tiny", "zh": "小"}, "weeks": 8,
            "neighbourhood": {"buildings": 1, "entrances": 2, "floors": 6, "flats_per_floor": 3, "years": 1},
            "mechanisms": {"building-gates": {}},
            "arms": {"before": {"building-gates": {"on": False}}, "after": {}, "more": {"building-gates": {"festivals": True}}},
        },
        "tiny",
    )  # fmt: skip


@pytest.fixture
def plan_of(tiny: Scenario) -> Callable[..., Plan]:
    """Make a plan of the tiny scenario: arms before and after, two points, three replications, unless something else is said."""

    def make(**changes: Any) -> Plan:
        data = {"scenario": "tiny", "arms": ["before", "after"], "replications": 3, "parameters": {GATHERINGS: [0, 24]}, "measures": ["acquaintances", "yuan"]}
        return Plan.from_dict({key: value for key, value in {**data, **changes}.items() if value is not None}, "made", scenario=tiny)

    return make


def made_up(task: Task) -> Outcome:
    """Return what a run gives; run 3 fails where its plan has more than 8."""
    values = np.random.default_rng(task.seed * 1000 + task.point).random((2, 2))
    values[0, 1] = np.nan
    courses = tuple(Course(arm, (0, 8), ("acquaintances", "yuan"), values + zlib.crc32(arm.encode()) % 7) for arm in ("before", "after"))
    return Outcome(task, courses, None, 60 + task.seed, 0.5 + np.random.default_rng().random())


class MadeUp:
    """A back end that holds a few runs and ends them in an order of its own."""

    def __init__(self, room: int = 3, fails: tuple[int, ...] = (), stops_after: int = -1) -> None:
        self._room, self._fails, self._left = room, fails, stops_after
        self._tasks: list[Task] = []
        self.worked: list[int] = []
        self.closed = False

    def room(self) -> int:
        return self._room - len(self._tasks)

    def has_lived(self) -> int | None:
        return None

    def submit(self, task: Task) -> None:
        self._tasks.append(task)

    def wait(self, seconds: float) -> None:
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1

    def collect(self) -> list[Outcome]:
        if not self._tasks or self._left == 0:
            return []
        task = self._tasks.pop()
        self.worked.append(task.run)
        if task.run in self._fails:
            return [Outcome(task, (), Failure("step", "after", 5, "ValueError: made up", "model/x.py:3"), seconds=0.1)]
        return [made_up(task)]

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Callable[..., MadeUp]:
    """Let the next sweep be worked by a made-up back end; every run is a part of its own."""
    monkeypatch.setattr(store, "APART", 0.0)

    def use(**how: Any) -> MadeUp:
        made = MadeUp(**how)
        monkeypatch.setattr(execution, "start", lambda plan, where: made)
        return made

    return use


def data_set(sweep: Sweep) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what a sweep found, sorted by key, timings aside."""
    measures = sweep.measures.sort_values(KEY, ignore_index=True)
    runs = sweep.runs.drop(columns=["seconds", "spin_up_seconds"]).sort_values("run", ignore_index=True)
    return runs, measures


def same(one: Sweep, other: Sweep) -> None:
    """Hold two sweeps to be the same to the bit."""
    for mine, theirs in zip(data_set(one), data_set(other), strict=True):
        pd.testing.assert_frame_equal(mine, theirs, check_exact=True)


def raw(folder: Path, table: str) -> pd.DataFrame:
    """Return a table as any other program reads it: all parts in the folder."""
    return pd.concat([pd.read_parquet(path) for path in sorted((folder / table).glob("*.parquet"))], ignore_index=True)
