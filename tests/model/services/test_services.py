"""The shared services: trust, calendar, offices, quarrels and help, promises."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.contract.week import Week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.text import Text
from linli.model.people import calendar
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.experiences import Experience
from linli.model.people.residents import Residents
from linli.model.people.trust import experience
from linli.model.services.offices import Offices
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


_SMALL = small()


# Calendar


def test_festivals_come_back_each_year_in_their_week() -> None:
    weeks = [w for w in range(104) if calendar.festival(w)]
    assert weeks[: len(weeks) // 2] == [w - 52 for w in weeks[len(weeks) // 2 :]]
    names = [calendar.festival(w).name for w in weeks[: len(weeks) // 2]]  # type: ignore[union-attr]
    assert names.index("spring") < names.index("lantern") < names.index("mid-autumn") < names.index("double-ninth")


def test_elections_are_every_five_years() -> None:
    held = [w for w in range(52 * 20) if calendar.election(w)]
    assert np.diff(held).tolist() == [260] * (len(held) - 1)
    assert len(held) == 4


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
