"""A tiny city: four communities of one building, two years, one district."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from linli.experiments.city.execute import execute
from linli.experiments.city.plan import CityPlan
from linli.experiments.city.result import City, load_city
from linli.experiments.sweep.execute import Where
from linli.experiments.sweep.in_process import InProcess
from linli.scenarios.schema import Scenario

REPORT = "three-level-linkage.official_person_times"
HERE = Where(workers=0)


def tiny() -> Scenario:
    """Return a district that asks for events, before and with its money."""
    return Scenario.from_dict(
        {
            "format": 1, "title": {"en": "Tiny", "zh": "小"}, "weeks": 104,
            "mechanisms": {"three-level-linkage": {"tasks_a_year": 26.0}},
            "arms": {"before": {}, "plan": {"three-level-linkage": {"budget_a_year": 6000.0}}},
        },
        "tiny",
    )  # fmt: skip


SMALL: dict[str, Any] = {
    "neighbourhood.entrances": 2, "neighbourhood.floors": 6, "neighbourhood.flats_per_floor": 3, "neighbourhood.years": 1, "population.moves_owners": 0.4,
}  # fmt: skip


@pytest.fixture(scope="session")
def plan_of() -> Callable[..., CityPlan]:
    """Make the plan of a tiny city, unless something else is said."""
    scenario = tiny()

    def make(**changes: Any) -> CityPlan:
        data = {
            "scenario": "tiny", "title": {"en": "Four", "zh": "四个社区"}, "arms": ["before", "plan"], "years": 2, "moves_within": 0.6, "set": SMALL,
            "measures": ["acquaintances", "strangers", "trust_institutions"],
            "communities": {"number": 4, "residents": 1200.0, "spread": 0.1, "presets": {"beijing": 0.75, "old-walk-up": 0.25}},
            "district": {"rule": "reports", "share": 0.5},
        }  # fmt: skip
        return CityPlan.from_dict({key: value for key, value in {**data, **changes}.items() if value is not None}, "four", scenario=scenario)

    return make


@pytest.fixture(scope="session")
def plan(plan_of: Callable[..., CityPlan]) -> CityPlan:
    """One building in each of four communities."""
    return small(plan_of())


@pytest.fixture(scope="session")
def plan_alone(plan_of: Callable[..., CityPlan]) -> CityPlan:
    """The same with the arm "plan" alone: it does not know whether there are others."""
    return small(plan_of(arms=["plan"]))


def small(plan: CityPlan) -> CityPlan:
    """Return a city with communities of one building."""
    return replace(plan, communities=tuple(one._replace(buildings=1, compounds=1) for one in plan.communities))


@pytest.fixture(scope="session")
def lived(plan: CityPlan, tmp_path_factory: pytest.TempPathFactory) -> City:
    """The tiny city, lived in this process without a break."""
    folder = tmp_path_factory.mktemp("city") / "whole"
    assert not execute(plan, folder, HERE).stopped
    return load_city(folder)


@pytest.fixture
def stopped_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let somebody press Ctrl-C after so many tasks, until the patch is undone."""

    def stop(tasks: int) -> None:
        left, real = [tasks], InProcess.wait

        def wait(self: InProcess, seconds: float) -> None:
            if left[0] == 0:
                raise KeyboardInterrupt
            left[0] -= 1
            real(self, seconds)

        monkeypatch.setattr(InProcess, "wait", wait)

    return stop


def same(one: City, whole: City) -> None:
    """Hold a city to be the same to the bit as another that has its arms too, timings aside."""
    pd.testing.assert_frame_equal(one.communities, whole.communities, check_exact=True)
    for mine, theirs in ((one.measures, whole.measures), (one.moves, whole.moves)):
        pd.testing.assert_frame_equal(mine, theirs[theirs["arm"].isin(one.arms)].reset_index(drop=True), check_exact=True)


def states(folder: Path) -> list[str]:
    """Return what lies on the disk of the societies of a city."""
    return sorted(path.relative_to(folder / "states").as_posix() for path in (folder / "states").rglob("*") if path.is_file())
