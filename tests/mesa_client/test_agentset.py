"""What Mesa's tests expect of an AgentSet, of sets of residents."""

from __future__ import annotations

import copy
import gc
import pickle
from collections.abc import Callable

import mesa
import numpy as np
import pytest
from linli.model.agents.community import Community, HasLeft, Resident
from linli.model.ground.refusal import InputError
from mesa.agent import AgentSet

Make = Callable[..., Community]


def test_a_set_is_ordered_and_knows_its_members(lived: Community):
    people = list(lived.agents)
    some = AgentSet(people[:10], random=lived.random)
    assert list(some) == people[:10]
    assert len(some) == 10
    assert people[0] in some
    assert people[10] not in some


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_members_by_place(lived: Community):
    people = list(lived.agents)
    some = AgentSet(people[:10], random=lived.random)
    assert (some[0], some[-1]) == (people[0], people[9])
    assert list(some[1:3]) == people[1:3]
    with pytest.raises(IndexError):
        _ = some[20]


def test_adding_and_taking_away(lived: Community):
    one, some = lived.residents[0], AgentSet([], random=lived.random)
    some.add(one)
    assert one in some
    some.remove(one)
    assert one not in some
    some.discard(one)
    with pytest.raises(KeyError):
        some.remove(one)
    assert one in lived.agents


def test_selecting(lived: Community, host: type[Resident]):
    agents, n = lived.agents, lived.society.residents.n
    old = agents.select(lambda agent: agent.age >= 70)
    assert len(old) == int((lived.society.residents.age >= 70).sum())
    assert len(agents.select(at_most=0.2)) == int(0.2 * n)
    assert len(agents.select(at_most=1)) == 1
    assert len(agents.select(at_most=1.0)) == n
    assert len(agents.select(lambda agent: agent.age >= 70, at_most=3)) == 3
    assert list(agents.select(agent_type=host)) == list(agents.select()) == list(agents)
    assert old.select(lambda agent: agent.sex == "female", inplace=True) is old
    assert set(old.get("sex")) == {"female"}
    assert len(agents) == n


def test_sorting_and_shuffling(lived: Community):
    ages = lived.agents.sort("age", ascending=True).get("age")
    assert ages == sorted(ages)
    assert lived.agents.sort(lambda agent: agent.unique_id).get("unique_id") == sorted(lived.society.residents.identity.tolist(), reverse=True)
    shuffled = lived.agents.shuffle()
    assert list(shuffled) != list(lived.agents)
    assert set(shuffled) == set(lived.agents)


def test_shuffles_follow_the_seed(small: Make):
    one, same = small(), small()
    assert one.agents.shuffle().get("unique_id") == same.agents.shuffle().get("unique_id")


def test_getting_and_setting(small: Make, host: type[Resident]):
    model = small(resident_class=host)
    agents = model.agents
    assert set(agents.get(["energy", "sex"])[0]) <= {5, "female", "male"}
    agents.set("energy", 7).set("trust_neighbours", 0.25)
    assert set(agents.get("energy")) == {7}
    assert set(model.society.residents.trust_neighbours.tolist()) == {0.25}
    with pytest.raises(AttributeError):
        agents.get("nothing_of_the_kind")
    assert set(agents.get("nothing_of_the_kind", handle_missing="default", default_value=0)) == {0}
    with pytest.raises(ValueError, match="handle_missing"):
        agents.get("nothing_of_the_kind", handle_missing="otherwise")


def test_doing_and_mapping(small: Make, host: type[Resident]):
    model = small(resident_class=host)
    order: list[int] = []
    assert model.agents.do(lambda agent: order.append(agent.row)) is model.agents
    assert order == list(range(model.society.residents.n))
    order.clear()
    model.agents.shuffle_do(lambda agent: order.append(agent.row))
    assert order != sorted(order)
    assert sorted(order) == list(range(model.society.residents.n))
    assert model.agents.map("neighbours", "landing") == [agent.neighbours("landing") for agent in model.residents]
    assert model.agents.map(lambda agent: agent.age) == model.society.residents.age.tolist()
    with pytest.raises(AttributeError):
        model.agents.do("nothing_of_the_kind")


def test_aggregates(lived: Community):
    age = lived.society.residents.age.astype(int)
    assert lived.agents.agg("age", max) == age.max()
    assert lived.agents.agg("age", np.mean) == pytest.approx(age.mean())
    assert tuple(lived.agents.agg("age", [min, max, sum])) == (age.min(), age.max(), age.sum())


def test_groups(lived: Community):
    sexes = lived.agents.groupby("sex")
    assert sexes.count() == {word: int((lived.society.residents.sex == code).sum()) for code, word in enumerate(("female", "male"))}
    oldest = lived.agents.groupby(lambda agent: agent.gate).agg("age", max)
    assert oldest == {gate: int(lived.society.residents.age[lived.society.residents.gate == gate].max()) for gate in oldest}
    assert lived.agents.groupby("sex", result_type="list").map(len) == sexes.count()
    assert all(set(ages.get("sex")) == {word} for word, ages in sexes)
    done = sexes.do("do", lambda agent: None)
    assert done is sexes


def test_sets_go_through_pickle(lived: Community):
    # Mesa's sets hold their members weakly, so the list goes with it.
    some = lived.agents.select(at_most=5)
    people, again = pickle.loads(pickle.dumps([list(some), some]))
    assert [agent.unique_id for agent in again] == [agent.unique_id for agent in people] == some.get("unique_id")
    assert len({id(agent.model) for agent in people}) == 1
    assert [agent.age for agent in again] == some.get("age")
    assert [len(agent.acquaintances) for agent in again] == [len(agent.acquaintances) for agent in some]


def test_nobody_who_lives_here_is_taken_out_of_the_models_own_sets(small: Make, visitor: type[mesa.Agent]):
    model = small()
    own, one = visitor(model), model.residents[3]
    kind = type(one)
    for books in (model.agents, model.agents_by_type[kind]):
        for take in (
            lambda books: books.remove(one),
            lambda books: books.discard(one),
            lambda books: books.clear(),
            lambda books: books.select(lambda agent: agent is not one, inplace=True),
            lambda books: books.select(None, 0.5, True),
        ):
            with pytest.raises(InputError, match=r"community\.agents\.select"):
                take(books)
            assert len(model.agents) == model.society.residents.n + 1
            assert one in books
    # What is made from them is the user's.
    others = model.agents.select(lambda agent: agent is not own)
    others.remove(one)
    assert one not in others
    copied = copy.copy(model.agents)
    copied.discard(one)
    assert len(copied) == model.society.residents.n
    assert model.agents.select(lambda agent: True, inplace=True) is model.agents
    assert list(model.agents.shuffle(inplace=True)) != sorted(model.agents, key=lambda agent: agent.unique_id)
    assert len(model.agents) == model.society.residents.n + 1
    own.remove()
    assert own not in model.agents


# Sets that somebody holds while people move


@pytest.mark.parametrize("shown", [True, False])
def test_a_set_that_is_held_loses_those_who_move_out(small: Make, host: type[Resident], shown: bool):
    model = small(resident_class=host, moves_owners=0.95, moves_renters=0.95)
    if shown:
        held = model.agents.select(lambda agent: agent.age >= 40)
    else:
        held = AgentSet(model.residents[:40], random=model.random)
    before, n = held.get("unique_id"), len(held)
    for _ in range(6):
        model.step()
        assert min(held.get("age")) > 0
        held.do("neighbours", "gate")
        held.set("energy", 4)
        assert len(held.shuffle()) == len(held)
    gc.collect()
    assert 0 < len(held) < n
    assert set(held.get("unique_id")) == set(before) & set(model.society.residents.identity.tolist())


def test_whoever_is_held_otherwise_says_what_to_do(small: Make):
    model = small(moves_owners=0.95, moves_renters=0.95)
    people = list(model.agents)
    held = AgentSet(people, random=model.random)
    for _ in range(6):
        model.step()
    with pytest.raises(HasLeft, match=r"Ask community\.agents anew each week, or keep those of a list who are \.here"):
        held.get("age")
    assert len(held.select(lambda agent: agent.here).get("age")) == sum(agent.here for agent in people) > 0


def test_the_agents_of_the_model_follow_it(small: Make):
    model = small(moves_owners=0.95, moves_renters=0.95)
    agents = model.agents
    for _ in range(5):
        model.step()
        assert {agent.unique_id for agent in agents} == set(model.society.residents.identity.tolist())
        assert all(agent.here for agent in agents)


# Acquaintances of all


def test_acquaintances_are_the_ties_that_reach_the_level(lived: Community):
    for one in lived.residents[::9]:
        assert one.acquaintances == [tie.other for tie in lived.ties.of(one, "acquaintance")]
        for tie in one.ties:
            assert lived.ties.between(one, tie.other) == tie
    assert sum(len(one.acquaintances) for one in lived.agents) == pytest.approx(2 * len(lived.ties), rel=0.01)


def test_acquaintances_of_all_are_read_once_a_week_and_anew_where_something_was_written(small: Make, monkeypatch: pytest.MonkeyPatch):
    from linli.model.agents import tie_view

    read: list[int] = []
    real = tie_view.remembered

    def counted(society: object, rows: np.ndarray, *more: object) -> object:
        read.append(len(rows))
        return real(society, rows, *more)

    monkeypatch.setattr(tie_view, "remembered", counted)
    model = small(spin_up_years=1, moves_renters=0.9)
    n = model.society.residents.n
    for _ in range(3):
        model.step()
        read.clear()
        for _ in range(2):
            known = [len(agent.acquaintances) for agent in model.agents]
        assert read == [n]
    assert sum(known) > 0
    one, other = model.residents[0], next(agent for agent in model.agents if not agent.knows(model.residents[0]) and agent.flat != model.residents[0].flat)
    for _ in range(40):
        one.meet(other, 1.0)
    read.clear()
    assert one.knows(other) == (other in one.acquaintances) == (one in other.acquaintances)
    assert one.knows(other)
    assert [len(agent.acquaintances) for agent in model.agents] != known
    # Only the two are read again.
    assert set(read) == {1}
    model.society.ties.slow[:] = 0.0
    model.ties.refresh()
    assert not any(agent.acquaintances for agent in model.agents)
