"""Meetings of organisations: where and in which part of the week their members are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from linli.model.contract.week import Week
from linli.model.ground.text import Text
from linli.model.people.everyday import LATE_EVENING, WEEKDAY_EVENING
from linli.model.society.society import Society

Live = Callable[..., Society]


def called(live: Live, **more: Any) -> tuple[Any, ...]:
    """Return (x, y, round) of the meeting of a group that two deeds found and call, and where its organiser lives."""
    seen: list[tuple[Any, ...]] = []

    def setup(self: Any, week: Week) -> None:
        week.organisations.declare("group", Text("group", "队伍"), organiser=week.volunteers.constants.organiser)

    def plan(self: Any, week: Week) -> None:
        slots = week.organisations.mine("group")
        if len(slots) == 0:
            week.organisations.found("group", np.array([0]), np.array([5]), topic=1, every=1, round=LATE_EVENING)
            return
        sitting = week.call_members("group", "tea", slots=slots, evenings=0.0, yuan=0.0, room=None, **more)
        row = sitting._calls.rows[sitting.first]
        seen.append((float(row["x"]), float(row["y"]), int(row["round"]), *week.units("gate").xy[week.residents.gate[5]].tolist()))

    live(2, setup=setup, plan=plan)
    return seen[0]


def test_members_meet_where_their_organiser_lives_unless_a_place_is_given(live: Live) -> None:
    x, y, when, home_x, home_y = called(live)
    assert (x, y, when) == (home_x, home_y, LATE_EVENING)
    assert called(live, place=np.array([[70.0, 80.0]]))[:3] == (70.0, 80.0, LATE_EVENING)


def test_they_meet_in_their_own_round_unless_another_is_given(live: Live) -> None:
    x, y, when, home_x, home_y = called(live, when=np.array([WEEKDAY_EVENING], np.uint8))
    assert (x, y, when) == (home_x, home_y, WEEKDAY_EVENING)
