"""The Mesa face of a society: it changes no bit, makes no agent that nobody asks for, and works with Mesa's own tools."""

from __future__ import annotations

import gc
import inspect
import warnings
import weakref
from pathlib import Path

import mesa
import numpy as np
import pytest
from linli.model.agents.community import Community, Event, HasLeft, PartyMember, Resident, SocialOrganization
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.ground.refusal import InputError
from linli.model.mechanisms.building_gates import BuildingGatesParameters
from linli.model.people.residents import Role
from linli.model.society.society import Society
from mesa.batchrunner import batch_run
from mesa.datacollection import DataCollector

pytestmark = [pytest.mark.mesa, pytest.mark.filterwarnings("error::FutureWarning"), pytest.mark.filterwarnings("error::DeprecationWarning")]

CIRCLE = "circle"

CULTURE = {
    "building-gates": BuildingGatesParameters(
        gatherings_a_year=26.0, talent_shows_a_year=12.0, interest_circles=True, find_talent=True, knock_share=0.5
    )
}


def small(**keywords: object) -> Community:
    return Community(**{"buildings": 1, "spin_up_years": 1, "rng": 3, "collect": (), **keywords})  # type: ignore[arg-type]


def arrays(society: Society) -> dict[str, np.ndarray]:
    return {**society.residents.arrays(), **society.ties._asdict()}


def assert_equal(one: Society, other: Society) -> None:
    for name, array in arrays(one).items():
        assert np.array_equal(array, arrays(other)[name]), name


class Counting(Resident):
    made = 0

    def __init__(self, model: Community, row: int) -> None:
        super().__init__(model, row)
        Counting.made += 1


@pytest.fixture(scope="module")
def lived() -> Community:
    """A community with gatherings and circles that has lived for half a year; tests only read it."""
    community = small(mechanisms=CULTURE, buildings=2)
    for _ in range(26):
        community.step()
    return community


# One seed, one outcome


def test_the_bits_are_those_of_the_society_whatever_mesa_is_installed():
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1), population=PopulationParameters(renters=0.4), seed=3)
    society.spin_up(years=1)
    society.run(5)
    community = small(renters=0.4)
    for _ in range(5):
        community.step()
    assert_equal(society, community.society)
    assert community.week == community.steps == 5


def test_looking_at_agents_changes_nothing():
    seen, unseen = small(moves_renters=0.9), small(moves_renters=0.9)
    for _ in range(4):
        seen.step()
        unseen.step()
        assert seen.agents.agg("age", max) > 60
        _ = seen.residents[0].ties, seen.households, seen.ties.to_networkx(), seen.to_networkx()
    assert_equal(seen.society, unseen.society)


def test_a_seed_that_was_drawn_is_kept():
    first = small(rng=None, spin_up_years=0)
    assert_equal(small(rng=first.seed, spin_up_years=0).society, first.society)
    assert small(rng=np.int64(7), spin_up_years=0).seed == small(rng=7.0, spin_up_years=0).seed == 7
    assert small(rng=2**31 - 1, spin_up_years=0).seed == 2**31 - 1
    assert small(rng=0, spin_up_years=0).seed == 0


@pytest.mark.parametrize("rng", ["42", 42.5, -1, True, 2**31, np.random.default_rng(1)])
def test_a_seed_is_a_whole_number(rng: object):
    with pytest.raises(InputError, match="whole number"):
        small(rng=rng)


def test_wrong_values_are_refused_by_name():
    with pytest.raises(InputError, match=r"renters: 25\.6 is not allowed; it must lie between 0 and 1"):
        small(renters=25.6)
    with pytest.raises(InputError, match="preset: 'bejing' is not one of beijing, old-walk-up"):
        small(preset="bejing")
    with pytest.raises(InputError, match=r'there is no mechanism "building-gate". Did you mean "building-gates"'):
        small(mechanisms={"building-gate": BuildingGatesParameters()}, spin_up_years=0)
    with pytest.raises(KeyError, match="no measure 'friends'"):
        small(collect=("friends",), spin_up_years=0)
    with pytest.raises(InputError, match="does not derive from Resident"):
        small(resident_class=mesa.Agent, spin_up_years=0)


# Agents


def test_a_run_that_asks_for_no_agent_makes_none():
    Counting.made = 0
    community = small(resident_class=Counting, collect=None, mechanisms=CULTURE)
    for _ in range(5):
        community.step()
    community.measure()
    community.datacollector.get_model_vars_dataframe()
    assert Counting.made == 0
    assert community.residents[7].age == community.society.residents.age[7]
    assert Counting.made == 1
    assert len(community.agents) == community.society.residents.n == Counting.made


@pytest.mark.parametrize("ask", [False, True])
def test_models_are_freed(ask: bool):
    alive = []
    for _ in range(4):
        community = small(spin_up_years=0, mechanisms=CULTURE)
        for _ in range(3):
            community.step()
        if ask:
            assert community.agents_by_type
            assert len(community.households) > len(community.gate_heads) > 0
        alive.append(weakref.ref(community))
        del community
    gc.collect()
    assert [ref() for ref in alive] == [None] * 4


def test_agents_are_the_residents_and_party_members_are_told_apart(lived: Community):
    people = lived.society.residents
    assert [agent.unique_id for agent in lived.agents] == people.identity.tolist()
    members = int(np.count_nonzero(people.roles & Role.PARTY))
    by_type = lived.agents_by_type
    assert 0 < members == len(by_type[PartyMember])
    assert len(by_type[Resident]) == people.n - members
    assert len(lived.agents.select(agent_type=PartyMember)) == members
    assert lived.agents.agg("age", np.mean) == pytest.approx(people.age.mean())


def test_those_who_move_out_leave_the_agents_and_others_come():
    community = small(moves_owners=0.9, moves_renters=0.95)
    before = {agent.unique_id: agent for agent in community.agents}
    for _ in range(6):
        community.step()
    after = {agent.unique_id: agent for agent in community.agents}
    assert set(after) == set(community.society.residents.identity.tolist())
    gone = set(before) - set(after)
    assert 10 < len(gone) < len(before)
    assert all(after[number] is before[number] for number in set(before) & set(after))
    left = before[gone.pop()]
    assert not left.here
    with pytest.raises(HasLeft, match="has moved out"):
        _ = left.age
    with pytest.raises(HasLeft):
        left.habit = 0.5
    now = community.residents[left.row]
    assert now is not left
    assert now.here
    assert now.arrival >= 0


def test_a_society_stepped_on_its_own_is_noticed():
    community = small(moves_owners=0.9, moves_renters=0.95)
    assert len(community.agents) == community.society.residents.n
    community.society.run(4)
    assert {agent.unique_id for agent in community.agents} == set(community.society.residents.identity.tolist())


# Saving


def test_a_saved_community_goes_on_as_if_never_stopped(tmp_path: Path):
    community = small(mechanisms=CULTURE)
    for _ in range(5):
        community.step()
    community.save(tmp_path / "state")
    loaded = Community.load(tmp_path / "state")
    assert loaded.week == 5
    for _ in range(8):
        community.step()
        loaded.step()
    assert_equal(community.society, loaded.society)
    assert community.measure() == loaded.measure()


def test_a_community_can_begin_with_other_mechanisms(tmp_path: Path):
    small().save(tmp_path / "state")
    with_policy = Community.load(tmp_path / "state", mechanisms=CULTURE)
    with_policy.step()
    assert len(with_policy.gate_heads) > 0
    assert Community.load(tmp_path / "state").gate_heads == []


# Mesa's own tools


def test_the_own_data_collector_has_a_row_at_the_start_and_one_a_week():
    community = small(collect=("acquaintances", "came_quarter"), mechanisms=CULTURE)
    first = community.measure()["acquaintances"]
    for _ in range(6):
        community.step()
    table = community.datacollector.get_model_vars_dataframe()
    assert list(table.columns) == ["acquaintances", "came_quarter"]
    assert table["acquaintances"].iloc[0] == first
    assert table["acquaintances"].iloc[-1] == community.measure()["acquaintances"]
    assert len(table) == 7
    everything = small(collect=None, spin_up_years=0)
    assert set(everything.datacollector.get_model_vars_dataframe().columns) == set(everything.measure())


def test_a_data_collector_of_ones_own_is_left_to_its_owner():
    class Mine(Community):
        def __init__(self, *, rng: int | None = None) -> None:
            super().__init__(buildings=1, spin_up_years=0, mechanisms=CULTURE, rng=rng)
            self.datacollector = DataCollector(
                model_reporters={"week": "week"},
                agent_reporters={"habit": "habit", "known": lambda resident: len(resident.acquaintances)},
                agenttype_reporters={PartyMember: {"age": "age"}, Event: {"came": "came"}, SocialOrganization: {"topic": "topic"}},
            )
            self.datacollector.collect(self)

        def step(self) -> None:
            super().step()
            self.datacollector.collect(self)

    model = Mine(rng=1)
    for _ in range(3):
        model.step()
    assert model.datacollector.get_model_vars_dataframe()["week"].tolist() == [0, 1, 2, 3]
    people = model.datacollector.get_agent_vars_dataframe()
    assert len(people) == 4 * model.society.residents.n
    last = people.xs(3, level="Step")
    # Those who moved in while it ran stand last in Mesa's set.
    assert last["habit"].sort_index().tolist() == pytest.approx(model.society.residents.habit[np.argsort(model.society.residents.identity)].tolist())
    assert model.datacollector.get_agenttype_vars_dataframe(PartyMember)["age"].min() >= 18
    came = model.datacollector.get_agenttype_vars_dataframe(Event)
    assert came.xs(3, level="Step")["came"].sum() == (model.society.events.table["came"].sum() if len(model.society.events) else 0)


def test_batch_run():
    keywords = {"renters": [0.1, 0.6], "buildings": 1, "spin_up_years": 0}
    with warnings.catch_warnings():
        warnings.simplefilter("error", FutureWarning)
        if "rng" in inspect.signature(batch_run).parameters:
            rows = batch_run(Community, keywords, max_steps=3, rng=[5], display_progress=False)
        else:
            rows = batch_run(Community, {**keywords, "rng": 5}, max_steps=3, display_progress=False)
    assert [row["renters"] for row in rows] == [0.1, 0.6]
    alone = small(renters=0.6, spin_up_years=0, rng=5)
    for _ in range(3):
        alone.step()
    assert rows[1]["Step"] == 3
    assert rows[1]["recognised"] == alone.measure()["recognised"]


# What else is shown


def test_households(lived: Community):
    homes = lived.households
    assert sum(len(home) for home in homes) == lived.society.residents.n
    home = next(home for home in homes if len(home) > 1)
    assert home is lived.household(home.flat) is home.members[0].household
    assert {member.flat for member in home.members} == {home.flat}
    assert {member.tenure for member in home.members} == {home.tenure}
    assert sum(one.children for one in homes[:60]) > 0
    empty = int(np.flatnonzero(np.diff(lived.society.places.flat_rows) == 0)[0])
    with pytest.raises(IndexError, match=f"nobody lives in flat {empty}"):
        lived.household(empty)


def test_gate_heads_hold_the_office(lived: Community):
    heads = lived.gate_heads
    office = lived.society.services.offices.kinds["gate head"]
    assert [head.gate for head in heads] == np.flatnonzero(office.holder >= 0).tolist()
    for head in heads:
        assert "head" in head.resident.roles
        assert head.resident.gate == head.gate
        assert 0 <= head.known_by < lived.society.places.gate_rows[head.gate + 1] - lived.society.places.gate_rows[head.gate]


def test_events_tell_who_came():
    community = small(mechanisms=CULTURE, moves_owners=0.9, moves_renters=0.95)
    while not any(event.mechanism == "building-gates" for event in community.events):
        community.step()
    event = next(event for event in community.events if event.mechanism == "building-gates")
    assert any(event is other for other in community.events)
    assert event.kind in {"building-gates.gathering", "building-gates.show", "building-gates.circle"}
    assert event.mechanism == "building-gates"
    assert len(event.attendees) == event.came <= event.wanted <= event.heard <= event.audience
    assert event.organiser in event.attendees
    assert all(attendee.last_came == event.week for attendee in event.attendees)
    came, week = event.came, event.week
    for _ in range(52):
        community.step()
    assert (event.came, event.week) == (came, week)
    assert all(attendee.arrival <= week for attendee in event.attendees)
    assert len(event.attendees) < came


def test_circles_are_social_organisations(lived: Community):
    circles = [organization for organization in lived.organizations if organization.kind == CIRCLE]
    assert len(circles) == int(lived.measure()["building-gates.circles"])
    assert len(lived.organizations) > 0
    assert lived.organizations[0] is lived.organizations[0]
    for circle in circles:
        assert circle.here
        assert "organiser" in circle.organiser.roles
        assert circle.topic == circle.organiser.talent
    assert list(lived.agents_by_type[SocialOrganization]) == list(lived.organizations)
    ended = small(mechanisms=CULTURE, spin_up_years=0)
    while not any(organization.kind == CIRCLE for organization in ended.organizations):
        ended.step()
    last = next(organization for organization in ended.organizations if organization.kind == CIRCLE)
    gates = next(one for one in ended.society.programme.mechanisms if one.name == "building-gates")
    gates.schedule.change(ended.week, CULTURE["building-gates"].model_copy(update={"interest_circles": False}))
    ended.step()
    assert not last.here
    with pytest.raises(HasLeft, match="has ended"):
        _ = last.company
