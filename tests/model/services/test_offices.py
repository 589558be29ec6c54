"""Offices: seats, terms, who knows a holder, who may appoint."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.text import Text
from linli.model.people.residents import Residents, Role
from linli.model.services.moment import Moment
from linli.model.services.offices import BY_VOLUNTEERS, VACANT, Office, Offices, OfficesDesk
from linli.model.society.society import Society

HEAD, MEMBER = Text("gate head", "楼门长"), Text("member", "委员")
STARTS = np.array([0, 3, 6], np.int32)


def people() -> Residents:
    return Residents.empty(6, 1)


def test_office_holders_are_known_until_they_leave() -> None:
    office = Offices(people()).add("gate head", HEAD, STARTS)
    office.appoint(np.array([0, 1]), np.array([1, 4]), 10)
    office.met(np.array([0, 3, 5]))
    assert office.knowers().tolist() == [1, 2]
    office.appoint(np.array([1]), np.array([5]), 12)
    assert office.knowers().tolist() == [1, 0]
    assert office.holder.tolist() == [1, 5]


def test_one_who_is_confirmed_in_office_stays_known() -> None:
    office = Offices(people()).add("gate head", HEAD, STARTS)
    office.appoint(np.array([0, 1]), np.array([1, 4]), 10)
    office.met(np.array([0, 3, 5]))
    office.appoint(np.array([0, 1]), np.array([2, 4]), 30)
    assert office.knowers().tolist() == [0, 2]
    assert office.since.tolist() == [30, 30]


def test_who_moves_away_leaves_the_office() -> None:
    offices = Offices(people())
    office = offices.add("gate head", HEAD, STARTS)
    office.appoint(np.array([0, 1]), np.array([1, 4]), 10)
    office.met(np.array([0, 2, 3]))
    offices.begin(_week(20, [0, 1]))
    assert office.holder.tolist() == [VACANT, 4]
    assert office.since.tolist() == [20, 10]
    assert office.knowers().tolist() == [0, 1]


def test_who_moves_in_knows_no_holder_though_those_before_them_did() -> None:
    offices = Offices(people())
    office = offices.add("gate head", HEAD, STARTS)
    office.appoint(np.array([0, 1]), np.array([1, 4]), 10)
    office.met(np.array([0, 2, 3, 5]))
    offices.begin(_week(20, [0, 5]))
    assert office.holder.tolist() == [1, 4]
    assert office.knows.tolist() == [False, True, True, True, True, False]
    assert office.knowers().tolist() == [1, 1]


def _week(number: int, moved: list[int]) -> Moment:
    week = Moment.of(_SMALL, np.array(moved, np.int32))
    week.number = number
    return week


def test_offices_are_restored_when_they_are_added_later() -> None:
    first = Offices(people())
    first.add("gate head", HEAD, STARTS).appoint(np.array([1]), np.array([4]), 7)
    second = Offices(people())
    second.restore(first.state())
    office = second.add("gate head", HEAD, STARTS)
    assert office.holder.tolist() == [VACANT, 4]
    assert office.knows[4]
    assert office.since.tolist() == [0, 7]


def test_each_seat_of_a_committee_has_a_holder_and_those_who_know_them() -> None:
    office = Offices(people()).add("member", MEMBER, STARTS, seats=2)
    office.appoint(np.array([0, 0, 1]), np.array([0, 1, 5]), 3, np.array([0, 1, 1]))
    assert office.holder.tolist() == [[0, 1], [VACANT, 5]]
    office.met(np.array([2]))
    office.met(np.array([3, 4]), 1)
    assert office.knowers().tolist() == [[1, 1], [0, 2]]
    office.vacate(np.array([0]), 9, 1)
    assert office.holder.tolist() == [[0, VACANT], [VACANT, 5]]
    assert office.knowers().tolist() == [[1, 0], [0, 2]]
    office.vacate(np.array([0, 1]), 9)
    assert (office.holder == VACANT).all()
    assert office.since.tolist() == [[9, 9], [9, 9]]


STEP = st.tuples(st.booleans(), st.integers(0, 1), st.integers(0, 1), st.integers(0, 2))


@given(st.lists(STEP, max_size=30))
def test_the_role_is_that_of_those_who_hold_a_seat(steps: list[tuple[bool, int, int, int]]) -> None:
    residents = people()
    residents.roles[:] = int(Role.PARTY)
    office = Offices(residents).add("member", MEMBER, STARTS, seats=2, role=Role.HEAD)
    for appoints, unit, seat, who in steps:
        if appoints:
            office.appoint(np.array([unit]), np.array([3 * unit + who]), 1, seat)
        else:
            office.vacate(np.array([unit]), 1, seat)
        held = np.isin(np.arange(6), office.holder)
        assert ((residents.roles & Role.HEAD != 0) == held).all()
        assert (residents.roles & Role.PARTY != 0).all()
        assert office.known[:, ~held].sum() == 0
        assert (office.knowers()[office.holder >= 0] >= 0).all()


def test_a_role_belongs_to_one_office() -> None:
    offices = Offices(people())
    offices.add("gate head", HEAD, STARTS, role=Role.HEAD)
    with pytest.raises(ValueError, match="the role head is that of the office 'gate head'"):
        offices.add("captain", HEAD, STARTS, role=Role.HEAD)


def test_those_appointed_have_terms_of_their_own() -> None:
    office = Offices(people()).add("member", MEMBER, STARTS, term=52)
    office.appoint(np.array([0]), np.array([0]), 0)
    office.appoint(np.array([1]), np.array([3]), 20)
    assert [office.term_over(w)[0].tolist() for w in (51, 52, 72)] == [[], [0], [0, 1]]


def test_those_elected_have_one_term_together() -> None:
    office = Offices(people()).add("member", MEMBER, STARTS, seats=2, term=52, elected=True)
    office.appoint(np.array([0, 0]), np.array([0, 1]), 10, np.array([0, 1]))
    office.vacate(np.array([0]), 30, 1)
    # One who comes in between serves the rest of the term.
    office.appoint(np.array([0]), np.array([2]), 40, 1)
    assert [len(office.term_over(w)[0]) for w in (61, 62)] == [0, 2]
    office.appoint(np.array([0, 0]), np.array([0, 1]), 62, np.array([0, 1]))
    assert [len(office.term_over(w)[0]) for w in (62, 113, 114)] == [0, 0, 2]


def test_an_office_without_a_term_is_never_over() -> None:
    office = Offices(people()).add("member", MEMBER, STARTS)
    office.appoint(np.array([0]), np.array([0]), 0)
    assert len(office.term_over(10_000)[0]) == 0


_SMALL = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), seed=1)


def _desks() -> tuple[OfficesDesk, OfficesDesk, Offices]:
    offices, week = Offices(_SMALL.residents), Moment.of(_SMALL)
    return OfficesDesk(offices, week, 0), OfficesDesk(offices, week, 1), offices


def test_only_the_mechanism_that_keeps_an_office_appoints() -> None:
    mine, other, _ = _desks()
    mine.declare("mediator", Text("mediator", "调解员"), "community", seats=2)
    other.declare("mediator", Text("mediator", "调解员"), "community", seats=2)
    mine.appoint("mediator", np.array([0]), np.array([5]), 1)
    with pytest.raises(ValueError, match="kept by another mechanism"):
        other.appoint("mediator", np.array([0]), np.array([6]))
    with pytest.raises(ValueError, match="kept by another mechanism"):
        other.vacate("mediator", np.array([0]))
    other.met("mediator", np.array([7, 8]), 1)
    assert other.holder("mediator").tolist() == [[VACANT, 5]]
    assert np.flatnonzero(other.knows("mediator")[1]).tolist() == [5, 7, 8]
    mine.vacate("mediator", np.array([0]), 1)
    assert not mine.knows("mediator").any()


def test_a_term_can_be_ended_by_another_and_who_was_recalled_is_remembered() -> None:
    mine, other, offices = _desks()
    for desk in (mine, other):
        desk.declare("mediator", Text("mediator", "调解员"), "community", seats=2)
    mine.appoint("mediator", np.array([0, 0]), np.array([5, 6]), np.array([0, 1]))
    assert not other.recalled("mediator", np.arange(10)).any()
    other.recall("mediator", np.array([0]), 1)
    assert other.holder("mediator").tolist() == [[5, VACANT]]
    assert np.flatnonzero(mine.recalled("mediator", np.arange(10))).tolist() == [6]
    other.recall("mediator", np.array([0]))
    assert (other.holder("mediator") == VACANT).all()
    # It is the person who is remembered, also after a restore; a state of before there was recall is taken as it is.
    saved = {key: np.asarray(value).copy() for key, value in offices.state().items()}
    offices.kinds["mediator"].recalled = np.zeros(0, np.uint64)
    offices.restore(saved)
    assert np.flatnonzero(mine.recalled("mediator", np.arange(10))).tolist() == [5, 6]
    offices.restore({key: value for key, value in saved.items() if not key.endswith("recalled")})
    offices.add("warden", Text("warden", "管理员"), _SMALL.places.community_rows, keeper=BY_VOLUNTEERS)
    with pytest.raises(ValueError, match="held by volunteers"):
        other.recall("warden", np.array([0]))


def test_an_office_of_ordinary_life_goes_over_to_a_mechanism() -> None:
    mine, other, offices = _desks()
    offices.add("mediator", Text("mediator", "调解员"), _SMALL.places.community_rows)
    mine.declare("mediator", Text("mediator", "调解员"), "community")
    other.declare("mediator", Text("mediator", "调解员"), "community")
    mine.appoint("mediator", np.array([0]), np.array([5]))
    with pytest.raises(ValueError, match="another mechanism"):
        other.vacate("mediator", np.array([0]))


def test_what_comes_in_is_checked() -> None:
    mine, _, _ = _desks()
    mine.declare("head", HEAD, "gate")
    with pytest.raises(ValueError, match="there is no office 'king'; there are 'head'"):
        mine.holder("king")
    with pytest.raises(ValueError, match="lives in its unit"):
        mine.appoint("head", np.array([0]), np.array([_SMALL.residents.n - 1]))
    with pytest.raises(ValueError, match="rows of residents go from 0 to"):
        mine.met("head", np.array([_SMALL.residents.n]))
    with pytest.raises(ValueError, match="units go from 0 to"):
        mine.vacate("head", np.array([-1]))
    with pytest.raises(ValueError, match="exists with"):
        mine.declare("head", HEAD, "gate", seats=3)
    with pytest.raises(ValueError, match="not of 'household'"):
        mine.declare("cook", HEAD, "household")


def test_what_a_desk_hands_out_cannot_be_written_to_the_office() -> None:
    mine, _, _ = _desks()
    mine.declare("head", HEAD, "gate")
    mine.appoint("head", np.array([0]), np.array([0]))
    mine.holder("head")[:] = 3
    mine.since("head")[:] = 3
    assert mine.holder("head")[0] == 0
    with pytest.raises(ValueError, match="read-only"):
        mine.knows("head")[:] = True


def test_measures_are_of_those_kinds_that_say_so() -> None:
    offices = Offices(people())
    offices.add("quiet one", HEAD, STARTS, measured=False)
    office: Office = offices.add("gate head", HEAD, STARTS)
    office.appoint(np.array([1]), np.array([4]), 0)
    office.met(np.array([3]))
    assert offices.measures() == {"gate_head_in_office": 0.5, "gate_head_known": pytest.approx(1 / 3)}
    assert list(Offices.measures_of("gate head", HEAD)) == list(offices.measures())
