"""Sweeps whose runs are a known function of their parameters: the plan makes the points, the data set is written and read as that of a real sweep is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.experiments.sweep import execute as execution
from linli.experiments.sweep.execute import Where, execute
from linli.experiments.sweep.plan import Plan, Task
from linli.experiments.sweep.result import Sweep, load_sweep
from linli.experiments.sweep.work import Course, Failure, Outcome
from linli.scenarios.schema import Scenario

KEYS = ("building-gates.knock_share", "population.renters", "building-gates.least_preparation")
Answer = Callable[[np.ndarray, Task], float]
"""Takes the shares of the ranges at which a point lies, and the run."""


class Computed:
    """A back end in which a run is a function of its point: `before` has 8 acquaintances and the luck of the seed, `after` has the answer more."""

    def __init__(self, plan: Plan, answer: Answer, fails: tuple[int, ...] = ()) -> None:
        self._plan, self._answer, self._fails = plan, answer, fails
        self._tasks: list[Task] = []

    def room(self) -> int:
        return 64 - len(self._tasks)

    def has_lived(self) -> None:
        """All runs are worked here, in their order."""

    def submit(self, task: Task) -> None:
        self._tasks.append(task)

    def wait(self, seconds: float) -> None:
        pass

    def collect(self) -> list[Outcome]:
        ended, self._tasks = self._tasks, []
        return [self._of(task) for task in reversed(ended)]

    def close(self) -> None:
        pass

    def _of(self, task: Task) -> Outcome:
        if task.run in self._fails:
            return Outcome(task, (), Failure("step", "after", 5, "ValueError: made up"))
        share = np.array([(value - one.low) / (one.high - one.low) for one, value in zip(self._plan.parameters, task.values, strict=True)])
        base = 8.0 + task.seed
        values = {"before": np.array([[1.0], [base]]), "after": np.array([[1.0], [base + self._answer(share, task)]])}
        return Outcome(task, tuple(Course(arm, (0, 8), ("acquaintances",), values[arm]) for arm in self._plan.arms), None, 60)


@pytest.fixture(scope="session")
def tiny() -> Scenario:
    """One building of about 65 residents, eight weeks."""
    return Scenario.from_dict(
        {
            "format": 1, "title": {"en": "Tiny", "zh": "小"}, "weeks": 8,
            "neighbourhood": {"buildings": 1, "entrances": 2, "floors": 6, "flats_per_floor": 3, "years": 1},
            "mechanisms": {"building-gates": {}},
            "arms": {"before": {"building-gates": {"on": False}}, "after": {}},
        },
        "tiny",
    )  # fmt: skip


@pytest.fixture
def plan_of(tiny: Scenario) -> Callable[..., Plan]:
    """Make a plan of three parameters, each from .1 to .9."""

    def make(design: dict[str, Any], **changes: Any) -> Plan:
        parameters = {key: {"low": 0.1, "high": 0.9} for key in KEYS}
        data = {"scenario": "tiny", "replications": 1, "measures": ["acquaintances"], "design": design, "parameters": parameters, **changes}
        return Plan.from_dict(data, "made", scenario=tiny)

    return make


@pytest.fixture
def swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Sweep]:
    """Work a plan by a function, as `linli sweep` does, and read its folder."""

    def work(plan: Plan, answer: Answer, fails: tuple[int, ...] = (), folder: str = "out") -> Sweep:
        monkeypatch.setattr(execution, "start", lambda plan, where: Computed(plan, answer, fails))
        execute(plan, tmp_path / folder, Where(0))
        return load_sweep(tmp_path / folder)

    return work
