"""A city is the same however it is worked, killed and gone on with; one community alone is that of `linli run`."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from linli.experiments.city import folder as city_folder_module
from linli.experiments.city.execute import execute, workers_of
from linli.experiments.city.folder import CityFolder
from linli.experiments.city.plan import CityPlan
from linli.experiments.city.result import City, load_city
from linli.experiments.city.work import START, Outcome, Task, Worker, job_of
from linli.experiments.run import run_scenario
from linli.experiments.sweep.execute import Where
from linli.model.society.society import Society
from linli.scenarios.errors import UserError

from .conftest import HERE, REPORT, same, states


def test_all_communities_live_all_years_and_leave_no_societies_behind(lived: City, plan: CityPlan) -> None:
    wide = lived.measures.pivot_table(index=["arm", "year"], columns="measure", values="value", aggfunc="count")
    assert wide["acquaintances"].tolist() == [4] * 6
    assert lived.finished
    assert set(lived.names) == {*plan.measures, REPORT, "residents", "acquaintances_sd", "budget", "moved"}
    assert not (lived.folder / "states").exists()
    grown = lived.ends.groupby("community")["residents"].nunique()
    assert (grown == 1).all(), "flats stand still"


def test_two_workers_live_the_same_city_to_the_bit(lived: City, plan_alone: CityPlan, tmp_path: Path) -> None:
    execute(plan_alone, tmp_path / "two", Where(workers=2))
    same(load_city(tmp_path / "two"), lived)


def test_a_worker_holds_no_society_that_is_over(plan_alone: CityPlan, tmp_path: Path) -> None:
    worker = job_of(plan_alone, tmp_path, "a city", 1).worker()
    (tmp_path / "states" / "seed-1" / "start").mkdir(parents=True)
    gc.collect()
    before = sum(isinstance(one, Society) for one in gc.get_objects())
    gc.disable()
    try:
        for number in range(3):
            assert worker.work(Task(number, 1, START, 0, number)).failure is None
        assert sum(isinstance(one, Society) for one in gc.get_objects()) == before
    finally:
        gc.enable()


class Killed(BaseException):
    """Ends the process, as a signal does, as far as a test can."""


def test_one_that_is_killed_goes_on_and_ends_the_same_to_the_bit(
    lived: City, plan_alone: CityPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(city_folder_module, "APART", 0.0)
    left, real = [6], CityFolder.write

    def write(self: CityFolder) -> None:
        if left[0] == 0:
            raise Killed
        left[0] -= bool(self._waiting)
        real(self)

    monkeypatch.setattr(CityFolder, "write", write)
    with pytest.raises(Killed):
        execute(plan_alone, tmp_path / "killed", HERE)
    monkeypatch.setattr(CityFolder, "write", real)
    assert not load_city(tmp_path / "killed").finished
    assert not execute(plan_alone, tmp_path / "killed", HERE).stopped
    same(load_city(tmp_path / "killed"), lived)


def test_one_that_is_stopped_after_the_first_year_has_its_societies_on_the_disk_and_goes_on(
    lived: City, plan_alone: CityPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped_after: Callable[[int], None]
) -> None:
    stopped_after(4 + 4)
    assert execute(plan_alone, tmp_path / "stopped", HERE).stopped
    there = states(tmp_path / "stopped")
    for number in range(4):
        assert f"seed-1/start/{number:05d}.society" in there
        assert f"seed-1/plan/year-1/{number:05d}.society" in there
    monkeypatch.undo()
    execute(plan_alone, tmp_path / "stopped", HERE)
    same(load_city(tmp_path / "stopped"), lived)


def test_a_city_of_one_community_without_a_district_is_a_run_of_it_to_the_bit(plan_of: Callable[..., CityPlan], tmp_path: Path) -> None:
    one = plan_of(communities={"number": 1, "residents": 300.0, "least": 300.0}, district={"rule": "none"}, measures=["all"])
    execute(one, tmp_path / "one", HERE)
    found = load_city(tmp_path / "one")
    run = run_scenario(one.community(0), arm="plan", seed=1, threads=1)
    for arm in ("before", "plan"):
        track = run.tracks[arm]
        mine = found.measures[found.measures["arm"] == arm].pivot(index="year", columns="measure", values="value")
        assert {"acquaintances", REPORT, "trust_neighbours", "yuan"} <= set(mine)
        for name in set(mine) & set(track.values):
            theirs = [track.values[name][track.weeks.index(52 * year)] for year in range(3)]
            np.testing.assert_array_equal(mine[name].to_numpy(), theirs, err_msg=name)


def test_equal_money_is_what_the_scenario_says(plan_of: Callable[..., CityPlan], tmp_path: Path) -> None:
    few = {"communities": {"number": 2, "residents": 600.0, "spread": 0.0}, "arms": ["plan"], "moves_within": 0.0, "years": 1}
    for rule in ("none", "equal"):
        execute(plan_of(**few, district={"rule": rule}), tmp_path / rule, HERE)
    ends = [load_city(tmp_path / rule).ends.drop(columns=["budget", REPORT], errors="ignore") for rule in ("none", "equal")]
    pd.testing.assert_frame_equal(*ends, check_exact=True)
    assert load_city(tmp_path / "equal").ends["budget"].tolist() == [6000.0, 6000.0]


def test_a_community_that_fails_ends_the_city_with_a_sentence_and_what_is_finished_stays(
    lived: City, plan_alone: CityPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Worker._year

    def year(self: Worker, task: Task) -> Outcome:
        if task.community == 2:
            raise MemoryError("made up")
        return real(self, task)

    monkeypatch.setattr(Worker, "_year", year)
    with pytest.raises(UserError, match=r"community 2, seed 1, plan, year 1 failed: MemoryError: made up .*the same command tries it again"):
        execute(plan_alone, tmp_path / "failed", HERE)
    kept, there = load_city(tmp_path / "failed").measures, lived.measures
    expected = there[(there["arm"] == "plan") & (there["year"] < 2) & there["community"].isin(kept["community"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, expected, check_exact=True)
    assert len(kept)


def test_a_folder_of_another_city_is_refused(lived: City, plan_of: Callable[..., CityPlan], tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"it holds another city: .*moves_within is 0\.6 there and 0\.1 here"):
        execute(plan_of(moves_within=0.1), lived.folder, HERE)
    (tmp_path / "x").write_text("mine")
    with pytest.raises(UserError, match="is not empty and holds no city"):
        execute(plan_of(), tmp_path, HERE)


def test_no_more_workers_than_communities(plan: CityPlan) -> None:
    assert workers_of(plan, 64) == 4
    assert workers_of(plan, 1) == 1
