"""The shared services: trust, ledger, evenings, rooms, calendar, offices, promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.contract.week import Week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.text import Text
from linli.model.people import calendar
from linli.model.people.experiences import Experience
from linli.model.people.residents import Residents
from linli.model.people.trust import experience
from linli.model.services.ledger import ACCOUNTS, Ledger
from linli.model.services.offices import Offices
from linli.model.services.rooms import Rooms
from linli.model.services.staff import Staff
from linli.model.society.society import Society


def small(**values: object) -> Society:
    return Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), **values)  # type: ignore[arg-type]


# Trust


@pytest.mark.parametrize("kind", list(Experience))
def test_repeated_experience_follows_the_closed_form(kind: Experience) -> None:
    people = Residents.empty(3, 1)
    trust = getattr(people, kind.state)
    trust[:] = 0.4
    experience(people, kind, np.array([0, 2, 0, 0, 0]), 0.06)
    expected = kind.good + (1 - 0.06) ** np.array([4, 0, 1]) * (0.4 - kind.good)
    assert np.allclose(trust, expected, atol=1e-6)


def test_trust_stays_between_0_and_1() -> None:
    people = Residents.empty(1, 1)
    for kind, value in ((Experience.HELPED, 1.0), (Experience.REFUSED, 0.0)):
        people.trust_neighbours[:] = value
        experience(people, kind, np.zeros(1000, np.int64), 1.0)
        assert people.trust_neighbours[0] == kind.good


# Ledger


PAYMENT = st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 2)), max_size=5), st.booleans())


@given(st.lists(PAYMENT, max_size=20))
@settings(max_examples=150, deadline=None)
def test_every_yuan_comes_from_an_account_and_goes_to_one(payments: list[tuple[str, str, list[tuple[float, int]], bool]]) -> None:
    ledger = Ledger(3)
    for source, target, items, overdraw in payments:
        if source == target:
            continue
        yuan, community = np.array([y for y, _ in items]), np.array([c for _, c in items], np.int64)
        before = ledger.fen.copy()
        paid = ledger.pay(source, target, yuan, community, overdraw=overdraw)
        moved = np.zeros(3, np.int64)
        np.add.at(moved, community[paid], np.rint(yuan[paid] * 100).astype(np.int64))
        assert (ledger.fen[ACCOUNTS.index(target)] - before[ACCOUNTS.index(target)] == moved).all()
        assert (ledger.fen.sum(axis=0) == 0).all()
        if not overdraw and source != "public":
            assert (ledger.fen[ACCOUNTS.index(source)] >= np.minimum(before[ACCOUNTS.index(source)], 0)).all()


def test_one_community_pays_like_one_of_several() -> None:
    one, three = Ledger(1), Ledger(3)
    for ledger, where in ((one, 0), (three, 1)):
        ledger.pay("public", "community", 100.0, where)
        paid = ledger.pay("community", "suppliers", np.array([60.0, 60.0, 40.0]), np.full(3, where))
        assert paid.tolist() == [True, False, False]
        assert ledger.balance("community", where) == 40.0


def test_a_wrong_payment_is_refused() -> None:
    ledger = Ledger(1)
    with pytest.raises(KeyError, match="no account"):
        ledger.pay("bank", "community", 1.0, 0)
    with pytest.raises(ValueError, match="negative"):
        ledger.pay("public", "community", -1.0, 0)
    with pytest.raises(ValueError, match="itself"):
        ledger.pay("public", "public", 1.0, 0)


# Evenings and staff


@given(st.lists(st.lists(st.floats(0, 9), min_size=4, max_size=4), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_evenings_are_never_exceeded(wishes: list[list[float]]) -> None:
    society = _SMALL
    staff = Staff(society.residents, society.places, society.services.constants.evenings)
    rows = np.array([3, 5, 8, 13])
    total = np.zeros(4)
    for wish in wishes:
        granted = staff.take(rows, np.array(wish))
        assert (granted <= np.array(wish, np.float32)).all()
        total += granted
    assert (total <= staff.evenings(rows) + 1e-5).all()
    assert staff.volunteer_hours.sum() == pytest.approx(total.sum() * staff.constants.hours, rel=1e-5)
    staff.begin(Week.of(_SMALL))
    assert (staff.spare(rows) == staff.evenings(rows)).all()


def test_staff_hours_of_a_week_are_limited() -> None:
    staff = Staff(_SMALL.residents, _SMALL.places, _SMALL.services.constants.evenings)
    pool = float(staff.staff_left[0])
    granted = staff.book(np.zeros(100, np.int64), pool / 10)
    assert 9 <= granted.sum() <= 10
    assert staff.staff_hours[0] <= pool + 1e-9


_SMALL = small()


# Calendar and rooms


def test_festivals_come_back_each_year_in_their_week() -> None:
    weeks = [w for w in range(104) if calendar.festival(w)]
    assert weeks[: len(weeks) // 2] == [w - 52 for w in weeks[len(weeks) // 2 :]]
    names = [calendar.festival(w).name for w in weeks[: len(weeks) // 2]]  # type: ignore[union-attr]
    assert names.index("spring") < names.index("lantern") < names.index("mid-autumn") < names.index("double-ninth")


def test_elections_are_every_five_years() -> None:
    held = [w for w in range(52 * 20) if calendar.election(w)]
    assert np.diff(held).tolist() == [260] * (len(held) - 1)
    assert len(held) == 4


def test_a_room_holds_one_event_in_a_round() -> None:
    rooms = Rooms(_SMALL.places)
    rooms.count[:] = 1
    granted = rooms.book(np.zeros(3, np.int64), np.array([5, 5, 6]))
    assert granted.tolist() == [True, False, True]
    assert not rooms.book(np.zeros(1, np.int64), np.array([5])).any()
    rooms.begin()
    assert rooms.book(np.zeros(1, np.int64), np.array([5])).all()


# Offices


def test_office_holders_are_known_until_they_leave() -> None:
    people = Residents.empty(6, 1)
    office = Offices(people).add("gate head", Text("gate head", "楼门长"), np.array([0, 3, 6], np.int32))
    office.appoint(np.array([0, 1]), np.array([1, 4]), 10)
    office.met(np.array([0, 3, 5]))
    assert office.knowers().tolist() == [1, 2]
    office.appoint(np.array([1]), np.array([5]), 12)
    assert office.knowers().tolist() == [1, 0]
    assert office.holder.tolist() == [1, 5]


def test_who_moves_away_leaves_the_office() -> None:
    offices = Offices(Residents.empty(6, 1))
    office = offices.add("gate head", Text("gate head", "楼门长"), np.array([0, 3, 6], np.int32))
    office.appoint(np.array([0, 1]), np.array([1, 4]), 10)
    office.met(np.array([0, 2, 3]))
    week = Week.of(_SMALL, np.array([0, 1], np.int32))
    week.number = 20
    offices.begin(week)
    assert office.holder.tolist() == [-1, 4]
    assert office.since.tolist() == [20, 10]
    assert office.knowers().tolist() == [0, 1]


def test_offices_are_restored_when_they_are_added_later() -> None:
    starts = np.array([0, 3, 6], np.int32)
    first = Offices(Residents.empty(6, 1))
    first.add("gate head", Text("gate head", "楼门长"), starts).appoint(np.array([1]), np.array([4]), 7)
    second = Offices(Residents.empty(6, 1))
    second.restore(first.state())
    office = second.add("gate head", Text("gate head", "楼门长"), starts)
    assert office.holder.tolist() == [-1, 4]
    assert office.knows[4]


# Promises


def test_a_promise_that_is_not_kept_in_time_costs_trust() -> None:
    society = small()
    promises, week = society.services.promises, Week.of(society)
    n = society.residents.n
    before = society.residents.trust_institutions.copy()
    promises.make(np.array([7, 8], np.uint64), np.array([0, 0]), np.array([n, n]), 3)
    promises.keep(week, np.array([7], np.uint64), np.array([5]))
    assert society.residents.trust_institutions[5] > before[5]
    week.number = 2
    promises.react(week)
    assert promises.promises_broken == 0
    week.number = 3
    promises.react(week)
    fell = society.residents.trust_institutions < before
    assert (promises.promises_kept, promises.promises_broken) == (1, 1)
    assert abs(fell.mean() - promises.constants.notice) < 0.06
    assert len(promises.open["due"]) == 0
