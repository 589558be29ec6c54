"""Evenings of volunteers and hours of the committee's staff."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.service_constants import DutyConstants, EveningConstants
from linli.model.services.moment import Moment
from linli.model.services.staff import DUTIES, Staff, StaffDesk
from linli.model.society.society import Society

_SMALL = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6, communities=2), seed=1)
ONE = np.zeros(1, np.int64)


def staff_of(**duties: float) -> Staff:
    return Staff(_SMALL.residents, _SMALL.places, EveningConstants(), DutyConstants(**duties))


@given(st.lists(st.lists(st.floats(0, 9), min_size=4, max_size=4), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_evenings_are_never_exceeded(wishes: list[list[float]]) -> None:
    staff = staff_of()
    rows = np.array([3, 5, 8, 13])
    total = np.zeros(4)
    for wish in wishes:
        granted = staff.take(rows, np.array(wish))
        assert (granted <= np.array(wish, np.float32)).all()
        total += granted
    assert (total <= staff.evenings(rows) + 1e-5).all()
    assert staff.volunteer_hours.sum() == pytest.approx(total.sum() * staff.constants.hours, rel=1e-5)
    staff.begin(Moment.of(_SMALL))
    assert (staff.spare(rows) == staff.evenings(rows)).all()


def test_staff_hours_of_a_week_are_limited() -> None:
    staff = staff_of()
    pool = float(staff.left("activities")[0])
    assert pool == pytest.approx(5.1 * 0.15 * 40)
    # 30.6 hours: four times 7; what is left then does not do for a fifth, but once for 2 hours and once for a half.
    for hours, granted in ((7.0, [True] * 4 + [False] * 2), (2.0, [True, False]), (0.5, [True, False])):
        assert staff.book(np.zeros(len(granted), np.int64), hours).tolist() == granted
    assert staff.left("activities").tolist() == pytest.approx([pool - 30.5, pool])
    assert staff.staff_hours.tolist() == [30.5, 0.0]
    staff.begin(Moment.of(_SMALL))
    assert (staff.left("activities") == pool).all()
    assert staff.book(ONE, pool).all(), "a new week has all its hours"


def test_reports_leave_no_hours_for_visits() -> None:
    staff = staff_of()
    assert staff.left("visits").tolist() == pytest.approx([204.0, 204.0])
    assert staff.book(ONE, 200.0, "reports").all()
    assert staff.left("visits").tolist() == pytest.approx([4.0, 204.0])
    assert staff.left("activities")[0] == pytest.approx(4.0)
    assert not staff.book(ONE, 5.0, "visits").any()
    assert staff.book(ONE, 4.0, "activities").all()
    m = staff.measures()
    assert (m["staff_hours"], m["staff_hours_reports"], m["staff_hours_activities"], m["staff_hours_visits"]) == (204.0, 200.0, 4.0, 0.0)
    staff.begin(Moment.of(_SMALL))
    assert staff.left("visits").tolist() == pytest.approx([204.0, 204.0])


BOOKINGS = st.lists(st.tuples(st.sampled_from(list(DUTIES)), st.floats(0.1, 60.0), st.integers(0, 1)), max_size=30)


@given(BOOKINGS)
@settings(max_examples=60, deadline=None)
def test_no_duty_takes_more_than_its_share_and_all_together_not_more_than_there_is(bookings: list[tuple[str, float, int]]) -> None:
    shares = {"reports": 0.5, "visits": 0.3, "counter": 0.25}
    staff = staff_of(**shares)
    asked = np.zeros((len(DUTIES), 2))
    for duty, hours, community in bookings:
        if staff.book(np.array([community]), hours, duty)[0]:
            asked[list(DUTIES).index(duty), community] += hours
    assert staff.duty_hours == pytest.approx(asked)
    caps = 204.0 * np.array([{"activities": 0.15, **shares}.get(duty, 1.0) for duty in DUTIES])
    assert (staff.duty_hours <= caps[:, None] + 1e-9).all()
    assert (staff.staff_hours <= 204.0 + 1e-9).all()


def test_hours_of_volunteers_are_those_of_their_community() -> None:
    staff, second = staff_of(), int(_SMALL.places.community_rows[1])
    staff.volunteer(np.array([0, 1, second]), 2.0)
    assert staff.volunteer_hours.tolist() == [4.0, 2.0]


def test_a_duty_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError, match="no duty 'banquets'; there are activities, reports"):
        staff_of().book(ONE, 1.0, "banquets")


def test_the_desk_tells_and_counts_but_does_not_book() -> None:
    staff = staff_of()
    desk = StaffDesk(staff, Moment.of(_SMALL), 0)
    rows = np.array([1, 1, 4])
    desk.volunteer(rows, 2.0)
    assert staff.given[[1, 4]].tolist() == [4.0, 2.0]
    assert staff.measures()["volunteer_hours"] == 6.0
    assert (desk.spare(rows) == staff.evenings(rows)).all()
    desk.left("visits")[:] = 0.0
    assert staff.left("visits")[0] > 0.0
    for hours in (-1.0, 25.0, float("nan")):
        with pytest.raises(ValueError, match="between 0 and 24"):
            desk.volunteer(rows, hours)
    with pytest.raises(AttributeError, match="no 'book'"):
        _ = desk.book


def test_newcomers_have_given_nothing_and_the_rest_is_saved() -> None:
    staff, again = staff_of(), staff_of()
    staff.volunteer(np.array([1, 2]), 3.0)
    staff.book(ONE, 5.0, "counter")
    staff.begin(Moment.of(_SMALL, np.array([2], np.int32)))
    assert staff.given[[1, 2]].tolist() == [3.0, 0.0]
    again.restore(staff.state())
    assert again.measures() == staff.measures()
    assert list(staff.measures()) == list(Staff.declared_measures())
    assert (again.given == staff.given).all()
    again.restart()
    assert again.measures()["staff_hours"] == again.given.sum() == 0.0
    assert staff.measures()["staff_hours"] == 5.0


def test_seconded_staff_add_hours_for_this_week_and_this_community_only() -> None:
    staff = staff_of()
    desk, activities, pool = StaffDesk(staff, Moment.of(_SMALL), 0), float(staff.left("activities")[0]), float(staff.pool_left[0])
    assert staff.book(np.array([1]), 4.0).all()
    desk.second(np.array([1]), 10.0)
    assert staff.left("activities").tolist() == pytest.approx([activities, activities + 6.0])
    assert staff.pool_left.tolist() == pytest.approx([pool, pool + 6.0])
    assert staff.book(np.array([1, 1]), activities + 6.0).tolist() == [True, False]
    staff.begin(Moment.of(_SMALL))
    assert staff.left("activities").tolist() == pytest.approx([activities, activities])
    for communities, hours, said in ((np.array([2]), 1.0, "communities go from 0 to 1"), (np.array([0, 0]), 1.0, "once"), (np.array([0]), -1.0, "0 or more")):
        with pytest.raises(ValueError, match=said):
            desk.second(communities, hours)
