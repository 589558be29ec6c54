"""Copies of a running model are exact: by `copy`, by `deepcopy` and by `pickle`, with policy, agents, meetings and a collector's rows."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest
from linli.model.agents.community import Community, Resident
from linli.model.mechanisms.building_gates import BuildingGatesParameters
from linli.model.society.society import Society
from mesa.datacollection import DataCollector

Make = Callable[..., Community]
Same = Callable[[Society, Society], None]
Copy = Callable[[Any], Any]


def through_pickle(one: Any) -> Any:
    return pickle.loads(pickle.dumps(one))


copies = pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, through_pickle])


class Walker(Resident):
    """Meets somebody of the gate now and then, and remembers whom last."""

    def __init__(self, model: Community, row: int) -> None:
        super().__init__(model, row)
        self.met: list[Resident] = []

    def step(self) -> None:
        others = self.neighbours("gate")
        if others and self.draw("whom") < 0.2:
            other = others[int(self.draw("whom", 1) * len(others))]
            self.meet(other, hours=1.0)
            self.met = [other]


@copies
def test_a_copy_goes_on_to_the_same_bits(small: Make, same: Same, culture: dict[str, Any], copied: Copy):
    model = small(mechanisms=culture, spin_up_years=1, moves_renters=0.6)
    for _ in range(9):
        model.step()
    again = copied(model)
    same(model.society, again.society)
    assert (again.week, again.steps, again.seed) == (model.week, model.steps, model.seed) == (9, 9, 3)
    assert [(event.kind, event.came, event.mechanism) for event in again.events] == [(event.kind, event.came, event.mechanism) for event in model.events]
    for _ in range(15):
        model.step()
        again.step()
        same(model.society, again.society)
    assert again.steps == model.steps == 24


@copies
def test_a_copy_and_its_original_do_not_touch(small: Make, same: Same, culture: dict[str, Any], copied: Copy):
    model, untouched = small(mechanisms=culture, spin_up_years=1), small(mechanisms=culture, spin_up_years=1)
    again = copied(model)
    for _ in range(10):
        again.step()
    same(untouched.society, model.society)
    assert (model.week, model.steps) == (0, 0)
    for name, array in again.society.residents.arrays().items():
        assert not np.shares_memory(array, model.society.residents.arrays()[name]), name
    for name, array in again.society.ties._asdict().items():
        assert not np.shares_memory(array, getattr(model.society.ties, name)), name
    model.step()
    untouched.step()
    same(untouched.society, model.society)


@copies
def test_a_branch_at_week_52_with_another_policy(small: Make, same: Same, culture: dict[str, Any], tmp_path: Path, copied: Copy):
    model, alone = small(spin_up_years=1), small(spin_up_years=1)
    for _ in range(52):
        model.step()
        alone.step()
    branch = copied(model)
    branch.society.attach(culture)
    model.save(tmp_path / "week 52")
    arm = Community.load(tmp_path / "week 52", mechanisms=culture)
    for _ in range(26):
        for one in (model, alone, branch, arm):
            one.step()
    # The original goes on as if nobody had copied it; the branch as an arm that begins from the saved state.
    same(alone.society, model.society)
    same(arm.society, branch.society)
    assert branch.steps == arm.steps == branch.week == 78
    assert branch.measure()["building-gates.activities"] > 0
    assert not np.array_equal(branch.society.ties.slow, model.society.ties.slow)


@copies
def test_agents_meetings_and_attributes_go_along(small: Make, same: Same, visitor: type[mesa.Agent], copied: Copy):
    model = small(resident_class=Walker, spin_up_years=1, moves_renters=0.9)
    own = visitor(model)
    model.guest, model.first = own, model.residents[0]
    for _ in range(4):
        model.step()
    one, other = model.residents[0], model.residents[0].neighbours("gate")[0]
    talks = one.meet(other, 5.0)
    again = copied(model)
    assert [agent.unique_id for agent in again.agents] == [agent.unique_id for agent in model.agents]
    assert all(agent.model is again for agent in again.agents)
    assert not set(again.agents) & set(model.agents)
    assert again.guest in again.agents
    assert again.first.unique_id == model.first.unique_id
    mine = [[other.unique_id for other in agent.met] for agent in model.agents.select(agent_type=Walker)]
    assert mine == [[other.unique_id for other in agent.met] for agent in again.agents.select(agent_type=Walker)]
    # The hours already spent this week, and how often two have met in it, bear on the next meeting.
    pair = again.residents[one.row], again.residents[other.row]
    assert [one.meet(other, 5.0) for _ in range(4)] == [pair[0].meet(pair[1], 5.0) for _ in range(4)]
    assert talks >= 0
    for _ in range(6):
        model.step()
        again.step()
        same(model.society, again.society)
        assert [agent.unique_id for agent in again.agents] == [agent.unique_id for agent in model.agents]
    assert visitor(again).unique_id == visitor(model).unique_id == -2
    again.guest.step()
    assert again.guest.energy == model.guest.energy + 1


@copies
def test_residents_who_keep_residents_may_be_a_long_chain(small: Make, copied: Copy):
    model = small(buildings=4)
    people = list(model.agents)
    assert len(people) > 900
    for one, after in pairwise(people):
        one.next = after
    again = copied(model)
    assert all(one.next is after for one, after in pairwise(again.residents))
    assert not hasattr(again.residents[-1], "next")


class Slotted(Resident):
    """A class with a slot."""

    __slots__ = ("secret",)


class Careful(Resident):
    """A class that says itself what of it is copied."""

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "open_file": None}


@copies
def test_slots_and_states_of_ones_own_are_kept(small: Make, copied: Copy):
    model = small(resident_class=Slotted)
    model.residents[0].secret, model.residents[0].note = 7, 8
    again = copied(model)
    assert (again.residents[0].secret, again.residents[0].note) == (7, 8)
    model = small(resident_class=Careful)
    model.residents[0].open_file, model.residents[0].note = (line for line in ()), 8
    again = copied(model)
    assert (again.residents[0].open_file, again.residents[0].note) == (None, 8)


def test_whoever_has_moved_out_is_copied_with_what_was_added(small: Make):
    model = small(moves_owners=0.95, moves_renters=0.95)
    model.held = list(model.agents)
    for one in model.held:
        one.note = one.age
    for _ in range(5):
        model.step()
    again = through_pickle(model)
    assert [(one.unique_id, one.here, one.note) for one in again.held] == [(one.unique_id, one.here, one.note) for one in model.held]
    assert not all(one.here for one in again.held)
    assert all(again.residents[one.row] is one for one in again.held if one.here)


@copies
def test_mesas_generators_go_on_alike(small: Make, copied: Copy):
    model = small()
    model.random.random()
    again = copied(model)
    assert again.random is not model.random
    assert again.agents.random is again.random
    assert [again.random.random(), again.rng.random()] == [model.random.random(), model.rng.random()]
    assert again.agents.shuffle().get("unique_id") == model.agents.shuffle().get("unique_id")


@copies
def test_a_collector_keeps_its_rows_and_collects_on(small: Make, copied: Copy):
    model = small(collect=("acquaintances", "recognised"), spin_up_years=1)
    for _ in range(3):
        model.step()
    again = copied(model)
    model.step()
    again.step()
    again.step()
    mine, theirs = model.datacollector.get_model_vars_dataframe(), again.datacollector.get_model_vars_dataframe()
    assert (len(mine), len(theirs)) == (5, 6)
    assert mine.equals(theirs.iloc[:5])


def test_reporters_of_agents_go_through_deepcopy_and_not_through_pickle(small: Make):
    # Mesa's own: its DataCollector turns the name of an agent's attribute into a function that pickle cannot find again.
    model = small()
    model.datacollector = DataCollector(agent_reporters={"age": "age"})
    model.datacollector.collect(model)
    again = copy.deepcopy(model)
    again.step()
    again.datacollector.collect(again)
    assert len(again.datacollector.get_agent_vars_dataframe()) == 2 * model.society.residents.n
    assert len(model.datacollector.get_agent_vars_dataframe()) == model.society.residents.n
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(model)


@copies
def test_a_copy_works_with_the_same_threads_and_changed_hours(small: Make, same: Same, copied: Copy):
    model = small(communities=2, threads=2)
    kind = next(name for name, kind in model.society.everyday.items() if not kind.past)
    model.society.engine.set_hours(kind, 0.0)
    model.step()
    again = copied(model)
    assert again.society.threads == 2
    assert np.array_equal(again.society.engine.table.hours, model.society.engine.table.hours)
    for _ in range(3):
        model.step()
        again.step()
    same(model.society, again.society)


def test_a_copy_of_a_loaded_model_has_its_clock(small: Make, tmp_path: Path, newest: bool):
    model = small()
    for _ in range(5):
        model.step()
    model.save(tmp_path / "state")
    again = through_pickle(Community.load(tmp_path / "state"))
    again.step()
    assert again.week == again.steps == 6
    if newest:
        assert again.time == 6.0


def test_a_mechanism_that_is_not_registered_goes_along(small: Make, same: Same):
    from linli.model.mechanisms.building_gates import BuildingGates

    class Own(BuildingGates):
        """Somebody's own, under a name that no registry knows."""

        name = "my-gates"

    society = small(spin_up_years=1).society
    society.attach({"my-gates": BuildingGatesParameters(gatherings_a_year=26.0)}, {"my-gates": Own})
    society.run(3)
    again = copy.copy(society)
    assert type(again.programme.mechanisms[0]) is Own
    society.run(5)
    again.run(5)
    same(society, again)


def test_a_scenarios_class_is_copied_as_well(same: Same):
    from linli.scenarios.mesa import mesa_class

    model = mesa_class("building-gates")(buildings=1, spin_up_years=1, rng=2)
    model.step()
    again = through_pickle(model)
    assert type(again) is type(model)
    for _ in range(5):
        model.step()
        again.step()
    same(model.society, again.society)
    assert again.datacollector.get_model_vars_dataframe().equals(model.datacollector.get_model_vars_dataframe())
