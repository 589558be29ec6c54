"""The shared services: trust, ledger, evenings, rooms, calendar, quarrels and help, promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.contract.week import Week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people import calendar
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.experiences import Experience
from linli.model.people.residents import Residents
from linli.model.people.trust import experience
from linli.model.services.ledger import ACCOUNTS, Ledger
from linli.model.services.rooms import Rooms
from linli.model.services.staff import Staff
from linli.model.society.society import Society
from linli.model.ties.store import TICKS


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


# Needs and quarrels


def _matters(trust: TrustConstants, closeness: float, weeks: int) -> Society:
    """A society without turnover of ties: everybody's next neighbours are given ties of `closeness` hours, or none."""
    society = small(constants=Constants(trust=trust))
    r, ties = society.residents, society.ties
    if closeness > 0.0:
        for i in range(r.n):
            near = [j for j in range(max(0, i - 12), min(r.n, i + 13)) if r.flat[j] != r.flat[i]]
            for k, j in enumerate(near):
                ties.partner[i, k], ties.closeness[i, k], ties.slow[i, k] = j, round(closeness * TICKS), closeness
    r.arrival[:] = 0
    for week in range(weeks):
        society.week = week
        society.services.matters.react(Week.of(society))
    return society


def test_without_needs_and_quarrels_nothing_happens_to_trust() -> None:
    trust = TrustConstants(needs=0.0, quarrels=0.0)
    society = small(constants=Constants(trust=trust))
    before = society.residents.trust_neighbours.copy()
    society.services.matters.react(Week.of(society))
    assert (society.residents.trust_neighbours == before).all()
    assert sum(society.services.matters.counts.values()) == 0


def test_needs_come_as_often_as_they_should() -> None:
    society = _matters(TrustConstants(needs=2.0, quarrels=0.0), 0.0, 104)
    expected = 2.0 * society.residents.n * 2
    assert abs(society.services.matters.counts["needs"] - expected) < 5 * expected**0.5


def test_acquaintances_help_more_than_strangers() -> None:
    trust = TrustConstants(needs=4.0, quarrels=0.0)
    alone = _matters(trust, 0.0, 52).services.matters.counts
    known = _matters(trust, 5.0, 52).services.matters.counts
    assert alone["without"] > 0.5 * alone["needs"]
    assert known["without"] == 0
    assert known["helped"] / known["needs"] > 2 * alone["helped"] / alone["needs"]


def test_friendly_neighbours_settle_their_quarrels_sooner() -> None:
    trust = TrustConstants(needs=0.0, quarrels=1.0)
    strangers, friends = (_matters(trust, hours, 52).services.matters for hours in (0.0, 12.0))
    assert friends.counts["settled_by_two"] > 1.3 * strangers.counts["settled_by_two"]
    assert len(friends.open["a"]) < 0.6 * len(strangers.open["a"])
    assert strangers.counts["quarrels"] == friends.counts["quarrels"]


def test_a_quarrel_is_between_near_neighbours_of_different_households() -> None:
    society = _matters(TrustConstants(needs=0.0, quarrels=2.0), 0.0, 20)
    quarrels, r = society.services.matters.open, society.residents
    assert len(quarrels["a"]) > 20
    assert (r.flat[quarrels["a"]] != r.flat[quarrels["b"]]).all()
    assert (r.gate[quarrels["a"]] == r.gate[quarrels["b"]]).all()


def test_every_quarrel_is_open_or_has_ended_once() -> None:
    m = _matters(TrustConstants(needs=0.0, quarrels=1.0), 0.0, 120).services.matters
    ended = m.counts["settled_by_two"] + m.counts["mediated"] + m.counts["lingered"] + m.counts["moved_away"]
    assert ended + len(m.open["a"]) == m.counts["quarrels"]
    assert m.counts["lingered"] > 0


def test_mediation_that_fails_is_hardly_ever_recorded() -> None:
    society = _matters(TrustConstants(needs=0.0, quarrels=3.0), 0.0, 40)
    m, week = society.services.matters, Week.of(society)
    m.open["asked"][:] = True
    begun = len(m.open["a"])
    for attempt in range(3):
        week.number = 100 + attempt
        which = m.waiting()
        m.mediate(week, which, np.zeros(len(which)), np.zeros(len(which), np.bool_))
    assert 0.3 * begun < m.counts["mediated"] < begun
    assert len(m.waiting()) == 0
    for number in range(103, 103 + 60):
        society.week = number
        society.constants = society.constants.model_copy(update={"trust": TrustConstants(needs=0.0, quarrels=0.0)})
        m._go_on(Week.of(society))
    official = m.measures()["official_settled"]
    real = m.counts["mediated"] / begun
    assert official > 0.9 > real


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
