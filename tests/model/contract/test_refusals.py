"""What a mechanism may not do: every way round the rules that was tried on the first contract is refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.contract.needs import Needs
from linli.model.contract.week import Week
from linli.model.people.residents import Role
from linli.model.society.society import Society

Live = Callable[..., Society]


def refused(live: Live, deed: Callable[[Any, Week], Any], error: type[Exception], sentence: str, phase: str = "plan") -> None:
    with pytest.raises(error, match=sentence):
        live(**{phase: deed})


ATTRIBUTES = ["trust_neighbours", "trust_institutions", "traits", "civic", "habit", "last_came", "times_came", "fatigue", "roles", "talent_known"]


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_no_attribute_of_a_resident_can_be_written(live: Live, name: str) -> None:
    refused(live, lambda self, week: getattr(week.residents, name).fill(1), ValueError, "read-only")
    refused(live, lambda self, week: setattr(week, "residents", None) or week.residents.age.fill(1), AttributeError, "cannot be")


def test_places_cannot_be_moved(live: Live) -> None:
    refused(live, lambda self, week: week.places.gate_xy.fill(0.0), ValueError, "read-only")


@pytest.mark.parametrize("door", ["society", "ties", "fade", "engine", "moment", "services", "events"])
def test_there_is_no_door_to_ties_the_fade_table_or_the_engine(live: Live, door: str) -> None:
    refused(live, lambda self, week: getattr(week, door), AttributeError, f"no '?{door}")


def test_what_a_desk_shows_cannot_be_written(live: Live) -> None:
    def deed(self: Any, week: Week) -> None:
        mine = week.ledger.balance("community")
        if mine.flags.writeable:
            mine[:] = 1e9

    assert live(plan=deed).services.ledger.balance("community", 0) == 0.0


def test_money_is_not_made(live: Live) -> None:
    refused(live, lambda self, week: week.ledger.pay("community", "suppliers", -5.0, np.array([0])), ValueError, "negative")
    refused(live, lambda self, week: week.ledger.pay("moon", "suppliers", 5.0, np.array([0])), (KeyError, ValueError), "moon")  # type: ignore[arg-type]


def test_an_experience_cannot_be_handed_out(live: Live) -> None:
    refused(live, lambda self, week: week.experience("heard", np.arange(10)), AttributeError, "no '?experience")


def test_an_experience_is_not_had_fifty_times_for_one_case(live: Live) -> None:
    """To say that nobody's case was heard makes nobody feel heard."""
    refused(live, lambda self, week: week.disputes.work(np.array([1, 2], np.uint64), np.zeros(2), np.ones(2, bool)), ValueError, "case")


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"hours": 500.0}, "hours is 500; it must lie between 0 and 12"),
        ({"room_for": 1_000_000}, "capacity is 1e\\+06|capacity is 1000000"),
        ({"quality": 7.0}, "quality is 7; it must lie between 0 and 1"),
        ({"poster": 2.0}, "poster is 2"),
        ({"when": 7}, "round that does not exist"),
        ({"when": 99}, "round that does not exist"),
        ({"topic": "gold"}, "there is no topic 'gold'"),
        ({"purpose": "win"}, "there is no purpose 'win'; there are come, vote"),
        ({"organiser": 10**7}, "organiser 10000000 is not a resident"),
        ({"bring": ([0], [10**7])}, "row 10000000 is not a resident"),
        ({"bring": ([99], [0])}, "occasion 99"),
        ({"stake": ([0], [0], [40.0])}, "a stake is 40; it must lie between -1 and 1"),
        ({"which": np.array([10**6])}, "there is no unit 1000000"),
        ({"hours": np.ones(4)}, "4 values of hours"),
        ({"among": np.ones(3, bool)}, "truth value for each"),
        ({"needs": Needs(evenings=-3.0)}, "negative|evenings"),
        ({"needs": Needs(evenings=3.0)}, "it needs evenings, and nobody is named who can give them"),
        ({"needs": Needs(evenings=30.0), "organiser": 1}, "evenings that it needs is 30; it must lie between 0 and 21"),
        ({"needs": Needs(yuan=5.0, payee="organisation")}, "do not say which organisation"),
        ({"needs": Needs(yuan=5.0, payee="community")}, "'community' cannot pay itself"),
        ({"pays": -3.0}, "yuan is -3"),
        ({"hours": float("nan")}, "hours is nan"),
        ({"quality": "good"}, "quality is 'good'; it is a number"),
    ],
)
def test_a_call_out_of_bounds_is_refused_with_what_is_allowed(live: Live, what: dict[str, Any], sentence: str) -> None:
    refused(live, lambda self, week: week.call("tea", **what), ValueError, sentence)


def test_what_was_refused_leaves_nothing_behind(live: Live) -> None:
    """A mechanism that goes on after a refusal has called nobody by it, and what it calls afterwards is as if nothing had been."""
    came: list[list[int]] = []
    for tries in ((), ({"hours": 500.0}, {"bring": ([0], [10**7])}, {"stake": ([0], [0], [40.0])})):

        def plan(self: Any, week: Week, tries: tuple[dict[str, Any], ...] = tries) -> None:
            for wrong in tries:
                with pytest.raises(ValueError, match="probe calls to 'tea'"):
                    week.call("tea", poster=1.0, **wrong)
            assert week.sittings("tea") == []
            week.call("tea", poster=1.0)

        def attend(self: Any, week: Week) -> None:
            came.append(week.sitting("tea").rows(0).tolist())

        society = live(plan=plan, attend=attend)
        assert len(society.events) == len(society.services.units.table("gate").lo)
    assert came[0] == came[1] != []


def test_a_kind_that_was_not_declared_is_refused(live: Live) -> None:
    refused(live, lambda self, week: week.call("coffee"), ValueError, "no such kind")


def test_people_are_called_in_plan_and_not_later(live: Live) -> None:
    refused(live, lambda self, week: week.call("tea"), ValueError, "phase plan", phase="react")


def test_the_same_unit_called_twice_for_the_same_kind_must_say_so(live: Live) -> None:
    def deed(self: Any, week: Week) -> None:
        week.call("tea")
        week.call("tea")

    refused(live, deed, ValueError, "again")
    live(plan=lambda self, week: (week.call("tea"), week.call("tea", again=1)))


def test_a_person_is_never_in_two_foci_of_one_round(live: Live) -> None:
    seen: list[tuple[set[int], set[int]]] = []

    def plan(self: Any, week: Week) -> None:
        everybody = np.arange(50)
        for again in (0, 1):
            week.call("tea", unit="compound", when=5, room_for=500, poster=1.0, again=again, run=(np.zeros(50, int), everybody))

    def attend(self: Any, week: Week) -> None:
        one, other = week.sittings("tea")
        seen.append((set(one.rows(0).tolist()), set(other.rows(0).tolist())))

    live(plan=plan, attend=attend)
    assert set(range(50)) <= seen[0][0] | seen[0][1], "each of them runs one of the two"
    assert not seen[0][0] & seen[0][1]


def test_nobodys_week_passes_168_hours(live: Live) -> None:
    hours: list[np.ndarray] = []
    rounds = (0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11)

    def plan(self: Any, week: Week) -> None:
        for again in range(22):
            where = (np.zeros(40, int), np.arange(40))
            week.call("tea", unit="compound", when=rounds[again % 11], hours=12.0, room_for=500, again=again, run=where)

    def attend(self: Any, week: Week) -> None:
        spent = np.zeros(week.residents.n)
        for sitting in week.sittings("tea"):
            spent[sitting.rows(0)] += 12.0
        hours.append(spent)

    live(plan=plan, attend=attend)
    assert 100.0 < hours[0].max() <= 168.0


def test_roles_come_with_offices_and_cannot_be_taken(live: Live) -> None:
    refused(live, lambda self, week: week.grant(Role.PARTY, np.array([0])), ValueError, "grants the role party")
    refused(live, lambda self, week: week.grant(Role.ACTIVIST, np.array([10**7])), ValueError, "rows go from 0")


def test_an_office_belongs_to_the_mechanism_that_keeps_it(live: Live) -> None:
    refused(live, lambda self, week: week.offices.appoint("gate head", np.array([0]), np.array([0])), (KeyError, ValueError), "gate head")  # type: ignore[arg-type]


def test_what_was_handed_out_is_a_copy(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        week.call("tea", poster=1.0)

    def attend(self: Any, week: Week) -> None:
        rows = week.sitting("tea").rows(0)
        rows[:] = 0

    society = live(plan=plan, attend=attend)
    event, row = society.events.everyone()
    assert len(row) > 3
    assert len(set(zip(event.tolist(), row.tolist(), strict=True))) == len(row)
