"""Questions about who takes part."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from linli.model.people.residents import Residents, Role
from linli.model.questions import View
from linli.model.questions.attendance import Attendance, BusiestShares, CameOften, Turnout, share_of_busiest
from linli.model.society.society import Society
from pydantic import ValidationError


def test_turnout_by_age_and_membership_is_that_of_the_week_lived_last(alike: Callable[..., Society]) -> None:
    def people(r: Residents) -> None:
        r.age[:] = [17, 20, 25, 40, 55, 59, 75, 80]
        r.roles[[3, 4]] = int(Role.PARTY)

    s = alike(8, {}, change=people)
    s.week = 10
    s.residents.last_came[[0, 1, 3, 4, 6]] = 9
    s.residents.last_came[5] = 8
    found = Turnout(ages=((18, 29), (50, 59), (90, 99)), party=True).observe(View(s, 0))[0]
    # The one of 17 is not asked, and to have come the week before does not count.
    assert found[[0, 1, 2]] == pytest.approx([100 * 4 / 7, 50.0, 50.0])
    assert np.isnan(found[3])
    assert found[4:] == pytest.approx([100.0, 40.0])
    assert Turnout(everybody=False, party=True).observe(View(s, 0)).shape == (1, 2)


def test_ages_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="younger age first"):
        Turnout(ages=((30, 20),))


def test_the_share_of_the_busiest_has_a_closed_form() -> None:
    assert share_of_busiest(np.full(200, 3), 0.07) == pytest.approx(0.07)
    one = np.zeros(100)
    one[17] = 5
    assert share_of_busiest(one, 0.01) == 1.0
    assert share_of_busiest(one, 0.004) == pytest.approx(0.4)
    assert share_of_busiest(np.arange(1, 5), 0.5) == pytest.approx(0.7)
    assert share_of_busiest(np.arange(1, 5), 1.0) == pytest.approx(1.0)
    assert np.isnan(share_of_busiest(np.zeros(5), 0.5))


def test_attendance_is_counted_between_the_first_week_asked_and_the_last() -> None:
    who = np.array([3, 4, 5, 6], np.uint64)
    before = Attendance(who, np.array([10, 0, 0, 2]), np.array([0, 0, 1, 1]), 2)
    # 6 has moved out; 7, who moved in, came three times since.
    after = Attendance(np.array([7, 3, 4, 5], np.uint64), np.array([3, 11, 3, 0]), np.array([0, 0, 0, 1]), 2)
    shares = BusiestShares(busiest=(100 / 3, 100.0)).answer([before, after])
    assert shares[0] == pytest.approx([100 * 3 / 7, 100.0])
    assert np.isnan(shares[1]).all()
    assert BusiestShares(busiest=(100 / 3,)).answer([after])[0] == pytest.approx([100 * 11 / 17])
    assert CameOften(times=3).answer([before, after])[:, 0] == pytest.approx([100 * 2 / 3, 0.0])


def test_what_is_no_share_is_refused() -> None:
    with pytest.raises(ValidationError, match="at most 100"):
        BusiestShares(busiest=(7.0, 130.0))
