"""Searches that are worked by functions of their points, through all that a search of runs goes through but the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.experiments.optimise.plan import SearchPlan
from linli.experiments.optimise.result import SearchResult, load_search
from linli.experiments.optimise.work import work
from linli.experiments.sweep import execute as execution
from linli.experiments.sweep.execute import Where
from linli.experiments.sweep.plan import Plan, Task
from linli.experiments.sweep.work import Course, Failure, Outcome
from linli.scenarios.schema import Scenario

SPENT, RENTERS = "building-gates.knock_share", "population.renters"
KAPPA = "ties.kappa"
WEEKS = 8
Answer = Callable[[dict[str, Any], Task], Mapping[str, float]]
"""Takes the levers of a point by name, and the run; gives what the policy adds, sums by the year."""


class Killed(BaseException):
    """What a kill is here."""


class Planted:
    """A back end in which a run is a function of its point: `before` has what its seed gives, `after` has the answer more.

    Args:
        plan: of the whole search.
        answer: the function.
        played: gets each run that is worked.
        most: runs after which the process is killed.
        fails: of the levers of a point, whether its runs fail; of no levers: whether the baseline does.
    """

    def __init__(self, plan: Plan, answer: Answer, played: list[Task], most: int | None, fails: Callable[[dict[str, Any]], bool]) -> None:
        self._plan, self._answer, self._played, self._most, self._fails = plan, answer, played, most, fails
        self._tasks: list[Task] = []
        self._kappa: dict[int, float] = {}

    def room(self) -> int:
        return 8 - len(self._tasks)

    def has_lived(self) -> None:
        """All runs are worked here, in their order."""

    def submit(self, task: Task) -> None:
        self._tasks.append(task)

    def wait(self, seconds: float) -> None:
        if self._most is not None and len(self._played) >= self._most:
            raise Killed

    def collect(self) -> list[Outcome]:
        ended, self._tasks = self._tasks, []
        self._played += [task for task in ended if task.values]
        return [self._of(task) for task in reversed(ended)]

    def close(self) -> None:
        pass

    def _of(self, task: Task) -> Outcome:
        levers = dict(zip((one.key for one in self._plan.parameters), task.values, strict=True))
        if self._fails(levers):
            return Outcome(task, (), Failure("step", "after", 5, "ValueError: made up"))
        said = self._answer({**levers, KAPPA: self._drawn(task)} if self._plan.uncertainty else levers, task) if levers else {}
        sums = ("yuan", "volunteer_hours", "staff_hours")
        base = np.array([8.0 + task.seed for _ in self._plan.measures])
        more = np.array([said.get(name, 0.0) * (WEEKS / 52.0 if name in sums else 1.0) for name in self._plan.measures])
        values = {"before": base, "after": base + more}
        courses = tuple(Course(arm, (0, WEEKS), self._plan.measures, np.array([base * 0.0, values[arm]])) for arm in self._plan.arms)
        return Outcome(task, courses, None, 60)


    def _drawn(self, task: Task) -> float:
        """Return a constant with which the people of a run live: no lever moves it."""
        if task.seed not in self._kappa:
            self._kappa[task.seed] = self._plan.scenario_of(task).constants.ties.kappa
        return self._kappa[task.seed]


@pytest.fixture(scope="session")
def tiny() -> Scenario:
    """One building of about 65 residents, eight weeks."""
    return Scenario.from_dict(
        {
            "format": 1, "title": {"en": "Tiny", "zh": "小"}, "weeks": WEEKS,
            "neighbourhood": {"buildings": 1, "entrances": 2, "floors": 6, "flats_per_floor": 3, "years": 1},
            "mechanisms": {"building-gates": {}},
            "arms": {"before": {"building-gates": {"on": False}}, "after": {"building-gates": {"gatherings_a_year": 12.0, "knock_share": 0.5}}},
        },
        "tiny",
    )  # fmt: skip


@pytest.fixture(scope="session")
def plan_of(tiny: Scenario) -> Callable[..., SearchPlan]:
    """Make a plan: what is spent and who lives there are searched; more acquaintances and fewer yuan are wanted, 500,000 yuan a year at most."""

    made: dict[str, SearchPlan] = {}

    def make(search: Mapping[str, Any] | None = None, **changes: Any) -> SearchPlan:
        own = {"objectives": {"acquaintances": "more", "yuan": "less"}, "limits": {"yuan": {"at_most": 500_000}}, **(search or {})}
        parameters = {SPENT: {"low": 0.0, "high": 1.0}, RENTERS: {"low": 0.1, "high": 0.9}}
        data = {"scenario": "tiny", "replications": 3, "parameters": parameters, "optimise": own, **changes}
        key = repr(data)
        made[key] = made.get(key) or SearchPlan.from_dict(data, "made", scenario=tiny)
        return made[key]

    return make


@pytest.fixture
def searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., SearchResult]:
    """Work a plan by a function, and read its folder; `played` gets the runs, `most` of them until a kill."""

    def run(
        plan: SearchPlan, answer: Answer, folder: str = "out", *, played: list[Task] | None = None, most: int | None = None,
        fails: Callable[[dict[str, Any]], bool] = lambda levers: False,
    ) -> SearchResult:  # fmt: skip
        runs = [] if played is None else played
        monkeypatch.setattr(execution, "start", lambda base, where: Planted(base, answer, runs, most, fails))
        assert work(plan, tmp_path / folder, Where(0))
        return load_search(tmp_path / folder)

    return run
