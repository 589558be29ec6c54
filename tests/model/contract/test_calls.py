"""Calling people together: whom a call reaches, what it needs, who comes, and what one week and one community see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.contract.call import Sitting
from linli.model.contract.mechanism import Mechanism, Schedule
from linli.model.contract.needs import Needs, Priority
from linli.model.contract.week import Week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants, DecisionConstants, TrustConstants
from linli.model.people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON, WEEKEND_MORNING
from linli.model.people.purposes import Purpose
from linli.model.people.residents import NEVER
from linli.model.people.service_constants import PromiseConstants, ServiceConstants
from linli.model.society.society import Society

Live = Callable[..., Society]
Make = Callable[..., Any]
SEVERAL = NeighbourhoodParameters(buildings=4, entrances=1, floors=6, occupancy=1.0)
TWO = NeighbourhoodParameters(buildings=2, floors=4, communities=2)
THREE = TWO.model_copy(update={"communities": 3})
ONE = np.array([0])
ALL: dict[str, Any] = {"poster": 1.0, "quality": 1.0, "room_for": 1000}
EAGER, DULL = (Constants(decision=DecisionConstants(base=base)) for base in (6.0, -6.0))
"""People who come to whatever they hear of, and people who do not."""


def spare(week: Week, rows: np.ndarray) -> np.ndarray:
    return np.asarray(week.staff.evenings(rows))


def busiest(week: Week) -> int:
    """Return the row of the resident with the most evenings."""
    return int(np.argmax(spare(week, np.arange(week.residents.n))))


def test_an_occasion_of_which_nothing_is_said_is_announced_to_nobody_and_pays_nothing(live: Live) -> None:
    """As `Week.call` says: an afternoon of two hours at the weekend for thirty, hosted by neighbours and open to those one does not recognise."""
    said: dict[str, Any] = {
        "round": WEEKEND_AFTERNOON, "hours": 2.0, "capacity": 30, "quality": 0.5, "poster": 0.0, "chat": 0.0, "knock": 0.0, "yuan": 0.0, "host": 0,
        "openness": 1.0, "organiser": -1, "helpers": 0,
    }  # fmt: skip
    events = live(plan=lambda self, week: week.call("tea")).events.table
    assert len(events) > 0
    for name, value in said.items():
        assert set(events[name].tolist()) == {value}, name


def test_whoever_is_paid_comes_more(live: Live) -> None:
    def came(yuan: float) -> int:
        def plan(self: Any, week: Week) -> None:
            week.call("tea", unit="compound", poster=1.0, room_for=1000, pays=yuan)

        return int((live(plan=plan).residents.last_came != NEVER).sum())

    assert came(50.0) > came(0.0) > 0


# Whom it reaches


def test_units_are_chosen_by_numbers_or_by_truth_values(live: Live) -> None:
    found: list[tuple[list[int], list[list[int]]]] = []
    for chosen in (np.array([1, 3]), np.array([False, True, False, True])):

        def plan(self: Any, week: Week, chosen: np.ndarray = chosen) -> None:
            week.call("tea", which=chosen, **ALL)

        def attend(self: Any, week: Week) -> None:
            tea = week.sitting("tea")
            assert len(tea) == 2
            found.append((tea.unit.tolist(), [tea.rows(k).tolist() for k in range(2)]))

        society = live(neighbourhood=SEVERAL, plan=plan, attend=attend)
        gates = society.services.units.table("gate")
        for gate, rows in zip(*found[-1], strict=True):
            assert len(rows) > 3
            assert gates.lo[gate] <= min(rows) <= max(rows) < gates.hi[gate]
    assert found[0] == found[1]


def test_all_units_are_called_if_none_is_chosen(live: Live) -> None:
    seen: list[int] = []
    live(neighbourhood=SEVERAL, plan=lambda self, week: seen.extend(week.call("tea").unit.tolist()))
    assert seen == [0, 1, 2, 3]


def test_an_audience_among_residents(live: Live) -> None:
    heard: list[int] = []

    def plan(self: Any, week: Week) -> None:
        week.call("tea", unit="compound", among=week.residents.age >= 60, **ALL)

    def attend(self: Any, week: Week) -> None:
        tea, old = week.sitting("tea"), week.residents.age >= 60
        assert 0 < tea.came[0] <= old.sum()
        assert old[tea.rows(0)].all()
        heard.append(int(tea.heard[0]))
        assert heard[-1] == old.sum()

    live(plan=plan, attend=attend)
    assert heard


def test_an_audience_in_which_nobody_is_has_nobody(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        week.call("tea", unit="compound", among=np.zeros(week.residents.n, bool), **ALL)

    def attend(self: Any, week: Week) -> None:
        assert week.sitting("tea").held.all()
        assert week.sitting("tea").heard.tolist() == week.sitting("tea").came.tolist() == [0]

    live(plan=plan, attend=attend)


def test_an_open_occasion_is_for_the_whole_unit_though_nobody_is_named(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        week.call("tea", members=([], []), open_to_all=np.array([True, False, True, False]), **ALL)

    def attend(self: Any, week: Week) -> None:
        gates = week.units("gate")
        heard = week.sitting("tea").heard
        assert heard.tolist() == np.where([True, False, True, False], gates.hi - gates.lo, 0).tolist()

    live(neighbourhood=SEVERAL, plan=plan, attend=attend)


def test_an_audience_of_members_who_are_named(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        rows = np.arange(0, week.residents.n, 5)
        week.call("tea", unit="compound", members=(np.zeros(len(rows), int), rows), **ALL)

    def attend(self: Any, week: Week) -> None:
        tea = week.sitting("tea")
        assert tea.heard[0] == len(range(0, week.residents.n, 5))
        assert tea.came[0] > 0
        assert (tea.rows(0) % 5 == 0).all()

    live(plan=plan, attend=attend)


def test_who_is_summoned_decides_with_a_weight_of_its_own_and_may_stay_away(live: Live) -> None:
    came: dict[float, int] = {}

    def plan(self: Any, week: Week) -> None:
        week.call("tea", unit="compound", bring=(np.zeros(60, int), np.arange(60)), room_for=500)

    for weight in (-5.0, 1.5, 10.0):

        def attend(self: Any, week: Week, weight: float = weight) -> None:
            tea = week.sitting("tea")
            there = tea.rows(0)
            k, row = tea.absent
            assert (k == 0).all()
            assert sorted([*there[there < 60].tolist(), *row.tolist()]) == list(range(60))
            came[weight] = int((there < 60).sum())

        live(plan=plan, attend=attend, constants=Constants(decision=DecisionConstants(summoned=weight)))
    assert came[-5.0] < 10
    assert came[-5.0] < came[1.5] < came[10.0]
    assert came[10.0] > 50


def test_who_is_summoned_twice_is_absent_once(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        week.call("tea", bring=([0, 0, 0], [4, 4, 5]))

    def attend(self: Any, week: Week) -> None:
        k, row = week.sitting("tea").absent
        assert (k.tolist(), row.tolist()) == ([0, 0], [4, 5])

    live(plan=plan, attend=attend, constants=DULL)


def test_an_occasion_that_is_not_held_has_all_who_were_summoned_absent(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        week.call("tea", bring=([0, 0], [4, 5]), needs=Needs(yuan=10.0))

    def attend(self: Any, week: Week) -> None:
        assert not week.sitting("tea").held.any()
        assert week.sitting("tea").absent[1].tolist() == [4, 5]

    live(plan=plan, attend=attend, constants=EAGER)


def test_an_invitation_by_name_is_heard_and_weighs_as_being_asked(live: Live) -> None:
    came: dict[bool, tuple[int, int]] = {}
    for invited in (False, True):

        def plan(self: Any, week: Week, invited: bool = invited) -> None:
            n = week.residents.n
            named = {"invite": (np.zeros(n, int), np.arange(n)), "poster": 0.0} if invited else {"poster": 1.0}
            week.call("tea", unit="compound", room_for=1000, **named)

        def attend(self: Any, week: Week, invited: bool = invited) -> None:
            tea = week.sitting("tea")
            came[invited] = int(tea.heard[0]), int(tea.came[0])

        society = live(plan=plan, attend=attend, constants=Constants(decision=DecisionConstants(asked=3.0)))
    assert came[True][0] == came[False][0] == society.residents.n
    assert came[True][1] > 1.3 * came[False][1]


def test_who_runs_it_is_there_without_a_decision(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        week.call("tea", organiser=7, run=([0, 0], [8, 9]))

    def attend(self: Any, week: Week) -> None:
        assert week.sitting("tea").rows(0).tolist() == [7, 8, 9]

    live(plan=plan, attend=attend, constants=DULL)


def test_who_is_there_on_an_errand_has_decided_before_and_has_come_to_nothing(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        week.call("tea", which=np.array([0]), members=([0, 0], [8, 9]), errand=([0, 0], [8, 9]))

    def attend(self: Any, week: Week) -> None:
        assert week.sitting("tea").rows(0).tolist() == [8, 9]

    society = live(plan=plan, attend=attend, constants=DULL)
    assert society.residents.times_came.sum() == 0


def test_who_runs_it_is_there_though_not_in_the_audience(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        week.call("tea", which=np.array([1]), organiser=7, among=week.residents.age >= 200)

    def attend(self: Any, week: Week) -> None:
        assert week.sitting("tea").rows(0).tolist() == [7]

    live(neighbourhood=SEVERAL, plan=plan, attend=attend, constants=DULL)


def test_who_is_asked_to_ask_hears_first_and_asks_others(live: Live) -> None:
    heard: dict[bool, int] = {}
    society = Society()
    for first in (False, True):

        def plan(self: Any, week: Week, first: bool = first) -> None:
            if week.number < 30:
                return
            n = week.residents.n
            week.call("tea", unit="compound", ask=(np.zeros(n // 2, int), np.arange(n // 2)) if first else None)

        def attend(self: Any, week: Week, first: bool = first) -> None:
            heard[first] = int(week.sitting("tea").heard.sum())

        society = live(31, plan=plan, attend=attend)
    assert heard[False] == 0
    assert heard[True] > society.residents.n // 2 + 5


def test_a_stake_moves_the_decision_and_lets_nobody_in(live: Live) -> None:
    came: dict[float, int] = {}
    for worth in (-1.0, 0.0, 1.0):

        def plan(self: Any, week: Week, worth: float = worth) -> None:
            rows = np.arange(week.residents.n)
            tea = week.call("tea", which=np.array([0]), stake=(np.zeros(len(rows), int), rows, worth), **ALL)
            assert tea.held.all()
            week.call("tea", which=np.array([1]), again=1, among=week.residents.age >= 60, when=WEEKEND_MORNING, stake=([0] * len(rows), rows, worth), **ALL)

        def attend(self: Any, week: Week, worth: float = worth) -> None:
            gates, (one, other) = week.units("gate"), week.sittings("tea")
            assert one.heard[0] == gates.hi[0]
            assert (one.rows(0) < gates.hi[0]).all()
            assert (week.residents.age[other.rows(0)] >= 60).all()
            assert ((other.rows(0) >= gates.lo[1]) & (other.rows(0) < gates.hi[1])).all()
            came[worth] = int(one.came[0])

        live(neighbourhood=SEVERAL, plan=plan, attend=attend, constants=Constants(decision=DecisionConstants(stake=3.0, base=-1.0)))
    assert came[-1.0] < came[0.0] < came[1.0]


def test_people_from_outside_are_let_in_without_opening_the_unit_to_those_in_between(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        last = week.residents.n - 1
        week.call("tea", which=np.array([0, 1]), bring=([0, 0], [last, last - 3]), **ALL)

    def attend(self: Any, week: Week) -> None:
        gates, tea, last = week.units("gate"), week.sitting("tea"), week.residents.n - 1
        guests = {last, last - 3}
        assert guests < set(tea.rows(0).tolist())
        assert set(tea.rows(0).tolist()) <= set(range(gates.hi[0])) | guests
        assert set(tea.rows(1).tolist()) <= set(range(gates.lo[1], gates.hi[1]))
        assert tea.heard.tolist() == [gates.hi[0] + 2, gates.hi[1] - gates.lo[1]]

    live(neighbourhood=SEVERAL, plan=plan, attend=attend, constants=EAGER)


def test_several_calls_of_a_kind_are_kept_apart(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        week.call("tea", which=np.array([0]), run=([0], [1]))
        week.call("tea", which=np.array([0]), run=([0], [2]), again=1, when=WEEKEND_MORNING)

    def attend(self: Any, week: Week) -> None:
        assert [sitting.rows(0).tolist() for sitting in week.sittings("tea")] == [[1], [2]]
        assert week.sitting("tea").rows(0).tolist() == [2]
        assert len(week.sitting("none of these")) == 0

    live(plan=plan, attend=attend, constants=DULL)


# What it needs


def test_needs_are_granted_whole_or_not_at_all(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        who = busiest(week)
        week.ledger.fund("community", 100.0, 0)
        self.poor = week.call("tea", which=ONE, organiser=who, needs=Needs(evenings=1.0, staff=2.0, yuan=1000.0))
        self.rich = week.call("tea", which=ONE, organiser=who, again=1, when=WEEKEND_MORNING, needs=Needs(evenings=1.0, staff=2.0, yuan=60.0))
        self.next = week.call("tea", which=ONE, organiser=who, again=2, when=WEEKDAY_EVENING, needs=Needs(yuan=60.0, staff=1.0, priority=Priority.EXTRA))

    def attend(self: Any, week: Week) -> None:
        assert [s.held.tolist() for s in (self.poor, self.rich, self.next)] == [[False], [True], [False]]
        assert self.poor.came.tolist() == self.poor.evenings.tolist() == [0.0]
        assert self.poor.rows(0).tolist() == []

    society = live(plan=plan, attend=attend)
    assert society.services.ledger.balance("community", 0) == 40.0
    assert society.services.ledger.balance("suppliers", 0) == 60.0
    assert society.services.staff.used.sum() == pytest.approx(1.0)
    assert society.measure()["staff_hours"] == pytest.approx(2.0)


def test_half_the_preparation_makes_it_shorter_poorer_and_less_announced(live: Live) -> None:
    columns: list[dict[str, float]] = []

    def plan(self: Any, week: Week) -> None:
        who = busiest(week)
        have = float(spare(week, np.array([who]))[0])
        needs = Needs(evenings=2.0 * have, least=0.4), Needs(evenings=2.0 * have, least=0.6)
        self.half = week.call("tea", which=ONE, organiser=who, hours=3.0, quality=0.8, poster=0.6, chat=0.5, needs=needs[0])
        self.none = week.call("tea", which=ONE, organiser=who, again=1, when=WEEKEND_MORNING, needs=needs[1])

    def attend(self: Any, week: Week) -> None:
        assert self.half.held.all()
        assert not self.none.held.any()
        assert self.half.prepared == pytest.approx([0.5])
        assert self.half.quality == pytest.approx([0.4])

    society = live(plan=plan, attend=attend)
    columns = [{name: float(society.events.table[name][0]) for name in ("hours", "quality", "poster")}]
    assert columns[0] == pytest.approx({"hours": 1.5, "quality": 0.4, "poster": 0.3})
    assert len(society.events) == 1


def test_a_good_room_adds_to_the_quality_and_no_more_than_to_the_best(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        needs = Needs(room="activity room", room_needed=True)
        self.call = week.call("tea", unit="compound", quality=0.9, room_quality=0.3, needs=needs)

    def attend(self: Any, week: Week) -> None:
        assert self.call.quality == pytest.approx([1.0])

    live(plan=plan, attend=attend)


def test_knocking_takes_what_evenings_are_left_after_all_preparing(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        who = busiest(week)
        have = float(spare(week, np.array([who]))[0])
        knocking = Needs(evenings=0.25 * have, door_evenings=have, priority=Priority.DUTY)
        self.first = week.call("tea", which=ONE, organiser=who, knock=0.8, needs=knocking)
        self.last = week.call("tea", which=ONE, organiser=who, again=1, when=WEEKEND_MORNING, needs=Needs(evenings=0.5 * have, priority=99))
        self.off = week.call("tea", which=ONE, organiser=who, again=2, when=WEEKDAY_EVENING, knock=1.0, needs=knocking._replace(evenings=0.0, yuan=5.0))
        self.have = have

    def attend(self: Any, week: Week) -> None:
        assert [self.first.held[0], self.last.held[0], self.off.held[0]] == [True, True, False]
        assert self.last.prepared == pytest.approx([1.0])
        # A quarter of the evenings is left for doors that ask for all of them.
        assert self.first.doors == pytest.approx([0.25 * self.have], abs=1e-3)
        assert self.first.knock == pytest.approx([0.2], abs=1e-3)
        assert self.off.doors == [0.0]

    society = live(plan=plan, attend=attend)
    assert society.services.staff.used.max() == pytest.approx(society.services.staff.evenings(np.arange(society.residents.n)).max(), abs=1e-3)


def test_a_room_moves_the_place_and_one_that_is_needed_decides(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        rooms = int(week.rooms.kind("activity room").count[0])
        assert rooms > 0
        self.calls = [
            week.call("tea", unit="compound", again=again, room_quality=0.2, needs=Needs(room="activity room", room_needed=needed))
            for again, needed in enumerate([False] * (rooms + 1) + [True] * rooms)
        ]
        self.nowhere = week.call("tea", unit="compound", again=99, needs=Needs(room="ancestral hall", room_needed=True))
        self.rooms, self.place = rooms, week.rooms.kind("activity room").xy[0]

    def attend(self: Any, week: Week) -> None:
        assert sum(int(call.room[0]) for call in self.calls) == self.rooms
        for number, call in enumerate(self.calls):
            assert call.held[0] == (number <= self.rooms or call.room[0])
        assert not self.nowhere.held[0]
        assert [call.quality[0] for call in self.calls] == pytest.approx([0.7 if call.room[0] else 0.5 if call.held[0] else 0.0 for call in self.calls])

    society = live(plan=plan, attend=attend)
    mechanism: Any = society.programme.mechanisms[0]
    table = society.events.table
    there = (table["x"] == mechanism.place[0]) & (table["y"] == mechanism.place[1])
    assert there.sum() == mechanism.rooms
    middle = society.services.units.table("compound").xy[0].astype(np.float32)
    assert (table["x"][~there] == middle[0]).all()
    assert (table["y"][~there] == middle[1]).all()


# Promises


@pytest.mark.parametrize("quality", [0.0, 1.0])
def test_what_is_held_as_announced_is_a_promise_kept_and_no_experience_of_those_who_came(live: Live, quality: float) -> None:
    def plan(self: Any, week: Week) -> None:
        week.call("tea", which=ONE, promise=True, poster=1.0, quality=quality, room_for=500)

    society = live(plan=plan, constants=Constants(decision=EAGER.decision))
    assert int(society.events.table["came"][0]) > 20
    assert not any(name == "probe" for name, _ in society.programme.experiences())
    assert society.services.promises.promises_kept == 1


def test_what_was_announced_and_is_not_held_is_noticed_by_those_for_whom_it_was(live: Live) -> None:
    constants = Constants(services=ServiceConstants(promises=PromiseConstants(notice=1.0)))
    meant: list[int] = []

    def plan(self: Any, week: Week) -> None:
        last = week.residents.n - 1
        unpaid: dict[str, Any] = {"promise": True, "needs": Needs(yuan=5.0)}
        week.call("tea", which=np.array([0]), **unpaid)
        week.call("tea", which=np.array([1]), again=1, among=week.residents.age >= 60, **unpaid)
        week.call("tea", which=np.array([2]), again=2, bring=([0], [last]), **unpaid)
        week.call("tea", which=np.array([3]), again=3, needs=Needs(yuan=5.0))
        gates = week.units("gate")
        old = np.count_nonzero(week.residents.age[gates.lo[1] : gates.hi[1]] >= 60)
        meant.append(int(gates.hi[0] + old + gates.hi[2] - gates.lo[2] + 1))

    society = live(neighbourhood=SEVERAL, plan=plan, constants=constants)
    assert society.programme.experiences()["probe", "broken"] == meant[0]
    assert society.services.promises.promises_broken == 3
    assert society.services.promises.promises_kept == 0


def test_experiences_are_logged_for_the_mechanism_through_which_they_came(probe: Make, put: Make) -> None:
    def call(self: Any, week: Week) -> None:
        week.call("tea", promise=self.name != "quiet", needs=Needs(yuan=1e9), **ALL)

    society = Society(neighbourhood=SEVERAL, seed=1)
    put(society, *(probe(name, plan=call) for name in ("quiet", "loud")))
    society.run(5)
    found = society.programme.experiences()
    assert found["loud", "broken"] > 0
    assert {name for name, _ in found} <= {"loud", ""}


# Where


def regimes(weeks: int = 1) -> tuple[type[Mechanism[Any]], list[Any]]:
    """Make a body of phases that note what they see."""
    seen: list[Any] = []

    def plan(self: Any, week: Week) -> None:
        assert week.memo == {}
        week.memo["policy"] = week.policy
        chosen = np.flatnonzero(week.covers("gate"))
        week.call("tea", which=np.arange(len(week.units("gate").lo)), **ALL)
        seen.append((week.policy, None if week.where is None else week.where.tolist(), week.sitting("tea").unit.tolist(), chosen.tolist()))

    def attend(self: Any, week: Week) -> None:
        assert week.memo == {"policy": week.policy}
        tea = week.sitting("tea")
        assert week.covers("gate")[tea.unit].all()
        assert (tea.came > 0).any()
        assert week.covers_rows(tea.everyone()[1]).all()
        assert not any(one.flags.writeable for one in tea.everyone()), "it is shared by all who ask"
        assert week.covers("community")[tea.community].all()

    return {"plan": plan, "attend": attend}, seen  # type: ignore[return-value]


def test_a_standing_mechanism_lives_under_two_regimes_in_two_communities(probe: Make, put: Make) -> None:
    body, seen = regimes()
    society = Society(neighbourhood=THREE, seed=1)
    put(society, probe(standing=True, **body), communities=(0, 2), start_week=1)  # type: ignore[arg-type]
    society.run(2)
    gates = society.services.units.table("gate").community
    of = [np.flatnonzero(gates == c).tolist() for c in range(3)]
    assert seen[0] == (False, None, of[0] + of[1] + of[2], of[0] + of[1] + of[2])
    assert seen[1] == (True, [True, False, True], of[0] + of[2], of[0] + of[2])
    assert seen[2] == (False, [False, True, False], of[1], of[1])


def test_a_mechanism_that_does_not_stand_lives_in_its_communities_only(probe: Make, put: Make) -> None:
    body, seen = regimes()
    society = Society(neighbourhood=THREE, seed=1)
    put(society, probe(**body), communities=(1,), end_week=1)  # type: ignore[arg-type]
    society.run(3)
    assert [entry[:2] for entry in seen] == [(True, [False, True, False])]
    rows = society.places.community_rows
    came = np.flatnonzero(society.residents.last_came != NEVER)
    assert len(came)
    assert ((came >= rows[1]) & (came < rows[2])).all()


def test_other_communities_at_hand_are_seen_in_the_week_in_which_they_change(probe: Make, put: Make) -> None:
    body, seen = regimes()
    kind = probe(**body)  # type: ignore[arg-type]
    schedule = Schedule(kind.Parameters(communities=(0,)), [(week, kind.Parameters(communities=(week % 3,))) for week in range(1, 12)])
    society = Society(neighbourhood=THREE, seed=1)
    society.attach({"probe": schedule}, {"probe": kind})
    society.run(12)
    gates = society.services.units.table("gate").community
    for week, (_, where, called, covered) in enumerate(seen):
        assert where == [c == week % 3 for c in range(3)]
        assert called == covered == np.flatnonzero(gates == week % 3).tolist()


def test_what_a_week_shows_of_units_cannot_be_written(live: Live) -> None:
    for view in (
        lambda week: week.covers("gate"), lambda week: week.households("gate"), lambda week: week.units("gate").hi, lambda week: week.units("gate").identity,
        lambda week: week.units("landing").xy,
    ):  # fmt: skip
        with pytest.raises(ValueError, match="read-only"):
            live(plan=lambda self, week, view=view: view(week).fill(0))


def test_units_know_their_households_and_who_lives_where(live: Live) -> None:
    def plan(self: Any, week: Week) -> None:
        gates, rows = week.units("gate"), np.arange(week.residents.n)
        assert (week.unit_of("gate", rows) == week.residents.gate).all()
        flats = [len(set(week.residents.flat[lo:hi].tolist())) for lo, hi in zip(gates.lo, gates.hi, strict=True)]
        assert week.households("gate").tolist() == flats

    live(neighbourhood=SEVERAL, plan=plan)


# When, and draws


def test_what_is_due_so_often_a_year_is_spread_over_it(live: Live) -> None:
    weeks: list[np.ndarray] = []
    live(52, neighbourhood=SEVERAL.model_copy(update={"buildings": 20}), plan=lambda self, week: weeks.append(week.due("tea", 13.0, "gate")))
    times = np.array(weeks)
    assert (times.sum(axis=0) == 13).all()
    assert times.max() == 1
    # A time comes round every four weeks in each gate; gates stand at different places between two times.
    assert (np.diff(np.flatnonzero(times[:, 0])) == 4).all()
    assert times.sum(axis=1).max() < 0.6 * times.shape[1]
    assert times.sum(axis=1).min() > 0


def test_what_is_due_of_another_table_of_units_has_offsets_of_its_own(live: Live) -> None:
    """Two tables of the same length are not taken for one another."""
    found: list[tuple[np.ndarray, np.ndarray]] = []

    def plan(self: Any, week: Week) -> None:
        gates = week.units("gate")
        turned = gates.take(np.arange(len(gates.lo))[::-1])
        found.append((week.due("tea", 9.0, gates), week.due("tea", 9.0, turned)))

    live(52, neighbourhood=SEVERAL.model_copy(update={"buildings": 10}), plan=plan)
    assert all(np.array_equal(one, other[::-1]) for one, other in found)
    assert not all(np.array_equal(one, other) for one, other in found)


def test_draws_for_life_are_the_same_in_every_week_and_others_are_not(live: Live) -> None:
    for_life: list[np.ndarray] = []
    now: list[np.ndarray] = []

    def plan(self: Any, week: Week) -> None:
        people = np.arange(2000, dtype=np.uint64)
        for_life.append(week.for_life("likes tea", people))
        now.append(week.draw("is thirsty", people))
        assert not np.array_equal(week.for_life("likes coffee", people), for_life[-1])
        assert not np.array_equal(week.for_life("likes tea", people, 1), for_life[-1])
        assert np.array_equal(week.for_life("likes tea", people[::-1])[::-1], for_life[-1])

    live(3, plan=plan)
    assert np.array_equal(for_life[0], for_life[2])
    assert abs(for_life[0].mean() - 0.5) < 0.03
    assert not np.array_equal(now[0], now[2])
    assert abs(np.corrcoef(now[0], now[1])[0, 1]) < 0.08
    assert abs(np.corrcoef(now[0], for_life[0])[0, 1]) < 0.08


def test_draws_of_two_mechanisms_are_apart(probe: Make, put: Make) -> None:
    found: dict[str, np.ndarray] = {}

    def plan(self: Any, week: Week) -> None:
        found[self.name] = week.draw("tea", np.arange(2000, dtype=np.uint64))

    society = Society(neighbourhood=SEVERAL, seed=1)
    put(society, *(probe(name, plan=plan) for name in ("one", "other")))
    society.step()
    assert abs(np.corrcoef(found["one"], found["other"])[0, 1]) < 0.08


def test_what_a_phase_leaves_is_there_for_the_week_and_no_longer(live: Live) -> None:
    calls: list[Sitting] = []

    def plan(self: Any, week: Week) -> None:
        assert week.memo == {}
        assert len(week.sitting("tea")) == 0
        week.memo["week"] = week.number
        calls.append(week.call("tea"))

    def account(self: Any, week: Week) -> None:
        assert week.memo == {"week": week.number}
        assert week.sitting("tea") is calls[-1]

    assert live(4, plan=plan, account=account).week == 4


def test_nothing_of_an_earlier_scenario_is_called_while_people_live_without_policy(live: Live) -> None:
    weeks: list[int] = []
    society = live(3, plan=lambda self, week: weeks.append(week.number))
    society.spin_up(years=1)
    assert weeks == [0, 1, 2]
    society.step()
    assert weeks == [0, 1, 2, 55]


def test_phases_come_in_their_order(live: Live) -> None:
    from linli.model.contract.mechanism import PHASES

    seen: list[str] = []
    live(1, **{phase: (lambda self, week, phase=phase: seen.append(phase)) for phase in PHASES})
    assert tuple(seen) == PHASES


def test_rounds_of_the_day_are_kept(live: Live) -> None:
    society = live(plan=lambda self, week: week.call("tea", when=np.array([WEEKDAY_EVENING, WEEKEND_AFTERNOON]), which=np.array([0, 1])), neighbourhood=SEVERAL)
    assert society.events.table["round"].tolist() == [WEEKDAY_EVENING, WEEKEND_AFTERNOON]


@pytest.mark.parametrize("named", [True, False])
def test_what_is_called_off_is_noticed_by_those_who_count_on_it(live: Live, named: bool) -> None:
    some = np.arange(5)

    def plan(self: Any, week: Week) -> None:
        whom = {"promised_to": (np.zeros(5, np.int64), some)} if named else {}
        week.call("tea", unit="compound", needs=Needs(staff=9999.0), promise=True, **whom)

    sure = Constants(services=ServiceConstants(promises=PromiseConstants(notice=1.0)), trust=TrustConstants(requests=0.0, told=0.0))
    society = live(plan=plan, constants=sure)
    broken = society.residents.trust_institutions < society.services.standing.own_institutions - 1e-4
    assert np.flatnonzero(broken).tolist() == (some.tolist() if named else list(range(society.residents.n)))


@pytest.mark.parametrize(("purpose", "code"), [("come", Purpose.COME), ("vote", Purpose.VOTE), (Purpose.VOTE, Purpose.VOTE)])
def test_a_purpose_goes_by_its_name_too(live: Live, purpose: str, code: Purpose) -> None:
    society = live(plan=lambda self, week: week.call("tea", purpose=purpose, **ALL))
    assert set(society.events.table["purpose"].tolist()) == {int(code)}
