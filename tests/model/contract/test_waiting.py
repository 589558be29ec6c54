"""People at a counter: the wait of a queue, and who waits beside whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.contract.waiting import LONGEST, queue, wait_together
from linli.model.contract.week import Week
from linli.model.people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_MORNING
from linli.model.society.society import Society


def test_a_wait_is_that_of_a_queue() -> None:
    quarter = queue(np.array([0, 40, 80, 10_000]), np.full(4, 40.0), 15.0)
    # A load of one quarter, and of one half: the service time, times 1/3 and 1.
    assert quarter[:3].tolist() == pytest.approx([0.0, 0.25 / 3.0, 0.25])
    assert quarter[2] < quarter[3] <= LONGEST


def test_those_of_one_stretch_wait_together_and_nobody_waits_alone(live: Callable[..., Society]) -> None:
    rows = np.array([2, 3, 5, 8, 9])
    rounds = np.array([WEEKDAY_MORNING] * 3 + [WEEKDAY_AFTERNOON] * 2, np.uint8)

    def plan(self: Any, week: Week) -> None:
        where, xy = np.zeros(5, np.int64), np.zeros((1, 2))
        # As long as the counter is open: one stretch in each half of the day.
        wait_together(week, "tea", rows, where, rounds, np.full(5, 2.0), np.array([2.0]), xy, 60, 0.1)
        assert wait_together(week, "tea", rows[:1], where[:1], rounds[:1], np.full(1, 2.0), np.array([2.0]), xy, 60, 0.1) is None

    def attend(self: Any, week: Week) -> None:
        sitting = week.sitting("tea")
        assert [sitting.rows(k).tolist() for k in range(len(sitting))] in ([[2, 3, 5], [8, 9]], [[8, 9], [2, 3, 5]])

    society = live(plan=plan, attend=attend)
    assert society.residents.times_came.sum() == 0
