"""Gini coefficients, against the mean of all differences and by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.questions import View
from linli.model.questions.attendance import Attendance
from linli.model.questions.inequality import AttendanceGini, DegreeGini, HoursGini, gini

Look = Callable[..., View]


@given(values=st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_it_is_the_mean_difference_over_twice_the_mean(values: list[int]) -> None:
    numbers = np.array(values)
    if numbers.sum() == 0:
        assert np.isnan(gini(numbers))
        return
    assert gini(numbers) == pytest.approx(np.abs(numbers[:, None] - numbers[None, :]).mean() / (2 * numbers.mean()))


def test_all_alike_and_one_has_all() -> None:
    assert gini(np.full(7, 3)) == pytest.approx(0.0)
    assert gini(np.array([0, 0, 0, 9])) == pytest.approx(0.75)
    assert np.isnan(gini(np.zeros(0)))


def test_ties_each(look: Look) -> None:
    # A star of three arms and one alone: degrees 3, 1, 1, 1, 0.
    view = look(5, [(0, 1, 50.0), (0, 2, 50.0), (0, 3, 50.0)])
    assert DegreeGini().observe(view).tolist() == pytest.approx([gini(np.array([3, 1, 1, 1, 0]))])
    assert np.isnan(DegreeGini().observe(look(3))).all()


def test_attendances_between_two_weeks_of_those_who_came_so_often() -> None:
    who, site = np.arange(5, dtype=np.uint64), np.array([0, 0, 0, 0, 1])
    first, last = Attendance(who, np.array([1, 0, 0, 0, 0]), site, 2), Attendance(who, np.array([1, 0, 2, 6, 0]), site, 2)
    found = AttendanceGini().answer([first, last])
    assert found[0, 0] == pytest.approx(gini(np.array([0, 0, 2, 6])))
    assert np.isnan(found[1, 0])
    assert AttendanceGini(at_least=1).answer([first, last])[0, 0] == pytest.approx(gini(np.array([2, 6])))


def test_hours_are_summed_over_those_named(look: Look) -> None:
    view = look(4, [(0, 1, 50.0), (0, 2, 10.0), (2, 3, 1.0)])
    hours = {name: HoursGini(level=name).observe(view)[0] for name in ("friendly", "friend")}  # type: ignore[arg-type]
    assert hours["friendly"] == pytest.approx(gini(np.array([60.0, 50.0, 10.0, 0.0])), abs=1e-3)
    assert hours["friend"] == pytest.approx(0.5)
