"""What Mesa's tests expect of a Model."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import mesa
import numpy as np
import pytest
from linli.model.agents.community import Community, PartyMember, Resident
from linli.model.ground.refusal import InputError
from mesa.agent import AgentSet

Make = Callable[..., Community]


def test_a_new_model_runs_and_has_taken_no_step(small: Make):
    model = small()
    assert model.running is True
    assert model.steps == 0
    model.step()
    assert model.steps == model.week == 1


def test_run_model_goes_on_until_running_is_false(small: Make):
    class Stops(Community):
        def step(self) -> None:
            super().step()
            if self.week == 4:
                self.running = False

    model = small(Stops)
    model.run_model()
    assert model.steps == model.week == 4


def test_mesas_generators_begin_from_the_seed(small: Make):
    one, same, other = small(rng=23), small(rng=23), small(rng=24)
    assert one.seed == 23
    draws = [(model.random.random(), model.rng.random()) for model in (one, same, other)]
    assert draws[0] == draws[1] != draws[2]


def test_mesas_generators_do_not_bear_on_the_course(small: Make):
    one, other = small(), small()
    other.random.random()
    other.rng.random()
    for model in (one, other):
        model.step()
    assert np.array_equal(one.society.ties.slow, other.society.ties.slow)


# Mesa: reset_rng and reset_randomizer set back the generator from which a model draws. A community draws from none. (Mesa 3.3's
# reset_rng() without a seed gives a new unknown one, though it says that it sets back the present one: Mesa's own.)
@pytest.mark.parametrize("call", ["reset_rng", "reset_randomizer"])
@pytest.mark.parametrize("seed", [None, 42])
def test_setting_back_chance_is_refused(small: Make, call: str, seed: int | None):
    model = small()
    before = model.rng.bit_generator.state, model.random.getstate()
    with pytest.raises(InputError, match=rf"{call}: .*rng=3 or keep a copy\.deepcopy"):
        getattr(model, call)(seed)
    assert (model.rng.bit_generator.state, model.random.getstate()) == before


def test_a_seed_in_numpys_numbers_is_the_same_seed(small: Make):
    assert np.array_equal(small(rng=np.int64(9)).society.residents.age, small(rng=9).society.residents.age)


def test_agents_cannot_be_set(small: Make):
    with pytest.raises(AttributeError, match="agents"):
        small().agents = []


@pytest.mark.parametrize(
    ("arguments", "keywords", "words"),
    [
        ((), {"seed": 42}, r"Community has no keyword 'seed'\. Write rng="),
        ((), {"scenario": None}, r"linli\.mesa_class"),
        ((), {"building": 3}, 'Did you mean "buildings"'),
        ((5,), {}, r"takes keywords only, such as Community\(rng=1\); given: 5"),
    ],
)
def test_what_the_constructor_does_not_take_is_said(arguments: tuple[object, ...], keywords: dict[str, object], words: str):
    with pytest.raises(InputError, match=words) as said:
        Community(*arguments, **keywords)
    assert isinstance(said.value, TypeError)


def test_a_subclass_takes_what_its_own_constructor_takes(small: Make):
    class Seeded(Community):
        def __init__(self, seed: int = 1, **more: object) -> None:
            super().__init__(buildings=1, spin_up_years=0, collect=(), rng=seed, **more)

    assert Seeded(7).seed == Seeded(seed=7, threads=1).seed == 7
    with pytest.raises(TypeError, match="wrong"):
        Seeded(wrong=1)


# Classes of agents


def test_agents_of_ones_own_are_among_the_agents(small: Make, visitor: type[mesa.Agent]):
    model = small()
    one = visitor(model)
    assert one in model.agents
    assert visitor in model.agent_types
    assert model.agents_by_type[visitor] == AgentSet([one], random=model.random)
    assert len(model.agents) == model.society.residents.n + 1


def test_every_agent_is_in_the_set_of_its_class_and_in_no_other(small: Make, host: type[Resident], visitor: type[mesa.Agent]):
    for keywords in ({}, {"resident_class": host}):
        model = small(**keywords)
        visitor(model)
        by_type = model.agents_by_type
        assert sum(map(len, by_type.values())) == len(model.agents)
        assert all(agent in by_type[type(agent)] for agent in model.agents)


def test_party_members_belong_to_the_class_that_was_given(small: Make, host: type[Resident]):
    model = small(resident_class=host)
    members = model.society.residents.roles & 1 > 0
    assert members.sum() > 3
    assert set(model.agents_by_type) == {host}
    assert len(model.agents_by_type[host]) == len(members)
    assert {type(agent) for agent in model.agents} == {host}
    found = model.agents.select(agent_type=PartyMember)
    assert sorted(agent.row for agent in found) == np.flatnonzero(members).tolist()
    assert all(isinstance(agent, PartyMember) == ("party" in agent.roles) for agent in model.agents)
    assert not isinstance(mesa.Model(rng=1), PartyMember)


def test_without_a_class_party_members_are_told_apart(small: Make):
    model = small()
    members = int((model.society.residents.roles & 1 > 0).sum())
    assert {kind: len(some) for kind, some in model.agents_by_type.items()} == {Resident: model.society.residents.n - members, PartyMember: members}


# Numbers of agents


def test_no_two_agents_have_one_number(small: Make, visitor: type[mesa.Agent]):
    model = small(communities=2, moves_owners=0.9, moves_renters=0.9)
    early = [visitor(model) for _ in range(5)]
    _ = model.agents
    late = [visitor(model) for _ in range(5)]
    for _ in range(8):
        model.step()
        numbers = [agent.unique_id for agent in model.agents]
        assert len(set(numbers)) == len(numbers) == model.society.residents.n + 10
    assert [agent.unique_id for agent in (*early, *late)] == [-k for k in range(1, 11)]
    late[-1].remove()
    # A number is not given twice.
    assert visitor(model).unique_id == -11
    assert {agent.unique_id for agent in model.agents if isinstance(agent, Resident)} == set(model.society.residents.identity.tolist())


def test_numbers_begin_anew_in_every_model(small: Make, visitor: type[mesa.Agent]):
    assert visitor(small()).unique_id == visitor(small()).unique_id == -1


def test_models_with_agents_of_ones_own_are_freed(small: Make, visitor: type[mesa.Agent]):
    alive = []
    for _ in range(3):
        model = small()
        visitor(model)
        model.step()
        alive.append(weakref.ref(model))
        del model
    gc.collect()
    assert [ref() for ref in alive] == [None] * 3


# Removing


def test_removing_all_agents_is_refused_before_anybody_is_removed(small: Make, visitor: type[mesa.Agent]):
    model = small()
    own = visitor(model)
    with pytest.raises(InputError, match="moves_owners and moves_renters"):
        model.remove_all_agents()
    assert own in model.agents
    assert len(model.agents) == model.society.residents.n + 1


# Clock


def test_steps_are_the_week_after_loading(small: Make, tmp_path: Path, newest: bool):
    model = small()
    for _ in range(8):
        model.step()
    model.save(tmp_path / "state")
    for again in (Community.load(tmp_path / "state"), Community.of(model.society)):
        assert again.steps == again.week == 8
        again.step()
        assert again.steps == again.week == 9
        if newest:
            assert again.time == 9.0


def test_a_model_of_a_society_before_its_scenario_begins_at_step_0(small: Make):
    society = small().society
    society.policy_week0 = 100
    assert Community.of(society).steps == 0


def test_run_for_and_run_until_step_by_weeks(small: Make, tmp_path: Path, newest: bool):
    if not newest:
        pytest.skip("Mesa 3.3 has no run_for")
    model = small()
    model.run_for(3)
    assert (model.week, model.steps, model.time) == (3, 3, 3.0)
    model.run_for(0.5)
    assert model.week == 3
    model.run_until(5)
    assert (model.week, model.time) == (5, 5.0)
    model.save(tmp_path / "state")
    again = Community.load(tmp_path / "state")
    again.run_until(8)
    assert (again.week, again.steps, again.time) == (8, 8, 8.0)


def test_events_scheduled_with_mesa_happen_in_their_week(small: Make, newest: bool):
    if not newest:
        pytest.skip("Mesa 3.3 has no schedule_event")
    model, seen = small(), []

    def note() -> None:
        seen.append(model.week)

    model.schedule_event(note, at=2.5)
    for _ in range(4):
        model.step()
    assert seen == [2]
    assert model.week == 4


def test_a_model_that_took_a_society_of_mesas_kind_says_what_it_needs():
    with pytest.raises(InputError, match=r"an agent who lives in no flat derives from mesa\.Agent"):
        Resident(mesa.Model(rng=1), 0)
