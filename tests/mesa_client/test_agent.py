"""What Mesa's tests expect of an Agent: of a resident, and of an agent of one's own in a community."""

from __future__ import annotations

import copy
from collections.abc import Callable

import mesa
import numpy as np
import pytest
from linli.model.agents.community import Community, Event, Household, PartyMember, Resident, SocialOrganization
from linli.model.ground.refusal import InputError

Make = Callable[..., Community]


def test_an_agent_draws_from_its_models_generators(lived: Community):
    one = lived.residents[0]
    assert one.random is lived.random
    assert one.rng is lived.rng


def test_an_agent_of_ones_own_comes_and_goes(small: Make, visitor: type[mesa.Agent]):
    model = small()
    one = visitor(model)
    assert one in model.agents
    one.remove()
    assert one not in model.agents
    one.remove()  # a second time is no error, as in Mesa
    assert len(model.agents) == model.society.residents.n


def test_agents_of_ones_own_made_in_bulk(small: Make, visitor: type[mesa.Agent]):
    model = small()
    made = visitor.create_agents(model, 3, energy=[4, 5, 6])
    assert made.get("energy") == [4, 5, 6]
    assert visitor.create_agents(model, 2, energy=9).get("energy") == [9, 9]
    assert model.agents_by_type[visitor].agg("energy", sum) == 33
    model.agents_by_type[visitor].do("step")
    assert model.agents_by_type[visitor].agg("energy", sum) == 38
    model.step()
    assert len(model.agents_by_type[visitor]) == 5


def test_a_resident_cannot_be_removed_while_living_here(small: Make):
    class Leaving(Resident):
        asked = False

        def remove(self) -> None:
            super().remove()
            self.asked = True

    model = small(resident_class=Leaving)
    one = model.residents[4]
    _ = model.agents
    for leave in (one.remove, lambda: model.deregister_agent(one), lambda: model.agents.do("remove")):
        with pytest.raises(InputError, match=r"go on living in the engine.*community\.agents\.select"):
            leave()
    assert not one.asked
    assert one in model.agents
    assert len(model.agents) == model.society.residents.n
    model.step()
    assert one in model.agents


def test_remove_of_ones_own_class_is_called_when_somebody_moves_out(small: Make):
    left: list[int] = []

    class Leaving(Resident):
        def remove(self) -> None:
            super().remove()
            left.append(self.unique_id)

    model = small(resident_class=Leaving, moves_owners=0.9, moves_renters=0.9)
    before = {agent.unique_id for agent in model.agents}
    for _ in range(6):
        model.step()
    assert left
    assert set(left) >= before - {agent.unique_id for agent in model.agents}
    assert not set(left) & {agent.unique_id for agent in model.agents}


@pytest.mark.parametrize(
    "make",
    [
        lambda model: Resident(model),
        lambda model: Resident(model, 3),
        lambda model: PartyMember(model),
        lambda model: Resident.create_agents(model, 3),
        lambda model: PartyMember.from_dataframe(model, None),
        lambda model: Event(model),
        lambda model: Household(model),
        lambda model: SocialOrganization(model),
    ],
)
def test_what_lives_in_the_engine_is_not_made_by_hand(small: Make, make: Callable[[Community], object]):
    model = small()
    with pytest.raises(InputError, match=r"the community makes it .*ask community\.\w+"):
        make(model)
    assert len(model.agents) == model.society.residents.n


class OnlyModel(Resident):
    """As one writes an agent of Mesa."""

    def __init__(self, model: Community) -> None:
        super().__init__(model)


class OneMore(Resident):
    def __init__(self, model: Community, row: int, energy: int) -> None:
        super().__init__(model, row)


class KeepsTheRow(Resident):
    def __init__(self, model: Community, row: int) -> None:
        super().__init__(model)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (OnlyModel, r"write OnlyModel\.__init__\(self, model, row\)"),
        (OneMore, r"write OneMore\.__init__\(self, model, row\)"),
        (mesa.Agent, "does not derive from Resident"),
        ("Host", "does not derive from Resident"),
    ],
)
def test_a_class_of_which_no_resident_can_be_made_is_refused_at_once(small: Make, kind: object, words: str):
    with pytest.raises(InputError, match=words):
        small(resident_class=kind)


def test_a_class_that_does_not_hand_on_its_row_is_refused_when_asked_for(small: Make):
    with pytest.raises(InputError, match="KeepsTheRow: the community makes it"):
        _ = small(resident_class=KeepsTheRow).agents


def test_residents_who_ask_for_others_as_they_are_made(small: Make):
    class Looking(Resident):
        def __init__(self, model: Community, row: int) -> None:
            super().__init__(model, row)
            self.next_door = model.residents[row + 1] if row < 20 else None

    model = small(resident_class=Looking)
    assert model.residents[0].next_door is model.residents[1]
    assert len(model.agents) == model.society.residents.n


def test_a_shallow_copy_of_a_resident_is_another_view_of_the_same_person(small: Make, host: type[Resident]):
    model = small(resident_class=host)
    one = model.residents[2]
    again = copy.copy(one)
    assert (type(again), again.unique_id, again.age, again.energy, again.model) == (host, one.unique_id, one.age, 5, model)
    again.energy = 6
    assert one.energy == 5
    assert model.residents[2] is one


def test_a_table_of_mesa_over_the_agents_of_a_class(newest: bool):
    if not newest:
        pytest.skip("Mesa 3.3 has no data_registry")

    class Tracked(Resident):
        def __init__(self, model: Community, row: int) -> None:
            super().__init__(model, row)
            self.wealth = float(row)

    class Model(Community):
        def __init__(self) -> None:
            super().__init__(buildings=1, spin_up_years=0, collect=(), resident_class=Tracked, moves_owners=0.9, moves_renters=0.9, rng=1)
            self.data_registry.track_agents_numpy(Tracked, "wealth", fields=["wealth"])

    model = Model()
    for _ in range(5):
        assert len(model.agents) == len(model.data_registry["wealth"].data) == model.society.residents.n
        assert sorted(model.data_registry["wealth"].data[:, 0]) == list(range(model.society.residents.n))
        model.step()


def test_step_of_a_class_is_called_once_a_week_for_each(small: Make):
    class Counting(Resident):
        count = 0

        def step(self) -> None:
            self.count += 1

    model = small(resident_class=Counting)
    for _ in range(3):
        model.step()
    assert set(model.agents.get("count")) <= {1, 2, 3}
    assert np.mean(np.equal(model.agents.get("count"), 3)) > 0.9
