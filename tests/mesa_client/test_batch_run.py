"""What Mesa's tests expect of batch_run."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Sequence
from typing import Any

import pytest
from linli.model.agents.community import Community, Resident
from linli.model.ground.refusal import InputError
from linli.scenarios.mesa import mesa_class
from mesa.batchrunner import batch_run
from mesa.datacollection import DataCollector

SEEDS_APART = "rng" in inspect.signature(batch_run).parameters
"""Mesa 3.4 and later take seeds as an argument of batch_run, Mesa 3.3 among the parameters."""
SMALL = {"buildings": 1, "spin_up_years": 0}


class Asked(Community):
    """A model with reporters of agents."""

    def __init__(self, *, buildings: int = 1, spin_up_years: int = 0, report_agents: bool = True, rng: int | None = None) -> None:
        super().__init__(buildings=buildings, spin_up_years=spin_up_years, collect=(), rng=rng)
        self.datacollector = DataCollector(
            model_reporters={"week": "week", "seed": "seed"}, agent_reporters={"age": "age", "id": "unique_id"} if report_agents else None
        )
        self.datacollector.collect(self)

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


def batch(kind: type[Community], parameters: dict[str, Any], seeds: Sequence[int | None] | None = None, **more: Any) -> list[dict[str, Any]]:
    """Call batch_run as this version of Mesa wants it."""
    given = {**SMALL, **parameters}
    if seeds is not None and not SEEDS_APART:
        given["rng"] = list(seeds)
    if seeds is not None and SEEDS_APART:
        more["rng"] = list(seeds)
    return batch_run(kind, given, display_progress=False, **more)


def alone(weeks: int, kind: type[Community] = Community, **keywords: Any) -> Community:
    model = kind(**SMALL, **keywords)
    for _ in range(weeks):
        model.step()
    return model


def test_a_row_a_run_with_what_was_measured_at_the_end():
    rows = batch(Community, {"renters": [0.1, 0.6]}, [5, 6], max_steps=3)
    assert len(rows) == 4
    assert sorted(row["RunId"] for row in rows) == list(range(4))
    for row in rows:
        # Mesa 3.3's own: it takes one step more than max_steps, and reports the last but one.
        assert row["Step"] == 3
        expected = alone(3, renters=row["renters"], rng=row["rng"]).measure()
        assert {name: row[name] for name in ("acquaintances", "recognised", "came_quarter")} == {
            name: expected[name] for name in ("acquaintances", "recognised", "came_quarter")
        }


def test_a_row_a_week():
    rows = batch(Community, {}, [5], max_steps=4, data_collection_period=1)
    assert [row["Step"] for row in rows] == [0, 1, 2, 3, 4]
    model = alone(4, rng=5)
    assert [row["recognised"] for row in rows] == model.datacollector.model_vars["recognised"]


def test_a_row_an_agent():
    rows = batch(Asked, {}, [5], max_steps=2)
    model = alone(2, Asked, rng=5)
    assert sorted(row["AgentID"] for row in rows) == sorted(agent.unique_id for agent in model.agents)
    assert all(row["AgentID"] == row["id"] for row in rows)
    assert {row["id"]: row["age"] for row in rows} == {agent.unique_id: agent.age for agent in model.agents}
    assert {row["week"] for row in rows} == {2}
    assert {row["seed"] for row in rows} == {5}


def test_without_reporters_of_agents_there_is_one_row():
    rows = batch(Asked, {"report_agents": False}, [5], max_steps=2)
    assert [(row["week"], row["seed"], row["report_agents"]) for row in rows] == [(2, 5, False)]


def test_parameters_that_cannot_be_hashed():
    rows = batch(Community, {"collect": [["acquaintances"]]}, [5], max_steps=1)
    assert rows[0]["collect"] == ["acquaintances"]
    assert "acquaintances" in rows[0]
    assert "recognised" not in rows[0]


def test_an_empty_list_is_refused_by_mesa():
    with pytest.raises(ValueError, match="empty iterable"):
        batch(Community, {"renters": []}, [5], max_steps=1)


def test_a_word_is_one_value():
    assert [row["preset"] for row in batch(Community, {"preset": "beijing"}, [5], max_steps=1)] == ["beijing"]


def test_runs_in_two_processes_are_those_of_one():
    one = batch(Community, {"collect": [("recognised",)]}, [1, 2], max_steps=2)
    two = batch(Community, {"collect": [("recognised",)]}, [1, 2], max_steps=2, number_processes=2)
    assert sorted(two, key=lambda row: row["RunId"]) == one


# Seeds


def again(row: dict[str, Any], kind: type[Community] = Community) -> dict[str, float]:
    return alone(int(row["Step"]), kind, rng=row["rng"]).measure()


def test_a_run_without_a_seed_keeps_the_one_that_was_drawn():
    rows = batch(Community, {}, [None, None], max_steps=2)
    assert len({row["rng"] for row in rows}) == 2
    for row in rows:
        assert isinstance(row["rng"], int)
        assert again(row)["recognised"] == row["recognised"]
    rows = batch(Community, {"collect": [("recognised",)]}, max_steps=2)
    assert [row["rng"] for row in rows] != [None]
    assert again(rows[0])["recognised"] == rows[0]["recognised"]


def test_iterations_keep_their_seeds():
    with warnings.catch_warnings():
        # Mesa 3.5 says that iterations go.
        warnings.simplefilter("ignore", DeprecationWarning)
        rows = batch(Community, {}, max_steps=1, iterations=3)
    assert len({row["rng"] for row in rows}) == 3
    assert all(again(row)["recognised"] == row["recognised"] for row in rows)


def test_a_scenario_keeps_the_seed_that_was_drawn():
    made = mesa_class("building-gates")
    row = batch(made, {}, max_steps=2)[0]
    assert again(row, made)["recognised"] == row["recognised"]


def test_seeds_among_the_parameters():
    rows = batch_run(Community, {**SMALL, "rng": [5, 6]}, max_steps=1, display_progress=False)
    if SEEDS_APART:
        # Mesa 3.4 and later put the argument rng in the place of these, which is None: their own. The row has the seed that was drawn for it.
        assert not {row["rng"] for row in rows} & {None, 5, 6}
    else:
        assert {row["rng"] for row in rows} == {5, 6}
    assert all(again(row)["recognised"] == row["recognised"] for row in rows)


@pytest.mark.parametrize("seed", ["5", -1, 1.5])
def test_what_is_no_seed_is_refused(seed: Any):
    with pytest.raises(InputError, match="whole number"):
        batch(Community, {}, [seed], max_steps=1)


def test_what_is_refused_in_another_process_is_said_here():
    with pytest.raises(InputError, match=r"renters: 25 is not allowed; it must lie between 0 and 1"):
        batch(Community, {"renters": [25]}, [1, 2], max_steps=1, number_processes=2)


def test_a_class_of_residents_goes_through_batch_run(host: type[Resident]):
    rows = batch(Community, {"resident_class": [host], "collect": [("recognised",)]}, [5], max_steps=1)
    assert rows[0]["recognised"] == alone(1, rng=5).measure()["recognised"]
