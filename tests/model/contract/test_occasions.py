"""Several occasions of a unit in one week, rounds in turn, occasions that are run by the holder of a post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.contract.needs import Needs
from linli.model.contract.occasions import in_turn, repeated, running
from linli.model.contract.week import Week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.text import Text
from linli.model.people.residents import Role
from linli.model.society.society import Society

Live = Callable[..., Society]
KEEPER = "tea keeper"


@given(st.lists(st.integers(0, 5), max_size=20))
def test_each_unit_comes_as_often_as_is_said_and_is_counted(times: list[int]) -> None:
    unit = repeated(np.array(times, np.int64), len(times), "call")
    assert np.bincount(unit, minlength=len(times)).tolist() == times
    expected = [k for n in times for k in range(n)]
    assert running(unit).tolist() == expected


@pytest.mark.parametrize("times", [np.ones(3, int), np.array([0.5, 1.0]), np.array([-1, 0]), np.array([51, 0])])
def test_times_that_cannot_be_are_refused(times: np.ndarray) -> None:
    with pytest.raises(ValueError, match="times"):
        repeated(times, 2, "call")


def test_the_next_occasion_has_the_next_round() -> None:
    assert in_turn((3, 5, 11), np.array([0.0, 0.0, 0.0, 0.9]), np.array([0, 1, 2, 1]), "call").tolist() == [3, 5, 11, 3]


@pytest.mark.parametrize("rounds", [(), (3, 3), (7,), (13,), (-1,)])
def test_rounds_that_do_not_exist_are_refused(rounds: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="rounds to choose from"):
        in_turn(rounds, np.zeros(1), None, "call")


def test_a_unit_called_thrice_has_three_occasions_in_three_rounds(live: Live) -> None:
    seen: list[Any] = []

    def plan(self: Any, week: Week) -> None:
        times = np.zeros(len(week.units("gate").lo), np.int64)
        times[[0, 2]] = 3, 1
        seen.append(week.call("tea", times=times, when=(1, 3, 5, 10), poster=0.5))

    society = live(plan=plan)
    sitting = seen[0]
    assert sitting.unit.tolist() == [0, 0, 0, 2]
    assert len(set(sitting.identity.tolist())) == 4
    assert len(set(society.events.table["round"][society.events.table["lo"] == 0].tolist())) == 3


def test_the_first_occasion_is_the_one_that_a_single_call_makes(live: Live) -> None:
    seen: list[Any] = []
    live(plan=lambda self, week: seen.append(week.call("tea", times=np.full(3, 2))))
    live(plan=lambda self, week: seen.append(week.call("tea")))
    assert seen[0].identity[::2].tolist() == seen[1].identity.tolist()


def test_times_does_not_go_with_which(live: Live) -> None:
    with pytest.raises(ValueError, match="give no which="):
        live(plan=lambda self, week: week.call("tea", times=np.ones(3, int), which=np.array([0])))


def _declare(self: Any, week: Week) -> None:
    week.volunteers.declare(KEEPER, week.volunteers.constants.organiser, Text("keeper", "管理员"), "gate")


def test_the_holder_runs_it_and_learns_what_was_asked_and_who_came(live: Live) -> None:
    seen: list[Any] = []

    def plan(self: Any, week: Week) -> None:
        gate, age = week.units("gate"), week.residents.age
        row = next(
            r for r in range(int(gate.lo[1]), int(gate.hi[1])) if age[r] > 30 and week.residents.free_hours[r] > 20
        )
        week.volunteers.appoint(KEEPER, np.array([1]), np.array([row]))
        before = week.volunteers.table(KEEPER)["company"].copy()
        seen.append(
            (
                before,
                week.call(
                    "tea", times=np.full(3, 2), when=(5, 10, 11), post=KEEPER, poster=1.0, needs=Needs(evenings=0.5)
                ),
            )
        )

    def attend(self: Any, week: Week) -> None:
        table = week.volunteers.table(KEEPER)
        seen.append((table["asked"].copy(), table["company"].copy()))

    society = live(setup=_declare, plan=plan, attend=attend)
    (before, sitting), (asked, company) = seen
    holder = int(society.services.volunteers.kinds[KEEPER].row[1])
    assert sitting.unit.tolist() == [1, 1], "gates without a keeper have none"
    assert holder in sitting.rows(0)
    assert asked.tolist() == [0.0, 1.0, 0.0]
    rate = society.services.volunteers.kinds[KEEPER].weights.seen_rate
    expected = float(before[1])
    for came in sitting.came.tolist():
        expected += rate * (max(came - 1, 0) - expected)
    assert company[1] == pytest.approx(expected)
    assert company[[0, 2]].tolist() == before[[0, 2]].tolist()


def test_a_post_of_other_units_cannot_run_it(live: Live) -> None:
    with pytest.raises(ValueError, match="posts 'tea keeper' of each gate"):
        live(setup=_declare, plan=lambda self, week: week.call("tea", unit="compound", post=KEEPER))
    with pytest.raises(ValueError, match="no post 'moon'"):
        live(plan=lambda self, week: week.call("tea", post="moon"))


def test_roles_and_talents_are_given_in_the_communities_at_hand_only(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        everybody = np.arange(week.residents.n)
        week.grant(Role.ACTIVIST, everybody)
        week.discover(everybody)

    two = NeighbourhoodParameters(buildings=1, floors=3, communities=2)
    society = live(plan=plan, neighbourhood=two, parameters={"communities": (1,)})
    plain = live(neighbourhood=two)
    end = int(society.places.community_rows[1])
    roles = society.residents.roles
    assert np.array_equal(roles[:end], plain.residents.roles[:end])
    assert (roles[end:] & Role.ACTIVIST != 0).all()
    known, before = society.residents.talent_known, plain.residents.talent_known
    assert np.array_equal(known[:end], before[:end])
    assert known[end:].sum() > before[end:].sum()


def test_what_it_keeps_is_its_own_also_when_it_is_put_in_again_beside_others() -> None:
    from linli.model.mechanisms.registry import registry

    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=3), seed=1)
    known = registry()
    society.attach({"ordinary-life": known["ordinary-life"].Parameters()})
    society.run(2)
    society.attach({name: kind.Parameters() for name, kind in known.items()})
    society.run(2)
    number = {m.name: m.index for m in society.programme.mechanisms}
    assert society.services.volunteers.kinds["gate head"].keeper == number["ordinary-life"] > 0, "alone it was the first"
